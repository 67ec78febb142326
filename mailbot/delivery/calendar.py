"""Calendar entries of registrations: iCalendar objects for the reader's calendar.

Policy. An entry is published, not an invitation (RFC 5546, 3.2.1 PUBLISH): no calendar program
sends us acceptances, and nobody's address stands in it but the office's. Each registration has an
entry of its own, with one UID for ever, so that whoever leaves a group takes no other entry away;
the entry names nobody, its description tells the registration's reference. SEQUENCE (RFC 5545,
3.8.7.4) is the revision of the registration, one more with each change.

A mail that tells of somebody with a place publishes the entries of all who have one, in one object;
who lost theirs is in it with STATUS:CANCELLED. Where nobody of a mail has a place any more, each
entry is cancelled by an object of its own, since all entries of a CANCEL must have the same UID
(RFC 5546, 3.2.5).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from icalendar import Event as Entry
from icalendar import Timezone, vCalAddress, vText

from mailbot.decision.model import Line, Notification, Registration
from mailbot.delivery.people import SEATED, outcome
from mailbot.delivery.plain import one_line
from mailbot.envelope import Attendance, Notice, Status
from mailbot.event import Event
from mailbot.message.model import Address

_TELLING = (Notice.CONFIRMATION, Notice.CHANGE, Notice.PROMOTION, Notice.CANCELLATION, Notice.WAITLIST)
_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//mailbot//registration//EN\r\n"
_END = b"END:VEVENT\r\n"


class Method(StrEnum):
    """What a calendar is to do with entries (RFC 5546, 1.4)."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class CalendarObject:
    """An iCalendar object (UTF-8, CRLF line ends) and its method, which the MIME part repeats."""

    method: Method
    data: bytes


def calendar_objects(
    notification: Notification, event: Event, organiser: Address, descriptions: Sequence[str], now: datetime
) -> tuple[CalendarObject, ...]:
    """The objects that this mail carries; none where nobody has or loses a place.

    Args:
        notification: what the mail says.
        event: what takes place.
        organiser: the office's mailbox, which RFC 5546 requires to be named.
        descriptions: text of the entry of each line of the notification, in the reader's language.
        now: aware; DTSTAMP is made from it.
    """
    if notification.notice not in _TELLING:
        return ()
    entries: list[tuple[bytes, bool]] = []
    for line, description in zip(notification.lines, descriptions, strict=True):
        has_place = outcome(line.registration) in SEATED
        if has_place or _had_place(line):
            status = "CONFIRMED" if has_place else "CANCELLED"
            entries.append((_entry(line.registration, event, organiser, description, now, status), has_place))
    if any(has_place for _, has_place in entries):
        return (_object(Method.PUBLISH, event, [entry for entry, _ in entries]),)
    return tuple(_object(Method.CANCEL, event, [entry]) for entry, _ in entries)


def _object(method: Method, event: Event, entries: Sequence[bytes]) -> CalendarObject:
    head = f"{_HEAD}METHOD:{method.value}\r\n".encode()
    zone = _timezone(event.timezone, event.starts_at.date())
    return CalendarObject(method, b"".join((head, zone, *entries, b"END:VCALENDAR\r\n")))


@lru_cache(maxsize=32)
def _timezone(name: str, day: date) -> bytes:
    """The rules of a timezone around a day; kept, since all mails of a run need the same."""
    span = timedelta(days=300)
    zone: bytes = Timezone.from_tzid(name, first_date=day - span, last_date=day + span).to_ical()
    return zone


def _entry(
    registration: Registration,
    event: Event,
    organiser: Address,
    description: str,
    now: datetime,
    status: str,
) -> bytes:
    entry = Entry()
    entry.add("uid", _uid(registration, event, organiser))
    entry.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    entry.add("sequence", registration.sequence)
    entry.add("status", status)
    if description:
        entry.add("description", description)
    whole: bytes = entry.to_ical()
    about = _about(event, organiser, registration.attendance is Attendance.LIVESTREAM)
    return whole.removesuffix(_END) + about + _END


@lru_cache(maxsize=32)
def _about(event: Event, organiser: Address, livestream: bool) -> bytes:
    """What is the same in the entries of all: when and where, and who asks; kept, as the timezone is."""
    entry = Entry()
    entry.add("dtstart", event.starts_at.astimezone(event.zone))
    if event.ends is not None:
        entry.add("dtend", event.ends_at.astimezone(event.zone))
    entry.add("summary", one_line(event.title))
    place = one_line(event.place, 300)
    if livestream:
        place = event.livestream_url.strip() or "Livestream"
    if place:
        entry.add("location", place)
    office = vCalAddress(f"mailto:{organiser.email}")
    if organiser.name:
        office.params["CN"] = vText(organiser.name)
    entry.add("organizer", office, encode=False)
    whole: bytes = entry.to_ical()
    return whole.removeprefix(b"BEGIN:VEVENT\r\n").removesuffix(_END)


def _uid(registration: Registration, event: Event, organiser: Address) -> str:
    name = registration.reference
    digest = hashlib.sha256(f"{event.id}/{name}".encode()).hexdigest()[:16]
    return f"{one_line(name).replace(' ', '-')}-{digest}@{organiser.domain}"


def _had_place(line: Line) -> bool:
    """Whether this person may have an entry from us: they had a place, or that is not known."""
    if line.registration.status is not Status.CANCELLED:
        return False
    return line.before is None or line.before.status is Status.CONFIRMED
