"""Words that mean several people of a list at once: "die ersten beiden", "der Rest", "alle anderen"."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.lexicon import Lexicon
from mailbot.intent.people import Person
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Unit


def first_ones(unit: Unit, i: int, words: Lexicon) -> int:
    """How many people the words from token `i` on mean: 2 for "ersten beiden", "first two"; 0 for none."""
    if i + 1 >= len(unit.tokens) or words.ordinal(unit.tokens[i].fold) != 1:
        return 0
    count, behind = unit.tokens[i + 1], unit.tokens[i + 2 : i + 3]
    if count.shape is not Shape.WORD or any(words.is_a("workshop", t.fold) for t in behind):
        return 0
    number = 2 if words.exactly("both", count.fold) else words.number(count.fold) or 0
    return number if 1 < number <= 20 else 0


def group_spots(
    unit: Unit, place: int, people: Sequence[Person], named: Sequence[int], words: Lexicon
) -> list[tuple[int, int]]:
    """Where the unit means several of the list: (token, number of a person) for each of them.

    named: the numbers of those whom the unit names one by one.
    """
    rows = sorted(
        (n for n, p in enumerate(people) if p.how in ("row", "form")), key=lambda n: people[n].place
    )
    if len(rows) < 2 or any(people[n].place == place for n in rows):
        return []
    found: list[tuple[int, int]] = []
    for i in range(len(unit.tokens)):
        first = first_ones(unit, i, words)
        if first and first < len(rows):
            found += [(i, n) for n in rows[:first]]
    for i, token in enumerate(unit.tokens):
        told = {*named, *(n for _, n in found)}
        others = token.shape is Shape.WORD and words.exactly("others", token.fold)
        if told and others and not _of_workshops(unit, i, words):
            found += [(i, n) for n in rows if n not in told]
    return found


def _of_workshops(unit: Unit, i: int, words: Lexicon) -> bool:
    """Like "in den anderen Workshop": the other workshop, and nobody."""
    counted = [
        words.exactly("both", t.fold) or words.number(t.fold) is not None for t in unit.tokens[i + 1 : i + 2]
    ]
    near = unit.tokens[i + 1 : i + 2 + any(counted)]
    return any(words.is_a("workshop", t.fold) for t in near)
