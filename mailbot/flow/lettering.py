"""A line of any script as it stands on paper: Arabic letters joined, and what runs from the right in place.

A PDF is drawn glyph by glyph from the left, so what a screen does by itself is done here: Arabic letters take
the form that their neighbours ask for (The Unicode Standard, 9.2), and the line is put into visual order by
the bidirectional algorithm (UAX #9) without its explicit embeddings, which no name needs: they are left out,
as are vowel signs of Arabic and Hebrew. The forms come from the character database of Python itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

_ALEFS = {"\u0622": "\ufef5", "\u0623": "\ufef7", "\u0625": "\ufef9", "\u0627": "\ufefb"}
"""What lam makes with each alef: its isolated form; the final one is the next character."""

_LAM, _TATWEEL, _JOINER, _NON_JOINER = "\u0644", "\u0640", "\u200d", "\u200c"
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_NEUTRAL = ("B", "S", "WS", "ON", "ES", "ET", "CS", "BN")


def visual(text: str) -> str:
    """`text`, one line, as its glyphs stand from left to right."""
    clean = "".join(c for c in unicodedata.normalize("NFC", " ".join(text.split())) if _drawn(c))
    return _ordered(_joined(clean))


def joins(text: str) -> bool:
    """False where a letter of Arabic script has no forms of its own in Unicode, as some of Pashto, Kurdish
    and Urdu have none: `visual` could only set it apart from its neighbours.
    """
    return all(c in _forms() or not _arabic_letter(c) for c in unicodedata.normalize("NFC", text))


def _arabic_letter(character: str) -> bool:
    return unicodedata.bidirectional(character) == "AL" and unicodedata.category(character) == "Lo"


def _drawn(character: str) -> bool:
    if character in (_JOINER, _NON_JOINER):
        return True
    category = unicodedata.category(character)
    vowel = category == "Mn" and ("\u0590" < character < "\u05c8" or "\u0600" < character < "\u0700")
    return not vowel and category not in ("Cf", "Cc")


@cache
def _forms() -> Mapping[str, Mapping[str, str]]:
    """By letter, its form where it stands `isolated`, `initial`, `medial` or `final`."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFBFF + 1), *range(0xFE70, 0xFEFC + 1)):
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        if len(letters) == 1:
            found.setdefault(chr(int(letters[0], 16)), {}).setdefault(kind.strip("<>"), chr(code))
    return found


def _goes_on(character: str) -> bool:
    """True where the next letter may join on."""
    return character in (_TATWEEL, _JOINER) or "initial" in _forms().get(character, ())


def _takes_up(character: str) -> bool:
    """True where it may join on to the letter before it."""
    return character in (_TATWEEL, _JOINER) or "final" in _forms().get(character, ())


def _joined(text: str) -> str:
    out: list[str] = []
    at = 0
    while at < len(text):
        letter = text[at]
        before = at > 0 and _goes_on(text[at - 1])
        alef = text[at + 1] if letter == _LAM and at + 1 < len(text) else ""
        if alef in _ALEFS:
            out.append(chr(ord(_ALEFS[alef]) + before))
            at += 2
            continue
        after = at + 1 < len(text) and _goes_on(letter) and _takes_up(text[at + 1])
        joins_back = before and _takes_up(letter)
        form = ("medial" if after else "final") if joins_back else ("initial" if after else "isolated")
        out.append(_forms().get(letter, {}).get(form, letter))
        at += 1
    return "".join(c for c in out if c not in (_JOINER, _NON_JOINER))


def _ordered(text: str) -> str:
    """Visual order (UAX #9, 3.3.4 to 3.4)."""
    kinds = [unicodedata.bidirectional(c) or "L" for c in text]
    strong = next((k for k in kinds if k in ("L", "R", "AL")), "L")
    base = 0 if strong == "L" else 1
    if base == 0 and not {"R", "AL", "AN"} & set(kinds):
        return text
    levels = _levels(_resolved(kinds, base), base)
    characters = [c.translate(_MIRRORED) if n % 2 else c for c, n in zip(text, levels, strict=True)]
    for level in range(max(levels), 0, -1):
        start = 0
        while start < len(levels):
            end = start
            while end < len(levels) and levels[end] >= level:
                end += 1
            characters[start:end] = reversed(characters[start:end])
            start = end + 1
    return "".join(characters)


def _resolved(kinds: list[str], base: int) -> list[str]:
    """Weak types, then neutral ones (W1 to N2)."""
    outside = "R" if base else "L"
    done: list[str] = []
    last_strong, previous = outside, outside
    for given in kinds:
        kind = previous if given == "NSM" else given
        if kind in ("L", "R", "AL"):
            last_strong = kind
        elif kind == "EN" and last_strong == "AL":
            kind = "AN"
        done.append(kind)
        previous = kind
    _numbers(done)
    last_strong = outside
    for at, kind in enumerate(done):
        done[at] = "R" if kind == "AL" else kind
        if kind in ("L", "R", "AL"):
            last_strong = done[at]
        elif kind == "EN" and last_strong == "L":
            done[at] = "L"
    return _neutrals(done, outside)


def _numbers(kinds: list[str]) -> None:
    """What stands between numbers or beside them belongs to them (W4, W5), all else is neutral (W6)."""
    for at in range(1, len(kinds) - 1):
        one, sign, other = kinds[at - 1 : at + 2]
        if one == other and ((sign == "ES" and one == "EN") or (sign == "CS" and one in ("EN", "AN"))):
            kinds[at] = one
    for order in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for at in order:
            if kinds[at] == "ET" and kinds[at + step] == "EN":
                kinds[at] = "EN"
    kinds[:] = ["ON" if kind in ("ES", "ET", "CS", "BN") else kind for kind in kinds]


def _neutrals(kinds: list[str], outside: str) -> list[str]:
    """Between two of one direction they go with them, else with the line (N1, N2)."""
    done = list(kinds)
    at = 0
    while at < len(done):
        if done[at] not in _NEUTRAL:
            at += 1
            continue
        end = at
        while end < len(done) and done[end] in _NEUTRAL:
            end += 1
        before = _direction(done[at - 1]) if at else outside
        after = _direction(done[end]) if end < len(done) else outside
        done[at:end] = [before if before == after else outside] * (end - at)
        at = end
    return done


def _direction(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _levels(kinds: list[str], base: int) -> list[int]:
    """Implicit levels (I1, I2)."""
    if base:
        return [1 if kind == "R" else 2 for kind in kinds]
    return [{"L": 0, "R": 1}.get(kind, 2) for kind in kinds]
