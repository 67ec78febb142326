"""Whether two names mean the same person.

Names are compared without regard to case, accents, order ("Müller, Hans" is "Hans Müller") and
the ways to write umlauts ("Mueller"). An initial stands for any name that begins with it
("S. Pohl" is "Sandra Pohl"), but never for a different family name.
"""

from __future__ import annotations

import re
import unicodedata

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def name_key(name: str) -> tuple[str, ...]:
    """The words of a name, folded and sorted: equal for every way to write the same name."""
    text = unicodedata.normalize("NFC", name).casefold().translate(_UMLAUTS)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return tuple(sorted(re.findall(r"\w+", text)))


def same_person(one: str, other: str) -> bool:
    """Whether `one` and `other` can be taken for one person of the same contact."""
    first, second = name_key(one), name_key(other)
    if not first or not second:
        return False
    if first == second:
        return True
    return len(first) == len(second) and _covered(list(first), list(second))


def _covered(first: list[str], second: list[str]) -> bool:
    """Each word has its like in the other name, an initial standing for a longer word."""
    shared = set(first) & set(second)
    if not any(len(word) > 1 for word in shared):
        return False
    rest, others = [w for w in first if w not in shared], [w for w in second if w not in shared]
    for word in rest:
        like = next((o for o in others if _initial(word, o)), None)
        if like is None:
            return False
        others.remove(like)
    return not others


def _initial(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return len(short) == 1 and long.startswith(short)
