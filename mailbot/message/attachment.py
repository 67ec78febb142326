"""Attachments: what they are, the text that can be read from them, and mails passed on.

The text is a suggestion for a person (docs: never booked unseen). Only the first few attachments
that hold text are opened, each within the limits of its reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from mailbot.message.addresses import parse_addresses
from mailbot.message.card import calendar_text, card_text
from mailbot.message.charset import decode
from mailbot.message.content import clean_text, read_content
from mailbot.message.html import render
from mailbot.message.limits import MAX_DOCUMENT, MAX_DOCUMENTS, MAX_SUGGESTION
from mailbot.message.mime import Part
from mailbot.message.model import Attachment, Forwarded
from mailbot.message.office import office_text
from mailbot.message.pdf import pdf_text
from mailbot.message.rtf import rtf_text
from mailbot.message.split import Context, split
from mailbot.message.wrapping import Tnef, TnefFile, read_tnef

_NO_FILES = ("message/rfc822", "message/delivery-status", "message/global-delivery-status")
_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")


@dataclass(frozen=True, slots=True)
class Found:
    """Attachments, and the text of the mail itself where only one of them holds it (TNEF).
    octets: of each attachment, in the same order.
    """

    attachments: tuple[Attachment, ...] = ()
    text: str = ""
    octets: tuple[bytes, ...] = ()


def describe(parts: list[Part]) -> Found:
    """Each part that is no body text, as an attachment with its text where it could be read."""
    attachments: list[Attachment] = []
    octets: list[bytes] = []
    text = ""
    opened = 0
    for part in parts:
        if part.content_type in _SIGNATURES:
            continue
        data = part.octets()
        if part.content_type in ("application/ms-tnef", "application/vnd.ms-tnef") or _is_tnef(part.filename):
            tnef = read_tnef(data)
            text = text or _tnef_text(tnef)
            files = tnef.files[: max(MAX_DOCUMENTS - opened, 0)]
            attachments += [_unpacked(file) for file in files]
            octets += [file.data for file in files]
            opened += len(files)
            if files:
                continue
        reader = _reader(part.filename, part.content_type)
        read = ""
        if (
            reader
            and opened < MAX_DOCUMENTS
            and len(data) <= MAX_DOCUMENT
            and part.content_type not in _NO_FILES
        ):
            opened += 1
            read = part.text() if part.content_type.startswith("text/") and reader is decode else reader(data)
        size = len(data) or _left_out(part)
        attachments.append(
            Attachment(part.filename, part.content_type, size, part.disposition == "inline", _shown(read))
        )
        octets.append(data)
    return Found(tuple(attachments), text, tuple(octets))


def _left_out(part: Part) -> int:
    """Octets that were left in the mailbox (`mailbox.parts`), as they lie there."""
    said = part.fields.text("x-mailbot-left-in-mailbox")
    return int(said) if re.fullmatch(r"[0-9]{1,12}", said) else 0


def _is_tnef(filename: str) -> bool:
    return filename.lower() == "winmail.dat"


def _tnef_text(tnef: Tnef) -> str:
    return clean_text(tnef.text.strip() or (render(tnef.html).text if tnef.html else ""))


def _unpacked(file: TnefFile) -> Attachment:
    read = _text(file.filename, "", file.data)
    return Attachment(file.filename, "application/octet-stream", len(file.data), text=read)


def _shown(text: str) -> str:
    return clean_text(text[:MAX_SUGGESTION]).strip()


def _text(filename: str, content_type: str, data: bytes) -> str:
    reader = _reader(filename, content_type)
    return _shown(reader(data)) if reader and len(data) <= MAX_DOCUMENT else ""


def _html(data: bytes) -> str:
    return render(decode(data)).text


_READERS: tuple[tuple[str, Callable[[bytes], str]], ...] = (
    (r".*\.(?:docx|docm|dotx|xlsx|xlsm|odt|ods)|application/vnd\.(?:openxmlformats|oasis).*", office_text),
    (r".*\.rtf|(?:application|text)/(?:x-)?(?:rtf|richtext)", rtf_text),
    (r".*\.pdf|application/(?:x-)?pdf", pdf_text),
    (r".*\.vcf|text/(?:x-)?(?:v-?card|directory)", card_text),
    (r".*\.ics|text/calendar|application/ics", calendar_text),
    (r".*\.html?|text/html", _html),
    (r".*\.(?:txt|csv|tsv|md)|text/(?:plain|csv|tab-separated-values|markdown)", decode),
)
"""Which reader opens what, by file name or type: senders' types are often application/octet-stream."""


def _reader(filename: str, content_type: str) -> Callable[[bytes], str] | None:
    for pattern, reader in _READERS:
        if re.fullmatch(pattern, filename.lower()) or re.fullmatch(pattern, content_type):
            return reader
    return None


def passed_on(parts: list[Part], own: frozenset[str]) -> tuple[Forwarded, ...]:
    """The mails among `parts` (message/rfc822), read as forwarded ones."""
    found: list[Forwarded] = []
    for part in parts:
        if part.content_type != "message/rfc822" or not part.parts:
            continue
        mail = part.parts[0]
        senders = parse_addresses(mail.fields.first("from") or b"")
        sender = senders[0] if senders else None
        context = Context(
            mail.fields.text("subject"), sender.email.lower() if sender else "", own, answers=True
        )
        content = read_content(mail)
        inner = split(content.plain, context)
        found.append(Forwarded(sender, context.subject, inner.own, inner.signature))
        found.extend(inner.forwarded)
        found.extend(passed_on(content.attached, own))
    return tuple(found)
