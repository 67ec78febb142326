"""One spelling for comparison: case, accents, umlauts, letter variants, digits and scripts are levelled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

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


_INNER = re.compile(r"(?<=[а-яіїєґё0-9])['’ʼ\-](?=[а-яіїєґё])")


class _Plain(dict[int, str | None]):
    """For `str.translate`: combining marks vanish, digits of any script become ASCII. Learns as it goes."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        plain: str | None = character
        if unicodedata.combining(character):
            plain = None
        elif character.isdecimal():
            plain = str(unicodedata.decimal(character))
        self[code] = plain
        return plain


_PLAIN = _Plain()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`text` in the one spelling used for every comparison; digits of any script become ASCII.

    Unicode NFKC, case folding, umlauts as two letters, then combining marks dropped (NFKD).
    """
    if text.isascii():
        return text.lower()
    levelled = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    if not levelled:
        return ""  # a soft hyphen alone, which case folding drops
    if "\u0400" <= levelled[0] <= "\u04ff" or levelled[0].isdigit():
        # The Ukrainian apostrophe and the hyphen of "2-й" say nothing about which word it is.
        levelled = _INNER.sub("", levelled)
    if levelled.isascii():
        return levelled
    return unicodedata.normalize("NFKD", levelled).translate(_PLAIN)


def fold_all(words: Iterable[str]) -> list[str]:
    """`fold` of many words, none of them with a line break, in their order and much faster."""
    # Only marks inside a word are folded by what stands around them; all else goes letter by letter.
    plain: dict[bool, list[str]] = {True: [], False: []}
    order = [(word, any(mark in word for mark in "'’ʼ-")) for word in words]
    for word, inner in order:
        plain[inner].append(word)
    at_once = iter(fold("\n".join(plain[False])).split("\n"))
    return [fold(word) if inner else next(at_once) for word, inner in order]


class Toned(str):
    """A folded word with its marks at hand: "bà", "bá" and "ba" fold to one word and mean three.

    It equals the folded word everywhere; only a lexicon of a tonal language looks at `marked`.
    """

    __slots__ = ("marked",)
    marked: str


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_VOWELS = frozenset("\u0302\u0306\u031b")


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """`fold(text)`, which remembers the marks of Vietnamese where `text` bears them."""
    plain = fold(text)
    if text.isascii() or not plain.isascii():
        return plain
    letters = unicodedata.normalize("NFD", text.lower())
    if "đ" not in letters and not (_TONES | _VOWELS).intersection(letters):
        return plain
    word = Toned(plain)
    # "hoà" and "hòa" are one word: over which letter the tone is written is a matter of taste.
    tones = [c for c in letters if c in _TONES]
    word.marked = "".join([c for c in letters if c not in _TONES] + tones)
    return word


def marked(text: str) -> str:
    """The word as a tonal language tells it from others that fold alike."""
    word = folded(text)
    return word.marked if isinstance(word, Toned) else word


def is_toned(text: str) -> bool:
    """True for a Vietnamese text that is written with its marks, as most of its words bear some."""
    small = [w for w in re.findall(r"[^\W\d_]+", text) if w[0].islower()]
    return sum(isinstance(folded(w), Toned) for w in small) * 3 > len(small)


# Letters that a Cyrillic keyboard gives for the label of a workshop: what looks like the Latin letter goes
# before what sounds like it, so "В" is B and "С" is C; "Б" and "Ц" have no look-alike and go by their sound.
_LABELS = str.maketrans("авбсцдеєэфгнхікмортуґ", "abbccdeeefghhikmoptug")

_CYRILLIC = str.maketrans(
    dict(zip("абвгґдезиіклмнопрстуфхыэ", "abvggdeziiklmnoprstufhie", strict=True))
    | {
        "ж": "j",
        "ц": "z",
        "ч": "tsch",
        "ш": "sch",
        "щ": "sch",
        "ъ": "",
        "ь": "",
        "ю": "iu",
        "я": "ia",
        "є": "ie",
    }
)

_SOUNDS = (
    (re.compile("tsch|tch|cz"), "c"),
    (re.compile("sch|sh|sz"), "s"),
    (re.compile("ch(?!s)"), "c"),
    (re.compile("chs|x|cks"), "ks"),
    (re.compile("ph"), "f"),
    (re.compile("qu"), "kv"),
    (re.compile("ck|kh|q"), "k"),
    (re.compile("t[sz]|zh"), "z"),
    (re.compile("w"), "v"),
    (re.compile("[jy]"), "i"),
    (re.compile("(?<=[aeiou])h(?![aeiou])|(?<=t)h"), ""),
    (re.compile("[ao]e"), "e"),
    (re.compile("eu|oi"), "oi"),
    (re.compile("ie|ii"), "i"),
    (re.compile("ei"), "ai"),
    (re.compile(r"(.)\1+"), r"\1"),
)

# Endings of the Slavic cases, the longest first, as a name in Cyrillic bears them.
_ENDINGS = re.compile("(?<=...)(?:ович|ові|еві|ого|ому|ом|ем|им|ою|ею|ой|ей|ои|еи|[аяуюиіеыо])$")


# What an Arabic or Persian hand writes for the letters of a Latin name: short vowels are mostly left out,
# and "ayn", which Latin spelling does not show, stands beside them.
_ARABIC = {
    "tsch": "(?:تش|[چش])",
    "chs": "[كخ]س",
    "sch": "ش",
    "tch": "(?:تش|چ)",
    "ch": "(?:تش|[خشچك])",
    "ck": "[كق]",
    "dh": "[ذضظد]",
    "dt": "(?:دت|[دت])",
    "eu": "[وا]ي",
    "gh": "[غقگج]",
    "ie": "[يع]?",
    "kh": "[خكق]",
    "ph": "[فپ]",
    "qu": "[كق]و",
    "sh": "ش",
    "th": "[تثط]",
    "ts": "ت?[سز]",
    "tz": "ت?[سز]",
    "zh": "[ژج]",
    "a": "ع?ا?",
    "b": "[بپ]",
    "c": "[كسق]",
    "d": "[دض]",
    "e": "[ايع]?",
    "f": "[فڤ]",
    "g": "[جغگقك]",
    "h": "[هح]",
    "h-": "[هح]?",
    "i": "[يع]?",
    "j": "[يجژ]",
    "k": "[كقخگ]",
    "l": "ل",
    "m": "م",
    "n": "ن",
    "o": "[واع]?",
    "p": "[بپ]",
    "q": "[قك]",
    "r": "ر",
    "s": "[سصشز]",
    "t": "[تطث]",
    "u": "[وع]?",
    "v": "[فڤو]",
    "w": "[وفڤ]",
    "x": "كس",
    "y": "[يج]",
    "y-": "ي?",
    "z": "(?:ت[سز]|[زسصظذض])",
}
_SPELT = re.compile("tsch|chs|sch|tch|ch|ck|dh|dt|eu|gh|ie|kh|ph|qu|sh|th|t[sz]|zh|[a-z]")


def label_letter(folded: str) -> str:
    """The Latin letter that one folded letter of a Cyrillic keyboard stands for as a label; else `folded`."""
    return folded.translate(_LABELS) if len(folded) == 1 else folded


@lru_cache(maxsize=8192)
def _sound(latin: str) -> str:
    """How a folded name in Latin letters sounds, roughly: one spelling for German, English and Slavic."""
    for pattern, letter in _SOUNDS:
        latin = pattern.sub(letter, latin)
    return latin


@lru_cache(maxsize=4096)
def _in_arabic(name: str) -> tuple[re.Pattern[str], int]:
    """The Arabic spellings of a folded Latin name, and how many letters such a spelling has at least.

    A name with fewer than three consonants is told only by its vowels too, so they must be written.
    """
    single = re.sub(r"(.)\1+", r"\1", name)
    letters = []
    for found in _SPELT.finditer(single):
        letter, after = found.group(), single[found.end() : found.end() + 1]
        # A "y" or "j" is a vowel, and an "h" mute, where no vowel follows.
        weak = letter in "hjy" and found.start() > 0 and after not in tuple("aeiou")
        letters.append("h-" if weak and letter == "h" else "y-" if weak else letter)
    heard = [letter for letter in letters if not letter.endswith("-")]
    consonants = [letter for letter in heard if letter not in ("a", "e", "i", "ie", "o", "u")]
    # A cluster at the beginning may get a vowel before it; "a" and "e" at the end may be written as "h".
    head = "ا?" if single[1:2] not in tuple("aeiouy") else ""
    tail = "[هي]?" if single[-1:] in tuple("aeiy") else ""
    spelling = head + "".join(_ARABIC[letter] for letter in letters) + tail
    return re.compile(spelling), max(3, len(consonants) if len(consonants) > 2 else len(heard) - 1)


def _arabic_sound(word: str, name: str) -> bool:
    pattern, least = _in_arabic(name)
    forms = (word, word.removeprefix("ال")) if word.startswith("ال") else (word,)
    return any(len(form) >= least and pattern.fullmatch(form) for form in forms)


def same_sound(word: str, name: str) -> bool:
    """True where the folded `word`, in Cyrillic or Arabic letters, is the folded `name` in Latin letters.

    "фуксу" is "fuchs", "діль" is "diehl", "شرينك" is "schrenk". False where both are of one script, or one
    is too short to tell.
    """
    if word.isascii() or not name.isascii() or min(len(word), len(name)) < 3:
        return False
    if "\u0600" <= word[0] <= "\u06ff":
        return _arabic_sound(word, name)
    if not "\u0400" <= word[0] <= "\u04ff":
        return False
    forms = {word, _ENDINGS.sub("", word)}
    sounds = {_sound(form.translate(_CYRILLIC)) for form in forms}
    # "Вишневской" has lost the ending that "Wiszniewska" still has.
    wanted = {_sound(name), _sound(name.removesuffix("a"))}
    return any(
        Levenshtein.normalized_similarity(sound, want) >= (0.8 if len(want) > 4 else 1.0)
        for sound in sounds
        for want in wanted
    )
