"""The marks that end a clause, in every script, and the stretch of a sentence between two of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mailbot.intent.tokens import Token

COMMAS = frozenset(",،")
"""The comma, also as Arabic and Persian write it."""
STOPS = COMMAS | frozenset(";؛:–—")
"""The marks inside a sentence behind which another thought may begin."""
BREAKS = STOPS | frozenset("()!?؟")
"""The marks between clauses, brackets and ends of sentences among them; no full stop: it also abbreviates."""


def between_marks(
    tokens: Sequence[Token], left: int, right: int, marks: frozenset[str] = BREAKS
) -> tuple[int, int]:
    """The tokens [start, end) around [left, right), up to the nearest of the marks on either side."""
    return stretch(len(tokens), left, right, lambda n: tokens[n].text in marks)


def stretch(length: int, left: int, right: int, ends: Callable[[int], bool]) -> tuple[int, int]:
    """The numbers [start, end) around [left, right) below `length`, up to the nearest that ends a clause."""
    while left > 0 and not ends(left - 1):
        left -= 1
    while right < length and not ends(right):
        right += 1
    return left, right
