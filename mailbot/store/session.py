"""The database: engine, transactions, the lock that lets one worker write, migrations.

SQLite runs with WAL, `synchronous=FULL` and `BEGIN IMMEDIATE`: a transaction that reads before it
writes would otherwise fail under load, and a power cut would otherwise lose what was confirmed.
On PostgreSQL a transaction that books seats holds an advisory lock of its event.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
)

from mailbot.errors import Permanent, Temporary
from mailbot.store.sqlite import BUSY_MILLISECONDS, begin, has_room, prepare

WORKER_LOCK = 0x6D61696C
"""First key of our advisory locks on PostgreSQL ("mail"); the second says which."""


class DatabaseUnusable(Permanent):
    """The database cannot be used as it is; the text says why."""


class DatabaseFailed(Temporary):
    """The database failed in the middle (disk full, connection lost); nothing was half written."""


class WorkerRunning(Permanent):
    """Another worker works on this database."""


class Database:
    """One database, opened by URL; `transaction` is the only way in."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._engine()
        self._keeps = True
        self._fence: Callable[[Connection], None] | None = None

    @property
    def shown(self) -> str:
        """The address for messages, without a password."""
        return self.url.render_as_string(hide_password=True)

    def migrate(self) -> None:
        """Brings the schema up to date; a new database is made.

        Raises: DatabaseUnusable if it cannot be opened or is newer than this program.
        """
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        try:
            with self.engine.connect() as connection:
                current = MigrationContext.configure(connection).get_current_revision()
                if current == ScriptDirectory.from_config(config).get_current_head():
                    return
            with self.engine.begin() as connection:
                if not self.is_sqlite:
                    connection.execute(text("select pg_advisory_xact_lock(:a, 0)"), {"a": WORKER_LOCK})
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except CommandError as error:
            raise DatabaseUnusable(f"{self.shown} was made by a newer mailbot: {error}") from error
        except SQLAlchemyError as error:
            raise DatabaseUnusable(f"{self.shown} cannot be used: {_plain(error)}") from error

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing: commits at the end, rolls back on any exception.

        Raises: DatabaseFailed if the database itself fails.
        """
        with (
            self.translated(),
            self.engine.connect() as connection,
            connection.begin() as transaction,
        ):
            if self._fence is not None:
                self._fence(connection)
            yield connection
            if not self._keeps:
                transaction.rollback()

    def rehearsing(self) -> Database:
        """The same database, on which every transaction is rolled back at its end."""
        other = copy(self)
        vars(other)["_keeps"] = False
        return other

    def fenced(self, fence: Callable[[Connection], None]) -> Database:
        """The same database, on which every transaction begins with `fence`; what it raises ends it."""
        other = copy(self)
        vars(other)["_fence"] = fence
        return other

    @property
    def unfenced(self) -> Database:
        """The same database, on which anybody may write."""
        if self._fence is None:
            return self
        other = copy(self)
        vars(other)["_fence"] = None
        return other

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """For reports: a view of the ledger that keeps nobody from writing.

        Raises: DatabaseFailed if the database itself fails.
        """
        with (
            self.translated(),
            self.engine.connect().execution_options(mailbot_reading=True) as connection,
        ):
            yield connection

    def reserve_room(self) -> None:
        """After this, a transaction that writes no more than the last one did succeeds on a full disk
        too: SQLite writes over what its log has written before, and where that is used up it begins its
        log anew (`PRAGMA wal_checkpoint(RESTART)`). A reader can prevent that; then there is no more to be
        done.

        Raises: DatabaseFailed if there is no room even for what was committed.
        """
        if not self.is_sqlite or has_room(Path(f"{self.url.database}-wal")):
            return
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA busy_timeout=0")
            try:
                cursor.execute("PRAGMA wal_checkpoint(RESTART)")
            finally:
                cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        except sqlite3.Error as error:
            raise DatabaseFailed(f"{self.shown}: {error}") from error
        finally:
            connection.close()

    def lock_seats(self, connection: Connection, event_id: str) -> None:
        """Until the end of this transaction nobody else books seats of this event."""
        if not self.is_sqlite:
            connection.execute(
                text("select pg_advisory_xact_lock(:a, hashtext(:event))"),
                {"a": WORKER_LOCK, "event": event_id},
            )

    @contextmanager
    def sole_worker(self, mailbox: str = "") -> Iterator[None]:
        """While this lasts, no worker runs on the same database but whoever calls this; with the name of a
        `mailbox`, on SQLite, none but those of other mailboxes.

        Raises: WorkerRunning at once if one does.
        """
        if self.is_sqlite:
            with self._file_lock("", shared=bool(mailbox)):
                if not mailbox:
                    yield
                    return
                with self._file_lock(f".{mailbox}", shared=False):
                    yield
            return
        with self.translated(), self.engine.connect() as connection:
            lock = text("select pg_try_advisory_lock(:a, 1)")
            got = connection.execute(lock, {"a": WORKER_LOCK}).scalar_one()
            connection.commit()
            if not got:
                raise WorkerRunning(f"another mailbot works on {self.shown}; stop it first")
            try:
                yield
            finally:
                # The lock belongs to the session, so ending it gives the lock back; if the server has
                # ended it already, that is done.
                connection.invalidate()

    def compact(self) -> None:
        """Overwrites what was deleted: on SQLite the file and its log hold no trace of it afterwards.

        Raises: DatabaseFailed.
        """
        if not self.is_sqlite:
            return
        with self.translated(), self.engine.connect() as connection:
            cursor = connection.connection.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Tells a failing database from values that it does not take: those are one mail's fault."""
        try:
            yield
        except (IntegrityError, DataError, ProgrammingError, NotSupportedError):
            raise
        except DBAPIError as error:
            raise DatabaseFailed(f"{self.shown}: {_plain(error)}") from error

    @contextmanager
    def _file_lock(self, suffix: str, *, shared: bool) -> Iterator[None]:
        # The real file: over a link it would be another lock on the same database.
        path = Path(f"{Path(self.url.database or '').resolve()}{suffix}.lock")
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise DatabaseUnusable(f"{path} cannot be written: {error.strerror}") from error
        try:
            try:
                fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            except BlockingIOError as error:
                words = "stop it first (SQLite takes one worker, PostgreSQL several)"
                raise WorkerRunning(f"another mailbot works on {self.shown}; {words}") from error
            yield
        finally:
            os.close(handle)

    def _engine(self) -> Engine:
        if not self.is_sqlite:
            return create_engine(self.url, pool_pre_ping=True)
        file = Path(self.url.database or "")
        if not file.parent.is_dir():
            raise DatabaseUnusable(f"{self.shown}: there is no folder {file.parent}")
        if not file.exists():
            # Names and addresses of people: readable for the owner alone, from the first byte.
            try:
                os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
            except OSError as error:
                raise DatabaseUnusable(f"{self.shown} cannot be written: {error.strerror}") from error
        engine = create_engine(self.url)
        event.listen(engine, "connect", prepare)
        event.listen(engine, "begin", begin)
        return engine


def _plain(error: SQLAlchemyError) -> str:
    """The driver's own words in one line, without the statement and its values."""
    words = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return " ".join(words.split())
