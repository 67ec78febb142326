"""The simulation of an opening says what arithmetic says where arithmetic can."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.benchmarks.opening import Setting, arrivals, simulate

QUIET = Setting("quiet", 100, 1, 1, 0.01, 0.02)


def test_few_mails_wait_for_nobody() -> None:
    found = simulate(QUIET)

    assert found.decided[0] == pytest.approx(0.01)
    assert found.replied[0] == pytest.approx(0.03)


def test_more_than_a_worker_can_do_takes_as_long_as_the_work() -> None:
    found = simulate(replace(QUIET, mails=10_000, decide=1.0))

    assert 10_000 - 3600 <= found.decided[2] <= 10_000
    assert found.backlog > 5_000


def test_rate_of_the_provider_bounds_replies_alone() -> None:
    free = simulate(replace(QUIET, mails=3_000))
    bound = simulate(replace(QUIET, mails=3_000, rate=30))

    assert bound.decided == free.decided
    assert 3_000 / 30 * 60 - 3600 <= bound.replied[2] <= 3_000 / 30 * 60


def test_more_mailboxes_and_senders_are_quicker() -> None:
    many = replace(QUIET, mails=20_000, decide=0.5)

    assert simulate(replace(many, mailboxes=8)).decided[1] < simulate(many).decided[1] / 4


def test_half_of_the_mails_come_within_ten_minutes() -> None:
    come = arrivals(10_000, Random(3))

    assert 500 < come[5_000] < 620
    assert come[-1] <= 3600
