"""Whether all is well: each rule measures one thing, and an alarm has a beginning and an end.

Policy. A rule is broken when what it measures is older than its limit, or less than it; a limit that is
not set is never broken, and what cannot be measured says nothing. An alarm is told once when its rule is
broken, again each day for as long as that lasts, and once when it is over. Mails that wait for a person
are not counted after the event: nobody needs them any more. A secret that runs out is announced 30, 7 and
1 days before, and each day once it has; nothing else of it is repeated.

Mails of ours on their way out are of two sorts. Of those that nobody has refused (queued, being sent, in
doubt) one that is late means that the server for outgoing mail does not work; so does it when several
are put off and not one has left for as long. One that is put off alone is a matter of its recipient's
server and has a limit of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ANNOUNCED_DAYS = (30, 7, 1)
"""So many days before a secret runs out it is announced."""
_SEVERAL = 3
_ROOM_TO_SPARE = 1.2
"""A disk is well again when so many times the limit are free: an alarm must not come and go."""


class Rule(StrEnum):
    """What is watched."""

    WORKER = "worker"
    MAILBOX = "mailbox"
    PROOF = "proof"
    UNHANDLED = "unhandled"
    OUTBOX = "outbox"
    DEFERRED = "deferred"
    DISK = "disk"
    SECRET = "secret"  # noqa: S105 - the name of a rule
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class Vitals:
    """What was measured, each None where it is not known.

    contact: when the mailbox was last reached. started, beat: when the worker started and when it last
    gave a sign of life. present, missing, missing_since: mails in the mailbox, those of them without a
    row, and since when there are any. held_since: receipt of the oldest mail that waits for a person.
    due_since, deferred_since: since when the oldest mail of ours is due that nobody refused, or that was
    put off. late: mails of ours that are due. sent: when one last left. free_megabytes: on the disk of
    the ledger. secret_expires: the first of the secrets to run out. backup: when the last was written.
    """

    contact: datetime | None = None
    started: datetime | None = None
    beat: datetime | None = None
    present: int | None = None
    missing: int | None = None
    missing_since: datetime | None = None
    held: int = 0
    held_since: datetime | None = None
    late: int = 0
    due_since: datetime | None = None
    deferred_since: datetime | None = None
    sent: datetime | None = None
    free_megabytes: int | None = None
    secret_expires: datetime | None = None
    backup: datetime | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on something is not well; None: never. `until`: the end of the event."""

    ages: Mapping[Rule, timedelta]
    megabytes: int
    until: datetime
    repeat: timedelta | None = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sign:
    """How it stands with one rule.

    since: what the age is counted from. count: mails, megabytes or days, as the rule measures. limit: in
    seconds or megabytes; None where the rule is not set. stage: rises when it has become so much worse
    that it is told again.
    """

    rule: Rule
    well: bool
    since: datetime | None = None
    count: int | None = None
    limit: float | None = None
    stage: int = 0


class Phase(StrEnum):
    """What is told of an alarm."""

    BEGUN = "begun"
    LASTS = "lasts"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Standing:
    """An alarm that was told and is not over. told: how often; told_at: the last time."""

    id: int
    rule: Rule
    began_at: datetime
    told_at: datetime
    told: int = 1
    stage: int = 0


@dataclass(frozen=True, slots=True)
class Telling:
    """An alarm is to be told. standing: None for one that begins."""

    phase: Phase
    sign: Sign
    standing: Standing | None = None


def examine(
    vitals: Vitals, limits: Limits, now: datetime, standing: Collection[Rule] = ()
) -> tuple[Sign, ...]:
    """How it stands with every rule. standing: those whose alarm lasts."""
    v = vitals
    held_since = v.held_since if now < limits.until else None
    signs = [
        _aged(Rule.WORKER, v.beat, limits, now),
        _aged(Rule.MAILBOX, v.contact or v.started, limits, now),
        _aged(Rule.PROOF, v.missing_since if v.missing else None, limits, now, v.missing),
        _aged(Rule.UNHANDLED, held_since, limits, now, v.held),
        _outgoing(v, limits, now),
        _aged(Rule.DEFERRED, v.deferred_since, limits, now, v.late),
        _disk(v, limits, Rule.DISK in standing),
        _secret(v, now),
        _aged(Rule.BACKUP, v.backup or v.started, limits, now),
    ]
    return tuple(signs)


def due_tellings(
    signs: Sequence[Sign], standing: Sequence[Standing], limits: Limits, now: datetime
) -> tuple[Telling, ...]:
    """What is to be told now. The worker does not tell of itself: it lives, or cannot tell."""
    open_ = {one.rule: one for one in standing}
    found: list[Telling] = []
    for sign in signs:
        known = open_.get(sign.rule)
        if sign.rule is Rule.WORKER:
            continue
        if known is None:
            found += [] if sign.well else [Telling(Phase.BEGUN, sign)]
        elif sign.well:
            found.append(Telling(Phase.OVER, sign, known))
        elif sign.stage > known.stage or _again(sign, known, limits, now):
            found.append(Telling(Phase.LASTS, sign, known))
    return tuple(found)


def _again(sign: Sign, known: Standing, limits: Limits, now: datetime) -> bool:
    if sign.rule is Rule.SECRET and sign.stage <= len(ANNOUNCED_DAYS):
        return False
    return limits.repeat is not None and now - known.told_at >= limits.repeat


def _aged(
    rule: Rule, since: datetime | None, limits: Limits, now: datetime, count: int | None = None
) -> Sign:
    limit = limits.ages.get(rule)
    well = since is None or limit is None or now - since < limit
    return Sign(rule, well, since, count, limit.total_seconds() if limit else None)


def _outgoing(vitals: Vitals, limits: Limits, now: datetime) -> Sign:
    sign = _aged(Rule.OUTBOX, vitals.due_since, limits, now, vitals.late)
    limit, put_off = limits.ages.get(Rule.OUTBOX), vitals.deferred_since
    if not sign.well or limit is None or put_off is None or vitals.late < _SEVERAL:
        return sign
    none_left = vitals.sent is None or vitals.sent < put_off
    stuck = none_left and now - put_off >= limit
    return Sign(Rule.OUTBOX, not stuck, put_off, vitals.late, limit.total_seconds())


def _disk(vitals: Vitals, limits: Limits, standing: bool) -> Sign:
    free, limit = vitals.free_megabytes, limits.megabytes
    enough = limit * (_ROOM_TO_SPARE if standing else 1)
    well = free is None or not limit or free >= enough
    return Sign(Rule.DISK, well, count=free, limit=limit or None)


def _secret(vitals: Vitals, now: datetime) -> Sign:
    """stage: 1 to 3 for the announced days, 4 once it has run out."""
    if vitals.secret_expires is None:
        return Sign(Rule.SECRET, well=True)
    left = vitals.secret_expires - now
    stage = sum(left <= timedelta(days=days) for days in ANNOUNCED_DAYS) + (left <= timedelta())
    days = max(0, -(-left // timedelta(days=1)))
    return Sign(Rule.SECRET, stage == 0, vitals.secret_expires, days, stage=stage)
