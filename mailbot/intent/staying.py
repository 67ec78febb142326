"""Words of leaving that leave nobody out: denied, told of a part of the day, or part of a move."""

from __future__ import annotations

from mailbot.intent.lexicon import Cue, Lexicon, everything
from mailbot.intent.unit import Unit


def denied(unit: Unit, cue: Cue) -> bool:
    """Like "ich sage auf keinen Fall ab": a negation inside or right before words of withdrawing."""
    if cue.name != "withdraw":
        return False
    end = next((n for n in range(cue.end, len(unit.tokens)) if _parts(unit, n)), len(unit.tokens))
    return any(
        c.name in ("negation", "objection")
        and cue.start - 2 <= c.start
        and c.end <= end
        and not any(t.text in ",;.،" for t in unit.tokens[c.end : cue.start])
        for c in unit.cues
    )


def _parts(unit: Unit, n: int) -> bool:
    """True for a mark that ends a clause, and for "and"."""
    return unit.tokens[n].text in ",;.:–—()!،؛" or everything().exactly("and", unit.tokens[n].fold)


def keeps(unit: Unit) -> bool:
    """Like "Please don't cancel my registration": what must not be cancelled exists."""
    return any(c.name == "withdraw" and denied(unit, c) for c in unit.cues)


def goes_over(unit: Unit, cue: Cue) -> bool:
    """Like "streichen Sie mich aus Workshop 1 und setzen Sie mich in Workshop 2": one move, no leaving."""
    return any(c.name == "change" and c.start <= cue.start and c.end > cue.end + 1 for c in unit.cues)


def for_a_part(unit: Unit, words: Lexicon) -> bool:
    """Like "Am Vormittag kann ich leider nicht", "Meine Kollegin kann leider nicht": the writer comes."""
    if any(words.exactly("daypart", t.fold) for t in unit.tokens):
        return True
    own = any(words.exactly("first_person", t.fold) or words.exactly("we", t.fold) for t in unit.tokens)
    return not own and any(
        words.exactly("possessive", t.fold) and words.exactly("relation", unit.tokens[n + 1].fold)
        for n, t in enumerate(unit.tokens[:-1])
    )
