"""A mail of ours as bytes: text, HTML and calendar entry in one MIME tree, the same bytes every time.

The tree is multipart/alternative (text, HTML, the first calendar object for calendar programs); where
there is one, multipart/mixed around it adds all of them as files, which telephones offer to save.
Bodies are 7-bit safe (RFC 2045, 6.7 and 6.8), lines end in CRLF, boundaries come from the key.
"""

from __future__ import annotations

import base64
import hashlib
from binascii import b2a_qp
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
    data = head.encode("utf-8") + tree(notification.key, content)
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


def tree(key: str, content: Content) -> bytes:
    """The body of a mail of ours after its MIME fields; boundaries are made from `key`."""
    version = b"MIME-Version: 1.0\r\n"
    parts = [_body(content.text, "plain"), _body(content.html, "html")]
    if not content.calendar:
        return version + _multipart("alternative", key, 1, parts)
    parts.append(_calendar_part(content.calendar[0]))
    several = len(content.calendar) > 1
    files = [
        _calendar_file(one, f"event-{number}.ics" if several else "event.ics")
        for number, one in enumerate(content.calendar, 1)
    ]
    return version + _multipart("mixed", key, 2, [_multipart("alternative", key, 1, parts), *files])


def _multipart(subtype: str, key: str, number: int, parts: Sequence[bytes]) -> bytes:
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    # "=_" cannot occur in quoted-printable or base64 (RFC 2045, 6.7): no body holds its boundary.
    name = f"=_{number}_{digest}"
    boundary = f"--{name}".encode()
    fields = f'Content-Type: multipart/{subtype};\r\n boundary="{name}"\r\n\r\n'.encode()
    between = b"".join(boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return fields + between + boundary + b"--\r\n"


def _body(text: str, subtype: str) -> bytes:
    data = b"\r\n".join(text.encode("utf-8").splitlines()) + b"\r\n"
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    # Base64 is shorter than quoted-printable once about a sixth of the letters are not ASCII.
    if foreign * 6 > len(text):
        coding, coded = "base64", _base64(data)
    else:
        coding, coded = "quoted-printable", b2a_qp(data, istext=True)
    return _part(f'text/{subtype}; charset="utf-8"', coding, coded)


def _calendar_part(entry: CalendarObject) -> bytes:
    kind = f'text/calendar; charset="utf-8"; method="{entry.method.value}"'
    return _part(kind, "base64", _base64(entry.data))


def _calendar_file(entry: CalendarObject, name: str) -> bytes:
    kind = f'application/ics; name="{name}"; method="{entry.method.value}"'
    return _part(
        kind, "base64", _base64(entry.data), f'Content-Disposition: attachment; filename="{name}"\r\n'
    )


def _part(kind: str, coding: str, coded: bytes, more: str = "") -> bytes:
    """A part of these bytes, which end in a line break."""
    fields = f"Content-Type: {kind}\r\n{more}Content-Transfer-Encoding: {coding}\r\n\r\n"
    return fields.encode("ascii") + coded


def _base64(data: bytes) -> bytes:
    """The data as they are: calendar lines end in CRLF, which text coding would change."""
    return base64.encodebytes(data).replace(b"\n", b"\r\n")
