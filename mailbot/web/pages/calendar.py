"""The event in the organisers' own calendars: its dates and how full it is, as iCalendar (RFC 5545).

Nobody who registered stands in it. Days of the file (a date without an hour) are whole days in the calendar
too; workshops are whole days that keep nobody busy, since the event does that already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr

from icalendar import Calendar
from icalendar import Event as Entry
from starlette.responses import Response

from mailbot.decision import with_limits
from mailbot.delivery.plain import one_line
from mailbot.envelope import Role
from mailbot.flow import Office
from mailbot.flow.feed import end_feed, feed_of, new_feed, owner
from mailbot.flow.outcome import Unknown
from mailbot.store import User, seat_limits
from mailbot.web.pages.overview import Bar, bars
from mailbot.web.visit import Page, Visit
from mailbot.web.words import LANGUAGES, Words

_REFRESH = "PT1H"
"""How often programs are asked to come again (RFC 7986, 5.7)."""

_LINE = 300


@dataclass(frozen=True, slots=True)
class Day:
    """An entry. key: names it for ever. starts: a date for a whole day. ends: None for a moment or a day."""

    key: str
    summary: str
    starts: datetime | date
    ends: datetime | date | None = None
    place: str = ""
    text: str = ""
    busy: bool = False


def look(visit: Visit) -> Response:
    """Whether there is an address, and what it is for."""
    return _look(visit)


def _look(visit: Visit, address: str = "") -> Response:
    feed = feed_of(visit.office, _user(visit))
    return visit.page("calendar.html", feed=feed, address=address)


def _user(visit: Visit) -> User:
    if visit.session is None:
        raise Unknown("nobody is signed in")
    return visit.session.user


def change(visit: Visit) -> Response:
    """A new address, shown this once; or none any more."""
    user, what = _user(visit), visit.text("do")
    if what == "new":
        secret = new_feed(visit.office, user)
        return _look(visit, f"{visit.request.base_url}calendar/{secret}/event.ics")
    if what != "end":
        raise Unknown(f"there is nothing like {what}")
    end_feed(visit.office, user)
    return visit.to("/calendar", visit.words.gettext("The address is worth nothing from now on."))


def download(visit: Visit) -> Response:
    """The calendar as it is now, for somebody who is signed in."""
    return _answer([visit.office], visit.words)


def subscription(visit: Visit) -> Response:
    """The calendar for a program that knows a secret address: of all events that its owner may see, in the
    language of the first.
    """
    offices = visit.desk.offices()
    user = owner(offices[0], str(visit.request.path_params["key"]))
    seen = [one for one in offices if user is not None and user.sees(one.event.id)]
    if not seen:
        raise Unknown("there is no such address")
    language = seen[0].event.language
    return _answer(seen, visit.desk.words[language if language in LANGUAGES else LANGUAGES[0]])


def _answer(offices: Sequence[Office], words: Words) -> Response:
    headers = {"Content-Disposition": 'attachment; filename="event.ics"'}
    return Response(as_calendar(offices, words), media_type="text/calendar", headers=headers)


def as_calendar(offices: Sequence[Office], words: Words) -> bytes:
    """The iCalendar object with the dates of these events: UTF-8, CRLF line ends."""
    calendar = Calendar()
    calendar.add("prodid", "-//mailbot//desk//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", one_line(", ".join(office.event.title for office in offices)))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", _REFRESH)
    for office in offices:
        domain = parseaddr(office.settings.smtp.from_)[1].rpartition("@")[2] or "mailbot.invalid"
        for day in days(office, words):
            calendar.add_component(_entry(day, office, domain))
    data: bytes = calendar.to_ical()
    return data


def _entry(day: Day, office: Office, domain: str) -> Entry:
    entry = Entry()
    digest = hashlib.sha256(f"{office.event.id}/{day.key}".encode()).hexdigest()[:24]
    entry.add("uid", f"desk-{digest}@{domain}")
    entry.add("dtstamp", office.clock().astimezone(UTC).replace(microsecond=0))
    entry.add("dtstart", _written(day.starts))
    if day.ends is not None:
        entry.add("dtend", _written(day.ends))
    entry.add("summary", one_line(day.summary, _LINE))
    if day.place:
        entry.add("location", one_line(day.place, _LINE))
    if day.text:
        entry.add("description", day.text)
    entry.add("transp", "OPAQUE" if day.busy else "TRANSPARENT")
    return entry


def _written(when: datetime | date) -> datetime | date:
    """Moments in UTC, which every program understands without rules of a timezone."""
    return when.astimezone(UTC) if isinstance(when, datetime) else when


def days(office: Office, words: Words) -> Iterator[Day]:
    """Every date of the event, with the seats as they are now."""
    event, gettext = office.event, words.gettext
    with office.database.reading() as tx:
        full = bars(tx, with_limits(event, seat_limits(tx, event.id)))
    counted = [line for line in (_counted(bar, gettext) for bar in full) if line]
    ends = event.ends_at if event.ends else None
    yield Day("event", event.title, event.starts_at, ends, event.place, "\n".join(counted), busy=True)
    for opens_or_closes, key, said in (
        (event.registration_opens, "opens", gettext("Registration opens")),
        (event.registration_closes, "closes", gettext("Registration closes")),
        (office.settings.waiting.promote_until, "promotes", gettext("Last day on which free seats pass on")),
    ):
        if opens_or_closes is not None:
            yield Day(key, f"{said}: {event.title}", _day(opens_or_closes, office), text="\n".join(counted))
    first = event.starts_at.astimezone(event.zone).date()
    last = (event.ends_at - timedelta(seconds=1)).astimezone(event.zone).date()
    for bar in full:
        workshop = event.workshop(bar.id)
        if workshop is not None:
            place, text = workshop.room or event.place, "\n".join((workshop.title, *workshop.leaders))
            after = last + timedelta(days=1)
            yield Day(f"workshop/{bar.id}", _counted(bar, gettext), first, after, place, text)
    remind, keep = office.settings.schedule.reminder_days_before, office.settings.retention.days_after_event
    if remind:
        said = gettext("Reminder goes out")
        yield Day("reminder", f"{said}: {event.title}", first - timedelta(days=remind))
    if keep is not None:
        said = gettext("Personal data is erased")
        yield Day("erasure", f"{said}: {event.title}", last + timedelta(days=keep))


def _day(when: datetime | date, office: Office) -> datetime | date:
    """A whole day where the file says no hour; aware else."""
    if isinstance(when, datetime):
        return when if when.tzinfo else when.replace(tzinfo=office.event.zone)
    return when


def _counted(bar: Bar, gettext: Callable[[str], str]) -> str:
    """How full one place is, in a line."""
    if bar.id == "livestream":
        called = gettext("Livestream")
    else:
        called = f"{bar.id} · {bar.title}" if bar.id else gettext("On site, all together")
    values = {"taken": bar.taken, "seats": bar.seats, "waiting": bar.waiting}
    full = (
        gettext("%(taken)s of %(seats)s seats") if bar.seats is not None else gettext("%(taken)s registered")
    )
    line = f"{called}: {full % values}"
    return line + (", " + gettext("%(waiting)s waiting") % values if bar.waiting else "")


PAGES = (
    Page("/calendar", look, Role.READER, change, Role.READER),
    Page("/calendar.ics", download),
    Page("/calendar/{key}/event.ics", subscription, None),
)
