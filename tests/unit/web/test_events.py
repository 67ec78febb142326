"""The desk of several events: each account sees its own, and nothing of the others on any route."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from mailbot.envelope import Role
from mailbot.flow import approval
from mailbot.flow.accounts import add_user, change_events, change_role
from mailbot.flow.feed import new_feed
from mailbot.store import reports, users
from mailbot.web.pages import PAGES
from tests.houses import HOST, PASSWORD, House
from tests.servers.installation import DIGITAL, GARDEN, HEALTH
from tests.unit.web.visitors import csrf


@pytest.fixture
def house(tmp_path: Path) -> House:
    found = House(tmp_path, 'mode = "supervised"\n')
    found.write("north", "Anna Albrecht", "ich melde mich für Workshop 1 an.")
    found.write("south", "Bernd Brandt", "ich melde mich für den Gartentag an, Workshop 2.")
    found.write("south", "Clara Conrad", "ich melde mich für „Tablets im Unterricht“ an.")
    found.write("south", "Dieter Dietze", "ich melde mich für Workshop 1 an.")
    found.write(
        "south", "Elke Engel", "ich melde mich für den Gartentag an, oder doch nicht? Ich weiß nicht."
    )
    return found


SEEN = (
    "/", "/held", "/registrations", "/registrations?text=brandt", "/outbox", "/lists", "/attendance",
    "/audit", "/lists/participants", "/lists/sign-in", "/lists/registrations.csv", "/calendar.ics",
)  # fmt: skip


def test_every_page_of_an_organiser_is_about_their_event_alone(house: House) -> None:
    browser = house.browser(HEALTH)
    for path in SEEN:
        page = browser.get(path)
        assert page.status_code == 200, path
        for foreign in ("Brandt", "Conrad", "Dietze", "Gartentag", "Digitale"):
            assert foreign not in page.text, (path, foreign)
    assert "Albrecht" in browser.get("/registrations").text


def foreign_ids(house: House) -> dict[str, list[str]]:
    """What a path or a form may name of another event: mails, registrations, mails of ours."""
    (reference,) = [row["reference"] for row in registrations(house, GARDEN)]
    undecided = house.office(GARDEN).undecided
    return {
        "id": [str(row["id"]) for event in (GARDEN, undecided) for row in house.rows(reports.mails, event)],
        "outbox": [str(row["id"]) for row in house.rows(reports.outbox, GARDEN)],
        "reference": [reference],
    }


def registrations(house: House, event: str) -> list[dict[str, Any]]:
    with house.offices[0].database.reading() as tx:
        return [row for row in reports.registrations(tx, event) if row["status"] != "held"]


def filled(path: str, ids: dict[str, list[str]]) -> list[str]:
    """The path with each foreign id in its places; itself, where it has none."""
    found = [path]
    for name in re.findall(r"{(\w+)(?::\w+)?}", path):
        values = {"reference": ids["reference"], "number": ["1"]}.get(
            name, ids["outbox" if "outbox" in path else "id"]
        )
        pattern = re.compile(rf"{{{name}(:\w+)?}}")
        found = [pattern.sub(value, one) for one in found for value in values]
    return found


OPEN = {"/calendar/{key}/event.ics", "/lists/registrations.{kind}"}
"""What stands in these paths is the id of no event's row."""
LETTERS = "/templates/"


DEEDS = (
    "accept", "accept-preview", "dismiss", "ask", "answer", "retake", "assign-garten", "release", "drop",
    "undrop", "retry", "reword", "cancel", "move", "grant", "correct", "merge", "resend", "restore",
)  # fmt: skip


def test_every_route_gives_nothing_of_another_event(house: House) -> None:
    ids = foreign_ids(house)
    assert all(ids.values())
    walked = set()
    for browser in (house.browser(HEALTH),):
        token = csrf(browser.get("/").text)
        for page in PAGES:
            if "{" not in page.path or page.path in OPEN or page.path.startswith(LETTERS):
                continue
            for path in filled(page.path, ids):
                walked.add(page.path)
                assert browser.get(path).status_code == 404, path
                if page.send is None:
                    continue
                for do in DEEDS:
                    form = {
                        "csrf": token,
                        "do": do,
                        "answer": "Ja",
                        "words": "Ja",
                        "workshop": "1",
                        "other": ids["reference"][0],
                    }
                    answer = browser.post(path, data=form)
                    assert answer.status_code == 404, (path, do, answer.status_code)
    assert {"/mails/{id:int}", "/registrations/{reference}", "/outbox/{id:int}"} <= walked


def test_forms_for_many_reach_nothing_of_another_event(house: House) -> None:
    ids, browser = foreign_ids(house), house.browser(HEALTH)
    token = csrf(browser.get("/").text)
    before = house.rows(reports.outbox, GARDEN)
    for do in ("release", "drop", "undrop", "retry", "reword"):
        form = {"csrf": token, "do": do, "id": ids["outbox"], "words": "Ja", "anyway": "yes"}
        assert browser.post("/outbox", data=form).status_code == 404
    for field in ("here", "gone"):
        answer = browser.post("/attendance", data={"csrf": token, field: ids["reference"][0]})
        assert answer.status_code == 404
    for path in ("/templates/confirmation/de", "/templates/confirmation/de/letter.html"):
        assert browser.get(path, params={"reference": ids["reference"][0]}).status_code == 404
    browser.post("/outbox", data={"csrf": token, "do": "release-all"})
    assert house.rows(reports.outbox, GARDEN) == before
    assert {row["state"] for row in house.rows(reports.outbox, HEALTH)} == {"queued"}


def test_dropped_mail_of_another_event_is_not_told(house: House) -> None:
    (number, *_) = [int(row["id"]) for row in house.rows(reports.outbox, GARDEN)]
    approval.drop(house.office(GARDEN), GARDEN, [number])
    browser = house.browser(HEALTH)
    token = csrf(browser.get("/").text)

    for do in ("release", "undrop"):
        answer = browser.post("/outbox", data={"csrf": token, "do": do, "id": str(number)})
        assert answer.status_code == 404
    assert "Brandt" not in browser.get("/outbox").text


def test_undecided_mail_waits_at_both_events_and_is_decided_once(house: House) -> None:
    (number,) = [row["id"] for row in house.rows(reports.mails, house.office(GARDEN).undecided)]
    garden, digital = house.browser(GARDEN), house.browser(DIGITAL)
    for browser in (garden, digital):
        assert f"/mails/{number}" in browser.get("/held").text
        page = browser.get(f"/mails/{number}").text
        assert "assign-garten" in page
        assert "assign-digital" in page
        assert 'value="accept"' not in page
    refused = garden.post(f"/mails/{number}", data={"csrf": csrf(garden.get("/").text), "do": "accept"})
    assert refused.status_code in (303, 409)
    assert len(registrations(house, GARDEN)) == 1

    done = digital.post(
        f"/mails/{number}", data={"csrf": csrf(digital.get("/").text), "do": "assign-digital"}
    )

    assert done.status_code == 303
    assert {row["name"] for row in registrations(house, DIGITAL)} == {"Clara Conrad", "Dieter Dietze"}
    assert f"/mails/{number}" not in garden.get("/held").text
    assert garden.get(f"/mails/{number}").status_code == 404
    assert "Dietze" in digital.get("/audit").text
    late = garden.post(f"/mails/{number}", data={"csrf": csrf(garden.get("/").text), "do": "assign-garten"})
    assert late.status_code == 404


def test_switch_shows_another_event_and_forms_stay_with_theirs(house: House) -> None:
    browser = house.browser("boss")
    first = browser.get("/")
    assert "Fachtag Gesunde Kita" in first.text
    old = csrf(browser.get("/announce").text)

    changed = browser.post("/event", data={"csrf": csrf(first.text), "event": GARDEN})

    assert changed.status_code == 303
    assert "Brandt" in browser.get("/registrations").text
    assert "Albrecht" not in browser.get("/registrations").text
    # The window that was left open speaks of the event that it shows.
    browser.post("/outbox", data={"csrf": old, "do": "release-all"})
    assert {row["state"] for row in house.rows(reports.outbox, HEALTH)} == {"queued"}
    assert "queued" not in {row["state"] for row in house.rows(reports.outbox, GARDEN)}


def test_event_that_is_not_theirs_cannot_be_switched_to(house: House) -> None:
    browser = house.browser(HEALTH)
    token = csrf(browser.get("/").text)

    assert browser.post("/event", data={"csrf": token, "event": GARDEN}).status_code == 404
    mine, _, _ = token.rpartition(".")
    for foreign in (csrf(house.browser(GARDEN).get("/").text).rpartition(".")[2], ""):
        answer = browser.post("/outbox", data={"csrf": f"{mine}.{foreign}", "do": "release-all"})
        assert answer.status_code == 403
    assert "select" not in browser.get("/").text


def test_whoever_sees_nothing_that_there_is_comes_to_no_page(house: House) -> None:
    add_user(house.offices[0], "gone", PASSWORD, Role.ORGANISER, events=["last-year"])
    browser = house.browser("gone")

    for path in ("/", "/held", "/registrations", "/lists/registrations.csv"):
        page = browser.get(path)
        assert page.status_code == 403
        assert "Fachtag" not in page.text


def test_before_signing_in_no_event_is_named(house: House) -> None:
    stranger = TestClient(house.app, base_url=HOST, follow_redirects=False)

    assert "Gesunde Kita" not in stranger.get("/sign-in").text


def test_calendar_has_the_events_of_its_owner(house: House) -> None:
    first = house.offices[0]
    with first.database.reading() as tx:
        people = {one.name: one for one in users.users(tx)}
    secrets = {name: new_feed(first, people[name]) for name in ("boss", GARDEN)}
    stranger = TestClient(house.app, base_url=HOST)
    texts = {name: stranger.get(f"/calendar/{secret}/event.ics").text for name, secret in secrets.items()}

    assert "Gartentag" in texts[GARDEN]
    assert "Gesunde Kita" not in texts[GARDEN]
    assert "Gesunde Kita" in texts["boss"]
    assert texts["boss"].count("BEGIN:VCALENDAR") == 1


def test_administrator_sees_all_and_says_who_sees_what(house: House) -> None:
    browser = house.browser("boss")
    token = csrf(browser.get("/users").text)

    browser.post("/users", data={"csrf": token, "do": "events", "name": HEALTH, "event": [HEALTH, GARDEN]})

    assert "Gartentag" in house.browser(HEALTH).get("/").text
    form = {
        "csrf": token,
        "do": "add",
        "name": "new",
        "password": PASSWORD,
        "role": "admin",
        "event": [HEALTH],
    }
    assert browser.post("/users", data=form).status_code == 409
    form = form | {"role": "organiser", "event": ["nothing"]}
    assert browser.post("/users", data=form).status_code == 404
    with pytest.raises(Exception, match="all events"):
        change_role(house.offices[0], GARDEN, Role.ADMIN)
    change_events(house.offices[0], GARDEN, None)
    change_role(house.offices[0], GARDEN, Role.ADMIN)


def test_monitoring_tells_of_each_event(house: House) -> None:
    browser = TestClient(house.app, base_url=HOST, client=("127.0.0.1", 5000))
    told = browser.get("/healthz").json()
    assert set(told["events"]) == {HEALTH, DIGITAL, GARDEN}
    numbers = browser.get("/metrics").text
    assert 'mailbot_registrations{event="garten",mailbox="south",status="confirmed"} 1.0' in numbers
    assert numbers.count("# TYPE mailbot_registrations ") == 1
