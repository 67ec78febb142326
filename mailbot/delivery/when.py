"""Days and times of day as people write them: by the reader's language, in the event's timezone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time

from mailbot.event import Event


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in words: day ("Donnerstag, 7. Oktober 2021"), short ("7. Oktober"), time of day.

    `time` is empty where the day as a whole is meant.
    """

    date: str
    short: str
    time: str


def locale_of(identifier: str) -> Locale:
    """The locale of Babel by this name; one that Babel does not know is read as English."""
    try:
        return Locale.parse(identifier.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def moment(instant: datetime, zone: ZoneInfo, locale: Locale, *, seconds: bool = False) -> Moment:
    """The aware instant as a clock on the wall of the event's place would show it."""
    local = instant.astimezone(zone)
    return Moment(
        date=format_date(local, "full", locale),
        short=format_skeleton("MMMMd", local, locale=locale),
        time=format_time(local, "medium" if seconds else "short", tzinfo=zone, locale=locale),
    )


def deadline(event: Event, locale: Locale) -> Moment:
    """The last day of registration; a time of day only where the event sets one."""
    closes = event.registration_closes
    if closes is not None and not isinstance(closes, datetime):
        last_day = event.closes_at - timedelta(hours=12)
        shown = moment(last_day, event.zone, locale)
        return Moment(shown.date, shown.short, "")
    return moment(event.closes_at, event.zone, locale)
