"""One line of a list taken apart: who is named, which workshop, and what else stands beside them.

Titles may hold commas, colons and names ("Punkte, Striche, Fähnchen"), so the words that point to a
workshop are found first; only what is left is cut at commas, dashes, bars, brackets and tabs. A line is
one of a list where every piece of it is a person, a workshop, or a few words behind a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.couples import read_couple
from mailbot.intent.finder import Finder
from mailbot.intent.halves import Piece, is_house_line, like_name, name_ahead, person_of, turned
from mailbot.intent.language import name_list
from mailbot.intent.lexicon import Lexicon, everything, words_of
from mailbot.intent.mentions import Mention, Setting
from mailbot.intent.stretches import cuts, stretches, workshops_in
from mailbot.intent.tokens import Shape, Token, sentences, tokenize

_LONGEST, _MOST, _BESIDE = 600, 40, 8
"""So many characters has a line of a list at most; from so many tokens on every tenth must part its entries;
so many words stand beside a name at most.
"""

_PLAIN = 9
"""From so many tokens on a line without any sign that parts it is a sentence."""

_HEADING = 5
"""So many words at most can turn out to be half of a name, or mere words around a workshop."""

_ARROWS = ("->", "=>", "→", "=")
_ENDS = ' "„“”«»?!'


@lru_cache(maxsize=2048)
def pieces_of(
    line: str, words: Lexicon, event: Catalogue, inverted: bool = False, strict: bool = False
) -> tuple[Piece, ...]:
    """The pieces of a line of a list; empty for a line that is none.

    inverted: the list is known to put family names first. strict: it may be a sentence, so that hardly a
    word may stand beside the people and their workshops.
    """
    apart = _taken_apart(line.strip().rstrip("."), words, event)
    found = [p for p in apart if p.kind or strict or not _fills(p.text, words)]
    found = turned(_without_talk(found), words, inverted)
    found = _with_second(_with_theme(found, words, event), words)
    found = _like_names(found, words)
    if not strict and [p.kind for p in found[:2]] == ["self", "name"] and found[1].cut == ",":
        found = found[1:]  # "un servidor, Iker Zabaleta: el taller …" is one person.
    found = [p for n, p in enumerate(found) if not (n and p.kind == "self" and p.cut == "(")]  # "Anna (ich)"
    if not inverted and any(p.inverted for p in found) and any(p.kind == "" for p in found):
        return pieces_of(line, words, event, True, strict)
    return tuple(found) if _is_entry(found) and not _speaks(found, words, strict) else ()


@lru_cache(maxsize=1024)
def _taken_apart(text: str, words: Lexicon, event: Catalogue) -> tuple[Piece, ...]:
    """The stretches of a line as pieces, each by itself; empty for a line that is no entry of any list."""
    if not text or len(text) > _LONGEST:
        return ()
    tokens = tokenize(text)
    if len(tokens) > _MOST and sum(t.text in ";,(:" for t in tokens) * 10 < len(tokens):
        return ()
    spans = workshops_in(tokens, words, event)
    masked = list(text)
    for start, end in spans:
        masked[tokens[start].start : tokens[end - 1].end] = "x" * (tokens[end - 1].end - tokens[start].start)
    if len(sentences("".join(masked).replace(";", ","))) > 1:
        return ()
    if tokens[-1].text in "?!" and not (spans and spans[-1][1] == len(tokens)):
        return ()
    found: list[Piece] = []
    if not spans and len(tokens) > _PLAIN and not any(cuts(tokens, i, text) for i in range(len(tokens))):
        return ()
    for start, end, cut in stretches(tokens, spans, text):
        said = text[tokens[start].start : tokens[end - 1].end]
        if all(t.shape is Shape.MARK for t in tokens[start:end]):
            continue
        if (start, end) in spans:
            found.append(Piece("workshop", said.strip(_ENDS), cut=cut))
        else:
            found += _classified(tokens[start:end], said, cut, words, event)
        if _is_talk(found[0]):
            return ()
    return tuple(found)


def _is_talk(first: Piece) -> bool:
    """True for the beginning of a sentence: an entry begins with somebody, or with a workshop."""
    said = first.text
    return first.kind in ("", "organisation") and min(len(words_of(said)), len(said.split())) > _HEADING


def _speaks(found: Sequence[Piece], words: Lexicon, strict: bool) -> bool:
    """True where what stands beside the people is a sentence."""
    for n, piece in enumerate(found):
        behind = found[n + 1] if n + 1 < len(found) else piece
        if piece.kind == "self" and behind.kind == "name" and behind.cut == ",":
            return True  # "Ich, Anna Kern, und …" is one person, "ich, Anna Kern und …" are two.
        if piece.kind:
            continue
        tokens = tokenize(piece.text)
        if strict and (len(tokens) > 2 or any(t.shape is Shape.OPAQUE for t in tokens)):
            return True
        cues = words.cues(tokens)
        if any(c.name in (_SAID if strict else _OWN) for c in cues) or any(
            words.exactly("third_person", t.fold) for t in tokens
        ):
            return True
    return False


_OWN = ("self", "self_and", "except", "all")
_SAID = (*_OWN, "self_register", "register", "question", "behalf", "change")


def _with_theme(found: list[Piece], words: Lexicon, event: Catalogue) -> list[Piece]:
    """Like "Sevgi Polat - koro": a name and a word of a theme, and nothing else in the line."""
    if len(found) != 2 or found[0].kind != "name" or found[1].kind:
        return found
    tokens = tokenize(found[1].text)
    if len(tokens) > 3:
        return found
    hits = Finder(tokens, (), words, event, Setting(field=True, listed=True)).find()
    one = len({m.workshop for m in hits}) == 1 and hits[0].workshop and hits[0].rule != "leader"
    return [found[0], replace(found[1], kind="workshop", weak=True)] if one else found


def _with_second(found: list[Piece], words: Lexicon) -> list[Piece]:
    """Like "Workshop 2, wenn voll dann 1", "WS 2 (notfalls 3)": the second choice belongs to the first."""
    result: list[Piece] = []
    for piece in found:
        last = result[-1] if result else None
        if not piece.kind and last and last.kind == "workshop":
            cues = words.cues(tokenize(piece.text))
            if any(c.name in ("second_choice", "full") for c in cues):
                result[-1] = replace(last, text=f"{last.text}, {piece.text}", bare=False)
                continue
        result.append(piece)
    return result


def _like_names(found: list[Piece], words: Lexicon) -> list[Piece]:
    """Capital words that no list knows are a name where one stands: first, or beside a workshop alone."""
    if not any(p.kind in ("name", "workshop") for p in found):
        return found
    result = list(found)
    for n, piece in enumerate(found):
        before = found[n - 1].kind if n else "workshop"
        behind = found[n + 1].kind if n + 1 < len(found) else "workshop"
        between = n == 0 or (before == "workshop" and behind == "workshop" and found[0].kind != "workshop")
        named = sum(p.kind == "name" for p in found)
        heads = found[0].kind == "workshop" or named > 1
        headed = before in ("workshop", "name") and piece.cut in ":–-,;&/→" and heads
        if piece.kind == "" and (between or headed or piece.cut == "&") and like_name(piece.text, words):
            result[n] = replace(piece, kind="name")
    return result


def _without_talk(found: list[Piece]) -> list[Piece]:
    """A mere word of a theme ("Teamleitung") is what somebody is where a label or title stands beside it."""
    sure = any(p.kind == "workshop" and not p.weak for p in found)
    return [replace(p, kind="", weak=False) if p.weak and sure else p for p in found]


def _classified(
    tokens: Sequence[Token], said: str, cut: str, words: Lexicon, event: Catalogue
) -> list[Piece]:
    """A stretch without cuts as one piece, or as several names with a joint between them."""
    if len(tokens) > 1 and cut in _ARROWS and _label(tokens[:1], words, event) == "bare":
        first = tokens[0]
        rest = said[first.end - first.start :].strip()
        return [Piece("workshop", first.text, True, cut), Piece("", rest, cut=" ")]
    if len(tokens) > 1 and (tokens[0].text in "&+" or words.exactly("and", tokens[0].fold)):
        tokens, said = tokens[1:], said[tokens[1].start - tokens[0].start :]
    folds = [t.fold for t in tokens if t.shape is Shape.WORD]
    if folds and (all(words.exactly("first_person", f) or f in _SELF for f in folds) or _own(tokens, words)):
        return [Piece("self", said, cut=cut)]
    if label := _label(tokens, words, event):
        return [Piece("workshop", said, label == "bare", cut, label == "word")]
    if couple := read_couple(said, words):
        return [Piece("name", n.text, cut=cut if k == 0 else "&") for k, n in enumerate(couple)]
    if person := person_of(said, words):
        return [Piece("name", person, cut=cut)]
    parts = _parted(tokens, said)
    if len(parts) > 1:
        found = [
            p
            for k, (part, text) in enumerate(parts)
            for p in _classified(part, text, cut if k == 0 else "&", words, event)
        ]
        if all(p.kind in ("name", "self") for p in found):
            return found
    # "DANG KY HOI THAO 7/10" in capitals registers, and is nobody called Dang Ky.
    registers = any(c.name == "register" and c.start == 0 and c.end > 1 for c in words.cues(tokens))
    if not registers and (person := name_ahead(said, words)):
        return [Piece("name", person, cut=cut), Piece("", said[len(person) :].strip(), cut=" ")]
    return [Piece("organisation" if is_house_line(said) else "", said, cut=cut)]


def _own(tokens: Sequence[Token], words: Lexicon) -> bool:
    """Like "meine Wenigkeit", "yours truly": words for the writer, and nothing else."""
    return any(c.name == "self" and c.end - c.start == len(tokens) for c in words.cues(tokens, 1))


_SELF = frozenset(("selbst", "selber", "myself", "persönlich", "persoenlich"))


def _parted(tokens: Sequence[Token], said: str) -> list[tuple[Sequence[Token], str]]:
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
    """What a bare label is: "bare" for a number or letter, "word" for a word of a title, "stream"; or ""."""
    said = [t for t in tokens if t.shape is not Shape.MARK]
    if not 0 < len(said) <= 4:
        return ""
    if event.event.livestream and any(c.name == "livestream" for c in words.cues(tokens)):
        return "stream"
    if len(said) > 3:
        return ""
    found: Sequence[Mention] = Finder(tokens, (), words, event, Setting(field=True, listed=True)).find()
    plain = [
        t for t in said if not (words.exactly("number_sign", t.fold) or words.exactly("workshop", t.fold))
    ]
    if len(plain) == 1 and found and found[0].rule in ("field", "number") and found[0].workshop:
        return "bare" if len(said) == 1 else "label"
    if any(m.rule == "leader" for m in found):
        return ""
    ids = {m.workshop for m in found if m.grade >= 2 and m.workshop}
    telling = [t for t in said if t.fold not in words.stopwords and not words.exactly("workshop", t.fold)]
    named = any(t.fold in name_list("given") or _is_person(t, words) for t in said)
    named = named or any(words.is_a("unit", t.fold) for t in telling)
    return "word" if len(ids) == 1 and len(telling) == 1 and not named else ""


def _is_entry(found: Sequence[Piece]) -> bool:
    """True where nothing but small words stands before the first person or workshop, and little beside."""
    seen = ""
    for piece in found:
        if piece.kind in ("name", "self", "workshop"):
            seen = seen or piece.kind
            continue
        said = [t for t in tokenize(piece.text) if t.shape is Shape.WORD]
        headed = seen == "workshop" and not any(p.kind in ("name", "self") for p in found)
        if not seen or headed or len(said) > _BESIDE:
            return False
    return bool(seen)


def _is_person(token: Token, words: Lexicon) -> bool:
    return any(words.exactly(k, token.fold) for k in ("first_person", "third_person", "we", "possessive"))


def _fills(text: str, words: Lexicon) -> bool:
    """Like the "In … gehen" around the workshop of a heading: small words and a verb."""
    said = [t for t in tokenize(text) if t.shape is not Shape.MARK]
    if len(said) > 4:
        return False
    cues = words.cues(said)
    if any(c.name == "ditto" for c in cues):
        return False  # "idem", "lo mismo": the workshop of the row above.
    told = {i for c in cues if c.name in ("register", "wish", "please") for i in range(c.start, c.end)}
    return all(
        i in told
        or (t.fold in words.stopwords and not _is_person(t, words))
        or words.exactly("workshop", t.fold)
        or words.exactly("unit", t.fold)
        for i, t in enumerate(said)
    )
