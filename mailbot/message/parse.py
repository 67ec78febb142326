"""Any bytes become a Message: the door of the room."""

from __future__ import annotations

import hashlib

from mailbot.message.addresses import date_of, message_ids, parse_addresses
from mailbot.message.attachment import describe, passed_on
from mailbot.message.automatic import Evidence, classify
from mailbot.message.bounce import read_bounce
from mailbot.message.content import Content, read_content
from mailbot.message.headers import Fields, clean, decode_text
from mailbot.message.mime import Part, parse_mail, unwrap
from mailbot.message.model import Address, Attachment, Message
from mailbot.message.split import Context, Split, split
from mailbot.message.table import Table, line_of


def parse(data: bytes, own: frozenset[str] = frozenset()) -> Message:
    """What a mail says, field by field; never raises, whatever the octets are.

    Args:
        data: the whole mail in octets, as IMAP or a file gives it.
        own: our own addresses in lower case; mail from them is ours (`AutomaticKind.OWN`).
    """
    root, defects = parse_mail(data)
    root = unwrap(root)
    fields = root.fields
    senders = _addresses(fields, "from")
    content = read_content(root)
    context = Context(
        subject=fields.text("subject"),
        sender=senders[0].email.lower() if len(senders) == 1 else "",
        own=own,
        answers=bool(fields.first("in-reply-to") or fields.first("references")),
    )
    parts = split(content.plain, context)
    bounce = read_bounce(root, content, senders, data)
    found = describe(content.attached)
    if not content.plain.strip() and found.text:
        content.plain = found.text
        parts = split(found.text, context)
    return Message(
        message_id=_identifier(fields),
        subject=context.subject,
        senders=senders,
        reply_to=_addresses(fields, "reply-to"),
        to=_addresses(fields, "to"),
        cc=_addresses(fields, "cc"),
        date=date_of(fields.text("date")),
        in_reply_to=message_ids(fields.text("in-reply-to")),
        references=message_ids(fields.text("references")),
        return_path=_return_path(fields),
        notice=fields.text("x-mailbot-notice"),
        own=parts.own,
        signature=parts.signature,
        quoted=parts.quoted,
        forwarded=() if bounce else parts.forwarded + passed_on(content.attached, own),
        plain=content.plain.strip(),
        tables=_own_tables(content, parts, context),
        attachments=found.attachments,
        automatic=classify(Evidence(root, f"{parts.own}\n{parts.signature}", senders, own, bounce)),
        bounce=bounce,
        authentication_results=tuple(decode_text(v) for v in fields.every("authentication-results")),
        defects=defects,
        digest=_digest(fields, root),
    )


def attached_files(data: bytes) -> tuple[tuple[Attachment, bytes], ...]:
    """The attachments of a mail with their octets, in the order of `Message.attachments`; never raises.

    data: the whole mail in octets.
    """
    root, _defects = parse_mail(data)
    found = describe(read_content(unwrap(root)).attached)
    return tuple(zip(found.attachments, found.octets, strict=True))


def _addresses(fields: Fields, name: str) -> tuple[Address, ...]:
    return tuple(address for value in fields.every(name) for address in parse_addresses(value))


def _identifier(fields: Fields) -> str:
    """The Message-ID with its angle brackets (RFC 5322, 3.6.4), or what stands in its place."""
    text = fields.text("message-id")
    return next(iter(message_ids(text)), clean(text)[:998])


def _return_path(fields: Fields) -> str | None:
    """The reverse-path that the last server wrote (RFC 5321, 4.4): "" for <>, None where absent."""
    value = fields.first("return-path")
    if value is None:
        return None
    return clean(decode_text(value)).partition("<")[2].partition(">")[0] or decode_text(value).strip("<> ")


def _own_tables(content: Content, parts: Split, context: Context) -> tuple[Table, ...]:
    """The tables that stand in the sender's own part of the HTML."""
    if not content.tables:
        return ()
    own = parts.own if content.html == content.plain else split(content.html, context).own
    lines = {" ".join(line.split()) for line in own.split("\n")}
    rows = [{" ".join(line_of(row).split()) for row in table} for table in content.tables]
    return tuple(
        table
        for table, shown in zip(content.tables, rows, strict=True)
        if 2 * len(shown & lines) >= len(shown)
    )


def _digest(fields: Fields, root: Part) -> str:
    """What stays the same when a mail is delivered again: not its transport fields, nor line ends."""
    names = ("message-id",) if fields.first("message-id") else ("from", "date", "subject")
    head = b"\n".join((fields.first(name) or b"") for name in names)
    body = root.body.replace(b"\r\n", b"\n").rstrip()
    return hashlib.sha256(head + b"\n\n" + body).hexdigest()
