"""Wrappings of whole mails: S/MIME opaque signatures and TNEF (winmail.dat).

Only what is needed to reach the text and the files: signatures are not verified, which would tell
about the sender's certificate and nothing about the registration.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.message.charset import decode

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")
_MOST_ELEMENTS = 5000


def signed_content(data: bytes) -> bytes:
    """The MIME entity inside a CMS SignedData (RFC 5652, 5; RFC 8551, 3.5.2); empty where there is none."""
    octets: list[bytes] = []
    wanted = False
    path: list[bytes] = []
    for count, (tag, value, primitive) in enumerate(_elements(data)):
        if count > _MOST_ELEMENTS:
            break
        if tag == 0x06:
            path.append(value)
            if value == _DATA and _SIGNED_DATA in path and not octets:
                wanted = True
            elif octets:
                break
        elif wanted and tag == 0x04 and primitive:
            octets.append(value)
        elif wanted and octets and tag not in (0x04, 0x24, 0x00):
            break
    return b"".join(octets)


def _elements(data: bytes) -> Iterator[tuple[int, bytes, bool]]:
    """Tag, content and whether it is primitive, of each BER element in document order (X.690, 8.1)."""
    at = 0
    while at + 2 <= len(data):
        tag, length = data[at], data[at + 1]
        at += 2
        primitive = not tag & 0x20
        if length & 0x80 and length != 0x80:
            size = length & 0x7F
            if size > 8:
                return
            length = int.from_bytes(data[at : at + size], "big")
            at += size
        if primitive and length == 0x80 and data[at - 1] == 0x80:
            return
        if primitive:
            yield tag, data[at : at + length], True
            at += length
        else:
            # A constructed element is entered; its own end does not matter for the order.
            yield tag, b"", False


@dataclass(frozen=True, slots=True)
class TnefFile:
    """One file of a TNEF stream."""

    filename: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Tnef:
    """What a TNEF stream carries: plain text, HTML, files ([MS-OXTNEF])."""

    text: str = ""
    html: str = ""
    files: tuple[TnefFile, ...] = ()


_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_ATT_BODY, _ATT_MAPI, _ATT_RENDER = 0x800C, 0x9003, 0x9002
_ATT_TITLE, _ATT_DATA, _ATT_ATTACHMENT = 0x8010, 0x800F, 0x9005


def read_tnef(data: bytes) -> Tnef:
    """The text and files of a TNEF stream; what is damaged is left out."""
    text = html = ""
    files: list[list[bytes | str]] = []
    for name, value in _attributes(data):
        if name == _ATT_BODY:
            text = text or decode(value.rstrip(b"\0"))
        elif name == _ATT_MAPI:
            properties = dict(_properties(value))
            text = _string(properties.get(0x1000, (0, b""))) or text
            html = decode(properties.get(0x1013, (0, b""))[1])
        elif name == _ATT_RENDER:
            files.append(["", b""])
        elif files and name == _ATT_TITLE and not files[-1][0]:
            files[-1][0] = decode(value.rstrip(b"\0"))
        elif files and name == _ATT_DATA:
            files[-1][1] = value
        elif files and name == _ATT_ATTACHMENT:
            properties = dict(_properties(value))
            files[-1][0] = _string(properties.get(0x3707, (0, b""))) or files[-1][0]
    found = tuple(TnefFile(str(name), value) for name, value in files if isinstance(value, bytes))
    return Tnef(text.replace("\r\n", "\n"), html, found)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    if data[:4] != b"\x78\x9f\x3e\x22":
        return
    at = 6
    while at + 9 <= len(data):
        _level, name, length = struct.unpack_from("<BII", data, at)
        at += 9
        yield name & 0xFFFF, data[at : at + length]
        at += length + 2


def _properties(data: bytes) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """Identifier, type and first value of each MAPI property ([MS-OXTNEF], 2.1.3.4)."""
    at = 4
    while at + 4 <= len(data):
        kind, identifier = struct.unpack_from("<HH", data, at)
        at += 4
        if identifier >= 0x8000:
            at += 16
            if at + 8 > len(data):
                return
            named, size = struct.unpack_from("<II", data, at)
            at += 8 if named == 0 else 8 + -(-size // 4) * 4
        base = kind & 0x0FFF
        many = bool(kind & 0x1000)
        count = 1
        if many or base in (0x1E, 0x1F, 0x102, 0x0D):
            if at + 4 > len(data):
                return
            (count,) = struct.unpack_from("<I", data, at)
            at += 4
        first = b""
        for number in range(min(count, 1000)):
            if base in _FIXED:
                size = _FIXED[base]
            elif base in (0x1E, 0x1F, 0x102, 0x0D) and at + 4 <= len(data):
                (size,) = struct.unpack_from("<I", data, at)
                at += 4
            else:
                return
            first = data[at : at + size] if number == 0 else first
            at += -(-size // 4) * 4
        yield identifier, (base, first)


def _string(value: tuple[int, bytes]) -> str:
    kind, octets = value
    text = octets.decode("utf-16-le", "replace") if kind == 0x1F else decode(octets)
    return text.rstrip("\0")
