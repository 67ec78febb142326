"""Whether somebody named in a sentence is registered by it, or only mentioned beside the choice."""

from __future__ import annotations

from mailbot.intent.bystanders import clause
from mailbot.intent.lexicon import Cue
from mailbot.intent.people import Person
from mailbot.intent.reading import Reading
from mailbot.intent.stance import left_over, weakly
from mailbot.intent.taken_up import is_entered
from mailbot.intent.tokens import Token
from mailbot.intent.unit import Role, Unit

_BRINGS = (
    "register",
    "behalf",
    "self_and",
    "additional",
    "couple",
    "wish",
    "in_my_place",
    "in_place_of",
    "in_their_place",
    "change",
    "pass_on",
    "withdraw",
    "cancel",
    "introduce",
    "livestream",
    "respectively",
)
"""Cues of a sentence that does something with who is named in it."""


def mentioned_only(reading: Reading) -> bool:
    """Like "Karim Saleh schwärmt noch heute von Workshop 3": named, with a verb that registers nobody."""
    return any(not _brought(p, reading) for p in reading.party.people)


def _brought(person: Person, reading: Reading) -> bool:
    units = reading.layout.units
    if person.how != "text" or person.writer or person.name is None or not 0 <= person.place < len(units):
        return True
    unit = units[person.place]
    if unit.role is not Role.SENTENCE or _taken_up(person, reading):
        return True
    marked = any(m.place == person.place for m in reading.marks)
    if unit.has("closing", "greeting", "asking") and not marked and not unit.has(*_BRINGS):
        return False  # "Herzliche Grüße auch an Frau Moll", "Rückfragen bitte an Frau Moll"
    left = clause(unit, person.start)[0]
    if reading.words.exactly("causal", unit.tokens[left].fold):
        return False  # "Da Uwe Lohse Workshop 3 besucht, gehe ich in Workshop 2."
    listed = sum(p.place == person.place for p in reading.party.people) > 1
    firm = marked or unit.has("self_register") or not weakly(unit, reading.words)
    verbs = [c for c in unit.cues if c.name in _BRINGS]
    if verbs and not unit.has("self") and all(_is_interest(unit, c, reading) for c in verbs):
        return False  # "Karim Saleh interessiert sich auch für Workshop 3."
    strong = any(firm or c.name != "register" for c in verbs)
    return strong or listed or not _other_words(person, unit, reading)


def _is_interest(unit: Unit, cue: Cue, reading: Reading) -> bool:
    said = unit.tokens[cue.start : cue.end]
    return cue.name == "register" and all(reading.words.is_a("interest", t.fold) for t in said)


def _taken_up(person: Person, reading: Reading) -> bool:
    """Like "sie heißt Tetiana Bondar", "Elke Rost … Sie möchte in Workshop 2": in another sentence."""
    units, words = reading.layout.units, reading.words
    called = any(words.exactly("called", t.fold) for t in units[person.place].tokens)
    after = units[person.place + 1 : person.place + 3]
    if is_entered(person, units[person.place], next(iter(after), None)):
        return True
    if called or any(u.tokens and words.exactly("third_person", u.tokens[0].fold) for u in after):
        return True
    return any(
        unit.has(*_BRINGS) and any(t.fold == person.name.parts[0] for t in unit.tokens)
        for place, unit in enumerate(units)
        if place != person.place and person.name is not None
    )


def _other_words(person: Person, unit: Unit, reading: Reading) -> list[Token]:
    """What the clause of the name says beside the name and the choice."""
    names = {part for p in reading.party.people if p.name for part in p.name.parts}
    spans = [(person.start, person.end)]
    spans += [(m.start, m.end) for m in reading.marks if m.place == person.place]
    rest = left_over(unit, spans, reading.words)
    known = ("relation", "role", "kin", "possessive", "activity", "organisation", "too", "academic")
    return [
        t for t in rest if t.fold not in names and not any(reading.words.is_a(kind, t.fold) for kind in known)
    ]
