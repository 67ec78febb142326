"""What is stored must cost nothing: a mail, a look and a start with a hundred thousand rows and with none."""

from __future__ import annotations

import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.envelope import MailboxKey, RawMessage
from mailbot.flow import turn
from mailbot.flow.intake import take_one
from mailbot.store import MailboxState, open_mailbox
from tests.benchmarks.ground import ground, note, peak_of
from tests.benchmarks.stock import mails, put
from tests.crowd import fill
from tests.desks import Desk
from tests.letters import RECEIVED, office_mail
from tests.servers.office import PROJECT

pytestmark = pytest.mark.bench
ROWS = [int(n) for n in os.environ.get("BENCH_ROWS", "0,10000,100000").split(",")]
OLD = int(os.environ.get("BENCH_OLD", "100000"))
TIMES = 60
KEY = MailboxKey("anmeldung@example.test", "INBOX", 1)


def test_mail_costs_the_same_however_much_is_stored(tmp_path: Path) -> None:
    """Each mail is taken in by every ledger in turn: whatever else the machine does meets all alike."""
    raw = mails(TIMES + 10)
    ledgers: dict[int, tuple[Desk, MailboxState]] = {}
    spent: dict[int, list[float]] = {rows: [] for rows in ROWS}
    for rows in ROWS:
        folder = tmp_path / str(rows)
        folder.mkdir()
        desk = Desk(folder, settings="[limits]\nreplies_per_hour = 1000000\n")
        fill(desk.office.database, desk.office.event.id, rows, desk.now - timedelta(days=20), first=10_000)
        with desk.office.database.transaction() as tx:
            ledgers[rows] = desk, open_mailbox(tx, KEY, desk.now)
    for n, data in enumerate(raw):
        for rows, (desk, state) in ledgers.items():
            began = time.process_time()
            take_one(desk.office, state, RawMessage(KEY, n + 1, RECEIVED, len(data), data))
            spent[rows].append(time.process_time() - began)
    found = {rows: statistics.median(times[10:]) * 1000 for rows, times in spent.items()}
    for desk, _ in ledgers.values():
        desk.office.database.close()
    lines = [f"{rows:9} stored: {spent:6.1f} ms of the processor for a mail" for rows, spent in found.items()]
    note("growth", {str(rows): spent for rows, spent in found.items()}, lines)


def test_look_into_a_mailbox_with_old_mails(tmp_path: Path) -> None:
    """Only what is new is looked at, whatever else lies there."""
    found: dict[str, float] = {}
    with ground(tmp_path) as here:
        for old in (0, OLD):
            account = here.dovecot.add_account()
            before = RECEIVED - timedelta(days=200)
            put(here.dovecot, account, [office_mail("x@papier.example")] * old, before)
            with here.office(account) as office:
                began = time.perf_counter()
                assert turn(office).intake.missing == ()
                found[f"first look, {old} old"] = time.perf_counter() - began
                put(here.dovecot, account, mails(1))
                began = time.perf_counter()
                done = turn(office)
                assert (done.intake.handled, done.intake.in_mailbox) == (1, old)
                found[f"one new mail, {old} old"] = time.perf_counter() - began
    note("old mails", found, [f"{name:32}{seconds:8.2f} s" for name, seconds in found.items()])


def test_memory_with_large_attachments(tmp_path: Path) -> None:
    """The peak of a whole run, in a process of its own."""
    found: dict[str, int] = {}
    with ground(tmp_path) as here:
        for name, raw in {
            "1 mail of 6 KB": mails(1),
            "100 mails of 1 MB": mails(100, attached=750_000),
            "4 mails of 50 MB": mails(4, attached=37_000_000),
        }.items():
            account = here.dovecot.add_account()
            put(here.dovecot, account, raw)
            folder = here.furnish(account, name.replace(" ", "-"))
            command = [sys.executable, "-m", "mailbot", "--config", str(folder), "run", "--once"]
            command += ["--as-of", "2021-09-03T22:00:00+02:00"]
            environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(PROJECT)}
            peak, said = peak_of(command, folder, environment)
            assert f"mail read: {len(raw)}" in said
            found[name] = peak
    note("memory", found, [f"{name:20}{peak:6} MB at the most" for name, peak in found.items()])
    assert found["4 mails of 50 MB"] <= 200
