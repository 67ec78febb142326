"""Rows of a list that names who leaves: "bitte streichen Sie folgende Personen:"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.intent.request import Request
from mailbot.intent.unit import Role, Unit

_INSTEAD = ("change", "but", "in_my_place", "in_place_of", "in_their_place")


def with_rows(request: Request, units: Sequence[Unit]) -> Request:
    """The request with the rows below a sentence that leaves among the places where somebody leaves.

    They may stand as well below the sentence behind it that says who was registered: "Wir müssen absagen.
    Mein Mann und ich waren angemeldet:".
    """
    withdraws = request.withdraws + tuple(_below(request.withdraws, units))
    alone = [p for p in request.absent if 0 <= p < len(units) and _heads(units[p])]
    absent = request.absent + tuple(_below(alone, units))
    return replace(request, withdraws=withdraws, absent=absent)


def _below(places: Sequence[int], units: Sequence[Unit]) -> list[int]:
    found: list[int] = []
    for place in places:
        head = place
        behind = units[place + 1] if place >= 0 and place + 1 < len(units) else None
        if behind is not None and behind.has("registered", "from_choice") and behind.has("self", "self_and"):
            head += 1
        if head < 0 or units[head].role is not Role.SENTENCE or units[head].has(*_INSTEAD):
            continue
        rows: list[int] = []
        while head + len(rows) + 1 < len(units) and units[head + len(rows) + 1].role is Role.ROW:
            rows.append(head + len(rows) + 1)
        found += [head, *rows] if rows and head != place else rows
    return found


def _heads(unit: Unit) -> bool:
    """Like "leider können nicht kommen:"; not "ich selbst kann nicht, melde aber folgende Kollegen an:"."""
    left = [(c.start, c.end) for c in unit.cues if c.name == "cancel"]
    entering = [c for c in unit.cues if c.name in ("register", "behalf")]
    others = any(not any(start < c.end and c.start < end for start, end in left) for c in entering)
    return unit.text.rstrip().endswith(":") and not others
