"""What a template may speak of: the facts of one mail in the reader's terms, cleaned and formatted.

Templates get plain values and named outcomes and choose the words; they never see a registration.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel import Locale

from mailbot.decision.model import Notification
from mailbot.delivery.occasion import event_facts, workshop_facts
from mailbot.delivery.people import SEATED, Outcome, PersonFacts, person_facts
from mailbot.delivery.plain import one_line, paragraphs
from mailbot.delivery.when import Moment, deadline, moment
from mailbot.envelope import Notice
from mailbot.event import Event, Organiser

_NUMBERED = re.compile(r"\d{1,3}")
_LETTERED = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Question:
    """The one thing that is asked: what is missing of the name and of the workshop, or which person.

    name: "", "one" or "several". workshop: "", "missing", "choice" or "unknown". ids: what to
    answer with; by: "number", "letter" or "title", the sort of ids. until: last moment, or None.
    """

    name: str
    workshop: str
    which: bool
    ids: tuple[str, ...]
    by: str
    until: Moment | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many participants have a seat or the livestream, only wait, or are still open."""

    confirmed: int
    waiting: int
    open: int


def question(notification: Notification, event: Event, locale: Locale) -> Question:
    """What is asked back, all of it in one question, since there is no second one."""
    missing = frozenset(notification.missing)
    ids = tuple(facts.id or facts.title for facts in map(workshop_facts, event.workshops))
    by = "title"
    if ids and all(_NUMBERED.fullmatch(i) for i in ids):
        by = "number"
    elif ids and all(_LETTERED.fullmatch(i) for i in ids):
        by = "letter"
    kinds = {"choice": "choice", "unknown-workshop": "unknown", "workshop": "missing"}
    until = notification.answer_until
    return Question(
        name="several" if "names" in missing else "one" if "name" in missing else "",
        workshop=next((kinds[kind] for kind in kinds if kind in missing), ""),
        which="which" in missing,
        ids=ids,
        by=by,
        until=moment(until, event.zone, locale) if until else None,
    )


def received_facts(received: datetime, event: Event, locale: Locale) -> Moment:
    """The time that counted; with seconds where minutes would hide which side of the deadline it is."""
    close = abs((received - event.closes_at).total_seconds()) < 60
    return moment(received, event.zone, locale, seconds=close)


def letter_facts(
    notification: Notification, event: Event, locale: Locale, language: str
) -> dict[str, object]:
    """Everything that the templates of one mail in one language may use, by name."""
    people = tuple(person_facts(line, event) for line in notification.lines)
    outcomes = Counter(person.outcome for person in people)
    seated = sum(outcomes[outcome] for outcome in SEATED)
    free = tuple(workshop_facts(w) for w in event.workshops if w.id in notification.free)
    return {
        "notice": notification.notice.value,
        "language": language,
        "direction": locale.text_direction,
        "event": event_facts(event, locale, language),
        "office": _office(event.organiser),
        "deadline": deadline(event, locale),
        "received": received_facts(notification.received, event, locale),
        "people": people,
        "situation": people[0].outcome.value if len(outcomes) == 1 else "mixed" if people else "none",
        "counts": Counts(
            seated, outcomes[Outcome.WAITLISTED], outcomes[Outcome.PENDING] + outcomes[Outcome.HELD]
        ),
        "waiting": any(p.outcome in (Outcome.WAITLISTED, Outcome.SECOND_CHOICE) for p in people),
        "on_site": any(p.outcome in SEATED and not p.livestream for p in people),
        "by_livestream": any(p.outcome in SEATED and p.livestream for p in people),
        "free": free,
        "question": question(notification, event, locale),
        "repeated": notification.repeated,
        "reference": one_line(notification.reference),
        "to_name": greeting_name(notification.to_name),
        "text": paragraphs(notification.text),
        "sections": sections(notification.notice, people),
    }


def sections(notice: Notice, people: Sequence[PersonFacts]) -> frozenset[str]:
    """Which parts a letter has beside its own words: people, choices, details, waiting, reply, closing."""
    if notice in (Notice.DIGEST, Notice.ALARM):
        return frozenset({"people"})
    parts = {"people", "closing"}
    if any(person.outcome in SEATED | {Outcome.WAITLISTED} for person in people):
        parts |= {"details", "reply"}
    if notice is Notice.QUESTION:
        seated = any(person.outcome in SEATED for person in people)
        parts = (parts | {"choices"}) - ({"reply"} if seated else {"details", "reply"})
    if notice is Notice.LATE:
        parts -= {"details", "reply"}
    if notice is not Notice.REMINDER:
        parts |= {"waiting"}
    return frozenset(parts)


def greeting_name(display_name: str) -> str:
    """A display name that a letter can begin with; empty for "Surname, Name", addresses and numbers."""
    name = one_line(display_name, 60)
    return "" if re.search(r"[@,;:|()\d…]", name) else name.strip("\"' ")


def _office(organiser: Organiser) -> Organiser:
    return Organiser(
        name=one_line(organiser.name),
        unit=one_line(organiser.unit),
        address=one_line(organiser.address),
        email=one_line(organiser.email),
        phone=one_line(organiser.phone),
    )
