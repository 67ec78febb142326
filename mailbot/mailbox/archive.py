"""Mails in files, read as a mailbox would give them: `.eml`, mbox (RFC 4155) and Maildir; nothing is written.

The time of receipt is what the last mail server noted: the topmost Received field (RFC 5321, 4.4). Where
there is none it is the Date field, then the time of the file. So a folder that was exported from a mail
program is played in the order in which its mails came in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from mailbot.envelope import MailboxKey, RawMessage
from mailbot.errors import Permanent
from mailbot.message.headers import parse_fields

_SUFFIXES = frozenset(("", ".eml", ".mail", ".mbox", ".mbx", ".msg"))
_MAILDIR = ("cur", "new")
_OUTLOOK = b"\xd0\xcf\x11\xe0"
_HEAD_OCTETS = 262_144
_QUOTED = re.compile(rb">+From ")


class NoMail(Permanent):
    """There is no mail at the place that was named."""


@dataclass(frozen=True, slots=True)
class Filed:
    """Where one mail lies: octets `start` to `end` of a file, and when it came in (aware)."""

    file: Path
    start: int
    end: int
    received: datetime
    quoted: bool = False

    @property
    def place(self) -> str:
        """How people find it: the file, and in an mbox the octet at which it begins."""
        return f"{self.file}:{self.start}" if self.quoted else str(self.file)


class MailArchive:
    """The mails of files and folders, in order of receipt. `skipped`: files that hold no mail, and why.

    Raises: NoMail if a path does not exist or nothing is found.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.key = MailboxKey("files", str(paths[0]) if paths else "", 1)
        self.skipped: dict[str, str] = {}
        for path in paths:
            if not path.exists():
                raise NoMail(f"{path}: there is no such file or folder")
        found = [mail for file in _files(paths) for mail in self._mails(file)]
        if not found:
            raise NoMail(
                f"there are no mails in {', '.join(map(str, paths))}: .eml, mbox and Maildir are read"
            )
        self.mails = tuple(sorted(found, key=lambda one: one.received))

    def __len__(self) -> int:
        return len(self.mails)

    def __iter__(self) -> Iterator[tuple[str, RawMessage]]:
        """Each mail with its place; read when it is its turn, so that many need no room."""
        for uid, one in enumerate(self.mails, 1):
            data = _octets(one)
            yield one.place, RawMessage(self.key, uid, one.received, len(data), data)

    def _mails(self, file: Path) -> Iterator[Filed]:
        try:
            with file.open("rb") as stream:
                start = stream.read(5)
            if start.startswith(_OUTLOOK):
                self.skipped[str(file)] = "a file of Outlook's own (.msg); save such mails as .eml"
            elif start == b"From ":
                yield from _in_mbox(file)
            else:
                yield Filed(file, 0, file.stat().st_size, _received(_head(file, 0), file))
        except OSError as error:
            self.skipped[str(file)] = f"cannot be read: {error.strerror}"


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as they were named; of a folder all that may hold mail, of a Maildir its mails."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(p for p in path.rglob("*") if p.is_file()):
            if _is_maildir(file.parent.parent):
                wanted = file.parent.name in _MAILDIR
            else:
                wanted = not _is_maildir(file.parent) and file.suffix.lower() in _SUFFIXES
            if wanted:
                yield file


def _is_maildir(folder: Path) -> bool:
    return all((folder / name).is_dir() for name in _MAILDIR)


def _in_mbox(file: Path) -> Iterator[Filed]:
    """A line "From " after an empty one begins a mail (RFC 4155, appendix A)."""
    starts: list[tuple[int, int]] = []
    position, after_empty = 0, True
    with file.open("rb") as stream:
        for line in stream:
            if after_empty and line.startswith(b"From "):
                starts.append((position, position + len(line)))
            after_empty = not line.strip()
            position += len(line)
    ends = [begins for begins, _ in starts[1:]] + [position]
    for (_, body), end in zip(starts, ends, strict=True):
        yield Filed(file, body, end, _received(_head(file, body, end), file), quoted=True)


def _octets(one: Filed) -> bytes:
    """The mail with the line ends of the net; in an mbox, what looked like the next mail is unquoted."""
    with one.file.open("rb") as stream:
        stream.seek(one.start)
        lines = stream.read(one.end - one.start).splitlines(keepends=True)
    if one.quoted:
        lines = [line[1:] if _QUOTED.match(line) else line for line in lines]
        lines = lines[:-1] if lines and not lines[-1].strip() else lines
    return b"".join(lines).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _head(file: Path, start: int, end: int | None = None) -> bytes:
    with file.open("rb") as stream:
        stream.seek(start)
        return stream.read(min(_HEAD_OCTETS, _HEAD_OCTETS if end is None else end - start))


def _received(head: bytes, file: Path) -> datetime:
    fields, _, _ = parse_fields(head)
    for text in (fields.text("received").rpartition(";")[2], fields.text("date")):
        moment = _moment(text)
        if moment is not None:
            return moment
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(" ".join(text.split()))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
