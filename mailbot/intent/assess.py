"""The conclusion: kind and action, what is missing, what a person must see.

A registration is acted upon only where every participant has a name and one workshop or the
livestream, the announced number fits, nobody named is left over, and nothing in the mail speaks
against it. What only the sender can give is asked for; every other doubt goes to a person.
"""

from __future__ import annotations

from mailbot.intent.doubt import held_back, missing_from
from mailbot.intent.kinds import kind_of
from mailbot.intent.leaving import cancellation
from mailbot.intent.misdirected import asks_beside
from mailbot.intent.model import Action, Intent, Kind
from mailbot.intent.occasion import names_event
from mailbot.intent.reading import Reading
from mailbot.intent.record import in_former_place, participants
from mailbot.intent.replacing import with_replaced
from mailbot.intent.signs import LONG
from mailbot.intent.unplaced import others_told


def assess(reading: Reading, authentication: str) -> Intent:
    """The intent that follows from a reading; `authentication` as from `gate.authentication`."""
    kind, reason = kind_of(reading)
    language = reading.language
    if kind is Kind.OTHER:
        if reason in _SEEN:
            return Intent(kind, Action.REVIEW, reason, _SEEN[reason], language, True)
        return Intent(kind, Action.IGNORE, reason, "Nothing in it asks for anything of this event.", language)
    if kind is Kind.QUESTION:
        return Intent(
            kind, Action.REVIEW, "question", "It asks something and registers nobody.", language, True
        )
    if kind is Kind.CANCELLATION:
        return cancellation(reading, authentication)
    return _registration(reading, kind, authentication, reason == "uncertain")


_SEEN = {
    "elsewhere": "It registers for something else, in words that also fit the event.",
    "already-registered": "It tells of a registration that exists and asks for nothing certain.",
    "leader": "Somebody who leads or speaks at the event writes.",
    "undecided": "The sender has not decided yet.",
    "regret": "Somebody declines an invitation.",
    "unclear": "It has signs of a registration or a change, and no sentence that says so for certain.",
}
"""Kinds of mail that are no registration, but that a person should see."""


def _surely_meant(reading: Reading) -> bool:
    """True where a short mail without any name names the event itself, so that asking who comes is safe."""
    length = sum(len(u.tokens) for u in reading.layout.units)
    named = names_event(reading.layout, reading.marks, reading.words, reading.event)
    return length <= LONG and (named or reading.answers) and not reading.request.announces


def _registration(reading: Reading, kind: Kind, authentication: str, uncertain: bool) -> Intent:
    people = with_replaced(participants(reading), reading.replaced)
    request = reading.request
    missing = missing_from(reading)
    if kind is Kind.CHANGE and reading.replaced and not request.moves:
        missing = tuple(m for m in missing if m != "workshop")  # Who takes a place takes its workshop.
        people = in_former_place(people, reading)
    attention = request.asks or request.needs or request.objects or request.privacy
    attention = attention or others_told(reading) or asks_beside(reading)

    def intent(action: Action, reason: str, explanation: str, extra: bool = False) -> Intent:
        return Intent(
            kind, action, reason, explanation, reading.language, attention or extra, people, missing
        )

    held = held_back(reading, kind, authentication, people)
    if "name" in missing and not people and not _surely_meant(reading):
        uncertain = True
    if uncertain:
        held = held or ("uncertain", "It names a workshop, but no sentence registers for certain.")
    if held:
        return intent(Action.REVIEW, held[0], held[1], True)
    if missing:
        return intent(
            Action.ASK, "missing-" + missing[0], "Only the sender can say: " + ", ".join(missing) + "."
        )
    return intent(Action.ACT, "complete", "Everybody has a name and one workshop or the livestream.")
