"""Whether a reply leaves by itself."""

from datetime import timedelta

import pytest

from mailbot.decision import Arrival, Notification, Policy, Snapshot, withheld_because
from mailbot.envelope import Notice
from tests.ledger import START

REPLY = Notification("key", Notice.CONFIRMATION, "a@example.org", "de", START, in_reply_to="<a@b>")
ARRIVAL = Arrival(START, 1, "digest")


def _reason(policy: Policy, snapshot: Snapshot | None = None, place: int = 0) -> str:
    return withheld_because(REPLY, place, ARRIVAL, snapshot or Snapshot(), policy)


def test_withheld_because_nothing() -> None:
    assert _reason(Policy(first_run=START)) == ""


def test_withheld_because_supervised() -> None:
    assert _reason(Policy(waits="supervised")) == "supervised"


@pytest.mark.parametrize(
    ("age", "withhold_old", "reason"),
    [
        (timedelta(days=1, seconds=1), True, "older-than-first-run"),
        (timedelta(days=1), True, ""),
        (timedelta(days=9), False, ""),
    ],
)
def test_withheld_because_old_on_the_first_run(age: timedelta, withhold_old: bool, reason: str) -> None:
    assert _reason(Policy(first_run=START + age, withhold_old=withhold_old)) == reason


def test_withheld_because_limit_per_address() -> None:
    policy = Policy(replies_per_address_per_day=3)

    assert _reason(policy, Snapshot(replies_today=2)) == ""
    assert _reason(policy, Snapshot(replies_today=3)) == "limit-per-address"


def test_withheld_because_limit_per_hour_counts_this_decisions_mails_too() -> None:
    policy = Policy(replies_per_hour=5)

    assert _reason(policy, Snapshot(replies_hour=3), place=1) == ""
    assert _reason(policy, Snapshot(replies_hour=3), place=2) == "limit-per-hour"
