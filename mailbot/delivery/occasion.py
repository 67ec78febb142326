"""The event as a letter tells of it: days, hours, place and workshops in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

from mailbot.delivery.plain import isolated, one_line, paragraphs, shortened
from mailbot.delivery.when import Reader, moment
from mailbot.event import Event, Workshop

_SHORT_ID = re.compile(r"\d{1,3}[A-Za-z]?|[^\W\d_]{1,2}\d{0,2}|[IVX]{1,4}")


@dataclass(frozen=True, slots=True)
class WorkshopFacts:
    """A workshop; `id` is empty unless it is a number or letter that people would say aloud.

    leaders: all of them, with commas between.
    """

    id: str
    title: str
    leaders: str
    room: str


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """One line of the day: times of day (`ends` may be empty) and what takes place."""

    starts: str
    ends: str
    title: str


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
    programme: tuple[ProgrammeFacts, ...]
    livestream: bool
    livestream_url: str
    catering: str
    recording: str
    funding: str
    subject_to_change: str
    language: str
    foreign: bool


@lru_cache(maxsize=32)
def event_facts(event: Event, reader: Reader) -> EventFacts:
    """The event for this reader; dates and times by their locale, in the event's timezone.

    Kept for the next mail: every mail of a run tells of the same event.
    """
    starts = moment(event.starts_at, event.zone, reader)
    ends = moment(event.ends_at, event.zone, reader) if event.ends is not None else None
    first, last = workshop_hours(event)
    return EventFacts(
        title=isolated(one_line(event.title), reader.direction),
        short_title=isolated(short_title(event.title), reader.direction),
        subtitle=isolated(one_line(event.subtitle), reader.direction),
        date=starts.date,
        short_date=starts.short,
        starts=starts.time,
        ends=ends.time if ends else "",
        end_date=ends.date if ends and ends.date != starts.date else "",
        place=isolated(one_line(event.place, 300), reader.direction),
        workshops_start=moment(first, event.zone, reader).time if first else "",
        workshops_end=moment(last, event.zone, reader).time if last else "",
        workshops=tuple(workshop_facts(w, reader.direction) for w in event.workshops),
        programme=_programme(event, reader),
        livestream=event.livestream,
        livestream_url=event.livestream_url.strip(),
        catering=" ".join(paragraphs(event.catering)),
        recording=" ".join(paragraphs(event.recording)),
        funding=" ".join(paragraphs(event.funding)),
        subject_to_change=" ".join(paragraphs(event.subject_to_change)),
        language=event.language,
        foreign=event.language != reader.language,
    )


def _programme(event: Event, reader: Reader) -> tuple[ProgrammeFacts, ...]:
    day = event.starts_at.astimezone(event.zone).date()

    def shown(hour: time) -> str:
        return moment(datetime.combine(day, hour, event.zone), event.zone, reader).time

    return tuple(
        ProgrammeFacts(
            starts=shown(item.starts),
            ends=shown(item.ends) if item.ends else "",
            title=isolated(one_line(item.title), reader.direction),
        )
        for item in event.programme
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


@lru_cache(maxsize=256)
def workshop_facts(workshop: Workshop, direction: str = "ltr") -> WorkshopFacts:
    """The workshop for a letter of this direction ("ltr" or "rtl")."""
    leaders = ", ".join(one_line(leader) for leader in workshop.leaders)
    return WorkshopFacts(
        id=isolated(workshop.id, direction) if _SHORT_ID.fullmatch(workshop.id) else "",
        title=isolated(one_line(workshop.title), direction),
        leaders=isolated(leaders, direction),
        room=isolated(one_line(workshop.room), direction),
    )
