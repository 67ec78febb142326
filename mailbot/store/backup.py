"""A copy of the whole ledger in one file, and back: the file is itself an SQLite ledger, whichever
database it came from, so that a copy can be looked at, and one database be exchanged for the other.

Who is signed in at the desk, and whose calendar may look, is left out: a copy that is put back opens no
door. So are signs of life, leases and alarms: they are those of the installation that the copy was made of;
and what is counted, since the copy counts for itself.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Table, func, insert, select, text, update

from mailbot.envelope import OutboxState
from mailbot.errors import Permanent
from mailbot.store.jobs import note_restore
from mailbot.store.schema import Base, OutboxRow
from mailbot.store.session import Database

_ROWS = 500
"""How many rows are carried at a time; one may hold a mail of many megabytes."""

_LEFT_OUT = frozenset({"sessions", "feeds", "signs", "alarms", "leases", "counts"})

UNDERWAY = (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.DEFERRED, OutboxState.UNKNOWN)
"""What may have left after the copy was made."""


_DATED = "mailbot-%Y-%m-%dT%H%M%SZ.db"
_IS_DATED = re.compile(r"mailbot-\d{4}-\d\d-\d\dT\d{6}Z\.db")


class BackupProblem(Permanent):
    """A backup cannot be written, or not be put back; the text says why. Nothing was changed."""


def write_backup(database: Database, path: Path) -> int:
    """Writes all that the ledger holds at this moment to a new file, which appears only when it is
    whole, readable for its owner alone. The worker may go on meanwhile. Gives the number of rows.

    Raises: BackupProblem, DatabaseFailed.
    """
    if path.exists():
        raise BackupProblem(f"{path} is there already; a backup overwrites nothing")
    if not path.parent.is_dir():
        raise BackupProblem(f"there is no folder {path.parent}")
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        rows = _write(database, part)
        os.link(part, path)  # unlike a rename, this never replaces what came there meanwhile
    except OSError as error:
        raise BackupProblem(f"{path} cannot be written: {error.strerror}") from error
    finally:
        for trace in ("", "-wal", "-shm"):
            with suppress(OSError):
                part.with_name(part.name + trace).unlink(missing_ok=True)
    return rows


def dated(folder: Path, now: datetime) -> Path:
    """The file for a backup of this moment in a folder of backups; by name the oldest comes first."""
    return folder / now.astimezone(UTC).strftime(_DATED)


def thin_out(folder: Path, keep: int) -> list[Path]:
    """Deletes all backups in a folder but the `keep` newest; what bears another name stays. Gives those
    that are gone.

    Raises: BackupProblem.
    """
    files = sorted(file for file in folder.iterdir() if _IS_DATED.fullmatch(file.name))
    gone = files[: max(len(files) - keep, 0)]
    for file in gone:
        try:
            file.unlink()
        except OSError as error:
            raise BackupProblem(f"{file} cannot be deleted: {error.strerror}") from error
    return gone


def read_backup(path: Path, database: Database, events: Sequence[str], now: datetime) -> int:
    """Puts a backup into a ledger that holds nothing yet; all of it or nothing. Gives the number of rows.

    Mails of ours that were on their way when the copy was made may have arrived since: they are withheld
    until a person has looked ("restored"), and so is all that the next turn writes.

    Raises: BackupProblem, DatabaseUnusable, DatabaseFailed.
    """
    with _opened(path) as source, _snapshot(source) as old, database.transaction() as new:
        filled = [table.name for table in _tables() if _count(new, table)]
        if filled:
            raise BackupProblem(
                f"{database.shown} is not empty ({', '.join(filled)}); a backup goes into an empty database"
            )
        rows = _copy(old, new)
        new.execute(
            update(OutboxRow)
            .where(OutboxRow.state.in_([state.value for state in UNDERWAY]))
            .values(
                state=OutboxState.WITHHELD.value, reason="restored", next_attempt_at=None, claimed_until=None
            )
        )
        if not database.is_sqlite:
            _continue_numbers(new)
        for event_id in events:
            note_restore(new, event_id, now)
    return rows


def _write(database: Database, part: Path) -> int:
    target = Database(f"sqlite:///{part}")
    try:
        target.migrate()
        with _snapshot(database) as old, target.transaction() as new:
            rows = _copy(old, new)
        with target.engine.connect() as connection:
            # One file, without a log beside it: what is carried elsewhere must be whole.
            connection.connection.cursor().execute("PRAGMA journal_mode=DELETE")
    finally:
        target.close()
    with part.open("rb") as written:
        os.fsync(written.fileno())
    return rows


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    """The backup as a ledger of this program's schema; the file itself is left as it is."""
    if not path.is_file():
        raise BackupProblem(f"there is no file {path}")
    with TemporaryDirectory(prefix="mailbot-") as folder:
        copy = Path(folder) / "backup.db"
        try:
            copyfile(path, copy)
        except OSError as error:
            raise BackupProblem(f"{path} cannot be read: {error.strerror}") from error
        _ensure_whole(copy, path)
        database = Database(f"sqlite:///{copy}")
        try:
            database.migrate()
            yield database
        finally:
            database.close()


def _ensure_whole(copy: Path, path: Path) -> None:
    try:
        with sqlite3.connect(copy) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            known = connection.execute("select count(*) from sqlite_master where name='alembic_version'")
            ours = bool(known.fetchone()[0])
    except sqlite3.DatabaseError as error:
        raise BackupProblem(f"{path} is no backup of mailbot, or is damaged: {error}") from error
    if not whole or not ours:
        raise BackupProblem(f"{path} is no backup of mailbot, or is damaged")


@contextmanager
def _snapshot(database: Database) -> Iterator[Connection]:
    """All tables as they are at one moment; PostgreSQL would show each statement a moment of its own."""
    with database.reading() as connection:
        if not database.is_sqlite:
            connection.execute(text("set transaction isolation level repeatable read, read only"))
        yield connection


def _tables() -> list[Table]:
    """All that is carried, what others refer to first."""
    return [table for table in Base.metadata.sorted_tables if table.name not in _LEFT_OUT]


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _copy(old: Connection, new: Connection) -> int:
    rows = 0
    for table in _tables():
        found = old.execution_options(yield_per=_ROWS).execute(select(table))
        for portion in found.mappings().partitions():
            new.execute(insert(table), [dict(row) for row in portion])
            rows += len(portion)
    return rows


def _continue_numbers(connection: Connection) -> None:
    """PostgreSQL counts rows apart from the rows: after a copy the count begins behind the last one."""
    for table in _tables():
        key = list(table.primary_key.columns)
        if len(key) == 1 and key[0].name == "id":
            highest = connection.execute(select(func.max(key[0]))).scalar()
            if highest:
                sequence = func.pg_get_serial_sequence(table.name, "id")
                connection.execute(select(func.setval(sequence, highest)))
