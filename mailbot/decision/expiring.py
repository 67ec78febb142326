"""What ends by itself: offers that nobody took and questions that nobody answered.

An offer that has run out passes to the next, and the person is told. A question that was not
answered within its time ends the registration without a further mail: we have asked once, and
whoever still wants to come writes again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from mailbot.decision.answering import stands, without_offer
from mailbot.decision.model import Decision, Disposition, Line, Notification, Policy, Registration, Snapshot
from mailbot.decision.settling import settle
from mailbot.envelope import Notice, Status
from mailbot.event import Event


def expire(
    candidates: Sequence[Registration], snapshot: Snapshot, event: Event, policy: Policy, now: datetime
) -> Decision | None:
    """Ends what has run out among `candidates` (with an offer, or pending); None if nothing has."""
    offers = [r for r in candidates if r.offered_until is not None and not stands(r, now)]
    silent = [r for r in candidates if r.status is Status.PENDING and now >= _answer_until(r, event, policy)]
    if not offers and not silent:
        return None
    changes = [(r, without_offer(r)) for r in offers]
    changes += [(r, replace(r, status=Status.DECLINED)) for r in silent]
    settled = settle(snapshot, event, policy, now, changes)
    ended = {r.reference for r in offers}
    told = [_ended(line, now) for line in settled.lines if line.registration.reference in ended]
    return Decision(
        Disposition.CANCELLED,
        "offer-expired" if offers else "no-answer",
        "What was offered or asked was not answered in time.",
        tuple(settled.final.values()),
        (*told, *settled.promotions(f"expired{now:%Y%m%d%H%M%S}", now)),
    )


def _answer_until(registration: Registration, event: Event, policy: Policy) -> datetime:
    return max(registration.queue.received + timedelta(days=policy.answer_days), event.closes_at)


def _ended(line: Line, now: datetime) -> Notification:
    after = line.registration
    return Notification(
        key=f"{after.reference}.offer-ended.{now:%Y%m%d%H%M%S}",
        notice=Notice.CANCELLATION if after.status is Status.CANCELLED else Notice.CHANGE,
        to=after.contact,
        to_name=after.contact_name,
        language=after.language,
        received=now,
        reference=after.reference,
        lines=(line,),
    )
