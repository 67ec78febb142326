"""Which language somebody writes: by script and by the small words that every language has."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from mailbot.intent.language import languages
from mailbot.intent.lexicon import words_of

_PERSIAN = frozenset("پچژگ")
_UKRAINIAN = frozenset("іїєґ")
_RUSSIAN = frozenset("ыэъё")


def detect(text: str, default: str) -> str:
    """ISO 639-1 code of the language of `text`; `default` where the words do not tell."""
    lowered = text.casefold()
    arabic = sum("\u0600" <= c <= "\u06ff" for c in lowered)
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in lowered)
    latin = sum("a" <= c <= "z" for c in lowered)
    words = words_of(text)[:400]
    candidates = set(languages())
    if arabic > latin / 2 and arabic > 4:
        candidates = {"fa", "ar"} & candidates
        return _best(words, candidates, "fa" if _PERSIAN & set(lowered) else "ar")
    if cyrillic > latin / 2 and cyrillic > 4:
        candidates = {"uk", "ru"} & candidates
        letters = set(lowered)
        return _best(words, candidates, "uk" if _UKRAINIAN & letters and not _RUSSIAN & letters else "ru")
    return _best(words, candidates - {"ar", "fa", "uk", "ru"}, default, _by_letters(text))


_LETTERS = {
    "tr": "ğışç",
    "pl": "łąęćńśźż",
    "ro": "șțăşţ",
    "vi": "ơưđạảấầẩậắằặẹẻếềểễệịỉọỏốồổộớờởợụủứừửựỳỷỹ",
    "es": "ñ",
    "fr": "çœêèù",
    "de": "äöß",
}
"""Small letters that few other languages of the same script have; names in any mail have them, too."""

_COUNTED = 3
"""So many letters has a number, an ordinal or a month at least that tells its language."""


@lru_cache(maxsize=1)
def _stopwords() -> dict[str, tuple[str, ...]]:
    """Small word, month or ordinal -> the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for code, language in languages().items():
        counted = {w for w in (*language.months, *language.ordinals) if len(w) >= _COUNTED}
        for word in language.stopwords | counted:
            found[word] = (*found.get(word, ()), code)
    return found


def _by_letters(text: str) -> dict[str, int]:
    """How many words in small letters have a letter that is at home in each language."""
    if text.isascii():
        return {}
    small = [w for w in text.split() if not w.isascii() and w[:1].islower()]
    return {code: sum(any(c in letters for c in w) for w in small) for code, letters in _LETTERS.items()}


def _best(
    words: tuple[str, ...], codes: set[str], default: str, letters: Mapping[str, int] | None = None
) -> str:
    """The language most of whose small words stand in the text, or the default."""
    known = _stopwords()
    scores = {code: (letters or {}).get(code, 0) for code in codes}
    for word in words:
        for code in known.get(word, ()):
            if code in scores:
                scores[code] += 1
    if not scores:
        return default
    best = max(scores.values())
    if best == 0 or scores.get(default, -1) == best:
        return default
    return max(sorted(scores), key=lambda code: scores[code])
