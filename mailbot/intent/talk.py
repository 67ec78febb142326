"""Words of registering that only name what somebody tells of: "die Anmeldung endet am Freitag"."""

from __future__ import annotations

from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.stance import left_over
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Unit


def counted(token: Token, words: Lexicon) -> bool:
    """True for a word for people who are counted ("5 Kameraden"), not for a list of them."""
    word = token.fold
    return token.shape is Shape.WORD and words.is_a("unit", word) and not words.is_a("listing", word)


def unknown(unit: Unit, words: Lexicon, known: frozenset[str]) -> bool:
    """Like "Meine Anmeldung ist hinfällig": beside the noun stands a word that may turn it round."""
    spans = [(c.start, c.end) for c in unit.cues if c.name == "register"]
    rest = [t for t in left_over(unit, spans, words) if t.fold not in known]
    behind = max((unit.tokens[e - 1].end for _, e in spans), default=0)
    return any(not t.capital and t.cased and t.start >= behind for t in rest)


def enrols(unit: Unit) -> bool:
    """True where a verb registers: nouns ("die Anmeldung", "registration") name what somebody tells of."""
    return any(
        c.name == "register"
        and not (
            c.end - c.start == 1
            and ((unit.tokens[c.start].capital and c.start > 0) or _is_noun(unit.tokens[c.start]))
        )
        for c in unit.cues
    )


def _is_noun(token: Token) -> bool:
    return everything().exactly("enrol_noun", token.fold)
