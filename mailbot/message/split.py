"""One text in its parts: own words, signature, quoted mail and forwarded mail."""

from __future__ import annotations

from dataclasses import dataclass, field

from mailbot.message.addresses import parse_addresses
from mailbot.message.headers import clean
from mailbot.message.model import Address, Forwarded
from mailbot.message.quote import (
    Attribution,
    HeaderBlock,
    attributed_to,
    attribution,
    header_block,
    is_marked,
    label_of,
    separator,
    unmark,
)
from mailbot.message.signature import split_signature, without_banner
from mailbot.message.words.quoting import FORWARD_PREFIXES, REPLY_PREFIXES

_NESTED = 4
"""How many forwarded mails are taken out of one another; deeper ones stay in the quoted text."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the header of the mail tells about its text.

    subject: decoded. sender: the From address in lower case, empty where there is none or more.
    own: our addresses in lower case. answers: whether it has In-Reply-To or References.
    """

    subject: str = ""
    sender: str = ""
    own: frozenset[str] = frozenset()
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """One text in its parts; each is stripped of blank lines around it."""

    own: str
    signature: str = ""
    quoted: str = ""
    forwarded: tuple[Forwarded, ...] = ()


@dataclass(slots=True)
class _Parts:
    own: list[list[str]] = field(default_factory=lambda: [[]])
    quoted: list[str] = field(default_factory=list)
    forwarded: list[Forwarded] = field(default_factory=list)

    def said(self) -> bool:
        return any(char.isalnum() for run in self.own for line in run for char in line)

    def quote(self, lines: list[str]) -> None:
        self.quoted += lines
        if self.own[-1]:
            self.own.append([])


def prefix_kind(subject: str) -> str:
    """`forward` or `reply` by the first prefix of a subject (`WG:`, `AW:`), else empty."""
    prefix, colon, _rest = subject.replace("：", ":").partition(":")
    prefix = prefix.strip().lower().partition("[")[0].strip()
    if colon and prefix in FORWARD_PREFIXES:
        return "forward"
    return "reply" if colon and prefix in REPLY_PREFIXES else ""


def split(text: str, context: Context | None = None, depth: int = 0) -> Split:
    """The parts of `text` (lines end with LF). Time is linear in its length."""
    context = context or Context()
    lines = without_banner(text.split("\n"))
    parts = _Parts()
    position = 0
    while position < len(lines):
        position = _step(lines, position, parts, context, depth)
    own: list[str] = []
    signature: list[str] = []
    for run in parts.own:
        words, below = split_signature(_trimmed(run), said=bool(own))
        own += ["", *words] if own and words else words
        signature += below
    return Split(_joined(own), _joined(signature), _joined(parts.quoted), tuple(parts.forwarded))


def _step(lines: list[str], at: int, parts: _Parts, context: Context, depth: int) -> int:
    """Files the lines from `at` on under what they are; returns where to go on."""
    line = lines[at]
    if is_marked(line):
        return _marked(lines, at, parts, context, depth)
    kind = separator(line)
    found = label_of(line)
    # The block may stand right here, or a few lines below its separator.
    block = header_block(lines, at) if found else None
    if kind and block is None:
        below = next((n for n in range(at + 1, min(at + 5, len(lines))) if lines[n].strip()), at)
        block = header_block(lines, below) if below > at and label_of(lines[below]) else None
        if kind == "forwarded" and block is None and not line.strip().startswith("-"):
            kind = ""
    if kind or block:
        return _earlier_mail(lines, at, kind, block, parts, context, depth)
    who = attribution(lines, at)
    if who and who.start == at:
        return _attributed(lines, who, parts, context, depth)
    parts.own[-1].append(line)
    return at + 1


def _marked(lines: list[str], at: int, parts: _Parts, context: Context, depth: int) -> int:
    """A run of lines with quote marks; a mail forwarded under marks (Apple) is taken out of it."""
    end = at
    while end < len(lines) and is_marked(lines[end]):
        end += 1
    inner = [line[line.index(">") + 1 :].removeprefix(" ") for line in lines[at:end]]
    first = next((n for n, line in enumerate(inner) if line.strip()), 0)
    if separator(inner[first]) == "forwarded" and depth < _NESTED:
        _forward("\n".join(inner), inner, first, parts, context, depth)
    else:
        parts.quote([unmark(line)[1] for line in lines[at:end]])
    return end


def _attributed(lines: list[str], who: Attribution, parts: _Parts, context: Context, depth: int) -> int:
    if prefix_kind(context.subject) == "forward" and depth < _NESTED:
        sender = _address(attributed_to(" ".join(lines[who.start : who.end])))
        if sender is not None and not _same(sender, context) and sender.email.lower() not in context.own:
            # Thunderbird and Apple Mail forward like this where somebody answers and renames the subject.
            rest = [unmark(line)[1] if is_marked(line) else line for line in lines[who.end :]]
            _file_forwarded(rest, sender, "", parts, context, depth)
            return len(lines)
    following = next((n for n in range(who.end, len(lines)) if lines[n].strip()), len(lines))
    marked = following < len(lines) and (is_marked(lines[following]) or lines[following].startswith("| "))
    if not marked and not who.sure and parts.said():
        # It introduces something of the writer's own.
        parts.own[-1] += lines[who.start : who.end]
        return who.end
    parts.quote(lines[who.start : who.end])
    if (marked and is_marked(lines[following])) or not parts.said():
        # What is marked is filed line by line; where nothing was said above, the words below are own.
        return who.end
    parts.quote([unmark(line)[1] for line in lines[who.end :]])
    return len(lines)


def _earlier_mail(
    lines: list[str],
    at: int,
    kind: str,
    block: HeaderBlock | None,
    parts: _Parts,
    context: Context,
    depth: int,
) -> int:
    """An earlier mail without marks: it goes on to the end, as an answered or a forwarded one."""
    _drop_rule_above(parts.own[-1])
    sender = _address(block.values["from"]) if block else None
    said = parts.said()
    if block and not said and not kind and _same(sender, context):
        # Somebody began their own mail with lines that look like a header.
        parts.quote(lines[at : block.end])
        return block.end
    ours = sender is not None and sender.email.lower() in context.own
    prefix = prefix_kind(context.subject)
    if kind == "forwarded" or prefix == "forward":
        forwarded = True
    elif ours or (prefix == "reply" and said):
        forwarded = False
    else:
        forwarded = block is not None and (not said or not context.answers)
    if forwarded and block and depth < _NESTED:
        _forward("\n".join(lines[at:]), lines, at, parts, context, depth)
    else:
        parts.quote([unmark(line)[1] for line in lines[at:]])
    return len(lines)


def _forward(text: str, lines: list[str], at: int, parts: _Parts, context: Context, depth: int) -> None:
    """Files the mail whose separator or header block stands at `at` as forwarded."""
    start = next((n for n in range(at, min(at + 6, len(lines))) if label_of(lines[n])), None)
    block = header_block(lines, start) if start is not None else None
    if block is None:
        parts.quote([unmark(line)[1] for line in text.split("\n")])
        return
    subject = clean(block.values.get("subject", ""))
    sender = _address(block.values["from"])
    _file_forwarded(lines[block.end :], sender, subject, parts, context, depth)


def _file_forwarded(
    lines: list[str], sender: Address | None, subject: str, parts: _Parts, context: Context, depth: int
) -> None:
    inner_context = Context(subject, sender.email.lower() if sender else "", context.own, answers=True)
    inner = split("\n".join(lines), inner_context, depth + 1)
    parts.forwarded.append(Forwarded(sender, subject, inner.own, inner.signature))
    parts.forwarded.extend(inner.forwarded)
    parts.quote(inner.quoted.split("\n") if inner.quoted else [])


def _address(value: str) -> Address | None:
    """The sender that a header block names; Outlook writes `Anna [mailto:anna@example.org]`."""
    value = value.replace("[mailto:", "<").replace("<mailto:", "<").replace("]", ">").replace(">>", ">")
    found = parse_addresses(value.encode())
    if found and "@" in found[0].email:
        return found[0]
    name = clean(value).strip("\"'<>* ")
    return Address(name, "") if name else None


def _same(sender: Address | None, context: Context) -> bool:
    return sender is not None and bool(sender.email) and sender.email.lower() == context.sender


def _drop_rule_above(own: list[str]) -> None:
    """A rule or blank lines right above an earlier mail are its separator, not words."""
    while own and not any(char.isalnum() for char in own[-1]):
        own.pop()


def _trimmed(lines: list[str]) -> list[str]:
    first, last = 0, len(lines)
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    return lines[first:last]


def _joined(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in _trimmed(lines))
