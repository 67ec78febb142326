"""Answers to an offer: yes, no, or silence.

Whoever says yes while the offer stands sits in the seat that was kept. A no is final, and so is
silence until the offer ends: the person leaves that waiting list (who sits in their second choice
keeps that seat), and the seat passes to the next. Whoever wants to come after all writes again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailbot.decision.case import Case, Ending
from mailbot.decision.model import Decision, Disposition, Registration
from mailbot.decision.waitlist import seated
from mailbot.envelope import Notice, Status
from mailbot.intent.model import Answer, Kind


def answer_offer(case: Case) -> Decision | None:
    """Takes or declines what is offered to the sender; None if nothing is, or it is no answer."""
    offered = tuple(r for r in case.mine if r.live and r.offered is not None)
    if not offered:
        return None
    said = _said(case, offered)
    if said is Answer.YES:
        return _accepted(case, [r for r in offered if stands(r, case.arrival.received)], offered)
    if said is Answer.NO:
        return case.conclude(
            Ending(Disposition.CANCELLED, "offer-declined", "The seat that was offered is not wanted."),
            Notice.CANCELLATION
            if all(without_offer(r).status is Status.CANCELLED for r in offered)
            else Notice.CHANGE,
            [(r, without_offer(r)) for r in offered],
        )
    return None


def stands(registration: Registration, moment: datetime) -> bool:
    """Whether what is offered to somebody may still be taken at `moment`."""
    return registration.offered_until is not None and moment < registration.offered_until


def without_offer(registration: Registration) -> Registration:
    """Somebody whose offer was declined or ran out: off that waiting list for good."""
    stays = registration.status is Status.CONFIRMED
    return replace(
        registration,
        status=Status.CONFIRMED if stays else Status.CANCELLED,
        waiting_for=None,
        offered=None,
        offered_until=None,
    )


def _accepted(case: Case, standing: list[Registration], offered: tuple[Registration, ...]) -> Decision:
    if len(standing) < len(offered):
        return case.hold("offer-ended", "The seat was kept until a time that has passed.")
    return case.conclude(
        Ending(Disposition.ACCEPTED, "offer-accepted", "The seat that was offered is taken."),
        Notice.CONFIRMATION,
        [(r, seated(r)) for r in offered],
    )


def _said(case: Case, offered: tuple[Registration, ...]) -> Answer:
    """A bare yes or no; or naming the workshop that is offered; or a cancellation."""
    intent = case.intent
    if intent.answer is not Answer.NONE:
        return intent.answer
    if intent.kind is Kind.CANCELLATION:
        return Answer.NO
    wished = {p.workshop for p in intent.participants}
    if intent.kind in (Kind.REGISTRATION, Kind.CHANGE) and wished == {r.offered for r in offered}:
        return Answer.YES
    return Answer.NONE
