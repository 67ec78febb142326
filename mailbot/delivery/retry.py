"""When a mail that could not be delivered is tried again, and when it is given up.

Policy. A reply of the 4yz group is temporary, of the 5yz group permanent (RFC 5321, 4.2.1), with
two exceptions. 552 is what old servers say for too many recipients or a full mailbox, and is to be
treated as temporary (4.5.3.1.10), unless the enhanced status says that the mail is too large. And some
enhanced statuses make sense as temporary failures only, whatever stands before them (RFC 3463, 3: a
full mailbox or system, a bad connection, a directory that does not answer, congestion): large providers
say 550 5.4.5 when the day's number of mails is used up. No reply at all (code 0) is temporary. Replies
by which servers put a stranger off for some minutes (421, 432, 450, 451, 452: greylisting, rate limits,
a busy server) are tried again after 5, 10, 20 … minutes; everything else after half an hour, then at
growing distances (4.5.4.1: at least 30 minutes; give up after four to five days). Times are
scattered by a fifth, by the mail's key and not by chance, so that mails deferred together do not
come back together and a rerun gives the same time.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from enum import StrEnum

from mailbot.envelope import SmtpReply

QUICK = frozenset({421, 432, 450, 451, 452})
_ABOUT_US = frozenset({-1, 0, 421, 432})
_QUICK_STEPS = (5, 10, 20, 30, 60, 120)
_SLOW_STEPS = (30, 60, 120, 240)
_LONGEST_STEP = 480
"""Minutes between attempts: first these, then this."""

_STATUS = re.compile(r"[245]\.(\d{1,3}\.\d{1,3})(?![\d.])")
"""An enhanced status code at the beginning of the server's words (RFC 2034, 4)."""
_TOO_LARGE = frozenset({"2.3", "3.4"})
_EVER_TEMPORARY = frozenset({"2.2", "3.1", "4.2", "4.3", "4.5"})

GIVE_UP_AFTER = timedelta(days=5)
"""From the first attempt, counted in nominal steps."""


class Outcome(StrEnum):
    """What an SMTP reply says about the mail (RFC 5321, 4.2.1)."""

    ACCEPTED = "accepted"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"


def outcome(reply: SmtpReply) -> Outcome:
    """What this reply means for the mail; an unheard-of code is temporary, for nothing is lost by it."""
    if 200 <= reply.code < 300:
        return Outcome.ACCEPTED
    if not 500 <= reply.code < 600:
        return Outcome.TEMPORARY
    found = _STATUS.match(reply.text)
    detail = found[1] if found else ""
    waits = detail in _EVER_TEMPORARY or (reply.code == 552 and detail not in _TOO_LARGE)
    return Outcome.TEMPORARY if waits else Outcome.PERMANENT


def concerns_sender(reply: SmtpReply) -> bool:
    """Whether a temporary reply, or none, is about us and the server, not about one recipient: the next
    mail would hear the same.
    """
    found = _STATUS.match(reply.text)
    return reply.code in _ABOUT_US or (found is not None and found[1] == "4.5")


def next_attempt(attempts: int, reply: SmtpReply, now: datetime, key: str) -> datetime | None:
    """When to try again, or None: give up.

    Args:
        attempts: how many attempts were made, this one included (from 1).
        reply: what the server said to the last one.
        now: aware; when the last attempt ended.
        key: of the mail; decides how its times are scattered.
    """
    if outcome(reply) is not Outcome.TEMPORARY:
        return None
    steps = _QUICK_STEPS if reply.code in QUICK else _SLOW_STEPS
    waited = sum((_step(steps, number) for number in range(1, attempts)), timedelta())
    if waited >= GIVE_UP_AFTER:
        return None
    digest = hashlib.sha256(f"{key}/{attempts}".encode("utf-8", "surrogatepass")).digest()
    scatter = 1 + int.from_bytes(digest[:4], "big") / 2**32 / 5
    return now + _step(steps, attempts) * scatter


def _step(steps: tuple[int, ...], number: int) -> timedelta:
    return timedelta(minutes=steps[number - 1] if number <= len(steps) else _LONGEST_STEP)
