"""How SQLite is used: safe before quick, with a log that others may read beside, and with room in that log.

What the log (`-wal`) has written before may be written over. It keeps its size when it begins anew, so what
lies between its last frame and its end is room that nobody can take away. Where it stands is told by the log
itself: each round has numbers of its own (the salts) in the header and in every frame
(https://www.sqlite.org/fileformat2.html#the_write_ahead_log).
"""

from __future__ import annotations

import sqlite3
import struct
import time
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MILLISECONDS = 30_000
"""So long one waits for another to end its transaction."""
_PAUSE_MILLISECONDS = 50
_CACHE_KIBIBYTES = 16_384
"""For each connection; a ledger of a hundred thousand has a hundred megabytes."""
_LOG_PAGES = 4000
"""The log is carried over to the database after so many pages: what is written again and again is carried
over once.
"""
FRAMES = 64
"""So many pages are kept free; noting the end of a mail writes some ten."""
_HEADER = struct.Struct(">8xI4x8s8x")
"""Size of a page; the salts of this round."""
_FRAME_HEAD = struct.Struct(">8x8s8x")


def has_room(log: Path) -> bool:
    """Whether the log can take FRAMES more pages without growing. False also where that cannot be told.

    It is read and never written, by a file of its own: SQLite's locks are not on this file.
    """
    try:
        with log.open("rb", buffering=0) as file:
            header = file.read(_HEADER.size)
            if len(header) < _HEADER.size:
                return False
            page, salts = _HEADER.unpack(header)
            frame = _FRAME_HEAD.size + page
            capacity = (log.stat().st_size - _HEADER.size) // frame
            if capacity <= FRAMES:
                return False
            file.seek(_HEADER.size + (capacity - FRAMES) * frame)
            head = file.read(_FRAME_HEAD.size)
    except OSError:
        return False
    # A frame of an earlier round that far down: this round has not come there yet.
    return len(head) == _FRAME_HEAD.size and _FRAME_HEAD.unpack(head)[0] != salts


def prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    """Sets a new connection up."""
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        f"cache_size=-{_CACHE_KIBIBYTES}",
        f"wal_autocheckpoint={_LOG_PAGES}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    _write_ahead(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turns the write-ahead log on. A new database must be had alone for that, and there SQLite does not
    heed its own `busy_timeout`: of a worker and a desk that start at once on a new one, one would fail.
    """
    for _ in range(BUSY_MILLISECONDS // _PAUSE_MILLISECONDS):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(_PAUSE_MILLISECONDS / 1000)
        else:
            return


def begin(connection: Connection) -> None:
    """Begins a transaction: one that only reads keeps nobody from writing."""
    reading = connection.get_execution_options().get("mailbot_reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
