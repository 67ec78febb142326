"""How lists leave the command line: table for people, JSON for programs, CSV and XLSX for offices."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mailbot.errors import Permanent

Row = dict[str, Any]
_FILE_WIDTH = 240
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class NotWritten(Permanent):
    """The list cannot be written where it was wanted."""


class Format(StrEnum):
    """Choices of `--format`."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


def write_rows(
    rows: Iterable[Row],
    columns: Sequence[str],
    format_: Format,
    zone: ZoneInfo,
    output: Path | None,
    console: Console,
) -> None:
    """Writes a list. `columns`: those shown in tables and files; JSON carries all there are.

    Times are written with the event's offset. CSV has `;`, a byte order mark and defused formulas,
    so that a double click in an office opens it as it is.

    Raises: NotWritten.
    """
    if format_ is Format.JSON:
        listed = json.dumps([_plain(row, zone) for row in rows], ensure_ascii=False, indent=1)
        _emit((listed + "\n").encode(), output)
    elif format_ is Format.CSV:
        _emit(_csv(rows, columns, zone), output)
    elif format_ is Format.XLSX:
        _emit(_xlsx(rows, columns, zone), output)
    elif output is not None:
        text = io.StringIO()
        _table(rows, columns, zone, Console(file=text, width=_FILE_WIDTH))
        _emit(text.getvalue().encode(), output)
    else:
        _table(rows, columns, zone, console)


def _emit(data: bytes, output: Path | None) -> None:
    try:
        if output is not None:
            output.write_bytes(data)
        else:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # whoever read has read enough
    except OSError as error:
        raise NotWritten(f"{output or 'the output'} cannot be written: {error.strerror}") from error


def _plain(row: Row, zone: ZoneInfo) -> Row:
    return {k: v.astimezone(zone).isoformat() if isinstance(v, datetime) else v for k, v in row.items()}


def _cell(value: Any, zone: ZoneInfo) -> str:
    """A value as people read it; never a formula, whatever somebody wrote in a mail."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list):
        return ", ".join(str(v) for v in value)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _csv(rows: Iterable[Row], columns: Sequence[str], zone: ZoneInfo) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(c), zone) for c in columns] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _xlsx(rows: Iterable[Row], columns: Sequence[str], zone: ZoneInfo) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("mailbot")
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, list(columns), bold)
        widths = [len(c) for c in columns]
        for number, row in enumerate(rows, 1):
            cells = [_cell(row.get(c), zone) for c in columns]
            for place, text in enumerate(cells):
                sheet.write_string(number, place, text)
                widths[place] = max(widths[place], min(len(text), 60))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width + 2)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _table(rows: Iterable[Row], columns: Sequence[str], zone: ZoneInfo, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    count = 0
    for row in rows:
        table.add_row(*(Text(_cell(row.get(c), zone)) for c in columns))
        count += 1
    if count:
        console.print(table)
    console.print(f"{count} in all", style="dim")
