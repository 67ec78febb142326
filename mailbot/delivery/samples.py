"""Invented notifications, real-looking and hostile, with which `mailbot check` tries every template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from mailbot.decision.model import Line, Notification, Queue, Registration
from mailbot.envelope import Attendance, Notice, Status
from mailbot.event import Event, Organiser

CANARY = "<strong>event & co"
"""Stands in names and titles; where it comes out unescaped in HTML, a template is unsafe."""

HOSTILE_NAMES = (
    CANARY,
    "=1+1",
    "\u202eevil\u202c \u200fעברית",
    "Maximiliane-Alexandra Freifrau von und zu Guttenberg-Hohenlohe-Schillingsfürst " * 4,
    "line\r\nBcc: victim@example.org",
    "{{ 7 * 7 }} {% raw %}",
)

MISSING = (
    ("workshop",),
    ("choice",),
    ("unknown-workshop",),
    ("name",),
    ("names",),
    ("name", "workshop"),
    ("names", "workshop"),
    ("which",),
    (),
)


def sample_events(event: Event) -> tuple[Event, ...]:
    """The event itself, the same with hostile texts, and one of which hardly anything is known."""
    hostile = replace(
        event,
        title=f"{CANARY} {event.title}",
        place=CANARY,
        catering=CANARY,
        recording=CANARY,
        workshops=tuple(replace(w, title=f"{CANARY} {w.title}", leaders=(CANARY,)) for w in event.workshops),
        organiser=Organiser(CANARY, CANARY, CANARY, "office@example.org", CANARY),
    )
    bare = Event(event.id, event.title, event.starts, language=event.language, timezone=event.timezone)
    return event, hostile, bare


def sample_notifications(
    event: Event, now: datetime, languages: Sequence[str], *, every: int = 1
) -> Iterator[Notification]:
    """One notification for every notice, language and `every`-th situation, the last one included."""
    for language in languages:
        for notice in Notice:
            for number, lines in tuple(enumerate(_situations(event, now)))[::-every]:
                yield Notification(
                    key=f"check-{language}-{notice.value}-{number}",
                    notice=notice,
                    to="anna.beispiel@example.org",
                    to_name=HOSTILE_NAMES[number % len(HOSTILE_NAMES)],
                    language=language,
                    received=event.closes_at + timedelta(seconds=number),
                    reference="K7MQ-3XTP",
                    lines=lines,
                    missing=MISSING[number % len(MISSING)],
                    free=tuple(w.id for w in event.workshops[:number]),
                    repeated=number == 1,
                    in_reply_to="<question@example.org>",
                    references=("<first@example.org>",),
                    subject=CANARY,
                    text=f"{CANARY}\n\n=1+1",
                    answer_until=now if number else None,
                    by_hand=number == 3,
                )


def sample_registration(event: Event, now: datetime) -> Registration:
    """Somebody invented who has a seat in the first workshop."""
    first = event.workshops[0].id if event.workshops else None
    return Registration(
        "K7MQ-3XTP",
        "Anna Beispiel",
        "anna.beispiel@example.org",
        Status.CONFIRMED,
        Queue(now),
        title="Dr.",
        organisation="Beispiel e. V.",
        workshop=first,
        seat=first,
    )


def _situations(event: Event, now: datetime) -> Iterator[tuple[Line, ...]]:
    first = event.workshops[0].id if event.workshops else None
    last = event.workshops[-1].id if event.workshops else None
    wait = first or ""
    seated = sample_registration(event, now)
    waiting = replace(seated, name=CANARY, status=Status.WAITLISTED, seat=None, waiting_for=wait)
    second = replace(seated, organisation=CANARY, seat=last, alternative=last, waiting_for=wait)
    streaming = replace(seated, seat=None, workshop=None, attendance=Attendance.LIVESTREAM)
    cancelled = replace(seated, status=Status.CANCELLED)
    others = tuple(
        Line(replace(seated, reference=f"K7MQ-3XTP-{number}", name=name, status=status))
        for number, (name, status) in enumerate(zip(HOSTILE_NAMES, Status, strict=True), start=2)
    )
    yield (Line(seated),)
    yield (Line(seated), Line(replace(seated, reference="K7MQ-3XTP-2", name="Ali Muster")))
    yield (Line(second, position=2),)
    yield (Line(streaming),)
    yield (Line(waiting, position=3),)
    yield (Line(seated, before=waiting),)
    yield (Line(replace(waiting, offered=wait, offered_until=now), before=waiting),)
    yield (Line(replace(second, offered=wait, offered_until=now), position=1, before=second),)
    yield (Line(seated, before=second), Line(cancelled, before=seated))
    yield (Line(cancelled, before=seated),)
    yield (Line(replace(seated, name="", status=Status.PENDING, seat=None, workshop=None)),)
    yield others
    yield ()
