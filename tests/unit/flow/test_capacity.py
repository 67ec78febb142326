"""Seats that an organiser sets count at once, in every step, and are found in the trail."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from mailbot.config import Mode
from mailbot.decision import WHOLE_EVENT, AlreadyDone, Refused
from mailbot.flow import capacity
from mailbot.store.schema import AuditEntry
from tests.desks import Desk
from tests.letters import PEOPLE, registration


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Workshop 2 has one seat; one sits there, three wait."""
    desk = Desk(tmp_path)
    desk.edit_event("seats = 40", "seats = 1")
    for number, name in enumerate(PEOPLE[:4]):
        desk.receive(registration(name, f"p{number}@example.org"))
    return desk


def standing(desk: Desk) -> list[str]:
    return [row["status"] for row in desk.registrations()]


def test_more_seats_let_those_move_up_who_wait(desk: Desk) -> None:
    changed = capacity.change_seats(desk.office, "Olga", "2", 3)

    assert (changed.before, changed.after, changed.filed, changed.over) == (1, 3, 1, 0)
    assert standing(desk) == ["confirmed", "confirmed", "confirmed", "waitlisted"]
    assert [row["to"] for row in desk.outbox("promotion")] == ["p1@example.org", "p2@example.org"]
    assert [r.name for r in changed.done.registrations] == list(PEOPLE[1:3])


def test_more_seats_count_for_the_next_mail_and_after_a_restart(desk: Desk) -> None:
    capacity.change_seats(desk.office, "Olga", "2", 5)
    desk.receive(registration(PEOPLE[4], "p4@example.org"))
    desk.reopen()
    desk.receive(registration(PEOPLE[5], "p5@example.org"))

    assert standing(desk) == ["confirmed"] * 5 + ["waitlisted"]


def test_many_who_wait_all_move_up_in_one_step(tmp_path: Path) -> None:
    """More than one snapshot shows."""
    desk = Desk(tmp_path)
    desk.edit_event("seats = 40", "seats = 0")
    for number in range(30):
        name = f"{PEOPLE[number % 5].split()[0]} {PEOPLE[number % 16].split()[1]}"
        desk.receive(registration(name, f"q{number}@example.org"))

    done = capacity.change_seats(desk.office, "Olga", "2", None).done

    assert standing(desk) == ["confirmed"] * 30
    assert (len(done.registrations), len(done.mails)) == (30, 30)


def test_fewer_seats_take_nobodys_away(desk: Desk) -> None:
    capacity.change_seats(desk.office, "Olga", "2", 3)
    changed = capacity.change_seats(desk.office, "Olga", "2", 2)

    assert (changed.over, changed.done.registrations) == (1, ())
    assert standing(desk) == ["confirmed", "confirmed", "confirmed", "waitlisted"]


def test_as_in_the_file_counts_again(desk: Desk) -> None:
    capacity.change_seats(desk.office, "Olga", "2", 0)
    changed = capacity.seats_as_filed(desk.office, "Olga", "2")

    assert (changed.before, changed.after) == (0, 1)
    with pytest.raises(AlreadyDone, match="1 seat, as the file says"):
        capacity.seats_as_filed(desk.office, "Olga", "2")


def test_the_file_changed_since_has_the_last_word(desk: Desk) -> None:
    capacity.change_seats(desk.office, "Olga", WHOLE_EVENT, 1)
    desk.edit_event("seats = 120", "seats = 100")
    capacity.change_seats(desk.office, "Olga", "2", 2)

    assert standing(desk) == ["confirmed", "confirmed", "waitlisted", "waitlisted"]


def test_seats_are_found_in_the_trail(desk: Desk) -> None:
    capacity.change_seats(desk.office, "Olga", "2", 2)

    with desk.office.database.reading() as tx:
        entry = tx.execute(select(*AuditEntry.__table__.columns).where(AuditEntry.action == "seats")).one()
    assert (entry.actor, entry.at, entry.reason) == ("Olga", desk.now, "seats-changed-by-organiser")
    assert entry.details["place"] == "2"
    assert (entry.details["before"], entry.details["after"]) == ({"seats": 1}, {"seats": 2})


def test_seats_that_are_refused_change_nothing(desk: Desk) -> None:
    with pytest.raises(Refused):
        capacity.change_seats(desk.office, "Olga", "9", 2)
    with pytest.raises(AlreadyDone):
        capacity.change_seats(desk.office, "Olga", "2", 1)

    assert desk.outbox("promotion") == []


def test_who_moves_up_waits_for_approval_in_supervised_mode(desk: Desk) -> None:
    desk.with_settings(mode=Mode.SUPERVISED)
    capacity.change_seats(desk.office, "Olga", "2", 2)

    assert [(row["state"], row["reason"]) for row in desk.outbox("promotion")] == [("withheld", "supervised")]
