"""Which of the marks in the body bear on who goes where: without names, talk and advice."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.bystanders import advised
from mailbot.intent.fold import fold
from mailbot.intent.layout import Layout
from mailbot.intent.marks import Mark
from mailbot.intent.people import Person

_LOOSE = ("leader", "theme", "title-word")
"""Ways to read a single word that may as well be a name."""


def bearing(body: list[Mark], people: Sequence[Person], layout: Layout) -> list[Mark]:
    """The marks that choose for somebody; people: all who come."""
    if any(u.has("decides_later") for u in layout.units):
        body = [m for m in body if m.grade > 1]  # What has not been decided is not told by a theme.
    return _without_advice(_without_talk(_without_names(body, people), layout), layout)


def _without_names(body: list[Mark], people: Sequence[Person]) -> list[Mark]:
    """Without the "Anna" of "Anna in Workshop 1" who leads another one, and the water of "Frau Wasser"."""
    named = {part for p in people if p.name is not None for part in p.name.parts}
    return [m for m in body if m.rule not in _LOOSE or fold(m.text) not in named]


def _without_talk(body: list[Mark], layout: Layout) -> list[Mark]:
    """Without themes in other sentences where one says for all of them, in sure words, where they go."""
    for place in {m.place for m in body if m.grade > 1 and not (m.old or m.refused or m.second)}:
        here = {m.workshop for m in body if m.place == place and m.grade > 1}
        unit = layout.units[place]
        if len(here) == 1 and unit.has("all") and not unit.has("except"):
            return [m for m in body if m.grade > 1 or m.place == place]
    return body


def _without_advice(body: list[Mark], layout: Layout) -> list[Mark]:
    """Without what others choose or advise where the mail says elsewhere what the writer wants."""
    own = [m for m in body if not advised(m, layout.units[m.place])]
    return own if any(not (m.old or m.refused) for m in own) else body
