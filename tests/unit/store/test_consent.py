"""What participants were told about photo and video counts from when the mail that says it has left."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from mailbot.decision import Decision, Disposition, Line, Notification, Queue, Registration
from mailbot.envelope import Notice, OutboxState, Status
from mailbot.store import Database, Occasion, drop_items, note_consents, record
from mailbot.store.schema import OutboxRow, RegistrationRow
from tests.ledger import START
from tests.mirror import outgoing

ANNA = Registration("K7MQ-3XTP", "Anna Albrecht", "anna@x.test", Status.CONFIRMED, Queue(START, 1, 1))
HOUR = timedelta(hours=1)


def write(database: Database, key: str, words: str) -> None:
    notice = Notification(key, Notice.CONFIRMATION, "anna@x.test", "de", START, lines=(Line(ANNA),))
    decision = Decision(Disposition.ACCEPTED, "booked", "A seat was free.", (ANNA,), (notice,))
    with database.transaction() as tx:
        told = replace(outgoing(notice), consent_text=words)
        record(tx, Occasion("test", "mailbot", "mail", START, START), decision, [told])


def leave(database: Database, outbox_id: int, at: datetime) -> None:
    with database.transaction() as tx:
        sent = {"state": OutboxState.SENT.value, "sent_at": at}
        tx.execute(update(OutboxRow).where(OutboxRow.id == outbox_id).values(**sent))


def told(database: Database, *ids: int) -> tuple[str | None, datetime | None]:
    with database.transaction() as tx:
        note_consents(tx, ids or None)
        row = tx.execute(select(RegistrationRow.consent_text, RegistrationRow.consent_sent_at)).one()
    return row[0], row[1]


def test_consent_counts_from_when_the_mail_left(database: Database) -> None:
    write(database, "one", "Es wird gefilmt.")
    assert told(database) == (None, None)

    leave(database, 1, START + HOUR)

    assert told(database, 1) == ("Es wird gefilmt.", START + HOUR)


def test_consent_in_a_mail_that_was_dropped_was_told_to_nobody(database: Database) -> None:
    write(database, "one", "Es wird gefilmt.")
    with database.transaction() as tx:
        drop_items(tx, [1])

    assert told(database) == (None, None)


@pytest.mark.parametrize(("later", "expected"), [("Es wird gefilmt.", 1), ("Auch im Netz.", 2), ("", 1)])
def test_consent_keeps_the_first_time_of_the_same_words(
    database: Database, later: str, expected: int
) -> None:
    for number, words in enumerate(("Es wird gefilmt.", later), 1):
        write(database, f"key {number}", words)
        leave(database, number, START + number * HOUR)

    assert told(database) == (later or "Es wird gefilmt.", START + expected * HOUR)
    assert told(database) == (later or "Es wird gefilmt.", START + expected * HOUR)


@pytest.mark.parametrize(("newest", "noted"), [(1, 0), (3, 1)])
def test_consent_after_a_crash_is_looked_for_among_the_newest_mails(
    database: Database, newest: int, noted: int
) -> None:
    for key in ("one", "two", "three"):
        write(database, key, "Es wird gefilmt.")
    leave(database, 1, START + HOUR)

    with database.transaction() as tx:
        assert note_consents(tx, newest=newest) == noted
        assert note_consents(tx) == 1 - noted
