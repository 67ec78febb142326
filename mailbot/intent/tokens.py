"""Text into tokens and sentences, each knowing where in the text it stands.

Hyphens and apostrophes separate tokens: a name is put together again from its place in the text,
and "Folklore-Thema" or "l'atelier" show their parts. Dates, times, amounts and telephone numbers
are one opaque token each, so that no digit inside them is ever taken for a choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from mailbot.intent.fold import folded
from mailbot.intent.joined import is_joined


class Shape(Enum):
    """What a token looks like."""

    WORD = "word"
    NUMBER = "number"
    OPAQUE = "opaque"
    ADDRESS = "address"
    MARK = "mark"


class Token(NamedTuple):
    """One token: as written, folded, its place [start, end) in the text, and its shape.

    A tuple, since every text of a mail becomes tokens several times, and a dataclass takes long to make.
    """

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
    # "2-й", "3-тя": an ordinal in Cyrillic letters; "п'ять", "Лук'яненко": the apostrophe is a letter.
    r"|(?P<ordinal>\d{1,2}-[а-яіїєґ]{1,3}(?![^\W_]))"
    r"|(?P<apostrophe>[а-яіїєґё]+(?:['’ʼ][а-яіїєґё]+)+)"
    r"|(?P<number>\d+(?![^\W\d_]))"
    r"|(?P<word>[^\W_](?:[^\W_]|[\u064b-\u065f\u0670\u0300-\u036f\u200c\u200d\u00ad\u0640])*)"
    r"|(?P<mark>->|=>|\.{2,}|[^\s])",
    re.IGNORECASE,
)
_SHAPES = {shape.value: shape for shape in Shape} | {"ordinal": Shape.WORD, "apostrophe": Shape.WORD}


LONGEST_WORD = 80
"""Letters; no language writes longer words, and what words are compared with grows with their length."""


@lru_cache(maxsize=1024)
def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of `text` in order; white space belongs to none."""
    found = []
    for match in _TOKEN.finditer(text):
        word, (start, end) = match.group(), match.span()
        shape = _SHAPES[match.lastgroup or "mark"] if end - start <= LONGEST_WORD else Shape.OPAQUE
        found.append(Token(word, folded(word), start, end, shape))
    if WAW not in text:
        return tuple(found)
    return tuple(part for token in found for part in _without_and(token))


WAW = "و"
"""The Arabic "and", written together with the word behind it."""


def _without_and(token: Token) -> tuple[Token, ...]:
    """Arabic writes "and" as one word with what follows: "أحمد وسلمى" are two names with a joint."""
    if not (token.fold.startswith(WAW) and token.text.startswith(WAW) and is_joined(token.fold)):
        return (token,)
    middle = token.start + 1
    joint = Token(WAW, WAW, token.start, middle, Shape.WORD)
    return (joint, Token(token.text[1:], token.fold[1:], middle, token.end, Shape.WORD))


_CLOSING = frozenset('”“»«"\u2019\u2018)')
_END = frozenset(".!?؟。…;") | {"...", "…"}


def _words(text: str) -> frozenset[str]:
    """The folded words of a list that is written as running text."""
    return frozenset(str(folded(word)) for word in text.split())


_ABBREVIATIONS = _words(
    """
    dr prof dipl ing med phil habil univ hr fr frl nr no bzw ca evtl ggf usw inkl str tel st ev etc vgl abs
    bgm max min mr mrs ms mme gez geb vors stellv z d h u a i v e art abt sog mag ul p s t м г т н с д mgr
    inz lic sra sr dra drs lcda lcdo profa mtra sres
    dna dl вул ул тел моб каб кв буд ім св напр р рр год грн проф доц др пані им św godz np
    kom inż ks itd itp wg pl avda srta dpto mlle bd ziff lit lfd wksp worksh
    """
)
"""Folded words whose dot ends no sentence."""


def _ends_sentence(tokens: tuple[Token, ...], index: int) -> bool:
    """True where the mark at `index` closes a sentence and is no dot of an abbreviation or ordinal."""
    mark = tokens[index]
    if mark.text not in _END:
        return False
    if index + 1 >= len(tokens):
        return True
    following = tokens[index + 1]
    glued = following.start == mark.end
    if glued and (following.shape is not Shape.MARK or (mark.text == "." and following.text in ",;:)")):
        return False
    if mark.text != ".":
        # "für „Kinder, kommt!“ angemeldet", with the marks or without.
        goes_on = following.cased and not following.capital and following.fold not in _STARTERS
        spoken = mark.text == "!" and goes_on and any(t.capital for t in tokens[max(0, index - 3) : index])
        return not (spoken or _inside_sentence(tokens, index + 1))
    before = tokens[index - 1] if index else None
    if before is None or before.end != mark.start:
        return True
    if before.shape is Shape.OPAQUE and following.cased:
        # "am 7.10. Anna Kern" goes on: the dot is the date's; "um 9.30. Wir …" and "am 7.10.2021. Anna" end.
        dated = before.text.count(".") == 1 and following.fold not in _STARTERS
        if not following.capital or dated:
            return False
    if before.shape is Shape.NUMBER:
        # "7. Oktober" and "3. Workshop" go on; "Workshop 3. Danke" and "am Platz 3. Ich" end.
        year = len(before.text) == 4 and following.capital
        return year or _label_before(tokens, index) or not following.cased or _begins(following)
    if len(before.fold) == 1 and index > 1 and _label_before(tokens, index):
        return True
    begins = (
        before.capital and following.capital and (following.fold in _STARTERS or _behind_name(tokens, index))
    )
    # "в групі D. чи", "في المجموعة D. هل": a Latin label in a text of another script.
    label = before.text.isascii() and not (following.fold.isascii() or following.capital)
    if len(before.fold) == 1 and (begins or label):
        return True
    return not (before.fold in _ABBREVIATIONS or (len(before.fold) == 1 and before.cased))


def _label_before(tokens: tuple[Token, ...], dot: int) -> bool:
    """Like "Workshop" in "Workshop 2.", "Nr." in "Nr. 2.": a word whose number stands before the dot."""
    at = dot - 2
    while at > 0 and tokens[at].text in ".°º#:":
        at -= 1
    return at >= 0 and tokens[at].fold in _NUMBERED


def _behind_name(tokens: tuple[Token, ...], dot: int) -> bool:
    """True for the last dot of "Шульц А. П.": the initials stand behind the name they belong to."""
    if dot < 4 or tokens[dot - 2].text != "." or len(tokens[dot - 3].text) != 1:
        return False
    name = tokens[dot - 4]
    return (
        name.shape is Shape.WORD and name.capital and len(name.text) > 2 and name.fold not in _ABBREVIATIONS
    )


def _inside_sentence(tokens: tuple[Token, ...], closing: int) -> bool:
    """True where a title in quotation marks ended in "?" or "!" and its sentence goes on behind them."""
    if tokens[closing].text not in _CLOSING or closing + 1 >= len(tokens):
        return False
    beyond = tokens[closing + 1]
    if beyond.shape is Shape.MARK and beyond.start == tokens[closing].end:
        return True  # Like „… sein?“, and „… sein?“.
    return beyond.cased and not beyond.capital


def _begins(token: Token) -> bool:
    """True where a word behind "3." can only begin a sentence: a small word, or no German noun."""
    if not token.capital:
        return False
    return token.fold in _STARTERS or "\u0400" <= token.fold[0] <= "\u04ff"


_STARTERS = _words(
    """
    ich wir sie er es mein meine unser unsere danke vielen mit liebe viele gruss bitte das der die ist gibt
    wann wo wie wer koennen kann und aber i we my our thanks thank please kind best he she it you the is je
    j nous merci lui elle mon ma notre c est yo nosotros mi gracias saludos ella el eu noi multumesc sunt cu
    ea toi ja dziekuje pozdrawiam moj moja pan pani ben biz tesekkurler saygilarimla lutfen em minh cam xin
    anh chi wenn falls sollte if should si sinon por se daca jesli jezeli gdyby eger neu
    """
)
"""Folded words that begin a sentence behind a number with its dot, and are no German nouns."""

_NUMBERED = _words(
    """
    workshop ws n nr nummer no number atelier gruppe group номер numero numer raum taller talleres grupo
    ateliers groupe atelierul atelierului grupa grupul warsztat warsztaty warsztatu warsztatach grupy grupe
    atolye grup nhom so воркшоп воркшопа воркшопе мастерская мастерскую мастерской группа группу группе
    ziffer ziff buchstabe buchstaben angebot variante option modul kurs seminar punkt block letter buchst
    семинар семинара майстерня майстерню група групу воркшопі семінар семінару ورشه كارگاه گروه مجموعه
    warsztacie workshopie workshopu thao chuyen класс классе класса классу воркшопу майстерні семинару
    семінарі групі групи группы الورشه لورشه بورشه للورشه والورشه المجموعه للمجموعه اتليه
    """
)
"""Words whose number stands behind them, so that its dot ends the sentence."""


_PAIRS = {"„": '“”"', "“": '”"', "«": "»", "»": "«", '"': '"'}
"""Opening quotation mark -> what may close it."""

_QUOTED = 20
"""So many tokens are in quotation marks at most where they are a title, and no speech."""


def quotations(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The spans [begin, end) in quotation marks, the marks themselves included."""
    at = 0
    while at < len(tokens):
        closing = _PAIRS.get(tokens[at].text)
        end = at + 1
        if closing is not None:
            last = min(len(tokens), at + _QUOTED)
            end = next((k + 1 for k in range(at + 1, last) if tokens[k].text in closing), at + 1)
            if end > at + 1:
                yield at, end
        at = end


def sentences(text: str) -> tuple[str, ...]:
    """`text`, one paragraph without line breaks that matter, cut into sentences."""
    tokens = tokenize(text)
    pieces: list[str] = []
    start = 0
    inside = {i for begin, end in quotations(tokens) for i in range(begin, end - 2)}
    for index in range(len(tokens)):
        if index not in inside and _ends_sentence(tokens, index):
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
