"""Sentences that part people between workshops without a verb: "A und B in die 2, ich in die 1"."""

from __future__ import annotations

from itertools import pairwise

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Unit


def parts_people(unit: Unit, words: Lexicon) -> bool:
    """Like "Alle in die 2, nur Herr Lindner in die 3"."""
    if unit.has("past", "thanks", "need", "question"):
        return False
    return unit.has("except") or any(words.exactly("others", t.fold) for t in unit.tokens)


def goes_two_ways(unit: Unit, words: Lexicon, event: Catalogue) -> bool:
    """Like "Anna und Omar in die 2, ich selbst in die 1": two labels, each behind a word of direction."""
    behind = [t for before, t in pairwise(unit.tokens) if words.is_a("article", before.fold)]
    numbers = {t.fold for t in behind if t.shape is Shape.NUMBER and event.by_number(int(t.fold[:3]))}
    labels = numbers | {t.fold for t in behind if t.fold in event.letters}
    return len(labels) > 1 and not unit.has("past", "question", "programme")
