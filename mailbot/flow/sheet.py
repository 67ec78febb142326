"""Lists as files that an office opens with a double click: CSV and XLSX, in which nothing is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailbot.intent.fold import fold

Row = dict[str, Any]

REGISTRATIONS = (
    "reference",
    "name",
    "organisation",
    "email",
    "phone",
    "workshop",
    "alternative",
    "attendance",
    "status",
    "position",
    "received_at",
    "source",
    "present_at",
)
"""Columns of the list of registrations, as files and tables show them."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What begins a formula; Excel takes the wide forms for one in some countries."""
_WIDEST = 60


def by_family_name(name: str) -> tuple[str, str]:
    """People are looked for by the last word of their name; umlauts as in a telephone book (DIN 5007-2)."""
    words = fold(name).split()
    return (words[-1] if words else "", " ".join(words))


def cell(value: Any, zone: ZoneInfo) -> str:
    """A value as people read it; never a formula, whatever somebody wrote in a mail."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list):
        return ", ".join(str(v) for v in value)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def as_csv(
    rows: Iterable[Row], columns: Sequence[str], zone: ZoneInfo, headings: Sequence[str] = ()
) -> bytes:
    """CSV with `;` and a byte order mark. headings: what the columns are called, else by their keys."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(headings or columns)
    writer.writerows([cell(row.get(c), zone) for c in columns] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def as_xlsx(
    rows: Iterable[Row], columns: Sequence[str], zone: ZoneInfo, headings: Sequence[str] = ()
) -> bytes:
    """A workbook with one sheet whose heading stays in sight; every cell is text."""
    import xlsxwriter  # noqa: PLC0415 - seldom needed, and not quick to load

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("mailbot")
        named = list(headings or columns)
        sheet.write_row(0, 0, named, book.add_format({"bold": True}))
        widths = [len(name) for name in named]
        for number, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                text = cell(row.get(column), zone)
                sheet.write_string(number, place, text)
                widths[place] = max(widths[place], min(len(text), _WIDEST))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width + 2)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()
