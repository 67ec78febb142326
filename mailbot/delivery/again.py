"""A mail of ours once more: sent again under a name of its own, or with other words.

The header fields that tell what a mail is about (thread, notice, reference) are taken over byte by
byte. A copy has a Message-ID and a Date of its own (RFC 5322, 3.6.4: two instances of a message
that are to be told apart need two identifiers); a mail that has not left keeps its identifier
whatever it says in the end. The calendar objects stay with either.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.utils import format_datetime

from mailbot.delivery import headers
from mailbot.delivery.calendar import CalendarObject, Method
from mailbot.delivery.mime import Content, tree
from mailbot.delivery.plain import one_line
from mailbot.envelope import OutgoingMessage
from mailbot.message.model import Address

_FIELD = re.compile(rb"[^:\r\n]+:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*")
_TREE = (b"content-type", b"content-transfer-encoding", b"mime-version")


def sent_again(message: OutgoingMessage, key: str, to: Address, now: datetime) -> OutgoingMessage:
    """A copy for `to`, known to the outbox by `key`, dated `now` (aware)."""
    identifier = headers.message_id(key, message.mail_from)
    changed = {"Message-ID": identifier, "Date": format_datetime(now)}
    if headers.address_spec(to.email) != message.rcpt_to:
        changed["To"] = headers.mailbox(Address(one_line(to.name, 80), to.email))
    head, body = _parted(message.data)
    fields = [_changed(field, changed) for field in _fields(head)]
    return replace(
        message,
        message_id=identifier,
        rcpt_to=headers.address_spec(to.email),
        data=b"".join(fields) + b"\r\n" + body,
    )


def language_of(message: OutgoingMessage) -> str:
    """The first language of a mail of ours; empty where it names none."""
    return str(message_from_bytes(message.data).get("Content-Language", "")).partition(",")[0].strip()


def plain_text(message: OutgoingMessage) -> str:
    """What a mail of ours says in plain text, with line ends as Python has them."""
    for part in message_from_bytes(message.data).walk():
        if part.get_content_type() == "text/plain":
            data = part.get_payload(decode=True)
            return data.decode("utf-8", "replace").replace("\r\n", "\n") if isinstance(data, bytes) else ""
    return ""


def reworded(message: OutgoingMessage, key: str, content: Content) -> OutgoingMessage:
    """The same mail with other words; `content` has no calendar object, the mail keeps its own."""
    head, _ = _parted(message.data)
    changed = {
        "Subject": headers.text(content.subject),
        "Content-Language": ", ".join(content.languages),
    }
    own = [field for field in _fields(head) if _name(field) not in _TREE]
    fields = [_changed(field, changed) for field in own]
    calendar = _calendar(message_from_bytes(message.data))
    body = tree(key, replace(content, calendar=calendar))
    return replace(message, subject=content.subject, data=b"".join(fields) + body)


def _parted(data: bytes) -> tuple[bytes, bytes]:
    head, _, body = data.partition(b"\r\n\r\n")
    return head + b"\r\n", body


def _fields(head: bytes) -> list[bytes]:
    return _FIELD.findall(head)


def _name(field: bytes) -> bytes:
    return field.partition(b":")[0].lower()


def _changed(field: bytes, changed: dict[str, str]) -> bytes:
    for name, value in changed.items():
        if _name(field) == name.lower().encode():
            return headers.field(name, value).encode("utf-8")
    return field


def _calendar(message: Message) -> tuple[CalendarObject, ...]:
    found: list[CalendarObject] = []
    for part in message.walk():
        if part.get_content_type() == "application/ics":
            data = part.get_payload(decode=True)
            method = str(part.get_param("method") or "")
            if isinstance(data, bytes) and method in tuple(Method):
                found.append(CalendarObject(Method(method), data))
    return tuple(found)
