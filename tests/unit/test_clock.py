"""Work that takes too long is ended wherever it is, and what comes after it is not."""

from __future__ import annotations

import re
import signal
import threading
from contextlib import suppress

import pytest

from mailbot.clock import TookTooLong, in_time

TRAP = re.compile(r"(?:a|a)*b")


def for_ever() -> None:
    """Would end after 2**60 steps of the regular expression."""
    TRAP.match("a" * 60)


def stubborn() -> None:
    """Like a library that goes on whatever happens."""
    while True:
        with suppress(Exception):
            for_ever()


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("work", [for_ever, stubborn])
def test_in_time_ends_what_would_take_for_ever(work: object) -> None:
    with pytest.raises(TookTooLong, match=r"0\.1 seconds"):
        in_time(work, 0.1)  # type: ignore[arg-type]

    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    assert signal.getsignal(signal.SIGPROF) is signal.SIG_DFL


def test_in_time_gives_what_the_work_gives_and_rings_no_more() -> None:
    assert in_time(lambda: "done", 0.05) == "done"
    assert sum(range(3_000_000)) > 0, "longer than the limit, and after it"


def test_in_time_hands_errors_on() -> None:
    with pytest.raises(ZeroDivisionError):
        in_time(lambda: 1 // 0)


def test_in_time_in_another_thread_has_no_limit_and_does_no_harm() -> None:
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(in_time(lambda: 7, 0.0001)))
    thread.start()
    thread.join()

    assert found == [7]
