"""Lists for the day: who is on them, what is left to fill in, what a spreadsheet gets."""

from __future__ import annotations

import csv
import io

import openpyxl
import pypdf
import pytest

from mailbot.envelope import Role
from mailbot.event import Event
from mailbot.store import reports
from mailbot.web.pages.lists import listed, sheets
from tests.unit.web.visitors import Visitors, send

LETTER = "Hiermit melde ich mich zum Fachtag an, Workshop {place}.\n\nMit freundlichen Grüßen\n{name}\n"
DANGER = "=1+1"


@pytest.fixture(scope="module")
def visitors(tmp_path_factory: pytest.TempPathFactory) -> Visitors:
    """A desk that tests only look at."""
    office = Visitors(tmp_path_factory.mktemp("desk"))
    for name, place in (("Sabine Zöllner", "2"), ("Peter Vogel", "2"), ("Zoe Adler", "1")):
        address = f"{name.split()[0].lower()}@verein.example"
        office.desk.write(f"{name} <{address}>", LETTER.format(name=name, place=place))
    organiser = office.signed_in()
    send(organiser, "/registrations/new", name="Erna Örtel", organisation=DANGER, workshop="2")
    send(organiser, "/registrations/new", name="Ferne Gast", workshop="livestream")
    return office


def row(name: str, **more: object) -> dict[str, object]:
    return {
        "name": name,
        "status": "confirmed",
        "attendance": "on-site",
        "workshop": None,
        "position": None,
        "waiting_for": None,
    } | more


def test_participant_list_is_in_order_of_family_names(visitors: Visitors) -> None:
    page = visitors.signed_in(Role.READER).get("/lists/participants?workshop=2").text
    places = [page.index(name) for name in ("Erna Örtel", "Peter Vogel", "Sabine Zöllner")]

    assert places == sorted(places)
    assert "Zoe Adler" not in page


def test_all_lists_hold_everybody_once(visitors: Visitors) -> None:
    page = visitors.signed_in().get("/lists/participants").text

    for name in ("Erna Örtel", "Peter Vogel", "Sabine Zöllner", "Zoe Adler", "Ferne Gast"):
        assert page.count(name) == 1


@pytest.mark.parametrize(("asked", "rows"), [("", 8), ("&blank=0", 0), ("&blank=3", 3), ("&blank=-1", 8)])
def test_sheet_to_sign_has_empty_rows_for_walk_ins(visitors: Visitors, asked: str, rows: int) -> None:
    page = visitors.signed_in().get(f"/lists/sign-in?workshop=2{asked}").text

    assert page.count('class="blank"') == rows


def test_sheet_to_sign_marks_who_was_told_of_pictures(visitors: Visitors) -> None:
    with visitors.desk.office.database.transaction() as tx:
        told = "update registrations set consent_text = 'x', consent_sent_at = '2021-09-01 10:00:00'"
        tx.exec_driver_sql(f"{told} where name = 'Peter Vogel'")
    page = visitors.signed_in().get("/lists/sign-in?workshop=2&blank=0").text
    marks = [part.split("</tr>")[0] for part in page.split("<tr>")[2:]]

    assert [("✓" in mark) for mark in marks] == [False, True, False]


@pytest.mark.parametrize(
    "path",
    [
        "participants?workshop=99",
        "sign-in?workshop=livestream",
        "registrations.exe",
        "badges.pdf?workshop=99",
    ],
)
def test_list_that_there_is_not_is_not_found(visitors: Visitors, path: str) -> None:
    assert visitors.signed_in().get(f"/lists/{path}").status_code == 404


def test_csv_opens_in_an_office_and_runs_no_formula(visitors: Visitors) -> None:
    answer = visitors.signed_in().get("/lists/registrations.csv")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-disposition"].endswith('-anmeldungen.csv"')
    entered = next(line for line in lines if line["Name"] == "Erna Örtel")
    assert (entered["Einrichtung"], entered["Status"]) == ("'=1+1", "bestätigt")
    assert len(lines) == 5


def test_xlsx_reads_back(visitors: Visitors) -> None:
    answer = visitors.signed_in().get("/lists/registrations.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active

    assert sheet is not None
    cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert cells[0][:3] == ["Anmeldenummer", "Name", "Einrichtung"]
    assert "Zoe Adler" in [line[1] for line in cells]


def test_event_without_workshops_has_one_list(visitors: Visitors) -> None:
    plain = visitors.desk.office.event
    event = Event(id="e", title="E", starts=plain.starts)
    found = sheets(event, [row("A B"), row("C D", status="cancelled")])

    assert [(sheet.id, [r["name"] for r in sheet.here]) for sheet in found] == [("", ["A B"])]


def test_waiting_people_are_listed_in_their_order_with_the_workshop_they_wait_for(visitors: Visitors) -> None:
    second = row("Second", status="waitlisted", workshop="1", position=2, waiting_for="1")
    first = row("First", workshop="2", position=1, waiting_for="1")
    found = {sheet.id: sheet for sheet in sheets(visitors.desk.office.event, [second, first])}

    assert [r["name"] for r in found["1"].waiting] == ["First", "Second"]
    assert [r["name"] for r in found["2"].here] == ["First"]


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ("", "Zoe Adler", "Ferne Gast"),
        ("?workshop=2", "Peter Vogel", "Zoe Adler"),
        ("?workshop=-&blank=3", "Fachtag", "Vogel"),
    ],
)
def test_badges_are_a_file_to_print(visitors: Visitors, query: str, found: str, missing: str) -> None:
    answer = visitors.signed_in(Role.READER).get(f"/lists/badges.pdf{query}")
    text = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].endswith('-Namensschilder.pdf"')
    assert found in text
    assert missing not in text


def test_every_sheet_to_sign_explains_its_mark_and_repeats_whose_it_is(visitors: Visitors) -> None:
    page = visitors.signed_in().get("/lists/sign-in?blank=0").text
    parts = page.split('<section class="sheet"')[1:]

    assert len(parts) == 3
    for part in parts:
        assert "☐ bitte" in part.split("</section>")[0]
        assert 'class="again"' in part.split("</thead>")[0]


def test_list_of_lists_has_the_numbers_of_the_lists(visitors: Visitors) -> None:
    event = visitors.desk.office.event
    with visitors.desk.office.database.reading() as tx:
        found = listed(event, reports.workshop_counts(tx, event.id))
    wanted = sheets(event, visitors.desk.registrations())

    assert [(one.id, one.title, one.coming, one.waiting) for one in found] == [
        (sheet.id, sheet.title, len(sheet.here), len(sheet.waiting)) for sheet in wanted
    ]
    assert sum(one.coming for one in found) == 5
