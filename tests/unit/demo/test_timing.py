"""The demo's clock stands, jumps forward, runs, and never goes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mailbot.demo.timing import PlayClock

START = datetime(2021, 9, 6, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


class RealClock:
    def __init__(self) -> None:
        self.at = datetime(2030, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


def test_clock_stands_still_until_it_is_put_forward() -> None:
    real = RealClock()
    clock = PlayClock(START, real)
    real.at += HOUR
    assert clock() == START
    clock.put_forward(START + HOUR)
    assert clock() == START + HOUR


def test_clock_never_goes_back() -> None:
    clock = PlayClock(START)
    clock.put_forward(START - HOUR)
    assert clock() == START


def test_clock_that_runs_keeps_pace_with_the_real_one() -> None:
    real = RealClock()
    clock = PlayClock(START, real)
    real.at += HOUR
    clock.run()
    real.at += 2 * HOUR
    assert clock() == START + 2 * HOUR
