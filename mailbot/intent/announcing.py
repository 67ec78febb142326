"""Whether a sentence announces something to many, or only tells where its writer heard of it."""

from __future__ import annotations

from itertools import pairwise

from mailbot.intent.lexicon import Lexicon
from mailbot.intent.unit import Unit


def announces(unit: Unit, words: Lexicon) -> bool:
    """True where the unit announces something; "I read about it in the parish newsletter" does not."""
    return any(c.name == "announce" and not _heard_there(unit, c.start, words) for c in unit.cues)


def is_source(unit: Unit, at: int, words: Lexicon) -> bool:
    """Like the newsletter in which somebody read of the event, which is nothing to register for."""
    return any(c.name == "announce" and c.start == at for c in unit.cues) and _heard_there(unit, at, words)


def _heard_there(unit: Unit, at: int, words: Lexicon) -> bool:
    """True where a preposition with its article leads to token `at`: what stands there is where, not what."""
    if any(c.name == "register" and c.start < at < c.end for c in unit.cues):
        return False  # "Ich nehme an der Sitzung teil": it is what one takes part in.
    before = [t.fold for t in unit.tokens[max(0, at - 3) : at]]
    return any(
        words.exactly("contracted", one)
        or (any(words.exactly(k, one) for k in ("preposition", "circumstance")) and _leads(behind, words))
        for one, behind in pairwise([*before, ""])
    )


def _leads(word: str, words: Lexicon) -> bool:
    return any(words.exactly(k, word) for k in ("definite", "article", "your", "your_formal", "possessive"))
