"""Whether a word is another one inflected, compounded, misspelt or in another script."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from mailbot.intent.concepts import concepts_of
from mailbot.intent.fold import same_sound

_ENDINGS = frozenset(
    [
        "e",
        "n",
        "s",
        "a",
        "i",
        "u",
        "y",
        "o",
        "en",
        "er",
        "es",
        "em",
        "ern",
        "ing",
        "al",
        "as",
        "os",
        "ow",
        "ie",
        "ul",
        "ului",
        "ok",
        "am",
    ]
)
"""What inflection adds to a short word."""


def alike(word: str, key: str) -> bool:
    """True for two folded words that a reader takes for the same: inflected, compounded, misspelt."""
    if word == key:
        return True
    short, long = (word, key) if len(word) <= len(key) else (key, word)
    if len(short) < 4 or (len(short) < 6 and word[:4] != key[:4]):
        return False
    if word[:4] == key[:4]:
        common = 4
        while common < len(short) and short[common] == long[common]:
            common += 1
        if len(short) < 6 and common == len(short):
            # "Film" and "Filme", "Filmen"; but not "Filmon", which is a name.
            return long[common:] in _ENDINGS or len(short) == 5
        if common >= len(short) - 2 and len(long) - common <= 3:
            return True
        if len(short) >= 5 and common == len(short):
            return True
    if len(key) >= 7 and key in word:
        return True
    if len(short) < 6 or len(short) < 0.8 * len(long):
        return False
    return Levenshtein.normalized_similarity(word, key, score_cutoff=0.8) >= 0.8


def is_another(word: str, key: str) -> bool:
    """True where `word` only looks inflected and names a theme that `key` does not: "Töpfern", "Töpfe"."""
    if word == key or len(word) - len(key) > 3 or not word.startswith(key[:4]):
        return False
    mine, other = set(concepts_of(word)), set(concepts_of(key))
    return bool(mine) and not mine & other


def same_name(word: str, name: str) -> bool:
    """True for two folded family names that are one, misspelt, inflected or in another script."""
    if word == name or same_sound(word, name):
        return True
    if len(word) < 4 or len(name) < 4:
        return False
    if word == name + "s":
        return True
    if min(len(word), len(name)) < 5:
        # "Thamm" and "Tamm", "Meier" and "Mayer": short names bear one letter more or less at most.
        return Levenshtein.distance(word, name, score_cutoff=1) <= 1 and word[0] == name[0]
    return Levenshtein.normalized_similarity(word, name, score_cutoff=0.8) >= 0.8
