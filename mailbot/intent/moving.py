"""Whether words of moving stand around a bare label, so that it is a workshop's and no count."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.lexicon import Cue, everything
from mailbot.intent.tokens import Shape, Token

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
