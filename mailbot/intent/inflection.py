"""The cases of Slavic names: what a name from a list looks like where the sentence inflects it.

"Запишите Людмилу Бондар", "кроме Кима", "от Олены Ткаченко": lists know names in the nominative only.
A form that could be a name of its own ("Александра" beside "Александр") is nobody else's case.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Written as folding leaves them: "й" has become "и" and "ї" has become "і".
_CASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ая", ("ую", "ои", "ою")),
    ("ии", ("ия", "ию", "ием", "ого", "ому", "им", "а", "ая", "оі", "у", "ую", "ои", "ою")),
    ("іи", ("ія", "ію", "ієм", "ієві", "ого", "ому", "им")),
    ("ои", ("ого", "ому", "им", "ым", "ая", "ую")),
    ("ыи", ("ого", "ому", "ым", "ая", "ую")),
    ("и", ("я", "ю", "ем", "єм", "єві")),
    ("ь", ("я", "ю", "ем", "ьом", "єві")),
    ("о", ("а", "у", "ом", "ові")),
    ("а", ("у", "и", "і", "ы", "е", "ои", "ою", "оі", "іи")),
    ("я", ("ю", "и", "і", "е", "еи", "ею", "єю")),
)
"""Ending of the nominative -> the endings that the other cases, and adjectives' feminines, have."""

_HARD = ("а", "у", "ом", "ым", "им", "ові", "ои", "ою", "е", "і")
"""What the cases add to a name that ends in a consonant."""

_VOWELS = frozenset("аеєиіоуыэюяь")

_ENDINGS = frozenset(("", "еві", *_HARD, *(ending for end, cases in _CASES for ending in (end, *cases))))

_SHAPED = re.compile(
    "[оеі]вн(?:а|и|і|у|ы|е|ою|ои)$|[оеи]вич(?:а|у|ем|ом|еві|і)?$|ьич(?:а|у|ем)?$"
    "|(?<=...)енк(?:о|а|у|ом|ові)$|(?<=..)[чщ]ук(?:а|у|ом|ові)?$"
)
"""Endings that only patronymics and family names have."""

_WEST = ("em", "iem", "owi", "ului")
"""Endings of other cases in Polish and Romanian that leave the nominative of a name behind."""

_WEST_SHAPED = re.compile("(?<=..)(?:sk|ck|dzk)(?:iego|iemu|im|iej)$")

_STEMS: dict[str, tuple[str, ...]] = {}
for _end, _cases in (*_CASES, ("", _HARD)):
    for _case in _cases:
        _STEMS[_case] = (*_STEMS.get(_case, ()), _end)


@lru_cache(maxsize=8192)
def nominatives_of(word: str) -> tuple[str, ...]:
    """What the folded `word` may be in the nominative if it is a name; empty for other scripts."""
    if len(word) < 3 or not "\u0400" <= word[0] <= "\u04ff":
        # "Krzysztofem", "Nowakowi": only endings that German nouns hardly have.
        long = len(word) >= 6 and word.isascii()
        return tuple(word[: -len(end)] for end in _WEST if long and word.endswith(end))
    return tuple(
        word[:-size] + end
        for size in range(1, min(4, len(word) - 2) + 1)
        for end in _STEMS.get(word[-size:], ())
        if end or word[-size - 1] not in _VOWELS
    )


def has_shape(word: str) -> bool:
    """True for a folded word like "петрівна", "ивановичу", "ткаченко", whose ending only names have."""
    if len(word) > 4 and "\u0400" <= word[0] <= "\u04ff":
        return _SHAPED.search(word) is not None
    return len(word) > 6 and word[0].isascii() and _WEST_SHAPED.search(word) is not None


def same_case(one: str, other: str) -> bool:
    """True where two folded words in Cyrillic letters differ in their case only: "кима" and "ким"."""
    if one == other or not ("\u0400" <= one[:1] <= "\u04ff" and "\u0400" <= other[:1] <= "\u04ff"):
        return one == other
    common = 0
    while common < min(len(one), len(other)) and one[common] == other[common]:
        common += 1
    if common < 2:
        return False
    # The stem may end one letter before the words part: "бойко" and "бойка", "зоя" and "зою".
    return any(
        one[at:] in _ENDINGS and other[at:] in _ENDINGS for at in (common, common - 1) if at >= 2
    ) and (common > 2 or len(one) == len(other))
