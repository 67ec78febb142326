"""Personal data: everything the ledger holds of one address, and its erasure without a trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.store.counting import forget_empty
from mailbot.store.instant import Instant
from mailbot.store.schema import (
    Announcement,
    AuditEntry,
    Base,
    Mail,
    OutboxLine,
    OutboxRow,
    RawMail,
    RegistrationRow,
)


class Erasure(Base):
    """Proof that personal data was erased, without anybody's name: when, why, and how much."""

    __tablename__ = "erasures"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(100))
    cause: Mapped[str] = mapped_column(String(40))
    counts: Mapped[dict[str, int]] = mapped_column(JSON)


_CHUNK = 400
_EMPTY = ("ignored", "recorded")
"""How mails end of which no content is kept."""
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
    "disposition": "recorded",
    "reason": "erased",
}


@dataclass(frozen=True, slots=True)
class Traces:
    """Where somebody stands in the ledger: ids of rows."""

    mails: tuple[int, ...] = ()
    registrations: tuple[int, ...] = ()
    replies: tuple[int, ...] = ()


def traces_of_address(connection: Connection, address: str) -> Traces:
    """All rows about an address (lower case): their mails, whom they registered, what was written to them
    or because of them.
    """
    mails = _all(connection, select(Mail.id).where(Mail.sender == address))
    registrations = _all(connection, select(RegistrationRow.id).where(RegistrationRow.contact == address))
    own = _all(connection, select(OutboxRow.id).where(OutboxRow.rcpt_to == address))
    return Traces(mails, registrations, (*own, *_among(connection, OutboxRow.id, OutboxRow.mail_id, mails)))


def traces_of_registration(connection: Connection, event_id: str, reference: str) -> Traces:
    """All rows about one participant: also the mails that brought and changed the registration, and what
    was written about it, though they may tell of others as well.
    """
    found = connection.execute(
        select(RegistrationRow.id, RegistrationRow.mail_id).where(
            RegistrationRow.event_id == event_id, RegistrationRow.reference == reference
        )
    ).one_or_none()
    if found is None:
        return Traces()
    touched = select(AuditEntry.mail_id).where(AuditEntry.registration_id == found.id)
    mails = {found.mail_id, *_all(connection, touched)} - {None}
    replies = _all(connection, select(OutboxLine.outbox_id).where(OutboxLine.registration_id == found.id))
    return Traces(tuple(sorted(mails)), (found.id,), replies)


def traces_of_event(connection: Connection, event_id: str) -> Traces:
    """All rows about everybody who had to do with an event, whether they have an address or not."""
    return Traces(
        _all(connection, select(Mail.id).where(Mail.event_id == event_id, Mail.disposition.not_in(_EMPTY))),
        _all(connection, select(RegistrationRow.id).where(RegistrationRow.event_id == event_id)),
        _all(connection, select(OutboxRow.id).where(OutboxRow.event_id == event_id)),
    )


def held_of(connection: Connection, traces: Traces) -> dict[str, list[dict[str, Any]]]:
    """All that the ledger holds in these rows, as plain values (Art. 15 GDPR)."""
    raw = _rows(connection, RawMail, RawMail.mail_id, traces.mails)
    texts = {row["mail_id"]: row["data"] for row in raw}
    history = _rows(connection, AuditEntry, AuditEntry.mail_id, traces.mails)
    history += _rows(connection, AuditEntry, AuditEntry.registration_id, traces.registrations)
    mails = _rows(connection, Mail, Mail.id, traces.mails)
    return {
        "registrations": _rows(connection, RegistrationRow, RegistrationRow.id, traces.registrations),
        "mails": [mail | {"raw": texts.get(mail["id"])} for mail in mails],
        "replies": _rows(connection, OutboxRow, OutboxRow.id, tuple(sorted(set(traces.replies)))),
        "history": [*{entry["id"]: entry for entry in history}.values()],
    }


def addresses(connection: Connection, event_id: str) -> list[str]:
    """Everybody's address of whom the ledger holds anything about this event."""
    contacts = select(RegistrationRow.contact).where(RegistrationRow.event_id == event_id)
    senders = select(Mail.sender).where(Mail.event_id == event_id, Mail.sender.is_not(None))
    recipients = select(OutboxRow.rcpt_to).where(OutboxRow.event_id == event_id)
    found = connection.execute(contacts.union(senders, recipients)).scalars()
    return sorted({address for address in found if address})


def erase(connection: Connection, traces: Traces) -> dict[str, int]:
    """Erases these rows from every table; gives how much there was, by kind.

    A mail's row stays without content, so that the mail is not taken for a new one if it is still
    in the mailbox.
    """
    counts = {
        "history": _delete(connection, AuditEntry, AuditEntry.mail_id, traces.mails)
        + _delete(connection, AuditEntry, AuditEntry.registration_id, traces.registrations),
        "raw_mails": _delete(connection, RawMail, RawMail.mail_id, traces.mails),
    }
    _delete(connection, OutboxLine, OutboxLine.outbox_id, traces.replies)
    _delete(connection, OutboxLine, OutboxLine.registration_id, traces.registrations)
    counts["replies"] = _delete(connection, OutboxRow, OutboxRow.id, traces.replies)
    counts["registrations"] = _delete(connection, RegistrationRow, RegistrationRow.id, traces.registrations)
    forget_empty(connection)
    kept = 0
    for start in range(0, len(traces.mails), _CHUNK):
        chunk = traces.mails[start : start + _CHUNK]
        kept += connection.execute(
            update(Mail).where(Mail.id.in_(chunk), Mail.reason != "erased").values(**_FORGOTTEN)
        ).rowcount
    return counts | {"mails": kept}


def erase_announcements(connection: Connection, event_id: str) -> int:
    """Erases what organisers wrote to many, since it may name people; gives how many there were."""
    return connection.execute(delete(Announcement).where(Announcement.event_id == event_id)).rowcount


def note_erasure(
    connection: Connection, cause: str, actor: str, counts: dict[str, int], now: datetime
) -> None:
    """The proof: when, why, how much; nobody's name or address."""
    connection.execute(insert(Erasure).values(at=now, actor=actor, cause=cause, counts=counts))


def erasures(connection: Connection) -> list[dict[str, Any]]:
    """All proofs of erasure, oldest first."""
    return _plain(connection, select(*Erasure.__table__.columns).order_by(Erasure.id))


def _all(connection: Connection, query: Any) -> tuple[int, ...]:
    return tuple(connection.execute(query).scalars())


def _among(connection: Connection, wanted: Any, column: Any, values: Sequence[int]) -> tuple[int, ...]:
    """The `wanted` column of the rows whose `column` is one of `values`."""
    found: list[int] = []
    for start in range(0, len(values), _CHUNK):
        chunk = values[start : start + _CHUNK]
        found += connection.execute(select(wanted).where(column.in_(chunk))).scalars()
    return tuple(found)


def _rows(connection: Connection, table: Any, column: Any, values: Sequence[int]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for start in range(0, len(values), _CHUNK):
        chunk = values[start : start + _CHUNK]
        found += _plain(connection, select(*table.__table__.columns).where(column.in_(chunk)))
    return found


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
