"""Whether words of moving stand around a bare label, so that it is a workshop's and no count."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.lexicon import Cue, everything
from mailbot.intent.mentions import Mention
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Unit

TOWARDS = frozenset(("to", "into", "onto"))
_MOVING = TOWARDS | frozenset(("nach", "auf", "vers", "a", "al", "na", "do", "la", "в", "на", "sang", "qua"))


def moved(tokens: Sequence[Token], cues: Sequence[Cue], at: int) -> bool:
    """Like "von B nach D wechseln", "umbuchen: D statt B": a label beside words for from and to."""
    if not any(c.name == "change" for c in cues):
        return False
    letter = tokens[at].shape is Shape.WORD
    if letter and not tokens[at].text.isupper():
        return False
    left = any(c.name == "from_choice" and at in (c.end, c.start - 1) for c in cues)
    before = tokens[at - 1].fold if at else ""
    return left or before in _MOVING or (letter and before == "zu")  # "Wir kommen zu 2" counts.


def leads_on(tokens: Sequence[Token], end: int) -> bool:
    """Like "swap to workshop 2", "swap me into the film one", "vom Montag": no workshop is left behind it.

    end: where the word of leaving ends.
    """
    following = [t.fold for t in tokens[end : end + 2]]
    if following and everything().exactly("oblique", following[0]):
        following = following[1:]
    return bool(following) and (following[0] in TOWARDS or following[0] in everything().weekdays)


def left_first(unit: Unit, mentions: Sequence[Mention]) -> set[int]:
    """Like "cámbienme del taller 1 al 3": of two workshops the one behind a word for "from" is left."""
    if len({m.workshop for m in mentions}) != 2:
        return set()
    whole = everything()
    found: set[int] = set()
    for n, m in enumerate(mentions):
        k = m.start - 1
        while k >= 0 and (
            unit.tokens[k].shape is Shape.MARK
            or any(
                whole.exactly(kind, unit.tokens[k].fold) for kind in ("workshop", "definite", "number_sign")
            )
        ):
            k -= 1
        if k >= 0 and whole.exactly("from", unit.tokens[k].fold):
            found.add(n)
    return found if len({mentions[n].workshop for n in found}) == 1 else set()
