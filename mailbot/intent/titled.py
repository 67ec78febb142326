"""Question marks of workshops' titles: who only names "Handy weg oder Handy her?" asks nothing."""

from __future__ import annotations

from dataclasses import replace

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import words_of
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role, Unit

_QUOTES = " \"”“»«'’‘*_)"
_ASKING = ("question", "interrogative", "asking", "available", "polite", "full")


def without_titles_marks(layout: Layout, event: Catalogue) -> Layout:
    """The layout in which no unit ends in the question mark of a title that stands at its end."""
    titles = [words_of(w.title) for w in event.event.workshops if w.title.rstrip().endswith("?")]
    if not titles:
        return layout
    units = tuple(_plain(unit, titles) for unit in layout.units)
    return replace(layout, units=units, subject=_plain(layout.subject, titles))


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
