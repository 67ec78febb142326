"""Days and times of day as people write them: by the reader's language, in the event's timezone.

Policy. Hours are told on the 24-hour clock in every language, as the clocks and posters at the
event's place show them: "12:00 at night" is no deadline that two readers understand alike. Where
the readers of a language come from countries that call the months differently (Arabic, Persian),
the words of the language name a second locale, and both names of the month are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from mailbot.event import Event


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a letter is written: ISO 639 code, locale for dates, and for second names of months."""

    language: str
    locale: Locale
    months: Locale | None = None

    @property
    def direction(self) -> str:
        """The direction of the reader's script: "ltr" or "rtl"."""
        return _direction(self.locale)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in words: day ("Donnerstag, 7. Oktober 2021"), short ("7. Oktober"), time of day.

    `time` is empty where the day as a whole is meant.
    """

    date: str
    short: str
    time: str


@lru_cache(maxsize=64)
def _direction(locale: Locale) -> str:
    return str(locale.text_direction)


def locale_of(identifier: str) -> Locale:
    """The locale of Babel by this name; one that Babel does not know is read as English."""
    try:
        return Locale.parse(identifier.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


@lru_cache(maxsize=256)
def moment(instant: datetime, zone: ZoneInfo, reader: Reader, *, seconds: bool = False) -> Moment:
    """The aware instant as a clock on the wall of the event's place would show it."""
    local = instant.astimezone(zone)
    return Moment(
        date=_both_months(format_date(local, "full", reader.locale), local.month, reader),
        short=_both_months(format_skeleton("MMMMd", local, locale=reader.locale), local.month, reader),
        time=format_skeleton("Hms" if seconds else "Hm", local, locale=reader.locale),
    )


def _both_months(day: str, month: int, reader: Reader) -> str:
    """The day with both names of its month, where the reader has two that differ."""
    # Few fonts on older telephones have the narrow space that Babel puts before "г." and "р.".
    day = day.replace("\u202f", "\u00a0")
    if reader.months is None:
        return day
    names = [str(locale.months["format"]["wide"][month]) for locale in (reader.locale, reader.months)]
    return day.replace(names[0], "/".join(dict.fromkeys(names)), 1)


def deadline(event: Event, reader: Reader) -> Moment:
    """The last day of registration; a time of day only where the event sets one."""
    closes = event.registration_closes
    if closes is not None and not isinstance(closes, datetime):
        last_day = event.closes_at - timedelta(hours=12)
        shown = moment(last_day, event.zone, reader)
        return Moment(shown.date, shown.short, "")
    return moment(event.closes_at, event.zone, reader)
