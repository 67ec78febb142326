"""One spelling for comparison: case, accents, written-out umlauts, letter variants and digits are levelled."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# German umlauts become two letters, so that "Müller" and "Mueller" meet; Arabic letters that Persian and
# Arabic keyboards write differently become one; letters that Unicode does not decompose are spelled out.
_LETTERS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ø": "oe",
        "æ": "ae",
        "å": "a",
        "œ": "oe",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ـ": "",
        "\u200c": "",
        "\u200d": "",
        "\u00ad": "",
        "ё": "е",
    }
)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`text` in the one spelling used for every comparison; digits of any script become ASCII.

    Unicode NFKC, case folding, umlauts as two letters, then combining marks dropped (NFKD).
    """
    if text.isascii():
        return text.lower()
    levelled = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    parts: list[str] = []
    for character in unicodedata.normalize("NFKD", levelled):
        if unicodedata.combining(character):
            continue
        if character.isdecimal() and not character.isascii():
            character = str(unicodedata.decimal(character))
        parts.append(character)
    return "".join(parts)
