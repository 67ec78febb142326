"""Four crews over ten mailboxes on one PostgreSQL that are killed and held up: nothing is lost or doubled."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot.config import load_settings
from mailbot.store import Connection, Database, places, reports
from tests.integration.test_kills import NAMES, address, seen
from tests.letters import registration
from tests.servers.installation import EVENTS, GARDEN, open_mailboxes
from tests.servers.office import TestOffice
from tests.servers.postfix import Postfix
from tests.servers.process import Server

MAILBOXES = 10
SEATS = 2
CREWS = {
    "a": (0, 1, 2, 3, 4),
    "b": (5, 6, 7, 8, 9),
    "c": (0, 2, 4, 6, 8),
    "d": (1, 3, 5, 7, 9),
}
"""The mailboxes of each crew: two stand in for each other at every one."""
LOSSES = (signal.SIGSTOP, signal.SIGKILL, signal.SIGTERM)
PATIENCE_SECONDS = 240.0
"""Twenty workers start on the cores that a test machine has."""

pytestmark = pytest.mark.timeout(900)


@dataclass
class Crews:
    """One installation and the crews that run over it."""

    offices: list[TestOffice]
    database: Database
    stack: ExitStack
    crews: dict[str, Server] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def start(self, name: str) -> None:
        wanted = [word for number in CREWS[name] for word in ("--mailbox", f"m{number}")]
        self.crews[name] = self.stack.enter_context(self.offices[0].running("run", *wanted))

    def arrive(self, count: int) -> None:
        """So many more people write, each to every mailbox, one after the other."""
        began = datetime.now().astimezone() - timedelta(minutes=20)
        for name in NAMES[len(self.people) : len(self.people) + count]:
            come = began + timedelta(seconds=NAMES.index(name))
            for office in self.offices:
                mail = registration(
                    name, address(office, name), "2", to=office.account.address, received=come
                )
                office.arrive([(mail, come)])
            self.people.append(name)

    def holders(self) -> dict[str, int]:
        """The process that works on each mailbox, by the mailbox as its lease names it."""
        with self.database.reading() as tx:
            found = places(tx)
        return {mailbox: int(p.holder.split(":")[1]) for p in found for mailbox in p.mailboxes}

    def await_all_held(self, without: frozenset[int] = frozenset()) -> float:
        """Returns once every mailbox is worked on, by nobody of `without`; the seconds that it took."""
        began = time.monotonic()
        while len(held := self.holders()) < MAILBOXES or without & set(held.values()):
            assert time.monotonic() - began < PATIENCE_SECONDS, f"{held}: {self.said()}"
            time.sleep(0.1)
        return time.monotonic() - began

    def await_started(self) -> None:
        """Returns once every worker of every crew works or stands by."""
        began = time.monotonic()
        for name, crew in self.crews.items():
            while crew.said().count('"works on the mailbox"') + crew.said().count('"stands by') < len(
                CREWS[name]
            ):
                assert time.monotonic() - began < PATIENCE_SECONDS, crew.said()
                time.sleep(0.1)

    def lose(self, name: str, number: signal.Signals) -> None:
        """A crew is ended, or held up with all its workers until others have taken over."""
        crew = self.crews[name]
        workers = children(crew.process.pid)
        stopped = [crew.process.pid, *workers] if number is signal.SIGSTOP else [crew.process.pid]
        for pid in stopped:
            os.kill(pid, number)
        self.slowest = max(self.slowest, self.await_all_held(frozenset(workers)))
        if number is signal.SIGSTOP:
            for pid in reversed(stopped):
                os.kill(pid, signal.SIGCONT)
        else:
            crew.process.wait(PATIENCE_SECONDS)
            self.start(name)

    def waiting(self, tx: Connection) -> bool:
        sent = [row for row in reports.outbox(tx) if row["state"] == "sent"]
        return len(sent) < MAILBOXES * len(self.people)

    def finish(self) -> str:
        """Waits until all is done, ends the crews and looks at what they made of it; gives figures."""
        began = time.monotonic()
        while True:
            with self.database.reading() as tx:
                if not self.waiting(tx):
                    break
            assert time.monotonic() - began < PATIENCE_SECONDS, self.said()
            time.sleep(0.2)
        self.await_started()
        for crew in self.crews.values():
            crew.process.send_signal(signal.SIGTERM)
        assert [crew.process.wait(PATIENCE_SECONDS) for crew in self.crews.values()] == [0] * len(CREWS)
        assert "Traceback" not in self.said()
        with self.database.reading() as tx:
            for number in range(MAILBOXES):
                rows = list(reports.registrations(tx, f"garten-{number}"))
                assert [row["name"] for row in rows] == self.people
                waits = ["waitlisted"] * (len(rows) - SEATS)
                assert [row["status"] for row in rows] == ["confirmed"] * SEATS + waits
            assert reports.mails_in_ledger(tx) == MAILBOXES * len(self.people)
        copies: Counter[int] = Counter()
        for office in self.offices:
            copies += seen(office, tuple(self.people))
        return f"replies by number of copies: {dict(copies)}; taken over within {self.slowest:.1f} s"

    def said(self) -> str:
        return "\n".join(crew.said() for crew in self.crews.values())


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture
def crews(postfix: Postfix, postgres_url: str, tmp_path: Path) -> Iterator[Crews]:
    soon = datetime.now().astimezone() + timedelta(days=30)
    (tmp_path / "events").mkdir()
    for number in range(MAILBOXES):
        text = EVENTS[GARDEN].replace('id = "garten"', f'id = "garten-{number}"')
        text = text.replace("seats = 4", f"seats = {SEATS}").replace("2021-08-01", "2020-08-01")
        text = text.replace("2021-09-24", f"{soon:%Y-%m-%d}")
        text = text.replace("2021-10-21", f"{soon + timedelta(days=30):%Y-%m-%d}")
        (tmp_path / "events" / f"garten-{number}.toml").write_text(text, "utf-8")
    served = {f"m{number}": [f"garten-{number}"] for number in range(MAILBOXES)}
    offices = list(open_mailboxes(tmp_path, postfix, served, postgres_url).values())
    database = Database(load_settings(tmp_path, {}).database)
    database.migrate()
    with ExitStack() as stack:
        stack.callback(database.close)
        crews = Crews(offices, database, stack)
        for name in CREWS:
            crews.start(name)
        yield crews


def play(crews: Crews, rounds: int, chance: random.Random) -> None:
    crews.await_all_held()
    for number in range(rounds):
        crews.arrive(1)
        time.sleep(chance.uniform(0, 1))
        crews.lose(chance.choice(sorted(CREWS)), LOSSES[number % 3])
    sys.stderr.write(f"{rounds} crews lost: {crews.finish()}\n")


def test_four_crews_over_ten_mailboxes_killed_and_held_up(crews: Crews) -> None:
    play(crews, 3, random.Random(1))


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_four_crews_over_ten_mailboxes_killed_and_held_up_for_long(crews: Crews) -> None:
    play(crews, 24, random.Random(2))
