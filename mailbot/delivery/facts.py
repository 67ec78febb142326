"""What a template may speak of: the facts of one mail in the reader's terms, cleaned and formatted.

Templates get plain values and named outcomes and choose the words; they never see a registration.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from mailbot.decision.model import Notification
from mailbot.delivery.grammar import headings, plurals
from mailbot.delivery.occasion import event_facts, workshop_facts
from mailbot.delivery.people import SEATED, Outcome, PersonFacts, outcome, person_facts
from mailbot.delivery.plain import isolated, one_line, paragraphs
from mailbot.delivery.when import Moment, Reader, deadline, moment
from mailbot.envelope import Notice
from mailbot.event import Event, Organiser

_ANSWER = re.compile(r"^\s*(?:(?:re|aw|antw|sv)\s*:\s*)+", re.IGNORECASE)
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


def question(notification: Notification, event: Event, reader: Reader) -> Question:
    """What is asked back, all of it in one question, since there is no second one."""
    missing = frozenset(notification.missing)
    workshops = tuple(workshop_facts(workshop, reader.direction) for workshop in event.workshops)
    by = "title"
    if workshops and all(_NUMBERED.fullmatch(workshop.id) for workshop in event.workshops):
        by = "number"
    elif workshops and all(_LETTERED.fullmatch(workshop.id) for workshop in event.workshops):
        by = "letter"
    kinds = {"choice": "choice", "unknown-workshop": "unknown", "workshop": "missing"}
    until = notification.answer_until
    return Question(
        name="several" if "names" in missing else "one" if "name" in missing else "",
        workshop=next((kinds[kind] for kind in kinds if kind in missing), ""),
        which="which" in missing,
        ids=tuple(workshop.id or workshop.title for workshop in workshops),
        by=by,
        until=moment(until, event.zone, reader) if until else None,
    )


def received_facts(received: datetime, event: Event, reader: Reader) -> Moment:
    """The time that counted; with seconds where minutes would hide which side of the deadline it is."""
    close = abs((received - event.closes_at).total_seconds()) < 60
    return moment(received, event.zone, reader, seconds=close)


def letter_facts(notification: Notification, event: Event, reader: Reader) -> dict[str, object]:
    """Everything that the templates of one mail for one reader may use, by name."""
    people = tuple(person_facts(line, event, reader) for line in notification.lines)
    outcomes = Counter(person.outcome for person in people)
    seated = sum(outcomes[outcome] for outcome in SEATED)
    options = _options(notification)
    free = (workshop_facts(w, reader.direction) for w in event.workshops if w.id in options)
    waiting = any(p.outcome in (Outcome.WAITLISTED, Outcome.SECOND_CHOICE) for p in people)
    on_site = any(p.outcome in SEATED and not p.livestream for p in people)
    by_livestream = any(p.outcome in SEATED and p.livestream for p in people)
    return {
        "notice": notification.notice.value,
        "language": reader.language,
        "direction": reader.direction,
        "plural": plurals(reader.locale),
        "heading": headings(reader.locale),
        "event": event_facts(event, reader),
        "office": _office(event.organiser, reader.direction),
        "deadline": deadline(event, reader),
        "received": received_facts(notification.received, event, reader),
        "people": people,
        "situation": people[0].outcome.value if len(outcomes) == 1 else "mixed" if people else "none",
        "counts": Counts(
            seated, outcomes[Outcome.WAITLISTED], outcomes[Outcome.PENDING] + outcomes[Outcome.HELD]
        ),
        "waiting": waiting,
        "on_site": on_site,
        "by_livestream": by_livestream,
        "only_livestream": by_livestream and not on_site and not waiting,
        "offer": next((person.offer for person in people if person.offer), None),
        "free": tuple(free),
        "question": question(notification, event, reader),
        "repeated": notification.repeated,
        "by_hand": notification.by_hand,
        "own_words": notification.by_hand and notification.notice is Notice.ANNOUNCEMENT,
        "answered": one_line(_ANSWER.sub("", notification.subject)),
        "reference": isolated(one_line(notification.reference), reader.direction),
        "to_name": isolated(greeting_name(notification.to_name), reader.direction),
        "text": paragraphs(notification.text),
        "sections": sections(notification.notice, people),
    }


def _options(notification: Notification) -> frozenset[str]:
    """Ids of the workshops with room to which somebody who waits could change.

    Where everybody who waits sits in the same second choice, that one is no change for anybody.
    """
    waits = (Outcome.WAITLISTED, Outcome.SECOND_CHOICE)
    seats = {line.registration.seat for line in notification.lines if outcome(line.registration) in waits}
    return frozenset(notification.free) - (seats if len(seats) == 1 else set())


def people_of(facts: Mapping[str, object]) -> tuple[PersonFacts, ...]:
    """The participants among the facts of a letter, in the order of the notification's lines."""
    people = facts["people"]
    return people if isinstance(people, tuple) else ()


def sections(notice: Notice, people: Sequence[PersonFacts]) -> frozenset[str]:
    """Which parts a letter has beside its own words: people, choices, details, programme, waiting,
    reply, closing.

    An announcement is about what it says, so it repeats nothing of the event. Somebody to whom a
    seat is offered has to answer; how the list goes on without them would say the opposite.
    """
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
    if notice is Notice.REMINDER:
        parts |= {"programme"}
    elif not any(person.offer for person in people):
        parts |= {"waiting"}
    if notice is Notice.ANNOUNCEMENT:
        parts -= {"details", "waiting"}
    return frozenset(parts)


def greeting_name(display_name: str) -> str:
    """A display name that a letter can begin with; empty for "Surname, Name", addresses and numbers."""
    name = one_line(display_name, 60)
    return "" if re.search(r"[@,;:|()\d…]", name) else name.strip("\"' ")


@lru_cache(maxsize=32)
def _office(organiser: Organiser, direction: str) -> Organiser:
    return Organiser(
        name=isolated(one_line(organiser.name), direction),
        unit=isolated(one_line(organiser.unit), direction),
        address=isolated(one_line(organiser.address), direction),
        email=one_line(organiser.email),
        phone=isolated(one_line(organiser.phone), direction),
    )
