"""Boxes of a form that are ticked or left empty: "[ ] 1  [x] 2", "☐ A ☒ B".

Where a field prints several boxes, only what belongs to a ticked one is chosen. A box belongs to the
label behind it, or before it where the field begins with a label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.intent.mentions import Mention
from mailbot.intent.unit import Unit

_BOX = re.compile(r"[\[(]\s{0,3}(?P<tick>[xX✓✔✗✘]?)\s{0,3}[\])]|(?P<full>[☑☒■✅])|(?P<empty>[☐□⬜])")


def ticked(unit: Unit, found: Sequence[Mention]) -> list[Mention]:
    """The mentions that a ticked box belongs to; all where the unit prints no two boxes."""
    boxes = [(m.start(), m.end(), bool(m["tick"] or m["full"])) for m in _BOX.finditer(unit.text)]
    if len(boxes) < 2 or not any(tick for _, _, tick in boxes):
        return list(found)
    first = min((unit.tokens[m.start].start for m in found), default=0)
    behind = boxes[0][0] < first
    chosen = []
    for m in found:
        start, end = unit.tokens[m.start].start, unit.tokens[m.end - 1].end
        near = [b for b in boxes if b[1] <= start][-1:] if behind else [b for b in boxes if b[0] >= end][:1]
        if near and near[0][2]:
            chosen.append(m)
    return chosen
