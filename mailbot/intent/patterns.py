"""Patterns of cues: words in order, taken apart when they are first needed, matched against a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from mailbot.intent.fold import Toned, folded
from mailbot.intent.language import Element
from mailbot.intent.tokens import Shape, Token

GAP, NAMES_GAP = 9, 12
"""How many words a `*` in a pattern may stand for, at most; more where names stand in between."""

_ANY: Element = ((), ())
_END: Element = (("$",), ())
"""A `$` stands at the end of a pattern whose words must be the last of the sentence: "I'm in $"."""

_PARTS = re.compile(r"(?<![а-яіїєґёА-ЯІЇЄҐЁ])['’]|['’](?![а-яіїєґёА-ЯІЇЄҐЁ])|-")


def marked(word: str) -> str:
    """The word as a tonal language tells it from others that fold alike."""
    return word.marked if isinstance(word, Toned) else word


def _element(word: str, toned: bool) -> Element:
    """Like "a|b~" as (whole words, beginnings of words)."""
    if word == "*":
        return _ANY
    parts = [(part.rstrip("~"), part.endswith("~")) for part in word.split("|")]
    keys = [(marked(folded(part)) if toned else folded(part), start) for part, start in parts]
    return (tuple(key for key, start in keys if not start), tuple(key for key, start in keys if start))


@cache
def beheaded(pattern: str, toned: bool) -> tuple[Element, str]:
    """The first element of a pattern, and the rest as text; cached, as languages share many lexicons.

    Apostrophes and hyphens part words as they do in mails.
    """
    head, _, rest = _PARTS.sub(" ", pattern).strip().partition(" ")
    return _element(head, toned), rest.strip()


@cache
def elements_of(rest: str, toned: bool) -> tuple[Element, ...]:
    """The elements of what `beheaded` has left."""
    return tuple(_element(word, toned) for word in rest.split())


def without(element: Element, small: frozenset[str]) -> Element:
    """The element without the alternatives that are `small`."""
    whole, starts = element
    return (tuple(word for word in whole if word not in small), starts) if small else element


def match(
    elements: Sequence[Element],
    words: Sequence[str],
    at: int,
    clauses: Sequence[int] | None = None,
    gap: int = GAP,
) -> int:
    """Where the match of `elements` from `at` ends, or -1; given `clauses`, a gap stays in its own."""
    for number, element in enumerate(elements):
        if element == _ANY:
            rest = elements[number + 1 :]
            for skip in range(gap + 1):
                if at + skip >= len(words) or (clauses and clauses[at + skip] != clauses[at - 1]):
                    return -1
                end = match(rest, words, at + skip, clauses, gap)
                if end >= 0:
                    return end
            return -1
        if element == _END and at == len(words):
            return at
        if at >= len(words):
            return -1
        whole, starts = element
        if words[at] not in whole and not (starts and words[at].startswith(starts)):
            return -1
        at += 1
    return at


def clause_numbers(tokens: Sequence[Token]) -> list[int]:
    """For every token that is no mark, the number of its clause: commas and their like part them."""
    found: list[int] = []
    clause = 0
    for token in tokens:
        if token.shape is not Shape.MARK:
            found.append(clause)
        elif token.text in ",،;؛:":
            clause += 1
    return found
