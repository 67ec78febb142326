"""The sender's own words in their places: greeting, sentences, form fields, rows of lists and tables, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from mailbot.intent.fold import fold
from mailbot.intent.lexicon import Cue, Lexicon, everything, words_of
from mailbot.intent.model import Source
from mailbot.intent.tokens import Shape, Token, sentences, tokenize
from mailbot.message.model import Message


class Role(Enum):
    """What a unit of text is in its mail."""

    SUBJECT = "subject"
    SENTENCE = "sentence"
    FIELD = "field"
    ROW = "row"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence, field, row or line with its tokens and cues.

    label: for a field, what kind of field. cells: for a row of a table, (kind, text) per column.
    block: units of one list, table or form share it.
    """

    text: str
    role: Role
    source: Source
    tokens: tuple[Token, ...]
    cues: tuple[Cue, ...]
    label: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    block: int = 0

    def has(self, *names: str) -> bool:
        """True where one of these cues stands in the unit."""
        return any(cue.name in names for cue in self.cues)

    def first(self, name: str) -> Cue | None:
        """The first cue of this name."""
        return next((cue for cue in self.cues if cue.name == name), None)


@dataclass(frozen=True, slots=True)
class Layout:
    """The own words of a mail in order; `greeting` holds whom it addresses, `signature` its last lines."""

    subject: Unit
    units: tuple[Unit, ...]
    signature: tuple[str, ...]
    greeting: str = ""
    prefixes: str = field(default="")


_ENUMERATOR = re.compile(
    r"^\s*(?:[-*•–—·►▪◦‣→✓+]|\(?\d{1,2}[.)]\)?|\(?[a-hA-H][)]|\d{1,2}\s*[-–:]|#\d{1,2})\s+"
)
_DELIMITER = re.compile(r"^\s*(--+|__+|==+|\*\*+|~~+)\s*$")
_REPLY = re.compile(
    r"^\s*((re|aw|fw|fwd|wg|sv|vs|antw|antwort|odp|rv|tr|res|rif|ynt|ilt|пер|відп|на|ref|trả lời|رد|پاسخ|إعادة)"
    r"\s*(\[\d+\])?\s*[:：]|\[[^\]]{1,20}\])\s*",
    re.IGNORECASE,
)


def strip_reply(subject: str) -> str:
    """The subject without Re:, AW:, [EXTERN] and their kin."""
    while True:
        shorter = _REPLY.sub("", subject, count=1)
        if shorter == subject:
            return subject.strip()
        subject = shorter


class _Builder:
    """Collects units while the lines are walked through once."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        self.units: list[Unit] = []
        self.block = 0

    def make(self, text: str, role: Role, label: str = "", cells: tuple[tuple[str, str], ...] = ()) -> Unit:
        """A unit of `text` with tokens and cues."""
        tokens = tokenize(text)
        source = Source.SUBJECT if role is Role.SUBJECT else Source.BODY
        return Unit(text, role, source, tokens, self.words.cues(tokens), label, cells, self.block)

    def add(self, text: str, role: Role, label: str = "", cells: tuple[tuple[str, str], ...] = ()) -> None:
        """Append a unit unless it says nothing."""
        if text.strip():
            self.units.append(self.make(text.strip(), role, label, cells))


def lay_out(message: Message, words: Lexicon) -> Layout:
    """The own words of `message` taken apart; nothing of the quote is looked at."""
    build = _Builder(words)
    subject = build.make(strip_reply(message.subject), Role.SUBJECT)
    lines = [line for line in _without_tables(message) if not _is_footer(line, words)]
    below = [line for line in message.signature.splitlines() if not _is_footer(line, words)]
    if any(_closing_at(line.strip()) > 0 for line in below[2:]):
        # What was cut off as a signature still has a closing formula inside: it was no signature.
        lines, below = lines + below, []
    greeting, lines = _greeting(lines, words)
    body, signature = _signature(lines, words)
    signature += [s.strip() for s in below if s.strip()]
    head, signature = _leading_closing(signature, words)
    _walk(body, build)
    for table in message.tables:
        build.block += 1
        _table([list(row) for row in table], build)
    return Layout(subject, tuple(build.units), tuple(head + signature), greeting)


def _without_tables(message: Message) -> list[str]:
    """The own lines without those that repeat what the tables hold."""
    lines = message.own.splitlines()
    if not message.tables:
        return lines
    rows = {words_of(" ".join(row)) for table in message.tables for row in table}
    cells = {words_of(cell) for table in message.tables for row in table for cell in row}
    return [
        line
        for line in lines
        if not words_of(line) or not (words_of(line) in rows or words_of(line) in cells)
    ]


def _is_footer(line: str, words: Lexicon) -> bool:
    tokens = tokenize(line.strip())
    return any(c.name == "footer" and c.start <= 1 for c in everything().cues(tokens[:30]))


# -- greeting and closing ------------------------------------------------------------------------------


def _greeting(lines: list[str], words: Lexicon) -> tuple[str, list[str]]:
    """Cuts the salutation off the first lines; what follows it on its line stays."""
    said: list[str] = []
    rest = list(lines)
    for number in range(min(len(lines), 8)):
        line = lines[number].strip()
        if not line:
            continue
        cut = _greeting_end(line)
        if cut == 0:
            break
        said.append(line[:cut])
        rest[number] = line[cut:].lstrip(" ,!:.–-")
        if rest[number]:
            break
    return " ".join(said), rest


def _greeting_end(line: str) -> int:
    """How many characters of the line are salutation: 0 for none."""
    end = 0
    while True:
        rest = line[end:].lstrip()
        offset = len(line) - len(rest)
        tokens = tokenize(rest)[:24]
        cue = next((c for c in everything().cues(tokens[:6]) if c.name == "greeting" and c.start == 0), None)
        if cue is None:
            return end
        stop = next(
            (
                i
                for i, t in enumerate(tokens)
                if t.text in (",", "!", ":", ".", "،", "–") and i >= cue.end - 1
            ),
            None,
        )
        if stop is not None and stop <= 14 and not _speaks(tokens[cue.end : stop]):
            end = offset + tokens[stop].end
        elif stop is None and len(tokens) <= 9 and not _speaks(tokens[cue.end :]):
            return len(line)
        else:
            return offset + tokens[cue.end - 1].end


def _speaks(tokens: Sequence[Token]) -> bool:
    """True where the words behind a greeting already begin to tell something."""
    names = {c.name for c in everything().cues(tuple(tokens))}
    return bool(names & {"self", "self_register"})


def _closing_at(line: str) -> int:
    """Where in the line the closing formula ends (characters), or -1 where it has none at its start."""
    tokens = tokenize(line)[:12]
    ends = [c.end for c in everything().cues(tokens) if c.name == "closing" and c.start == 0]
    return tokens[max(ends) - 1].end if ends else -1


def _signature(lines: list[str], words: Lexicon) -> tuple[list[str], list[str]]:
    """Body and signature; the signature begins behind the closing formula or is the last short lines."""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    for i in filled:
        line = lines[i].strip()
        end = _closing_at(line)
        if end < 0 or len(line.split()) > 12:
            continue
        rest = line[end:].strip(" ,!.;:")
        after = [k for k in filled if k > i]
        if not _closes(line, rest, [lines[k] for k in after]):
            continue
        tail = ([rest] if rest else []) + [lines[k].strip() for k in after]
        return lines[:i], [t for t in tail if not _DELIMITER.match(t)]
    for i in filled:
        if _DELIMITER.match(lines[i]) and any(k > i for k in filled) and i > 0:
            return lines[:i], [lines[k].strip() for k in filled if k > i]
    return _inline_closing(lines, filled) or _trailing(lines, filled)


def _closes(line: str, rest: str, after: list[str]) -> bool:
    """A closing formula closes where little but a name follows on its line, and no sentences below it."""
    tokens = tokenize(rest)
    if len(tokens) > 8 or (rest and rest[-1:] in "?"):
        return False
    later = [t for t in after[:6] if len(tokenize(t)) > 16 or (len(t) > 40 and len(sentences(t)) > 1)]
    if len(later) > (1 if len(after) > 4 else 0):
        return False
    if any(_label(t) for t in after[:4]):
        return False
    return not (rest and not after and len(tokens) > 5)


def _inline_closing(lines: list[str], filled: list[int]) -> tuple[list[str], list[str]] | None:
    """ "... bin dabei. Gruß Maren Kolbe": the formula inside the last line."""
    if not filled:
        return None
    line = lines[filled[-1]].rstrip()
    tokens = tokenize(line)
    for cue in reversed(everything().cues(tokens)):
        if cue.name != "closing" or cue.start == 0:
            continue
        rest = tokens[cue.end :]
        wordy = [t for t in rest if t.shape is Shape.WORD]
        before = tokens[cue.start - 1]
        fresh = before.shape is Shape.MARK or tokens[cue.start].capital
        if (
            fresh
            and len(wordy) <= 6
            and all(t.capital or t.fold in ("und", "von", "and", "&") for t in wordy)
        ):
            body = [*lines[: filled[-1]], line[: tokens[cue.start].start]]
            tail = line[rest[0].start :].strip(" ,.!") if rest else ""
            return body, [tail] if tail else []
    return None


def _trailing(lines: list[str], filled: list[int]) -> tuple[list[str], list[str]]:
    """Without a formula: the last block of short lines that are no sentences, fields or rows."""
    k = len(filled)
    while k > 0:
        line = lines[filled[k - 1]].strip()
        if len(tokenize(line)) > 9 or line[-1:] in ".!?:;," or _label(line) or _ENUMERATOR.match(line):
            break
        if everything_register(line) or "\t" in line or re.search(r"\S {2,}\S", line):
            break
        k -= 1
    if k == len(filled) or len(filled) - k > 8:
        return lines, []
    if k == 0 and len(filled) > 3:
        return lines, []
    if k == 0:
        return lines, []
    start = filled[k]
    return lines[:start], [lines[i].strip() for i in filled[k:]]


def everything_register(line: str) -> bool:
    """True where a line chooses or registers, so that it is no line of a signature."""
    names = {c.name for c in everything().cues(tokenize(line))}
    if names & {"self_register", "livestream"}:
        return True
    words = words_of(line)[1:]
    if any(re.fullmatch(r"(ws|w|workshop)\d", w) for w in words):
        return True
    return any(everything().is_a("workshop", w) for w in words) and bool(re.search(r"\d", line))


def _leading_closing(signature: list[str], words: Lexicon) -> tuple[list[str], list[str]]:
    """Closing formulas in the signature block cut off, what follows on their line kept."""
    kept: list[str] = []
    for line in signature:
        end = _closing_at(line)
        if end >= 0 and len(kept) < 2:
            rest = line[end:].strip(" ,!.;:")
            if rest:
                kept.append(rest)
        else:
            kept.append(line)
    return kept, []


# -- fields, rows, sentences ---------------------------------------------------------------------------

_FIELD = re.compile(r"^\s*(?:[-*•]\s*)?([^:：=\t]{1,40}?)\s*(?:[:：]|\s=\s|\t)\s*(.*)$")
_INLINE = re.compile(r"(?:^|[,;|/•]|\s{2,})\s*([^\W\d_][\w .\-/]{0,28}?)\s*[:：]\s*")


def _label(line: str) -> tuple[str, str] | None:
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
    return ""


def _cells(line: str) -> list[str]:
    """The columns of a line set with tabs, bars or runs of blanks; one element where there are none."""
    if "\t" in line:
        parts = line.split("\t")
    elif line.count("|") >= 1:
        parts = line.strip().strip("|").split("|")
    else:
        parts = re.split(r"\s{2,}", line.strip())
    return [p.strip() for p in parts]


def _walk(lines: list[str], build: _Builder) -> None:
    """Lines to units: tables, fields, rows, and paragraphs cut into sentences."""
    width = max((len(line) for line in lines), default=0)
    paragraph: list[str] = []
    i = 0
    while i < len(lines):
        line = lines[i]
        table = _table_length(lines, i)
        field_ = _label(line)
        if table:
            _flush(paragraph, build)
            build.block += 1
            _table([_cells(row) for row in lines[i : i + table] if not _rule(row)], build)
            i += table
            continue
        if not line.strip():
            _flush(paragraph, build)
            build.block += 1
        elif _BOX.search(line):
            _flush(paragraph, build)
            _boxes(line, build)
        elif field_ and not _is_prose(line, field_):
            _flush(paragraph, build)
            kind, value = field_
            if not value and kind != "ignore" and i + 1 < len(lines) and not _label(lines[i + 1]):
                i += 1
                value = lines[i].strip()
            _fields(line if value and value in line else f"{line} {value}", kind, value, build)
        elif _ENUMERATOR.match(line):
            _flush(paragraph, build)
            text = _ENUMERATOR.sub("", line)
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


_BOX = re.compile(r"\[\s*[xX✓✔]?\s*\]|\(\s*[xX]?\s*\)\s|[☐☒☑□■◻◼✅⬜🗹🗵]")


def _boxes(line: str, build: _Builder) -> None:
    """A line with boxes to tick: only what stands behind a ticked one is said."""
    marks = list(_BOX.finditer(line))
    for number, mark in enumerate(marks):
        until = marks[number + 1].start() if number + 1 < len(marks) else len(line)
        text = line[mark.end() : until].strip(" ,;")
        if re.search(r"[xX✓✔☒☑■◼✅🗹🗵]", mark.group()) and text:
            short = len(tokenize(text)) <= 12
            build.add(text, Role.FIELD if short else Role.SENTENCE, "attendance" if short else "")


def _hangs(line: str, following: str) -> bool:
    """True where the next line continues a list item: it is indented and no item or field itself."""
    indented = (
        following[:2] in ("  ", "\t") or following[:1] == "\t" or (len(line) > 45 and following[:1] == " ")
    )
    return bool(following.strip()) and indented and not _ENUMERATOR.match(following)


def _wraps(line: str, following: str, width: int) -> bool:
    """True where the line was broken only because the next word did not fit any more."""
    if width < 40:
        return following[:1].islower()
    word = following.split(maxsplit=1)[0] if following.split() else ""
    return len(line.strip()) + 1 + len(word) > min(width, 78) - 1 or following[:1].islower()


def _flush(paragraph: list[str], build: _Builder) -> None:
    if paragraph:
        for sentence in sentences(" ".join(paragraph)):
            build.add(sentence, Role.SENTENCE)
        paragraph.clear()


def _is_prose(line: str, labelled: tuple[str, str]) -> bool:
    """ "Für mich bitte: ..." is a sentence although its first words look like a label."""
    return labelled[0] == "ignore" and len(labelled[1].split()) > 12


def _fields(line: str, kind: str, value: str, build: _Builder) -> None:
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


def _table(rows: list[list[str]], build: _Builder) -> None:
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
    for row in rows[1:] if head else rows:
        cells = tuple((kinds[n] if head and n < len(kinds) else "", c.strip()) for n, c in enumerate(row))
        build.add(" | ".join(c for _, c in cells if c), Role.ROW, "", cells)


def greeting_words(greeting: str) -> frozenset[str]:
    """The folded words of the salutation: whoever is named there is addressed, not registered."""
    return frozenset(fold(w) for w in re.findall(r"[^\W\d_]+", greeting))
