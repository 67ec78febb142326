"""Mails of ours in the hands of organisers: withheld ones are released or rewritten, failed ones retried."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from mailbot.envelope import Notice, OutboxState, OutgoingMessage
from mailbot.store.desk import Trail
from mailbot.store.schema import AuditEntry, OutboxLine, OutboxRow, RegistrationRow

O = OutboxRow  # noqa: E741 - the table that every line below is about
R = RegistrationRow
_DROPPED = "dropped"
_NO_REPLIES = (Notice.REMINDER, Notice.ANNOUNCEMENT, Notice.DIGEST, Notice.ALARM)


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """A mail of ours. references: the registrations that it tells of; outdated: one of them has
    changed since it was written. registration_id: of the first of them. consent_text: see Outgoing.
    """

    id: int
    key: str
    notice: Notice
    reference: str
    references: tuple[str, ...]
    state: OutboxState
    reason: str
    mail_id: int | None
    registration_id: int | None
    outdated: bool
    message: OutgoingMessage
    consent_text: str


def outbox_items(connection: Connection, event_id: str, ids: Collection[int]) -> tuple[OutboxItem, ...]:
    """The mails of ours with these ids, as far as there are any, oldest first."""
    return _items(connection, O.event_id == event_id, O.id.in_(list(ids)))


def withheld_items(connection: Connection, event_id: str) -> tuple[OutboxItem, ...]:
    """Everything that waits for approval, oldest first."""
    return _items(connection, O.event_id == event_id, O.state == OutboxState.WITHHELD.value)


def last_notice(connection: Connection, event_id: str, reference: str) -> OutboxItem | None:
    """The last mail that told how this registration stands; reminders and the like left out."""
    about = (
        select(OutboxLine.outbox_id)
        .join(R, R.id == OutboxLine.registration_id)
        .where(R.event_id == event_id, R.reference == reference)
    )
    replies = O.notice.not_in([notice.value for notice in _NO_REPLIES])
    found = connection.execute(
        select(O.id).where(O.id.in_(about), replies).order_by(O.id.desc()).limit(1)
    ).scalar_one_or_none()
    return None if found is None else outbox_items(connection, event_id, [found])[0]


def queue_again(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    """These leave with the next run, as if they had just been written."""
    connection.execute(
        update(O)
        .where(O.id.in_(list(ids)))
        .values(
            state=OutboxState.QUEUED.value,
            reason="",
            attempts=0,
            due_at=now,
            next_attempt_at=now,
            claimed_until=None,
        )
    )


def drop_items(connection: Connection, ids: Sequence[int]) -> None:
    """These are never sent: they go, and what was asked in them counts as never asked."""
    connection.execute(delete(OutboxLine).where(OutboxLine.outbox_id.in_(list(ids))))
    connection.execute(delete(O).where(O.id.in_(list(ids))))


def rewrite_item(connection: Connection, outbox_id: int, message: OutgoingMessage) -> None:
    """Other words for a mail of ours that has not left; what it said of consent went with the old ones."""
    words = {"subject": message.subject, "data": message.data, "consent_text": None}
    connection.execute(update(O).where(O.id == outbox_id).values(**words))


def trail_of_item(connection: Connection, outbox_id: int, event_id: str) -> Trail | None:
    """Who last did something with this mail of ours about this event; also after it was dropped."""
    event = connection.execute(select(O.event_id).where(O.id == outbox_id)).scalar()
    if event not in (None, event_id):
        return None
    rows = connection.execute(
        select(AuditEntry.actor, AuditEntry.action, AuditEntry.reason, AuditEntry.at, AuditEntry.details)
        .where(AuditEntry.action.in_(("released", _DROPPED, "rewritten", "retried")))
        .order_by(AuditEntry.id.desc())
    )
    for row in rows:
        details = row.details or {}
        if details.get("outbox_id") == outbox_id:
            if details.get("kept", {}).get("event_id", event_id) != event_id:
                return None
            return Trail(row.actor, row.action, row.reason, row.at)
    return None


def _items(connection: Connection, *where: Any) -> tuple[OutboxItem, ...]:
    rows = connection.execute(
        select(
            O.id, O.key, O.notice, O.reference, O.state, O.reason, O.mail_id, O.created_at,
            O.message_id, O.mail_from, O.rcpt_to, O.subject, O.data, O.consent_text,
        ).where(*where).order_by(O.id)
    ).all()  # fmt: skip
    lines: dict[int, list[Any]] = {}
    told = connection.execute(
        select(OutboxLine.outbox_id, R.id, R.reference, R.updated_at)
        .join(R, R.id == OutboxLine.registration_id)
        .where(OutboxLine.outbox_id.in_([row.id for row in rows]))
        .order_by(R.queue_ordinal, R.id)
    )
    for line in told:
        lines.setdefault(line.outbox_id, []).append(line)
    return tuple(
        OutboxItem(
            id=row.id,
            key=row.key,
            notice=Notice(row.notice),
            reference=row.reference,
            references=tuple(line.reference for line in lines.get(row.id, [])),
            state=OutboxState(row.state),
            reason=row.reason,
            mail_id=row.mail_id,
            registration_id=lines[row.id][0].id if row.id in lines else None,
            outdated=any(line.updated_at > row.created_at for line in lines.get(row.id, [])),
            message=OutgoingMessage(row.message_id, row.mail_from, row.rcpt_to, row.subject, row.data),
            consent_text=row.consent_text or "",
        )
        for row in rows
    )
