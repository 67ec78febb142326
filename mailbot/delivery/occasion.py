"""The event as a letter tells of it: days, hours, place and workshops in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from babel import Locale

from mailbot.delivery.plain import one_line, paragraphs, shortened
from mailbot.delivery.when import moment
from mailbot.event import Event, Workshop

_SHORT_ID = re.compile(r"\d{1,3}[A-Za-z]?|[^\W\d_]{1,2}\d{0,2}|[IVX]{1,4}")


@dataclass(frozen=True, slots=True)
class WorkshopFacts:
    """A workshop; `id` is empty unless it is a number or letter that people would say aloud."""

    id: str
    title: str
    leaders: tuple[str, ...]
    room: str


@dataclass(frozen=True, slots=True)
class EventFacts:
    """The event in the reader's language; times of day are empty where nothing is known.

    foreign: its texts are written in another language (`language`) than the letter.
    """

    title: str
    short_title: str
    subtitle: str
    date: str
    short_date: str
    starts: str
    ends: str
    end_date: str
    place: str
    workshops_start: str
    workshops_end: str
    workshops: tuple[WorkshopFacts, ...]
    livestream: bool
    livestream_url: str
    catering: str
    recording: str
    funding: str
    subject_to_change: str
    language: str
    foreign: bool


@lru_cache(maxsize=32)
def event_facts(event: Event, locale: Locale, language: str) -> EventFacts:
    """The event for a reader of this language; dates and times by `locale`, in its timezone.

    Kept for the next mail: every mail of a run tells of the same event.
    """
    starts = moment(event.starts_at, event.zone, locale)
    ends = moment(event.ends_at, event.zone, locale) if event.ends is not None else None
    first, last = workshop_hours(event)
    return EventFacts(
        title=one_line(event.title),
        short_title=short_title(event.title),
        subtitle=one_line(event.subtitle),
        date=starts.date,
        short_date=starts.short,
        starts=starts.time,
        ends=ends.time if ends else "",
        end_date=ends.date if ends and ends.date != starts.date else "",
        place=one_line(event.place, 300),
        workshops_start=moment(first, event.zone, locale).time if first else "",
        workshops_end=moment(last, event.zone, locale).time if last else "",
        workshops=tuple(workshop_facts(w) for w in event.workshops),
        livestream=event.livestream,
        livestream_url=event.livestream_url.strip(),
        catering=" ".join(paragraphs(event.catering)),
        recording=" ".join(paragraphs(event.recording)),
        funding=" ".join(paragraphs(event.funding)),
        subject_to_change=" ".join(paragraphs(event.subject_to_change)),
        language=event.language,
        foreign=event.language != language,
    )


def workshop_hours(event: Event) -> tuple[datetime | None, datetime | None]:
    """When the workshops begin and end (aware), if exactly one item of the programme says so.

    An item says so if its title is "Workshops", or else if that word stands free in it: not the
    evaluation of workshop results in the afternoon.
    """
    exact = [i for i in event.programme if re.fullmatch(r"\W*workshops?\W*", i.title, re.IGNORECASE)]
    free = [i for i in event.programme if re.search(r"(?<![\w-])workshops?(?![\w-])", i.title, re.IGNORECASE)]
    items = exact or free
    if len(items) != 1 or not event.workshops:
        return None, None
    day, item = event.starts_at.astimezone(event.zone).date(), items[0]
    first = datetime.combine(day, item.starts, event.zone)
    return first, datetime.combine(day, item.ends, event.zone) if item.ends else None


def short_title(title: str) -> str:
    """The title for a subject line: up to its colon or dash where that says enough, at most 40 signs."""
    whole = one_line(title)
    head = re.split(r"\s*:\s+|\s+[–—-]\s+", whole, maxsplit=1)[0]
    return shortened(head if len(head) >= 8 else whole, 40)


def workshop_facts(workshop: Workshop) -> WorkshopFacts:
    """The workshop for a template."""
    return WorkshopFacts(
        id=workshop.id if _SHORT_ID.fullmatch(workshop.id) else "",
        title=one_line(workshop.title),
        leaders=tuple(one_line(leader) for leader in workshop.leaders),
        room=one_line(workshop.room),
    )
