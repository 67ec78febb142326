"""Two persons who share a family name: "Gerd und Heike Baumann"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.intent.language import listed, name_list
from mailbot.intent.lexicon import Lexicon, everything, words_of
from mailbot.intent.names import Name, whole_name
from mailbot.intent.tokens import tokenize
from mailbot.intent.unit import Unit


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a unit and how it was told: "formal", "relation", "listed", "row", "joined"."""

    name: Name
    how: str


def read_couple(text: str, words: Lexicon) -> tuple[Name, Name] | None:
    """Like "Gerd und Heike Baumann": two persons who share the family name; None for anything else."""
    match = re.match(r"^(.{2,60}?)\s+(\S{1,4}|&|\+)\s+(.{2,60})$", text)
    if not match:
        return None
    joint = tokenize(match.group(2))
    if not joint or not (match.group(2) in "&+" or everything().exactly("and", joint[0].fold)):
        return None
    first, second = whole_name(match.group(1), words), whole_name(match.group(3), words)
    if first is None or second is None or len(second.parts) < 2:
        return None
    if len(first.parts) == 1 and not first.formal:
        family = second.text.split(" ", 1)[1]
        return Name(f"{first.text} {family}", first.title), second
    return (first, second) if first.complete else None


def with_family_name(found: list[Found], unit: Unit) -> list[Found]:
    """A lone given name before "und" takes the family name behind it: "Anna und Peter Vogel"."""
    result = list(found)
    for n in range(len(found) - 1):
        one, two = found[n].name, found[n + 1].name
        gap = unit.tokens[one.end : two.start]
        given = not one.formal or (one.parts[0] in name_list("given") and not two.formal)
        lone = len(one.parts) == 1 and given and len(two.parts) >= 2 and len(gap) == 1
        if lone and (gap[0].text in "&+" or everything().exactly("and", gap[0].fold)):
            family = two.text.split(" ", 1)[1]
            if " " not in family or not listed(words_of(family)[0]):
                result[n] = Found(
                    Name(f"{one.text} {family}", one.title, False, one.start, one.end), "couple"
                )
    return result
