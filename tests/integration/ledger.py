"""What the ledger of an office under test holds, read without starting the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mailbot.config import load_event, load_settings
from mailbot.store import Connection, Database, reports
from tests.servers.office import TestOffice

Rows = list[dict[str, Any]]


def mails(office: TestOffice) -> Rows:
    """Every mail, as `mailbot mails --format json` lists it."""
    return _read(office, lambda tx, _: reports.mails(tx))


def registrations(office: TestOffice) -> Rows:
    """Every participant, as `mailbot registrations --format json` lists them."""
    return _read(office, reports.registrations)


def outbox(office: TestOffice) -> Rows:
    """Every mail of ours, as `mailbot outbox --format json` lists it."""
    return _read(office, lambda tx, _: reports.outbox(tx))


def places(office: TestOffice) -> int:
    """How many UIDs have their row."""
    database = open_database(office)
    try:
        with database.reading() as tx:
            return reports.mails_in_ledger(tx)
    finally:
        database.close()


def open_database(office: TestOffice) -> Database:
    """The office's database, migrated; to be closed."""
    database = Database(load_settings(office.folder, {}).database)
    database.migrate()
    return database


def _read(office: TestOffice, query: Callable[[Connection, str], Iterable[dict[str, Any]]]) -> Rows:
    database = open_database(office)
    try:
        with database.reading() as tx:
            return list(query(tx, load_event(office.folder).id))
    finally:
        database.close()
