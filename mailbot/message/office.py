"""Text of office documents: docx, xlsx, odt and ods, cell by cell (ECMA-376, ISO/IEC 26300).

They are archives of XML. A member that unpacks to more than the limit is not read, no entity is
resolved and nothing outside the archive is asked for.
"""

from __future__ import annotations

import io
import lzma
import re
import zlib
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from mailbot.message.limits import MAX_SUGGESTION, MAX_UNPACKED

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNREADABLE = (
    *(BadZipFile, KeyError, ValueError, RuntimeError, NotImplementedError, EOFError, OSError, IndexError),
    *(zlib.error, lzma.LZMAError, OverflowError),
)
"""What the archive and XML readers raise on damaged, encrypted or hostile files."""

_ROWS = 3000
_CELLS = 60


def office_text(data: bytes) -> str:
    """The text of an office document in octets, table rows on one line with tabs; empty if unreadable."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:2000])
            if "word/document.xml" in names:
                return _document(_member(archive, "word/document.xml"))
            if "xl/workbook.xml" in names:
                return _workbook(archive, names)
            if "content.xml" in names:
                return _open_document(_member(archive, "content.xml"))
    except _UNREADABLE:
        return ""
    return ""


def _member(archive: ZipFile, name: str) -> _Element:
    """The root of an XML member; ValueError where it is too large or no XML."""
    from lxml.etree import XMLParser, XMLSyntaxError, fromstring  # noqa: PLC0415

    with archive.open(name) as member:
        data = member.read(MAX_UNPACKED + 1)
    if len(data) > MAX_UNPACKED:
        message = "document unpacks to too much"
        raise ValueError(message)
    parser = XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = fromstring(data, parser)
    except XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if root is None:
        message = "document is empty"
        raise ValueError(message)
    return root


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _document(root: _Element) -> str:
    """WordprocessingML: paragraphs are lines, cells of a row stand on one."""
    from lxml.etree import iterwalk  # noqa: PLC0415

    lines: list[str] = []
    pieces: list[str] = []
    cells: list[str] = []
    row: list[str] = []
    depth = 0
    for event, element in iterwalk(root, events=("start", "end")):
        name = _name(element)
        if event == "start":
            depth += name == "tbl"
        elif name == "t":
            pieces.append(element.text or "")
        elif name in ("tab", "br", "cr") and _name(element.getparent()) == "r":
            pieces.append("\t" if name == "tab" else "\n")
        elif name == "p":
            (cells if depth else lines).append("".join(pieces))
            pieces = []
        elif name == "tc":
            row.append(" ".join(" ".join(cells).split()))
            cells = []
        elif name == "tr":
            lines.append("\t".join(row).rstrip())
            row = []
        elif name == "tbl":
            depth -= 1
    return "\n".join(lines)[:MAX_SUGGESTION]


def _workbook(archive: ZipFile, names: set[str]) -> str:
    """SpreadsheetML: the rows of every sheet, each in its columns."""
    strings: list[str] = []
    if "xl/sharedStrings.xml" in names:
        items = _member(archive, "xl/sharedStrings.xml")
        strings = ["".join(t.text or "" for t in item.iter("{*}t")) for item in items]
    sheets = sorted(name for name in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
    lines: list[str] = []
    for sheet in sheets[:10]:
        for row in _member(archive, sheet).iter("{*}row"):
            cells: dict[int, str] = {}
            for cell in row.iter("{*}c"):
                column = _column(cell.get("r", ""), len(cells))
                if column < _CELLS:
                    cells[column] = _cell(cell, strings)
            if any(cells.values()):
                lines.append("\t".join(cells.get(at, "") for at in range(max(cells) + 1)).rstrip())
            if len(lines) > _ROWS:
                break
    return "\n".join(lines)[:MAX_SUGGESTION]


def _column(reference: str, otherwise: int) -> int:
    """The number of the column in a reference such as `B2`, from 0."""
    letters = re.match(r"[A-Z]{1,3}", reference)
    if letters is None:
        return otherwise
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cell(cell: _Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        text = "".join(t.text or "" for t in cell.iter("{*}t"))
    else:
        value = next(cell.iter("{*}v"), None)
        text = (value.text or "") if value is not None else ""
        if kind == "s":
            number = int(text) if text.isdecimal() and len(text) < 9 else len(strings)
            text = strings[number] if number < len(strings) else ""
    return " ".join(text.split())


def _open_document(root: _Element) -> str:
    """OpenDocument: paragraphs and headings are lines, cells of a row stand on one."""
    from lxml.etree import iterwalk  # noqa: PLC0415

    lines: list[str] = []
    cells: list[str] = []
    row: list[str] = []
    depth = 0
    for event, element in iterwalk(root, events=("start", "end")):
        name = _name(element)
        if event == "start":
            depth += name == "table"
        elif name in ("p", "h"):
            text = " ".join(" ".join(str(piece) for piece in element.itertext()).split())
            (cells if depth else lines).append(text)
        elif name == "table-cell":
            row.append(" ".join(cells))
            cells = []
        elif name == "table-row":
            if any(row):
                lines.append("\t".join(row).rstrip())
            row = []
        elif name == "table":
            depth -= 1
    return "\n".join(lines)[:MAX_SUGGESTION]
