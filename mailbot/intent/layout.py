"""The sender's own words in their places: greeting, body, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mailbot.intent.blocks import ENUMERATOR, Builder, add_table, label_of, walk
from mailbot.intent.fold import fold
from mailbot.intent.lexicon import Lexicon, everything, frame, words_of
from mailbot.intent.sender_line import split_off
from mailbot.intent.tokens import Shape, Token, sentences, tokenize
from mailbot.intent.unit import Role, Unit
from mailbot.message.model import Message


@dataclass(frozen=True, slots=True)
class Layout:
    """The own words of a mail in order; `greeting`: whom it addresses, `signature`: its last lines."""

    subject: Unit
    units: tuple[Unit, ...]
    signature: tuple[str, ...]
    greeting: str = ""
    prefixes: str = field(default="")


_DELIMITER = re.compile(r"^\s*(--+|__+|==+|\*\*+|~~+)\s*$")
_REPLY = re.compile(
    r"^\s*((re|aw|fw|fwd|wg|sv|vs|antw|antwort|odp|rv|tr|res|rif|ynt|ilt|ref"
    r"|пер|відп|на|trả lời|رد|پاسخ|إعادة)"
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


def lay_out(message: Message, words: Lexicon) -> Layout:
    """The own words of `message` taken apart; nothing of the quote is looked at."""
    build = Builder(words)
    message = _levelled(message)
    subject = build.make(strip_reply(message.subject), Role.SUBJECT)
    lines = [line for line in _without_tables(message) if not _is_footer(line)]
    below = [line for line in message.signature.splitlines() if not _is_footer(line)]
    if any(_closing_at(line.strip()) > 0 for line in below[2:]):
        # What was cut off as a signature still has a closing formula inside: it was no signature.
        lines, below = lines + below, []
    greeting, lines = _greeting(lines)
    body, signature = _signature(lines)
    signature += [s.strip() for s in below if s.strip()]
    if not signature and (signed := split_off(body, message.sender)) is not None:
        body, signature = signed
    head, signature = _leading_closing(signature)
    walk(body, build)
    for table in message.tables:
        build.block += 1
        add_table([list(row) for row in table], build)
    return Layout(subject, tuple(build.units), tuple(head + signature), greeting)


_MARKS = str.maketrans({"،": ",", "؛": ";", "؟": "?", "۔": ".", "：": ":", "？": "?", "，": ","})
"""Punctuation of other scripts, sign for sign."""


def _levelled(message: Message) -> Message:
    """The mail with one spelling for the punctuation of all scripts; every place in it stays the same."""
    texts = (message.subject, message.own, message.signature)
    if not message.tables and not any(mark in text for text in texts for mark in "،؛؟۔：？，"):
        return message
    return replace(
        message,
        subject=texts[0].translate(_MARKS),
        own=texts[1].translate(_MARKS),
        signature=texts[2].translate(_MARKS),
        tables=tuple(tuple(tuple(c.translate(_MARKS) for c in r) for r in t) for t in message.tables),
    )


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


def _is_footer(line: str) -> bool:
    tokens = tokenize(line.strip())
    return any(c.name == "footer" for c in frame().cues(tokens[:30], 2))


# -- greeting and closing ------------------------------------------------------------------------------


def _greeting(lines: list[str]) -> tuple[str, list[str]]:
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
        cue = next((c for c in frame().cues(tokens[:6], 1) if c.name == "greeting" and c.start == 0), None)
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


def is_frame(line: str) -> bool:
    """True for a line that is nothing but a greeting or a closing formula."""
    text = line.strip()
    return len(text) < 60 and (_greeting_end(text) >= len(text) or _closing_at(text) >= len(text) - 2)


def _speaks(tokens: Sequence[Token]) -> bool:
    """True where the words behind a greeting already begin to tell something."""
    names = {c.name for c in frame().cues(tuple(tokens))}
    return bool(names & {"self", "self_register"})


def _closing_at(line: str) -> int:
    """Where in the line the closing formula ends (characters), or -1 where it has none at its start."""
    tokens = tokenize(line)[:12]
    ends = [c.end for c in frame().cues(tokens, 1) if c.name == "closing" and c.start == 0]
    return tokens[max(ends) - 1].end if ends else -1


def _signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Body and signature; the signature begins behind the closing formula or is the last short lines."""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    for i in filled:
        line = lines[i].strip()
        end = _closing_at(line)
        if end < 0 or len(line.split()) > 12:
            continue
        rest = line[end:].strip(" ,!.;:")
        after = [k for k in filled if k > i]
        if not _closes(rest, [lines[k] for k in after]):
            continue
        tail = ([rest] if rest else []) + [lines[k].strip() for k in after]
        return lines[:i], [t for t in tail if not _DELIMITER.match(t)]
    for i in filled:
        if _DELIMITER.match(lines[i]) and any(k > i for k in filled) and i > 0:
            return lines[:i], [lines[k].strip() for k in filled if k > i]
    return _inline_closing(lines, filled) or _trailing(lines, filled)


def _closes(rest: str, after: list[str]) -> bool:
    """A closing formula closes where little but a name follows on its line, and no sentences below it."""
    tokens = tokenize(rest)
    if len(tokens) > 8 or (rest and rest[-1:] == "?") or _tells(tokens, rest):
        return False
    later = [t for t in after[:6] if len(tokenize(t)) > 16 or (len(t) > 40 and len(sentences(t)) > 1)]
    if len(later) > (1 if len(after) > 4 else 0):
        return False
    # "Mobil: …" stands in signatures; a label of a form below the formula says that the form goes on.
    if any(found[0] not in ("ignore", "email") for t in after[:4] if (found := label_of(t))):
        return False
    return not (rest and not after and len(tokens) > 5)


def _tells(tokens: Sequence[Token], rest: str) -> bool:
    """True where what follows a closing formula says something: "Merci de me réserver …", "… Workshop 2"."""
    whole = everything()
    if any(t.shape is Shape.NUMBER for t in tokens) and any(whole.is_a("workshop", t.fold) for t in tokens):
        return True
    small = [t for t in tokens if t.shape is Shape.WORD and t.cased and not t.capital]
    if small and any(c.name == "self_register" for c in frame().cues(tokenize(rest))):
        return True
    return len([t for t in small if t.fold not in whole.stopwords]) >= 2


def _inline_closing(lines: list[str], filled: list[int]) -> tuple[list[str], list[str]] | None:
    """Like "... bin dabei. Gruß Maren Kolbe": the formula inside the last line."""
    if not filled:
        return None
    line = lines[filled[-1]].rstrip()
    tokens = tokenize(line)
    for cue in reversed(frame().cues(tokens)):
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
        if len(tokenize(line)) > 9 or line[-1:] in ".!?:;," or label_of(line) or ENUMERATOR.match(line):
            break
        if everything_register(line) or "\t" in line or re.search(r"\S {2,}\S", line):
            break
        k -= 1
    if k == len(filled) or len(filled) - k > 8:
        return lines, []
    if k == 0 and len(filled) > 3:
        return lines, []
    if k == 0 or lines[filled[k - 1]].rstrip()[-1:] in ":：":
        return lines, []  # What a colon announces is said, and no signature.
    start = filled[k]
    return lines[:start], [lines[i].strip() for i in filled[k:]]


def everything_register(line: str) -> bool:
    """True where a line chooses or registers, so that it is no line of a signature."""
    names = {c.name for c in frame().cues(tokenize(line))}
    if names & {"self_register", "livestream"}:
        return True
    words = words_of(line)[1:]
    if any(re.fullmatch(r"(ws|w|workshop)\d", w) for w in words):
        return True
    return any(everything().is_a("workshop", w) for w in words) and bool(re.search(r"\d", line))


def _leading_closing(signature: list[str]) -> tuple[list[str], list[str]]:
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


def greeting_words(greeting: str) -> frozenset[str]:
    """The folded words of the salutation: whoever is named there is addressed, not registered."""
    return frozenset(fold(w) for w in re.findall(r"[^\W\d_]+", greeting))
