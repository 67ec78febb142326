"""One line of a list taken apart: who is named, which workshop, and what else stands beside them.

Titles may hold commas, colons and names ("Punkte, Striche, Fähnchen"), so the words that point to a
workshop are found first; only what is left is cut at commas, dashes, bars, brackets and tabs. A line is
one of a list where every piece of it is a person, a workshop, or a few words behind a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mailbot.intent.captions import label_kind
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.couples import read_couple
from mailbot.intent.finder import Finder
from mailbot.intent.language import listed, name_list
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.mentions import Mention, Setting
from mailbot.intent.names import name_at, whole_name
from mailbot.intent.organisation import is_organisation
from mailbot.intent.tokens import Shape, Token, tokenize


_LONGEST, _MOST, _BESIDE = 200, 40, 8
"""So many characters and tokens has a line of a list at most, and so many words what stands beside a name."""

_CUTS = frozenset(",;|:=()[]→\t•·*") | {"->", "=>"}
_DASHES = frozenset("–—-/")
_QUOTES = frozenset("\"„“”«»'‚‘’")
_AROUND = {"(": ")", "[": "]"}


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


def pieces_of(line: str, words: Lexicon, event: Catalogue, inverted: bool = False) -> tuple[Piece, ...]:
    """The pieces of a line of a list; empty for a line that is none.

    inverted: the list is known to put family names first.
    """
    text = line.strip().rstrip(".")
    if not text or len(text) > _LONGEST:
        return ()
    tokens = tokenize(text)
    if len(tokens) > _MOST:
        return ()
    spans = _workshops(tokens, words, event)
    if tokens[-1].text in "?!" and not (spans and spans[-1][1] == len(tokens)):
        return ()
    found: list[Piece] = []
    for start, end, cut in _stretches(tokens, spans, text):
        said = text[tokens[start].start : tokens[end - 1].end]
        if all(t.shape is Shape.MARK for t in tokens[start:end]):
            continue
        if (start, end) in spans:
            found.append(Piece("workshop", said, cut=cut))
        else:
            found += _classified(tokens[start:end], said, cut, words, event)
    found = _turned(_without_talk(found), words, inverted)
    found = _like_names(found, words)
    if not inverted and any(p.inverted for p in found) and any(p.kind == "" for p in found):
        return pieces_of(line, words, event, True)
    return tuple(found) if _is_entry(found, words) else ()


def _like_names(found: list[Piece], words: Lexicon) -> list[Piece]:
    """Capital words that no list knows are a name where one stands: first, or beside a workshop alone."""
    if not any(p.kind in ("name", "workshop") for p in found):
        return found
    result = list(found)
    for n, piece in enumerate(found):
        before = found[n - 1].kind if n else "workshop"
        behind = found[n + 1].kind if n + 1 < len(found) else "workshop"
        between = n == 0 or (before == "workshop" and behind == "workshop" and found[0].kind != "workshop")
        headed = before in ("workshop", "name") and piece.cut in ":–-,;&" and found[0].kind == "workshop"
        if piece.kind == "" and (between or headed or piece.cut == "&") and _like_name(piece.text, words):
            result[n] = replace(piece, kind="name")
    return result


def _like_name(text: str, words: Lexicon) -> bool:
    name = whole_name(text, words)
    said = text.split()
    return name is not None and 2 <= len(said) <= 4 and name.text == text and said[0][0].isupper()


def _without_talk(found: list[Piece]) -> list[Piece]:
    """A mere word of a theme ("Teamleitung") is what somebody is where a label or title stands beside it."""
    sure = any(p.kind == "workshop" and not p.weak for p in found)
    return [replace(p, kind="", weak=False) if p.weak and sure else p for p in found]


def _workshops(tokens: Sequence[Token], words: Lexicon, event: Catalogue) -> list[tuple[int, int]]:
    """The stretches [start, end) of tokens that name a workshop by label or title, with their quotes."""
    found = Finder(tokens, (), words, event, Setting(listed=True)).find()
    marks: list[tuple[int, int]] = [*_titles(tokens, event)]
    marks += [(m.start, m.end) for m in found if m.grade == 3 and (m.rule != "alias" or m.end - m.start > 1)]
    spans: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        start, end = _quoted(tokens, start, end, words)
        if spans and all(t.shape is Shape.MARK and t.text not in ",;|" for t in tokens[spans[-1][1] : start]):
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _titles(tokens: Sequence[Token], event: Catalogue) -> Iterator[tuple[int, int]]:
    """Where a title stands word for word, whatever its punctuation."""
    places = [i for i, t in enumerate(tokens) if t.shape is not Shape.MARK]
    folds = [tokens[i].fold for i in places]
    for title in event.titles.values():
        width = len(title)
        for at in range(len(folds) - width + 1 if width else 0):
            if folds[at] == title[0] and tuple(folds[at : at + width]) == title:
                yield places[at], places[at + width - 1] + 1


def _quoted(tokens: Sequence[Token], start: int, end: int, words: Lexicon) -> tuple[int, int]:
    """The stretch with the marks of its title, the quotation marks and the word for workshop around it."""
    while end < len(tokens) and tokens[end].text in "!?." and tokens[end].start == tokens[end - 1].end:
        end += 1
    while start and end < len(tokens) and tokens[start - 1].text in _QUOTES and tokens[end].text in _QUOTES:
        start, end = start - 1, end + 1
    while start and words.exactly("workshop", tokens[start - 1].fold):
        start -= 1
    return start, end


def _stretches(
    tokens: Sequence[Token], spans: Sequence[tuple[int, int]], text: str
) -> Iterator[tuple[int, int, str]]:
    """The stretches of tokens between cuts, those of workshops whole, each with the mark before it."""
    starts = dict(spans)
    start, cut, i = 0, "", 0
    while i < len(tokens):
        if i in starts:
            if i > start:
                yield start, i, cut
                cut = ""
            yield i, starts[i], cut
            start = i = starts[i]
            cut = ""
            continue
        wide = i > start and re.search(r"\t|\s{2,}", text[tokens[i - 1].end : tokens[i].start])
        if wide or _cuts(tokens, i, text):
            if i > start:
                yield start, i, cut
            start = i if wide and not _cuts(tokens, i, text) else i + 1
            cut = "\t" if wide else tokens[i].text
        i += 1
    if start < len(tokens):
        yield start, len(tokens), cut


def _cuts(tokens: Sequence[Token], i: int, text: str) -> bool:
    token = tokens[i]
    if token.shape is not Shape.MARK:
        return False
    if token.text in _CUTS:
        return True
    before = text[token.start - 1 : token.start]
    return token.text in _DASHES and (not before or before.isspace()) and text[token.end : token.end + 1] in " \t"


def _classified(
    tokens: Sequence[Token], said: str, cut: str, words: Lexicon, event: Catalogue
) -> list[Piece]:
    """A stretch without cuts as one piece, or as several names with a joint between them."""
    if len(tokens) > 1 and (tokens[0].text in "&+" or words.exactly("and", tokens[0].fold)):
        tokens, said = tokens[1:], said[tokens[1].start - tokens[0].start :]
    folds = [t.fold for t in tokens if t.shape is Shape.WORD]
    if folds and all(words.exactly("first_person", f) or f in _SELF for f in folds):
        return [Piece("self", said, cut=cut)]
    if label := _label(tokens, words, event):
        return [Piece("workshop", said, label == "bare", cut, label == "word")]
    if couple := read_couple(said, words):
        return [Piece("name", n.text, cut=cut if k == 0 else "&") for k, n in enumerate(couple)]
    if person := _person(said, words):
        return [Piece("name", person, cut=cut)]
    parts = _parted(tokens, said, words)
    if len(parts) > 1:
        found = [p for k, (part, text) in enumerate(parts)
                 for p in _classified(part, text, cut if k == 0 else "&", words, event)]
        if all(p.kind in ("name", "self") for p in found):
            return found
    if person := _ahead(said, words):
        return [Piece("name", person, cut=cut), Piece("", said[len(person) :].strip(), cut=" ")]
    return [Piece("organisation" if is_organisation(said) else "", said, cut=cut)]


_SELF = frozenset(("selbst", "selber", "myself", "persönlich", "persoenlich"))


def _parted(tokens: Sequence[Token], said: str, words: Lexicon) -> list[tuple[Sequence[Token], str]]:
    """The stretch parted at its joints ("und", "&", "+")."""
    parts: list[tuple[Sequence[Token], str]] = []
    start, offset = 0, tokens[0].start
    for i in range(len(tokens) + 1):
        ends = i == len(tokens)
        if ends or tokens[i].text in "&+" or everything().exactly("and", tokens[i].fold):
            if i > start:
                text = said[tokens[start].start - offset : tokens[i - 1].end - offset]
                parts.append((tokens[start:i], text))
            start = i + 1
    return parts


def _label(tokens: Sequence[Token], words: Lexicon, event: Catalogue) -> str:
    """"bare" for a number or letter alone, "word" for an id or a word of a title alone, "stream"; or ""."""
    said = [t for t in tokens if t.shape is not Shape.MARK]
    if not 0 < len(said) <= 4:
        return ""
    if event.event.livestream and any(c.name == "livestream" for c in words.cues(tokens)):
        return "stream"
    if len(said) > 3:
        return ""
    found: Sequence[Mention] = Finder(tokens, (), words, event, Setting(field=True, listed=True)).find()
    plain = [t for t in said if not (words.exactly("number_sign", t.fold) or words.exactly("workshop", t.fold))]
    if len(plain) == 1 and found and found[0].rule in ("field", "number") and found[0].workshop:
        return "bare" if len(said) == 1 else "label"
    if any(m.rule == "leader" for m in found):
        return ""
    ids = {m.workshop for m in found if m.grade >= 2 and m.workshop}
    telling = [t for t in said if t.fold not in words.stopwords and not words.exactly("workshop", t.fold)]
    named = any(t.fold in name_list("given") for t in said)
    return "word" if len(ids) == 1 and len(telling) == 1 and not named else ""


def _person(said: str, words: Lexicon) -> str:
    """The piece where it is somebody's name, without the words that say what somebody is; else empty."""
    tokens = tokenize(said)
    if 2 <= _own(tokens) < len(tokens):
        return ""
    name = whole_name(said, words)
    while name is None and " " in said:
        first, _, said = said.partition(" ")
        fold = tokenize(first)[0].fold
        if not any(words.is_a(k, fold) for k in ("role", "relation", "possessive", "definite", "kin")):
            return ""
        name = whole_name(said, words)
    if name is None or is_organisation(said):
        return ""
    if name.formal or name.title:
        return said
    parts = [p for p in name.parts if len(p) > 1]
    initials = len(name.parts) > len(parts)
    known = any(listed(p) for p in parts) or initials
    return name.text if known and " " in name.text.strip() else ""


def _ahead(said: str, words: Lexicon) -> str:
    """The name with which a piece begins, where no other sign parts it from what stands beside."""
    tokens = tokenize(said)
    name = name_at(tokens, 0, said, words)
    if name is None or " " not in name.text or is_organisation(said):
        return ""
    end = _own(tokens[: name.end])
    if not any(listed(t.fold) for t in tokens[:end]):
        return ""
    return said[: tokens[end - 1].end]


def _own(tokens: Sequence[Token]) -> int:
    """How many of the tokens are the name: a noun that no list knows behind a family name is none of it."""
    for n in range(2, len(tokens)):
        before, token = tokens[n - 1], tokens[n]
        strange = token.shape is Shape.WORD and not listed(token.fold)
        if strange and before.end < token.start and before.fold in name_list("family"):
            return n
        if label_kind(token.text) or everything().is_a("role", token.fold) and strange:
            return n
    return len(tokens)


def _turned(found: list[Piece], words: Lexicon, inverted: bool) -> list[Piece]:
    """Like "Müller, Hans" or "Müller<tab>Hans": two pieces that are one person."""
    result: list[Piece] = []
    for piece in found:
        last = result[-1] if result else None
        if last is not None and last.kind == piece.kind == "" and piece.cut in (",", "\t", ";", "|"):
            joint = _joined(last.text, piece.text, words, inverted or piece.cut == ",")
            if joint and (inverted or piece.cut != "," or _sure(piece.text)):
                result[-1] = Piece("name", joint, cut=last.cut, inverted=piece.cut == ",")
                continue
        result.append(piece)
    return result


def _sure(text: str) -> bool:
    """True for a given name that the lists know."""
    return tokenize(text)[0].fold in name_list("given")


def _joined(one: str, other: str, words: Lexicon, inverted: bool) -> str:
    """The two texts as one name, the family name behind; empty where they are none."""
    if len(tokenize(one)) > 5 or len(tokenize(other)) > 4:
        return ""
    first, second = whole_name(one, words), whole_name(other, words)
    if first is None or second is None or first.formal or is_organisation(one) or is_organisation(other):
        return ""
    if not inverted and _sure(one) and not _sure(other):
        return f"{first.text} {second.text}"
    if inverted or _sure(other):
        return f"{second.text} {first.text}"
    return ""


def _is_entry(found: Sequence[Piece], words: Lexicon) -> bool:
    """True where nothing but small words stands before the first person or workshop, and little beside."""
    seen = ""
    for piece in found:
        if piece.kind in ("name", "self", "workshop"):
            seen = seen or piece.kind
            continue
        said = [t for t in tokenize(piece.text) if t.shape is Shape.WORD]
        if not seen or seen == "workshop" and not any(p.kind == "name" for p in found):
            if not _fills(said, words):
                return False
        elif len(said) > _BESIDE:
            return False
    return bool(seen)


def _fills(said: Sequence[Token], words: Lexicon) -> bool:
    """Like the "In … gehen" around the workshop of a heading: small words and a verb."""
    if len(said) > 4:
        return False
    cues = words.cues(tuple(said))
    told = {i for c in cues if c.name in ("register", "wish", "please") for i in range(c.start, c.end)}
    return all(
        i in told or t.fold in words.stopwords or words.exactly("workshop", t.fold) or words.is_a("unit", t.fold)
        for i, t in enumerate(said)
    )
