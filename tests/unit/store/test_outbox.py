"""A mail of ours on its way out: one worker at a time, no state lost, unknown when nobody knows."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot.decision import Decision, Disposition, Notification
from mailbot.envelope import Notice, OutboxState, SmtpReply
from mailbot.store import (
    Claimed,
    Database,
    Occasion,
    claim,
    due,
    give_back,
    record,
    release_all,
    release_expired,
    reports,
    settle,
)
from mailbot.store.outbox import CLAIM, REPLY_LENGTH
from tests.ledger import START
from tests.mirror import outgoing

OK = SmtpReply(250, "2.0.0 Ok: queued as 4711")
LATER = START + timedelta(hours=1)


def fill(database: Database, count: int) -> None:
    """So many mails of ours, written at START."""
    decision = Decision(Disposition.ACCEPTED, "test", "A test.")
    told = [Notification(f"key-{n}", Notice.CONFIRMATION, f"p{n}@x.test", "de", START) for n in range(count)]
    with database.transaction() as tx:
        record(tx, Occasion("test", "mailbot", "mail", START, START), decision, [outgoing(n) for n in told])


def take(database: Database, now: datetime = START, limit: int = 10) -> list[Claimed]:
    with database.transaction() as tx:
        return claim(tx, now, limit)


def states(database: Database) -> list[tuple[str, int]]:
    """State and number of attempts, oldest first."""
    with database.reading() as tx:
        return [(r["state"], r["attempts"]) for r in reports.outbox(tx)]


def finish(
    database: Database, one: Claimed, state: OutboxState, reply: SmtpReply, again: datetime | None = None
) -> None:
    with database.transaction() as tx:
        settle(tx, one, state, reply, START, again)


def test_claim_takes_the_oldest_and_nobody_takes_them_again(database: Database) -> None:
    fill(database, 3)
    first, second = take(database, limit=2), take(database, limit=2)

    assert [c.key for c in first + second] == ["key-0", "key-1", "key-2"]
    assert take(database) == []
    assert states(database) == [("sending", 1)] * 3


def test_claim_leaves_what_is_not_due(database: Database) -> None:
    fill(database, 1)
    (one,) = take(database)
    finish(database, one, OutboxState.DEFERRED, SmtpReply(451, "later"), LATER)

    assert (take(database), take(database, LATER - timedelta(seconds=1))) == ([], [])
    (again,) = take(database, LATER)
    assert (again.attempts, again.message, again.retry_of_unknown) == (1, one.message, False)


@pytest.mark.parametrize("state", [OutboxState.SENT, OutboxState.FAILED])
def test_settled_mail_is_never_due_again(database: Database, state: OutboxState) -> None:
    fill(database, 1)
    (one,) = take(database)
    finish(database, one, state, OK)
    with database.transaction() as tx:
        assert (release_all(tx, LATER), due(tx, LATER)) == (0, 0)
        (row,) = reports.outbox(tx)

    assert take(database, START + timedelta(days=99)) == []
    assert (row["reply_code"], row["reply_text"]) == (250, "2.0.0 Ok: queued as 4711")
    assert row["sent_at"] == (START if state is OutboxState.SENT else None)


def test_settling_what_was_taken_away_changes_nothing(database: Database) -> None:
    """A worker that comes back to life after its claim ran out does not overwrite what others did."""
    fill(database, 1)
    (slow,) = take(database)
    with database.transaction() as tx:
        assert release_expired(tx, START + CLAIM) == 1
    (quick,) = take(database, START + CLAIM)
    finish(database, quick, OutboxState.SENT, OK)
    finish(database, slow, OutboxState.FAILED, SmtpReply(550, "no"))

    assert states(database) == [("sent", 2)]


def test_give_back_counts_no_attempt(database: Database) -> None:
    fill(database, 2)
    claimed = take(database)
    with database.transaction() as tx:
        give_back(tx, claimed, LATER)
        assert (due(tx, START), due(tx, LATER)) == (0, 2)

    assert states(database) == [("queued", 0)] * 2


def test_give_back_of_an_unknown_stays_unknown(database: Database) -> None:
    fill(database, 1)
    take(database)
    with database.transaction() as tx:
        release_all(tx, START)
    (one,) = take(database)
    with database.transaction() as tx:
        give_back(tx, [one], LATER)

    assert one.retry_of_unknown
    assert states(database) == [("unknown", 1)]


def test_release_expired_waits_for_the_claim_release_all_does_not(database: Database) -> None:
    fill(database, 1)
    take(database)
    with database.transaction() as tx:
        assert release_expired(tx, START + CLAIM - timedelta(seconds=1)) == 0
        assert release_all(tx, START + timedelta(seconds=1)) == 1
    (again,) = take(database, START + timedelta(seconds=1))

    assert again.retry_of_unknown


def test_withheld_mail_is_not_due(database: Database) -> None:
    told = outgoing(Notification("key", Notice.CONFIRMATION, "a@x.test", "de", START))
    decision = Decision(Disposition.ACCEPTED, "test", "A test.")
    with database.transaction() as tx:
        occasion = Occasion("test", "mailbot", "mail", START, START)
        record(tx, occasion, decision, [replace(told, withheld="supervised")])

    assert take(database, LATER) == []
    assert states(database) == [("withheld", 0)]


def test_claim_that_dies_twice_is_for_a_person(database: Database) -> None:
    fill(database, 1)
    for expected in ("unknown", "failed"):
        take(database)
        with database.transaction() as tx:
            release_all(tx, START)
            (row,) = reports.outbox(tx)
        assert row["state"] == expected
    assert take(database, LATER) == []


def test_settle_needs_no_more_room_than_the_claim_did(database: Database) -> None:
    """What a full disk allowed before the mail left, it must allow after."""
    fill(database, 1)
    (one,) = take(database)
    database.reserve_room()
    log = Path(f"{database.url.database}-wal")
    size = log.stat().st_size
    finish(database, one, OutboxState.FAILED, SmtpReply(550, "no " * 2000))

    assert log.stat().st_size == size
    with database.reading() as tx:
        (row,) = reports.outbox(tx)
    assert len(row["reply_text"]) == REPLY_LENGTH


def test_room_is_not_waited_for_while_somebody_reads(database: Database) -> None:
    fill(database, 1)
    with database.reading() as view:
        list(reports.outbox(view))
        began = time.monotonic()
        database.reserve_room()
        assert time.monotonic() - began < 5
