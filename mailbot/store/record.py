"""Writes a decision down: the mail's row, registrations, mails of ours and the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from mailbot.decision import Arrival, Decision, Disposition, Registration
from mailbot.envelope import Notice, OutboxState, OutgoingMessage
from mailbot.intent.model import Intent
from mailbot.message.model import Message
from mailbot.store.schema import (
    AuditEntry,
    Mail,
    OutboxLine,
    OutboxRow,
    RawMail,
    RegistrationRow,
)

_NONE_OF_OURS = (Disposition.IGNORED, Disposition.RECORDED)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A rendered mail of ours on its way into the outbox. withheld: why it waits, or empty."""

    key: str
    notice: Notice
    reference: str
    references: tuple[str, ...]
    message: OutgoingMessage
    withheld: str = ""


def add_mail(
    connection: Connection,
    event_id: str,
    arrival: Arrival,
    decision: Decision,
    message: Message | None,
    intent: Intent | None,
    raw: bytes,
    now: datetime,
    error: str = "",
) -> int:
    """The mail's one row; content is kept only of registrations and held mail. Gives its id."""
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
        "error": error or None,
    }
    if ours:
        values |= {
            "message_id": message.message_id[:1000] if message else None,
            "sender": sender.email.lower()[:320] if sender else None,
            "sender_name": sender.name[:500] if sender else None,
            "subject": message.subject if message else None,
            "understood": _understood(intent) if intent else None,
        }
    mail_id: int = connection.execute(insert(Mail).values(**values).returning(Mail.id)).scalar_one()
    if ours:
        connection.execute(insert(RawMail).values(mail_id=mail_id, data=raw))
    return mail_id


def record(
    connection: Connection,
    event_id: str,
    decision: Decision,
    outgoing: Sequence[Outgoing],
    *,
    mail_id: int | None,
    actor: str,
    source: str,
    received: datetime,
    consent_text: str,
    now: datetime,
) -> None:
    """Registrations, outbox and audit of one decision; the caller holds the transaction."""
    ids = {}
    told = {ref for out in outgoing if out.notice is not Notice.QUESTION for ref in out.references}
    for registration in decision.registrations:
        before = _find(connection, event_id, registration.reference)
        values = _values(registration) | {"updated_at": now}
        if consent_text and registration.reference in told:
            values |= {"consent_text": consent_text, "consent_sent_at": now}
        if before is None:
            values |= {"event_id": event_id, "mail_id": mail_id, "received_at": received, "source": source}
            row_id = connection.execute(
                insert(RegistrationRow).values(**values).returning(RegistrationRow.id)
            ).scalar_one()
        else:
            row_id = before.id
            connection.execute(update(RegistrationRow).where(RegistrationRow.id == row_id).values(**values))
        ids[registration.reference] = row_id
        _audit(connection, now, actor, decision, mail_id, row_id, before, registration)
    for out in outgoing:
        _enqueue(connection, event_id, out, mail_id, ids, now)
    if decision.bounced:
        connection.execute(
            update(OutboxRow)
            .where(OutboxRow.message_id == decision.bounced)
            .values(state=OutboxState.BOUNCED.value, reason="bounced")
        )


def _enqueue(
    connection: Connection,
    event_id: str,
    out: Outgoing,
    mail_id: int | None,
    ids: dict[str, int],
    now: datetime,
) -> None:
    message = out.message
    state = OutboxState.WITHHELD if out.withheld else OutboxState.QUEUED
    outbox_id = connection.execute(
        insert(OutboxRow)
        .values(
            key=out.key,
            message_id=message.message_id,
            event_id=event_id,
            mail_id=mail_id,
            notice=out.notice.value,
            reference=out.reference,
            mail_from=message.mail_from,
            rcpt_to=message.rcpt_to,
            subject=message.subject,
            data=message.data,
            state=state.value,
            reason=out.withheld,
            attempts=0,
            created_at=now,
            next_attempt_at=now,
        )
        .returning(OutboxRow.id)
    ).scalar_one()
    for reference in dict.fromkeys(out.references):
        row_id = ids.get(reference)
        if row_id is None:
            found = _find(connection, event_id, reference)
            row_id = found.id if found else None
        if row_id is not None:
            connection.execute(insert(OutboxLine).values(outbox_id=outbox_id, registration_id=row_id))


def _find(connection: Connection, event_id: str, reference: str) -> Any:
    row = RegistrationRow
    return connection.execute(
        select(row.id, row.status, row.seat, row.waiting_for, row.attendance, row.workshop, row.name).where(
            row.event_id == event_id, row.reference == reference
        )
    ).one_or_none()


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
        "queue_received": registration.queue.received,
        "queue_uid": registration.queue.uid,
        "queue_ordinal": registration.queue.ordinal,
    }


def _audit(
    connection: Connection,
    now: datetime,
    actor: str,
    decision: Decision,
    mail_id: int | None,
    registration_id: int,
    before: Any,
    after: Registration,
) -> None:
    keys = ("status", "seat", "waiting_for", "attendance", "workshop", "name")
    values = _values(after)
    connection.execute(
        insert(AuditEntry).values(
            at=now,
            actor=actor,
            action=decision.disposition.value,
            reason=decision.reason,
            mail_id=mail_id,
            registration_id=registration_id,
            details={
                "before": {k: getattr(before, k) for k in keys} if before else None,
                "after": {k: values[k] for k in keys},
            },
        )
    )


def _understood(intent: Intent) -> dict[str, Any]:
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
