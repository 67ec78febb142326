"""The whole story of a mail or of a registration: what came, what was done, why, and what was said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, or_, select

from mailbot.store.desk import registrations_of_mail
from mailbot.store.schema import AuditEntry, Location, Mail, Mailbox, OutboxLine, OutboxRow, RegistrationRow
from mailbot.store.snapshot import positions, to_registration

Row = dict[str, Any]
R = RegistrationRow
_CONVERSATION = 20
_REPLY = (
    OutboxRow.id, OutboxRow.created_at, OutboxRow.notice, OutboxRow.rcpt_to, OutboxRow.subject,
    OutboxRow.state, OutboxRow.reason, OutboxRow.attempts, OutboxRow.sent_at, OutboxRow.reply_code,
    OutboxRow.reply_text, OutboxRow.message_id,
)  # fmt: skip
_ENTRY = (
    AuditEntry.at, AuditEntry.actor, AuditEntry.action, AuditEntry.reason, AuditEntry.mail_id,
    AuditEntry.details, R.reference,
)  # fmt: skip
_MAIL = (
    Mail.id, Mail.received_at, Mail.decided_at, Mail.sender, Mail.sender_name, Mail.subject, Mail.kind,
    Mail.disposition, Mail.reason, Mail.explanation, Mail.attention, Mail.language, Mail.error,
    Mail.message_id,
)  # fmt: skip


def story_of_mail(connection: Connection, event_id: str, mail_id: int) -> Row | None:
    """A mail: what it was, what was understood, what became of it, our replies, who did what.

    `conversation`: the other mails of the same sender, oldest first, the last ones if there are many.
    """
    row = connection.execute(
        select(*_MAIL, Mail.understood).where(Mail.id == mail_id, Mail.event_id == event_id)
    ).one_or_none()
    if row is None:
        return None
    places = connection.execute(
        select(Mailbox.folder, Location.uid, Location.filing)
        .join(Mailbox, Mailbox.id == Location.mailbox_id)
        .where(Location.mail_id == mail_id)
        .order_by(Location.mailbox_id, Location.uid)
    )
    others = connection.execute(
        select(*_MAIL)
        .where(Mail.event_id == event_id, Mail.sender == row.sender, Mail.id != mail_id)
        .order_by(Mail.received_at.desc(), Mail.id.desc())
        .limit(_CONVERSATION)
    )
    return _plain(row) | {
        "conversation": [_plain(other) for other in reversed(others.all())],
        "places": [_plain(place) for place in places],
        "registrations": [
            {"reference": r.reference, "name": r.name, "status": r.status.value}
            for r in registrations_of_mail(connection, mail_id)
        ],
        "replies": _replies(connection, OutboxRow.mail_id == mail_id),
        "history": _entries(connection, AuditEntry.mail_id == mail_id),
    }


def story_of_registration(connection: Connection, event_id: str, reference: str) -> Row | None:
    """A registration: how it stands, the mails that made and changed it, what was said of it."""
    row = connection.execute(
        select(*R.__table__.columns).where(R.event_id == event_id, R.reference == reference)
    ).one_or_none()
    if row is None:
        return None
    registration = to_registration(row)
    waits = registration.live and registration.waiting_for is not None
    touched = select(AuditEntry.mail_id).where(AuditEntry.registration_id == row.id)
    mails = connection.execute(
        select(*_MAIL)
        .where(or_(Mail.id == row.mail_id, Mail.id.in_(touched)))
        .order_by(Mail.received_at, Mail.id)
    )
    told = select(OutboxLine.outbox_id).where(OutboxLine.registration_id == row.id)
    hidden = ("id", "event_id")
    return {k: v for k, v in _plain(row).items() if k not in hidden} | {
        "position": positions(connection, event_id, [registration] if waits else []).get(reference),
        "mails": [_plain(mail) for mail in mails],
        "replies": _replies(connection, OutboxRow.id.in_(told)),
        "history": _entries(connection, AuditEntry.registration_id == row.id),
    }


def _replies(connection: Connection, *where: Any) -> list[Row]:
    rows = connection.execute(select(*_REPLY).where(*where).order_by(OutboxRow.id))
    return [_plain(row) for row in rows]


def _entries(connection: Connection, *where: Any) -> list[Row]:
    rows = connection.execute(
        select(*_ENTRY)
        .join(R, R.id == AuditEntry.registration_id, isouter=True)
        .where(*where)
        .order_by(AuditEntry.id)
    )
    return [_plain(row) for row in rows]


def _plain(row: Any) -> Row:
    return dict(row._asdict())
