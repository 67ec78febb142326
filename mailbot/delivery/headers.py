"""Header fields of a mail of ours as bytes: encoded and folded so that they survive every relay.

The standard library's modern policy turns identifiers longer than a line into encoded words, which
breaks threading (Outlook's Message-IDs are that long). So fields are written here: free text by
RFC 2047, identifiers folded only at the white space between them (RFC 5322, 2.2.3 and 3.6.4).
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping

from mailbot.message.model import Address

_LINE = 76
_WORD = 52
"""Signs of an encoded word between its marks."""
_LONGEST_LINE = 998
_SPECIALS = re.compile(r'[][\\()<>@,:;".]')
_IDENTIFIER = re.compile(r"<[^<>\s\x00-\x1f\x7f-\uffff]+>")
_KEY = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
_MOST_REFERENCES = 20


def field(name: str, value: str) -> str:
    """One header field with its CRLF; `value` is folded at its spaces where it grows too long.

    Raises:
        ValueError: the value holds a line break or another control character.
    """
    if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value.replace("\r\n ", " ")):
        raise ValueError(f"control character in header field {name}")
    lines, line = [], f"{name}:"
    for word in value.replace("\r\n ", " ").split(" "):
        if len(line) + 1 + len(word) > _LINE and line != f"{name}:":
            lines.append(line)
            line = ""
        line += f" {word}"
    return "\r\n".join([*lines, line]) + "\r\n"


def text(value: str) -> str:
    """Free text for a field: as it is where it is ASCII, else as encoded words (RFC 2047, 5)."""
    if value.isascii() and "=?" not in value and all(len(word) < _LINE for word in value.split()):
        return value
    quoted = {char: _quoted(char) for char in set(value)}
    coded = sum(len(quoted[char]) for char in value)
    octets = len(value.encode("utf-8", "replace"))
    # The shorter of the two; base64 makes four signs of three octets.
    return " ".join(_in_quotes(value, quoted) if coded <= -(-octets // 3) * 4 else _in_base64(value))


def _quoted(char: str) -> str:
    if char == " ":
        return "_"
    if char.isascii() and (char.isalnum() or char in "!*+-/"):
        return char
    return "".join(f"={octet:02X}" for octet in char.encode("utf-8", "replace"))


def _in_quotes(value: str, quoted: Mapping[str, str]) -> Iterator[str]:
    """Encoded words; each holds whole characters, as RFC 2047, 5 wants it."""
    word = ""
    for char in value:
        if len(word) + len(quoted[char]) > _WORD:
            yield f"=?utf-8?q?{word}?="
            word = ""
        word += quoted[char]
    yield f"=?utf-8?q?{word}?="


def _in_base64(value: str) -> Iterator[str]:
    word = b""
    for char in value:
        octets = char.encode("utf-8", "replace")
        if len(word) + len(octets) > _WORD * 3 // 4:
            yield f"=?utf-8?b?{b64encode(word).decode()}?="
            word = b""
        word += octets
    yield f"=?utf-8?b?{b64encode(word).decode()}?="


def mailbox(address: Address) -> str:
    """A mailbox for From and To (RFC 5322, 3.4); the domain in its ASCII form (RFC 5891)."""
    spec = address_spec(address.email)
    name = address.name.strip()
    if not name:
        return spec
    if not name.isascii() or "=?" in name:
        return f"{text(name)} <{spec}>"
    if _SPECIALS.search(name):
        escaped = re.sub(r'(["\\])', r"\\\1", name)
        return f'"{escaped}" <{spec}>'
    return f"{name} <{spec}>"


def address_spec(email: str) -> str:
    """The address with its domain in ASCII, fit for SMTP and for header fields alike."""
    local, at, _ = email.rpartition("@")
    return f"{local}{at}{ascii_domain(email)}"


def ascii_domain(address: str) -> str:
    """The domain of an address in ASCII; as it stands where it has no such form."""
    domain = address.rpartition("@")[2]
    try:
        return domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        return domain


def identifiers(*values: str) -> tuple[str, ...]:
    """The message identifiers in these header values, each once, in order; anything else is dropped.

    Of very long threads the first and the last are kept, as RFC 5322 leaves open and most do.
    """
    found = tuple(dict.fromkeys(i for value in values for i in _IDENTIFIER.findall(value)))
    fitting = tuple(i for i in found if len(i) < _LONGEST_LINE - 20)
    return fitting if len(fitting) <= _MOST_REFERENCES else (fitting[0], *fitting[1 - _MOST_REFERENCES :])


def message_id(key: str, sender: str) -> str:
    """The Message-ID of the mail of ours with this key: `<mailbot.<key>@<domain of the sender>>`.

    A key that is no dot-atom, or a long one, stands by a digest of itself, so that two keys never
    share an identifier.
    """
    safe = key if _KEY.fullmatch(key) and len(key) <= 120 else ""
    if not safe:
        head = "-".join(re.findall(r"[A-Za-z0-9]+", key))[:60]
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        safe = f"{head}-{digest}" if head else digest
    return f"<mailbot.{safe}@{ascii_domain(sender)}>"
