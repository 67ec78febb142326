"""Which of several workshops somebody claims for himself, and of which he only tells something."""

from __future__ import annotations

from mailbot.intent.breaks import BREAKS
from mailbot.intent.marks import Mark
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role, Unit


def claimed(pool: list[Mark]) -> list[Mark]:
    """Like "in Workshop 1 treffe ich viele Bekannte, ich gehe aber in Workshop 2": the one that he goes to.

    pool: what may have been chosen. Where one workshop stands in a clause that registers the writer, and
    each other one in a clause that is told and neither registers, wishes nor chooses, the one is left; else
    all are.
    """
    if len({m.workshop for m in pool}) < 2 or any(not m.sure for m in pool):
        return pool
    own = [m for m in pool if _says(m, _CLAIMS)]
    if len({m.workshop for m in own}) != 1:
        return pool
    rest = [m for m in pool if m.workshop != own[0].workshop]
    return own if all(_told(m) for m in rest) else pool


_CLAIMS = ("self_register", "please")
_CHOICES = (
    *_CLAIMS,
    "register",
    "wish",
    "first_choice",
    "second_choice",
    "change",
    "registered",
    "behalf",
    "undecided",
    "either",
    "correction",
)
_FEW = 3
"""The grade of a label or title; so many words beside it make a clause that tells something, and no entry."""


def _says(mark: Mark, names: tuple[str, ...]) -> bool:
    """True where one of these cues ends in the clause of the mark."""
    unit = mark.unit
    if unit is None or unit.role is not Role.SENTENCE or unit.label:
        return False
    start, end = _clause(unit, mark)
    return any(c.name in names and start < c.end <= end for c in unit.cues)


def _told(mark: Mark) -> bool:
    unit = mark.unit
    if unit is None or unit.role is not Role.SENTENCE or unit.label or _says(mark, _CHOICES):
        return False
    start, end = _clause(unit, mark)
    beside = [t for n, t in enumerate(unit.tokens[start:end], start) if not mark.start <= n < mark.end]
    return sum(t.shape is Shape.WORD for t in beside) >= _FEW


def _clause(unit: Unit, mark: Mark) -> tuple[int, int]:
    """The tokens [start, end) between the commas and words of contrast around the mark."""
    cuts = [n for n, t in enumerate(unit.tokens) if t.text in BREAKS]
    # The "aber" of ", ich gehe aber in Workshop 2" stands inside its clause.
    cuts += [
        c.start for c in unit.cues if c.name == "but" and not any(c.start - 4 <= n < c.start for n in cuts)
    ]
    start = max((n + 1 for n in cuts if n < mark.start), default=0)
    return start, min((n for n in cuts if n >= mark.end), default=len(unit.tokens))
