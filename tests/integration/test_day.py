"""The day itself on PostgreSQL: ticking off, counts, calendar addresses, as on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.decision import Caller, Origin
from mailbot.envelope import Role
from mailbot.flow import feed, organiser
from mailbot.flow.accounts import add_user, remove_user
from mailbot.flow.attendance import take_back, tick_off
from mailbot.flow.erase import forget
from mailbot.intent.model import Participant
from mailbot.store import users
from mailbot.store.attendance import Turnout, at_the_door, turnout
from tests.desks import Desk


@pytest.fixture
def desk(tmp_path: Path, postgres_url: str) -> Iterator[Desk]:
    desk = Desk(tmp_path, database=postgres_url)
    for name, workshop in (("Anna Geheimnis", "1"), ("Berta Vogel", "2"), ("Clara Örtel", "2")):
        person = Participant(name, workshop=workshop)
        organiser.add(desk.office, "anna", Caller(person, f"{name[:5].lower()}@example.org"), Origin.PAPER)
    yield desk
    desk.office.database.close()


def test_day_on_postgres_is_as_on_sqlite(desk: Desk) -> None:
    office, references = desk.office, {r["name"]: r["reference"] for r in desk.registrations()}
    for name in ("Berta Vogel", "Clara Örtel", "Berta Vogel"):
        tick_off(office, "anna", references[name])
    take_back(office, "anna", references["Clara Örtel"])

    with office.database.reading() as tx:
        assert turnout(tx, office.event.id) == {"1": Turnout(0, 1), "2": Turnout(1, 2)}
        found = at_the_door(tx, office.event.id, text="örtel", place="2", most=10)
        missing = at_the_door(tx, office.event.id, missing=True, most=10)
    assert [person.name for person in found] == ["Clara Örtel"]
    assert {person.name for person in missing} == {"Anna Geheimnis", "Clara Örtel"}

    organiser.merge(office, "anna", references["Clara Örtel"], references["Berta Vogel"])
    assert {r["name"]: bool(r["present_at"]) for r in desk.registrations()}["Clara Örtel"]
    forget(office, "berta@example.org", "anna")
    assert "Berta Vogel" not in {r["name"] for r in desk.registrations()}


def test_calendar_address_on_postgres_ends_with_its_user(desk: Desk) -> None:
    office = desk.office
    add_user(office, "anna", "ein langes Wort", Role.READER)
    with office.database.reading() as tx:
        anna = users.user_called(tx, "anna")
    assert anna is not None
    old, new = feed.new_feed(office, anna), feed.new_feed(office, anna)

    assert [feed.opens(office, secret) for secret in (old, new)] == [False, True]
    remove_user(office, "anna")
    assert not feed.opens(office, new)
