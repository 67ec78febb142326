"""How the signs of one written name hang together: hyphens, apostrophes, initials with their dots."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.tokens import Shape, Token

JOINS = frozenset("-‐‑’'`´")
"""Signs that join the halves of a name."""


def initial(tokens: Sequence[Token], k: int, behind: bool) -> bool:
    """Like the letters of "А. П. Шульц" and "Шульц А. П.": a capital letter with its dot beside a name.

    behind: a word of the name stands before it.
    """
    if not (len(tokens[k].text) == 1 and tokens[k].capital and k + 1 < len(tokens)):
        return False
    if tokens[k + 1].text != "." or tokens[k + 1].start != tokens[k].end:
        return False
    beyond = tokens[k + 2] if k + 2 < len(tokens) else None
    if behind:
        return tokens[k - 1].text != "." or len(tokens[k - 2].text) == 1
    return beyond is not None and beyond.capital and beyond.shape is Shape.WORD


def glued(tokens: Sequence[Token], k: int) -> int:
    """How many tokens continue the word before them: a hyphen and its second half, the dot of an initial."""
    token = tokens[k]
    if tokens[k - 1].end != token.start:
        return 0
    following = tokens[k + 1] if k + 1 < len(tokens) else None
    if token.text in "'’" and following is not None and len(tokens[k - 1].text) > 2:
        # "Selim Demir'i", "Verein's": small letters behind the apostrophe are an ending, no name.
        ending = not following.capital and following.cased and not _cyrillic(following)
        if ending:
            return 0
    if token.text in JOINS and k + 1 < len(tokens):
        if len(tokens[k - 1].text) == 1 and not tokens[k + 1].capital and tokens[k + 1].cased:
            return 0  # Romanian "M-aș înscrie" is no name.
        return 2 if tokens[k + 1].start == token.end and tokens[k + 1].shape is Shape.WORD else 0
    return 1 if token.text == "." and len(tokens[k - 1].text) <= 2 else 0


def _cyrillic(token: Token) -> bool:
    """True for Cyrillic letters, between which an apostrophe is a letter of its own ("Лук'яненко")."""
    return "\u0400" <= token.text[0] <= "\u04ff"


def elided(tokens: Sequence[Token], k: int) -> bool:
    """Like "N'Guessan", "O'Brien": a capital letter, an apostrophe, the rest."""
    token = tokens[k]
    return len(token.text) == 1 and token.capital and k + 2 < len(tokens) and tokens[k + 1].text in "'’"
