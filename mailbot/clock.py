"""The only reader of time: everything else is told what time it is, and when its time is up."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType
from typing import TypeVar

from mailbot.errors import Permanent

Clock = Callable[[], datetime]
"""Gives the present instant as an aware datetime in UTC."""

READING_SECONDS = 20.0
"""Of processor time for one mail. Reading takes milliseconds, and what was made to be slow is kept short by
`message.limits` and `intent.bounds`; should something be slow all the same, it must not keep back the mails
behind it for ever. A machine that is busy with other things takes nothing away from it.
"""

_AGAIN_SECONDS = 1.0

T = TypeVar("T")


class TookTooLong(Permanent):
    """Something was ended before it had come to an end."""


class _Ringing(BaseException):
    """Ends what is being done; no library that catches every Exception takes it for its own."""


def system() -> datetime:
    """The machine's time, in UTC."""
    return datetime.now(UTC)


def fixed(moment: datetime) -> Clock:
    """A clock that stands still at `moment` (aware), for `--as-of`, the demo and tests."""
    instant = moment.astimezone(UTC)
    return lambda: instant


def in_time(work: Callable[[], T], seconds: float = READING_SECONDS) -> T:
    """What `work` gives, unless it takes more than `seconds` of processor time of this process.

    It must have no effect but what it gives, since it may be ended anywhere, in the middle of a regular
    expression too. Only the main thread, in which the worker works, can be called back by a signal; in
    other threads, where nobody waits behind one mail, there is no limit.

    Raises: TookTooLong, and whatever `work` raises.
    """
    if threading.current_thread() is not threading.main_thread():
        return work()
    working = True

    def ring(_number: int, _frame: FrameType | None) -> None:
        if working:
            raise _Ringing

    before = signal.signal(signal.SIGPROF, ring)
    try:
        # It rings again, should a library have caught the first call after all.
        signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN_SECONDS)
        return work()
    except _Ringing:
        raise TookTooLong(f"reading took more than {seconds:g} seconds of processor time") from None
    finally:
        working = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
