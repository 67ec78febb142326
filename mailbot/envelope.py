"""Values that cross rooms: the mail as it came, the mail as it leaves, what the server said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Attendance(StrEnum):
    """How somebody takes part."""

    ON_SITE = "on-site"
    LIVESTREAM = "livestream"


class Status(StrEnum):
    """What has become of one participant's registration."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    PENDING = "pending"
    HELD = "held"
    CANCELLED = "cancelled"
    DECLINED = "declined"


class Notice(StrEnum):
    """What a mail of ours says; the name of its template."""

    CONFIRMATION = "confirmation"
    WAITLIST = "waitlist"
    LATE = "late"
    QUESTION = "question"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    PROMOTION = "promotion"
    REMINDER = "reminder"
    ANNOUNCEMENT = "announcement"
    DIGEST = "digest"
    ALARM = "alarm"


class OutboxState(StrEnum):
    """Where a mail of ours stands on its way out."""

    WITHHELD = "withheld"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"


class Role(StrEnum):
    """What somebody may do at the desk: see; also decide; also look after users, data and settings."""

    READER = "reader"
    ORGANISER = "organiser"
    ADMIN = "admin"

    def may(self, wanted: Role) -> bool:
        """True where this role includes `wanted`."""
        order = list(Role)
        return order.index(self) >= order.index(wanted)


@dataclass(frozen=True, slots=True)
class MailboxKey:
    """One folder of one account in one incarnation (RFC 9051, 2.3.1.1: UIDs hold per UIDVALIDITY)."""

    account: str
    folder: str
    uidvalidity: int


@dataclass(frozen=True, slots=True)
class RawMessage:
    """A mail as the mailbox holds it.

    `received` is its INTERNALDATE as an aware datetime (RFC 9051, 2.3.3): the time that counts.
    `size` is RFC822.SIZE in octets; `data` the whole mail, CRLF line ends as the server gave them.
    """

    mailbox: MailboxKey
    uid: int
    received: datetime
    size: int
    data: bytes


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A mail of ours, rendered to the last byte; `message_id` never changes after this."""

    message_id: str
    mail_from: str
    rcpt_to: str
    subject: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SmtpReply:
    """What an SMTP server answered: reply code and text (RFC 5321, 4.2); code 0 where none came."""

    code: int
    text: str
