"""Names among the pieces of a line: whole, with something behind, the family name first, or in two cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailbot.intent.captions import label_kind
from mailbot.intent.language import listed, name_list
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.names import common, name_at, whole_name
from mailbot.intent.organisation import is_organisation
from mailbot.intent.tokens import Shape, Token, tokenize
from mailbot.intent.vocabulary import Trait


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line: "name", "self", "workshop", "organisation" or "" for anything beside them.

    bare: a number or letter alone, which may also be a mere count. cut: the mark before the piece.
    weak: a single word of a title or theme. inverted: the family name stood first, with a comma behind it.
    """

    kind: str
    text: str
    bare: bool = False
    cut: str = ""
    weak: bool = False
    inverted: bool = False


def person_of(said: str, words: Lexicon) -> str:
    """The piece where it is somebody's name, without the words that say what somebody is; else empty."""
    tokens = tokenize(said)
    if _without_capitals(tokens, words):
        return said
    if 2 <= _own(tokens, words) < len(tokens):
        return ""
    name = whole_name(said, words)
    while name is None and " " in said:
        first, _, said = said.partition(" ")
        fold = tokenize(first)[0].fold
        if not any(words.is_a(k, fold) for k in ("role", "relation", "possessive", "definite", "kin")):
            return ""
        name = whole_name(said, words)
    if name is None or is_house_line(said):
        return ""
    if name.formal or name.title:
        return said
    parts = [p for p in name.parts if len(p) > 1]
    initials = len(name.parts) > len(parts)
    known = any(listed(p) for p in parts) or (initials and bool(parts))
    return name.text if known and " " in name.text.strip() else ""


def _without_capitals(tokens: Sequence[Token], words: Lexicon) -> bool:
    """Like "محمد یوسف هوتک": no capital tells where the name ends, and all of it may be one."""
    plain = all(t.shape is Shape.WORD and not t.cased and not common(t.fold, words) for t in tokens)
    return plain and 2 < len(tokens) <= 4 and all(listed(t.fold) for t in tokens[:2])


def name_ahead(said: str, words: Lexicon) -> str:
    """The name with which a piece begins, where no other sign parts it from what stands beside."""
    tokens = tokenize(said)
    name = name_at(tokens, 0, said, words)
    if name is None or " " not in name.text or is_house_line(said):
        return ""
    end = _own(tokens[: name.end], words)
    if end == name.end and not any(listed(t.fold) for t in tokens[:end]):
        return ""
    joined = end < len(tokens) and everything().exactly("and", tokens[end].fold)
    return "" if joined else said[: tokens[end - 1].end]


def _own(tokens: Sequence[Token], words: Lexicon) -> int:
    """How many of the tokens are the name: a noun that no list knows behind a family name is none of it.

    Where nouns are written small, a capital word goes on with the name: "Zehra Nur Akbıyık".
    """
    count, nouns = 0, Trait.CAPITAL_NOUNS in words.traits
    for n, token in enumerate(tokens):
        if n and tokens[n - 1].end == token.start:
            continue
        if any(everything().exactly(k, token.fold) for k in ("salutation", "academic")):
            continue
        count += 1
        if count < 3 or token.shape is not Shape.WORD or listed(token.fold):
            continue
        before = tokens[n - 1].fold
        family = nouns and before in name_list("family") and before not in name_list("given")
        if family or label_kind(token.text) or everything().is_a("role", token.fold):
            return n
    return len(tokens)


def like_name(text: str, words: Lexicon) -> bool:
    """True for two to four capital words that may be a name, though no list knows one of them."""
    name = whole_name(text, words)
    said = text.split()
    if name is None or name.text != text or is_house_line(text):
        return False
    return 2 <= len(said) <= 4 and said[0][0].isupper() and any(len(p) > 2 for p in name.parts)


def is_house_line(text: str) -> bool:
    """True for the name of an organisation; "Murat" only ends like one."""
    whole = everything()
    said = [t.fold for t in tokenize(text) if t.shape is Shape.WORD]
    while said and any(whole.exactly(k, said[0]) for k in ("salutation", "academic")):
        said = said[1:]
    if not is_organisation(text) or all(listed(w) for w in said):
        return False
    # "Nicole Feldhaus", "Ingrid Solheim": behind a given name a family name may end in any way.
    return not (
        len(said) == 2 and said[0] in name_list("given") and not whole.exactly("organisation", said[1])
    )


def _sure(text: str) -> bool:
    """True for a given name that the lists know."""
    return tokenize(text)[0].fold in name_list("given")


def turned(found: Sequence[Piece], words: Lexicon, inverted: bool) -> list[Piece]:
    """Like "Müller, Hans" or "Müller<tab>Hans": two pieces that are one person.

    inverted: the list is known to put family names first.
    """
    result: list[Piece] = []
    for piece in found:
        joint = _with_last(result, piece, words, inverted)
        if joint is not None:
            result[-1] = joint
        else:
            result.append(piece)
    return result


def _with_last(result: Sequence[Piece], piece: Piece, words: Lexicon, inverted: bool) -> Piece | None:
    """The last piece and this one as one person; None where they are none."""
    last = result[-1] if result else None
    if last is None or piece.cut not in (",", "\t", ";", "|"):
        return None
    if piece.kind:
        # "Vu, Thi Mai" is one person: the words behind the comma are given names, all of them.
        whole = piece.kind == "name" and piece.cut == "," and not last.kind and _given(piece.text, inverted)
        if not (whole and _begins(result, piece) and tokenize(last.text)[0].fold in name_list("family")):
            return None
    if last.kind == "name" and piece.cut == ",":
        # "Solís Vega, Martina": two family names, which are no given name.
        tokens = tokenize(last.text)
        first = tokens[0].fold
        if len(tokens) == 2 and words.exactly("salutation", first) and _sure(piece.text):
            return replace(last, text=f"{tokens[0].text} {piece.text} {tokens[1].text}")
        families = first in name_list("family") and first not in name_list("given")
        short = len(piece.text.split()) < 3
        if families and short and _sure(piece.text):
            return replace(last, text=f"{piece.text} {last.text}", inverted=True)
    if last.kind or not _begins(result, piece) or not _halves(last.text, piece.text, words, inverted):
        return None
    if piece.cut != "," and not inverted and _sure(last.text) and not _sure(piece.text):
        return Piece("name", f"{last.text} {piece.text}", cut=last.cut)
    if inverted or _sure(piece.text):
        return Piece("name", f"{piece.text} {last.text}", cut=last.cut, inverted=_sure(piece.text))
    return None


def _begins(result: Sequence[Piece], piece: Piece) -> bool:
    """True where the last piece may be the first half of somebody: it begins an entry."""
    before = result[-2].kind if len(result) > 1 else "workshop"
    return before == "workshop" or (before in ("name", "") and result[-1].cut == ";" and piece.cut == ",")


def _given(text: str, inverted: bool) -> bool:
    """True where all words of the text are given names ("Thi Mai"); a family name too, if sure."""
    tokens = tokenize(text)
    may_be = inverted or tokens[-1].fold not in name_list("family")
    return may_be and all(t.fold in name_list("given") for t in tokens)


def _halves(one: str, other: str, words: Lexicon, inverted: bool) -> bool:
    if len(tokenize(one)) > 5 or len(tokenize(other)) > 4:
        return False
    return _may_be_half(one, words, inverted or _sure(other)) and _may_be_half(other, words, inverted)


def _may_be_half(text: str, words: Lexicon, inverted: bool) -> bool:
    """True for capital words that may be one half of a name; in an inverted list, any one word."""
    tokens = tokenize(text)
    if is_house_line(text) or not tokens[0].cased:
        return False
    if inverted and all(
        t.capital or t.text == "-" or (n + 1 < len(tokens) and words.exactly("particle", t.fold))
        for n, t in enumerate(tokens)
    ):
        return not any(words.exactly(k, t.fold) for t in tokens for k in ("workshop", "role", "unit"))
    name = whole_name(text, words) or whole_name(f"Frau {text}", words)
    return name is not None and not (name.formal and tokens[0].capital)
