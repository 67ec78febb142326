"""Attachments: what they are, and mails passed on as message/rfc822."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.message.addresses import parse_addresses
from mailbot.message.content import read_content
from mailbot.message.mime import Part
from mailbot.message.model import Attachment, Forwarded
from mailbot.message.split import Context, split


@dataclass(frozen=True, slots=True)
class Found:
    """What attachments gave beside themselves: the body text of an opaque envelope, and defects."""

    text: str = ""
    defects: tuple[str, ...] = ()


def describe(parts: list[Part]) -> tuple[tuple[Attachment, ...], Found]:
    """Each attachment, with the text that could be read from it."""
    return tuple(
        Attachment(p.filename, p.content_type, len(p.octets()), p.disposition == "inline") for p in parts
    ), Found()


def passed_on(parts: list[Part], own: frozenset[str]) -> tuple[Forwarded, ...]:
    """The mails among `parts` (message/rfc822), read as forwarded ones."""
    found: list[Forwarded] = []
    for part in parts:
        if part.content_type != "message/rfc822" or not part.parts:
            continue
        mail = part.parts[0]
        senders = parse_addresses(mail.fields.first("from") or b"")
        sender = senders[0] if senders else None
        context = Context(mail.fields.text("subject"), sender.email.lower() if sender else "", own, answers=True)
        inner = split(read_content(mail).plain, context)
        found.append(Forwarded(sender, context.subject, inner.own, inner.signature))
        found.extend(inner.forwarded)
    return tuple(found)
