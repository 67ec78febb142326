"""Arabic words that are "and" and a name in one."""

from __future__ import annotations

import re
from functools import lru_cache

from mailbot.intent.concepts import is_entry
from mailbot.intent.fold import fold
from mailbot.intent.language import languages, listed, nominatives


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """Every word that the languages in Arabic letters know, as a whole."""
    found: set[str] = set()
    for code in ("ar", "fa"):
        one = languages()[code]
        said = (word for patterns in one.cues.values() for p in patterns for word in re.split(r"[ |]", p))
        found.update(fold(word) for word in said)
        found.update(one.stopwords, one.numbers, one.ordinals, one.months, *one.words.values())
    return frozenset(found)


@lru_cache(maxsize=1)
def _relations() -> frozenset[str]:
    """Words for those who come along, as in "وابنتي لين" ("and my daughter Leen")."""
    return frozenset(
        fold(word) for code in ("ar", "fa") for word in languages()[code].words.get("relation", ())
    )


@lru_cache(maxsize=1024)
def is_joined(word: str) -> bool:
    """True for a folded word that is "and" and a name in one: "وسلمى"; "وليد" is a name itself.

    "والدین", parents, is a theme, although "الدين" alone is a family name.
    """
    rest = word[1:]
    if len(rest) < 3 or listed(word) or word in _vocabulary() or is_entry(word):
        return False
    return (
        rest in _relations()
        or rest in nominatives("given")
        or (rest.startswith("ال") and rest in nominatives("family"))
    )
