"""A line cut at its marks, where the words that point to a workshop stay whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.finder import Finder
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.mentions import Setting
from mailbot.intent.tokens import Shape, Token

_CUTS = frozenset(",;|:=()[]→\t•·*") | {"->", "=>"}
_DASHES = frozenset("–—-/")
_QUOTES = frozenset("\"„“”«»'‚‘’")


def workshops_in(tokens: Sequence[Token], words: Lexicon, event: Catalogue) -> list[tuple[int, int]]:
    """The stretches [start, end) of tokens that name a workshop by label or title, with their quotes."""
    found = Finder(tokens, (), words, event, Setting(listed=True)).find()
    marks: list[tuple[int, int]] = [*_titles(tokens, event)]
    marks += [(m.start, m.end) for m in found if m.sure and (m.rule != "alias" or m.end - m.start > 1)]
    spans: list[tuple[int, int]] = []
    for mark in sorted(marks):
        start, end = _quoted(tokens, *mark, words)
        if spans and all(t.shape is Shape.MARK and t.text not in ",;|" for t in tokens[spans[-1][1] : start]):
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _titles(tokens: Sequence[Token], event: Catalogue) -> Iterator[tuple[int, int]]:
    """Where a title stands word for word, whatever its punctuation."""
    places = [i for i, t in enumerate(tokens) if t.shape is not Shape.MARK]
    folds = [tokens[i].fold for i in places]
    for title in event.titles.values():
        width = len(title)
        for at in range(len(folds) - width + 1 if width else 0):
            if folds[at] == title[0] and tuple(folds[at : at + width]) == title:
                yield places[at], places[at + width - 1] + 1


def _quoted(tokens: Sequence[Token], start: int, end: int, words: Lexicon) -> tuple[int, int]:
    """The stretch with the marks of its title, the quotation marks and the word for workshop around it."""
    while end < len(tokens) and tokens[end].text in "!?." and tokens[end].start == tokens[end - 1].end:
        end += 1
    while start and end < len(tokens) and tokens[start - 1].text in _QUOTES and tokens[end].text in _QUOTES:
        start, end = start - 1, end + 1
    while start and words.exactly("workshop", tokens[start - 1].fold):
        start -= 1
    return start, end


def stretches(
    tokens: Sequence[Token], spans: Sequence[tuple[int, int]], text: str
) -> Iterator[tuple[int, int, str]]:
    """The stretches of tokens between cuts, those of workshops whole, each with the mark before it."""
    starts = dict(spans)
    start, cut, i = 0, "", 0
    while i < len(tokens):
        if i in starts:
            if i > start:
                yield start, i, cut
                cut = ""
            yield i, starts[i], cut
            start = i = starts[i]
            cut = ""
            continue
        wide = i > start and re.search(r"\t|\s{2,}", text[tokens[i - 1].end : tokens[i].start])
        if wide or cuts(tokens, i, text):
            if i > start:
                yield start, i, cut
            start = i if wide and not cuts(tokens, i, text) else i + 1
            cut = "\t" if wide else tokens[i].text
        i += 1
    if start < len(tokens):
        yield start, len(tokens), cut


def cuts(tokens: Sequence[Token], i: int, text: str) -> bool:
    """True where the token parts what stands before it from what stands behind it."""
    token = tokens[i]
    if token.shape is not Shape.MARK:
        return False
    if token.text in _CUTS:
        return True
    before = text[token.start - 1 : token.start]
    return (
        token.text in _DASHES
        and (not before or before.isspace())
        and text[token.end : token.end + 1] in " \t"
    )
