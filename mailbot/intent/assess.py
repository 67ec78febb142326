"""The conclusion: kind and action, what is missing, what a person must see.

A registration is acted upon only where every participant has a name and one workshop or the
livestream, the announced number fits, nobody named is left over, and nothing in the mail speaks
against it. What only the sender can give is asked for; every other doubt goes to a person.
"""

from __future__ import annotations

from mailbot.intent.doubt import held_back, missing_from
from mailbot.intent.leaving import cancellation
from mailbot.intent.model import Action, Intent, Kind
from mailbot.intent.reading import Reading
from mailbot.intent.record import participants


def assess(reading: Reading, authentication: str) -> Intent:
    """The intent that follows from a reading; `authentication` as from `gate.authentication`."""
    kind, reason = _kind(reading)
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
}
"""Kinds of mail that are no registration, but that a person should see."""


def _kind(reading: Reading) -> tuple[Kind, str]:
    """What sort of mail it is, and why."""
    request, wished, firm = reading.request, reading.wished, reading.firm
    if reading.leader:
        return (Kind.QUESTION, "question") if request.asks else (Kind.OTHER, "leader")
    if request.announces and not reading.personal and not request.registered and not reading.answers:
        return Kind.OTHER, "announcement"
    if (
        request.declines
        and not request.registered
        and not any(w.workshop or w.livestream for w in reading.party.wishes)
    ):
        return Kind.OTHER, "regret"
    if request.withdraws and request.registered and not wished:
        return Kind.CANCELLATION, "leaves"
    if request.elsewhere:
        return Kind.OTHER, "elsewhere" if request.about_event and not _points(reading) else "no-registration"
    leaving = bool(request.withdraws or request.absent)
    if leaving and not wished:
        if request.registered or (request.withdraws and not request.declines):
            return Kind.CANCELLATION, "leaves"
        if not firm or request.declines:
            return (Kind.QUESTION, "question") if request.asks else (Kind.OTHER, "regret")
    if request.registered and not request.changes and not reading.answers and not wished:
        if request.asks or request.needs:
            return Kind.QUESTION, "question"
        return Kind.OTHER, "no-registration" if request.thanks else "already-registered"
    if request.undecided and not reading.answers:
        return (Kind.QUESTION, "question") if request.asks else (Kind.OTHER, "undecided")
    if request.asks and not firm and not reading.answers:
        return Kind.QUESTION, "question"
    if not (firm or reading.listed or reading.answers or reading.terse):
        if request.asks:
            return Kind.QUESTION, "question"
        return (Kind.REGISTRATION, "uncertain") if _perhaps(reading) else (Kind.OTHER, "no-registration")
    if not request.about_event and not wished:
        if not (reading.personal and sum(len(u.tokens) for u in reading.layout.units) <= 16):
            return Kind.OTHER, "elsewhere" if firm else "no-registration"
    if request.registered and request.changes and not (reading.reply and not leaving):
        return Kind.CHANGE, "changes"
    return Kind.REGISTRATION, "registers"


def _points(reading: Reading) -> bool:
    """True where a course or the like is named for certain and the event is not."""
    return not any(m.grade >= 3 and m.rule == "title" for m in reading.marks)


def _perhaps(reading: Reading) -> bool:
    """True where a workshop is chosen in words that no cue knows as registering: a person must see it."""
    live = [m for m in reading.marks if m.grade >= 2 and not (m.old or m.refused or m.asked)]
    return bool(live) and reading.request.about_event and not reading.request.announces


def _registration(reading: Reading, kind: Kind, authentication: str, uncertain: bool) -> Intent:
    people = participants(reading)
    request = reading.request
    missing = missing_from(reading)
    attention = request.asks or request.needs or request.objects

    def intent(action: Action, reason: str, explanation: str, extra: bool = False) -> Intent:
        return Intent(
            kind, action, reason, explanation, reading.language, attention or extra, people, missing
        )

    held = held_back(reading, kind, authentication, people)
    if uncertain:
        held = held or ("uncertain", "It names a workshop, but no sentence registers for certain.")
    if held:
        return intent(Action.REVIEW, held[0], held[1], True)
    if missing:
        return intent(
            Action.ASK, "missing-" + missing[0], "Only the sender can say: " + ", ".join(missing) + "."
        )
    return intent(Action.ACT, "complete", "Everybody has a name and one workshop or the livestream.")


# -- participants ------------------------------------------------------------------------------------------
