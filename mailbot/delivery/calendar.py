"""The calendar entry of a confirmed registration: an iCalendar object for the reader's calendar.

Policy. The entry is published, not an invitation (RFC 5546, 3.2.1 PUBLISH): no calendar program
sends us acceptances, and nobody's address stands in it but the office's. One registration has one
UID for ever. Several registrations told of in one mail share one entry without names, under a UID
of their own, so that the cancellation of one person does not remove the entry of the rest; only
when nobody of a mail is left is the entry cancelled (3.2.5 CANCEL). SEQUENCE (RFC 5545, 3.8.7.4)
is the revision of the registration, one more with each change; an entry that several share carries
the sum of theirs, which grows with a change of any.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from icalendar import Calendar, Timezone, vCalAddress, vText
from icalendar import Event as Entry

from mailbot.decision.model import Line, Notification
from mailbot.delivery.people import SEATED, outcome
from mailbot.delivery.plain import one_line
from mailbot.envelope import Attendance, Notice, Status
from mailbot.event import Event
from mailbot.message.model import Address

_TELLING = (Notice.CONFIRMATION, Notice.CHANGE, Notice.PROMOTION, Notice.CANCELLATION, Notice.WAITLIST)


class Method(StrEnum):
    """What a calendar is to do with an entry (RFC 5546, 1.4)."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An iCalendar object (UTF-8, CRLF line ends) and its method, which the MIME part repeats."""

    method: Method
    data: bytes


def method_of(notification: Notification) -> Method | None:
    """Whether this mail carries an entry: somebody has a place, or nobody has one any more."""
    if notification.notice not in _TELLING:
        return None
    if any(outcome(line.registration) in SEATED for line in notification.lines):
        return Method.PUBLISH
    lost = any(_had_place(line) for line in notification.lines)
    return Method.CANCEL if lost and not _anybody_waits(notification) else None


def calendar_entry(
    notification: Notification, event: Event, organiser: Address, description: str, now: datetime
) -> CalendarEntry | None:
    """The entry for this mail, or None where it carries none.

    Args:
        notification: what the mail says.
        event: what takes place.
        organiser: the office's mailbox, which RFC 5546 requires to be named.
        description: text of the entry in the reader's language.
        now: aware; DTSTAMP is made from it.
    """
    method = method_of(notification)
    if method is None:
        return None
    calendar = Calendar()
    calendar.add("prodid", "-//mailbot//registration//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    calendar.add_component(_timezone(event.timezone, event.starts_at.date()))
    calendar.add_component(_entry(notification, event, organiser, description, now, method))
    return CalendarEntry(method, calendar.to_ical())


@lru_cache(maxsize=32)
def _timezone(name: str, day: date) -> Timezone:
    """The rules of a timezone around a day; kept, since all mails of a run need the same."""
    span = timedelta(days=300)
    return Timezone.from_tzid(name, first_date=day - span, last_date=day + span)


def _entry(
    notification: Notification,
    event: Event,
    organiser: Address,
    description: str,
    now: datetime,
    method: Method,
) -> Entry:
    entry = Entry()
    entry.add("uid", _uid(notification, event, organiser))
    entry.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    entry.add("sequence", sum(line.registration.sequence for line in notification.lines))
    entry.add("status", "CONFIRMED" if method is Method.PUBLISH else "CANCELLED")
    entry.add("dtstart", event.starts_at.astimezone(event.zone))
    if event.ends is not None:
        entry.add("dtend", event.ends_at.astimezone(event.zone))
    entry.add("summary", one_line(event.title))
    place = one_line(event.place, 300)
    if all(line.registration.attendance is Attendance.LIVESTREAM for line in notification.lines):
        place = event.livestream_url.strip() or "Livestream"
    if place:
        entry.add("location", place)
    if description:
        entry.add("description", description)
    office = vCalAddress(f"mailto:{organiser.email}")
    if organiser.name:
        office.params["CN"] = vText(organiser.name)
    entry.add("organizer", office, encode=False)
    return entry


def _uid(notification: Notification, event: Event, organiser: Address) -> str:
    """One UID per registration, another for those who were told of together."""
    if len(notification.lines) == 1:
        name = notification.lines[0].registration.reference
    else:
        name = "group-" + (notification.reference or notification.lines[0].registration.reference)
    digest = hashlib.sha256(f"{event.id}/{name}".encode()).hexdigest()[:16]
    return f"{one_line(name).replace(' ', '-')}-{digest}@{organiser.domain}"


def _had_place(line: Line) -> bool:
    """Whether this person may have an entry from us: they had a place, or that is not known."""
    if line.registration.status is not Status.CANCELLED:
        return False
    return line.before is None or line.before.status is Status.CONFIRMED


def _anybody_waits(notification: Notification) -> bool:
    return any(line.registration.live for line in notification.lines)
