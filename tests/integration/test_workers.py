"""Four workers on one PostgreSQL that are killed and held up: nothing is lost, doubled or booked twice."""

from __future__ import annotations

import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.store import places
from tests.integration.ledger import mails, open_database, outbox, registrations
from tests.integration.test_kills import NAMES, address, seen
from tests.integration.test_worker import await_that, await_words, postpone, set_mailbox, set_seats
from tests.letters import registration
from tests.servers.office import TestOffice, open_office
from tests.servers.postfix import Postfix
from tests.servers.process import PATIENCE_SECONDS, Server

LEASE_SECONDS = 3
SEATS = 4
LOSSES = (signal.SIGSTOP, signal.SIGKILL, signal.SIGTERM)
EACH = 2
"""So many workers for each office."""


@dataclass
class Fleet:
    """Offices on one database, each with its own event and mailbox, and the workers of all of them."""

    offices: list[TestOffice]
    stack: ExitStack
    workers: list[tuple[TestOffice, Server]] = field(default_factory=list)
    people: list[list[str]] = field(default_factory=list)
    slowest: float = 0.0
    began: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(minutes=30))

    def start(self, office: TestOffice) -> None:
        self.workers.append((office, self.stack.enter_context(office.running())))

    def await_started(self) -> None:
        for _, worker in self.workers:
            await_words(worker, '"started"')

    def arrive(self, count: int) -> None:
        """So many more people write to each office, each a second after the one before."""
        for office, people in zip(self.offices, self.people, strict=True):
            names = NAMES[len(people) : len(people) + count]
            come = [self.began + timedelta(seconds=len(people) + n) for n in range(count)]
            raw = [registration(n, address(office, n), str(1 + NAMES.index(n) % 2)) for n in names]
            office.arrive(list(zip(raw, come, strict=True)))
            people.extend(names)

    def holder(self, office: TestOffice) -> Server | None:
        """The worker that has the mailbox of this office."""
        database = open_database(office)
        try:
            with database.reading() as tx:
                found = [p for p in places(tx) if any(office.account.address in m for m in p.mailboxes)]
        finally:
            database.close()
        pids = [int(place.holder.split(":")[1]) for place in found]
        return next((w for _, w in self.workers if w.process.pid in pids), None)

    def lose(self, office: TestOffice, number: signal.Signals) -> None:
        """The worker that has the mailbox is ended, or held up until another has taken over and longer."""
        await_that(self.workers[-1][1], lambda: self.holder(office))
        worker = self.holder(office)
        assert worker is not None
        worker.process.send_signal(number)
        began = time.monotonic()
        while (other := self.holder(office)) in (None, worker):
            assert time.monotonic() - began < PATIENCE_SECONDS
            time.sleep(0.1)
        assert other is not None
        self.slowest = max(self.slowest, time.monotonic() - began)
        if number is not signal.SIGSTOP:
            worker.process.wait(PATIENCE_SECONDS)
            self.workers = [(o, w) for o, w in self.workers if w is not worker]
            self.start(office)
        else:
            time.sleep(1)
            worker.process.send_signal(signal.SIGCONT)

    def done(self, office: TestOffice, people: list[str]) -> bool:
        """Whether everybody has been answered."""
        waits = [row for row in outbox(office) if row["state"] != "sent"]
        return len(registrations(office)) >= len(people) and not waits

    def finish(self) -> str:
        """Waits until all is done, ends the workers and looks at what they made of it; gives figures."""
        for office, people in zip(self.offices, self.people, strict=True):
            await_that(self.workers[-1][1], lambda o=office, p=people: self.done(o, p))  # type: ignore[misc]
        self.await_started()
        for _, worker in self.workers:
            worker.process.send_signal(signal.SIGTERM)
        assert [w.process.wait(PATIENCE_SECONDS) for _, w in self.workers] == [0] * len(self.workers)
        assert not any("Traceback" in w.said() for _, w in self.workers)
        copies: Counter[int] = Counter()
        for office, people in zip(self.offices, self.people, strict=True):
            ensure_right(office, people)
            copies += seen(office, tuple(people))
        assert len(mails(self.offices[0])) == sum(map(len, self.people))
        return f"replies by number of copies: {dict(copies)}; taken over within {self.slowest:.1f} s"


def ensure_right(office: TestOffice, people: list[str]) -> None:
    """Each person once; of each workshop the first so many to write have the seats."""
    rows = registrations(office)
    assert Counter(r["name"] for r in rows) == dict.fromkeys(people, 1)
    for workshop in {r["workshop"] for r in rows}:
        wanted = sorted((r for r in rows if r["workshop"] == workshop), key=lambda r: r["received_at"])
        expected = ["confirmed"] * min(SEATS, len(wanted))
        expected += ["waitlisted"] * (len(wanted) - len(expected))
        assert [r["status"] for r in wanted] == expected


@pytest.fixture
def fleet(postfix: Postfix, postgres_url: str, tmp_path: Path) -> Iterator[Fleet]:
    offices = []
    for number in range(2):
        folder = tmp_path / f"office-{number}"
        folder.mkdir()
        office = postpone(open_office(folder, postfix, postgres_url))
        office.change("event.toml", 'id = "', f'id = "{number}-')
        set_mailbox(office, "poll_seconds = 1", f"lease_seconds = {LEASE_SECONDS}")
        set_seats(office, SEATS)
        offices.append(office)
    open_database(offices[0]).close()
    with ExitStack() as stack:
        fleet = Fleet(offices, stack, people=[[], []])
        for office in offices * EACH:
            fleet.start(office)
        yield fleet


def play(fleet: Fleet, rounds: int, chance: random.Random) -> None:
    fleet.await_started()
    for number in range(rounds):
        fleet.arrive(4)
        time.sleep(chance.uniform(0, 0.5))
        fleet.lose(fleet.offices[number % 2], LOSSES[number % 3])
    sys.stderr.write(f"{rounds} workers lost: {fleet.finish()}\n")


def test_four_workers_killed_and_held_up(fleet: Fleet) -> None:
    play(fleet, 3, random.Random(1))


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_four_workers_killed_and_held_up_for_long(fleet: Fleet) -> None:
    play(fleet, 60, random.Random(2))
