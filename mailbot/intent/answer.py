"""Bare answers: a mail whose own words are hardly more than a yes or a no, as people answer an offer."""

from __future__ import annotations

from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.model import Answer
from mailbot.intent.names import Name
from mailbot.intent.stance import asks
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role, Unit

_LONGEST = 12
"""From so many words on a mail says more than a bare answer."""

_BESIDE = (
    "thanks",
    "please",
    "self",
    "register",
    "self_register",
    "cancel",
    "decline",
    "closing",
    "greeting",
    "correction",
    "available",
    "negation",
)
_AGAINST = ("conditional", "undecided", "either", "hearsay", "but")


def bare_answer(layout: Layout, writer: Name | None, words: Lexicon) -> Answer:
    """YES or NO where the first word says so and little else is said; else NONE.

    The first yes or no counts ("Nein, leider nicht mehr"): people answer first and explain then.
    """
    units = [u for u in layout.units if u.text.strip()]
    if not units or any(asks(u) or _doubtful(u) or u.role is Role.FIELD for u in units):
        return Answer.NONE
    if sum(t.shape is Shape.WORD for u in units for t in u.tokens) > _LONGEST:
        return Answer.NONE
    said = [
        (c.start + 100 * place, c.name)
        for place, u in enumerate(units)
        for c in u.cues
        if c.name in ("yes", "no")
    ]
    if not said or min(said)[0] > 3:
        return Answer.NONE
    names = frozenset(writer.parts) if writer else frozenset()
    left = 0
    for unit in units:
        covered = {i for c in unit.cues if c.name in (*_BESIDE, "yes", "no") for i in range(c.start, c.end)}
        left += sum(
            t.shape is Shape.WORD
            and i not in covered
            and t.fold not in words.stopwords
            and t.fold not in names
            and not words.is_a("unit", t.fold)
            for i, t in enumerate(unit.tokens)
        )
    if left > 1 or any(t.shape in (Shape.NUMBER, Shape.OPAQUE) for u in units for t in u.tokens):
        return Answer.NONE
    kinds = {name for at, name in said if at == min(said)[0]}
    return Answer.NO if "no" in kinds else Answer.YES


def _doubtful(unit: Unit) -> bool:
    """True where a condition or a doubt stands beside the answer; Spanish "si" alone is both words."""
    answered = {c.start for c in unit.cues if c.name in ("yes", "no")}
    return any(c.name in _AGAINST and c.start not in answered for c in unit.cues)
