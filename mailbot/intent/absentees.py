"""Who is named beside those who come and does not come: "Frau Olbrich nimmt teil, Frau Nuss nicht."."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.breaks import BREAKS, COMMAS, between_marks
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.marks import Mark
from mailbot.intent.people import Person
from mailbot.intent.unit import Unit

_LEAVING = ("change", "withdraw", "in_place_of", "in_my_place", "in_their_place", "registered")


def is_absent(
    person: Person, found: Sequence[Person], unit: Unit, marks: Sequence[Mark], words: Lexicon
) -> bool:
    """True where the sentence says of this one of those `found` in it that he or she does not come.

    Only beside a choice: whoever leaves without one cancels.
    """
    if not any(m.live for m in marks):
        return False
    if _neither(person, unit, words):
        return True
    return (
        _sends(person, found, unit)
        or _in_office(person, unit, words)
        or (not unit.has(*_LEAVING) and _denied(person, found, unit, marks))
    )


def _neither(person: Person, unit: Unit, words: Lexicon) -> bool:
    """Like "Weder Peter Lang noch Ida Kern hat Zeit": both halves of the denial stand before names."""
    denials = [n for n, t in enumerate(unit.tokens) if words.exactly("neither", t.fold)]
    joints = [n for n, t in enumerate(unit.tokens) if words.exactly("nor", t.fold)]
    near = range(person.start - 2, person.start)
    first = any(n in near for n in denials) and any(n > person.start for n in joints)
    second = any(n in near for n in joints) and any(n < person.start - 2 for n in denials)
    return first or second


def _sends(person: Person, found: Sequence[Person], unit: Unit) -> bool:
    """Like "Herr Zell schickt in Vertretung Frau Olbrich": whoever sends another stays at home."""
    behind = [p.start for p in found if p.start > person.start]
    return bool(behind) and any(
        c.name == "sends"
        and person.end <= c.start < behind[0]
        and not any(t.text in BREAKS for t in unit.tokens[person.end : c.start])
        for c in unit.cues
    )


def _in_office(person: Person, unit: Unit, words: Lexicon) -> bool:
    """Like the "(Büro Arndt Zell)" behind a name: whose office somebody is from."""
    opens = unit.tokens[max(0, person.start - 2) : person.start]
    return (
        len(opens) > 1
        and opens[0].text == "("
        and (words.is_a("organisation", opens[1].fold) or words.exactly("role", opens[1].fold))
    )


def _denied(person: Person, found: Sequence[Person], unit: Unit, marks: Sequence[Mark]) -> bool:
    """Like "…, Uwe Lohse kann leider nicht": a clause of its own denies, and another one chooses."""
    left, right = _clause(person, found, unit)
    here = [m.start for m in marks if m.place == person.place]
    if not here or any(left <= start < right for start in here):
        return False
    told = [c for c in unit.cues if left <= c.start < right]
    if any(c.name in ("self", "but", "self_and", "conditional") for c in told):
        return False
    return any(c.name in ("negation", "cancel", "decline") for c in told)


def _clause(person: Person, found: Sequence[Person], unit: Unit) -> tuple[int, int]:
    """From the first to the last token of the clause of the person and of those who are listed with him."""
    group = [person]
    for other in sorted(found, key=lambda p: p.start):
        between = unit.tokens[group[-1].end : other.start]
        joined = len(between) <= 2 and all(
            t.text in COMMAS or t.text in ("&", "+") or everything().exactly("and", t.fold) for t in between
        )
        if other.start >= group[-1].end and joined:
            group.append(other)
    return between_marks(unit.tokens, person.start, group[-1].end)
