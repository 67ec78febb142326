"""The door on the day: one tap ticks off and one takes it back, whoever taps twice, and who just comes."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.envelope import Role
from mailbot.flow import organiser
from mailbot.flow.erase import access, forget
from mailbot.store.attendance import turnout
from tests.letters import RECEIVED, registration
from tests.unit.web.visitors import Visitors, csrf, send

PATH = "/attendance"
NAMES = {"Sabine Zöllner": "2", "Peter Vogel": "2", "Zoe Adler": "1"}


def opened(folder: Path) -> Visitors:
    office = Visitors(folder)
    for name, place in NAMES.items():
        office.desk.receive(registration(name, f"{name.split()[0].lower()}@verein.example", place))
    return office


@pytest.fixture
def visitors(tmp_path: Path) -> Visitors:
    return opened(tmp_path)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Visitors:
    return opened(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def door(kept: Visitors) -> Visitors:
    """A desk where tests do nothing but tick; nobody is there yet."""
    kept.desk.now = RECEIVED
    with kept.desk.office.database.transaction() as tx:
        tx.exec_driver_sql("update registrations set present_at = null, present_by = null")
        tx.exec_driver_sql("delete from audit where action in ('present', 'not-present')")
    return kept


def reference(visitors: Visitors, name: str) -> str:
    return str(next(r["reference"] for r in visitors.desk.registrations() if r["name"] == name))


def present(visitors: Visitors) -> list[str]:
    return [r["name"] for r in visitors.desk.registrations() if r["present_at"]]


def counts(page: str) -> list[str]:
    return re.findall(r'<span aria-hidden="true">(\d+ / \d+)</span>', page)


def test_everybody_expected_is_listed_by_family_name_with_counts(door: Visitors) -> None:
    page = door.signed_in().get(PATH).text
    places = [page.index(name) for name in ("Zoe Adler", "Peter Vogel", "Sabine Zöllner")]

    assert places == sorted(places)
    assert counts(page) == ["0 / 3", "0 / 1", "0 / 2", "0 / 0"]


def test_one_tap_ticks_off_and_another_takes_it_back(door: Visitors) -> None:
    browser, one = door.signed_in(), reference(door, "Peter Vogel")
    door.desk.now += timedelta(hours=1)
    status, page = send(browser, PATH, here=one, workshop="2")

    assert status == 303
    assert present(door) == ["Peter Vogel"]
    assert counts(page) == ["1 / 3", "0 / 1", "1 / 2", "0 / 0"]
    assert "da seit 11:12, organiser" in page

    _, page = send(browser, PATH, gone=one)
    assert present(door) == []
    assert counts(page)[0] == "0 / 3"


def test_tap_leads_back_to_the_row_in_the_list_as_it_was(door: Visitors) -> None:
    browser, one = door.signed_in(), reference(door, "Peter Vogel")
    form = {"csrf": csrf(browser.get(PATH).text), "here": one, "workshop": "2", "text": "vog"}
    answer = browser.post(PATH, data=form)

    assert answer.headers["location"] == f"{PATH}?workshop=2&text=vog#r-{one}"


def test_second_tap_changes_nothing_and_the_trail_tells_the_first(door: Visitors) -> None:
    first, second = door.signed_in(), door.signed_in(Role.ADMIN)
    one = reference(door, "Peter Vogel")
    send(first, PATH, here=one)
    since = door.desk.registrations()[1]["present_at"]
    assert since == door.desk.now
    door.desk.now += timedelta(minutes=5)
    status, page = send(second, PATH, here=one)

    assert status == 303
    assert "organiser" in page
    assert door.desk.registrations()[1]["present_at"] == since
    trail = first.get("/audit").text
    assert trail.count("Am Einlass abgehakt.") == 1
    assert "Am Einlass abgehakt." in first.get(f"/registrations/{one}").text


def test_reader_may_neither_look_nor_tick(door: Visitors) -> None:
    browser = door.signed_in(Role.READER)
    form = {"csrf": csrf(browser.get("/").text), "here": reference(door, "Peter Vogel")}

    assert browser.get(PATH).status_code == 403
    assert browser.post(PATH, data=form).status_code == 403
    assert f'href="{PATH}"' not in browser.get("/").text
    assert present(door) == []


@pytest.mark.parametrize("fields", [{}, {"here": "ZZZZ-2222"}, {"gone": "ZZZZ-2222"}])
def test_tap_on_nobody_is_not_found(door: Visitors, fields: dict[str, str]) -> None:
    assert send(door.signed_in(), PATH, **fields)[0] == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=zöllner", {"Sabine Zöllner"}),
        ("text=ZÖLL", {"Sabine Zöllner"}),
        ("workshop=1", {"Zoe Adler"}),
        ("text=adler&workshop=2", set()),
        ("missing=1", {"Sabine Zöllner", "Zoe Adler"}),
        ("workshop=99", set()),
    ],
)
def test_list_is_searched_by_name_workshop_and_who_is_missing(
    door: Visitors, query: str, found: set[str]
) -> None:
    browser = door.signed_in()
    send(browser, PATH, here=reference(door, "Peter Vogel"))
    page = browser.get(f"{PATH}?{query}").text

    assert {name for name in NAMES if f">{name}</b>" in page.replace("> ", ">")} == found


def test_who_has_no_seat_is_found_by_name_and_cannot_be_ticked_off(visitors: Visitors) -> None:
    browser, one = visitors.signed_in(), reference(visitors, "Peter Vogel")
    organiser.cancel(visitors.desk.office, "anna", [one], tell=False)

    assert "Peter Vogel" not in browser.get(PATH).text
    assert f"/registrations/{one}" in browser.get(f"{PATH}?text=vogel").text
    _, page = send(browser, PATH, here=one)
    assert "keinen Platz vor Ort" in page
    assert present(visitors) == []


def test_who_just_comes_is_registered_and_there_also_after_the_deadline(visitors: Visitors) -> None:
    visitors.desk.now = visitors.desk.office.event.starts_at
    status, page = send(visitors.signed_in(), f"{PATH}/new", name="Gundula Gast", workshop="1")

    assert status == 303
    assert "hat einen Platz und ist da" in page
    entered = next(r for r in visitors.desk.registrations() if r["name"] == "Gundula Gast")
    assert (entered["source"], entered["status"]) == ("walk-in", "confirmed")
    assert present(visitors) == ["Gundula Gast"]


def test_who_just_comes_to_a_full_workshop_waits_and_is_not_ticked_off(visitors: Visitors) -> None:
    visitors.desk.edit_event("seats = 40", "seats = 1")
    status, page = send(visitors.signed_in(), f"{PATH}/new", name="Gundula Gast", workshop="1")

    statuses = {r["name"]: r["status"] for r in visitors.desk.registrations()}
    assert (status, statuses["Gundula Gast"]) == (303, "waitlisted")
    assert "hat noch keinen Platz" in page
    assert present(visitors) == []


def test_who_just_comes_again_is_told_apart(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    fields = {"name": "Peter Vogel", "workshop": "1", "contact": "peter@verein.example"}
    status, page = send(browser, f"{PATH}/new", **fields)

    assert (status, "schon angemeldet" in page) == (409, True)
    assert send(browser, f"{PATH}/new", **fields, namesake="yes")[0] == 303


def test_exports_tell_who_was_there(door: Visitors) -> None:
    browser = door.signed_in()
    send(browser, PATH, here=reference(door, "Zoe Adler"))
    data = browser.get("/lists/registrations.csv").content.decode("utf-8-sig")
    rows = {row["Name"]: row["anwesend seit"] for row in csv.DictReader(io.StringIO(data), delimiter=";")}

    assert rows == {"Sabine Zöllner": "", "Peter Vogel": "", "Zoe Adler": "2021-09-03 10:12"}


def test_presence_is_personal_data(visitors: Visitors) -> None:
    office, browser = visitors.desk.office, visitors.signed_in()
    send(browser, PATH, here=reference(visitors, "Zoe Adler"))
    held = access(office, "zoe@verein.example")

    assert held["registrations"][0]["present_by"] == "organiser"
    assert "ticked-off" in {entry["reason"] for entry in held["history"]}

    forget(office, "zoe@verein.example", "anna")
    assert "Am Einlass abgehakt." not in browser.get("/audit").text
    with office.database.reading() as tx:
        assert sum(count.here for count in turnout(tx, office.event.id).values()) == 0


def test_merged_registration_keeps_that_the_person_is_there(visitors: Visitors) -> None:
    office, browser = visitors.desk.office, visitors.signed_in()
    stays, goes = reference(visitors, "Sabine Zöllner"), reference(visitors, "Peter Vogel")
    send(browser, PATH, here=goes)
    organiser.merge(office, "anna", stays, goes)

    assert "Sabine Zöllner" in present(visitors)
