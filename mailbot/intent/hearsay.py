"""Whether a mail tells of somebody else's plans instead of asking to register him or her."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.model import Kind
from mailbot.intent.reading import Reading
from mailbot.intent.unit import Unit


def by_hearsay(reading: Reading, kind: Kind) -> bool:
    """Like "Herr Lutz meinte, er wolle in Workshop 2": another's plans, and nobody asks to register him."""
    others = [p for p in reading.party.people if p.how != "writer"]
    if kind is Kind.CHANGE:
        return reading.request.hearsay and bool(others)
    units = reading.layout.units
    asking = ("please", "behalf", "self", "all")
    told = [(units[p.place], p.start) for p in others if p.how == "text" and 0 <= p.place < len(units)]
    return any(u.has("hearsay") and not _asks_for(u, start, asking) for u, start in told)


def _asks_for(unit: Unit, start: int, asking: Sequence[str]) -> bool:
    """False for "Ich habe gehört, dass Herr Stein …": who has heard it is not who comes."""
    heard = max((c.end for c in unit.cues if c.name == "hearsay" and c.end <= start), default=0)
    return any(c.name in asking and (c.name != "self" or c.start >= heard) for c in unit.cues)
