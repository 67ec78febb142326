"""Who stays for a part of the day only, and whether that part leaves room for a workshop."""

from __future__ import annotations

import re
from itertools import pairwise

from mailbot.intent.reading import Reading
from mailbot.intent.streams import LIVESTREAM
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role, Unit

_NOON = 13


def without_workshop(reading: Reading) -> bool:
    """Like "Ich bleibe nur bis mittags": no workshop is wanted; "ich muss um 15 Uhr los" leaves room."""
    partly = [u for u in reading.layout.units if u.has("partial")]
    if any(_no_workshops(unit, reading) for unit in partly) and not _chosen(reading):
        return True
    return bool(partly) and not reading.wished and not _other(reading, partly) and not all(map(_late, partly))


def _no_workshops(unit: Unit, reading: Reading) -> bool:
    """Like "we do not plan to take part in the workshops": all of them, and in the first person."""
    words = reading.words
    return unit.has("self", "self_register") and any(
        words.is_a("workshop", t.fold)
        and not any(m.unit is unit and n in range(m.start, m.end) for m in reading.marks)
        for c in unit.cues
        if c.name == "partial"
        for n, t in enumerate(unit.tokens[c.start : c.end], c.start)
    )


def livestream_and_workshop(reading: Reading) -> bool:
    """Like "den Vormittag im Livestream, und nachmittags den Workshop": both, be it said which or not."""
    words = reading.words
    streams = [w for w in reading.party.wishes if w.livestream]
    chosen = {m.place for m in reading.marks if m.workshop != LIVESTREAM}
    return any(w.workshop for w in streams) or (
        bool(streams)
        and any(
            n not in chosen
            and u.role is Role.SENTENCE
            and u.has("self_register")
            and not u.has(*_AGAINST)
            and any(
                words.exactly("definite", one.fold) and words.exactly("workshop", other.fold)
                for one, other in pairwise([t for t in u.tokens if t.text not in "'’"])
            )
            for n, u in enumerate(reading.layout.units)
        )
    )


_AGAINST = ("cancel", "reject", "conditional", "change", "partial", "self_out", "withdraw", "either")


def _chosen(reading: Reading) -> bool:
    """True where somebody chooses by more than a theme."""
    return any(w.livestream or (w.mark is not None and w.mark.grade > 1) for w in reading.party.wishes)


def _other(reading: Reading, partly: list[Unit]) -> bool:
    """Like "Er kann nur bis 14 Uhr bleiben": one of several stays for a part; the workshops can be asked."""
    others = len(reading.party.people) > 1 and not any(u.has("self") for u in partly)
    return others and any(reading.words.exactly("third_person", t.fold) for u in partly for t in u.tokens[:1])


def _late(unit: Unit) -> bool:
    """True where every hour that the unit names lies in the afternoon."""
    hours = [
        int(match[1]) + 12 * (unit.tokens[n + 1 : n + 2] != () and unit.tokens[n + 1].fold in ("pm", "p"))
        for n, t in enumerate(unit.tokens)
        if t.shape in (Shape.NUMBER, Shape.OPAQUE)
        and (match := re.match(r"(\d{1,2})(?:[.:]\d{2})?$", t.text))
    ]
    return bool(hours) and min(hours) > _NOON
