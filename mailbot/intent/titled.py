"""Titles of workshops, and what stands in quotation marks, as one word: they register, ask and deny nothing.

Who only names "Handy weg oder Handy her?" asks nothing, the "von" of "Plakate von Hand" leaves no
workshop, and a long title must not keep "ich bin für … angemeldet" apart.
"""

from __future__ import annotations

from dataclasses import replace

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Cue, Lexicon
from mailbot.intent.meant import meant
from mailbot.intent.tokens import Shape, Token, quotations
from mailbot.intent.unit import Role, Unit

_QUOTES = " \"”“»«'’‘*_)"
_ASKING = ("question", "interrogative", "asking", "available", "polite", "full")
_KEPT = ("livestream", "onsite", "need")
"""Cues that count inside quotation marks as well."""

_LOUD, _QUIET = frozenset(",;:–—!?"), "·"
"""Marks that part clauses, and what stands for them inside a title."""

Span = tuple[int, int]


def with_titles_as_words(layout: Layout, event: Catalogue, words: Lexicon) -> Layout:
    """The layout whose cues take a title for one word, and whose units do not end in a title's "?"."""
    titles = [title for title in event.titles.values() if len(title) > 1]
    asking = [event.titles[w.id] for w in event.event.workshops if w.title.rstrip().endswith("?")]

    def seen(unit: Unit) -> Unit:
        joined = _with_subject(_joined(unit, titles, words), words)
        return _plain(joined, asking) if asking else joined

    return replace(layout, units=tuple(map(seen, layout.units)), subject=seen(layout.subject))


def _joined(unit: Unit, titles: list[tuple[str, ...]], words: Lexicon) -> Unit:
    """The unit with the cues that it has when every title in it is a single word without a meaning."""
    spans = _spans(unit.tokens, titles)
    if not spans:
        return unit
    kept: list[Token] = []
    places: list[int] = []
    at = 0
    for begin, end in (*spans, (len(unit.tokens), len(unit.tokens))):
        kept += unit.tokens[at:begin]
        places += range(at, begin)
        if begin < end:
            first = unit.tokens[begin]
            text = "Titel"
            kept.append(Token(text, "\x00", first.start, unit.tokens[end - 1].end, Shape.WORD))
            places.append(begin)
        at = end
    inside = {i for begin, end in spans for i in range(begin, end)}
    tokens = tuple(
        t._replace(text=_QUIET, fold=_QUIET) if i in inside and t.text in _LOUD else t
        for i, t in enumerate(unit.tokens)
    )
    ends = [*places[1:], len(unit.tokens)]
    cues = [Cue(c.name, places[c.start], ends[c.end - 1]) for c in meant(kept, words)]
    cues += [c for c in unit.cues if c.name in _KEPT and any(b <= c.start and c.end <= e for b, e in spans)]
    return replace(unit, tokens=tokens, cues=tuple(sorted(cues, key=lambda c: (c.start, c.end))))


def _with_subject(unit: Unit, words: Lexicon) -> Unit:
    """Like "Komme am 7.10.": a verb of the first person begins the sentence, without its "I"."""
    first = unit.tokens[0].fold if unit.tokens else ""
    if unit.role is not Role.SENTENCE or not words.exactly("first_verb", first):
        return unit
    if unit.text.rstrip().endswith("?") or any(words.exactly("you", t.fold) for t in unit.tokens[1:4]):
        return unit
    return replace(unit, cues=(Cue("self_register", 0, 1), Cue("self", 0, 1), *unit.cues))


def _spans(tokens: tuple[Token, ...], titles: list[tuple[str, ...]]) -> list[Span]:
    """Where titles stand, written out, and what stands in quotation marks; no two of them overlap."""
    found = [(b, e) for b, e in quotations(tokens) if e - b > 3]
    said = [n for n, t in enumerate(tokens) if t.shape is not Shape.MARK]
    folds = [str(tokens[n].fold) for n in said]
    for title in titles:
        width = len(title)
        found += [
            (said[k], said[k + width - 1] + 1)
            for k in range(len(folds) - width + 1)
            if folds[k] == title[0] and tuple(folds[k : k + width]) == title
        ]
    found.sort(key=lambda s: (s[0], -s[1]))
    spans: list[Span] = []
    for span in found:
        if not spans or span[0] >= spans[-1][1]:
            spans.append(span)
    return spans


def _plain(unit: Unit, titles: list[tuple[str, ...]]) -> Unit:
    """The unit without the question mark where it is a title's and nothing before the title asks."""
    text = unit.text.rstrip(_QUOTES)
    if not text.endswith("?"):
        return unit
    said = [t for t in unit.tokens if t.shape is not Shape.MARK]
    for title in titles:
        width = len(title)
        if width < 2 or tuple(str(t.fold) for t in said[-width:]) != title:
            continue
        begins = unit.tokens.index(said[-width])
        asking = any(c.name in _ASKING and c.start < begins for c in unit.cues)
        if unit.role is Role.ROW or unit.role is Role.FIELD or not asking:
            return replace(unit, text=text.rstrip("? "))
    return unit
