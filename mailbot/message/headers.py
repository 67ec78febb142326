"""Header sections and fields: unfolding, encoded words and parameters (RFC 5322, 2047, 2231)."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from mailbot.message.charset import decode
from mailbot.message.limits import MAX_FIELDS, MAX_HEADER, MAX_LINE

_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_WORD = re.compile(rb"=\?([^?\s=]{1,60})\?([bBqQ])\?((?:[^?]|\?(?!=)){0,4000})\?=")
_NOT_SHOWN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)
"""Control, bidirectional, zero-width and interlinear characters: what a header could hide things with."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one header section in their order: names in lower case, values unfolded octets."""

    items: tuple[tuple[str, bytes], ...] = ()

    def first(self, name: str) -> bytes | None:
        """The topmost value of the field `name` (lower case), or None."""
        for key, value in self.items:
            if key == name:
                return value
        return None

    def every(self, name: str) -> tuple[bytes, ...]:
        """All values of the field `name` (lower case), topmost first."""
        return tuple(value for key, value in self.items if key == name)

    def text(self, name: str) -> str:
        """The topmost value of `name`, decoded and cut to MAX_LINE; empty where it is absent."""
        return decode_text(self.first(name) or b"")[:MAX_LINE]


def clean(text: str) -> str:
    """`text` on one line: nothing in it that a person cannot see, white space single.

    An encoded word may decode to CR LF or to characters that reverse the line (RFC 2047, 5);
    written into a header or a list of ours they would forge one.
    """
    shown = text if text.isprintable() else _NOT_SHOWN.sub(" ", text)
    return " ".join(shown.split())


def _word_octets(encoding: bytes, payload: bytes) -> bytes:
    if encoding in b"qQ":
        return binascii.a2b_qp(payload.replace(b"_", b"=20"))
    return decode_base64(payload)


def decode_base64(data: bytes) -> bytes:
    """Base64 as mail has it: line ends, stray characters and missing padding do no harm."""
    body = re.sub(rb"[^A-Za-z0-9+/=]", b"", data).partition(b"=")[0]
    body = body[: len(body) - 1] if len(body) % 4 == 1 else body
    return binascii.a2b_base64(body + b"=" * (-len(body) % 4))


def decode_text(value: bytes) -> str:
    """An unstructured value or a phrase as people read it (RFC 2047, 6.1); never raises.

    Neighbouring encoded words of one charset are joined before they are decoded, since mail
    programs cut characters in two. Octets beyond ASCII outside encoded words are UTF-8 or
    windows-1252 (RFC 6532, and practice before it).
    """
    if value.isascii() and b"=?" not in value:
        return clean(value.decode("ascii"))
    out: list[str] = []
    run, label, end = b"", "", 0
    for match in _WORD.finditer(value):
        between = value[end : match.start()]
        charset = match[1].decode("ascii", "replace").partition("*")[0].lower()
        if between.strip() or charset != label:
            out.append(decode(run, label))
            run, label = b"", charset
            if between.strip() or not end:
                out.append(decode(between))
        run += _word_octets(match[2], match[3])
        end = match.end()
    out += [decode(run, label), decode(value[end:])]
    return clean("".join(out))


def parse_fields(data: bytes) -> tuple[Fields, int, tuple[str, ...]]:
    """The header section at the start of `data`.

    Returns its fields, the offset of the body, and defects. A line that is no field ends the
    section as in the standard library, unless another field follows it at once.
    """
    items: list[tuple[str, list[bytes]]] = []
    defects: list[str] = []
    position = 0
    while position < len(data):
        end = data.find(b"\n", position)
        end = len(data) if end < 0 else end + 1
        line = data[position:end].rstrip(b"\r\n")
        if not line.strip(b" \t") and (not line or not items):
            position = end
            break
        match = _FIELD.match(line)
        if line[:1] in b" \t" and items:
            items[-1][1].append(b" " + line.strip())
        elif match:
            items.append((match[1].decode("ascii").lower(), [match[2].strip()]))
        elif position == 0 and line.startswith((b"From ", b">From ")):
            pass
        elif items and _FIELD.match(data[end : end + 200].partition(b"\n")[0]):
            defects.append("line without a field name in the header")
        else:
            defects.append("header without an empty line after it")
            break
        position = end
        if position > MAX_HEADER or len(items) > MAX_FIELDS:
            defects.append("header too long")
            blank = re.search(rb"\r?\n\r?\n", data[position:])
            position = position + blank.end() if blank else len(data)
            break
    return Fields(tuple((name, b"".join(value).strip()) for name, value in items)), position, tuple(defects)


_PARAMETER = re.compile(rb";\s*([^\s=;\"]{1,60})\s*=\s*(\"(?:[^\"\\]|\\.)*\"?|[^;]*)", re.DOTALL)
_SECTION = re.compile(r"(.+?)(?:\*(\d{1,3}))?(\*)?")


def parse_parameters(value: bytes) -> tuple[str, dict[str, str]]:
    """A value with parameters: `text/plain; charset=utf-8` gives its token and the parameters.

    Names are in lower case; continuations and charsets of RFC 2231 and, against the standard but
    as mail programs send them, encoded words in quoted strings are decoded.
    """
    token, semicolon, rest = value.partition(b";")
    pieces: dict[str, dict[int, tuple[bytes, bool]]] = {}
    for match in _PARAMETER.finditer(semicolon + rest):
        raw = match[2].strip()
        if raw.startswith(b'"'):
            raw = re.sub(rb"\\(.)", rb"\1", raw.strip(b'"'))
        section = _SECTION.fullmatch(match[1].decode("ascii", "replace").lower())
        if section is None:
            continue
        pieces.setdefault(section[1], {}).setdefault(int(section[2] or 0), (raw, bool(section[3])))
    parameters = {}
    for name, sections in pieces.items():
        label, octets, extended = "", b"", False
        for number in sorted(sections):
            raw, encoded = sections[number]
            if encoded:
                if not extended and raw.count(b"'") >= 2:
                    charset, _language, raw = raw.split(b"'", 2)
                    label = charset.decode("ascii", "replace")
                raw, extended = unquote_to_bytes(raw), True
            octets += raw
        parameters[name] = clean(decode(octets, label)) if extended else decode_text(octets)
    return clean(decode(token)).lower(), parameters
