"""Lists leave as what their readers expect: programs, spreadsheets, people."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.cli.app import Terminal
from mailbot.cli.output import Format, NotWritten, Row, write_rows

BERLIN = ZoneInfo("Europe/Berlin")
COLUMNS = ("name", "place", "received_at", "replies")
ROWS: list[Row] = [
    {
        "name": '=HYPERLINK("http://x")',
        "place": "Freiberg; „Mitte“",
        "received_at": datetime(2021, 9, 24, 21, 59, tzinfo=UTC),
        "replies": ["confirmation (sent)", "change (queued)"],
        "more": True,
    },
    {"name": "Nguyễn Thị Hoa", "place": None, "received_at": None, "replies": [], "more": 7},
]
FORMULAS = ["=1+1", "+49 3731 1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


def written(format_: Format, rows: list[Row], folder: Path) -> bytes:
    """The list as it lands in a file."""
    file = folder / "list"
    write_rows(rows, COLUMNS, format_, BERLIN, file, Terminal())
    return file.read_bytes()


def sheet(data: bytes) -> Worksheet:
    """The one sheet of a workbook."""
    found = openpyxl.load_workbook(io.BytesIO(data)).active
    assert isinstance(found, Worksheet)
    return found


def test_json_carries_all_there_is_in_the_events_time(tmp_path: Path) -> None:
    data = written(Format.JSON, ROWS, tmp_path)

    first, second = json.loads(data)
    assert first == ROWS[0] | {"received_at": "2021-09-24T23:59:00+02:00"}
    assert (second["place"], second["more"]) == (None, 7)
    assert "Nguyễn" in data.decode("utf-8")


def test_json_of_nothing_is_an_empty_list(tmp_path: Path) -> None:
    assert json.loads(written(Format.JSON, [], tmp_path)) == []


def test_csv_opens_in_an_office_as_it_is(tmp_path: Path) -> None:
    data = written(Format.CSV, ROWS, tmp_path)

    assert data.startswith(b"\xef\xbb\xbfname;place;received_at;replies\r\n")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[1:] == [
        [
            '\'=HYPERLINK("http://x")',
            "Freiberg; „Mitte“",
            "2021-09-24 23:59",
            "confirmation (sent), change (queued)",
        ],
        ["Nguyễn Thị Hoa", "", "", ""],
    ]


@pytest.mark.parametrize("value", FORMULAS)
@pytest.mark.parametrize("format_", [Format.CSV, Format.XLSX])
def test_spreadsheets_get_no_formula_whatever_a_mail_says(
    tmp_path: Path, value: str, format_: Format
) -> None:
    data = written(format_, [{"name": value}], tmp_path)
    if format_ is Format.CSV:
        cell = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))[1][0]
    else:
        found = sheet(data)["A2"]
        assert found.data_type == "s"
        # Office Open XML writes a carriage return so (ECMA-376, 22.4.2.4).
        cell = str(found.value).replace("_x000D_", "\r")

    assert cell == f"'{value}"


def test_xlsx_reads_back_with_a_heading_that_stays(tmp_path: Path) -> None:
    read = sheet(written(Format.XLSX, ROWS, tmp_path))

    assert [cell.value for cell in read[1]] == list(COLUMNS)
    assert [cell.value for cell in read[3]] == ["Nguyễn Thị Hoa", "", "", ""]
    assert read["C2"].value == "2021-09-24 23:59"
    assert read.freeze_panes == "A2"


def test_table_is_for_people_and_goes_to_a_file_too(tmp_path: Path) -> None:
    shown = io.StringIO()
    write_rows(ROWS, COLUMNS, Format.TABLE, BERLIN, None, Terminal(file=shown, width=200))
    filed = written(Format.TABLE, ROWS, tmp_path).decode("utf-8")

    for text in (shown.getvalue(), filed):
        assert "Nguyễn Thị Hoa" in text
        assert "received at" in text
        assert text.strip().endswith("2 in all")


def test_table_takes_no_markup_from_mails(tmp_path: Path) -> None:
    text = written(Format.TABLE, [{"name": "[bold]Anna[/bold] [link=http://x]"}], tmp_path).decode()

    assert "[bold]Anna[/bold] [link=http://x]" in text


@pytest.mark.parametrize("format_", list(Format))
def test_file_that_cannot_be_written_is_named(tmp_path: Path, format_: Format) -> None:
    file = tmp_path / "nirgends" / "list"

    with pytest.raises(NotWritten, match="nirgends/list cannot be written: No such file"):
        write_rows(ROWS, COLUMNS, format_, BERLIN, file, Terminal())


def test_disk_that_is_full_is_named() -> None:
    if not os.path.exists("/dev/full"):  # noqa: PTH110 - a device
        pytest.skip("no /dev/full here")
    with pytest.raises(NotWritten, match="No space left"):
        write_rows(ROWS, COLUMNS, Format.JSON, BERLIN, Path("/dev/full"), Terminal())
