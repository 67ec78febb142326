"""The name of an organisation in running words: where it begins and where it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from mailbot.intent.fold import Toned
from mailbot.intent.lexicon import everything
from mailbot.intent.patterns import marked
from mailbot.intent.tokens import Shape, Token

LEGAL = re.compile(
    r"\b(e\. ?V\.|e\.V|g?GmbH( & Co\. KG)?|gAG|AG|e\. ?G\.|eG|KG|OHG|GbR|AöR|KdöR|mbB|UG|Ltd\.?|Inc\.?"
    r"|e\. ?K\.|LLC|LLP|PLC|CIC|S\.?A\.?R\.?L\.?|SAS|S\.A\.|S\.?R\.?L\.?|S\.L\.|SpA|S\.p\.A\.|ASBL"
    r"|A\.S\.B\.L\.|[Ss]p\. ?z ?o\. ?o\.|S\.C\.|A\.Ş\.|Ltd\. ?Şti\.|TNHH|ООО|ОАО|ЗАО|АО|ТОВ"
    r"|ФОП|ПП|ГО|НКО|АНО)(?!\w)"
)
LONGEST = 14
"""So many words and marks the name of an organisation has at most."""


def is_house(token: Token) -> bool:
    """True for a word that says "organisation", also with the ending of a genitive ("Kulturbunds")."""
    return token.shape is Shape.WORD and _is_house(token.fold, marked(token.fold))


@lru_cache(maxsize=16384)
def _is_house(word: str, _marks: str) -> bool:
    """As `is_house`, for a folded word; `_marks` tells words apart that fold alike."""
    whole = everything()
    if whole.is_a("organisation", word):
        return True
    return len(word) > 5 and (
        (word.endswith("s") and whole.is_a("organisation", word[:-1]))
        or (word.endswith("es") and whole.is_a("organisation", word[:-2]))
    )


def head_at(tokens: Sequence[Token], i: int) -> bool:
    """True where a word for an organisation stands, or several words for one begin ("câu lạc bộ")."""
    return is_house(tokens[i]) or everything().begins("organisation", tokens, i)


def syllables(tokens: Sequence[Token], head: int, limit: int = 5) -> int:
    """Where the small syllables end that belong to the Vietnamese house at `head`: "Câu lạc bộ Cầu lông".

    Every syllable is a word of its own there, and only the first of a name is surely written large.
    """
    end = head + 1
    while end < min(len(tokens), head + limit) and _is_syllable(tokens, head, end):
        end += 1
    return end


def _is_syllable(tokens: Sequence[Token], head: int, i: int) -> bool:
    """True where token `i` can go on the name of a Vietnamese house that begins at `head`."""
    if not everything().begins("organisation", tokens, head) and not (
        isinstance(tokens[head].fold, Toned) and is_house(tokens[head])
    ):
        return False
    token = tokens[i]
    return token.shape is Shape.WORD and not token.capital and not everything().is_small(token.fold)


def phrase_at(tokens: Sequence[Token], i: int, text: str, *, known: bool = True) -> tuple[str, int] | None:
    """The name of an organisation that begins at token `i` (articles skipped); its text and end.

    known: a word in it must say that it is one; False where the words before it do ("arbeite bei …").
    """
    while i < len(tokens) and (
        (tokens[i].fold in _ARTICLES and not (tokens[i].capital and i)) or tokens[i].text in "'’"
    ):
        i += 1
    genitive = i > 0 and tokens[i - 1].fold == "des"
    start, last, seen = i, -1, not known
    quoted = False
    while i < len(tokens) and i - start < LONGEST:
        token = tokens[i]
        form = LEGAL.match(text[token.start :])
        if token.text in _QUOTES:
            quoted = not quoted if token.text == '"' else token.text in "„»«" and not quoted
            last = i if seen and not quoted else last
        elif token.shape is Shape.WORD and (token.capital or not token.cased or quoted):
            if not quoted and _breaks_off(tokens, i, start, known, seen and last >= start):
                break
            head = head_at(tokens, i)
            seen = seen or head or form is not None
            last = i = syllables(tokens, i) - 1 if head else i
        elif form is not None:
            end = token.start + len(form.group())
            last = max(k for k in range(i, len(tokens)) if tokens[k].end <= end or k == i)
            seen = True
            break
        elif i == start and (house := _small_house(tokens, i)):
            # "центру «Родина»", "parafia Świętej Jadwigi": the word for the house is written small.
            seen, last, i = True, house, house
        elif _joined_small(tokens, i, start, last) or (last == i - 1 and _is_syllable(tokens, start, i)):
            last = i
        elif not _goes_on(tokens, i, start, last, seen):
            break
        i += 1
    start = without_offices(tokens, start, last)
    if last < start or not seen or (start == last and is_generic(tokens[start].fold)):
        return None
    if everything().is_a("event", tokens[start].fold) or (not is_name(tokens[start]) and start == last):
        return None
    found = text[tokens[start].start : tokens[last].end].strip(" ,-")
    return (_nominative(found, tokens[start]) if genitive else found), last + 1


def _breaks_off(tokens: Sequence[Token], i: int, start: int, known: bool, seen: bool) -> bool:
    """True for a word that ends the name of a house or cannot begin it."""
    if not tokens[i].cased:
        return _ends_uncased(tokens, i, start, known)
    return _stops(tokens, i, seen)


def _small_house(tokens: Sequence[Token], i: int) -> int:
    """Where the word for the house stands in "танцевального клуба «Ритм»": right before a name; 0 for none.

    Adjectives may precede it where what follows is in quotation marks.
    """
    for k in range(i, min(i + 3, len(tokens) - 1)):
        token = tokens[k]
        if token.shape is not Shape.WORD or token.capital or token.fold in everything().stopwords:
            return 0
        if is_house(token):
            named = is_name(tokens[k + 1]) if k == i else tokens[k + 1].text in "„«"
            return k if named else 0
    return 0


def _ends_uncased(tokens: Sequence[Token], i: int, start: int, known: bool) -> bool:
    """True for a word that ends the name of a house in a script without capital letters.

    Arabic and Persian put the word for the house first ("جمعية الأمل"); a small word, a number, a month or a
    word of registering ends the name, and so does the fifth word.
    """
    whole = everything()
    word = tokens[i].fold
    if i == start:
        return known and not is_house(tokens[i])
    if (
        i - start > _UNCASED
        or word in whole.stopwords
        or whole.number(word) is not None
        or word in whole.months
    ):
        return True
    return whole.is_a("enrol", word) or any(whole.exactly(kind, word) for kind in _NO_HOUSE)


_UNCASED = 4
_NO_HOUSE = ("salutation", "workshop", "unit", "event", "relation", "academic", "and")


def is_name(token: Token) -> bool:
    """True for a capital word, a word of a script without capitals, or an opening quotation mark."""
    return token.text in _QUOTES or (token.shape is Shape.WORD and (token.capital or not token.cased))


def _nominative(found: str, head: Token) -> str:
    """Like "des Kulturbunds Mittweida" without the ending of its genitive."""
    if head.fold.endswith("s") and everything().is_a("organisation", head.fold[:-1]):
        return head.text[:-1] + found[len(head.text) :]
    return found


_QUOTES = frozenset('„“”"»«')


def _stops(tokens: Sequence[Token], i: int, seen: bool) -> bool:
    """True for a word that no organisation has in its name, or that follows one."""
    whole = everything()
    word = tokens[i].fold
    if any(whole.exactly(kind, word) for kind in ("salutation", "workshop", "unit")):
        # "Asociación de Madres", "Hội Người Việt": behind a joint or the house it is a part of the name.
        behind = seen and (tokens[i - 1].fold in CONNECT or (tokens[i].capital and is_house(tokens[i - 1])))
        return not (behind and not whole.exactly("workshop", word))
    if seen and tokens[i].text == "I" and i + 1 < len(tokens) and tokens[i + 1].text.islower():
        return True  # "… of Youth Club Freiberg I would like …"
    if seen and tokens[i - 1].fold in CONNECT and len(word) > 3 and word in whole.stopwords:
        return True  # "bei der Agentur für Ihren Workshop"
    return seen and (whole.is_a("event", word) or word in whole.months)


def _joined_small(tokens: Sequence[Token], i: int, start: int, last: int) -> bool:
    """Like "Comité de jumelage": behind a Romance joint a word in small letters belongs to the name."""
    if last < start or i - last != 2 or tokens[i].shape is not Shape.WORD or not is_house(tokens[last]):
        return False
    joint = tokens[i - 1].fold in ("de", "du", "des", "del", "d", "di") and len(tokens[i].fold) > 3
    return joint and not everything().is_a("workshop", tokens[i].fold) and tokens[i].cased


def _goes_on(tokens: Sequence[Token], i: int, start: int, last: int, seen: bool) -> bool:
    """True for a hyphen, an abbreviation's dot, or a small word behind the word for the house."""
    token = tokens[i]
    if token.text in _MARKS and last == i - 1 and i + 1 < len(tokens) and tokens[i + 1].shape is Shape.WORD:
        close = tokens[i - 1].end == token.start
        if token.text == "/":
            return close and tokens[i + 1].start == token.end
        return token.text != "." or (close and len(tokens[i - 1].text) <= 3)
    return seen and token.fold in CONNECT and i + 1 < len(tokens) and last >= start


_MARKS = frozenset("-&/.")


def without_offices(tokens: Sequence[Token], start: int, last: int) -> int:
    """Where the name begins behind "Vorstand der …", "Mitglied im …" and the like."""
    while start < last and everything().is_a("role", tokens[start].fold) and not is_house(tokens[start]):
        if tokens[start].fold.endswith("e") and is_house(tokens[start + 1]):
            break  # "Freiwillige Feuerwehr" is a name, no office.
        start += 1
        while start < last and (tokens[start].fold in _ARTICLES or tokens[start].fold in CONNECT):
            start += 1
    return start


def is_generic(word: str) -> bool:
    """A bare "Verein" or "school" names nobody."""
    return everything().exactly("organisation", word) or everything().exactly("organisation", "~" + word)


_ARTICLES = frozenset(
    [
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "the",
        "la",
        "le",
        "les",
        "l",
        "el",
        "los",
        "las",
        "il",
        "un",
        "une",
        "unser",
        "unserer",
        "unserem",
        "unsere",
        "ein",
        "einer",
        "einem",
        "eine",
        "my",
        "our",
        "al",
    ]
)
CONNECT = frozenset(
    [
        "für",
        "fuer",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "und",
        "am",
        "im",
        "in",
        "an",
        "von",
        "vom",
        "ohne",
        "of",
        "and",
        "for",
        "the",
        "de",
        "la",
        "du",
        "et",
        "e",
        "del",
        "i",
        "w",
        "y",
        "si",
        "din",
        "pentru",
        "dla",
        "zu",
        "zur",
    ]
)
