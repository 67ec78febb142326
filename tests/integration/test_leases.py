"""Who works on what: leases of a PostgreSQL under workers that die, pause, and wake too late."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from sqlalchemy import text

from mailbot.envelope import OutboxState, SmtpReply
from mailbot.store import (
    MAILBOX,
    Database,
    DatabaseFailed,
    Holder,
    LeaseLost,
    WorkerRunning,
    claim,
    give_sign,
    places,
    release_expired,
    settle,
    working,
)
from mailbot.store.lease import _Shared
from tests.ledger import START
from tests.servers.postgres import Postgres
from tests.unit.store.test_outbox import fill, states

SECONDS = 2
LEASE = f"{MAILBOX}office@example.test/INBOX"


@pytest.fixture
def url(postgres_url: str) -> str:
    with opened(postgres_url) as database:
        database.migrate()
    return postgres_url


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def workers(url: str, count: int = 2, seconds: int = SECONDS) -> Iterator[list[Holder]]:
    """So many workers, each with connections of its own."""
    with ExitStack() as stack:
        yield [stack.enter_context(working(stack.enter_context(opened(url)), seconds)) for _ in range(count)]


def pause(holder: Holder) -> None:
    """Nothing lengthens its leases from now on, as when the process is stopped."""
    assert isinstance(holder, _Shared)
    holder._ended.set()
    holder._thread.join()


def await_lease(holder: Holder, lease: str = LEASE) -> tuple[Database, float]:
    """What the lease gives once it can be had, and the seconds that it took."""
    began = time.monotonic()
    while (taken := holder.take(lease)) is None:
        assert time.monotonic() - began < 5 * SECONDS
        time.sleep(0.05)
    return taken, time.monotonic() - began


def sign(database: Database, name: str) -> None:
    """Some write."""
    with database.transaction() as tx:
        give_sign(tx, name, START)


def signs(url: str) -> set[str]:
    with opened(url) as database, database.reading() as tx:
        return set(tx.execute(text("select name from signs")).scalars())


def test_lease_is_held_by_one_and_outlives_its_length(url: str) -> None:
    with workers(url) as (first, second):
        assert first.take(LEASE) is not None
        assert second.take(LEASE) is None
        time.sleep(1.5 * SECONDS)
        assert second.take(LEASE) is None
        assert second.take(f"{LEASE}/other") is not None
        held = first.take(LEASE)
        assert held is not None
        sign(held, "kept")
    assert signs(url) == {"kept"}


def test_lease_given_back_is_free_at_once(url: str) -> None:
    with workers(url) as (second, _):
        with workers(url, 1) as (first,):
            assert first.take(LEASE) is not None
        assert second.take(LEASE) is not None


def test_holder_whose_session_has_ended_is_replaced_at_once_and_fenced(url: str, postgres: Postgres) -> None:
    with workers(url, 1, seconds=600) as (first,):
        held = first.take(LEASE)
        assert held is not None
        postgres.end_sessions(url)
        with pytest.raises(DatabaseFailed):
            first.ensure()
        with workers(url, 1, seconds=600) as (second,):
            assert second.take(LEASE) is not None
            with pytest.raises((LeaseLost, DatabaseFailed)):
                sign(held, "late")
            with pytest.raises(LeaseLost):
                sign(held, "later")
    assert signs(url) == set()


def test_paused_worker_is_replaced_and_cannot_write_with_its_old_lease(url: str) -> None:
    with workers(url) as (slow, quick):
        held = slow.take(LEASE)
        assert held is not None
        pause(slow)
        new, seconds = await_lease(quick)
        assert seconds < 2 * SECONDS
        assert not slow.fresh()
        sign(new, "new")
        with pytest.raises(LeaseLost):
            sign(held, "old")
        assert slow.take(LEASE) is None
        assert quick.fresh()
    assert signs(url) == {"new"}


def test_worker_that_pauses_within_a_transaction_keeps_nobody_waiting_and_writes_nothing(url: str) -> None:
    with workers(url) as (slow, quick):
        held = slow.take(LEASE)
        assert held is not None

        def pausing() -> None:
            with held.transaction() as tx:
                held.lock_seats(tx, "test")
                give_sign(tx, "old", START)
                pause(slow)
                new, seconds = await_lease(quick)
                assert seconds < 3 * SECONDS
                with new.transaction() as other:
                    new.lock_seats(other, "test")
                    give_sign(other, "new", START)
                give_sign(tx, "old again", START)

        with pytest.raises(DatabaseFailed):
            pausing()
    assert signs(url) == {"new"}


def test_lease_of_many_that_ask_at_once_is_given_to_one(url: str) -> None:
    with workers(url, 4) as all_:
        assert sum(one.take(LEASE) is not None for one in all_) == 1


def test_work_alone_and_work_of_many_exclude_each_other(url: str) -> None:
    with opened(url) as database:
        with workers(url), pytest.raises(WorkerRunning), database.sole_worker():
            pass
        with database.sole_worker(), pytest.raises(WorkerRunning), workers(url, 1):
            pass


def test_places_name_who_is_there_and_what_they_work_on(url: str) -> None:
    with workers(url) as (first, second), opened(url) as database:
        assert first.take(LEASE) is not None
        with database.reading() as tx:
            there = places(tx)
        assert [one.mailboxes for one in there] == [("office@example.test/INBOX",), ()]
        pause(second)
        time.sleep(1.5 * SECONDS)
        with database.reading() as tx:
            assert [one.holder for one in places(tx)] == [there[0].holder]
    with opened(url) as database, database.reading() as tx:
        assert places(tx) == ()


def test_mail_of_a_dead_worker_is_sent_by_another_and_what_it_tells_late_is_heeded_where_it_is_certain(
    url: str,
) -> None:
    with workers(url) as (slow, quick), opened(url) as database:
        fill(database, 2)
        with database.transaction() as tx:
            one, other = claim(tx, START, 2, "test", slow.number)
            assert (release_expired(tx, START), claim(tx, START, 2, "test", quick.number)) == (0, [])
        pause(slow)
        time.sleep(1.2 * SECONDS)
        with database.transaction() as tx:
            assert release_expired(tx, START) == 2
            (taken,) = claim(tx, START, 1, "test", quick.number)
            assert (taken.id, taken.retry_of_unknown) == (one.id, True)
            # The one was claimed anew, of the other nobody has heard since.
            for late in (one, other):
                settle(tx, late, OutboxState.SENT, SmtpReply(250, "ok"), START, None)
        assert states(database) == [("sending", 2), ("sent", 1)]
        with database.transaction() as tx:
            settle(tx, taken, OutboxState.DEFERRED, SmtpReply(451, "later"), START, START)
            settle(tx, one, OutboxState.FAILED, SmtpReply(550, "no"), START, None)
        assert states(database) == [("deferred", 2), ("sent", 1)]
