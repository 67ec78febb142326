"""The clauses of a sentence, and whether one of them tells that somebody comes."""

from __future__ import annotations

from mailbot.intent.breaks import BREAKS
from mailbot.intent.lexicon import Cue, Lexicon
from mailbot.intent.stance import is_hypothetical, tells
from mailbot.intent.unit import Role, Unit

Part = tuple[int, int]
"""The tokens [start, end) of a clause."""

LEAVING = ("cancel", "withdraw", "decline")
"""Cues of leaving."""


def parts_of(unit: Unit) -> list[Part]:
    """The clauses of a unit, cut at commas, colons, dashes, brackets and "but"."""
    found, left = [], 0
    turns = {c.start for c in unit.cues if c.name == "but"}
    for n, token in enumerate(unit.tokens):
        if token.text in BREAKS or n in turns:
            found.append((left, n))
            left = n + 1
    return [part for part in (*found, (left, len(unit.tokens))) if part[0] < part[1]]


def within(unit: Unit, part: Part) -> list[Cue]:
    """The cues inside a clause."""
    return [c for c in unit.cues if part[0] <= c.start and c.end <= part[1]]


def comes_in(unit: Unit, words: Lexicon) -> bool:
    """True where a clause of the unit tells in the first person that the writer comes."""
    if unit.role is not Role.SENTENCE or not tells(unit) or is_hypothetical(unit, words):
        return False
    return any(_first_person(unit, part, words) for part in parts_of(unit) if _clear(unit, part))


def _clear(unit: Unit, part: Part) -> bool:
    """False for a clause that leaves, denies, tells of the past or of a condition."""
    left, right = part
    return not any(c.name in _AGAINST and c.start < right and c.end > left for c in unit.cues)


_DOUBTED = (
    "negation",
    "objection",
    "conditional",
    "past",
    "registered",
    "undecided",
    "pointless",
    "thanks",
    "another_time",
)
_AGAINST = (*LEAVING, *_DOUBTED)
"""Cues of what is not told as coming."""


def _first_person(unit: Unit, part: Part, words: Lexicon) -> bool:
    own = [c for c in within(unit, part) if c.name == "self_register"]
    return any(a.start <= c.start and c.end <= a.end + 2 for a in own for c in comings(unit, part, words))


def comings(unit: Unit, part: Part, words: Lexicon) -> list[Cue]:
    """The verbs of coming in a clause; "my registration" is none."""
    return [c for c in within(unit, part) if c.name == "register" and not _is_noun(unit, c, words)]


def _is_noun(unit: Unit, cue: Cue, words: Lexicon) -> bool:
    """True for "Anmeldung zu", "my registration", and for a wish of a thing ("deseo una …")."""
    said = unit.tokens[cue.start : cue.end]
    if words.number(said[-1].fold) == 1:
        return True
    if any(words.exactly(kind, t.fold) for t in said for kind in ("own_thing", "enrol_noun")):
        return True
    ends = [t for t in (said[0], said[-1]) if t is not unit.tokens[0]]
    if any(t.capital and not words.exactly("first_person", t.fold) for t in ends):
        return True
    before = [
        t
        for t in unit.tokens[max(0, cue.start - 1) : cue.end - 1]
        if not words.exactly("first_person", t.fold)
    ]
    return any(words.exactly(kind, t.fold) for t in before for kind in ("possessive", "anothers"))
