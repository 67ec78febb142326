"""Transactions, their failures, and the lock that lets one worker write."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from mailbot.store import Connection, Database, DatabaseFailed, DatabaseUnusable, WorkerRunning
from mailbot.store.privacy import Erasure
from mailbot.store.sqlite import has_room
from tests.ledger import START


def add(tx: Connection, identifier: int | None = None) -> None:
    """Writes any row."""
    given = {} if identifier is None else {"id": identifier}
    tx.execute(insert(Erasure).values(at=START, actor="test", cause="test", counts={}, **given))


def add_in_one(database: Database, *identifiers: int | None) -> None:
    """Writes rows in one transaction."""
    with database.transaction() as tx:
        for identifier in identifiers:
            add(tx, identifier)


def count(database: Database) -> int:
    with database.reading() as tx:
        return tx.execute(select(func.count()).select_from(Erasure)).scalar_one()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Database]:
    """A database for a test that spoils it."""
    database = Database(f"sqlite:///{tmp_path / 'mailbot.db'}")
    database.migrate()
    yield database
    database.close()


def test_transaction_is_all_or_nothing(database: Database) -> None:
    add_in_one(database, 1)
    with pytest.raises(IntegrityError):
        add_in_one(database, 2, 3, 1)

    assert count(database) == 1


def test_transactions_that_read_first_run_side_by_side(database: Database) -> None:
    """With a plain BEGIN most of these fail at once, in spite of every timeout: SQLITE_BUSY_SNAPSHOT."""

    def read_and_write(_: int) -> None:
        for _ in range(10):
            with database.transaction() as tx:
                tx.execute(select(func.count()).select_from(Erasure)).scalar_one()
                add(tx)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(read_and_write, range(4)))
    assert count(database) == 40


def test_reading_keeps_nobody_from_writing(database: Database) -> None:
    with database.reading() as view:
        before = view.execute(select(func.count()).select_from(Erasure)).scalar_one()
        with database.transaction() as tx:
            add(tx)
        after = view.execute(select(func.count()).select_from(Erasure)).scalar_one()

    assert (before, after) == (0, 0)
    assert count(database) == 1


def test_disk_that_is_full_is_a_failure_that_may_pass(own: Database) -> None:
    with own.transaction() as tx:
        tx.exec_driver_sql("PRAGMA max_page_count = 1")

    with pytest.raises(DatabaseFailed, match="full") as problem:
        add_in_one(own, *[None] * 1000)
    assert "INSERT" not in str(problem.value)
    assert count(own) == 0


def test_file_that_went_bad_is_a_failure_of_the_database(own: Database) -> None:
    path = Path(own.url.database or "")
    own.close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))

    with pytest.raises(DatabaseFailed, match="malformed"):
        count(own)


def test_file_is_for_its_owner_alone(own: Database) -> None:
    path = Path(own.url.database or "")
    with own.transaction() as tx:
        add(tx)
        wal = path.with_name("mailbot.db-wal")

        assert {stat.S_IMODE(file.stat().st_mode) for file in (path, wal)} == {0o600}


def test_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match=r"no folder .*nirgends"):
        Database(f"sqlite:///{tmp_path / 'nirgends' / 'mailbot.db'}")


def test_second_worker_is_refused_until_the_first_is_done(own: Database) -> None:
    other = Database(str(own.url))
    with own.sole_worker(), pytest.raises(WorkerRunning), other.sole_worker():
        pass
    with other.sole_worker():
        pass


def test_database_newer_than_the_program_is_refused(own: Database) -> None:
    with sqlite3.connect(own.url.database or "") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'zzzz'")
    connection.close()

    with pytest.raises(DatabaseUnusable, match="newer mailbot"):
        own.migrate()


def test_password_is_never_shown() -> None:
    database = Database("postgresql+psycopg://amt:streng-geheim@localhost:9/x")

    assert "geheim" not in database.shown
    with pytest.raises(DatabaseUnusable, match="refused") as problem:
        database.migrate()
    assert "geheim" not in str(problem.value)


def test_foreign_keys_are_kept(database: Database) -> None:
    with pytest.raises((IntegrityError, OperationalError), match="FOREIGN KEY"), database.transaction() as tx:
        tx.exec_driver_sql("INSERT INTO raw_mails (mail_id, data) VALUES (4711, x'00')")


def test_room_in_the_log_is_told_by_the_log(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'mailbot.db'}")
    database.migrate()
    log = tmp_path / "mailbot.db-wal"
    assert not has_room(log), "it has just grown to where it is"
    with database.transaction() as tx:
        tx.exec_driver_sql("create table filler (data blob)")
        tx.exec_driver_sql("insert into filler values (zeroblob(2000000))")
    database.reserve_room()
    seen = set()
    for _ in range(200):
        before = log.stat().st_size
        with database.transaction() as tx:
            tx.exec_driver_sql("insert into filler values (zeroblob(20000))")
        fits = has_room(log)
        seen.add(fits)
        if fits:
            with database.transaction() as tx:
                tx.exec_driver_sql("insert into filler values (zeroblob(200000))")
            assert log.stat().st_size == before, "a transaction of fifty pages made it grow"
        else:
            database.reserve_room()
    database.close()
    assert seen == {True, False}


def test_room_in_a_log_that_is_not_there_or_damaged_is_none(tmp_path: Path) -> None:
    log = tmp_path / "mailbot.db-wal"
    assert not has_room(log)
    log.write_bytes(b"\x00" * 20)
    assert not has_room(log)
    log.write_bytes(b"\x00" * 4_000_000)
    assert not has_room(log)
