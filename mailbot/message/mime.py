"""A mail as a tree of parts (RFC 2045, 2046), split by hand so that no mail can overburden it.

The standard library's parser descends without limit and tests every line against every open
boundary; this one finds boundaries by searching, and stops at the limits of `limits.py`.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from mailbot.message.charset import decode
from mailbot.message.headers import Fields, clean, decode_base64, parse_fields, parse_parameters
from mailbot.message.limits import MAX_DEPTH, MAX_MESSAGE, MAX_PARTS
from mailbot.message.wrapping import signed_content


@dataclass(slots=True)
class Part:
    """One entity of RFC 2045, 2.4. `body` holds its octets as transferred, `parts` its children:
    the parts of a multipart, or the one mail of a message/rfc822.
    """

    fields: Fields
    content_type: str
    parameters: dict[str, str]
    disposition: str
    filename: str
    encoding: str
    body: bytes
    parts: list[Part] = field(default_factory=list)

    def octets(self) -> bytes:
        """The body with its transfer encoding undone (RFC 2045, 6); damage is passed over."""
        if self.encoding == "base64":
            return decode_base64(self.body)
        if self.encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if self.encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return _uudecode(self.body)
        return self.body

    def text(self) -> str:
        """The octets as text, by the charset parameter."""
        return decode(self.octets(), self.parameters.get("charset", ""))

    def walk(self) -> Iterator[Part]:
        """This part and all below it that belong to the same mail, in their order."""
        todo = [self]
        while todo:
            part = todo.pop()
            yield part
            if part is self or part.content_type != "message/rfc822":
                todo.extend(reversed(part.parts))


def unwrap(root: Part) -> Part:
    """`root`, or where it is an S/MIME opaque signature the entity inside, under the fields of `root`."""
    if root.content_type not in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        return root
    inner = signed_content(root.octets())
    if not inner:
        return root
    part, _defects = parse_mail(inner)
    return replace(part, fields=root.fields)


@dataclass(slots=True)
class _Budget:
    parts: int = MAX_PARTS
    defects: list[str] = field(default_factory=list)

    def note(self, defect: str) -> None:
        if defect not in self.defects:
            self.defects.append(defect)


def parse_mail(data: bytes) -> tuple[Part, tuple[str, ...]]:
    """The tree of parts of a whole mail and its defects; never raises."""
    budget = _Budget()
    if len(data) > MAX_MESSAGE:
        budget.note("mail too large")
        data = data[:MAX_MESSAGE]
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    return _entity(data, "text/plain", 0, budget), tuple(budget.defects)


def _entity(data: bytes, default_type: str, depth: int, budget: _Budget) -> Part:
    budget.parts -= 1
    fields, start, defects = parse_fields(data)
    for defect in defects:
        budget.note(defect)
    content_type, parameters = parse_parameters(fields.first("content-type") or b"")
    content_type = content_type.replace(" ", "")
    if not re.fullmatch(r"[^/\s]+/[^/\s]+", content_type):
        content_type = "text/plain" if content_type else default_type
    disposition, more = parse_parameters(fields.first("content-disposition") or b"")
    filename = more.get("filename") or parameters.get("name", "")
    encoding = clean(decode(fields.first("content-transfer-encoding") or b""))
    encoding = encoding.partition(";")[0].strip("\"' ").lower()
    part = Part(fields, content_type, parameters, disposition, filename, encoding, data[start:])
    if content_type.startswith("multipart/") or content_type in ("message/rfc822", "message/global"):
        _descend(part, depth, budget)
    return part


def _descend(part: Part, depth: int, budget: _Budget) -> None:
    if depth >= MAX_DEPTH:
        budget.note("parts nested too deep")
        part.content_type = "application/octet-stream"
        return
    if part.content_type.startswith("message/"):
        part.content_type = "message/rfc822"
        part.parts.append(_entity(part.octets().lstrip(b"\r\n"), "text/plain", depth + 1, budget))
        return
    inner = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    pieces = _pieces(part.body, _boundary(part, budget))
    for piece in pieces:
        if budget.parts <= 0:
            budget.note("too many parts")
            return
        part.parts.append(_entity(piece, inner, depth + 1, budget))
    if not part.parts:
        # RFC 2046, 5.1.1 wants at least one part; what a person would see is the body itself.
        budget.note("multipart without parts")
        part.content_type = "text/plain"


def _boundary(part: Part, budget: _Budget) -> bytes:
    raw = re.search(
        rb"boundary\s*=\s*(\"[^\"]*\"?|[^\s;]+)", part.fields.first("content-type") or b"", re.IGNORECASE
    )
    boundary = raw[1].strip(b'" \t') if raw else b""
    if not boundary or b"--" + boundary not in part.body:
        budget.note("boundary missing")
        guess = re.search(rb"(?:^|\n)--([^\s]{2,70})[ \t]*\r?\n", part.body[:10_000])
        boundary = guess[1] if guess else b""
    return boundary


def _pieces(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """The octets between delimiter lines; a missing close delimiter ends at the end."""
    if not boundary:
        return
    delimiter = b"--" + boundary
    start = -1
    position = 0 if body.startswith(delimiter) else body.find(b"\n" + delimiter) + 1
    if position == 0 and not body.startswith(delimiter):
        return
    while True:
        end = body.find(b"\n", position)
        end = len(body) if end < 0 else end + 1
        rest = body[position + len(delimiter) : end].strip()
        if rest in (b"", b"--"):
            if start >= 0:
                yield _without_last_line_end(body[start:position])
            start = end
            if rest == b"--":
                return
        following = body.find(b"\n" + delimiter, end - 1)
        if following < 0:
            if 0 <= start < len(body):
                yield body[start:]
            return
        position = following + 1


def _without_last_line_end(data: bytes) -> bytes:
    """The line end before a delimiter belongs to the delimiter (RFC 2046, 5.1.1)."""
    if data.endswith(b"\r\n"):
        return data[:-2]
    return data[:-1] if data.endswith(b"\n") else data


def _uudecode(data: bytes) -> bytes:
    out = []
    for line in data.splitlines():
        if line.startswith(b"begin ") or not line.strip() or line.strip() == b"end":
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders pad lines with blanks; the first octet says how much of it counts.
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                continue
    return b"".join(out)
