"""A mail as it is shown to an organiser: its words as the sender wrote them, what was read from them,
and which words that rests on. Nothing of it is rendered as HTML, and nothing is fetched for it.

Where a question was asked and the answer is no clearer, the mail before is shown beside it. What stands
in an attachment alone is a suggestion, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mailbot.decision import Disposition
from mailbot.flow.holding import whom
from mailbot.flow.office import Office
from mailbot.flow.outcome import Unknown
from mailbot.intent import suggested
from mailbot.intent.model import Participant, Source
from mailbot.message import attached_files, parse
from mailbot.message.model import Message
from mailbot.store import (
    Connection,
    StoredMail,
    Trail,
    registrations_of_mail,
    stored_mail,
    story_of_mail,
    trail_of_mail,
)
from mailbot.store.seeking import Wanted, find_registrations

Row = dict[str, Any]
Found = list[tuple[str, str]]
"""What was read: the words, and the field that they fill."""

_BEFORE = (Disposition.ASKED, Disposition.HELD, Disposition.ANSWERED)
"""How a mail ended that the next one of the same sender may go on with."""

_SOUGHT = 5
"""So many people of a mail are looked for in the list, and so many registrations shown of each."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; field: what was read from it ("name", "workshop" …), "" for nothing."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class ShownFile:
    """An attachment. number: its place, from 1; size in octets; text: what could be read of it."""

    number: int
    name: str
    type: str
    size: int
    text: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """The mail that this one goes on with."""

    id: int
    received: datetime
    subject: str
    own: tuple[Piece, ...]
    signature: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownMail:
    """A mail for a person to look at. story: its row, places, replies and history (`store.history`).
    own, signature: the sender's words in pieces. people: whom it names, as read; of_files: by name, the
    fields that stand in an attachment alone. kept: whether its bytes are there. decided: who closed it.
    known: registrations of other mails that it may be about, while it waits.
    """

    id: int
    received: datetime
    disposition: Disposition
    story: Row
    sender: str
    reply_to: str
    subject: tuple[Piece, ...]
    own: tuple[Piece, ...]
    signature: tuple[Piece, ...]
    quoted: str
    forwarded: tuple[tuple[Piece, ...], ...]
    files: tuple[ShownFile, ...]
    people: tuple[Participant, ...]
    missing: tuple[str, ...]
    kept: bool
    before: Before | None = None
    of_files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    decided: Trail | None = None
    known: tuple[Row, ...] = ()
    undecided: bool = False


def shown_mail(office: Office, mail_id: int) -> ShownMail:
    """The mail with this number.

    Raises: Unknown.
    """
    with office.database.reading() as tx:
        mail = _stored(office, tx, mail_id)
        story = story_of_mail(tx, mail.event_id, mail_id) if mail else None
        rows = registrations_of_mail(tx, mail_id)
        decided = trail_of_mail(tx, mail_id)
        before = _mail_before(office, tx, story) if story else None
    if mail is None or story is None:
        raise Unknown(f"there is no mail {mail_id}")
    message = parse(mail.raw or b"", office.own_addresses)
    read: Mapping[str, Any] = mail.understood or {}
    people = whom(rows, mail)
    if not people and mail.understood is not None:
        # What the reading stumbled over is not read again, where somebody waits for the page.
        people = suggested(message, office.event, mail.language or office.event.language)
    waits = mail.disposition is Disposition.HELD
    evidence = _evidence(mail, people)
    return ShownMail(
        id=mail.id,
        received=mail.arrival.received,
        disposition=mail.disposition,
        story=story,
        sender=_address(message),
        reply_to=", ".join(a.email for a in message.reply_to),
        subject=pieces(message.subject, evidence),
        own=pieces(message.own, evidence),
        signature=pieces(message.signature, evidence),
        quoted=message.quoted,
        forwarded=tuple(
            pieces(f"{f.subject}\n\n{f.text}\n{f.signature}".strip(), evidence) for f in message.forwarded
        ),
        files=tuple(
            ShownFile(number, a.filename, a.content_type, a.size, pieces(a.text, evidence))
            for number, a in enumerate(message.attachments, 1)
        ),
        people=people,
        missing=tuple(read.get("missing", ())),
        kept=mail.raw is not None,
        before=before,
        of_files=_of_files(mail, people),
        decided=None if waits else decided,
        known=_known(office, story, message, people) if waits else (),
        undecided=waits and mail.event_id != office.event.id,
    )


def _stored(office: Office, tx: Connection, mail_id: int) -> StoredMail | None:
    """The mail, if it is for this event, or nobody has said yet for which of its mailbox."""
    return next((found for event in office.shown if (found := stored_mail(tx, event, mail_id))), None)


def raw_of(office: Office, mail_id: int) -> bytes:
    """The bytes of a mail as it came.

    Raises: Unknown where none are kept.
    """
    with office.database.reading() as tx:
        mail = _stored(office, tx, mail_id)
    if mail is None or mail.raw is None:
        raise Unknown(f"there is no mail {mail_id}, or its content is not kept")
    return mail.raw


def file_of(office: Office, mail_id: int, number: int) -> tuple[str, bytes]:
    """The name and the octets of an attachment; number: its place, from 1.

    Raises: Unknown.
    """
    files = attached_files(raw_of(office, mail_id))
    if not 1 <= number <= len(files):
        raise Unknown(f"mail {mail_id} has no attachment {number}")
    attachment, octets = files[number - 1]
    return attachment.filename, octets


def _mail_before(office: Office, tx: Connection, story: Row) -> Before | None:
    """The mail of the same sender about which something was asked, or which waits as well."""
    earlier = [
        other["id"]
        for other in story["conversation"]
        if other["received_at"] <= story["received_at"] and other["disposition"] in _BEFORE
    ]
    mail = stored_mail(tx, office.event.id, earlier[-1]) if earlier else None
    if mail is None or mail.raw is None:
        return None
    message = parse(mail.raw, office.own_addresses)
    evidence = _evidence(mail, ())
    own, signature = pieces(message.own, evidence), pieces(message.signature, evidence)
    return Before(mail.id, mail.arrival.received, message.subject, own, signature)


def _known(office: Office, story: Row, message: Message, people: Sequence[Participant]) -> tuple[Row, ...]:
    """Registrations of the sender, and of those whom the mail names: a colleague who cancels for
    somebody writes from another address, so nothing else leads to the registration.
    """
    sought = [a.email for a in message.senders] + [p.name for p in people if p.name]
    own = {r["reference"] for r in story["registrations"]}
    found: dict[str, Row] = {}
    with office.database.reading() as tx:
        for words in sought[:_SOUGHT]:
            rows = find_registrations(tx, office.event.id, Wanted(text=words)).rows
            found |= {row["reference"]: row for row in rows[:_SOUGHT] if row["reference"] not in own}
    return tuple(found.values())


def _address(message: Message) -> str:
    sender = message.sender
    if sender is None:
        return ", ".join(a.email for a in message.senders)
    return f"{sender.name} <{sender.email}>" if sender.name else sender.email


def _read_of(mail: StoredMail) -> Sequence[Mapping[str, Any]]:
    return tuple((mail.understood or {}).get("participants", ()))


def _evidence(mail: StoredMail, people: Sequence[Participant]) -> Found:
    """(words, field) of everything that was read, the longest words first. A name is looked for as it was
    understood, too: its evidence may be a whole row of a table.
    """
    found = {
        (evidence["text"].strip(), name)
        for person in _read_of(mail)
        for name, evidence in (person.get("evidence") or {}).items()
        if evidence.get("text", "").strip()
    }
    found |= {(e.text.strip(), name) for p in people for name, e in p.evidence.items() if e.text.strip()}
    found |= {(p.name, "name") for p in people if p.name}
    found |= {(p.organisation, "organisation") for p in people if p.organisation}
    return sorted(found, key=lambda pair: (-len(pair[0]), pair))


def _of_files(mail: StoredMail, people: Sequence[Participant]) -> dict[str, tuple[str, ...]]:
    """By name, the fields of a person that only an attachment tells of."""
    found: dict[str, tuple[str, ...]] = {}
    for read in _read_of(mail):
        evidence = (read.get("evidence") or {}).items()
        fields = tuple(name for name, one in evidence if one.get("source") == Source.ATTACHMENT)
        if fields and read.get("name"):
            found[str(read["name"])] = fields
    for person in people:
        fields = tuple(name for name, one in person.evidence.items() if one.source is Source.ATTACHMENT)
        if fields and person.name:
            found[person.name] = fields
    return found


def pieces(text: str, evidence: Sequence[tuple[str, str]]) -> tuple[Piece, ...]:
    """`text` cut so that each of the words of `evidence` is a piece of its own where it first stands."""
    spans: list[tuple[int, int, str]] = []
    for words, name in evidence:
        start = text.find(words)
        if start >= 0 and all(start >= e or start + len(words) <= s for s, e, _ in spans):
            spans.append((start, start + len(words), name))
    cut: list[Piece] = []
    at = 0
    for start, end, name in sorted(spans):
        if start > at:
            cut.append(Piece(text[at:start]))
        cut.append(Piece(text[start:end], name))
        at = end
    if at < len(text):
        cut.append(Piece(text[at:]))
    return tuple(cut)
