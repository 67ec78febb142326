"""The sender's own words in their places: greeting, body, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from mailbot.intent.blocks import Builder, add_table, walk
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.display import display_name
from mailbot.intent.ending import body_and_signature, closing_at, without_closing
from mailbot.intent.fold import fold
from mailbot.intent.lexicon import Lexicon, everything, frame, words_of
from mailbot.intent.names import Name
from mailbot.intent.sender_line import split_off
from mailbot.intent.tokens import Shape, Token, tokenize
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


def _sender(message: Message, words: Lexicon) -> Name | None:
    return display_name(message.sender.name, words) if message.sender else None


def lay_out(message: Message, words: Lexicon, event: Catalogue) -> Layout:
    """The own words of `message` taken apart; nothing of the quote is looked at."""
    build = Builder(words, event)
    message = _levelled(message)
    subject = build.make(strip_reply(message.subject), Role.SUBJECT)
    lines = [line for line in _without_tables(message) if not _is_footer(line)]
    below = [line for line in message.signature.splitlines() if not _is_footer(line)]
    if any(closing_at(line.strip()) > 0 for line in below[2:]):
        # What was cut off as a signature still has a closing formula inside: it was no signature.
        lines, below = lines + below, []
    greeting, lines = _greeting(lines)
    body, signature = body_and_signature(lines, _sender(message, words))
    signature += [s.strip() for s in below if s.strip()]
    if not signature and (signed := split_off(body, message.sender)) is not None:
        body, signature = signed
    signature = without_closing(signature)
    walk(body, build)
    for table in message.tables:
        build.block += 1
        add_table([list(row) for row in table], build)
    return Layout(subject, tuple(build.units), tuple(signature), greeting)


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


@lru_cache(maxsize=1024)
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
        if any(t.shape in (Shape.NUMBER, Shape.OPAQUE) for t in tokens[cue.end : stop or 9]):
            return offset + tokens[cue.end - 1].end  # Nobody is greeted by a number.
        sentence = stop is not None and tokens[stop].text == "." and _tells(tokens[cue.end : stop])
        if stop is not None and stop <= 14 and not (sentence or _speaks(tokens[cue.end : stop])):
            end = offset + tokens[stop].end
        elif stop is None and len(tokens) <= 9 and not _speaks(tokens[cue.end :]):
            return len(line)
        else:
            return offset + tokens[cue.end - 1].end


def is_frame(line: str) -> bool:
    """True for a line that is nothing but a greeting or a closing formula."""
    text = line.strip()
    return len(text) < 60 and (_greeting_end(text) >= len(text) or closing_at(text) >= len(text) - 2)


def _speaks(tokens: Sequence[Token]) -> bool:
    """True where the words behind a greeting already begin to tell something, or name a day or number."""
    if any(t.shape in (Shape.NUMBER, Shape.OPAQUE) for t in tokens):
        return True
    whole = everything()
    # German "im" is English "I'm" without its apostrophe, and says nothing before a noun.
    return any(
        c.name in ("self", "self_register")
        and not (c.end - c.start == 1 and whole.exactly("preposition", tokens[c.start].fold))
        for c in frame().cues(tuple(tokens))
    )


def _tells(tokens: Sequence[Token]) -> bool:
    """Like "Monsieur Cissé participera à l'atelier C.": a sentence about workshop or event greets nobody."""
    whole = everything()
    return any(
        t.shape is Shape.WORD and any(whole.is_a(kind, t.fold) for kind in ("workshop", "event", "enrol"))
        for t in tokens
    )


def greeting_words(greeting: str) -> frozenset[str]:
    """The folded words of the salutation: whoever is named there is addressed, not registered."""
    return frozenset(fold(w) for w in re.findall(r"[^\W\d_]+", greeting))
