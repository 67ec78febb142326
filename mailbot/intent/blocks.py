"""Lines of the body to units: form fields, rows of lists and tables, boxes to tick, sentences."""

from __future__ import annotations

import re

from mailbot.intent.captions import label_kind, label_of
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.fold import fold
from mailbot.intent.lexicon import Lexicon, words_of
from mailbot.intent.listing import Cells, list_at, list_in
from mailbot.intent.meant import meant
from mailbot.intent.model import Source
from mailbot.intent.rows import ENUMERATOR, hangs, ordinal, parallel, rule, wraps
from mailbot.intent.tokens import sentences, tokenize
from mailbot.intent.unit import Role, Unit


class Builder:
    """Collects units while the lines are walked through once."""

    def __init__(self, words: Lexicon, event: Catalogue) -> None:
        self.words, self.event = words, event
        self.units: list[Unit] = []
        self.block = 0

    def make(self, text: str, role: Role, label: str = "", cells: tuple[tuple[str, str], ...] = ()) -> Unit:
        """A unit of `text` with tokens and cues."""
        tokens = tokenize(text)
        source = Source.SUBJECT if role is Role.SUBJECT else Source.BODY
        cues = meant(tokens, self.words)
        return Unit(text, role, source, tokens, cues, label, cells, self.block)

    def add(self, text: str, role: Role, label: str = "", cells: tuple[tuple[str, str], ...] = ()) -> None:
        """Append a unit unless it says nothing."""
        if text.strip():
            self.units.append(self.make(text.strip(), role, label, cells))

    def rows(self, rows: list[Cells]) -> None:
        """Append the rows of a list."""
        for cells in rows:
            self.add(" | ".join(text for _, text in cells), Role.ROW, "", cells)


_INLINE = re.compile(r"(?:^\s*+|[,;|/•]\s*+|\s{2,}+)([^\W\d_][\w .\-/]{0,28}?)\s*[:：]\s*")


_BULLET = re.compile(r"^\s*[-*•–—·►▪◦‣→✓+]\s+")


def _cells(line: str) -> list[str]:
    """The columns of a line set with tabs, bars or runs of blanks; one element where there are none."""
    line = _BULLET.sub("", line)
    if "\t" in line:
        parts = line.split("\t")
    elif line.count("|") >= 1:
        parts = line.strip().strip("|").split("|")
    elif line.count(" / ") > 1 or line.count(";") > 1:
        parts = line.strip().strip(";").split(" / " if line.count(" / ") > 1 else ";")
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
        field_ = label_of(line)
        if taken := _listing(lines, i, paragraph, build):
            i += taken
            continue
        if table := _table_length(lines, i):
            _flush(paragraph, build)
            build.block += 1
            add_table([_cells(row) for row in lines[i : i + table] if not rule(row)], build)
            i += table
            continue
        if not line.strip() or _blank(line):
            _flush(paragraph, build)
            build.block += not line.strip()
        elif _BOX.search(line):
            _flush(paragraph, build)
            _boxes(line, build)
        elif field_ and _numbered(line, field_):
            _flush(paragraph, build)
            _of_workshop(line, field_[1], build)
        elif field_ and not _is_prose(field_):
            _flush(paragraph, build)
            i += _labelled(lines, i, field_, build)
        elif _LONE.match(line) and sum(bool(x.strip()) for x in lines) <= _FEW:
            _flush(paragraph, build)
            build.add(line, Role.FIELD, "workshop")
        elif entries := _entries(lines, i):
            _flush(paragraph, build)
            for row in entries[0]:
                build.add(row, Role.ROW)
            i += entries[1]
            continue
        else:
            wrapped = paragraph and wraps(paragraph[-1], line, width)
            if paragraph and not wrapped:
                _flush(paragraph, build)
            paragraph.append(line.strip())
        i += 1
    _flush(paragraph, build)


def _listing(lines: list[str], i: int, paragraph: list[str], build: Builder) -> int:
    """Adds the list of people that begins at line `i`; how many lines it takes, 0 for none."""
    field_ = label_of(lines[i])
    if not lines[i].strip() or _BOX.search(lines[i]) or (field_ and not _numbered(lines[i], field_)):
        return 0
    rows, taken = list_at(lines, i, build.words, build.event)
    if rows:
        _flush(paragraph, build)
        build.block += 1
        build.rows(rows)
    return taken


def _labelled(lines: list[str], i: int, field_: tuple[str, str], build: Builder) -> int:
    """Adds the labelled line `i`; 1 where its value stands on the line below, else 0."""
    kind, value = field_
    below = not value and kind != "ignore" and i + 1 < len(lines) and not label_of(lines[i + 1])
    value = lines[i + 1].strip() if below else value
    line = lines[i + below]
    _fields(line if value and value in line else f"{line} {value}", kind, value, build)
    return int(below)


_LONE = re.compile(r"^\s*(?:[1-9]|[A-Ha-h])[.)]?\s*$")
_FEW = 6
"""So many lines has a mail at most in which a digit on a line of its own is a choice."""


def _entries(lines: list[str], i: int) -> tuple[list[str], int] | None:
    """The rows that begin at line `i` and how many lines they take: an item, or a list without bullets."""
    if ENUMERATOR.match(lines[i]) and not ordinal(lines[i]):
        text, k = ENUMERATOR.sub("", lines[i]), i
        while k + 1 < len(lines) and hangs(lines[k], lines[k + 1]):
            k += 1
            text += " " + lines[k].strip()
        return [text], k + 1 - i
    run = parallel(lines, i)
    return (lines[i : i + run], run) if run else None


def _blank(line: str) -> bool:
    """Like "Atemschutztauglich (nur für 1): entfällt": a field that its writer left out says nothing."""
    label, _, value = line.rpartition(":")
    return bool(label) and len(label.split()) <= 6 and fold(value).strip(" .-_/") in _NOTHING - {""}


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
    """A line with boxes to tick: only what stands behind a ticked one is said.

    A label before the first box tells what is chosen; without one, or before a box that is no label's,
    it is taken for attendance, which may name a workshop as well.
    """
    marks = list(_BOX.finditer(line))
    kind = label_kind(line[: marks[0].start()].strip(" :\t")) or "attendance"
    for number, mark in enumerate(marks):
        until = marks[number + 1].start() if number + 1 < len(marks) else len(line)
        text = line[mark.end() : until].strip(" ,;")
        if re.search(r"[xX✓✔☒☑■◼✅🗹🗵]", mark.group()) and text:
            short = len(tokenize(text)) <= 12
            build.add(text, Role.FIELD if short else Role.SENTENCE, kind if short else "")


def _flush(paragraph: list[str], build: Builder) -> None:
    if paragraph:
        for sentence in sentences(" ".join(paragraph)):
            intro, rows = list_in(sentence, build.words, build.event)
            build.add(intro, Role.SENTENCE)
            build.rows(rows)
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
        # "Workshop: 2. Ich bringe Kuchen mit.": what follows the choice is a sentence of its own.
        for n, said in enumerate(sentences(value) if kind in _CHOSEN else (value,)):
            build.add(said, Role.SENTENCE if n else Role.FIELD, "" if n else kind)


_CHOSEN = ("workshop", "first_choice", "second_choice", "attendance")
_NOTHING = frozenset(
    (
        "",
        "entfaellt",
        "nein",
        "no",
        "non",
        "nie",
        "nu",
        "нет",
        "ні",
        "لا",
        "نه",
        "hayir",
        "khong",
        "keine",
        "none",
        "n/a",
    )
)


def _table_length(lines: list[str], start: int) -> int:
    """How many lines from `start` form a table of two or more columns; 0 for none."""
    count = filled = 0
    for line in lines[start:]:
        if rule(line) and line.strip():
            count += 1
            continue
        if len(_BOX.findall(line)) > 1:
            break  # Boxes to tick part a line without being columns.
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
