"""What stands before a name and is none of it: salutations, academic titles, ranks."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.language import listed, name_list
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.tokens import Shape, Token

_MOST = 24
"""So many words and marks stand before a name at most: "Herrn Prof. Dr. Dr. h. c. mult. Dr.-Ing."."""


def skip_titles(tokens: Sequence[Token], i: int, words: Lexicon) -> tuple[int, str, bool]:
    """Where the name behind salutation, academic titles and ranks begins; the titles; whether formal."""
    titles: list[str] = []
    formal = False
    end = min(len(tokens), i + _MOST)
    while i < end:
        token = tokens[i]
        whole = words
        if token.shape is Shape.WORD and whole.exactly("salutation", token.fold):
            if _is_name_itself(tokens, i, words) or _some_family(tokens, i, words):
                break
            formal = True
        elif (
            token.shape is Shape.WORD
            and whole.exactly("academic", token.fold)
            and (token.capital or not token.cased or formal or titles)
        ):
            if len(token.fold) < 3 and not (i + 1 < len(tokens) and tokens[i + 1].text == "."):
                break
            titles.append(token.text)
        elif (
            token.shape is Shape.WORD
            and (formal or titles)
            and ((whole.is_a("role", token.fold) and _more(tokens, i)) or _rank(tokens, i, words))
        ):
            pass
        elif _two_offices(tokens, i, words):
            i += 2
        elif token.text in ".-" and (formal or titles):
            if titles and token.text == "." and tokens[i - 1].end == token.start:
                titles[-1] += "."
        else:
            break
        i += 1
    return i, " ".join(titles), formal


def _two_offices(tokens: Sequence[Token], i: int, words: Lexicon) -> bool:
    """Like "Feuerwehrmann-Anwärter" before a given name."""
    said = [t.fold for t in tokens[i : i + 4]]
    if len(said) < 4 or said[1] != "-" or tokens[i].end != tokens[i + 1].start:
        return False
    return all(words.is_a("role", said[n]) for n in (0, 2)) and said[3] in name_list("given")


def is_shortened(tokens: Sequence[Token], i: int, words: Lexicon) -> bool:
    """Like the "M." of "M. Cissé participera …", which without its dot is a pronoun."""
    return i + 1 < len(tokens) and tokens[i + 1].text == "." and words.exactly("salutation", tokens[i].fold)


def _is_name_itself(tokens: Sequence[Token], i: int, words: Lexicon) -> bool:
    """Like the "Anh" of "Anh Nguyen", which before "Anh Lê Minh Tuấn" means "Mister"."""
    if not (words.toned and tokens[i].capital and listed(tokens[i].fold)):
        return False
    return sum(t.shape is Shape.WORD and t.capital for t in tokens[i + 1 : i + 3]) < 2


def _some_family(tokens: Sequence[Token], i: int, words: Lexicon) -> bool:
    """Like "la o familie din Tannbach", "une famille de Freiberg": where a family lives, not its name."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    small = not tokens[i].capital and tokens[i].cased and following is not None and not following.capital
    return small and words.exactly("family_word", tokens[i].fold)


def _more(tokens: Sequence[Token], i: int) -> bool:
    """A rank is skipped only where something capital still follows: "Frau Meister" is a name."""
    following = next((t for t in tokens[i + 1 : i + 3] if t.shape is Shape.WORD), None)
    return following is not None and following.capital and not listed(tokens[i].fold)


def _rank(tokens: Sequence[Token], i: int, words: Lexicon) -> bool:
    """Like "Herr Superintendent Dr. Findeisen": a capital word between salutation and academic title."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    known = following is not None and words.exactly("academic", following.fold) and following.capital
    return known and tokens[i].capital and not listed(tokens[i].fold)


def is_rank(token: Token, words: Lexicon) -> bool:
    """Like the "Oberbürgermeisterin" of "Frau Oberbürgermeisterin", which says an office and no name."""
    return len(token.fold) >= 8 and words.is_a("role", token.fold) and not listed(token.fold)


def is_office(tokens: Sequence[Token], begin: int, words: Lexicon) -> bool:
    """Like "Kirchenmusikdirektorin Clara Arndt": a long unknown word before a given name."""
    word = tokens[begin].fold
    ends = word.endswith(("in", "frau", "direktor", "sekretaer", "rat", "referent"))
    office = ends or words.is_a("role", word)
    return office and len(word) >= 8 and not listed(word) and tokens[begin + 1].fold in name_list("given")
