"""Personal data: everything the ledger holds of one address, and its erasure without a trace."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from mailbot.store.schema import (
    AuditEntry,
    Erasure,
    Mail,
    OutboxLine,
    OutboxRow,
    RawMail,
    RegistrationRow,
)

_CHUNK = 400
_FORGOTTEN = {
    "message_id": None,
    "sender": None,
    "sender_name": None,
    "subject": None,
    "understood": None,
    "error": None,
    "explanation": "",
    "language": "",
    "attention": False,
    "reason": "erased",
}


def held_of(connection: Connection, address: str) -> dict[str, list[dict[str, Any]]]:
    """All that the ledger holds of an address (lower case), as plain values (Art. 15 GDPR)."""
    mails = _plain(connection, select(*Mail.__table__.columns).where(Mail.sender == address))
    registrations = _plain(
        connection, select(*RegistrationRow.__table__.columns).where(RegistrationRow.contact == address)
    )
    replies = _plain(connection, select(*OutboxRow.__table__.columns).where(OutboxRow.rcpt_to == address))
    raw = connection.execute(
        select(RawMail.mail_id, RawMail.data).where(RawMail.mail_id.in_([m["id"] for m in mails]))
    )
    texts = {row.mail_id: row.data.decode("utf-8", "replace") for row in raw}
    entries = _plain(
        connection,
        select(*AuditEntry.__table__.columns).where(_audit_of(_ids(mails), _ids(registrations))),
    )
    for mail in mails:
        mail["raw"] = texts.get(mail["id"])
    return {"registrations": registrations, "mails": mails, "replies": replies, "history": entries}


def addresses(connection: Connection, event_id: str) -> list[str]:
    """Everybody's address of whom the ledger holds anything about this event."""
    contacts = select(RegistrationRow.contact).where(RegistrationRow.event_id == event_id)
    senders = select(Mail.sender).where(Mail.event_id == event_id, Mail.sender.is_not(None))
    recipients = select(OutboxRow.rcpt_to).where(OutboxRow.event_id == event_id)
    found = connection.execute(contacts.union(senders, recipients)).scalars()
    return sorted({address for address in found if address})


def erase(connection: Connection, address: str) -> dict[str, int]:
    """Erases an address (lower case) from every table; gives how much there was.

    A mail's row stays without content, so that the mail is not taken for a new one if it is still
    in the mailbox.
    """
    mail_ids = list(connection.execute(select(Mail.id).where(Mail.sender == address)).scalars())
    rows = list(
        connection.execute(select(RegistrationRow.id).where(RegistrationRow.contact == address)).scalars()
    )
    outbox_ids = list(
        connection.execute(
            select(OutboxRow.id).where(or_(OutboxRow.rcpt_to == address, OutboxRow.mail_id.in_(mail_ids)))
        ).scalars()
    )
    counts = {
        "history": _delete(connection, AuditEntry, AuditEntry.mail_id, mail_ids)
        + _delete(connection, AuditEntry, AuditEntry.registration_id, rows),
        "raw_mails": _delete(connection, RawMail, RawMail.mail_id, mail_ids),
    }
    _delete(connection, OutboxLine, OutboxLine.outbox_id, outbox_ids)
    _delete(connection, OutboxLine, OutboxLine.registration_id, rows)
    counts["replies"] = _delete(connection, OutboxRow, OutboxRow.id, outbox_ids)
    counts["registrations"] = _delete(connection, RegistrationRow, RegistrationRow.id, rows)
    for start in range(0, len(mail_ids), _CHUNK):
        connection.execute(
            update(Mail).where(Mail.id.in_(mail_ids[start : start + _CHUNK])).values(**_FORGOTTEN)
        )
    return counts | {"mails": len(mail_ids)}


def note_erasure(
    connection: Connection, cause: str, actor: str, counts: dict[str, int], now: datetime
) -> None:
    """The proof: when, why, how much; nobody's name or address."""
    connection.execute(insert(Erasure).values(at=now, actor=actor, cause=cause, counts=counts))


def erasures(connection: Connection) -> list[dict[str, Any]]:
    """All proofs of erasure, oldest first."""
    return _plain(connection, select(*Erasure.__table__.columns).order_by(Erasure.id))


def anything_of(connection: Connection, address: str) -> int:
    """How many rows still carry an address; zero after an erasure."""
    tables = (
        select(func.count()).where(RegistrationRow.contact == address),
        select(func.count()).where(Mail.sender == address),
        select(func.count()).where(OutboxRow.rcpt_to == address),
    )
    return sum(connection.execute(query).scalar_one() for query in tables)


def _audit_of(mail_ids: Sequence[int], registration_ids: Sequence[int]) -> ColumnElement[bool]:
    return or_(AuditEntry.mail_id.in_(mail_ids), AuditEntry.registration_id.in_(registration_ids))


def _ids(rows: Collection[dict[str, Any]]) -> list[int]:
    return [row["id"] for row in rows]


def _plain(connection: Connection, query: Any) -> list[dict[str, Any]]:
    rows = connection.execute(query).mappings()
    return [
        {k: v.decode("utf-8", "replace") if isinstance(v, bytes) else v for k, v in row.items()}
        for row in rows
    ]


def _delete(connection: Connection, table: Any, column: Any, values: Sequence[int]) -> int:
    count = 0
    for start in range(0, len(values), _CHUNK):
        count += connection.execute(delete(table).where(column.in_(values[start : start + _CHUNK]))).rowcount
    return count
