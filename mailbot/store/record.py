"""Writes a decision down: the mail's row, registrations, mails of ours and the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from mailbot.decision import Arrival, Decision, Disposition, Registration
from mailbot.envelope import Notice, OutboxState, OutgoingMessage
from mailbot.intent.model import Intent
from mailbot.message.model import Message
from mailbot.store.folding import name_key, place_of, searchable, sorting_key
from mailbot.store.schema import (
    AuditEntry,
    Mail,
    OutboxLine,
    OutboxRow,
    RawMail,
    RegistrationRow,
)

_NONE_OF_OURS = (Disposition.IGNORED, Disposition.RECORDED)
_TOLD = (
    "status", "seat", "waiting_for", "attendance", "workshop", "name", "title", "organisation", "contact",
    "phone",
)  # fmt: skip
"""What the audit trail tells of a registration before and after."""

# Built once: to put a statement together costs more than to have it done.
_ADD_MAIL = insert(Mail).returning(Mail.id)
_ADD_RAW = insert(RawMail)
_ADD_REGISTRATION = insert(RegistrationRow).returning(RegistrationRow.id)
_ADD_OUTGOING = insert(OutboxRow).returning(OutboxRow.id)
_ADD_LINE = insert(OutboxLine)
_ADD_ENTRY = insert(AuditEntry)
_FIND = select(RegistrationRow.id, *(getattr(RegistrationRow, key) for key in _TOLD)).where(
    RegistrationRow.event_id == bindparam("event"), RegistrationRow.reference == bindparam("called")
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A rendered mail of ours on its way into the outbox.

    withheld: why it waits for a person, or empty. not_before: when it may leave; None: at once.
    consent_text: the words about photo and video that it carries, or empty.
    """

    key: str
    notice: Notice
    reference: str
    references: tuple[str, ...]
    message: OutgoingMessage
    withheld: str = ""
    not_before: datetime | None = None
    consent_text: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why the ledger changes: for which event, who did it, when, and because of which mail.

    received: when the mail was received, or the telephone rang; the time that new registrations
    carry. details: what else the audit trail is to tell.
    """

    event_id: str
    actor: str
    source: str
    received: datetime
    now: datetime
    mail_id: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """What is known of a mail: its bytes, what was read from them, and what went wrong with it."""

    raw: bytes
    message: Message | None = None
    intent: Intent | None = None
    error: str = ""


def add_mail(
    connection: Connection,
    event_id: str,
    arrival: Arrival,
    decision: Decision,
    content: Content,
    now: datetime,
) -> int:
    """The mail's one row; content is kept only of registrations and held mail. Gives its id."""
    message, intent = content.message, content.intent
    ours = decision.disposition not in _NONE_OF_OURS
    sender = message.senders[0] if message and message.senders else None
    values: dict[str, Any] = {
        "digest": arrival.digest,
        "event_id": event_id,
        "received_at": arrival.received,
        "decided_at": now,
        "kind": intent.kind.value if intent else "other",
        "disposition": decision.disposition.value,
        "reason": decision.reason,
        "explanation": decision.explanation,
        "attention": bool(ours and intent and intent.attention),
        "language": intent.language if intent and ours else "",
        "error": content.error or None,
    }
    if ours:
        values |= {
            "message_id": message.message_id[:1000] if message else None,
            "sender": sender.email.lower()[:320] if sender else None,
            "sender_name": sender.name[:500] if sender else None,
            "subject": message.subject if message else None,
            "understood": understood(intent) if intent else None,
        }
    mail_id: int = connection.execute(_ADD_MAIL, values).scalar_one()
    if ours:
        connection.execute(_ADD_RAW, {"mail_id": mail_id, "data": content.raw})
    return mail_id


def record(
    connection: Connection, occasion: Occasion, decision: Decision, outgoing: Sequence[Outgoing]
) -> None:
    """Registrations, outbox and audit of one decision; the caller holds the transaction."""
    ids: dict[str, int] = {}
    moved_up = {
        line.registration.reference
        for notification in decision.notifications
        if notification.notice is Notice.PROMOTION and not notification.by_hand
        for line in notification.lines
    }
    for registration in decision.registrations:
        before = _find(connection, occasion.event_id, registration.reference)
        values = _values(registration) | {"updated_at": occasion.now}
        row_id = _write(connection, occasion, before, values)
        ids[registration.reference] = row_id
        done = (decision.disposition.value, decision.reason)
        if registration.reference in moved_up:
            # That somebody else cancelled is no part of the story of whoever got the seat.
            done = ("changed" if registration.offered else "promoted", "promoted")
        _audit(connection, occasion, done, row_id, before, values)
    for out in outgoing:
        _enqueue(connection, occasion, out, ids)
    if decision.bounced:
        connection.execute(
            update(OutboxRow)
            .where(OutboxRow.message_id == decision.bounced)
            .values(state=OutboxState.BOUNCED.value, reason="bounced")
        )


def _write(connection: Connection, occasion: Occasion, before: Any, values: dict[str, Any]) -> int:
    row = RegistrationRow
    if before is not None:
        connection.execute(update(row).where(row.id == before.id).values(**values))
        return int(before.id)
    values |= {
        "event_id": occasion.event_id,
        "mail_id": occasion.mail_id,
        "received_at": occasion.received,
        "source": occasion.source,
    }
    row_id: int = connection.execute(_ADD_REGISTRATION, values).scalar_one()
    return row_id


def _enqueue(connection: Connection, occasion: Occasion, out: Outgoing, ids: dict[str, int]) -> None:
    message = out.message
    state = OutboxState.WITHHELD if out.withheld else OutboxState.QUEUED
    values = {
        "key": out.key,
        "message_id": message.message_id,
        "event_id": occasion.event_id,
        "mail_id": occasion.mail_id,
        "notice": out.notice.value,
        "reference": out.reference,
        "mail_from": message.mail_from,
        "rcpt_to": message.rcpt_to,
        "subject": message.subject,
        "data": message.data,
        "state": state.value,
        "reason": out.withheld,
        "attempts": 0,
        "created_at": occasion.now,
        "due_at": out.not_before or occasion.now,
        "next_attempt_at": out.not_before or occasion.now,
        "consent_text": out.consent_text or None,
    }
    outbox_id = connection.execute(_ADD_OUTGOING, values).scalar_one()
    for reference in dict.fromkeys(out.references):
        row_id = ids.get(reference)
        if row_id is None:
            found = _find(connection, occasion.event_id, reference)
            row_id = found.id if found else None
        if row_id is not None:
            connection.execute(_ADD_LINE, {"outbox_id": outbox_id, "registration_id": row_id})


def _find(connection: Connection, event_id: str, reference: str) -> Any:
    return connection.execute(_FIND, {"event": event_id, "called": reference}).one_or_none()


def _values(registration: Registration) -> dict[str, Any]:
    return {
        "reference": registration.reference,
        "name": registration.name,
        "title": registration.title,
        "organisation": registration.organisation,
        "contact": registration.contact,
        "contact_name": registration.contact_name,
        "language": registration.language,
        "status": registration.status.value,
        "attendance": registration.attendance.value,
        "workshop": registration.workshop,
        "alternative": registration.alternative,
        "seat": registration.seat,
        "waiting_for": registration.waiting_for,
        "offered": registration.offered,
        "offered_until": registration.offered_until,
        "sequence": registration.sequence,
        "phone": registration.phone,
        "queue_received": registration.queue.received,
        "queue_uid": registration.queue.uid,
        "queue_ordinal": registration.queue.ordinal,
        "name_key": name_key(registration.name),
        "organisation_key": sorting_key(registration.organisation),
        "place": place_of(registration.attendance.value, registration.seat, registration.workshop),
        "search_text": searchable(
            registration.reference, registration.name, registration.organisation, registration.contact
        ),
    }


def _audit(
    connection: Connection,
    occasion: Occasion,
    done: tuple[str, str],
    registration_id: int,
    before: Any,
    after: Mapping[str, Any],
) -> None:
    action, reason = done
    entry = {
        "at": occasion.now,
        "actor": occasion.actor,
        "action": action,
        "reason": reason,
        "mail_id": occasion.mail_id,
        "registration_id": registration_id,
        "details": {
            "before": {k: getattr(before, k) for k in _TOLD} if before else None,
            "after": {k: after[k] for k in _TOLD},
        }
        | dict(occasion.details),
    }
    connection.execute(_ADD_ENTRY, entry)


def understood(intent: Intent) -> dict[str, Any]:
    """The intent as JSON, evidence and all, for the desk."""
    participants = [
        asdict(p) | {"evidence": {k: asdict(e) for k, e in p.evidence.items()}} for p in intent.participants
    ]
    return {
        "kind": intent.kind.value,
        "action": intent.action.value,
        "reason": intent.reason,
        "explanation": intent.explanation,
        "language": intent.language,
        "attention": intent.attention,
        "missing": list(intent.missing),
        "participants": participants,
    }
