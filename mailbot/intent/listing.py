"""Lists of people, however they are laid out: each entry becomes a row with its workshop beside the name.

A workshop on a line of its own heads the names below it, or belongs to the name above where the list
begins with a name. On one line names and workshops belong together in their order: "Anna (1), Omar (2)"
or "1: Anna, Omar; 2: Ilse".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mailbot.intent.captions import label_kind
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.halves import Piece, like_name
from mailbot.intent.lexicon import Lexicon, words_of
from mailbot.intent.organisation import is_organisation
from mailbot.intent.roster import pieces_of
from mailbot.intent.rows import ENUMERATOR, ordinal, rule
from mailbot.intent.tokens import tokenize

Cells = tuple[tuple[str, str], ...]
"""Kind and text of each cell of a row, as in a unit."""


@dataclass(slots=True)
class _Entry:
    """Somebody of the list with what stands beside: the workshop's words, and anything else."""

    who: Piece
    workshop: str = ""
    beside: list[Piece] = field(default_factory=list)

    def cells(self) -> Cells:
        named = ("self" if self.who.kind == "self" else "name", self.who.text)
        rest = tuple((p.kind, p.text) for p in self.beside if p.kind != "workshop")
        return (named, *rest, *((("workshop", self.workshop),) if self.workshop else ()))


def list_at(lines: Sequence[str], start: int, words: Lexicon, event: Catalogue) -> tuple[list[Cells], int]:
    """The rows of the list that begins at line `start`, and how many lines it takes; none and 0 for none."""
    if _is_head(lines[start]):
        return [], 0
    ahead = lines[start : start + _LONGEST]
    read = _run(ahead, words, event, False)
    turns = any(p.inverted for found, _ in read for p in found)
    if turns or (not read and ("," in lines[start] or "\t" in lines[start])):
        turned = _run(ahead, words, event, True)
        read = turned if any(p.inverted for found, _ in turned for p in found) else read
    if not read:
        return [], 0
    end = read[-1][1] + 1
    entries = [found for found, _ in read]
    if _counted(entries):
        entries = [found[1:] if found[0].bare else found for found in entries]
    if len(entries) == 1 and not _told_apart(entries[0]):
        return [], 0
    rows = _rows(entries)
    return (rows, end) if rows else ([], 0)


_LONGEST = 80
"""So many lines at most are one list; what is made of one line over and over is not read again and again."""


def _run(
    lines: Sequence[str], words: Lexicon, event: Catalogue, inverted: bool
) -> list[tuple[tuple[Piece, ...], int]]:
    """The pieces of the lines of one list from the first on, each with its place among the lines."""
    read: list[tuple[tuple[Piece, ...], int]] = []
    for n, line in enumerate(lines):
        if not line.strip() or rule(line):
            continue
        found = _read(line, words, event, inverted)
        bare = ENUMERATOR.sub("", line).strip()
        if not found and ":" in bare and _is_nobody(bare.rpartition(":")[2]):
            found = _read(bare.rpartition(":")[0], words, event, inverted)
        plain = bool(ENUMERATOR.match(line)) or not _waits(read) if read else False
        if not found and plain and like_name(bare, words):
            found = (Piece("name", bare),)
        if not found and read and _is_note(line) and n + 1 < len(lines):
            # A line below a name that is neither person nor workshop, where the list goes on behind it.
            behind = next((one for one in lines[n + 1 :] if one.strip()), "")
            found = (Piece("organisation" if is_organisation(line) else "", line.strip()),)
            found = found if behind and _read(behind, words, event, inverted) else ()
        if not found:
            break
        read.append((found, n))
    last = lines[read[-1][1]] if read else ""
    goes_on = read and read[-1][1] + 1 < len(lines) and lines[read[-1][1] + 1].strip()
    return [] if goes_on and len(last) > _WIDE and len(read) == 1 else read


def _waits(read: Sequence[tuple[tuple[Piece, ...], int]]) -> bool:
    """True where the line before is a name that still lacks a workshop in a list that no workshop heads."""
    lately = [all(p.kind == "name" for p in found) for found, _ in read[-2:]]
    if len(lately) > 1 and all(lately):
        return False  # Two names below each other: a list of names.
    headed = all(p.kind == "workshop" or not p.text for p in read[0][0])
    return not headed and not any(p.kind == "workshop" for p in read[-1][0])


_WIDE = 55
"""A single line of so many characters with another line right below it may be wrapped."""


def _is_note(line: str) -> bool:
    """True for a few words that are no sentence, and no entry that nobody understood."""
    if len(line.split()) > 6 or re.search(r"[,;:|(\t=]|\s[-–—→/]\s|\d", line):
        return False
    return line.rstrip()[-1:] not in ".:?!" or is_organisation(line)


def list_in(sentence: str, words: Lexicon, event: Catalogue) -> tuple[str, list[Cells]]:
    """A sentence that lists people with their workshops: the words before the list, and its rows."""
    if sentence.count(",") + sentence.count(";") + sentence.count("(") + sentence.count(":") < 1:
        return sentence, []
    before, _, behind = sentence.partition(": ")
    for intro, text in (("", sentence), (before + ":", behind)):
        said = text.strip().rstrip(".!")
        if intro and _is_office(before, words):
            return sentence, []
        found = pieces_of(said, words, event, strict=True) if said else ()
        if sum(p.kind in ("name", "self") for p in found) > 1 and _told_apart(found):
            entries, _ = _of_line(found, "")
            if all(e.workshop for e in entries):
                return intro, [e.cells() for e in entries]
    return sentence, []


def _told_apart(found: Sequence[Piece]) -> bool:
    """True where a single line is surely a list: a workshop heads it, or there are several."""
    labels = [p for p in found if p.kind == "workshop"]
    return len(labels) > 1 or (bool(labels) and found[0] is labels[0])


def _is_office(text: str, words: Lexicon) -> bool:
    """Like "Vorstand", "Geschäftsführer": what stands behind is small print."""
    said = tokenize(text)
    return bool(said) and words.is_a("role", said[-1].fold)


def _is_head(line: str) -> bool:
    """Like "Name, Vorname; E-Mail; Workshop": the head of a table, which tells its columns."""
    cells = [c.strip() for c in re.split(r"[;,|\t]|\s{2,}", line) if c.strip()]
    return len(cells) > 1 and sum(bool(label_kind(c)) for c in cells) * 3 >= len(cells) * 2


def _is_nobody(text: str) -> bool:
    """Like "niemand", "keiner von uns", "-": behind a workshop that nobody of the list takes."""
    said = words_of(text)
    return bool(said) and len(said) <= 3 and said[0] in _NOBODY


_NOBODY = frozenset(words_of("niemand keiner keine nobody none personne nadie nimeni nikt никто ніхто kimse"))


def _read(line: str, words: Lexicon, event: Catalogue, inverted: bool) -> tuple[Piece, ...]:
    """The pieces of the line; a bullet is left out, the number of an item is a piece of its own."""
    mark = ENUMERATOR.match(line)
    if mark is None or ordinal(line):
        return pieces_of(line.strip(" *"), words, event, inverted)
    number = mark.group().strip(" \t().-–:/#°º*•")
    found = pieces_of(line[mark.end() :].strip(" *"), words, event, inverted)
    return (Piece("workshop", number, True), *found) if found and number.isalnum() else found


def _latin(label: str) -> str:
    """A number in the digits 0 to 9, whatever script it is written in ("٢"); other labels as they are."""
    return str(int(label)) if label.isdecimal() else label


def _counted(read: Sequence[tuple[Piece, ...]]) -> bool:
    """True where the numbers before the entries only count them."""
    first = [_latin(found[0].text.strip(".) ")) for found in read if found[0].bare]
    if not first:
        return False
    # "1. Anna Kern, Workshop 2", or a workshop in a line of its own above "1. Anna Kern".
    others = (
        found[0].bare or all(p.kind == "workshop" for p in found)
        for found in read
        if any(p.kind == "workshop" and not (p.bare and p is found[0]) for p in found)
    )
    if any(others):
        return True
    wanted = [[str(n) for n in range(1, len(first) + 1)], [chr(97 + n) for n in range(len(first))]]
    single = all(sum(p.kind == "name" for p in found) == 1 for found in read)
    return single and [f.lower() for f in first] in wanted


def _rows(read: Sequence[tuple[Piece, ...]]) -> list[Cells]:
    """The rows of the lines that were read; none where they are no list of people with workshops."""
    entries: list[_Entry] = []
    waiting: list[_Entry] = []
    heading, headed = "", None
    for found in read:
        people = [p for p in found if p.kind in ("name", "self")]
        labels = [p for p in found if p.kind == "workshop"]
        if labels and not people:
            if len(labels) > 1:
                return []
            headed = (not waiting) if headed is None else headed
            if headed:
                heading = labels[0].text
            else:
                for one in waiting:
                    one.workshop = labels[0].text
                waiting = []
        elif people:
            here, _ = _of_line(found, heading if headed else "")
            if labels and headed is not False and _heads(found):
                heading, headed = labels[0].text, True  # "A: Anna Kern", and below it only "Ali Demir".
            entries += here
            waiting += [e for e in here if not e.workshop]
        elif entries:
            entries[-1].beside += found
    if len(entries) < 2:
        return []  # One person is no list, and what stands below is read as ever.
    return [e.cells() for e in entries]


def _heads(found: Sequence[Piece]) -> bool:
    """True for "A: Anna Kern": a label, a colon, and nothing but people behind it."""
    behind = found[1:]
    return (
        found[0].kind == "workshop"
        and behind[0].cut == ":"
        and all(p.kind in ("name", "self") for p in behind)
    )


def _of_line(found: Sequence[Piece], heading: str) -> tuple[list[_Entry], bool]:
    """The entries of one line, and whether each has a workshop of its own."""
    entries: list[_Entry] = []
    order = [p for p in found if p.kind in ("name", "self", "workshop")]
    ahead = order[0].kind == "workshop"
    current, waiting = heading, []
    for piece in found:
        if piece.kind in ("name", "self"):
            entry = _Entry(piece, current if ahead or heading else "")
            entries.append(entry)
            waiting.append(entry)
        elif piece.kind == "workshop":
            if piece.weak and heading and entries:
                entries[-1].beside.append(Piece("", piece.text))
            elif ahead:
                current = piece.text
            elif waiting:
                for entry in waiting:
                    entry.workshop = piece.text
                waiting = []
            elif piece.bare:
                entries[-1].beside.append(Piece("", piece.text))
            else:
                entries[-1].workshop += ", " + piece.text
        elif entries:
            entries[-1].beside.append(piece)
    return entries, all(e.workshop for e in entries)
