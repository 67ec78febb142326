"""How much more several workers do, and how soon after its coming a mail is answered."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.config import load_settings
from mailbot.store import Database, reports
from tests.benchmarks.ground import Ground, ground, note
from tests.benchmarks.stock import mails, put
from tests.servers.office import PROJECT
from tests.servers.postgres import Postgres

pytestmark = pytest.mark.bench
MAILS = int(os.environ.get("BENCH_WORKER_MAILS", "400"))
SAMPLES = 15
STREAM = int(os.environ.get("BENCH_STREAM", "1000"))


def postpone(folder: Path) -> None:
    """The event is next year: these workers go by the clock of the machine."""
    file, year = folder / "event.toml", datetime.now(UTC).year
    text = re.sub(
        r"(?m)^registration_opens = \S+", f"registration_opens = {year - 1}-01-01", file.read_text()
    )
    file.write_text(
        re.sub(r"(?m)^(starts|ends|registration_closes) = \d{4}-", rf"\1 = {year + 1}-", text), "utf-8"
    )


@contextmanager
def running(folder: Path, count: int) -> Iterator[None]:
    """So many workers of this office."""
    command = [sys.executable, "-m", "mailbot", "--config", str(folder), "run"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(PROJECT)}
    with (folder / "output.log").open("wb") as log:
        started = [
            subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
            for _ in range(count)
        ]
        try:
            yield
        finally:
            for one in started:
                one.terminate()
            for one in started:
                one.wait(60)


def rate(here: Ground, postgres: Postgres, workers: int, mailboxes: int = 1) -> float:
    """Mails a second, from the first decision to the last reply; each mailbox has so many workers."""
    url = postgres.create_database()
    new = Database(url)
    new.migrate()
    new.close()
    folders = []
    for number in range(mailboxes):
        account = here.dovecot.add_account()
        raw = [data.replace(b"Message-ID: <", f"Message-ID: <{number}.".encode()) for data in mails(MAILS)]
        put(here.dovecot, account, raw, datetime.now(UTC) - timedelta(hours=2))
        folder = here.furnish(account, database=url, more="poll_seconds = 2")
        postpone(folder)
        text = (folder / "event.toml").read_text("utf-8").replace('id = "', f'id = "{number}-', 1)
        (folder / "event.toml").write_text(text, "utf-8")
        folders.append(folder)
    database = Database(load_settings(folders[0], {}).database)
    try:
        with _all(folders, workers):
            while True:
                time.sleep(0.5)
                with database.reading() as tx:
                    rows = list(reports.outbox(tx))
                    if len(rows) >= MAILS * mailboxes and all(row["state"] == "sent" for row in rows):
                        began: datetime = min(row["created_at"] for row in rows)
                        ended: datetime = max(row["sent_at"] for row in rows)
                        return MAILS * mailboxes / (ended - began).total_seconds()
    finally:
        database.close()


@contextmanager
def _all(folders: list[Path], workers: int) -> Iterator[None]:
    if not folders:
        yield
        return
    with running(folders[0], workers), _all(folders[1:], workers):
        yield


def test_several_workers(tmp_path: Path, postgres: Postgres) -> None:
    with ground(tmp_path) as here:
        found = {f"1 mailbox, {n} workers": rate(here, postgres, n) for n in (1, 2, 4)}
        found |= {f"{n} mailboxes, a worker each": rate(here, postgres, 1, n) for n in (2, 4)}
    one = found["1 mailbox, 1 workers"]
    lines = [f"{name:30}{speed:7.1f} mails/s {speed / one:6.2f}" for name, speed in found.items()]
    note("workers", found, lines)


def test_delivery_to_reply_with_idle(tmp_path: Path) -> None:
    """The clock runs from LMTP's 250 to the moment when the reply is written down as sent."""
    with ground(tmp_path) as here:
        account = here.dovecot.add_account()
        folder = here.furnish(account, more="poll_seconds = 3000")
        postpone(folder)
        database = Database(load_settings(folder, {}).database)
        database.migrate()
        spent = []
        with running(folder, 1):
            for number, raw in enumerate(mails(SAMPLES)):
                time.sleep(5 if not number else 1)
                here.dovecot.deliver("x@verein.example", account.address, raw)
                began = time.perf_counter()
                while True:
                    with database.reading() as tx:
                        sent = [row for row in reports.outbox(tx) if row["state"] == "sent"]
                    if len(sent) > number:
                        break
                    time.sleep(0.01)
                spent.append(time.perf_counter() - began)
        database.close()
    median = statistics.median(spent[1:])
    note("delivery to reply", {"median": median, "slowest": max(spent[1:])})


def test_delivery_to_reply_while_a_thousand_come(tmp_path: Path) -> None:
    """So many mails within a minute, one after the other; each from LMTP's 250 to its reply."""
    with ground(tmp_path) as here:
        account = here.dovecot.add_account()
        folder = here.furnish(account, more="poll_seconds = 3000")
        postpone(folder)
        database = Database(load_settings(folder, {}).database)
        database.migrate()
        came: dict[str, datetime] = {}
        sent: dict[str, datetime] = {}
        with running(folder, 1):
            time.sleep(5)
            began = time.monotonic()
            for number, raw in enumerate(mails(STREAM)):
                time.sleep(max(0.0, began + number * 60 / STREAM - time.monotonic()))
                here.dovecot.deliver("x@verein.example", account.address, raw)
                came[f"person{number}@verein.example"] = datetime.now(UTC)
            while len(sent) < STREAM:
                time.sleep(1)
                with database.reading() as tx:
                    sent = {row["to"]: row["sent_at"] for row in reports.outbox(tx) if row["sent_at"]}
        database.close()
    spent = sorted((sent[address] - at).total_seconds() for address, at in came.items())
    found = {"median": statistics.median(spent), "95 of 100": spent[STREAM * 95 // 100], "slowest": spent[-1]}
    note(f"delivery to reply, {STREAM} in a minute", found)
