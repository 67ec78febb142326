"""What organisers see of the ledger: order, places on the waiting list, counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mailbot.store import Database, reports
from mailbot.store.reports import WorkshopCount
from tests.ledger import START, event, intent, mail_from, person
from tests.mirror import Mirror


@pytest.fixture
def ledger(database: Database) -> Mirror:
    """One seat in workshop 1: the first is in, the others wait; one of them has their second choice."""
    ledger = Mirror(event({"1": 1, "2": 1, "3": None}), database=database)
    for number, (name, second) in enumerate(
        [("Anna Albrecht", None), ("Bernd Brandt", None), ("Clara Conrad", "2")]
    ):
        received = START + timedelta(days=3 - number)
        if number == 0:
            received = START
        ledger.receive(intent(person(name, "1", second)), mail_from(f"p{number}@x.test"), received)
    ledger.receive(intent(person("Dieter Dietze", None, livestream=True)), mail_from("p4@x.test"))
    return ledger


def test_registrations_are_in_order_of_receipt_with_their_places(database: Database, ledger: Mirror) -> None:
    with database.reading() as tx:
        rows = list(reports.registrations(tx, ledger.event.id))

    fields = ("name", "status", "workshop", "waiting_for", "position", "attendance")
    assert [tuple(row[f] for f in fields) for row in rows] == [
        ("Anna Albrecht", "confirmed", "1", None, None, "on-site"),
        ("Dieter Dietze", "confirmed", None, None, None, "livestream"),
        ("Clara Conrad", "confirmed", "2", "1", 1, "on-site"),
        ("Bernd Brandt", "waitlisted", "1", "1", 2, "on-site"),
    ]


def test_workshop_counts_are_who_sits_and_who_waits(database: Database, ledger: Mirror) -> None:
    with database.reading() as tx:
        assert reports.workshop_counts(tx, ledger.event.id) == {
            "1": WorkshopCount(1, 2),
            "2": WorkshopCount(1, 0),
            "livestream": WorkshopCount(1, 0),
        }
        assert reports.workshop_counts(tx, "another-event") == {}


def test_mails_list_their_replies_and_can_be_asked_by_disposition(database: Database, ledger: Mirror) -> None:
    with database.reading() as tx:
        rows = list(reports.mails(tx))
        waiting = list(reports.mails(tx, "waitlisted"))

        assert [r["received_at"] for r in rows] == sorted(r["received_at"] for r in rows)
        assert [r["from"] for r in waiting] == ["p1@x.test"]
        assert waiting[0]["replies"] == ["waitlist (queued)"]
        assert reports.counts_by(tx, "disposition") == {"accepted": 3, "waitlisted": 1}
        assert reports.counts_by(tx, "state") == {"queued": len(ledger.sent)}
        assert reports.counts_by(tx, "status") == {"confirmed": 3, "waitlisted": 1}


def test_outgoing_bytes_are_those_that_were_written(database: Database, ledger: Mirror) -> None:
    del ledger
    with database.reading() as tx:
        first = next(iter(reports.outbox(tx)))
        assert reports.outgoing_bytes(tx, first["id"]) == b"x"
        assert reports.outgoing_bytes(tx, 4711) is None
