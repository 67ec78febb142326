"""Words for somebody without a name, by what he or she is to somebody: "my wife", "his son"."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.language import listed
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Unit
from mailbot.intent.vocabulary import Trait


def is_somebody(unit: Unit, at: int, words: Lexicon) -> bool:
    """Like the "Mann" of "mein Mann", "Kollegin" of "eine Kollegin", "eşim": what somebody is to somebody."""
    tokens = unit.tokens
    token = tokens[at]
    if token.shape is not Shape.WORD or (at and tokens[at - 1].text in "-‐‑"):
        return False
    word = token.fold
    if is_related(word, words):
        if _owned(tokens, at, words) or (at and words.exactly("and", tokens[at - 1].fold)):
            return True  # "mit Frau und Sohn": without a name behind it, "Frau" is no salutation.
        by_itself = not words.exactly("salutation", word)
        return by_itself and (_alone_before(tokens, at, words) or Trait.MINE_BEFORE not in words.traits)
    if words.is_stop(word) or words.exactly("own_thing", word) or not _owned(tokens, at, words):
        return False
    return (words.is_a("role", word) or words.is_a("unit", word)) and not words.is_a("organisation", word)


def is_related(word: str, words: Lexicon) -> bool:
    """A word for what somebody is; one in other letters than these in any language that has them."""
    if words.exactly("relation", word) or words.exactly("kin", word):
        return True
    known = words if word.isascii() else everything()
    return known is not words and (known.exactly("relation", word) or known.exactly("kin", word))


def _owned(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Like "my", "his", "one of our", with a word between at most; or "meu" behind."""
    near = [n for n in (at - 2, at - 1, at + 1) if 0 <= n < len(tokens)]
    return any(owns(tokens[n].fold, words) and not (n < at and _is_yours(tokens, n, words)) for n in near)


def _is_yours(tokens: Sequence[Token], n: int, words: Lexicon) -> bool:
    """Like "Ihre" inside a sentence: "your", and not "her" or "their"."""
    return n > 0 and tokens[n].capital and words.exactly("your_formal", tokens[n].fold)


def owns(word: str, words: Lexicon) -> bool:
    """Like "my", "his", or the "meu" behind its word."""
    return any(words.exactly(kind, word) for kind in ("possessive", "possessive_after", "their"))


def _alone_before(tokens: Sequence[Token], at: int, words: Lexicon) -> bool:
    """Like "eine Kollegin", "one friend", "einen weiteren Mitarbeiter"."""
    before = [t.fold for t in tokens[max(0, at - 2) : at]]
    return any(words.number(word) == 1 or words.exactly("indefinite", word) for word in before)


def is_unnamed(unit: Unit, at: int, words: Lexicon) -> bool:
    """True where no name follows: "meine Frau kommt", "my wife, too"; not "meine Frau Helga"."""
    behind = [t for t in unit.tokens[at + 1 : at + 4] if t.text not in '(:,"“„«']
    while behind and (owns(behind[0].fold, words) or words.exactly("called", behind[0].fold)):
        behind = behind[1:]
    if not behind or behind[0].shape is not Shape.WORD:
        return True
    token = behind[0]
    if any(words.is_a(k, token.fold) for k in ("workshop", "event")) or words.is_stop(token.fold):
        return True
    if not token.cased:
        k = unit.tokens.index(token)
        said = any(c.start <= k < c.end and c.name != "self_and" for c in unit.cues)
        return said or not listed(token.fold)
    return not token.capital
