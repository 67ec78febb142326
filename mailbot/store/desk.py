"""What organisers act on: mails with their content, registrations by reference, and who did what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from mailbot.decision import Arrival, Decision, Disposition, Registration
from mailbot.envelope import Status
from mailbot.store.filing import file_as
from mailbot.store.schema import AuditEntry, Location, Mail, RawMail, RegistrationRow
from mailbot.store.snapshot import registrations_query, to_registration

R = RegistrationRow


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A mail as the ledger has it. raw: its bytes, None where none are kept. understood: what was
    read from it, as JSON.
    """

    id: int
    event_id: str
    arrival: Arrival
    kind: str
    disposition: Disposition
    reason: str
    language: str
    understood: Mapping[str, Any] | None
    raw: bytes | None


@dataclass(frozen=True, slots=True)
class Trail:
    """The last thing that was done: who, what, why, when."""

    actor: str
    action: str
    reason: str
    at: datetime


def stored_mail(connection: Connection, event_id: str, mail_id: int) -> StoredMail | None:
    """The mail with this id, if it belongs to this event."""
    row = connection.execute(
        select(Mail, RawMail.data)
        .with_only_columns(*Mail.__table__.columns, RawMail.data)
        .join(RawMail, RawMail.mail_id == Mail.id, isouter=True)
        .where(Mail.id == mail_id, Mail.event_id == event_id)
    ).one_or_none()
    if row is None:
        return None
    places = select(Location.uid).where(Location.mail_id == mail_id)
    uid = connection.execute(places.order_by(Location.mailbox_id, Location.uid).limit(1)).scalar() or 0
    return StoredMail(
        id=row.id,
        event_id=row.event_id,
        arrival=Arrival(row.received_at, uid, row.digest),
        kind=row.kind,
        disposition=Disposition(row.disposition),
        reason=row.reason,
        language=row.language,
        understood=row.understood,
        raw=row.data,
    )


def registrations_of_mail(connection: Connection, mail_id: int) -> tuple[Registration, ...]:
    """The registrations that a mail brought, in its order, whatever has become of them."""
    query = registrations_query(R.mail_id == mail_id).order_by(R.queue_ordinal, R.id)
    return tuple(to_registration(row) for row in connection.execute(query))


def registrations_called(
    connection: Connection, event_id: str, references: Sequence[str]
) -> tuple[Registration, ...]:
    """The registrations with these references, in the order asked for; unknown ones are left out."""
    query = registrations_query(R.event_id == event_id, R.reference.in_(list(references)))
    found = {row.reference: to_registration(row) for row in connection.execute(query)}
    return tuple(found[reference] for reference in dict.fromkeys(references) if reference in found)


def mails_of(
    connection: Connection, event_id: str, references: Collection[str]
) -> dict[str, tuple[int, Disposition, str, str]]:
    """By reference, the mail that brought it: id, disposition, Message-ID and subject."""
    rows = connection.execute(
        select(R.reference, Mail.id, Mail.disposition, Mail.message_id, Mail.subject)
        .join(Mail, Mail.id == R.mail_id)
        .where(R.event_id == event_id, R.reference.in_(list(references)))
    )
    return {
        row.reference: (row.id, Disposition(row.disposition), row.message_id or "", row.subject or "")
        for row in rows
    }


def next_ordinal(connection: Connection, event_id: str, received: datetime) -> int:
    """The next place among those that a clerk entered with the same time of receipt, from 1."""
    last = select(func.max(R.queue_ordinal)).where(
        R.event_id == event_id, R.queue_received == received, R.queue_uid == 0
    )
    return (connection.execute(last).scalar() or 0) + 1


def last_entry(connection: Connection) -> int:
    """The number of the newest entry of the audit trail: different for each action."""
    return connection.execute(select(func.max(AuditEntry.id))).scalar() or 0


def trail_of_mail(connection: Connection, mail_id: int) -> Trail | None:
    """Who closed a mail by hand."""
    return _trail(connection, AuditEntry.mail_id == mail_id, AuditEntry.registration_id.is_(None))


def trail_of_registration(connection: Connection, event_id: str, reference: str) -> Trail | None:
    """What was last done to a registration."""
    found = select(R.id).where(R.event_id == event_id, R.reference == reference).scalar_subquery()
    return _trail(connection, AuditEntry.registration_id == found)


def note(
    connection: Connection,
    trail: Trail,
    details: Mapping[str, Any],
    *,
    mail_id: int | None = None,
    registration_id: int | None = None,
) -> None:
    """An entry of the audit trail about a mail, or about a mail of ours."""
    connection.execute(
        insert(AuditEntry).values(
            at=trail.at,
            actor=trail.actor,
            action=trail.action,
            reason=trail.reason,
            mail_id=mail_id,
            registration_id=registration_id,
            details=dict(details),
        )
    )


def close_mail(
    connection: Connection, mail: StoredMail, decision: Decision, actor: str, filing: str, now: datetime
) -> None:
    """A mail that waited ends as decided, and is filed anew if that is still to be done."""
    connection.execute(
        update(Mail)
        .where(Mail.id == mail.id)
        .values(
            disposition=decision.disposition.value,
            reason=decision.reason,
            explanation=decision.explanation,
            decided_at=now,
        )
    )
    file_as(connection, mail.id, filing)
    states = {
        "before": {"disposition": mail.disposition.value, "reason": mail.reason},
        "after": {"disposition": decision.disposition.value, "reason": decision.reason},
    }
    note(connection, Trail(actor, decision.disposition.value, decision.reason, now), states, mail_id=mail.id)


def known_sender(connection: Connection, mail: StoredMail) -> bool:
    """Whether the sender of a mail has a registration beside those held with it."""
    sender = select(Mail.sender).where(Mail.id == mail.id).scalar_subquery()
    others = select(func.count()).where(
        R.event_id == mail.event_id,
        R.contact == sender,
        (R.mail_id != mail.id) | R.mail_id.is_(None) | (R.status != Status.HELD.value),
    )
    return bool(connection.execute(others).scalar_one())


def _trail(connection: Connection, *where: Any) -> Trail | None:
    entry = AuditEntry
    row = connection.execute(
        select(entry.actor, entry.action, entry.reason, entry.at)
        .where(*where)
        .order_by(entry.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Trail(row.actor, row.action, row.reason, row.at)
