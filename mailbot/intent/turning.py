"""How the sentences around it turn a workshop round that one of them names.

A question about free seats may name what is taken, words of leaving name what is left, who looks
forward to what was confirmed chooses nothing anew, and who takes a choice back may make another only in
the sentence after next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.intent.lexicon import Cue
from mailbot.intent.marks import Mark
from mailbot.intent.stance import tells
from mailbot.intent.streams import LIVESTREAM
from mailbot.intent.unit import Unit


def of_free_seats(marks: list[Mark], units: Sequence[Unit]) -> list[Mark]:
    """Like "Ist Workshop 2 noch frei? Dann bin ich dabei.": the question names what is taken."""
    if any(m.live and m.grade >= 2 for m in marks):
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
    """A workshop named where somebody leaves is the one that is left, not one that is chosen.

    So is one behind that in words that choose nothing: "Ich muss absagen. Ich hatte mich auf C gefreut."
    """
    first = min((place for place in places if place >= 0), default=-1)
    return [
        replace(m, old=True)
        if m.workshop != LIVESTREAM and not m.second and (m.place in places or _regretted(m, first))
        else m
        for m in marks
    ]


def _regretted(mark: Mark, left: int) -> bool:
    """True for a workshop behind the sentence that leaves, in one that neither registers nor asks for it."""
    said = mark.unit is not None and not mark.unit.has("register", "change", "please", "wish", "yes")
    return 0 <= left < mark.place and said and mark.unit is not None and mark.unit.has("self")


_SOON = 3
"""In so many sentences, from the one that takes back on, stands what is chosen instead."""


def of_taking_back(marks: list[Mark], units: Sequence[Unit]) -> list[Mark]:
    """Like "Workshop C, nein, halt, die Bank haben wir ja schon. Lieber A.": only the last one counts."""
    for place, unit in enumerate(units[:-1]):
        at = next((c.end for c in unit.cues if c.name == "takes_back" or _says_no(c, unit)), -1)
        if at < 0 or not tells(unit):
            continue
        soon = range(place, min(place + _SOON, len(units) - 1))
        before = {m.workshop for m in marks if (m.place, m.start) < (place, at) and _stands(m)}
        behind = [m for m in marks if m.place in soon and (m.place, m.start) >= (place, at) and _stands(m)]
        chosen = {m.workshop for m in behind} - before
        if len(before) == 1 and len(chosen) == 1:
            return [replace(m, corrected=True) if m in behind and m.workshop in chosen else m for m in marks]
    return marks


def _says_no(cue: Cue, unit: Unit) -> bool:
    """Like the "no" of "Workshop 1, no, workshop 2": a no by itself, with something before it."""
    marks = [unit.tokens[n].text for n in (cue.start - 1, cue.end) if 0 <= n < len(unit.tokens)]
    return cue.name == "no" and len(marks) == 2 and all(m in ",،–—" for m in marks)


def _stands(mark: Mark) -> bool:
    """True for what is named for certain or in a sentence that chooses, and neither refused nor left."""
    return mark.workshop not in (None, LIVESTREAM) and not (
        mark.old or mark.refused or mark.asked or mark.second
    )
