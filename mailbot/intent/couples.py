"""Two persons who share a family name: "Gerd und Heike Baumann"."""

from __future__ import annotations

import re

from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.names import Name, whole_name
from mailbot.intent.tokens import tokenize


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
