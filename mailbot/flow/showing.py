"""A mail as it is shown to an organiser: its words as the sender wrote them, what was read from them,
and which words that rests on. Nothing of it is rendered as HTML, and nothing is fetched for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbot.decision import Disposition
from mailbot.flow.holding import whom
from mailbot.flow.office import Office
from mailbot.flow.outcome import Unknown
from mailbot.intent.model import Participant
from mailbot.message import parse
from mailbot.message.model import Message
from mailbot.store import Trail, registrations_of_mail, stored_mail, story_of_mail, trail_of_mail

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; field: what was read from it ("name", "workshop" …), "" for nothing."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class ShownMail:
    """A mail for a person to look at. story: its row, places, replies and history (`store.history`).
    own, signature: the sender's words in pieces. people: whom it names, as read.
    files: name, media type and size in octets of each attachment. decided: who closed it.
    """

    id: int
    received: datetime
    disposition: Disposition
    story: Row
    sender: str
    reply_to: str
    subject: str
    own: tuple[Piece, ...]
    signature: tuple[Piece, ...]
    quoted: str
    forwarded: tuple[str, ...]
    files: tuple[tuple[str, str, int], ...]
    people: tuple[Participant, ...]
    missing: tuple[str, ...]
    decided: Trail | None


def shown_mail(office: Office, mail_id: int) -> ShownMail:
    """The mail with this number.

    Raises: Unknown.
    """
    with office.database.reading() as tx:
        mail = stored_mail(tx, office.event.id, mail_id)
        story = story_of_mail(tx, office.event.id, mail_id)
        rows = registrations_of_mail(tx, mail_id)
        decided = trail_of_mail(tx, mail_id)
    if mail is None or story is None:
        raise Unknown(f"there is no mail {mail_id}")
    message = parse(mail.raw or b"", office.own_addresses)
    read: Mapping[str, Any] = mail.understood or {}
    evidence = _evidence(read.get("participants", ()))
    return ShownMail(
        id=mail.id,
        received=mail.arrival.received,
        disposition=mail.disposition,
        story=story,
        sender=_address(message),
        reply_to=", ".join(a.email for a in message.reply_to),
        subject=message.subject,
        own=pieces(message.own, evidence),
        signature=pieces(message.signature, evidence),
        quoted=message.quoted,
        forwarded=tuple(f"{f.subject}\n\n{f.text}\n{f.signature}".strip() for f in message.forwarded),
        files=tuple((a.filename, a.content_type, a.size) for a in message.attachments if not a.inline),
        people=whom(rows, mail),
        missing=tuple(read.get("missing", ())),
        decided=decided if mail.disposition is not Disposition.HELD else None,
    )


def _address(message: Message) -> str:
    sender = message.sender
    if sender is None:
        return ""
    return f"{sender.name} <{sender.email}>" if sender.name else sender.email


def _evidence(people: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """(words, field) of everything that was read, the longest words first."""
    found = {
        (evidence["text"].strip(), field)
        for person in people
        for field, evidence in (person.get("evidence") or {}).items()
        if evidence.get("text", "").strip()
    }
    return sorted(found, key=lambda pair: (-len(pair[0]), pair))


def pieces(text: str, evidence: Sequence[tuple[str, str]]) -> tuple[Piece, ...]:
    """`text` cut so that each of the words of `evidence` is a piece of its own where it first stands."""
    spans: list[tuple[int, int, str]] = []
    for words, field in evidence:
        start = text.find(words)
        if start >= 0 and all(start >= e or start + len(words) <= s for s, e, _ in spans):
            spans.append((start, start + len(words), field))
    cut: list[Piece] = []
    at = 0
    for start, end, field in sorted(spans):
        if start > at:
            cut.append(Piece(text[at:start]))
        cut.append(Piece(text[start:end], field))
        at = end
    if at < len(text):
        cut.append(Piece(text[at:]))
    return tuple(cut)
