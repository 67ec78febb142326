"""Several workers on one database: which of them works on which mailbox, and how a late one is kept out.

Policy. On SQLite there is one worker for each mailbox, and a second one is refused. On PostgreSQL any number
may run. A mailbox is worked on by the one that holds its lease, which lengthens it in a thread of its own; if
it is not lengthened in time, because the holder's machine is gone or the process is held up, another worker
takes it, and at once if the holder's session with the database has ended, as it does when the process dies.

Each time a lease is taken its token rises. Every transaction of the holder first asks whether the token is
still its own, and locks the row in shared mode until its end: so nobody can take the lease in the middle of
a transaction, and a worker that wakes from a long pause finds another token and can write nothing. A worker
that pauses inside a transaction is thrown out of it by the server after as long (`idle_in_transaction_
session_timeout`), so that it keeps nobody waiting. The server's clock alone counts: machines may differ.
"""

from __future__ import annotations

import os
import platform
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Index,
    String,
    cast,
    column,
    delete,
    false,
    func,
    not_,
    or_,
    select,
    table,
    text,
    true,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import InstrumentedAttribute, Mapped, aliased, mapped_column

from mailbot.errors import Temporary
from mailbot.store.instant import Instant
from mailbot.store.schema import Base
from mailbot.store.session import WORKER_LOCK, Database, DatabaseFailed, WorkerRunning

_SESSION_LOCK = 0x6D61696D
"""First key of the advisory lock that says that a worker's session lives; the second is its number."""
PRESENCE = "worker/"
"""Begins the name of the lease that says of a worker only that it is there."""
MAILBOX = "mailbox/"
_FORGOTTEN_SECONDS = 86_400
_HANG_SECONDS = 900.0
"""A worker whose own thread has given no sign for so long lengthens its leases no more: longer than one
mail can take, with every time limit of reading, IMAP and SMTP."""


class LeaseRow(Base):
    """Who holds what: `token` rises each time it is taken; `session` numbers its session."""

    __tablename__ = "leases"
    __table_args__ = (Index("ix_leases_session", "session"),)

    name: Mapped[str] = mapped_column(String(900), primary_key=True)
    holder: Mapped[str] = mapped_column(String(200))
    session: Mapped[int] = mapped_column(BigInteger)
    token: Mapped[int] = mapped_column(BigInteger)
    taken_at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)


L = LeaseRow
_LOCKS = table("pg_locks", *map(column, ("locktype", "classid", "objid", "objsubid", "database")))
_DATABASES = table("pg_database", column("oid"), column("datname"))
_NOW = func.clock_timestamp()


class LeaseLost(Temporary):
    """Another worker has taken over; nothing was written."""


class Holder:
    """The only worker on its database, which therefore holds every lease."""

    number: int | None = None
    """Names this worker in what it claims."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def alone(self) -> bool:
        """Whether no other worker can be there."""
        return True

    def fresh(self) -> bool:
        """Whether nobody can have taken this worker for dead yet."""
        return True

    def moves(self) -> None:
        """The worker's own thread gets on."""

    def ensure(self) -> None:
        """To be asked now and then. Raises: DatabaseFailed if the session of the locks is lost."""

    def take(self, lease: str) -> Database | None:
        """The database as the holder of this lease may write to it; None if another holds it.

        Raises: DatabaseFailed. What it gives raises LeaseLost once another has taken over.
        """
        del lease
        return self._database


class _Shared(Holder):
    """One of several workers on a PostgreSQL."""

    def __init__(self, database: Database, session: Connection, seconds: int) -> None:
        super().__init__(database)
        self.number = secrets.randbelow(2**31 - 1) + 1
        self.name = f"{platform.node()}:{os.getpid()}:{self.number:x}"
        self._session, self._seconds = session, seconds
        self._tokens: dict[str, int] = {}
        self._renewed = self._moved = _elapsed()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lease", daemon=True)

    @property
    def alone(self) -> bool:
        return False

    def fresh(self) -> bool:
        return _elapsed() - self._renewed < self._seconds

    def moves(self) -> None:
        self._moved = _elapsed()

    def ensure(self) -> None:
        self.moves()
        with self._database.translated():
            self._session.execute(text("select 1"))
            self._session.commit()

    def take(self, lease: str) -> Database | None:
        if lease not in self._tokens:
            token = self._acquire(lease)
            if token is None:
                return None
            self._tokens[lease] = token
        return self._database.fenced(partial(self._check, lease, self._tokens[lease]))

    def begin(self) -> None:
        """Tells the others that it is there.

        Raises: WorkerRunning if somebody has the database to themselves, DatabaseFailed.
        """
        with self._database.translated():
            locks = "select pg_try_advisory_lock_shared(:a, 1), pg_try_advisory_lock(:b, :number)"
            keys = {"a": WORKER_LOCK, "b": _SESSION_LOCK, "number": self.number}
            got = self._session.execute(text(locks), keys).one()
            self._session.commit()
        if not all(got):
            raise WorkerRunning(f"another mailbot works on {self._database.shown} alone; wait for its end")
        self._acquire(PRESENCE + self.name)
        self._thread.start()

    def end(self) -> None:
        """Gives everything back, as far as the database can be reached."""
        self._ended.set()
        self._thread.join(timeout=5)
        workers = L.name.startswith(PRESENCE)
        forgotten = or_(L.session == self.number, L.until < _later(-_FORGOTTEN_SECONDS))
        with suppress(DatabaseFailed), self._database.transaction() as tx:
            tx.execute(delete(L).where(workers, forgotten))
            tx.execute(update(L).where(L.session == self.number).values(until=_NOW))

    def _acquire(self, lease: str) -> int | None:
        """Looks before it asks for the row, which its holder has locked half of the time."""
        values = {
            "holder": self.name,
            "session": self.number,
            "taken_at": _NOW,
            "until": _later(self._seconds),
        }
        free = or_(L.until <= _NOW, gone(L.session))
        with self._database.transaction() as tx:
            known = tx.execute(select(L.token, free).where(L.name == lease)).one_or_none()
            if known is None:
                first = postgresql.insert(L).values(name=lease, token=1, **values)
                return tx.execute(first.on_conflict_do_nothing().returning(L.token)).scalar()
            if not known[1]:
                return None
            taken = update(L).where(L.name == lease, L.token == known[0]).values(token=L.token + 1, **values)
            return tx.execute(taken.returning(L.token)).scalar()

    def _check(self, lease: str, token: int, tx: Connection) -> None:
        bounded = func.set_config("idle_in_transaction_session_timeout", str(self._seconds * 1000), true())
        own = (L.name == lease, L.token == token, L.session == self.number)
        if tx.execute(select(bounded).where(*own).with_for_update(read=True)).first() is None:
            self._tokens.pop(lease, None)
            raise LeaseLost(f"another worker has taken over {lease.removeprefix(MAILBOX)}")

    def _keep(self) -> None:
        """Lengthens the leases; the main thread meets what goes wrong with the database by itself."""
        while not self._ended.wait(self._seconds / 4):
            begun = _elapsed()
            if begun - self._moved > _HANG_SECONDS:
                continue
            with suppress(DatabaseFailed), self._database.transaction() as tx:
                tx.execute(update(L).where(L.session == self.number).values(until=_later(self._seconds)))
                self._renewed = begun


@contextmanager
def working(database: Database, seconds: int, mailbox: str = "") -> Iterator[Holder]:
    """While this lasts, the caller is a worker of this database. seconds: how long a lease outlives the last
    sign of its holder. mailbox: the name of the only one that it works on, where there are several.

    Raises: WorkerRunning at once if there is no place for another; DatabaseFailed.
    """
    if database.is_sqlite:
        with database.sole_worker(mailbox):
            yield Holder(database)
        return
    with database.translated(), database.engine.connect() as session:
        holder = _Shared(database, session, seconds)
        try:
            holder.begin()
            try:
                yield holder
            finally:
                holder.end()
        finally:
            # Its locks belong to the session, so ending it gives them back; if the server has ended it
            # already, that is done.
            session.invalidate()


def claimant_gone(connection: Connection, number: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Whether the worker whose number stands in this column has ended; on SQLite nobody knows."""
    return false() if connection.dialect.name == "sqlite" else number.is_not(None) & gone(number)


def gone(number: InstrumentedAttribute[int] | InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Whether the worker with this number has ended, or has not been heard of for too long.

    Which locks there are is asked at that very moment, whatever the transaction has seen before.
    """
    here = select(_DATABASES.c.oid).where(_DATABASES.c.datname == func.current_database()).scalar_subquery()
    lives = select(_LOCKS.c.objid).where(
        _LOCKS.c.locktype == "advisory",
        _LOCKS.c.objsubid == 2,
        cast(_LOCKS.c.classid, BigInteger) == _SESSION_LOCK,
        cast(_LOCKS.c.objid, BigInteger) == number,
        _LOCKS.c.database == here,
    )
    silent = aliased(L)
    late = select(silent.name).where(silent.session == number, silent.until <= _NOW)
    return or_(not_(lives.exists()), late.exists())


def _later(seconds: float) -> ColumnElement[datetime]:
    """So many seconds from now, by the clock of the server."""
    later: ColumnElement[datetime] = _NOW + func.make_interval(0, 0, 0, 0, 0, 0, seconds)
    return later


def _elapsed() -> float:
    """Seconds on a clock that runs on while the process, or the machine, is asleep."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
