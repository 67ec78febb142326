"""From the mailbox to the accepted reply: against scripts that understand nothing, and stage by stage.

The machine may be busy with other things, so what counts is the ratio between contestants that ran right
after each other, in processor time of the process and by the clock.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

import mailbot.flow.intake
import mailbot.flow.posting
import mailbot.flow.understand
from mailbot.delivery import Composer, Submission
from mailbot.flow import Office, turn
from mailbot.intent import read
from mailbot.mailbox import ImapMailbox
from mailbot.message import parse
from tests.benchmarks.ground import Ground, ground, note
from tests.benchmarks.scripts import hobby, lean
from tests.benchmarks.stock import mails, put
from tests.servers.dovecot import Account

pytestmark = pytest.mark.bench
SMALL = int(os.environ.get("BENCH_MAILS", "2000"))
LARGE = SMALL // 10
STAGES: dict[str, list[tuple[Any, str]]] = {
    "fetch": [(ImapMailbox, "uids"), (ImapMailbox, "listed"), (ImapMailbox, "fetch")],
    "parse": [(mailbot.flow.understand, "parse")],
    "read": [(mailbot.flow.understand, "read")],
    "look up": [(mailbot.flow.intake, "snapshot")],
    "decide": [(mailbot.flow.intake, "decide")],
    "compose": [(Composer, "compose")],
    "record": [(mailbot.flow.intake, "add_mail"), (mailbot.flow.posting, "record")],
    "submit": [(Submission, "submit")],
    "file": [(ImapMailbox, "move")],
}
"""What is timed; what is left of the whole is the beginning and end of transactions, and the loop."""


def timed(work: Callable[[], int], number: int) -> tuple[float, float]:
    """Milliseconds a mail by the clock, and of processor time."""
    began, used = time.perf_counter(), time.process_time()
    assert work() == number
    return (time.perf_counter() - began) / number * 1000, (time.process_time() - used) / number * 1000


def work_off(office: Office) -> int:
    done = turn(office)
    assert (done.problems, sum(done.delivered.counts.values())) == ((), done.intake.handled)
    return done.intake.handled


@contextmanager
def stages(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Seconds by the clock that each stage took."""
    spent: dict[str, float] = defaultdict(float)

    def around(stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def wrapped(*arguments: Any, **options: Any) -> Any:
            began = time.perf_counter()
            try:
                return call(*arguments, **options)
            finally:
                spent[stage] += time.perf_counter() - began

        return wrapped

    with monkeypatch.context() as patch:
        for stage, places in STAGES.items():
            for owner, name in places:
                patch.setattr(owner, name, around(stage, getattr(owner, name)))
        yield spent


@pytest.mark.parametrize("kind", ["6 KB", "1 MB"])
def test_whole_way_against_scripts_that_understand_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    raw = mails(SMALL) if kind == "6 KB" else mails(LARGE, attached=750_000)
    with ground(tmp_path) as here:
        accounts = [stocked(here, raw) for _ in range(3)]
        with here.office(accounts[1]) as office:
            for one in raw[:20]:
                read(parse(one), office.event)
            found = {"lean script": timed(lambda: lean(here, accounts[0]), len(raw))}
            with stages(monkeypatch) as spent:
                found["mailbot"] = timed(lambda: work_off(office), len(raw))
        found["hobby script"] = timed(lambda: hobby(here, accounts[2]), len(raw))
    by_stage = {stage: seconds / len(raw) * 1000 for stage, seconds in spent.items()}
    by_stage["the rest"] = found["mailbot"][0] - sum(by_stage.values())
    figures = {"mails": len(raw), "contestants": found, "stages": by_stage}
    lines = [
        f"{name:14}{clock:8.1f} ms a mail, {cpu:8.1f} of the processor"
        for name, (clock, cpu) in found.items()
    ]
    lines += [f"  {stage:12}{spent:8.1f} ms" for stage, spent in by_stage.items()]
    note(f"whole way, {kind}", figures, [f"{len(raw)} mails of {kind}", *lines])


def stocked(here: Ground, raw: list[bytes]) -> Account:
    account = here.dovecot.add_account()
    put(here.dovecot, account, raw)
    return account
