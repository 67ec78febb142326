"""The only reader of time: everything else is told what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present instant as an aware datetime in UTC."""


def system() -> datetime:
    """The machine's time, in UTC."""
    return datetime.now(UTC)


def fixed(moment: datetime) -> Clock:
    """A clock that stands still at `moment` (aware), for `--as-of`, the demo and tests."""
    instant = moment.astimezone(UTC)
    return lambda: instant
