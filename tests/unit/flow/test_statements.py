"""The cost of a mail does not grow with what is stored: so many statements, each with an index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from mailbot.delivery import Outcome, Submitted
from mailbot.envelope import SmtpReply
from mailbot.flow.deliver import _note, _settle, _take
from mailbot.flow.sweep import expire_overdue, promote_waiting
from mailbot.store import Database, due, release_expired
from tests.crowd import fill
from tests.desks import Desk
from tests.letters import PEOPLE, registration

SMALL = ("seat_limits", "signs", "job_runs", "mailboxes", "announcements", "anon_1", "CONSTANT")
"""Tables that have a few rows however long an office works, and the row that holds two counts."""
_WHOLE = re.compile(r"^SCAN|\(event_id=\?\)$")
"""A whole table, or all that an event has of it."""
STATEMENTS = 18
"""For a registration, from its fetching to the end of its reply; five of them end a transaction's reading."""


@contextmanager
def heard(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """What is said to the database meanwhile, beginnings and ends of transactions left out."""
    said: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "EXPLAIN")):
            said.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


def one_mail(desk: Desk, number: int) -> list[tuple[str, Any]]:
    """A registration comes in, and its reply leaves."""
    office = desk.office
    with heard(office.database) as said:
        desk.receive(registration(PEOPLE[number], f"p{number}@new.test"))
        one = _take(office)
        assert one is not None
        _settle(office, one, Submitted(Outcome.SENT, SmtpReply(250, "ok")))
        _note(office, [one.id])
    return said


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.office.database.close()


def test_mail_costs_as_many_statements_with_thousands_stored_as_with_none(desk: Desk) -> None:
    one_mail(desk, 0)
    few = len(one_mail(desk, 1))
    began = desk.now - timedelta(days=3)

    fill(desk.office.database, desk.office.event.id, 3000, began, first=1000)
    many = len(one_mail(desk, 2))

    assert few <= STATEMENTS, few
    # With a crowd that waits, one statement says who of them came before.
    assert many <= few + 1


def test_every_statement_of_a_turn_finds_what_it_wants_by_an_index(desk: Desk) -> None:
    office = desk.office
    fill(office.database, office.event.id, 3000, desk.now - timedelta(days=3), first=1000)
    said = one_mail(desk, 0)
    with heard(office.database) as more:
        promote_waiting(office)
        expire_overdue(office)
        with office.database.transaction() as tx:
            release_expired(tx, desk.now, office.event.id)
            due(tx, desk.now, office.event.id)
    scans = set()
    with office.database.reading() as tx:
        for statement, values in dict.fromkeys((s, tuple(v)) for s, v in (*said, *more)):
            for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values):
                if _WHOLE.search(row[3]) and row[3].split()[1] not in SMALL:
                    scans.add((row[3], statement))

    assert scans == set()
