"""Words of a workshop's title that say something else in passing: an office, a lecture, a grade."""

from __future__ import annotations

from mailbot.intent.breaks import BREAKS, between_marks
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.mentions import Mention
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role, Unit

_WEAK = ("title-word", "alias", "theme")
_BREAKS = BREAKS | {"."}


def aside(mention: Mention, unit: Unit, words: Lexicon) -> bool:
    """True where the words of the mention are said of something else than a workshop."""
    if mention.rule == "ordinal":
        return _inside(mention, unit, "lately")  # "la semaine dernière" is no last workshop.
    if mention.rule == "number":
        return _grade(mention, unit)
    if mention.rule == "leader" and unit.role is Role.SENTENCE:
        return _of_lecture(mention, unit)
    if mention.rule not in _WEAK or mention.sure or unit.role is not Role.SENTENCE:
        return False
    at = mention.start
    return (
        _as_somebody(mention, unit, words)
        or _office(mention, unit, words)
        or _of_lecture(mention, unit)
        or _inside(mention, unit, "privacy")
        # "Ich komme, wenn es recht ist"
        or (not unit.tokens[at].capital and _inside(mention, unit, "polite_if"))
    )


def _inside(mention: Mention, unit: Unit, name: str) -> bool:
    return any(c.name == name and c.start <= mention.start < c.end for c in unit.cues)


def _as_somebody(mention: Mention, unit: Unit, words: Lexicon) -> bool:
    """Like "ich komme als Nachwuchs im Vorstand": what somebody is, unless it is chosen "als Workshop"."""
    before = unit.tokens[max(0, mention.start - _FEW) : mention.start]
    if any(t.shape is Shape.WORD and words.exactly("workshop", t.fold) for t in unit.tokens):
        return False
    roles = [n for n, t in enumerate(before) if words.exactly("as_role", t.fold)]
    comes = mention.start - len(before) + roles[-1] if roles else 0
    if not any(c.name in ("register", "self_register") and c.start < comes <= c.end for c in unit.cues):
        return False
    if roles and comes and words.exactly("compared", unit.tokens[comes - 1].fold):
        return False  # "mehr als Folklore"
    between = before[roles[-1] + 1 :] if roles else ()
    chosen = any(
        words.ordinal(t.fold) is not None
        or words.is_a("workshop", t.fold)
        or words.exactly("topic_noun", t.fold)
        for t in between
    )
    return bool(roles) and not chosen and not any(t.text in _BREAKS for t in between)


_FEW = 3
"""At most so many words lie between "als" and what somebody is."""


def _grade(mention: Mention, unit: Unit) -> bool:
    """Like the A of "A-Trainer", "A-Jugend": a letter that belongs to the word behind its hyphen."""
    letter, behind = unit.tokens[mention.start], unit.tokens[mention.end : mention.end + 2]
    if mention.end - mention.start != 1 or not letter.text.isalpha() or len(behind) < 2:
        return False
    hyphen, word = behind
    joined = hyphen.text in "-‑" and letter.end == hyphen.start and hyphen.end == word.start
    return joined and word.shape is Shape.WORD and not everything().is_a("workshop", word.fold)


def _office(mention: Mention, unit: Unit, words: Lexicon) -> bool:
    """Like "unsere Ehrenamtskoordinatorin Jana Mothes": somebody by his office, with the name behind it."""
    at = mention.start
    named = at + 1 < len(unit.tokens) and unit.tokens[at + 1].capital
    return named and mention.end - at == 1 and words.is_a("role", unit.tokens[at].fold)


def _of_lecture(mention: Mention, unit: Unit) -> bool:
    """Like "ich freue mich auf den Vortrag von Frau Kindt": in the clause of a lecture."""
    left, right = between_marks(unit.tokens, mention.start, mention.end, _BREAKS)
    lecture = any(c.name == "programme" and left <= c.start < mention.start for c in unit.cues)
    clause = unit.tokens[left:right]
    return lecture and not any(
        t.shape is Shape.WORD and everything().exactly("workshop", t.fold) for t in clause
    )
