"""Participants as a letter tells of them: one named outcome each, and what they had before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mailbot.decision.model import Line, Registration
from mailbot.delivery.occasion import WorkshopFacts, workshop_facts
from mailbot.delivery.plain import isolated, one_line
from mailbot.delivery.when import Moment, Reader, moment
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
class Offer:
    """A seat that is kept for somebody who says yes in time.

    workshop: None where the event has none. until: None where no end is known.
    """

    workshop: WorkshopFacts | None
    until: Moment | None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """One participant: `workshop` is the seat, or the wish while there is none.

    waiting: the workshop they wait for beside or instead of it. position: place on that list.
    offer: the seat that is kept for them while they wait. before: the same person until now, where
    the letter tells of a change.
    """

    name: str
    organisation: str
    outcome: Outcome
    workshop: WorkshopFacts | None
    waiting: WorkshopFacts | None
    position: int | None
    offer: Offer | None
    livestream: bool
    reference: str
    before: PersonFacts | None


def person_facts(line: Line, event: Event, reader: Reader) -> PersonFacts:
    """One line of a notification as a letter to this reader tells it."""
    # Who was held or asked has been told of no place, so nothing of it is told as what was before.
    known = line.before if line.before and line.before.status not in (Status.HELD, Status.PENDING) else None
    before = _person(Line(known), event, reader, None) if known else None
    return _person(line, event, reader, before)


def outcome(registration: Registration) -> Outcome:
    """How this participant stands."""
    if registration.status is not Status.CONFIRMED:
        return Outcome(registration.status.value)
    if registration.attendance is Attendance.LIVESTREAM and registration.waiting_for is None:
        return Outcome.LIVESTREAM
    if registration.waiting_for is not None:
        return Outcome.SECOND_CHOICE
    return Outcome.CONFIRMED


def _person(line: Line, event: Event, reader: Reader, before: PersonFacts | None) -> PersonFacts:
    registration, direction = line.registration, reader.direction
    seat = event.workshop(registration.seat)
    wish = event.workshop(registration.workshop)
    waiting = event.workshop(registration.waiting_for)
    livestream = registration.attendance is Attendance.LIVESTREAM
    stands = outcome(registration)
    if stands is Outcome.WAITLISTED:
        waiting = waiting or wish
    confirmed_by_livestream = livestream and registration.status is Status.CONFIRMED
    shown = None if confirmed_by_livestream else (seat or wish)
    return PersonFacts(
        name=isolated(one_line(f"{registration.title} {registration.name}"), direction),
        organisation=isolated(one_line(registration.organisation), direction),
        outcome=stands,
        workshop=workshop_facts(shown, direction) if shown else None,
        waiting=workshop_facts(waiting, direction) if waiting else None,
        position=line.position,
        offer=_offer(registration, event, reader),
        livestream=livestream,
        reference=isolated(one_line(registration.reference), direction),
        before=before,
    )


def _offer(registration: Registration, event: Event, reader: Reader) -> Offer | None:
    if registration.offered is None:
        return None
    workshop, until = event.workshop(registration.offered), registration.offered_until
    return Offer(
        workshop=workshop_facts(workshop, reader.direction) if workshop else None,
        until=moment(until, event.zone, reader) if until else None,
    )
