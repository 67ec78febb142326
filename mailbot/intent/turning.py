"""How the sentences around it turn a workshop round that one of them names.

A question about free seats may name what is taken, words of leaving name what is left, and who looks
forward to what was confirmed chooses nothing anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.intent.marks import Mark
from mailbot.intent.stance import tells
from mailbot.intent.unit import Unit


def of_free_seats(marks: list[Mark], units: Sequence[Unit]) -> list[Mark]:
    """Like "Ist Workshop 2 noch frei? Dann bin ich dabei.": the question names what is taken."""
    if any(not (m.asked or m.old or m.refused) and m.grade >= 2 for m in marks):
        return marks
    asked = {m.place for m in marks if m.asked and m.place < len(units) - 1 and _free(units, m.place)}
    if len({m.workshop for m in marks if m.place in asked}) != 1:
        return marks
    place = min(asked)
    follows = any(
        u.has("self_register") and u.has("register") and tells(u) for u in units[place + 1 : place + 3]
    )
    return [replace(m, asked=False) if follows and m.place == place else m for m in marks]


def _free(units: Sequence[Unit], place: int) -> bool:
    """Like "Ist noch Platz?", "Geht das noch? Wenn ja, …": the question is whether there is room."""
    unit, following = units[place], units[place + 1]
    own = unit.has("self") and unit.has("register") and following.has("register")
    return own or unit.has("available", "full") or following.has("available")


def of_looking_forward(marks: list[Mark], registered: bool) -> list[Mark]:
    """Like "Danke für die Bestätigung! Ich freue mich auf Workshop 2.": nothing is chosen there anew."""
    return [
        replace(m, old=True)
        if registered and m.unit and m.unit.has("closing") and not m.unit.has("register", "change", "please")
        else m
        for m in marks
    ]


def of_leaving(marks: list[Mark], places: tuple[int, ...]) -> list[Mark]:
    """A workshop named where somebody leaves is the one that is left, not one that is chosen."""
    return [
        replace(m, old=True) if m.place in places and m.workshop != "livestream" and not m.second else m
        for m in marks
    ]
