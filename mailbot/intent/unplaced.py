"""Names that nobody could place: somebody is named, and it is not certain whether he or she comes."""

from __future__ import annotations

from mailbot.intent.concepts import concepts_of
from mailbot.intent.identity import same_person
from mailbot.intent.language import listed, name_list
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.names import Name
from mailbot.intent.reading import Reading
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role


def unplaced(reading: Reading) -> bool:
    """True where a sentence or a line of a list names somebody who is none of the participants."""
    return _named(reading) or _listed(reading) or _bracketed(reading)


def _bracketed(reading: Reading) -> bool:
    """Like "Es kommen: Petzold, Jürgen (1)": nobody's name, with a workshop in brackets behind it."""
    placed = {p.place for p in reading.party.people}
    known = {part for p in reading.party.people if p.name for part in p.name.parts}
    for mark in reading.marks:
        unit, at = mark.unit, mark.start - 2
        if not (mark.sure and mark.live and unit is not None and at > 0) or mark.place in placed:
            continue
        token = unit.tokens[at]
        named = token.capital and listed(token.fold) and token.fold not in known
        if unit.tokens[at + 1].text == "(" and named and not unit.has("self", "self_register"):
            return True
    return False


def _named(reading: Reading) -> bool:
    """Somebody named in full who is none of the participants."""
    return any(not in_a_story(n, reading) for n in _strangers(reading))


def others_told(reading: Reading) -> bool:
    """True where a story beside the registration names somebody: nobody to ask about, and good to know."""
    return any(in_a_story(n, reading) for n in _strangers(reading))


def _strangers(reading: Reading) -> list[Name]:
    known = [p.name for p in reading.party.people if p.name]
    return [
        n
        for n in reading.party.loose
        if n.complete
        and len(n.parts) > 1
        and not _of_something(n, reading)
        and not any(same_person(n, p) or _without_capitals(n, p) for p in known)
    ]


_STORY = 8
"""Words of a sentence that tells a story: "Im Schlepptau habe ich Peter Lang" is shorter."""
_JOINING = frozenset(
    ("register", "self_and", "additional", "couple", "all", "behalf", "please", "pass_on", "announce", "wish")
) | frozenset(
    ("in_my_place", "in_place_of", "first_choice", "remaining", "livestream", "onsite", "yes", "available")
)
"""Cues of a sentence that may bring somebody along."""


def in_a_story(name: Name, reading: Reading) -> bool:
    """Like "I was pleased to hear of your day from Steffi Albrecht": told at length, and not to come.

    Each sentence that has the name is long, chooses no workshop, and has no word that brings somebody along.
    """
    words = reading.words
    here = [
        (place, unit)
        for place, unit in enumerate(reading.layout.units)
        if any(t.fold == name.parts[0] for t in unit.tokens)
    ]
    chosen = {m.place for m in reading.marks}
    return bool(here) and all(
        place not in chosen
        and unit.role is Role.SENTENCE
        and sum(t.shape is Shape.WORD for t in unit.tokens) >= _STORY
        and _JOINING.isdisjoint(c.name for c in unit.cues)
        and not any(words.exactly("too", t.fold) or words.exactly("oblique", t.fold) for t in unit.tokens)
        for place, unit in here
    )


def _of_something(name: Name, reading: Reading) -> bool:
    """Like "Laden für Handy Reparatur", "Platzwart bei Blau-Weiß Hüttenkamp": capital words, and no name.

    Each is a word for a theme; or none is a given name, and one is a theme or a preposition leads there.
    """
    given = name_list("given")
    if _is_pet(name, reading) or _is_time(name):
        return True
    if all(concepts_of(part) for part in name.parts):
        return True
    if name.formal or name.title or any(part in given for part in name.parts):
        return False
    if any(concepts_of(part) and not listed(part) for part in name.parts):
        return True
    first = name.parts[0]
    return any(
        token.fold == first and n and _leads(unit.tokens[n - 1].fold, reading.words)
        for unit in reading.layout.units
        for n, token in enumerate(unit.tokens)
    )


def _is_pet(name: Name, reading: Reading) -> bool:
    """Like "unser Kater Moritz", "our dog Rex": an animal of the writer's by its kind and name."""
    return not _PETS.isdisjoint(concepts_of(name.parts[0])) and any(
        token.fold == name.parts[0] and n and reading.words.exactly("possessive", unit.tokens[n - 1].fold)
        for unit in reading.layout.units
        for n, token in enumerate(unit.tokens)
    )


def _is_time(name: Name) -> bool:
    """Like "Ende August", "Mitte Mai": a month, and a word for a part of it that is no name."""
    months = everything().months
    return any(p in months for p in name.parts) and not all(p in months or listed(p) for p in name.parts)


_PETS = frozenset(("broad_animals", "cats", "dogs", "horses"))


def _leads(word: str, words: Lexicon) -> bool:
    return any(words.exactly(kind, word) for kind in ("preposition", "organisation_link", "contracted"))


def _listed(reading: Reading) -> bool:
    """Like "Osman, Idil (3)." behind "Ehrlich, Beate (2);": capital words beside a workshop of nobody's."""
    rows = {p.place for p in reading.party.people if p.how in ("row", "form")}
    known = {part for p in reading.party.people if p.name for part in p.name.parts}
    told = ("register", "self_register", "self", "all", "please", "correction", "organisation_of")
    for place, unit in enumerate(reading.layout.units):
        short = len(unit.tokens) <= _SHORT and not unit.has(*told) and place not in rows
        here = [m for m in reading.marks if m.place == place and m.sure and not (m.old or m.refused)]
        if not (rows and short and here):
            continue
        inside = {i for m in here for i in range(m.start, m.end)}
        names = [t for i, t in enumerate(unit.tokens) if i not in inside and t.capital and len(t.text) > 1]
        if len(names) > 1 and not any(t.fold in known for t in names):
            return True
    return False


_SHORT = 8
"""Tokens that a line of a list has at most."""


def _without_capitals(loose: Name, known: Name) -> bool:
    """Like "زوجتي أمينة حامل" ("my wife Amina is pregnant"): no capital shows where a given name ends."""
    bare = loose.text.lower() == loose.text.upper()
    return bare and loose.parts[0] == known.parts[0] and not listed(loose.parts[-1])
