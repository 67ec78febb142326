"""Pages take few steps among many rows: the steps of the database are counted, not the time.

SQLite tells how many instructions of its virtual machine a statement takes; they do not depend on the
machine, nor on how busy it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event as events
from starlette.testclient import TestClient

from tests.crowd import fill
from tests.unit.web.visitors import Visitors

ROWS = 12_000
MOST = 100_000
"""Instructions for a page, about as many as there were; one that read all rows would take many more, and
one that sorted them some millions.
"""

_EVERY = 100
"""Instructions between two calls of the counter."""

PAGES = {
    "first page": "/registrations",
    "last page": "/registrations?after={last}",
    "backwards": "/registrations?before={last}",
    "by name": "/registrations?sort=name",
    "by name, far down": "/registrations?sort=-name&after=2900",
    "by organisation": "/registrations?sort=organisation",
    "by workshop": "/registrations?sort=workshop",
    "by status": "/registrations?sort=-status",
    "confirmed": "/registrations?status=confirmed",
    "those who wait": "/registrations?status=waitlisted&sort=name",
    "a workshop": "/registrations?workshop=2",
    "livestream": "/registrations?attendance=livestream&sort=name",
    "telephone": "/registrations?source=telephone",
    "outbox": "/outbox",
    "outbox, sent": "/outbox?state=sent&after=2000",
    "outbox, failed": "/outbox?state=failed",
    "audit trail": "/audit",
    "audit trail of one": "/audit?actor=Olga",
    "held": "/held",
    "a held mail": "/mails/500",
    "a registration": "/registrations/AAAA-AAAA",
}

READ_THROUGH = {
    "overview": ("/", 20),
    "found by a word": ("/registrations?text=albrecht1", 60),
    "found by nothing": ("/registrations?text=nobody", 60),
}
"""Pages that read an index through, and instructions for each row at most."""


@dataclass
class Crowded:
    """A desk over so many rows, and how many steps of the database its pages take."""

    office: Visitors
    rows: int
    browser: TestClient = field(init=False)
    counted: int = 0

    def __post_init__(self) -> None:
        desk = self.office.desk
        fill(desk.office.database, desk.office.event.id, self.rows, desk.now)
        self.browser = self.office.signed_in()
        events.listen(desk.office.database.engine, "checkout", self._watch)

    def _watch(self, connection: Any, *_: object) -> None:
        connection.set_progress_handler(self._count, _EVERY)

    def _count(self) -> int:
        self.counted += 1
        return 0

    def steps(self, path: str) -> int:
        """Instructions of the database for a page, in hundreds."""
        self.browser.get(path)  # Statements are compiled and the session touched.
        self.counted = 0
        answer = self.browser.get(path.format(last=self.rows - 10))
        assert answer.status_code in (200, 404), path
        return self.counted


@contextmanager
def crowded(folder: Path, rows: int) -> Iterator[Crowded]:
    office = Visitors(folder)
    yield Crowded(office, rows)
    office.desk.office.database.close()


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowded]:
    with crowded(tmp_path_factory.mktemp("crowd"), ROWS) as desk:
        yield desk


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_page_takes_few_steps_among_many_rows(crowd: Crowded, path: str) -> None:
    assert crowd.steps(path) * _EVERY <= MOST


@pytest.mark.parametrize(("path", "most"), READ_THROUGH.values(), ids=READ_THROUGH.keys())
def test_page_that_reads_an_index_through_takes_few_steps_a_row(crowd: Crowded, path: str, most: int) -> None:
    assert crowd.steps(path) * _EVERY <= most * ROWS + 40_000
