"""How long the desk takes for a page among a hundred thousand rows, and among a hundred.

Times are the server's, from the request to the whole answer, on SQLite, one visitor at a time: CPU time,
since a busy machine makes everything slower, and nothing of this waits for a disk.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.crowd import fill
from tests.unit.web.visitors import Visitors

pytestmark = pytest.mark.bench
FEW, MANY = 100, 100_000
AIM = 0.1
"""Seconds for the overview and for each page of a table."""

READS_ALL = ("lists",)
"""Pages that look at everybody, for the sheets of the day: told, but not held to the aim."""

TIMES = 7
PAGES = {
    "overview": "/",
    "held mails": "/held",
    "registrations": "/registrations",
    "registrations, far down": "/registrations?after={last}",
    "registrations by name": "/registrations?sort=name",
    "registrations, status": "/registrations?status=waitlisted&sort=-received",
    "registrations, workshop": "/registrations?workshop=2&sort=name",
    "registrations, source": "/registrations?source=telephone",
    "registrations, found": "/registrations?text=dietze23+gorlitz",
    "registrations, nobody found": "/registrations?text=nobody",
    "registrations, half found": "/registrations?text=freiberg&sort=name",
    "outbox": "/outbox",
    "outbox, sent, far down": "/outbox?state=sent&after={last}",
    "outbox, failed": "/outbox?state=failed",
    "audit trail": "/audit",
    "audit trail of one": "/audit?actor=Olga",
    "lists": "/lists",
    "at the door": "/attendance",
    "one registration": "/registrations/BAAA-AAAA",
    "one held mail": "/mails/{held}",
}


@dataclass
class Timed:
    """A desk over so many rows."""

    office: Visitors
    rows: int

    def __post_init__(self) -> None:
        desk = self.office.desk
        fill(desk.office.database, desk.office.event.id, self.rows, desk.now)
        self.browser = self.office.signed_in()

    def seconds(self, path: str) -> float:
        """The median over some visits; the first, which compiles, left out."""
        where = path.format(last=self.rows // 2, held=500 if self.rows >= 500 else 1)
        spent = []
        for _ in range(TIMES + 1):
            begun = time.process_time()
            answer = self.browser.get(where)
            spent.append(time.process_time() - begun)
            assert answer.status_code == 200, (where, answer.status_code)
        return statistics.median(spent[1:])

    def bare(self) -> float:
        """One row found by an index, without the desk: what the machine can do just now."""
        database, query = (
            self.office.desk.office.database,
            text("select name from registrations where id = 7"),
        )
        spent = []
        for _ in range(20 * TIMES):
            begun = time.process_time()
            with database.reading() as tx:
                tx.execute(query).one()
            spent.append(time.process_time() - begun)
        return statistics.median(spent)


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Timed, Timed]]:
    made = tuple(Timed(Visitors(_folder(tmp_path_factory, rows)), rows) for rows in (FEW, MANY))
    yield made[0], made[1]
    for one in made:
        one.office.desk.office.database.close()


def _folder(factory: pytest.TempPathFactory, rows: int) -> Path:
    return factory.mktemp(f"rows-{rows}")


def test_pages_take_at_most_a_tenth_of_a_second(desks: tuple[Timed, Timed]) -> None:
    few, many = desks
    bare = many.bare()
    lines = [f"{'page':30} {FEW:>9} rows {MANY:>9} rows   ratio"]
    slow = []
    for name, path in PAGES.items():
        one, other = few.seconds(path), many.seconds(path)
        lines.append(f"{name:30} {one * 1000:11.1f} ms {other * 1000:11.1f} ms {other / one:7.1f}")
        if other > AIM and name not in READS_ALL:
            slow.append(name)
    lines.append(f"{'one row by its key, bare':30} {'':14} {bare * 1000:11.1f} ms")
    print("\n" + "\n".join(lines))  # noqa: T201 - what it is for
    assert slow == []
