"""Names that mean a workshop, that of its leader, and nobody who comes."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.lexicon import everything, words_of
from mailbot.intent.marks import Mark
from mailbot.intent.people import Person


def is_led(person: Person, marks: Sequence[Mark], event: Catalogue) -> bool:
    """True where the sentence means a workshop by this name, that of its leader, misspelt or not."""
    here = [m for m in marks if m.place == person.place]
    led = any(m.rule == "leader" and person.start <= m.start < person.end for m in here)
    if any(_beside_leader(person, m, event) for m in here):
        return True
    return (led and not _only_namesake(person, event)) or any(_declined(person, m, event) for m in here)


def _beside_leader(person: Person, mark: Mark, event: Catalogue) -> bool:
    """Like "bei Frau Osterloh und der Herr Jalin": who is named with one leader is the other."""
    if mark.rule != "leader" or mark.unit is None or person.name is None or not person.name.formal:
        return False
    family = person.name.parts[0]
    several = any(
        workshop == mark.workshop and Levenshtein.normalized_similarity(family, led) >= _SIMILAR
        for _, led, workshop in event.leaders
    )
    between = mark.unit.tokens[mark.end : person.start]
    joint = 0 < len(between) <= 2 and everything().exactly("and", between[0].fold)
    return several and joint and len(person.name.parts) == 1


_SIMILAR = 0.6
"""How alike a name beside a leader's and another leader's are at least, 1 for the same letters."""


def _declined(person: Person, mark: Mark, event: Catalogue) -> bool:
    """Like "warsztat 4 pana Kessela": right behind a workshop, the name of who leads it in another case."""
    if not mark.sure or not 0 <= person.start - mark.end <= 1 or person.name is None:
        return False
    family = person.name.parts[-1]
    return any(
        workshop == mark.workshop
        and len(led) > 3
        and family.startswith(led[:-1])
        and len(family) - len(led) < 4
        for _, led, workshop in event.leaders
    )


def _only_namesake(person: Person, event: Catalogue) -> bool:
    """True for a full name whose family name is like that of nobody who leads: "Anna Vogel"."""
    if person.name is None or len(person.name.parts) < 2:
        return False
    leaders = {w for workshop in event.event.workshops for one in workshop.leaders for w in words_of(one)}
    family = person.name.parts[-1]
    return not any(Levenshtein.normalized_similarity(family, w) >= 0.7 for w in leaders)
