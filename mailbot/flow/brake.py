"""Slows down whoever tries passwords: after five wrong ones a name waits, and so does an address; the time
doubles with each further try.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

_FREE_TRIES = 5
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=15)


@dataclass(slots=True)
class Brake:
    """Counts wrong passwords by name and by network address, in memory and for this process."""

    _wrong: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def waits_until(self, keys: tuple[str, ...], now: datetime) -> datetime | None:
        """Until when these may not try again, or None."""
        with self._lock:
            held = [_until(*self._wrong[key]) for key in keys if key in self._wrong]
        return max((until for until in held if until > now), default=None)

    def failed(self, keys: tuple[str, ...], now: datetime) -> None:
        """A wrong password; what is long past is forgotten, so that the memory stays small."""
        with self._lock:
            for key in [k for k, (_, at) in self._wrong.items() if now - at > 2 * _LONGEST_WAIT]:
                del self._wrong[key]
            for key in keys:
                count, _ = self._wrong.get(key, (0, now))
                self._wrong[key] = (count + 1, now)

    def passed(self, keys: tuple[str, ...]) -> None:
        """The right password: begins to count anew."""
        with self._lock:
            for key in keys:
                self._wrong.pop(key, None)


def _until(count: int, at: datetime) -> datetime:
    if count < _FREE_TRIES:
        return at
    doubled: timedelta = _FIRST_WAIT * 2 ** min(count - _FREE_TRIES, 20)
    return at + min(doubled, _LONGEST_WAIT)
