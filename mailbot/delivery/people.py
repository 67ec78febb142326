"""Participants as a letter tells of them: one named outcome each, and what they had before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mailbot.decision.model import Line, Registration
from mailbot.delivery.occasion import WorkshopFacts, workshop_facts
from mailbot.delivery.plain import one_line
from mailbot.envelope import Attendance, Status
from mailbot.event import Event


class Outcome(StrEnum):
    """How one participant stands, as a letter tells it; templates compare with these words."""

    CONFIRMED = "confirmed"
    SECOND_CHOICE = "second-choice"
    LIVESTREAM = "livestream"
    WAITLISTED = "waitlisted"
    PENDING = "pending"
    HELD = "held"
    CANCELLED = "cancelled"
    DECLINED = "declined"


SEATED = frozenset({Outcome.CONFIRMED, Outcome.SECOND_CHOICE, Outcome.LIVESTREAM})
"""Who takes part, on site or by livestream."""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One participant: `workshop` is the seat, or the wish while there is none.

    waiting: the workshop they wait for beside or instead of it. position: place on that list.
    before: the same person until now, where the letter tells of a change.
    """

    name: str
    organisation: str
    outcome: Outcome
    workshop: WorkshopFacts | None
    waiting: WorkshopFacts | None
    position: int | None
    livestream: bool
    reference: str
    before: PersonFacts | None


def person_facts(line: Line, event: Event) -> PersonFacts:
    """One line of a notification as a letter tells it."""
    before = _person(line.before, None, event, None) if line.before else None
    return _person(line.registration, line.position, event, before)


def _person(
    registration: Registration, position: int | None, event: Event, before: PersonFacts | None
) -> PersonFacts:
    seat = event.workshop(registration.seat)
    wish = event.workshop(registration.workshop)
    waiting = event.workshop(registration.waiting_for)
    livestream = registration.attendance is Attendance.LIVESTREAM
    outcome = _outcome(registration)
    if outcome is Outcome.WAITLISTED:
        waiting = waiting or wish
    confirmed_by_livestream = livestream and registration.status is Status.CONFIRMED
    shown = None if confirmed_by_livestream else (seat or wish)
    return PersonFacts(
        name=one_line(f"{registration.title} {registration.name}"),
        organisation=one_line(registration.organisation),
        outcome=outcome,
        workshop=workshop_facts(shown) if shown else None,
        waiting=workshop_facts(waiting) if waiting else None,
        position=position,
        livestream=livestream,
        reference=one_line(registration.reference),
        before=before,
    )


def _outcome(registration: Registration) -> Outcome:
    if registration.status is not Status.CONFIRMED:
        return Outcome(registration.status.value)
    if registration.attendance is Attendance.LIVESTREAM and registration.waiting_for is None:
        return Outcome.LIVESTREAM
    if registration.waiting_for is not None:
        return Outcome.SECOND_CHOICE
    return Outcome.CONFIRMED
