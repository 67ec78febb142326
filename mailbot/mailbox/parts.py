"""Large mails are fetched in parts (RFC 9051, 6.4.5): their text, and small attachments.

Policy. A mail of up to `WHOLE_OCTETS` is fetched whole. Of a larger one come its header, the header of each
part, all text parts, and other parts as long as each and all of them stay below a limit; of a text that is
longer than that, its beginning. What is left out keeps its place and its header, with a field that says how
many octets lie in the mailbox; the mail itself stays there whole. Whatever does not fit this plan (no
multipart, a structure that is too deep, a server that does not give what was asked for) is fetched as its
beginning, as many octets as all parts may have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

WHOLE_OCTETS = 4_000_000
PART_OCTETS = 2_000_000
ALL_OCTETS = 8_000_000
MOST_PARTS = 200
DEEPEST = 20
LEFT_OUT = b"X-Mailbot-Left-In-Mailbox"
"""Names the field in the header of a part that was not fetched; its value is the size there."""


class NoPlan(Exception):
    """This mail cannot be fetched by its parts."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a mail. path: its number, as FETCH names it; empty for the mail itself. boundary: of a
    multipart, whose parts `sections` are. size: octets as they are transferred. text: whether it is text,
    or a mail that was passed on. octets: how many of these are fetched.
    """

    path: str
    boundary: bytes = b""
    sections: tuple[Section, ...] = ()
    size: int = 0
    text: bool = False
    octets: int = 0

    def walk(self) -> Iterator[Section]:
        """This one and all below it, in their order."""
        yield self
        for section in self.sections:
            yield from section.walk()


def plan(structure: Any) -> Section:
    """What to fetch of a mail with this BODYSTRUCTURE, as IMAPClient reads it.

    Raises: NoPlan.
    """
    budget = [ALL_OCTETS, MOST_PARTS]
    root = _section(structure, "", 0, budget)
    if not root.sections:
        raise NoPlan
    return _chosen(_chosen(root, budget, text=True), budget, text=False)


def items(root: Section) -> list[str]:
    """What FETCH is to be asked for."""
    wanted = ["BODY.PEEK[HEADER]"]
    for section in root.walk():
        if section.path:
            wanted.append(f"BODY.PEEK[{section.path}.MIME]")
        if section.octets:
            part = "" if section.octets >= section.size else f"<0.{section.octets}>"
            wanted.append(f"BODY.PEEK[{section.path}]{part}")
    return wanted


def assembled(root: Section, answer: dict[bytes, Any]) -> bytes:
    """The mail as far as it was fetched.

    Raises: NoPlan if something is missing.
    """
    return b"".join(_pieces(root, answer, _given(answer, b"BODY[HEADER]")))


def _section(structure: Any, path: str, depth: int, budget: list[int]) -> Section:
    budget[1] -= 1
    if depth > DEEPEST or budget[1] < 0:
        raise NoPlan
    try:
        if isinstance(structure[0], (list, tuple)):
            inner = f"{path}." if path else ""
            children = enumerate(structure[0], 1)
            sections = tuple(_section(s, f"{inner}{n}", depth + 1, budget) for n, s in children)
            return Section(path, _boundary(structure), sections)
        kind, size = bytes(structure[0]).lower(), int(structure[6])
    except (IndexError, TypeError, ValueError):
        raise NoPlan from None
    return Section(path, size=size, text=kind in (b"text", b"message"))


def _boundary(structure: Any) -> bytes:
    """Of a multipart: (parts, subtype, parameters, …) (RFC 9051, 7.5.2, BODYSTRUCTURE)."""
    flat: Sequence[Any] = structure[2] or ()
    for name, value in zip(flat[::2], flat[1::2], strict=False):
        if bytes(name).lower() == b"boundary" and value:
            return bytes(value)
    raise NoPlan


def _chosen(section: Section, budget: list[int], *, text: bool) -> Section:
    """The same with what is fetched of it: text first, since it says who wants what."""
    if section.sections:
        below = tuple(_chosen(one, budget, text=text) for one in section.sections)
        return Section(section.path, section.boundary, below)
    if section.text is not text:
        return section
    most = min(PART_OCTETS, budget[0])
    octets = min(section.size, most) if text or section.size <= most else 0
    budget[0] -= octets
    return Section(section.path, size=section.size, text=section.text, octets=octets)


def _pieces(section: Section, answer: dict[bytes, Any], header: bytes) -> Iterator[bytes]:
    if section.sections:
        yield header
        for one in section.sections:
            yield b"--" + section.boundary + b"\r\n"
            yield from _pieces(one, answer, _given(answer, f"BODY[{one.path}.MIME]".encode()))
            yield b"\r\n"
        yield b"--" + section.boundary + b"--\r\n"
    elif section.octets or not section.size:
        part = b"" if section.octets >= section.size else b"<0>"
        yield header
        yield _given(answer, f"BODY[{section.path}]".encode() + part) if section.octets else b""
    else:
        yield header.rstrip(b"\r\n") + b"\r\n" + LEFT_OUT + b": " + str(section.size).encode() + b"\r\n\r\n"


def _given(answer: dict[bytes, Any], item: bytes) -> bytes:
    value = answer.get(item)
    if not isinstance(value, bytes):
        raise NoPlan
    return value
