"""Several who are told by a number or a group word alone: "Workshop 2 (2 Personen)", "2x Workshop 2"."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.breaks import BREAKS
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.marks import Mark
from mailbot.intent.stance import is_question
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role, Unit

_MOST = 60
_BREAKS = BREAKS | frozenset(".-/|")
_AGAINST = ("past", "hearsay", "cancel", "decline", "negation", "withdraw", "registered")
_APART = ("by_themselves", "on_their_own", "undecided", "thanks", "full", "available", "works")


def headcount(layout: Layout, marks: Sequence[Mark], words: Lexicon) -> int:
    """How many people such words tell of; 2 where they only say that there are several, 0 for none."""
    best = 0
    chosen = [m for m in marks if m.live]
    if not chosen:
        return 0
    for place, unit in enumerate(layout.units):
        if unit.role is Role.FIELD:
            best = max(best, _in_field(unit))
        elif not (is_question(unit) or unit.has(*_AGAINST)):
            here = [m for m in chosen if m.place == place]
            alone = max(_standing_alone(unit, here, words), _times(unit, here, words), _plus(unit, words))
            best = max(best, alone, 2 * _several(unit, here, words))
    return best


def _in_field(unit: Unit) -> int:
    """Like "Personenzahl: 2"."""
    numbers = [int(t.fold) for t in unit.tokens if t.shape is Shape.NUMBER and len(t.fold) <= 2]
    return numbers[0] if unit.label == "count" and len(numbers) == 1 and numbers[0] <= _MOST else 0


def _value(unit: Unit, n: int, words: Lexicon) -> int:
    value = words.number(unit.tokens[n].fold)
    return value if value is not None and 1 < value <= _MOST else 0


def _standing_alone(unit: Unit, here: Sequence[Mark], words: Lexicon) -> int:
    """Like "(2 Personen)", "2 Personen.", "Workshop 2, drei Plätze": nothing else between two marks."""
    tokens, inside = unit.tokens, {n for m in here for n in range(m.start, m.end)}
    for n in range(len(tokens) - 1):
        opens = n == 0 or tokens[n - 1].text in _BREAKS
        end = n + 2
        closes = end >= len(tokens) or tokens[end].text in _BREAKS
        counted = tokens[n + 1].fold
        people = words.is_a("unit", counted) and not any(words.is_a(k, counted) for k in ("measure", "times"))
        if opens and closes and people and n not in inside and _value(unit, n, words):
            return _value(unit, n, words)
    return 0


def _times(unit: Unit, here: Sequence[Mark], words: Lexicon) -> int:
    """Like "2x Workshop 2", "zweimal Workshop 2", "2 fois l'atelier 2"."""
    starts = {m.start for m in here if m.grade > 1}
    for n, token in enumerate(unit.tokens):
        follows = any(
            k in starts and not any(words.exactly("preposition", t.fold) for t in unit.tokens[n + 1 : k])
            for k in range(n + 1, n + 4)
        )
        if not follows or token.shape is Shape.MARK:
            continue
        if words.exactly("times", token.fold):
            counted = _value(unit, n - 1, words) if n else 0
            return counted or (0 if words.is_a("unit", token.fold) else 2)  # "zweimal", "twice"
        if token.fold[:-1].isdecimal() and token.fold.endswith("x"):
            return min(int(token.fold[:-1]), _MOST)
    return 0


def _plus(unit: Unit, words: Lexicon) -> int:
    """Like "Ich +1, Workshop 2"; no telephone number, and no sum of workshops."""
    tokens = unit.tokens
    for n in range(1, len(tokens) - 1):
        number = tokens[n + 1]
        ends = n + 2 >= len(tokens) or tokens[n + 2].shape is not Shape.NUMBER
        counted = number.shape is Shape.NUMBER and number.fold in "123456789"
        somebody = everything().exactly("first_person", tokens[n - 1].fold) or words.exactly(
            "relation", tokens[n - 1].fold
        )
        if tokens[n].text == "+" and counted and ends and somebody:
            return int(number.fold) + 1
    return 0


def _several(unit: Unit, here: Sequence[Mark], words: Lexicon) -> bool:
    """Like "Ein paar Leute von uns kommen", "Unsere Klasse möchte teilnehmen", "Familie Krapf kommt"."""
    told = bool(here) or unit.has("register", "please")
    if unit.has("several"):
        return told and not unit.has(*_APART)
    family = [n for n, t in enumerate(unit.tokens[:-1]) if words.exactly("family_word", t.fold)]
    return told and any(n < 2 and unit.tokens[n + 1].capital for n in family)
