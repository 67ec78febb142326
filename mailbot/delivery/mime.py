"""A mail of ours as bytes: text, HTML and calendar entry in one MIME tree, the same bytes every time.

The tree is multipart/alternative (text, HTML, the first calendar object for calendar programs); where
there is one, multipart/mixed around it adds all of them as files, which telephones offer to save.
Bodies are 7-bit safe (RFC 2045, 6.7 and 6.8), lines end in CRLF, boundaries come from the key.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from mailbot.decision.model import Notification
from mailbot.delivery import headers
from mailbot.delivery.calendar import CalendarObject
from mailbot.delivery.plain import one_line
from mailbot.envelope import Notice, OutgoingMessage
from mailbot.message.model import Address

_UNASKED = frozenset({Notice.PROMOTION, Notice.REMINDER, Notice.ANNOUNCEMENT, Notice.DIGEST, Notice.ALARM})
"""Notices that answer no mail: they are auto-generated, not auto-replied (RFC 3834, 5)."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a mail of ours says, rendered: subject (one line), text, HTML, languages, calendar objects."""

    subject: str
    text: str
    html: str
    languages: tuple[str, ...]
    calendar: tuple[CalendarObject, ...] = ()


def outgoing(notification: Notification, content: Content, sender: Address, now: datetime) -> OutgoingMessage:
    """The mail as it will be handed to the mail server; the same arguments give the same bytes."""
    identifier = headers.message_id(notification.key, sender.email)
    head = "".join(
        headers.field(name, value)
        for name, value in _fields(notification, content, sender, identifier, now)
        if value
    )
    # Only addresses can hold anything beyond ASCII here; such mail needs SMTPUTF8 (RFC 6532, 3.2).
    data = head.encode("utf-8") + tree(notification.key, content).as_bytes()
    return OutgoingMessage(
        message_id=identifier,
        mail_from=headers.address_spec(sender.email),
        rcpt_to=headers.address_spec(notification.to),
        subject=content.subject,
        data=data,
    )


def _fields(
    notification: Notification, content: Content, sender: Address, identifier: str, now: datetime
) -> Sequence[tuple[str, str]]:
    answered = headers.identifiers(notification.in_reply_to)[:1]
    thread = headers.identifiers(*notification.references, *answered)
    unasked = notification.notice in _UNASKED
    return (
        ("From", headers.mailbox(sender)),
        ("To", headers.mailbox(Address(one_line(notification.to_name, 80), notification.to))),
        ("Subject", headers.text(content.subject)),
        ("Date", format_datetime(now)),
        ("Message-ID", identifier),
        ("In-Reply-To", " ".join(answered)),
        ("References", " ".join(thread)),
        ("Auto-Submitted", "auto-generated" if unasked else "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
        ("X-Mailbot-Notice", notification.notice.value),
        ("X-Mailbot-Reference", headers.text(one_line(notification.reference))),
        ("Content-Language", ", ".join(content.languages)),
    )


def tree(key: str, content: Content) -> EmailMessage:
    """The body of a mail of ours with its MIME fields; boundaries are made from `key`."""
    alternative = _multipart("alternative", key, 1)
    alternative.attach(_body(content.text, "plain"))
    alternative.attach(_body(content.html, "html"))
    if not content.calendar:
        alternative["MIME-Version"] = "1.0"
        return alternative
    alternative.attach(_calendar_part(content.calendar[0]))
    mixed = _multipart("mixed", key, 2)
    mixed.attach(alternative)
    several = len(content.calendar) > 1
    for number, one in enumerate(content.calendar, 1):
        mixed.attach(_calendar_file(one, f"event-{number}.ics" if several else "event.ics"))
    mixed["MIME-Version"] = "1.0"
    return mixed


def _multipart(subtype: str, key: str, number: int) -> EmailMessage:
    part = EmailMessage(SMTP)
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    # "=_" cannot occur in quoted-printable or base64 (RFC 2045, 6.7): no body holds its boundary.
    part.add_header("Content-Type", f"multipart/{subtype}", boundary=f"=_{number}_{digest}")
    return part


def _body(text: str, subtype: str) -> EmailMessage:
    part = EmailMessage(SMTP)
    foreign = sum(1 for char in text if ord(char) > 127)
    # Base64 is shorter than quoted-printable once about a sixth of the letters are not ASCII.
    coding = "base64" if foreign * 6 > len(text) else "quoted-printable"
    part.set_content(text, subtype=subtype, charset="utf-8", cte=coding)
    del part["MIME-Version"]
    return part


def _calendar_part(entry: CalendarObject) -> EmailMessage:
    part = EmailMessage(SMTP)
    part.add_header("Content-Type", "text/calendar", charset="utf-8", method=entry.method.value)
    return _base64(part, entry.data)


def _calendar_file(entry: CalendarObject, name: str) -> EmailMessage:
    part = EmailMessage(SMTP)
    part.add_header("Content-Type", "application/ics", name=name, method=entry.method.value)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return _base64(part, entry.data)


def _base64(part: EmailMessage, data: bytes) -> EmailMessage:
    """The data as they are: calendar lines end in CRLF, which text coding would change."""
    part.add_header("Content-Transfer-Encoding", "base64")
    part.set_payload(base64.encodebytes(data).decode("ascii"))
    return part
