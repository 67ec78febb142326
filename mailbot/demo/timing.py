"""The clock of the demo: put forward from mail to mail, then running on by itself."""

from __future__ import annotations

from datetime import UTC, datetime

from mailbot.clock import Clock, system


class PlayClock:
    """A `Clock` that stands still until it is put forward or set running; it never goes back."""

    def __init__(self, start: datetime, real: Clock = system) -> None:
        self._at = start.astimezone(UTC)
        self._real = real
        self._running_since: datetime | None = None

    def __call__(self) -> datetime:
        """The present instant of the play, aware, in UTC."""
        if self._running_since is None:
            return self._at
        return self._at + (self._real() - self._running_since)

    def put_forward(self, moment: datetime) -> None:
        """Stand still at `moment` (aware); an earlier one than now changes nothing."""
        self._at = max(self._at, moment.astimezone(UTC))

    def run(self) -> None:
        """From now on run as fast as the real clock."""
        self._running_since = self._real()
