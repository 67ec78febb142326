"""Where the writer's words end and the signature begins.

The delimiter `-- ` (RFC 3676, 4.3) begins a signature, and so does what stands below a closing
formula. A line that a mobile program appends and a disclaimer belong to it wherever they stand.
Words that may matter stay own: a postscript, a list or whole sentences below the bare name, and
everything below a delimiter that has nothing above it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mailbot.message.words.closing import (
    BANNERS,
    CLOSING_STEMS,
    CLOSINGS,
    DISCLAIMERS,
    MOBILE,
    POSTSCRIPTS,
    SIGNED_FOR,
    THANKS,
    TOPICS,
    WITH_NAME,
)

_MOBILE = re.compile("|".join(f"(?:{pattern})" for pattern in MOBILE))
_CLOSINGS = frozenset(CLOSINGS)
_THANKS = frozenset(THANKS)
_TOPIC = re.compile("|".join(TOPICS))
_STEM = re.compile("|".join(CLOSING_STEMS))
_PARTICLES = frozenset(
    ("von", "van", "der", "den", "de", "di", "da", "al", "el", "zu", "und", "aus", "i.", "a.")
)
_LONGEST_CLOSING = max(len(closing.split()) for closing in CLOSINGS)
_CONTACT = re.compile(
    r"(?:tel(?:efon)?|fax|telefax|mobil\w{0,20}|phone|fon|handy|тел|моб|тел\.|هاتف|تلفن|hotline|durchwahl)\s?[.:]"
    r"|www\.|https?://|[^\s@]{1,64}@[^\s@]{1,190}\.\w"
    r"|\b\d{4,5} [^\W\d_]{3,}|\+\d\d[\d\s()/-]{6}|\b0\d{2,5}[\s/-]+\d{3}"
    r"|(?:str(?:aße|asse|\.)|platz|weg|allee|gasse)\s\d|\b(?:gmbh|e\.\s?v\.|ggmbh|hrb|amtsgericht|ust-id|iban)"
)
_RULE = re.compile(r"^[\s_=*~#.+·-]{3,}$")
_BULLET = re.compile(r"^\s*(?:[-*•·–]|\d{1,2}[.)])\s+\S")
_POSTSCRIPT = re.compile(
    r"^(?:" + "|".join(re.escape(word) for word in POSTSCRIPTS) + r")\s?[.:)–-]*(?:\s|$)"
)
_SIGNED = re.compile(r"(?:/{1,2}|[-–—]{1,2})[^\W\d_]+(?: [^\W\d_]+){0,3}")
_COLUMNS = re.compile(r"\S(?:\t| {2,})[^|\s]")
_FIELD = re.compile(r"^[^\W\d_][\w /()-]{1,30}:\s*\S")
_LINE = 250
"""Characters; what is longer is a paragraph of words on one line."""

_LONGEST_SIGNATURE = 40
_NEAR_END = 80
"""Lines; a rule or delimiter farther from the end begins no signature."""


@lru_cache(maxsize=512)
def _has_contact(line: str) -> bool:
    """Whether a line holds a number, an address or a mark of an office; nobody's is far to the right."""
    return _CONTACT.search(line[:_LINE].lower()) is not None


def _below_contact(signature: list[str]) -> bool:
    """Whether contact data stand in the last lines of the signature so far."""
    return any(map(_has_contact, signature[-_LONGEST_SIGNATURE:]))


def is_mobile(line: str) -> bool:
    """Whether a mail program appended the line ("Von meinem iPhone gesendet")."""
    if len(line) > _LINE:
        return False
    text = re.sub(r"\s?[<(\[]https?://[^\s<>]*[>)\]]", "", line).replace("[", "").replace("]", "")
    text = text.strip(" \t.!*_()<>").lower()
    return 4 < len(text) < 120 and _MOBILE.fullmatch(text) is not None


def closing_of(line: str) -> str:
    """The closing formula that a line is, or begins with before a name; empty where it is none."""
    text = line.strip(" \t*_–—-").lower().replace("’", "'")
    if not text or len(text) > 90:
        return ""
    words = re.sub(r"(?<![,.!;:،。])[,.!;:،。]++(?=\s|$)", "", text).split()
    plain = " ".join(words)
    if plain in _CLOSINGS:
        return plain
    for length in range(min(_LONGEST_CLOSING, len(words)), 0, -1):
        head = " ".join(words[:length])
        if head in _CLOSINGS:
            rest = words[length:]
            named = len(rest) <= 4 and not any(char.isdigit() for char in "".join(rest))
            named = named and (length > 1 or head in WITH_NAME or _STEM.search(head) is not None)
            return head if named and _capitals(line, len(rest)) else ""
    return ""


def _capitals(line: str, count: int) -> bool:
    """Whether the last `count` words look like a name: capitals, or a script without them."""
    names = line.replace(",", " ").split()[-count:]
    return all(not word[:1].islower() or word in _PARTICLES for word in names)


def without_banner(lines: list[str]) -> list[str]:
    """`lines` without the notice that a mail server put above them."""
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    paragraph = first
    while paragraph < len(lines) and lines[paragraph].strip():
        paragraph += 1
    text = " ".join(line.strip(" \t*|>") for line in lines[first:paragraph]).lower()
    if text.startswith(BANNERS) and len(text) < 600:
        return lines[paragraph:]
    return lines


def split_signature(lines: list[str], *, said: bool = False) -> tuple[list[str], list[str]]:
    """Own lines and signature lines of one run of unquoted lines; both together are all of them.

    `said`: whether own words stand above these lines already, with a quote between.
    """
    if not said and not any(char.isalnum() and not is_mobile(line) for line in lines for char in line):
        return [], lines
    cut = _delimiter(lines, said)
    below = lines[cut:] if cut is not None else []
    own: list[str] = []
    signature: list[str] = []
    in_signature = False
    paragraphs = _paragraphs(lines[:cut] if cut is not None else lines)
    for number, paragraph in enumerate(paragraphs):
        text = " ".join(line.strip() for line in paragraph).strip()
        lowered = text.lower().lstrip("*_ ")
        if not text:
            (signature if in_signature else own).extend(paragraph)
        elif lowered.startswith(DISCLAIMERS) and len(text) > 60:
            in_signature = True
            signature.extend(paragraph)
        elif in_signature and _belongs(paragraph, lowered, signature):
            signature.extend(paragraph)
        else:
            following = paragraphs[number + 2][0] if number + 2 < len(paragraphs) else ""
            in_signature = _words_then_closing(paragraph, own, signature, following)
    _take_signed_name(own, signature)
    return own, signature + below


def _take_signed_name(own: list[str], signature: list[str]) -> None:
    """Moves a last line such as `/John` or `-Maarten de Jong`; `- Anna` with a blank is a list."""
    last = next((number for number in range(len(own) - 1, 0, -1) if own[number].strip()), 0)
    if last and not own[last - 1].strip() and _SIGNED.fullmatch(own[last].strip()):
        signature.insert(0, own.pop(last))


def _words_then_closing(paragraph: list[str], own: list[str], signature: list[str], below: str) -> bool:
    """Shares a paragraph out up to and after its closing line; True if a closing stood in it.

    `below` is the first line of the next paragraph, where thanks may have their name.
    """
    closed = False
    told = any(char.isalnum() for line in own for char in line)
    for number, line in enumerate(paragraph):
        following = paragraph[number + 1] if number + 1 < len(paragraph) else below
        closing = bool(closing_of(line)) or ((_thanks(line) or _greets(line)) and _is_name(following))
        ended = closed and not closing and not _POSTSCRIPT.match(line.strip().lower())
        if is_mobile(line) or (ended and not (_sentence(line) or _is_topical(line, signature))):
            signature.append(line)
            continue
        own.append(line)
        # Nothing was said above the first line, so it greets rather than closes.
        closed = closing and told
        told = True
    return closed


def _is_topical(line: str, signature: list[str]) -> bool:
    """Whether a line tells of the registration; below contact data such words are advertising."""
    return _TOPIC.search(line[:_LINE].lower()) is not None and not _below_contact(signature)


def _greets(line: str) -> bool:
    """Whether a short line without figures holds what only closings hold ("Beste Grüße nach Freiberg")."""
    words = line.split()
    if not 0 < len(words) <= 8 or "?" in line or "@" in line or ". " in line:
        return False
    return not any(map(str.isdigit, line)) and _STEM.search(line.lower().rstrip(" ,.!")) is not None


def _thanks(line: str) -> bool:
    return line.strip(" \t,.!*_").lower() in _THANKS


def _is_name(line: str) -> bool:
    words = line.split()
    small = [word for word in words if word[:1].islower() and word.lower() not in _PARTICLES]
    cased = words and words[0][:1].isupper()
    return (
        0 < len(words) <= (8 if cased else 4)
        and not small
        and words[0][:1].isalpha()
        and words[-1][-1:] not in ".:?!,"
    )


def _is_sentence(line: str) -> bool:
    words = line.split()
    if line.lower().startswith(SIGNED_FOR):
        return False
    return len(words) >= 4 and (line.rstrip(" )]\"'»“”")[-1:] in ".!?:؟。" or words[0][:1].islower())


def _sentence(line: str) -> bool:
    """Whether a line right below a closing is no part of a name and address."""
    words = line.split()
    small = sum(word[:1].islower() for word in words)
    return len(words) >= 7 and small * 2 > len(words) and not _has_contact(line)


def _paragraphs(lines: list[str]) -> list[list[str]]:
    """Runs of lines with text and runs of blank lines, in turn."""
    runs: list[list[str]] = []
    for line in lines:
        if runs and bool(runs[-1][-1].strip()) == bool(line.strip()):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _belongs(paragraph: list[str], lowered: str, signature: list[str]) -> bool:
    """Whether a paragraph below a closing is signature still, rather than words added after it."""
    if _POSTSCRIPT.match(lowered):
        return False
    if all(is_mobile(line) or _RULE.match(line) for line in paragraph):
        return True
    if any(closing_of(line) or _is_topical(line, signature) for line in paragraph):
        return False
    listed = sum(_BULLET.match(line) is not None for line in paragraph)
    contact = sum(_has_contact(line) for line in paragraph)
    if contact * 3 >= len(paragraph):
        return True
    if listed or sum(_FIELD.match(line) is not None for line in paragraph) >= 2:
        return False
    if _below_contact(signature) or _RULE.match(paragraph[0]):
        return True
    # Without any contact data above it, a sentence was added by the writer; other lines are a name,
    # an office or an organisation.
    return not any(_is_sentence(line) for line in paragraph)


def _delimiter(lines: list[str], said: bool) -> int | None:
    """The line where a marked signature begins: `-- `, or a rule above a few lines or contact data.

    A rule right below a line belongs to a table, one of several frames something, and one with a
    closing formula below it divides the writer's own words.
    """
    rules = sum(_RULE.match(line) is not None and not line.isspace() for line in lines)
    for number, line in enumerate(lines):
        near = len(lines) - number <= _NEAR_END
        rest = [other for other in lines[number + 1 :] if other.strip()] if near else []
        if not near:
            pass
        elif said and line.rstrip() in ("--", "—", "—-", "––") and len(lines) - number <= _LONGEST_SIGNATURE:
            if not any(closing_of(other) for other in rest[3:]):
                return number
        elif said and line.strip() and _RULE.match(line) and not rest:
            return number
        elif said and line.strip() and _RULE.match(line) and "." not in line and _above(lines, number):
            few = len(rest) <= 3 and not any(char.isdigit() or char == ":" for char in "".join(rest))
            framed = rules > 1 and line.strip()[0] in "#*"
            ended = _ends(lines[number - 1])
            short = len(rest) < 20 or ended
            contact = short and not framed and any(_has_contact(other) for other in rest[:20])
            listed = sum(
                _BULLET.match(other) is not None or _COLUMNS.search(other) is not None for other in rest
            )
            words = (listed >= 2 and not ended) or any(
                _FORM.match(other) or closing_of(other) for other in rest
            )
            if few or (contact and not words):
                return number
        said = said or any(char.isalnum() for char in line)
    return None


def _above(lines: list[str], number: int) -> bool:
    """Whether nothing, or the end of a closing, stands right above a line."""
    above = lines[number - 1].strip() if number else ""
    return not above or _ends(above)


def _ends(line: str) -> bool:
    """Whether a line thanks or closes, so that a rule below it begins the signature, however long."""
    return _thanks(line) or bool(closing_of(line))


_FORM = re.compile(
    r"^\s*(?:[^\W\d_][\w -]{0,20}\b(?:workshop|name|vorname)\b|workshop|name|vorname)\b.{0,20}:",
    re.IGNORECASE,
)
