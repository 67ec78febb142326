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


def test_mails_deferred_together_come_back_apart() -> None:
    times = {next_attempt(1, AWAY, NOW, f"mail-{n}") for n in range(50)}
    assert len(times) == 50
