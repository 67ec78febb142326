"""Mails to many: one to each contact, however many people they registered.

The key of each copy is made from the contact's address, so that a run that was broken off goes on
where it stopped and nobody hears the same thing twice. They leave at a limited rate: the first ones
at once, the others minute by minute.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from mailbot.decision.model import Line, Notification, Registration
from mailbot.envelope import Attendance, Notice, Status


class Audience(StrEnum):
    """Who is written to; for one workshop its id stands after a colon."""

    ALL = "all"
    WORKSHOP = "workshop"
    WAITING = "waiting"
    LIVESTREAM = "livestream"


def in_audience(registration: Registration, audience: Audience, workshop: str = "") -> bool:
    """Whether a registration is meant; `workshop`: the id, for WORKSHOP."""
    confirmed = registration.status is Status.CONFIRMED
    match audience:
        case Audience.ALL:
            return registration.status in (Status.CONFIRMED, Status.WAITLISTED)
        case Audience.WORKSHOP:
            return confirmed and registration.seat == workshop
        case Audience.WAITING:
            return registration.live and registration.waiting_for is not None
        case Audience.LIVESTREAM:
            return confirmed and registration.attendance is Attendance.LIVESTREAM


def by_contact(registrations: Iterable[Registration]) -> dict[str, list[Registration]]:
    """The registrations of each contact, contacts in order of their first registration."""
    groups: dict[str, list[Registration]] = {}
    for registration in sorted(registrations, key=lambda r: r.queue.key):
        groups.setdefault(registration.contact, []).append(registration)
    return groups


def bulk_key(name: str, contact: str) -> str:
    """The outbox key of one copy: `name` says what it is, "reminder" or "announcement.7"."""
    return f"{name}.{hashlib.sha256(contact.encode()).hexdigest()[:24]}"


def copy_for(
    notice: Notice, name: str, people: Sequence[Registration], now: datetime, text: str = ""
) -> Notification:
    """One contact's copy, telling of all whom they registered."""
    first = people[0]
    return Notification(
        key=bulk_key(name, first.contact),
        notice=notice,
        to=first.contact,
        to_name=first.contact_name,
        language=first.language,
        received=now,
        reference=first.reference,
        lines=tuple(Line(person) for person in people),
        text=text,
    )


def not_before(place: int, per_minute: int, now: datetime) -> datetime:
    """When the copy number `place` (from 0) may leave."""
    return now + timedelta(minutes=place // per_minute)
