"""Lines of the body to units: form fields, rows of lists and tables, boxes to tick, sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.intent.fold import fold
from mailbot.intent.lexicon import Cue, Lexicon, everything, words_of
from mailbot.intent.model import Source
from mailbot.intent.tokens import Token, sentences, tokenize
from mailbot.intent.unit import Role, Unit

ENUMERATOR = re.compile(
    r"^\s*(?:[-*•–—·►▪◦‣→✓+]|\(?\d{1,2}[.)]\)?|\(?[a-hA-H][)]|\d{1,2}\s*[-–:]|#\d{1,2})\s+"
)


class Builder:
    """Collects units while the lines are walked through once."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        self.units: list[Unit] = []
        self.block = 0

    def make(self, text: str, role: Role, label: str = "", cells: tuple[tuple[str, str], ...] = ()) -> Unit:
        """A unit of `text` with tokens and cues."""
        tokens = tokenize(text)
        source = Source.SUBJECT if role is Role.SUBJECT else Source.BODY
        cues = tuple(c for c in self.words.cues(tokens) if not _of_another(c, tokens, self.words))
        return Unit(text, role, source, tokens, cues, label, cells, self.block)

    def add(self, text: str, role: Role, label: str = "", cells: tuple[tuple[str, str], ...] = ()) -> None:
        """Append a unit unless it says nothing."""
        if text.strip():
            self.units.append(self.make(text.strip(), role, label, cells))


def _of_another(cue: Cue, tokens: Sequence[Token], words: Lexicon) -> bool:
    """Like "Ihre Anmeldung", "votre inscription": what the reader did, no registration by the writer."""
    if cue.name != "register" or cue.end - cue.start != 1 or cue.start == 0:
        return False
    before = tokens[cue.start - 1]
    return words.exactly("your", before.fold) or (
        before.capital and words.exactly("your_formal", before.fold)
    )


_FIELD = re.compile(r"^\s*(?:[-*•]\s*)?([^:：=\t]{1,40}?)\s*(?:[:：]|\s=\s|\t)\s*(.*)$")


_INLINE = re.compile(r"(?:^|[,;|/•]|\s{2,})\s*([^\W\d_][\w .\-/]{0,28}?)\s*[:：]\s*")


def label_of(line: str) -> tuple[str, str] | None:
    """(kind of field, value) where the line is a labelled one; kind "ignore" for labels of no interest."""
    match = _FIELD.match(line)
    if not match:
        return None
    kind = label_kind(match.group(1))
    return (kind, match.group(2).strip()) if kind else None


def label_kind(text: str) -> str:
    """Which field a label or the head of a column names; empty where it is none."""
    labels = everything().labels
    words = words_of(re.sub(r"\(.*?\)|\*", " ", text))
    for candidate in (words, words[:-1], words[1:]):
        kind = labels.get(" ".join(candidate))
        if kind and candidate:
            return kind
    if len(words) == 1 and len(words[0]) > 3 and text.rstrip().endswith("."):
        # "Teiln.", "Dienstst.": an abbreviated label is the one kind of label that begins so.
        kinds = {k for label, k in labels.items() if label.startswith(words[0])}
        return kinds.pop() if len(kinds) == 1 else ""
    if 2 < len(words) < 5 and labels.get(words[0]) and labels.get(words[-1]) in ("organisation", "workshop"):
        # "Name der Einrichtung" is about the house.
        return labels[words[-1]]
    return ""


_BULLET = re.compile(r"^\s*[-*•–—·►▪◦‣→✓+]\s+")


def _cells(line: str) -> list[str]:
    """The columns of a line set with tabs, bars or runs of blanks; one element where there are none."""
    line = _BULLET.sub("", line)
    if "\t" in line:
        parts = line.split("\t")
    elif line.count("|") >= 1:
        parts = line.strip().strip("|").split("|")
    else:
        parts = re.split(r"\s{2,}", line.strip())
    return [p.strip() for p in parts]


def walk(lines: list[str], build: Builder) -> None:
    """Lines to units: tables, fields, rows, and paragraphs cut into sentences."""
    width = max((len(line) for line in lines), default=0)
    paragraph: list[str] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        table = _table_length(lines, i)
        field_ = label_of(line)
        if table:
            _flush(paragraph, build)
            build.block += 1
            add_table([_cells(row) for row in lines[i : i + table] if not _rule(row)], build)
            i += table
            continue
        if not line.strip():
            _flush(paragraph, build)
            build.block += 1
        elif _BOX.search(line):
            _flush(paragraph, build)
            _boxes(line, build)
        elif field_ and _numbered(line, field_):
            _flush(paragraph, build)
            _of_workshop(line, field_[1], build)
        elif field_ and not _is_prose(field_):
            _flush(paragraph, build)
            kind, value = field_
            if not value and kind != "ignore" and i + 1 < len(lines) and not label_of(lines[i + 1]):
                i += 1
                value = lines[i].strip()
            _fields(line if value and value in line else f"{line} {value}", kind, value, build)
        elif ENUMERATOR.match(line) and not _ordinal(line):
            _flush(paragraph, build)
            text = ENUMERATOR.sub("", line)
            while i + 1 < len(lines) and _hangs(lines[i], lines[i + 1]):
                i += 1
                text += " " + lines[i].strip()
            build.add(text, Role.ROW)
        else:
            wrapped = paragraph and _wraps(paragraph[-1], line, width)
            if paragraph and not wrapped:
                _flush(paragraph, build)
            paragraph.append(line.strip())
        i += 1
    _flush(paragraph, build)


def _numbered(line: str, labelled: tuple[str, str]) -> bool:
    """Like "Workshop 1: A. Meier, B. Klein": the label itself is a workshop, what follows are people."""
    if labelled[0] != "workshop":
        return False
    label = words_of(re.sub(r"\(.*?\)", " ", re.split(r"[:：=\t]", line)[0]))
    return len(label) > 1 and re.fullmatch(r"\d{1,2}|[a-h]|[iv]{1,4}", label[-1]) is not None


def _of_workshop(line: str, value: str, build: Builder) -> None:
    """A line that a workshop heads: a heading by itself, a ticked one, or a row of people."""
    empty = fold(value).strip(" .-_/")
    if not value:
        build.add(line, Role.SENTENCE)
    elif empty in _TICKS:
        build.add(re.split(r"[:：=\t]", line)[0], Role.FIELD, "workshop")
    elif empty not in _NOTHING:
        build.add(line, Role.ROW)


_TICKS = frozenset(("x", "ja", "yes", "oui", "да", "так", "tak", "da", "si", "evet", "ok", "✓", "✔", "☒"))
_BOX = re.compile(r"\[\s*[xX✓✔]?\s*\]|\(\s*[xX]?\s*\)\s|[☐☒☑□■◻◼✅⬜🗹🗵]")


def _boxes(line: str, build: Builder) -> None:
    """A line with boxes to tick: only what stands behind a ticked one is said."""
    marks = list(_BOX.finditer(line))
    for number, mark in enumerate(marks):
        until = marks[number + 1].start() if number + 1 < len(marks) else len(line)
        text = line[mark.end() : until].strip(" ,;")
        if re.search(r"[xX✓✔☒☑■◼✅🗹🗵]", mark.group()) and text:
            short = len(tokenize(text)) <= 12
            build.add(text, Role.FIELD if short else Role.SENTENCE, "attendance" if short else "")


def _ordinal(line: str) -> bool:
    """Like "2. atölyeye …", "3. Workshop bitte": the number belongs to the workshop, not to a list."""
    following = tokenize(ENUMERATOR.sub("", line))[:1]
    numbered = line.lstrip()[:1].isdigit()
    return numbered and bool(following) and everything().exactly("workshop", following[0].fold)


def _hangs(line: str, following: str) -> bool:
    """True where the next line continues a list item: it is indented and no item or field itself."""
    indented = (
        following[:2] in ("  ", "\t") or following[:1] == "\t" or (len(line) > 45 and following[:1] == " ")
    )
    return bool(following.strip()) and indented and not ENUMERATOR.match(following)


def _wraps(line: str, following: str, width: int) -> bool:
    """True where the line was broken only because the next word did not fit any more."""
    if width < 40:
        return following[:1].islower()
    if _ENTRY.search(line) and _ENTRY.search(following):
        return False
    word = following.split(maxsplit=1)[0] if following.split() else ""
    return len(line.strip()) + 1 + len(word) > min(width, 78) - 1 or following[:1].islower()


_ENTRY = re.compile(r"^[^.?!]{3,60}\s[–—-]\s+\S")
"""A line with a dash in it, as entries of lists have; two such lines are two entries."""


def _flush(paragraph: list[str], build: Builder) -> None:
    if paragraph:
        for sentence in sentences(" ".join(paragraph)):
            build.add(sentence, Role.SENTENCE)
        paragraph.clear()


def _is_prose(labelled: tuple[str, str]) -> bool:
    """Like "Für mich bitte: ..." is a sentence although its first words look like a label."""
    return labelled[0] == "ignore" and len(labelled[1].split()) > 12


def _fields(line: str, kind: str, value: str, build: Builder) -> None:
    """One labelled line, or several labels on one line ("Name: A, Workshop: 2")."""
    marks = [(m.start(), m.end(), label_kind(m.group(1))) for m in _INLINE.finditer(line)]
    marks = [m for m in marks if m[2]]
    if len(marks) > 1:
        for number, (_, end, kind_) in enumerate(marks):
            until = marks[number + 1][0] if number + 1 < len(marks) else len(line)
            build.add(line[end:until].strip(" ,;|"), Role.FIELD, kind_)
        return
    if fold(value).strip(" .-_/") not in _NOTHING:
        build.add(value, Role.FIELD, kind)


_NOTHING = frozenset(
    ("", "nein", "no", "non", "nie", "nu", "нет", "ні", "لا", "نه", "hayir", "khong", "keine", "none", "n/a")
)


def _rule(line: str) -> bool:
    return bool(re.fullmatch(r"[\s\-=_+|*]*", line))


def _table_length(lines: list[str], start: int) -> int:
    """How many lines from `start` form a table of two or more columns; 0 for none."""
    count = filled = 0
    for line in lines[start:]:
        if _rule(line) and line.strip():
            count += 1
            continue
        cells = [c for c in _cells(line) if c]
        if (
            len(cells) < 2
            or (len(cells) == 2 and label_kind(cells[0].rstrip(" :")))
            or re.search(r"[^\W\d_]{4}[.!?]\s{2,}", line)
        ):
            break
        count, filled = count + 1, filled + 1
    return count if filled >= 2 else 0


def _tick_column(rows: list[list[str]], n: int) -> bool:
    """True for a column that holds nothing but crosses."""
    values = [fold(r[n]).strip(" .") for r in rows[1:] if n < len(r)]
    return any(values) and all(v in _TICKS or v in _NOTHING or v == "-" for v in values)


def add_table(rows: list[list[str]], build: Builder) -> None:
    """Rows of cells to units: a head gives the columns their kinds, two columns of labels are a form."""
    rows = [row for row in rows if any(c.strip() for c in row)]
    if not rows:
        return
    if all(len([c for c in r if c.strip()]) == 2 and label_kind(r[0].rstrip(" :")) for r in rows):
        for row in rows:
            build.add(row[1], Role.FIELD, label_kind(row[0].rstrip(" :")))
        return
    if len(rows) > 1 and all(r[0].strip(" .)") == str(n) for n, r in enumerate(rows[-len(rows) + 1 :], 1)):
        # The first column only counts the rows.
        rows = [r[1:] for r in rows]
    elif len(rows) > 1 and all(r[0].strip(" .)") == str(n) for n, r in enumerate(rows, 1)):
        rows = [r[1:] for r in rows]
    kinds = [label_kind(c) for c in rows[0]]
    head = sum(bool(k) for k in kinds) >= 2 or (len(kinds) == 1 and bool(kinds[0]))
    ticked = [n for n in range(len(rows[0])) if head and _tick_column(rows, n)]
    for n in ticked:
        # A cross below a workshop chooses it.
        kinds[n] = "workshop"
        for row in rows[1:]:
            if n < len(row):
                row[n] = rows[0][n] if fold(row[n]).strip(" .") in _TICKS else ""
    for row in rows[1:] if head else rows:
        cells = tuple((kinds[n] if head and n < len(kinds) else "", c.strip()) for n, c in enumerate(row))
        build.add(" | ".join(c for _, c in cells if c), Role.ROW, "", cells)
