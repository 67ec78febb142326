"""Somebody whose own line says a choice that nobody understood: "Ana – workshop 2, Eva – the one on wool"."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.marks import Mark
from mailbot.intent.people import Person
from mailbot.intent.tokens import Shape

_LEADING = ("stand_in", "article", "definite", "possession", "topic", "preposition", "circumstance")
_PARTING = frozenset(",،:–—-|(→=")  # A bar stands between the cells of a row.


def unread(
    person: Person, people: Sequence[Person], body: Sequence[Mark], layout: Layout, words: Lexicon
) -> bool:
    """True where the line of `person` goes on behind the name as the lines of others do that say a workshop.

    What others choose holds for nobody who has words of the own in that place.
    """
    chosen = {m.place for m in body if m.live}
    if _wishes_behind(person, chosen, layout, words):
        return True
    others = (p for p in people if p is not person and p.place != person.place)
    alike = any(_heads(p, layout) and p.place in chosen for p in others)
    if not alike or not _heads(person, layout) or person.place in chosen:
        return False
    unit = layout.units[person.place]
    said = [t for t in unit.tokens[_end(person, layout) + 1 :] if t.shape is Shape.WORD]
    leads = any(words.is_stop(t.fold) or words.exactly(k, t.fold) for t in said[:1] for k in _LEADING)
    return leads and any(not words.is_stop(t.fold) for t in said[1:]) and not unit.has("works_for", "ditto")


def _wishes_behind(person: Person, chosen: set[int], layout: Layout, words: Lexicon) -> bool:
    """Like "Herr Lang. Er möchte zu der Runde am Kamin." where that was not understood."""
    behind = layout.units[person.place + 1 : person.place + 2] if person.place >= 0 else ()
    return any(
        person.place + 1 not in chosen
        and u.tokens
        and words.exactly("third_person", u.tokens[0].fold)
        and u.has("wish")
        and not u.has("same", "ditto", "all", "comes_along", "need", "cancel")
        and (not u.has("negation") or any(words.exactly("workshop", t.fold) for t in u.tokens))
        and not any(words.exactly("too", t.fold) for t in u.tokens)
        for u in behind
    )


def _heads(person: Person, layout: Layout) -> bool:
    """True where the name begins a line and a mark parts it from what stands behind."""
    if not 0 <= person.place < len(layout.units) or person.start > 1:
        return False
    tokens, end = layout.units[person.place].tokens, _end(person, layout)
    return end < len(tokens) and tokens[end].text in _PARTING


def _end(person: Person, layout: Layout) -> int:
    """Where the name ends; in a row that was taken apart, its first cell."""
    tokens = layout.units[person.place].tokens
    return person.end or next((n for n, t in enumerate(tokens) if t.text == "|"), len(tokens))
