"""What looks like a name and is none: houses and streets called after somebody, grammar in capitals."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, takewhile

from mailbot.intent.honorifics import is_shortened
from mailbot.intent.houses import LONGEST, head_at, phrase_at, syllables
from mailbot.intent.language import listed, name_list
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.names import Name
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Role, Unit


def names_house(tokens: Sequence[Token], k: int) -> bool:
    """True where what follows makes the name part of a house's or street's: "Anne-Frank-Schule"."""
    if k >= len(tokens):
        return False
    if tokens[k].text in "-‐" and tokens[k].start == tokens[k - 1].end and k + 1 < len(tokens):
        return tokens[k + 1].start == tokens[k].end
    token = tokens[k]
    street = ("str", "strasse", "platz", "weg", "allee", "gasse", "ring", "street", "road")
    if token.shape is Shape.WORD and token.fold in street:
        return True
    house = everything().is_a("organisation", token.fold) and not everything().is_a("workshop", token.fold)
    return token.shape is Shape.WORD and token.capital and house


def in_house(unit: Unit, i: int, words: Lexicon) -> bool:
    """Like "De la Peña Flamenca", "de la Clubul de Dans Eschenrode": behind such words a house is named.

    Behind "and" or a comma people may stand.
    """
    tokens = unit.tokens
    for cue in unit.cues:
        if cue.name != "organisation_of" or not cue.start <= i < cue.end + LONGEST:
            continue
        phrase = phrase_at(tokens, cue.end, unit.text)
        between = tokens[cue.end : i]
        if phrase is None or i >= phrase[1]:
            continue
        if not any(t.text in ",;:(" or words.exactly("and", t.fold) for t in between):
            return True
    return False


def called_after(tokens: Sequence[Token], i: int, name: Name, words: Lexicon) -> bool:
    """Like "École Jean Jaurès", "Kita Anne Frank": a house called after somebody."""
    if not i or name.formal or name.title:
        return False
    if tokens[i - 1].capital and words.exactly("organisation", tokens[i - 1].fold):
        return True
    # "Nhà hàng Sài Gòn", "Hội Người Việt Lindental": syllables or capital words of the house stand between.
    return any(
        (tokens[k].capital or words.toned)
        and head_at(tokens, k)
        and (syllables(tokens, k) == i or (words.toned and _one_house(tokens[k + 1 : i], words)))
        for k in range(max(0, i - 4), i - 1)
    )


def _one_house(between: Sequence[Token], words: Lexicon) -> bool:
    """Like the "Phụ nữ" of "Hội Phụ nữ Sen Xanh": words of the house's name, and no small ones of grammar."""
    return all(t.shape is Shape.WORD and (t.capital or not words.is_stop(t.fold)) for t in between)


def names_place(tokens: Sequence[Token], i: int, name: Name, words: Lexicon) -> bool:
    """Like "im Großen Saal", "JuFa Roßwein": behind a preposition of place, or an abbreviation first."""
    if name.parts[0] in ("st", "sankt", "hl"):
        return True  # "St. Marien" is a church.
    first = name.text.split()[0]
    inner = re.search(r"[a-zäöüß][A-ZÄÖÜ]", first)
    if inner and not first.startswith(("Mc", "Mac", "De", "Di", "Du", "La", "Le", "Fitz", "Van")):
        return name.parts[0] not in name_list("given")
    if words.exactly("place_word", name.parts[0]) and not any(
        p in name_list("given") for p in name.parts[1:]
    ):
        return True  # "Ria Demant, Bad Düben": the town and not a second person.
    if i and words.exactly("contracted", tokens[i - 1].fold):
        return True  # "im Sommer den Brief": no article stands before somebody's name.
    inside = i > 0 and words.exactly("preposition", tokens[i - 1].fold)
    return inside and name.parts[0] not in name_list("given")


def is_grammar(tokens: Sequence[Token], i: int, name: Name, words: Lexicon) -> bool:
    """Like "My German is …": where a sentence begins, a capital letter makes grammar no name.

    Nor is "Ende April" one, though April is a given name, nor the summer of "seit letztem Sommer Bienen".
    """
    if name.parts[-1] in words.months and words.exactly("month_part", tokens[i].fold):
        return True
    told = i > 0 and tokens[i - 1].shape is Shape.WORD and not tokens[i - 1].capital and not name.formal
    if told and len(tokens[i - 1].fold) > 5 and words.exactly("season", tokens[i].fold):
        return True
    opens = (i == 0 or tokens[i - 1].shape is Shape.MARK) and not (name.formal or name.title)
    return opens and any(words.exactly(kind, tokens[i].fold) for kind in _GRAMMAR)


_GRAMMAR = ("possessive", "your", "your_formal", "first_person", "we")


_ACTS = ("register", "self_register", "withdraw", "change")


def opens_sentence(unit: Unit, i: int, words: Lexicon) -> bool:
    """Like "My German is good enough": the first word is capital only because it is the first."""
    small = any(words.exactly(k, unit.tokens[i].fold) for k in ("possessive", "first_person", "definite"))
    small = small and not is_shortened(unit.tokens, i, words)
    # "Inscripción de Ana Ruiz"
    at = bisect_left(unit.cues, i, key=lambda c: c.start)
    here = takewhile(lambda c: c.start == i, islice(unit.cues, at, None))
    acts = any(c.name in _ACTS for c in here) and not listed(unit.tokens[i].fold)
    opening = i == 0 and small and not words.toned
    return acts or (opening and unit.role is Role.SENTENCE and len(unit.tokens) > 3)
