"""Notices about the delivery of a mail of ours: bounces and warnings of delay.

A report in machine form (RFC 3464) is believed first; then the field that Exim and Gmail add;
then the text, if a mail server wrote it (its address, an empty reverse-path, its subject); last the
collection of odd forms in flufl.bounce. What a person forwards or quotes is never a bounce.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes

from mailbot.message.addresses import message_ids
from mailbot.message.content import Content
from mailbot.message.headers import Fields, decode_text, parse_fields
from mailbot.message.mime import Part
from mailbot.message.model import Address, Bounce
from mailbot.message.split import prefix_kind
from mailbot.message.words.machines import BOUNCE_SUBJECTS, BOUNCE_TEXTS, DAEMONS, DELAY_TEXTS

_DAEMON = re.compile("|".join(f"(?:{pattern})" for pattern in DAEMONS))
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])5\d\d[ -]")
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"'=|@]{1,64}@[^\s<>()\[\]:;,\"'=|@]{1,190}[\w-]")
_SIMPLE = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)
_LOOKED_AT = 6000
"""Characters of a notice's text; the reason stands at its top, the returned mail below it."""
_FLUFL_OCTETS = 300_000
_ASCII = bytes(octet if octet < 0x80 else 0x3F for octet in range(256))


def is_daemon(senders: tuple[Address, ...]) -> bool:
    """Whether a mail server's own address stands in From, or none at all."""
    if not senders:
        return False
    return all(_DAEMON.fullmatch(sender.email.partition("@")[0].lower()) for sender in senders)


def read_bounce(root: Part, content: Content, senders: tuple[Address, ...], data: bytes) -> Bounce | None:
    """What a mail says about the delivery of another; None where it says nothing of the kind.

    Args:
        root: the tree of the mail.
        content: its text.
        senders: its From addresses.
        data: the whole mail in octets, for flufl.bounce.
    """
    original = _original_id(root)
    report = next((part for part in root.walk() if part.content_type.endswith("/delivery-status")), None)
    by_server = _by_server(root, senders)
    outcomes = _outcomes(report) if report is not None and by_server else []
    if outcomes:
        return _from_report(outcomes, original)
    if not by_server and not _looks_served(root, content):
        return None
    text = " ".join(content.plain[:_LOOKED_AT].split())
    failed = root.fields.text("x-failed-recipients")
    if failed:
        recipients = tuple(_ADDRESS.findall(failed))
        return Bounce(
            recipients,
            permanent=True,
            status=_status(text),
            diagnostic=_reason(text),
            original_message_id=original,
        )
    return _from_text(root, content.plain, senders, original) or _from_collection(
        data, senders, text, original
    )


def _by_server(root: Part, senders: tuple[Address, ...]) -> bool:
    """Whether a mail server wrote it: RFC 5321, 4.5.5 gives its notices an empty reverse-path."""
    if root.content_type == "multipart/report":
        return root.parameters.get("report-type", "").lower() != "disposition-notification"
    path = root.fields.first("return-path")
    if path is not None:
        reverse = decode_text(path).strip("<> ").lower()
        if not reverse or _DAEMON.fullmatch(reverse.partition("@")[0]):
            return True
    return is_daemon(senders)


def _looks_served(root: Part, content: Content) -> bool:
    """Whether a notice has lost both signs on its way: its subject, its text and a reply code speak for it.

    A person who passes such a notice on writes a prefix before its subject.
    """
    subject = root.fields.text("subject").lower()
    if prefix_kind(subject) or not any(phrase in subject for phrase in BOUNCE_SUBJECTS):
        return False
    text = content.plain[:_LOOKED_AT]
    coded = _STATUS.search(text) or _REPLY_CODE.search(text) or "[smtp error code" in text.lower()
    return bool(coded) and any(phrase in text.lower() for phrase in BOUNCE_TEXTS)


@dataclass(slots=True)
class _Outcome:
    action: str
    status: str
    recipient: str
    diagnostic: str


def _from_report(outcomes: list[_Outcome], original: str) -> Bounce | None:
    """The per-recipient fields of RFC 3464, 2.3; a report of success is no bounce."""
    outcomes = [outcome for outcome in outcomes if outcome.action not in ("delivered", "relayed", "expanded")]
    if not outcomes:
        return None
    # A failure counts before a delay, whichever comes first.
    outcomes.sort(key=lambda outcome: outcome.action == "delayed")
    worst = outcomes[0]
    recipients = dict.fromkeys(outcome.recipient for outcome in outcomes if outcome.recipient)
    return Bounce(
        tuple(recipients),
        permanent=worst.action != "delayed" and not (worst.action == "" and worst.status.startswith("4")),
        status=worst.status,
        diagnostic=worst.diagnostic,
        original_message_id=original,
    )


def _outcomes(report: Part) -> list[_Outcome]:
    outcomes = []
    rest = report.octets()[:_FLUFL_OCTETS].replace(b"\r\n", b"\n").lstrip(b"\n")
    for group in re.split(rb"\n[ \t]*\n\s*", rest):
        fields, _end, _defects = parse_fields(group)
        status = _STATUS.search(fields.text("status"))
        recipient = _recipient(fields)
        if recipient or fields.first("action"):
            action = fields.text("action").partition(" ")[0].strip(" ;()").lower()
            outcomes.append(
                _Outcome(
                    action, status[0] if status else "", recipient, _typed(fields.text("diagnostic-code"))
                )
            )
    return outcomes


def _recipient(fields: Fields) -> str:
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        found = _ADDRESS.search(_typed(fields.text(name)))
        if found:
            return found[0]
    return ""


def _typed(text: str) -> str:
    """The value behind the type of `rfc822; anna@example.org` or `smtp; 550 …` (RFC 3464, 2.1.2)."""
    kind, semicolon, value = text.partition(";")
    return value.strip() if semicolon and " " not in kind.strip() else text


def _from_text(root: Part, plain: str, senders: tuple[Address, ...], original: str) -> Bounce | None:
    text = plain[:_LOOKED_AT].split("\n\n---", 1)[0]
    lowered = " ".join(text.lower().split())
    subject = root.fields.text("subject").lower()
    says = any(phrase in lowered for phrase in BOUNCE_TEXTS)
    delayed = any(phrase in lowered or phrase in subject for phrase in DELAY_TEXTS)
    if not (says or delayed) or not (any(p in subject for p in BOUNCE_SUBJECTS) or is_daemon(senders)):
        return None
    known = {sender.email.lower() for sender in senders}
    found = dict.fromkeys(address for address in _ADDRESS.findall(text) if address.lower() not in known)
    status = _status(lowered)
    return Bounce(
        tuple(found)[:5],
        permanent=not delayed and not status.startswith("4"),
        status=status,
        diagnostic=_reason(text),
        original_message_id=original,
    )


def _status(text: str) -> str:
    found = _STATUS.search(text)
    return found[0] if found else ""


def _reason(text: str) -> str:
    """The line with the server's reply, which people and programs look for."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return next((line[:500] for line in lines if _STATUS.search(line) or _REPLY_CODE.search(line)), "")


def _from_collection(data: bytes, senders: tuple[Address, ...], text: str, original: str) -> Bounce | None:
    """What flufl.bounce makes of it; it is loaded only here, since few mails come this far."""
    from flufl.bounce import all_failures  # noqa: PLC0415

    # Its detectors log and raise where From is odd or a field is not ASCII; they need nothing of either.
    sender = senders[0].email if senders and _SIMPLE.fullmatch(senders[0].email) else ""
    plain = f"From: {sender or 'unknown@invalid'}\n".encode() + data[:_FLUFL_OCTETS]
    plain = plain.translate(_ASCII)
    try:
        temporary, permanent = all_failures(message_from_bytes(plain))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, LookupError, RecursionError):
        # Its detectors trust the form that they look for.
        return None
    found = sorted(address.decode("utf-8", "replace") for address in permanent or temporary)
    if not found:
        return None
    return Bounce(tuple(found), bool(permanent), _status(text), _reason(text), original)


def _original_id(root: Part) -> str:
    """The Message-ID of the mail that came back (RFC 3462, 2: its third part), else the one answered."""
    for part in root.walk():
        if part.content_type == "message/rfc822" and part.parts and part is not root:
            fields = part.parts[0].fields
        elif part.content_type.endswith("/rfc822-headers"):
            fields = parse_fields(part.octets().lstrip(b"\r\n"))[0]
        else:
            continue
        found = message_ids(fields.text("message-id"))
        if found:
            return found[0]
    inside = re.search(
        rb"^>? ?Message-ID:\s*(<[^<>\s]{1,300}>)", root.octets()[-20_000:], re.IGNORECASE | re.MULTILINE
    )
    if inside and root.parts == []:
        return decode_text(inside[1])
    answered = (
        message_ids(root.fields.text("in-reply-to")) or message_ids(root.fields.text("references"))[-1:]
    )
    return answered[0] if answered else ""
