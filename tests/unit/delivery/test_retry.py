"""When a mail is tried again: RFC 5321's classes of replies, growing distances, an end after days."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.delivery.retry import Outcome, next_attempt, outcome
from mailbot.envelope import SmtpReply
from tests.unit.delivery.sample_office import NOW

BUSY = SmtpReply(451, "4.7.1 Greylisted, please try again")
AWAY = SmtpReply(0, "connection refused")


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (250, Outcome.ACCEPTED),
        (251, Outcome.ACCEPTED),
        (421, Outcome.TEMPORARY),
        (450, Outcome.TEMPORARY),
        (499, Outcome.TEMPORARY),
        (552, Outcome.TEMPORARY),
        (0, Outcome.TEMPORARY),
        (354, Outcome.TEMPORARY),
        (500, Outcome.PERMANENT),
        (550, Outcome.PERMANENT),
        (554, Outcome.PERMANENT),
        (599, Outcome.PERMANENT),
    ],
)
def test_outcome_follows_the_first_digit_but_for_552(code: int, meaning: Outcome) -> None:
    assert outcome(SmtpReply(code, "")) is meaning


@pytest.mark.parametrize(
    ("code", "text", "meaning"),
    [
        (550, "5.4.5 Daily user sending limit exceeded", Outcome.TEMPORARY),
        (554, "5.2.2 mailbox full", Outcome.TEMPORARY),
        (552, "5.2.2 mailbox full", Outcome.TEMPORARY),
        (550, "5.3.1 no room on the disk", Outcome.TEMPORARY),
        (552, "5.3.4 message size exceeds fixed limit", Outcome.PERMANENT),
        (552, "5.2.3 too large for this mailbox", Outcome.PERMANENT),
        (550, "5.4.1 no such recipient here", Outcome.PERMANENT),
        (550, "5.4.50 made up", Outcome.PERMANENT),
        (550, "see 5.4.5", Outcome.PERMANENT),
    ],
)
def test_outcome_heeds_what_can_only_be_temporary(code: int, text: str, meaning: Outcome) -> None:
    """RFC 3463, 3: some details are "useful only as a persistent transient error"."""
    assert outcome(SmtpReply(code, text)) is meaning


@pytest.mark.parametrize("code", [250, 550, 554])
def test_next_attempt_after_a_final_reply_is_none(code: int) -> None:
    assert next_attempt(1, SmtpReply(code, ""), NOW, "k") is None


@pytest.mark.parametrize("code", [421, 432, 450, 451, 452])
def test_next_attempt_after_being_put_off_is_quick(code: int) -> None:
    again = next_attempt(1, SmtpReply(code, ""), NOW, "k")
    assert again is not None
    assert timedelta(minutes=5) <= again - NOW <= timedelta(minutes=6)


def test_next_attempt_after_other_failures_waits_half_an_hour() -> None:
    for reply in (AWAY, SmtpReply(454, ""), SmtpReply(552, "")):
        again = next_attempt(1, reply, NOW, "k")
        assert again is not None
        assert timedelta(minutes=30) <= again - NOW <= timedelta(minutes=36)


@pytest.mark.parametrize("reply", [BUSY, AWAY])
def test_attempts_end_after_about_five_days(reply: SmtpReply) -> None:
    moment: datetime | None = NOW
    attempts, last = 0, NOW
    while moment is not None:
        attempts, last = attempts + 1, moment
        assert attempts < 50
        moment = next_attempt(attempts, reply, moment, "k")
    assert timedelta(days=5) <= last - NOW <= timedelta(days=6, hours=12)
    assert 10 <= attempts <= 25


@given(st.integers(1, 40), st.sampled_from([BUSY, AWAY]), st.text(max_size=20))
def test_next_attempt_is_later_bounded_and_the_same_again(attempts: int, reply: SmtpReply, key: str) -> None:
    again = next_attempt(attempts, reply, NOW, key)
    assert again == next_attempt(attempts, reply, NOW, key)
    if again is not None:
        assert timedelta(minutes=5) <= again - NOW <= timedelta(hours=8) * 1.2


@given(st.integers(1, 12), st.sampled_from([BUSY, AWAY]))
def test_distances_never_shrink_by_more_than_the_scatter(attempts: int, reply: SmtpReply) -> None:
    one, two = (next_attempt(n, reply, NOW, "k") for n in (attempts, attempts + 1))
    if one is not None and two is not None:
        assert (two - NOW) * 1.2 >= one - NOW


@given(st.integers(1, 10), st.sampled_from([BUSY, AWAY]), st.sets(st.text(max_size=20), min_size=2))
def test_mails_deferred_together_come_back_apart(attempts: int, reply: SmtpReply, keys: set[str]) -> None:
    times = {next_attempt(attempts, reply, NOW, key) for key in keys}
    assert len(times) == len(keys)


def test_mails_deferred_together_are_spread_over_the_whole_fifth() -> None:
    waits = [(again - NOW) / timedelta(minutes=30) for n in range(200) if (again := _again(n))]
    assert min(waits) < 1.02
    assert max(waits) > 1.18
    assert 1.07 < sum(waits) / len(waits) < 1.13


def _again(number: int) -> datetime | None:
    return next_attempt(1, AWAY, NOW, f"mail-{number}")
