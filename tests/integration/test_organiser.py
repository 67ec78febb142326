"""Organiser actions on PostgreSQL: the same ledger, and two organisers at the same moment."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.decision import AlreadyDone, Caller, Origin, Refused
from mailbot.flow import approval, heldmail, organiser
from mailbot.flow.outcome import Done
from mailbot.intent.model import Participant
from tests.desks import Desk
from tests.letters import PEOPLE, doubtful, registration

ANNA, BERND, CLARA = PEOPLE[:3]


@pytest.fixture
def desk(tmp_path: Path, postgres_url: str) -> Iterator[Desk]:
    """Workshop 2 has two seats; Anna sits in one, Bernd's mail (2) is held."""
    desk = Desk(tmp_path, database=postgres_url)
    workshops = tuple(replace(w, seats=2 if w.id == "2" else None) for w in desk.office.event.workshops)
    event = replace(desk.office.event, workshops=workshops)
    desk.office = replace(desk.office, event=event, composer=desk.office.composer.about(event))
    desk.receive(registration(ANNA, "anna@example.org"))
    desk.now += timedelta(minutes=1)
    desk.receive(doubtful(BERND, "bernd@example.org"))
    desk.now += timedelta(minutes=1)
    yield desk
    desk.office.database.close()


def names(desk: Desk, status: str) -> list[str]:
    return [row["name"] for row in desk.registrations() if row["status"] == status]


def test_conversation_with_organisers_on_postgresql(desk: Desk) -> None:
    heldmail.accept(desk.office, "Olga", 2)
    organiser.add(desk.office, "Olga", Caller(Participant(CLARA, workshop="2")), Origin.TELEPHONE)
    assert names(desk, "waitlisted") == [CLARA]
    anna = desk.registrations()[0]["reference"]

    with pytest.raises(Refused):
        organiser.move(desk.office, "Olga", desk.registrations()[2]["reference"], "2")
    done = organiser.cancel(desk.office, "Olga", [anna])

    assert (names(desk, "confirmed"), len(done.untold)) == ([BERND, CLARA], 1)
    with pytest.raises(AlreadyDone, match="queued"):
        approval.release(desk.office, "Olga", [1])


def test_dismissed_mail_of_a_stranger_leaves_nothing_on_postgresql(desk: Desk) -> None:
    heldmail.dismiss(desk.office, "Olga", 2)

    assert [row["name"] for row in desk.registrations()] == [ANNA]


def test_two_organisers_accept_the_same_mail_once(desk: Desk) -> None:
    def accept(actor: str) -> Done | AlreadyDone:
        try:
            return heldmail.accept(desk.office, actor, 2)
        except AlreadyDone as error:
            return error

    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(accept, ("Olga", "Otto", "Oskar", "Oda")))

    assert [type(end).__name__ for end in ends].count("Done") == 1
    assert [row["notice"] for row in desk.outbox() if row["to"] == "bernd@example.org"] == ["confirmation"]


def test_last_seat_is_given_once_however_many_enter_at_the_same_moment(desk: Desk) -> None:
    def add(name: str) -> Done:
        return organiser.add(desk.office, "Olga", Caller(Participant(name, workshop="2")), Origin.PAPER)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, PEOPLE[4:8]))

    assert len(names(desk, "confirmed")) == 2
    assert len({row["reference"] for row in desk.registrations()}) == 6
    assert sorted(row["position"] for row in desk.registrations() if row["position"]) == [1, 2, 3]
