"""HTML as the text a person sees.

Blocks and line breaks begin lines, list items keep a bullet or number, and the cells of one table
row stand on one line with a tab between them. What is hidden is left out: `display:none` and its
like, in style attributes and in plain class rules, preheaders, and struck-out words, which the
writer took back. Quoted mail (`blockquote` as mail programs write it) gets `> ` before its lines.

Written here over lxml's parser: inscriptis, tried first, took 1.1 ms a kilobyte of Outlook markup,
lost the blank lines of GMX and WEB.DE, padded every cell of a column to the widest (a mail of
100 KB could so ask for gigabytes), and recursed as deep as the markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.message.limits import MAX_ELEMENTS, MAX_HTML, MAX_HTML_DEPTH
from mailbot.message.table import OpenTable, Table, cell_text, holds_data, line_of
from mailbot.message.visible import hidden_classes, is_hidden, is_quote, is_tight, without_tags, word_mark

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "title",
        "template",
        "object",
        "svg",
        "math",
        "select",
        "textarea",
        "audio",
        "video",
        "iframe",
        "noframes",
        "s",
        "strike",
        "del",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
    ]
)
_SPACED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "pre", "hr"))
_SPACE = re.compile(r"(?P<tab>(?<=\S)\t+(?=\S))|[ \t\r\n\f]+")
"""What is shown as one space. A tab between words was typed to part columns, and is kept."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text, and the data tables in it: cells, and each row as its line in the text."""

    text: str
    tables: tuple[Table, ...] = ()


class _Writer:
    """Collects lines; blank lines between blocks are written only when something follows."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.depth = self.above = 0
        self.spaced = False
        self.preformatted = 0

    def write(self, text: str | None) -> None:
        if not text:
            return
        if self.preformatted:
            first, *others = text.split("\n")
            self.line.append(first)
            for other in others:
                self.flush(even_empty=True)
                self.line.append(other)
            return
        text = _SPACE.sub(lambda space: "\t" if space["tab"] else " ", text)
        if not self.line or self.line[-1].endswith(" "):
            text = text.removeprefix(" ")
        if text:
            self.line.append(text)

    def flush(self, even_empty: bool = False) -> None:
        if not self.line and not even_empty:
            return
        if self.spaced and self.lines and self.lines[-1].strip("> "):
            self.lines.append(("> " * min(self.depth, self.above)).rstrip())
        self.spaced = False
        self.above = self.depth
        text = "".join(self.line).replace("\xa0", " ").rstrip()
        self.lines.append(("> " * self.depth + text).rstrip() if self.depth else text)
        self.line = []


class _Renderer:
    """One pass over the tree, without recursion."""

    def __init__(self, layout: frozenset[_Element], hidden: frozenset[str]) -> None:
        self.layout, self.hidden = layout, hidden
        self.out = _Writer()
        self.tables: list[Table] = []
        self.lists: list[int] = []
        self.quotes: set[_Element] = set()
        self.table: OpenTable | None = None

    def run(self, root: _Element) -> None:
        from lxml.etree import iterwalk  # noqa: PLC0415

        walk = iterwalk(root, events=("start", "end"))
        level = count = 0
        for event, element in walk:
            if event == "start":
                level += 1
                count += 1
                if count > MAX_ELEMENTS:
                    break
                if not isinstance(element.tag, str) or (level > 1 and self.leaves_out(element)):
                    walk.skip_subtree()
                elif element.tag == "span" and word_mark(element):
                    self.out.line.append(word_mark(element))
                    walk.skip_subtree()
                else:
                    self.start(element)
                    self.out.write(element.text)
            else:
                level -= 1
                if isinstance(element.tag, str):
                    self.end(element)
                if level:
                    self.out.write(element.tail)
        self.out.flush()

    def leaves_out(self, element: _Element) -> bool:
        return element.tag in _SKIPPED or is_hidden(element, self.hidden)

    def start(self, element: _Element) -> None:
        tag, out = element.tag, self.out
        if tag == "br":
            out.flush(even_empty=True)
        elif tag in _BLOCKS or tag in _SPACED:
            self.block(element)
        if tag in ("table", "tr", "td", "th"):
            self.open_table(element)
        elif tag == "blockquote" and is_quote(element):
            self.quotes.add(element)
            out.depth += 1
        elif tag in ("ul", "ol"):
            start = element.get("start", "1")
            first = int(start) if start.isdecimal() and len(start) < 9 else 1
            self.lists.append(first if tag == "ol" else 0)
        elif tag == "li":
            self.bullet()
        elif tag == "pre":
            out.preformatted += 1

    def block(self, element: _Element) -> None:
        self.out.flush()
        nested = element.tag in ("ul", "ol") and self.lists
        if element.tag in _SPACED and not nested and not is_tight(element):
            self.out.spaced = True

    def bullet(self) -> None:
        number = self.lists[-1] if self.lists else 0
        indent = "  " * min(len(self.lists) - 1, 8) if self.lists else ""
        self.out.line.append(f"{indent}{number}. " if number else f"{indent}* ")
        if number:
            self.lists[-1] += 1

    def end(self, element: _Element) -> None:
        tag, out = element.tag, self.out
        if tag == "pre":
            out.preformatted -= 1
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        if tag in _BLOCKS or tag in _SPACED:
            self.block(element)
        if tag in ("table", "td", "th") and self.table:
            self.close_table(element, self.table)
        if element in self.quotes:
            out.depth -= 1

    def open_table(self, element: _Element) -> None:
        out, table = self.out, self.table
        if element.tag == "table":
            if table is None and element not in self.layout and element.get("role") != "presentation":
                self.table = OpenTable(out.lines, spaced=out.spaced)
                out.lines, out.spaced = [], False
        elif table and element.tag == "tr":
            table.rows.append([])
        elif table and table.rows:
            table.cell = len(out.lines)

    def close_table(self, element: _Element, table: OpenTable) -> None:
        out = self.out
        if element.tag != "table":
            if table.cell >= 0:
                table.rows[-1].append((table.cell, len(out.lines)))
                table.cell = -1
            return
        lines, out.lines, self.table = out.lines, table.outside, None
        out.spaced = table.spaced
        if out.depth:
            lines = [line.lstrip("> ") for line in lines]
        rows = tuple(tuple(cell_text(lines[a:b]) for a, b in row) for row in table.rows)
        inside = {number for row in table.rows for a, b in row for number in range(a, b)}
        shown = [line for number, line in enumerate(lines) if number not in inside]
        if holds_data(rows):
            shown += [line_of(row) for row in rows if any(row)]
            self.tables.append(tuple(row for row in rows if any(row)))
        else:
            shown = lines
        for line in shown:
            out.line.append(line)
            out.flush(even_empty=True)


def _layout_tables(root: _Element) -> tuple[frozenset[_Element], bool]:
    """The tables that hold other tables, and whether the tree goes deeper than can be read."""
    from lxml.etree import iterwalk  # noqa: PLC0415

    open_tables: list[_Element] = []
    layout: set[_Element] = set()
    level = deepest = 0
    for event, element in iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
        if element.tag != "table":
            continue
        if event == "start":
            if open_tables:
                layout.add(open_tables[-1])
            open_tables.append(element)
        else:
            open_tables.pop()
    return frozenset(layout), deepest > MAX_HTML_DEPTH


def render(markup: str) -> Rendered:
    """The visible text of `markup` (lines end with LF) and its tables; never raises."""
    # lxml is loaded with the first HTML mail: most mails bring their text along.
    from lxml.etree import HTMLParser, LxmlError, fromstring  # noqa: PLC0415

    markup = re.sub("[\x00-\x08\x0b\x0e-\x1f]", "", markup[:MAX_HTML])
    octets = markup.encode("utf-8", "replace")
    parser = HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = fromstring(octets, parser)
    except (LxmlError, ValueError):
        root = None
    if root is None:
        return Rendered(without_tags(markup))
    layout, too_deep = _layout_tables(root)
    if too_deep:
        return Rendered(without_tags(markup))
    renderer = _Renderer(layout, hidden_classes(root))
    renderer.run(root)
    return Rendered("\n".join(renderer.out.lines).strip("\n"), tuple(renderer.tables))
