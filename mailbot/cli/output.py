"""How lists leave the command line: table for people, JSON for programs, CSV and XLSX for offices."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.cli.app import Terminal
from mailbot.errors import Permanent

Row = dict[str, Any]
_FILE_WIDTH = 240


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
    terminal: Terminal,
) -> None:
    """Writes a list. `columns`: those shown in tables and files; JSON carries all there are.

    Times are written with the event's offset. CSV has `;`, a byte order mark and defused formulas,
    so that a double click in an office opens it as it is.

    Raises: NotWritten.
    """
    if format_ is Format.JSON:
        listed = json.dumps([_plain(row, zone) for row in rows], ensure_ascii=False, indent=1)
        write_bytes((listed + "\n").encode(), output)
    elif format_ is Format.CSV:
        from mailbot.flow.sheet import as_csv

        write_bytes(as_csv(rows, columns, zone), output)
    elif format_ is Format.XLSX:
        from mailbot.flow.sheet import as_xlsx

        write_bytes(as_xlsx(rows, columns, zone), output)
    elif output is not None:
        text = io.StringIO()
        _table(rows, columns, zone, Terminal(file=text, width=_FILE_WIDTH))
        write_bytes(text.getvalue().encode(), output)
    else:
        _table(rows, columns, zone, terminal)


def write_bytes(data: bytes, output: Path | None) -> None:
    """Writes a file, or to the standard output where none is named.

    Raises: NotWritten.
    """
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


def _table(rows: Iterable[Row], columns: Sequence[str], zone: ZoneInfo, terminal: Terminal) -> None:
    from rich.table import Table
    from rich.text import Text

    from mailbot.flow.sheet import cell

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    count = 0
    for row in rows:
        table.add_row(*(Text(cell(row.get(c), zone)) for c in columns))
        count += 1
    if count:
        terminal.print(table)
    terminal.print(f"{count} in all", style="dim")
