"""The event in the organisers' calendars: what stands in it, who opens it, how its address ends."""

from __future__ import annotations

import re
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from mailbot.envelope import Role
from mailbot.flow.accounts import remove_user
from tests.letters import registration
from tests.unit.web.visitors import Visitors, send

PATH = "/calendar"
_ADDRESS = re.compile(r'value="(http[^"]+\.ics)"')


@pytest.fixture
def visitors(tmp_path: Path) -> Visitors:
    office = Visitors(tmp_path, "[waiting]\npromote_until = 2021-10-05\n[retention]\ndays_after_event = 90\n")
    office.desk.receive(registration("Anna Geheimnis", "anna@example.org"))
    return office


def address(browser: TestClient) -> str:
    """A new one, from the page that shows it."""
    status, page = send(browser, PATH, do="new")
    found = _ADDRESS.search(page)
    assert status == 200
    assert found
    return found.group(1)


def entries(data: str) -> dict[str, object]:
    return {str(e["SUMMARY"]): e.decoded("DTSTART") for e in Calendar.from_ical(data).walk("VEVENT")}


def test_calendar_has_every_date_and_how_full_it_is(visitors: Visitors) -> None:
    event = visitors.desk.office.event
    answer = visitors.signed_in(Role.READER).get("/calendar.ics")
    found = entries(answer.text)

    assert answer.headers["content-type"].startswith("text/calendar")
    assert found[event.title] == event.starts_at.astimezone(UTC)
    assert found[f"Anmeldeschluss: {event.title}"] == date(2021, 9, 24)
    assert found[f"Letzter Tag, an dem nachgerückt wird: {event.title}"] == date(2021, 10, 5)
    assert found[f"Persönliche Daten werden gelöscht: {event.title}"] == date(2022, 1, 5)
    assert found[f"Erinnerung geht hinaus: {event.title}"] == date(2021, 10, 4)
    assert found["2 · Darf es etwas mehr als Folklore sein?: 1 von 40 Plätzen"] == date(2021, 10, 7)


def test_calendar_names_nobody_who_registered(visitors: Visitors) -> None:
    text = visitors.signed_in().get("/calendar.ics").text

    for word in ("Geheimnis", "anna@example.org", visitors.desk.registrations()[0]["reference"]):
        assert word not in text


def test_entries_keep_their_names_when_seats_change(visitors: Visitors) -> None:
    browser = visitors.signed_in()

    def uids() -> list[str]:
        return [str(e["UID"]) for e in Calendar.from_ical(browser.get("/calendar.ics").text).walk("VEVENT")]

    before = uids()
    visitors.desk.receive(registration("Berta Vogel", "berta@example.org"))
    assert uids() == before
    assert len(set(before)) == len(before)
    assert "2 von 40 Plätzen" in browser.get("/calendar.ics").text.replace("\r\n ", "")


def test_program_reads_it_by_its_address_without_signing_in(visitors: Visitors) -> None:
    where = address(visitors.signed_in())
    answer = visitors.stranger().get(where)

    assert answer.status_code == 200
    assert visitors.desk.office.event.title in entries(answer.text)
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("key", ["x", "", "..", "%2e%2e", "a" * 5000])
def test_calendar_is_not_found_without_the_right_address(visitors: Visitors, key: str) -> None:
    assert visitors.stranger().get(f"/calendar/{key}/event.ics").status_code == 404


def test_address_opens_nothing_else(visitors: Visitors) -> None:
    where = address(visitors.signed_in())
    stranger = visitors.stranger()
    stranger.get(where)

    assert stranger.get("/").status_code == 303
    assert stranger.get("/calendar.ics").status_code == 303
    assert stranger.post(where).status_code == 405


def test_address_is_shown_once_and_kept_as_a_hash_only(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    secret = address(browser).split("/")[-2]
    visitors.desk.office.database.close()
    stored = b"".join(file.read_bytes() for file in visitors.desk.folder.glob("mailbot.db*"))

    assert secret not in browser.get(PATH).text
    assert secret.encode() not in stored


def test_new_address_ends_the_old_one(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    old, new = address(browser), address(browser)

    assert [visitors.stranger().get(where).status_code for where in (old, new)] == [404, 200]


def test_address_is_taken_back_by_its_user_alone(visitors: Visitors) -> None:
    mine, theirs = address(visitors.signed_in()), address(visitors.signed_in(Role.ADMIN))
    status, page = send(visitors.signed_in(), PATH, do="end")

    assert (status, "gilt ab jetzt nicht mehr" in page) == (303, True)
    assert [visitors.stranger().get(where).status_code for where in (mine, theirs)] == [404, 200]


def test_address_ends_with_its_user(visitors: Visitors) -> None:
    where = address(visitors.signed_in(Role.READER))
    remove_user(visitors.desk.office, "reader")

    assert visitors.stranger().get(where).status_code == 404


def test_page_tells_when_a_program_last_came(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    where = address(browser)
    assert "Noch kein Programm" in browser.get(PATH).text
    visitors.stranger().get(where)
    visitors.desk.now += timedelta(minutes=30)
    visitors.stranger().get(where)

    assert "etwa Fr. 3. Sept., 10:12" in browser.get(PATH).text
