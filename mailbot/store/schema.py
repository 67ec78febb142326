"""The tables: what is remembered, with the constraints that keep it true."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from mailbot.store.instant import Instant

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Carries the names of constraints, so that migrations can speak of them on SQLite."""

    metadata = MetaData(naming_convention=NAMING)


class Mailbox(Base):
    """A folder of an account in one incarnation (UIDVALIDITY), how far it has been read, and its proof."""

    __tablename__ = "mailboxes"
    __table_args__ = (UniqueConstraint("account", "folder", "uidvalidity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(320))
    folder: Mapped[str] = mapped_column(String(500))
    uidvalidity: Mapped[int] = mapped_column(BigInteger)
    last_uid: Mapped[int] = mapped_column(BigInteger, default=0)
    first_run_at: Mapped[datetime] = mapped_column(Instant)
    contact_at: Mapped[datetime | None] = mapped_column(Instant)
    proof: Mapped[dict[str, int] | None] = mapped_column(JSON)


class Mail(Base):
    """A mail and what became of it; of one that is none of ours no content is kept. `digest` names the
    content over re-deliveries, so the same mail again is the same row.
    """

    __tablename__ = "mails"
    __table_args__ = (
        Index("ix_mails_disposition_received", "disposition", "received_at"),
        Index("ix_mails_received_at", "received_at"),
        Index("ix_mails_message_id", "message_id"),
        Index("ix_mails_waiting", "event_id", "disposition", "received_at", "id"),
        Index("ix_mails_decided", "event_id", "decided_at", "disposition"),
        Index("ix_mails_reason", "event_id", "reason", "decided_at"),
        Index("ix_mails_sender", "event_id", "sender", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    event_id: Mapped[str] = mapped_column(String(100))
    received_at: Mapped[datetime] = mapped_column(Instant)
    decided_at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(20))
    disposition: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(60))
    explanation: Mapped[str] = mapped_column(Text, default="")
    attention: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(10), default="")
    message_id: Mapped[str | None] = mapped_column(String(1000))
    sender: Mapped[str | None] = mapped_column(String(320))
    sender_name: Mapped[str | None] = mapped_column(String(500))
    subject: Mapped[str | None] = mapped_column(Text)
    understood: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    error: Mapped[str | None] = mapped_column(Text)


class Location(Base):
    """Where a mail was seen: one row for each UID of each mailbox, the proof that none was missed."""

    __tablename__ = "locations"
    __table_args__ = (
        Index("ix_locations_to_file", "mailbox_id", "filing", "uid"),
        Index("ix_locations_mail_id", "mail_id"),
    )

    mailbox_id: Mapped[int] = mapped_column(ForeignKey("mailboxes.id"), primary_key=True)
    uid: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    mail_id: Mapped[int] = mapped_column(ForeignKey("mails.id"))
    filing: Mapped[str] = mapped_column(String(10), default="none")


class RawMail(Base):
    """The bytes of a mail as it came, for registrations and held mail only."""

    __tablename__ = "raw_mails"

    mail_id: Mapped[int] = mapped_column(ForeignKey("mails.id"), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class RegistrationRow(Base):
    """One participant; see `decision.Registration` for the meaning of the columns they share.
    `present_at`, `present_by`: when they were ticked off on the day, and by whom. `name_key` and what
    follows it: what they are sorted and searched by (`store.folding`).
    """

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("event_id", "reference"),
        Index("ix_registrations_contact", "event_id", "contact"),
        Index("ix_registrations_seats", "event_id", "status", "attendance", "seat"),
        Index("ix_registrations_offered", "event_id", "offered_until"),
        Index(
            "ix_registrations_waiting",
            "event_id",
            "waiting_for",
            "queue_received",
            "queue_uid",
            "queue_ordinal",
            "status",
        ),
        Index("ix_registrations_mail_id", "mail_id"),
        Index("ix_registrations_order", "event_id", "received_at", "id"),
        Index("ix_registrations_present", "event_id", "present_at"),
        Index("ix_registrations_name", "event_id", "name_key", "id"),
        Index("ix_registrations_organisation", "event_id", "organisation_key", "id"),
        Index("ix_registrations_place", "event_id", "place", "received_at", "id"),
        Index("ix_registrations_status", "event_id", "status", "received_at", "id"),
        Index("ix_registrations_source", "event_id", "source", "received_at", "id"),
        Index("ix_registrations_attendance", "event_id", "attendance", "received_at", "id"),
        Index("ix_registrations_search", "event_id", "search_text", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(String(100))
    reference: Mapped[str] = mapped_column(String(20))
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mails.id"))
    name: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text, default="")
    organisation: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(String(320))
    contact_name: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(10), default="")
    status: Mapped[str] = mapped_column(String(20))
    attendance: Mapped[str] = mapped_column(String(20))
    workshop: Mapped[str | None] = mapped_column(String(100))
    alternative: Mapped[str | None] = mapped_column(String(100))
    seat: Mapped[str | None] = mapped_column(String(100))
    waiting_for: Mapped[str | None] = mapped_column(String(100))
    offered: Mapped[str | None] = mapped_column(String(100))
    offered_until: Mapped[datetime | None] = mapped_column(Instant)
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    queue_received: Mapped[datetime] = mapped_column(Instant)
    queue_uid: Mapped[int] = mapped_column(BigInteger)
    queue_ordinal: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    source: Mapped[str] = mapped_column(String(20), default="mail")
    phone: Mapped[str] = mapped_column(String(100), default="", server_default="")
    consent_text: Mapped[str | None] = mapped_column(Text)
    consent_sent_at: Mapped[datetime | None] = mapped_column(Instant)
    present_at: Mapped[datetime | None] = mapped_column(Instant)
    present_by: Mapped[str | None] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(String(200), default="", server_default="")
    organisation_key: Mapped[str] = mapped_column(String(200), default="", server_default="")
    place: Mapped[str] = mapped_column(String(100), default="", server_default="")
    search_text: Mapped[str] = mapped_column(String(500), default="", server_default="")


class OutboxRow(Base):
    """A mail of ours, rendered, and how far it has come; `key` makes a second copy impossible.
    `due_at`: when it was first to leave, however often it was put off since. `claimed_by`: the number of the
    worker that sends it or did (`store.lease`). `consent_text`: the words
    about photo and video that it carries, told once it is sent.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "event_id", "state", "next_attempt_at", "id"),
        Index("ix_outbox_rcpt", "rcpt_to", "created_at"),
        Index("ix_outbox_created_at", "created_at", "state", "notice"),
        Index("ix_outbox_mail_id", "mail_id"),
        Index("ix_outbox_states", "event_id", "state", "id"),
        Index("ix_outbox_event", "event_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    message_id: Mapped[str] = mapped_column(String(400), unique=True)
    event_id: Mapped[str] = mapped_column(String(100))
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mails.id"))
    notice: Mapped[str] = mapped_column(String(20))
    reference: Mapped[str] = mapped_column(String(20), default="")
    mail_from: Mapped[str] = mapped_column(String(320))
    rcpt_to: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(Text)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(60), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    next_attempt_at: Mapped[datetime | None] = mapped_column(Instant)
    claimed_until: Mapped[datetime | None] = mapped_column(Instant)
    claimed_by: Mapped[int | None] = mapped_column(BigInteger)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    reply_code: Mapped[int | None]
    reply_text: Mapped[str | None] = mapped_column(Text)
    consent_text: Mapped[str | None] = mapped_column(Text)


class OutboxLine(Base):
    """Which registrations a mail of ours tells of, so that answers to it find them."""

    __tablename__ = "outbox_lines"
    __table_args__ = (Index("ix_outbox_lines_registration_id", "registration_id"),)

    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), primary_key=True)


class AuditEntry(Base):
    """Who did what, when and why; `details` holds before and after."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_registration_id", "registration_id"),
        Index("ix_audit_mail_id", "mail_id"),
        Index("ix_audit_actor", "actor", "id"),
        Index("ix_audit_action", "action", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(60), default="")
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mails.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"))
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class JobRun(Base):
    """A scheduled job that was done, or passed over on purpose: the row keeps it from being done twice."""

    __tablename__ = "job_runs"
    __table_args__ = (UniqueConstraint("event_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(String(100))
    key: Mapped[str] = mapped_column(String(100))
    done_at: Mapped[datetime] = mapped_column(Instant)
    outcome: Mapped[str] = mapped_column(String(20))


class Announcement(Base):
    """A text that organisers send to many; each recipient's copy is an outbox row with its own key."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(100))
    audience: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
