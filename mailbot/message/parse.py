"""Any bytes become a Message: the door of the room."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header
from email.message import Message as Mail
from email.utils import getaddresses, parsedate_to_datetime

from mailbot.message.model import Address, Attachment, Automatic, AutomaticKind, Message, Sign
from mailbot.message.quote import split

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]+")


def _text(value: object) -> str:
    raw = str(value or "")
    out = []
    try:
        for chunk, charset in decode_header(raw):
            if isinstance(chunk, bytes):
                out.append(_bytes(chunk, charset))
            else:
                out.append(chunk.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    except ValueError:
        out = [raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")]
    return " ".join(_CONTROL.sub(" ", "".join(out)).split())


def _bytes(data: bytes, charset: str | None) -> str:
    for name in (charset or "utf-8", "utf-8"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _addresses(mail: Mail, name: str) -> tuple[Address, ...]:
    pairs = getaddresses([str(v) for v in mail.get_all(name, [])])
    return tuple(Address(_text(n), _text(a)) for n, a in pairs if a)


def _date(value: object) -> datetime | None:
    try:
        return parsedate_to_datetime(str(value))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _body(mail: Mail) -> tuple[str, str, tuple[Attachment, ...]]:
    plain, html, attachments = "", "", []
    for part in mail.walk():
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        kind = part.get_content_type()
        if part.get_filename() or kind not in ("text/plain", "text/html"):
            attachments.append(Attachment(_text(part.get_filename()), kind, len(data)))
        elif kind == "text/plain":
            plain = plain or _bytes(data, part.get_content_charset())
        else:
            html = html or _bytes(data, part.get_content_charset())
    return plain, html, tuple(attachments)


def _automatic(mail: Mail, own: frozenset[str], senders: tuple[Address, ...]) -> Automatic:
    signs: list[str] = []
    submitted = str(mail.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    if submitted != "no":
        signs.append(f"Auto-Submitted: {submitted}")
    if str(mail.get("Return-Path", "x")).strip() == "<>":
        signs.append("Return-Path: <>")
    if any(a.email.lower() in own for a in senders) or mail.get("X-Mailbot-Notice"):
        return Automatic(Sign.STRONG, AutomaticKind.OWN, ("our own mail",))
    if mail.get_content_type() == "multipart/report":
        kind = AutomaticKind.READ_RECEIPT if "disposition" in str(mail["Content-Type"]) else AutomaticKind.BOUNCE
        return Automatic(Sign.STRONG, kind, ("multipart/report",))
    if signs:
        return Automatic(Sign.STRONG, AutomaticKind.AUTO_REPLY, tuple(signs))
    if mail.get("List-Id") or str(mail.get("Precedence", "")).lower() in ("bulk", "list", "junk"):
        return Automatic(Sign.WEAK, AutomaticKind.MAILING_LIST, ("List-Id",))
    return Automatic()


def parse(data: bytes, own: frozenset[str] = frozenset()) -> Message:
    """What a mail says, field by field; never raises.

    Args:
        data: the whole mail in octets.
        own: our own addresses in lower case.
    """
    mail = message_from_bytes(data)
    senders = _addresses(mail, "From")
    plain, html, attachments = _body(mail)
    if not plain.strip() and html:
        from mailbot.message.html import to_text

        plain = to_text(html)
    parts = split(plain)
    message_id = _text(mail["Message-ID"])
    return_path = mail.get("Return-Path")
    return Message(
        message_id=message_id,
        subject=_text(mail["Subject"]),
        senders=senders,
        reply_to=_addresses(mail, "Reply-To"),
        to=_addresses(mail, "To"),
        cc=_addresses(mail, "Cc"),
        date=_date(mail["Date"]),
        in_reply_to=tuple(re.findall(r"<[^<>\s]+>", _text(mail["In-Reply-To"]))),
        references=tuple(re.findall(r"<[^<>\s]+>", _text(mail["References"]))),
        return_path=None if return_path is None else _text(return_path).strip("<> "),
        notice=_text(mail["X-Mailbot-Notice"]),
        own=parts.own,
        signature=parts.signature,
        quoted=parts.quoted,
        plain=plain.replace("\r\n", "\n"),
        attachments=attachments,
        automatic=_automatic(mail, own, senders),
        authentication_results=tuple(_text(v) for v in mail.get_all("Authentication-Results", [])),
        digest=hashlib.sha256((message_id + "\n").encode() + data.partition(b"\r\n\r\n")[2]).hexdigest(),
    )
