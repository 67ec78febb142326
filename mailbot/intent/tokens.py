"""Text into tokens and sentences, each knowing where in the text it stands.

Hyphens and apostrophes separate tokens: a name is put together again from its place in the text,
and "Folklore-Thema" or "l'atelier" show their parts. Dates, times, amounts and telephone numbers
are one opaque token each, so that no digit inside them is ever taken for a choice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from mailbot.intent.fold import fold


class Shape(Enum):
    """What a token looks like."""

    WORD = "word"
    NUMBER = "number"
    OPAQUE = "opaque"
    ADDRESS = "address"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """One token: as written, folded, its place [start, end) in the text, and its shape."""

    text: str
    fold: str
    start: int
    end: int
    shape: Shape

    @property
    def capital(self) -> bool:
        """True where the first letter is a capital one."""
        return self.text[:1].isupper()

    @property
    def cased(self) -> bool:
        """True where the script of the token knows capital letters at all."""
        return self.text[:1].lower() != self.text[:1].upper()


_TOKEN = re.compile(
    r"(?P<address>[^\s<>\"(),;]+@[^\s<>\"(),;]+|https?://\S+|www\.\S+)"
    r"|(?P<opaque>\+?\d+(?:[./:,\-–]\d+)+)"
    r"|(?P<number>\d+(?![^\W\d_]))"
    r"|(?P<word>[^\W_](?:[^\W_]|[\u064b-\u0652\u0300-\u036f\u200c\u00ad])*)"
    r"|(?P<mark>->|=>|\.{2,}|[^\s])"
)
_SHAPES = {shape.value: shape for shape in Shape}


@lru_cache(maxsize=1024)
def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of `text` in order; white space belongs to none."""
    return tuple(
        Token(m.group(), fold(m.group()), m.start(), m.end(), _SHAPES[m.lastgroup or "mark"])
        for m in _TOKEN.finditer(text)
    )


_CLOSING = frozenset('”“»«"\u2019\u2018)')
_END = frozenset(".!?؟。…;") | {"...", "…"}
_ABBREVIATIONS = frozenset(
    [
        "dr",
        "prof",
        "dipl",
        "ing",
        "med",
        "phil",
        "habil",
        "univ",
        "hr",
        "fr",
        "frl",
        "nr",
        "no",
        "bzw",
        "ca",
        "evtl",
        "ggf",
        "usw",
        "inkl",
        "str",
        "tel",
        "st",
        "ev",
        "etc",
        "vgl",
        "abs",
        "bgm",
        "max",
        "min",
        "mr",
        "mrs",
        "ms",
        "mme",
        "gez",
        "geb",
        "vors",
        "stellv",
        "z",
        "d",
        "h",
        "u",
        "a",
        "i",
        "v",
        "e",
        "art",
        "abt",
        "sog",
        "mag",
        "ul",
        "p",
        "s",
        "t",
        "м",
        "г",
        "т",
        "н",
        "с",
        "д",
        "mgr",
        "inz",
        "lic",
        "sra",
        "sr",
        "dna",
        "dl",
    ]
)


def _ends_sentence(tokens: tuple[Token, ...], index: int, text: str) -> bool:
    """True where the mark at `index` closes a sentence and is no dot of an abbreviation or ordinal."""
    mark = tokens[index]
    if mark.text not in _END:
        return False
    if index + 1 >= len(tokens):
        return True
    following = tokens[index + 1]
    if text[mark.end : following.start] == "" and following.shape is not Shape.MARK:
        return False
    if mark.text != ".":
        # A title in quotation marks may end in "?" or "!" while its sentence goes on in small letters.
        beyond = tokens[index + 2] if following.text in _CLOSING and index + 2 < len(tokens) else None
        return beyond is None or not beyond.cased or beyond.capital
    before = tokens[index - 1] if index else None
    if before is None or before.end != mark.start:
        return True
    if before.shape is Shape.OPAQUE and following.cased and not following.capital:
        return False
    if before.shape is Shape.NUMBER:
        # "7. Oktober" and "3. Workshop" go on; "Workshop 3. Danke" and "am Platz 3. Ich" end.
        previous = tokens[index - 2].fold if index > 1 else ""
        return previous in _NUMBERED or not following.cased
    if len(before.fold) == 1 and index > 1 and tokens[index - 2].fold in _NUMBERED:
        return True
    return not (before.fold in _ABBREVIATIONS or (len(before.fold) == 1 and before.cased))


_NUMBERED = frozenset(
    [
        "workshop",
        "ws",
        "nr",
        "nummer",
        "no",
        "number",
        "atelier",
        "gruppe",
        "group",
        "номер",
        "numero",
        "numer",
        "raum",
    ]
)


def sentences(text: str) -> tuple[str, ...]:
    """`text`, one paragraph without line breaks that matter, cut into sentences."""
    tokens = tokenize(text)
    pieces: list[str] = []
    start = 0
    for index in range(len(tokens)):
        if _ends_sentence(tokens, index, text):
            end = tokens[index].end
            # A closing quotation mark or bracket still belongs to the sentence it closes.
            if (
                index + 1 < len(tokens)
                and tokens[index + 1].text in "”“\"»)’'"
                and tokens[index + 1].start == end
            ):
                end = tokens[index + 1].end
            piece = text[start:end].strip()
            if piece:
                pieces.append(piece)
            start = end
    rest = text[start:].strip()
    if rest:
        pieces.append(rest)
    return tuple(pieces)
