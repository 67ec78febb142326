"""Which language somebody writes: by script and by the small words that every language has."""

from __future__ import annotations

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
    return _best(words, candidates - {"ar", "fa", "uk", "ru"}, default)


def _best(words: tuple[str, ...], codes: set[str], default: str) -> str:
    """The language most of whose small words stand in the text; one word more is needed to beat the default."""
    scores = {code: sum(w in languages()[code].stopwords for w in words) for code in codes}
    if not scores:
        return default
    best = max(scores.values())
    if best == 0 or scores.get(default, -1) == best:
        return default
    return max(sorted(scores), key=lambda code: scores[code])
