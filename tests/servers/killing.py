"""A run of the worker that is killed (SIGKILL) at the n-th step of its work; for tests alone.

A step is a border between rooms: each call to the mail servers, and each commit, from just before it to
just after it. The program knows nothing of this: its calls are wrapped in a child process of the test.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

from mailbot.cli.running import run
from mailbot.delivery.smtp import Submission
from mailbot.errors import MailbotError
from mailbot.mailbox import ImapMailbox
from mailbot.store import Connection, Database

IMAP_CALLS = ("uids", "listed", "fetch", "move", "set_keyword")


def run_until(folder: Path, as_of: datetime, last: int) -> str:
    """`mailbot run --once` in a child process that is killed at step number `last`.

    Gives the name of the step at which it died, or "" if the run came to its end before.
    """
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        _work(folder, as_of, last, write_end)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as said:
        words = said.read().decode()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return words
    assert os.WEXITSTATUS(status) == 0, words
    return ""


def _work(folder: Path, as_of: datetime, last: int, told: int) -> None:
    """The child: never returns, and runs nothing of what the test would do at its end."""
    ended = 1
    try:
        sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - it lives as long as the process
        _wrap(_Steps(last, told))
        run(folder, True, as_of)
        ended = 0
    except (MailbotError, SystemExit) as error:
        os.write(told, repr(error).encode())
    finally:
        os._exit(ended)


class _Steps:
    """Counts steps, and dies at the last one."""

    def __init__(self, last: int, told: int) -> None:
        self._left, self._told = last, told

    def step(self, name: str) -> None:
        self._left -= 1
        if self._left == 0:
            os.write(self._told, name.encode())
            os.kill(os.getpid(), signal.SIGKILL)


def _wrap(steps: _Steps) -> None:
    for name in IMAP_CALLS:
        setattr(ImapMailbox, name, _between(steps, f"imap {name}", getattr(ImapMailbox, name)))
    setattr(Submission, "submit", _between(steps, "smtp submit", Submission.submit))  # noqa: B010
    transaction = Database.transaction

    @contextmanager
    def watched(self: Database) -> Iterator[Connection]:
        with transaction(self) as tx:
            yield tx
            steps.step("before commit")
        steps.step("after commit")

    setattr(Database, "transaction", watched)  # noqa: B010


def _between(steps: _Steps, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def wrapped(*arguments: Any, **options: Any) -> Any:
        steps.step(f"before {name}")
        result = call(*arguments, **options)
        steps.step(f"after {name}")
        return result

    return wrapped
