"""Small words inside a name: "von der Heide", "von und zu"."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.lexicon import Lexicon
from mailbot.intent.tokens import Shape, Token


def is_particle(token: Token, words: Lexicon) -> bool:
    """The "von" of "von der Heide", written small."""
    return (
        token.shape is Shape.WORD
        and not token.capital
        and (token.text.isascii() or not token.text[0].isascii())
        and words.exactly("particle", token.fold)
    )


def between_particles(tokens: Sequence[Token], k: int, words: Lexicon) -> bool:
    """The "und" of "von und zu"."""
    joint = k + 1 < len(tokens) and words.exactly("and", tokens[k].fold)
    return joint and is_particle(tokens[k - 1], words) and is_particle(tokens[k + 1], words)
