"""The organisation in a slot of its own: behind a name, in parentheses, between commas, below a name.

Where a slot stands says as much as its words: what stands between two commas behind a person's name is
where the person is from, unless it is a place, an office, a workshop or a sentence. It must hold a word
for a house, a legal form or a name in quotation marks, or be confirmed by the sender's own domain. The
domain alone states nothing: it only tells which of the words that were written are the name of a house.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.houses import CONNECT, LEGAL, is_generic, is_house, without_offices
from mailbot.intent.language import name_list
from mailbot.intent.lexicon import Lexicon, everything, words_of
from mailbot.intent.names import name_at
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Role, Unit

_LONGEST = 8
"""So many words a slot has at most that names an organisation."""

_SAYING = (
    *("register", "self", "self_register", "livestream", "second_choice", "question", "need", "asking"),
    *("interrogative", "cancel", "withdraw", "change", "undecided", "conditional", "negation", "thanks"),
)
"""Cues that make a slot part of what is said."""

_OPENING, _QUOTES = frozenset('„“"«»'), frozenset('„“”"«»')


def confirms(domain: str, parts: Sequence[str], *, alone: bool = False) -> bool:
    """True where the sender's domain has one of the folded words; `alone`: as the first of its words."""
    label = domain.rpartition(".")[0]
    pieces = [p for p in re.split(r"[.\-_]", label) if p]
    if alone:
        return bool(pieces) and len(parts) == 1 and len(parts[0]) > 4 and pieces[0] == parts[0]
    return any((len(w) > 3 and w in pieces) or (len(w) > 5 and w in label) for w in parts)


def slots(unit: Unit, first: int = 0) -> Iterator[tuple[int, int]]:
    """The stretches [start, end) of tokens from `first` on between commas, brackets, bars and dashes."""
    start = first
    for i in range(first, len(unit.tokens)):
        if _divides(unit, i):
            if i > start:
                yield start, i
            start = i + 1
    if start < len(unit.tokens):
        yield start, len(unit.tokens)


def _divides(unit: Unit, i: int) -> bool:
    token = unit.tokens[i]
    if token.shape is not Shape.MARK:
        return False
    if token.text in ",;()[]|،؛:*!?؟":
        return True
    spaced = (
        unit.text[token.start - 1 : token.start].isspace() and unit.text[token.end : token.end + 1] == " "
    )
    return token.text in "–—-/" and spaced


def house_in(
    unit: Unit, span: tuple[int, int], words: Lexicon, event: Catalogue, domain: str = ""
) -> str | None:
    """The organisation that the slot `span` names and nothing else, or None."""
    start, end = span
    while end > start and unit.tokens[end - 1].text in ".*_":
        end -= 1
    if end <= start:
        return None
    last = unit.tokens[end - 1].end
    legal = LEGAL.search(unit.text, unit.tokens[start].start, min(last + 2, len(unit.text)))
    start = without_offices(unit.tokens, start, end - 1)
    while start < end and everything().exactly("organisation_link", unit.tokens[start].fold):
        start += 1
    # "…, und arbeite bei der Caritas": in some scripts nothing else tells a verb from a name.
    start = max((c.end for c in unit.cues if c.name == "works_for" and c.start == start), default=start)
    if start >= end:
        return None
    tokens = unit.tokens[start:end]
    named = [t for t in tokens if t.shape is Shape.WORD]
    if (
        not named
        or len(named) > _LONGEST
        or len(named) + sum(t.shape is Shape.MARK for t in tokens) < len(tokens)
    ):
        return None
    if any(c.name in _SAYING and start <= c.start < end for c in unit.cues) or _chosen(named, event):
        return None
    quoted = tokens[0].text in _OPENING and tokens[-1].text in _QUOTES and len(tokens) > 2
    if not quoted and not _headline(named):
        return None
    parts = [t.fold for t in named]
    house = any(is_house(t) for t in named) and not (len(named) == 1 and is_generic(parts[0]))
    sure = house or legal is not None or quoted
    if not sure and not (
        confirms(domain, parts, alone=True) or (len(set(parts)) > 1 and confirms(domain, parts))
    ):
        return None
    if not (house or legal) and _person(unit, start, words):
        return None
    return unit.text[tokens[0].start : max(tokens[-1].end, legal.end() if legal else 0)]


def _headline(named: Sequence[Token]) -> bool:
    """True for words as a name has them: a capital one first, joints, and at most two small ones beside."""
    if named[0].cased and not named[0].capital:
        return False
    whole = everything()
    if any(whole.is_a("unit", t.fold) or whole.exactly("salutation", t.fold) for t in named[:1]):
        return False
    small = [t for t in named if t.cased and not t.capital and t.fold not in CONNECT]
    return len(small) <= 2 and not any(t.fold in whole.stopwords for t in small)


def _chosen(named: Sequence[Token], event: Catalogue) -> bool:
    """True where most of the words are those of one workshop, or of the event."""
    content = [t.fold for t in named if len(t.fold) > 3]
    if not content or any(everything().exactly("workshop", w) for w in content[:1]):
        return True
    for workshop in event.order:
        own = [w for w in content if any(h.workshop == workshop for h in event.hits(w))]
        if len(own) * 2 > len(content) and not any(everything().is_a("organisation", w) for w in content):
            return True
    return all(w in event.event_words or everything().is_a("event", w) for w in content)


def _person(unit: Unit, at: int, words: Lexicon) -> bool:
    name = name_at(unit.tokens, at, unit.text, words)
    return name is not None and (name.formal or name.parts[0] in name_list("given"))


def behind(unit: Unit, end: int, words: Lexicon, event: Catalogue, domain: str) -> str | None:
    """The organisation in one of the slots right behind a name that ends at token `end`."""
    at = end
    while at < len(unit.tokens) and unit.tokens[at].text in "*_)":
        at += 1
    if at >= len(unit.tokens) or not _divides(unit, at):
        return None
    for number, span in enumerate(slots(unit, at)):
        found = house_in(unit, span, words, event, domain)
        if found:
            return found
        if number or _person(unit, span[0], words):
            break
    return None


def below(units: Sequence[Unit], place: int, words: Lexicon, event: Catalogue, domain: str) -> str | None:
    """The organisation on the line below a line that is a person's name alone."""
    unit = units[place]
    following = units[place + 1] if place + 1 < len(units) else None
    if following is None or following.block != unit.block or following.role is not Role.SENTENCE:
        return None
    name = name_at(unit.tokens, 0, unit.text, words)
    if name is None or name.end < len(unit.tokens) or unit.role is Role.FIELD:
        return None
    first = next(slots(following), None)
    return house_in(following, first, words, event, domain) if first else None


def heading(units: Sequence[Unit], words: Lexicon, event: Catalogue) -> tuple[str, Unit] | None:
    """A line that is the name of an organisation and nothing else, as above a list of who comes."""
    for unit in units:
        if unit.role is Role.SENTENCE and unit.text[-1:] not in "?!,:،":
            found = house_in(unit, (0, len(unit.tokens)), words, event)
            if found and " " in found:
                return found, unit
    return None


def confirmed(
    units: Sequence[Unit], words: Lexicon, event: Catalogue, domain: str, own: Sequence[str]
) -> tuple[str, Unit] | None:
    """A slot of several words anywhere that the sender's domain confirms, and the unit it stands in.

    own: the folded words of the writer's name, which the domain may repeat.
    """
    for unit in units:
        if unit.role is Role.FIELD:
            continue
        for span in slots(unit):
            found = house_in(unit, span, words, event, domain)
            parts = [w for w in words_of(found or "") if w not in own]
            if found and len(words_of(found)) > 1 and confirms(domain, parts):
                return found, unit
    return None
