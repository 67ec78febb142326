"""The ledger in PostgreSQL does what it does in SQLite, with several sessions at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings

from mailbot.decision import Decision, Disposition, Notification
from mailbot.envelope import Notice
from mailbot.store import (
    Database,
    Occasion,
    claim,
    record,
    seats_snapshot,
)
from tests.ledger import START
from tests.migrations import differences
from tests.mirror import Mirror, outgoing
from tests.property.test_decision import EVENTS
from tests.unit.store.test_snapshot import MAILS, play


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    database = Database(postgres_url)
    database.migrate()
    yield database
    database.close()


@given(event_=EVENTS, mails=MAILS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_snapshot_on_postgres_is_what_memory_holds(
    database: Database, event_: object, mails: list[tuple[object, str, int, int | None]]
) -> None:
    play(Mirror(event_, database=database), mails)  # type: ignore[arg-type]


def test_migrations_on_postgres_give_exactly_the_models(database: Database) -> None:
    assert differences(database) == []


def test_claims_of_several_sessions_are_never_the_same(database: Database) -> None:
    told = [Notification(f"key-{n}", Notice.CONFIRMATION, f"p{n}@x.test", "de", START) for n in range(60)]
    decision = Decision(Disposition.ACCEPTED, "test", "A test.")
    with database.transaction() as tx:
        record(tx, Occasion("test", "mailbot", "mail", START, START), decision, [outgoing(n) for n in told])

    def take(_: int) -> list[str]:
        taken: list[str] = []
        while True:
            with database.transaction() as tx:
                batch = claim(tx, START, 7)
            if not batch:
                return taken
            taken += [one.key for one in batch]

    with ThreadPoolExecutor(4) as pool:
        taken = [key for keys in pool.map(take, range(4)) for key in keys]
    assert sorted(taken) == sorted(n.key for n in told)


def test_seats_are_read_by_one_session_at_a_time(database: Database) -> None:
    """Read, wait, write: without the lock all four would see the same number."""

    def book(number: int) -> int:
        with database.transaction() as tx:
            database.lock_seats(tx, "test")
            taken = seats_snapshot(tx, "test").total
            tx.exec_driver_sql("SELECT pg_sleep(0.1)")
            tx.exec_driver_sql(
                "INSERT INTO registrations (event_id, reference, name, title, organisation, contact,"
                " contact_name, language, status, attendance, seat, queue_received, queue_uid, queue_ordinal,"
                " received_at, updated_at, source) VALUES ('test', %s, '', '', '', '', '', '', 'confirmed',"
                " 'on-site', '1', now(), 1, 1, now(), now(), 'mail')",
                (str(number),),
            )
        return taken

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(book, range(4))) == [0, 1, 2, 3]
