"""Lines of lists: where one begins, what hangs on to it, and which lines are rows without any bullet."""

from __future__ import annotations

import re

from mailbot.intent.captions import label_of
from mailbot.intent.lexicon import everything
from mailbot.intent.tokens import tokenize

ENUMERATOR = re.compile(
    r"^\s*(?:[-*•–—·►▪◦‣→✓+]|\(?\d{1,2}(?:[.)°º/:-]{1,3}|\s*[-–:])|\(?[a-hA-H][)]|#\d{1,2}[.:)]?)\s+"
)


_PARTED = re.compile(r"\s[/–—|-]\s|;\s")
_ENDED = re.compile(r"[^\W\d_]{3,}[.!?]$")


def parallel(lines: list[str], start: int) -> int:
    """How many lines from `start` on are cut by the same separator, as in a list without bullets; 0 for one.

    "Seidel Frank / Bauhof / Workshop 1": a paragraph of prose has no such lines below each other.
    """
    parted = _PARTED.search(lines[start])
    if not parted:
        return 0
    count = 0
    for line in lines[start:]:
        cells = [c.strip() for c in line.split(parted.group())]
        short = all(c and len(c.split()) <= 9 for c in cells)
        if len(cells) < 2 or not short or cells[0][:1].islower() or _ENDED.search(line.strip()):
            break
        if label_of(line) or len(line) > 120:
            break
        count += 1
    return count if count > 1 else 0


def ordinal(line: str) -> bool:
    """Like "2. atölyeye …", "3. Workshop bitte": the number belongs to the workshop, not to a list."""
    following = tokenize(ENUMERATOR.sub("", line))[:1]
    numbered = line.lstrip()[:1].isdigit()
    return numbered and bool(following) and everything().exactly("workshop", following[0].fold)


def hangs(line: str, following: str) -> bool:
    """True where the next line continues a list item: it is indented and no item or field itself."""
    indented = (
        following[:2] in ("  ", "\t") or following[:1] == "\t" or (len(line) > 45 and following[:1] == " ")
    )
    return bool(following.strip()) and indented and not ENUMERATOR.match(following)


def wraps(line: str, following: str, width: int) -> bool:
    """True where the line was broken only because the next word did not fit any more."""
    if width < 40:
        return following[:1].islower()
    if _ENTRY.search(line) and _ENTRY.search(following):
        return False
    word = following.split(maxsplit=1)[0] if following.split() else ""
    return len(line.strip()) + 1 + len(word) > min(width, 78) - 1 or following[:1].islower()


def rule(line: str) -> bool:
    """True for a line that is nothing but a drawn rule."""
    return _RULE.fullmatch(line) is not None


_RULE = re.compile(r"[\s\-=_+|*]*")


_ENTRY = re.compile(r"^[^.?!]{3,60}(?:\s[–—-]|[)\w]:)\s+\S")
"""A line with a dash in it, as entries of lists have; two such lines are two entries."""
