"""Where an earlier mail begins inside a text: marks, attributions, separators and header blocks.

An attribution is recognised by what it must hold in any language (a date, a time, an address, a
verb from the table, a colon at its end), not by a sentence for each mail program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.message.words.quoting import FORWARDED, LABELS, ORIGINAL, SELF, UNRULED, WRITTEN, WROTE

_MARK = re.compile(r"^(?:(?:[ \t]?>)+|[A-Z]{1,3}>(?= |$)) ?")
_ARROWS = re.compile(r">>> .{3,200} >>>\s*$")
_KINDS = {label: kind for kind, labels in reversed(LABELS.items()) for label in labels}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_DATE = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|1[34]\d\d)(?!\d)|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}")
_TIME = re.compile(r"(?<![\d.])\d{1,2}\s?[:.h]\s?\d\d(?![\d.])")


def _any_of(table: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the entries as whole words, longer ones first."""
    entries = sorted((re.escape(entry) for entry in table), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(entries) + r")(?![^\W\d_])")


_VERB = _any_of(WROTE)
_WRITTEN = _any_of(WRITTEN)
_SELF = _any_of(SELF)
_BARE = re.compile(r"\d{4}(?:-\d\d-\d\d \d\d?:\d\d GMT[+-]\d|/\d\d?/\d\d? [^<>]{1,80}<[^<>\s]+@[^<>\s]+>$)")
_OPENER = re.compile(r"[\W\d_]|\w{1,4}[ .,]|[^\W\d_]{1,12},? (?:\w{1,4} )?\d|[^<>:@]{1,80}<[^<>\s]+@")
_NAMED = re.compile(r"^(?:[^\s<>@:]+ ){0,6}<[^<>@\s]+@[^<>\s]+> [^<>@:]{2,30} ?:$")
_ATTRIBUTION_LINES = 6
_BLOCK_LINES = 14
_LONGEST_ATTRIBUTION = 400


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The header block above an earlier mail: its lines end before `end`, values by kind of label."""

    end: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Lines `start` to `end` (exclusive) that say who wrote what follows; `sure` stands without marks."""

    start: int
    end: int
    sure: bool


def unmark(line: str) -> tuple[int, str]:
    """The quote depth of a line and the line without its marks."""
    match = _MARK.match(line)
    return (match[0].count(">"), line[match.end() :]) if match else (0, line)


def is_marked(line: str) -> bool:
    """Whether a line carries a quote mark; the arrows around an attribution of GroupWise are none."""
    return _MARK.match(line) is not None and not _ARROWS.match(line)


def label_of(line: str) -> tuple[str, str] | None:
    """The kind and value of a header line, `Von: Anna` or `*From:* Anna`; None for any other line."""
    colon = min((at for at in (line.find(":", 0, 40), line.find("：", 0, 40)) if at >= 0), default=-1)
    if colon < 0:
        return None
    kind = _KINDS.get(line[:colon].strip(" \t*_|>").lower())
    return (kind, line[colon + 1 :].strip(" \t*_")) if kind else None


def header_block(lines: list[str], start: int) -> HeaderBlock | None:
    """The header block that begins at `start`, if one does.

    It names a sender and a date (or sender, recipient and subject with addresses), each once;
    words that merely look like it (`Von: 1.3. / Bis: 2.3.`) do not.
    """
    values: dict[str, str] = {}
    end, last, loose = start, "", 0
    for number in range(start, min(start + _BLOCK_LINES, len(lines))):
        found = label_of(lines[number])
        if found and not (found[0] in values and found[0] not in ("cc", "other")):
            last, loose, end = found[0], 0, number + 1
            values[last] = found[1]
        elif not lines[number].strip() and len(values) in (1, 2, 3) and loose == 0:
            loose += 1
        elif last in ("to", "cc", "subject", "from") and lines[number].strip() and loose < 2 and not found:
            # A long value goes on in the next line; it belongs here if another label follows.
            loose += 1
            if any(label_of(line) for line in lines[number + 1 : number + 3]):
                values[last] += " " + lines[number].strip(" \t*")
        else:
            break
    return HeaderBlock(_after_continuation(lines, end, last), values) if _is_header(values) else None


def _after_continuation(lines: list[str], end: int, last: str) -> int:
    """A subject or recipient that was wrapped in the last line of a block has a blank line below."""
    wrapped = end < len(lines) and last in ("to", "cc", "subject") and len(lines[end - 1]) > 60
    return (
        end + 1 if wrapped and lines[end].strip() and not "".join(lines[end + 1 : end + 2]).strip() else end
    )


def _is_header(values: dict[str, str]) -> bool:
    if "from" not in values or not values["from"]:
        return False
    date = values.get("date", "").translate(_DIGITS)
    dated = bool(_DATE.search(date) or _TIME.search(date) or re.search(r"\d\D+\d", date))
    if dated and ("subject" in values or "to" in values):
        return not _DATE.match(values["from"])
    return "@" in values["from"] and "@" in values.get("to", "") and "subject" in values


def separator(line: str) -> str:
    """`forwarded` or `original` where a line separates an earlier mail from the text above; else empty."""
    text = line.strip(" \t>*")
    if text[:40].lower().startswith(UNRULED):
        return "original"
    if len(text) > 120 or not (
        text.startswith(("--", "__", "==", "—", "––", "- -", "<")) or text.endswith(":")
    ):
        return ""
    bare = text.strip(" \t*-_=—–~#<>:|").lower()
    ruled = text.endswith(("--", "__", "==", "—", "–")) or text.startswith("--")
    if bare.startswith(FORWARDED) and (ruled or len(bare) < 60):
        return "forwarded"
    return "original" if ruled and bare.startswith(ORIGINAL) else ""


def attribution(lines: list[str], start: int) -> Attribution | None:
    """The attribution that begins at `start` or in one of the next lines of its sentence, if any."""
    first = lines[start].strip()
    near = " ".join(lines[start : start + 2])
    if not first or not ("@" in near or any(map(str.isdigit, near))):
        verbs = first.endswith((":", "：")) and _VERB.search(first.lower())
        if not verbs or not _quote_follows(lines, start + 1):
            return None
    ruled = first.startswith("--") and first.endswith("--") and _VERB.search(first.lower())
    if _BARE.match(first) or _ARROWS.match(first) or ruled:
        return Attribution(start, start + 1, sure=True)
    length = 0
    for end in range(start + 1, min(start + 1 + _ATTRIBUTION_LINES, len(lines) + 1)):
        line = lines[end - 1].strip(" \t>*_")
        length += len(line)
        if length > _LONGEST_ATTRIBUTION or (end > start + 1 and _begins_quote(lines[end - 1], line)):
            return None
        if line.endswith((":", "：")) or (line.endswith("--") and first.startswith("--")):
            return _latest(lines, start, end)
    return None


def attributed_to(text: str) -> str:
    """The sender that an attribution names: "Anna Kern <a.kern@…>" or the name alone, empty for none.

    The name stands behind the verb ("Am 12.09. schrieb Anna Kern:") or before it ("On 12/9, Anna wrote:").
    """
    verb = _VERB.search(text.lower())
    if verb is None:
        return ""
    behind = text[verb.end() :].strip(" :：*_\t")
    before = re.split(r"[,\d]", text[: verb.start()])[-1].strip(" :.*_\t")
    before = re.sub(r"^(?:[AaPp]\.?[Mm]\.?\s+|[^\W\dA-ZА-ЯÀ-Þ]\w*\s+)+", "", before)  # "3:12 PM Anna Kern"
    return next((one for one in (behind, before) if any(char.isalpha() for char in one)), "")


def _begins_quote(line: str, bare: str) -> bool:
    """Whether `line` is quoted; the bracket of an address that was wrapped looks like a mark as well."""
    return is_marked(line) and not (bare == ":" or (bare.endswith(":") and _VERB.match(bare.lower())))


def _latest(lines: list[str], start: int, end: int) -> Attribution | None:
    """The shortest run of lines up to `end` that is a whole attribution: own words may stand right above."""
    weak: Attribution | None = None
    for first in range(end - 1, start - 1, -1):
        text = " ".join(" ".join(lines[first:end]).translate(_DIGITS).split()).strip("*_-> ").lower()
        weight = _weight(text)
        if weight == 2:
            # Without an address it may announce the writer's own words, if they speak of themselves.
            stands = _OPENER.match(text) is not None and ("@" in text or not _SELF.search(text))
            return Attribution(first, end, sure=stands)
        if weight == 1 and weak is None and (_quote_follows(lines, end) or _NAMED.match(text)):
            weak = Attribution(first, end, sure=_NAMED.match(text) is not None)
    return weak


def _weight(text: str) -> int:
    """2: a whole attribution; 1: one if quoted lines follow; 0: none."""
    date = _DATE.search(text) is not None
    verb = _VERB.search(text) or ("@" in text and _WRITTEN.search(text))
    address = "@" in text or "<" in text
    if date and verb and (address or _TIME.search(text)):
        return 2
    if date and _TIME.search(text) and re.search(r"<[^<>\s]+@[^<>\s]+>\s?[:：]$", text):
        return 2
    return 1 if verb and (date or address or len(text) < 80) else 0


def _quote_follows(lines: list[str], start: int) -> bool:
    following = next((line for line in lines[start : start + 4] if line.strip()), "")
    return is_marked(following) or following.startswith("| ")
