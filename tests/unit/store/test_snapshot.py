"""What is read for a decision is what was decided so far, whatever came in whatever order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mailbot.decision import Arrival, Decision, Disposition, Notification
from mailbot.envelope import Notice
from mailbot.store import Database, Occasion, record, seats_snapshot, snapshot
from mailbot.store.snapshot import HEADS
from tests.ledger import START, event, intent, mail_from, person
from tests.mirror import Mirror, outgoing
from tests.property.test_decision import CONTACTS, EVENTS, INTENTS

MAILS = st.lists(st.tuples(INTENTS, CONTACTS, st.integers(0, 40), st.none() | st.integers(0, 9)), max_size=20)


def play(ledger: Mirror, mails: list[tuple[object, str, int, int | None]]) -> None:
    """Mail after mail; some answer one of the mails of ours so far."""
    for understood, contact, days, answered in mails:
        sent = ledger.sent
        key = sent[answered % len(sent)].key if sent and answered is not None else ""
        message = mail_from(contact, answers=f"<mailbot.{key}@office.test>" if key else "")
        ledger.receive(understood, message, START + timedelta(days=days))  # type: ignore[arg-type]


@given(EVENTS, MAILS)
def test_snapshot_is_what_memory_holds(
    made: Database, event_: object, mails: list[tuple[object, str, int, int | None]]
) -> None:
    play(Mirror(event_, database=made), mails)  # type: ignore[arg-type]


def test_snapshot_shows_the_first_of_a_long_waiting_list(database: Database) -> None:
    ledger = Mirror(event({"1": 0}), database=database)
    people = [person(f"Anna {chr(65 + n // 26)}{chr(97 + n % 26)}mann", "1") for n in range(HEADS + 5)]
    ledger.receive(intent(*people))
    with database.reading() as tx:
        seen = seats_snapshot(tx, ledger.event.id)

    assert [r.name for r in seen.heads] == [p.name for p in people[:HEADS]]
    assert seen.waiting == {"1": len(people)}


def test_snapshot_counts_replies_of_the_last_day_and_hour_but_not_withheld_ones(database: Database) -> None:
    Mirror(event(), database=database)
    decision = Decision(Disposition.ACCEPTED, "test", "A test.")
    ours = [(0.5, "a@x.test", ""), (2, "a@x.test", ""), (25, "a@x.test", ""), (0.5, "b@x.test", "")]
    for number, (hours, to, withheld) in enumerate([*ours, (0, "a@x.test", "supervised")]):
        sent = START - timedelta(hours=hours)
        told = Notification(f"key-{number}", Notice.CONFIRMATION, to, "de", sent)
        with database.transaction() as tx:
            occasion = Occasion("test", "mailbot", "mail", sent, sent)
            record(tx, occasion, decision, [replace(outgoing(told), withheld=withheld)])
    with database.reading() as tx:
        seen = snapshot(tx, "test", "a@x.test", (), (), Arrival(START, 1, "x"), START)

    assert (seen.replies_today, seen.replies_hour) == (2, 2)


def test_snapshot_finds_registrations_by_reference_whoever_writes(database: Database) -> None:
    ledger = Mirror(event(), database=database)
    ledger.receive(intent(person("Anna Albrecht")), mail_from("anna@example.org"))
    (registration,) = ledger.rows.values()
    with database.reading() as tx:
        arrival = Arrival(START, 9, "x")
        seen = snapshot(tx, "test", "other@example.org", (), [registration.reference], arrival, START)
        elsewhere = snapshot(tx, "other", "anna@example.org", (), [registration.reference], arrival, START)

    assert (seen.known, seen.thread) == ((), (registration,))
    assert (elsewhere.known, elsewhere.thread, elsewhere.total) == ((), (), 0)
