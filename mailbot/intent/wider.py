"""The second, wider look for a workshop: what somebody likes, learns or wants to talk about.

Where a registration lacks nothing but the workshop, sentences count that do not register by
themselves: "Beata wants to talk about participation", "mit Linoleum will ich es noch einmal
versuchen". One word is enough where its clause says that somebody likes or wants it; otherwise three
different words must point to the same workshop. What a sentence asks, needs or tells of an
organisation never counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.breaks import BREAKS, stretch
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.mentions import Mention
from mailbot.intent.stance import asked_from
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role, Unit
from mailbot.intent.vocabulary import Trait

_INTEREST = ("wish", "register", "first_choice", "please", "second_choice")
_BREAKS = BREAKS | {"."}
_SHORT = 5
"""So many words has a clause at most that tells a choice by a person and a theme alone."""
_ENOUGH = 3
"""So many different words must point to one workshop where nobody says that it is liked or wanted."""


def telling(unit: Unit, found: Sequence[Mention], words: Lexicon) -> list[Mention]:
    """Those mentions of the unit that tell a choice when one looks more widely."""
    if unit.has("programme") or unit.role is Role.SUBJECT:
        return [m for m in found if m.grade > 1]
    asking = asked_from(unit)
    if unit.has("asking") and not unit.has("register", "self_register"):
        return [m for m in found if m.grade > 1]
    said = [m for m in found if m.sure or asking is None or m.start < asking]
    return [m for m in said if m.sure or _weight(m, said) >= _ENOUGH or _interested(unit, m.start, words)]


def _weight(mention: Mention, said: Sequence[Mention]) -> int:
    """How many different words, leaders among them, point to the same workshop."""
    same = [m for m in said if m.workshop == mention.workshop]
    leaders = sum(m.rule == "leader" for m in same)
    return leaders + max((m.weight for m in same if m.rule != "leader"), default=0)


def _interested(unit: Unit, at: int, words: Lexicon) -> bool:
    """True where the clause around token `at` says that somebody likes, wants or learns something."""
    left, right = _clause(unit, at, words)
    told = [c for c in unit.cues if c.name in ("introduce", "additional")]
    for cue in unit.cues:
        if not left <= cue.start < cue.end <= right or (cue.start == at and cue.end == at + 1):
            continue
        if cue.name in _INTEREST:
            return True
        if cue.name == "self_register" and not any(c.start < cue.end and cue.start < c.end for c in told):
            return True
    said = unit.tokens[left:right]
    if any(t.shape is Shape.WORD and words.is_a("interest", t.fold) for t in said):
        return True
    return len(said) <= _SHORT and _goes_beside(unit, left, right, words)


def _goes_beside(unit: Unit, left: int, right: int, words: Lexicon) -> bool:
    """Like "I dancing, he gardening": a short clause that begins with a person, beside one of another."""
    here = _person(unit.tokens[left].fold, words)
    beside = {_person(t.fold, words) for t in (*unit.tokens[:left], *unit.tokens[right:])} - {""}
    return bool(here) and bool(beside - {here})


def _person(word: str, words: Lexicon) -> str:
    if words.exactly("first_person", word):
        return "first"
    return "other" if any(words.exactly(k, word) for k in ("third_person", "relation", "possessive")) else ""


def _clause(unit: Unit, at: int, words: Lexicon) -> tuple[int, int]:
    """The tokens between the marks around `at`, or between it and an "and" behind which a verb stands."""
    return stretch(len(unit.tokens), at, at + 1, lambda n: _break(unit, n, words))


def _break(unit: Unit, i: int, words: Lexicon) -> bool:
    token = unit.tokens[i]
    if token.text in _BREAKS:
        return True
    if i + 1 >= len(unit.tokens) or not words.exactly("and", token.fold):
        return False
    if words.exactly("circumstance", token.fold):
        return False
    following = unit.tokens[i + 1]
    verb = following.shape is Shape.WORD and following.cased and not following.capital
    return any(c.start == i + 1 for c in unit.cues) or (
        Trait.CAPITAL_NOUNS in words.traits
        and verb
        and following.fold not in words.stopwords
        and following.fold.endswith(("e", "t", "en"))
    )
