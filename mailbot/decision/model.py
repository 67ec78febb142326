"""What the ledger knows and what is to be done: the values that go into a decision and come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from mailbot.envelope import Attendance, Notice, Status


class Disposition(StrEnum):
    """How a mail ends: exactly one of these, with a reason."""

    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    ASKED = "asked"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    REPEATED = "repeated"
    HELD = "held"
    IGNORED = "ignored"
    RECORDED = "recorded"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Queue:
    """A place in the order of receipt: INTERNALDATE, then UID, then order in the mail."""

    received: datetime
    uid: int = 0
    ordinal: int = 0

    @property
    def key(self) -> tuple[datetime, int, int]:
        """For sorting: first received comes first."""
        return (self.received, self.uid, self.ordinal)


@dataclass(frozen=True, slots=True)
class Registration:
    """One participant as the ledger holds them.

    reference: unique and stable. contact: address replies go to. workshop: the one wished for;
    seat: the one they have a seat in (None: none, or livestream); waiting_for: the one they wait
    for. Somebody in their second choice has `seat` and `waiting_for`. offered: the workshop in which
    a seat is kept for them until `offered_until`, if they say yes (`promotion = "offer"`). sequence:
    how often it was changed; calendar entries carry it. phone: where somebody without an address can
    be reached.
    """

    reference: str
    name: str
    contact: str
    status: Status
    queue: Queue
    title: str = ""
    organisation: str = ""
    workshop: str | None = None
    alternative: str | None = None
    attendance: Attendance = Attendance.ON_SITE
    seat: str | None = None
    waiting_for: str | None = None
    language: str = ""
    contact_name: str = ""
    offered: str | None = None
    offered_until: datetime | None = None
    sequence: int = 0
    phone: str = ""

    @property
    def live(self) -> bool:
        """Whether it still stands: neither cancelled nor declined."""
        return self.status not in (Status.CANCELLED, Status.DECLINED)

    @property
    def takes_seat(self) -> bool:
        """Whether it takes one of the event's seats: confirmed and on site."""
        return self.status is Status.CONFIRMED and self.attendance is Attendance.ON_SITE

    @property
    def holds(self) -> tuple[str, ...]:
        """The workshops in which a seat is theirs or kept for them; the empty string stands for the
        one list of an event without workshops.
        """
        own = (self.seat or "",) if self.takes_seat else ()
        return (*own, self.offered) if self.live and self.offered is not None else own


@dataclass(frozen=True, slots=True)
class Line:
    """One participant as a notice tells of them.

    position: place on the waiting list of `waiting_for`, counted from 1. before: how the
    registration stood until now, for notices of change and promotion.
    """

    registration: Registration
    position: int | None = None
    before: Registration | None = None


@dataclass(frozen=True, slots=True)
class Notification:
    """What is to be said to whom: the facts of one mail of ours, not yet its words.

    key: unique for this mail of ours, stable over re-runs; its Message-ID is made from it.
    received: when the mail that is answered reached the mail server: the time that counted.
    missing: what is asked for (see Intent.missing). free: ids of workshops with room left.
    repeated: the registration stood already and is only told again.
    in_reply_to, references, subject: threading headers' values of the mail that is answered.
    answer_until: for a question, how long the answer still counts; None: not said.
    by_hand: an organiser decided or wrote this; the reader is not thanked for a mail they did not send.
    """

    key: str
    notice: Notice
    to: str
    language: str
    received: datetime
    to_name: str = ""
    reference: str = ""
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    repeated: bool = False
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    answer_until: datetime | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """When and where a mail came in: INTERNALDATE (aware) and UID; `digest` names its content."""

    received: datetime
    uid: int
    digest: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the ledger knows that matters for one mail.

    known: registrations of this contact, newest last, whatever their status. thread: those that
    the mail refers to by In-Reply-To, References or a reference in its text, whoever wrote them.
    positions: place on the waiting list by reference, for `known` and `thread`.
    taken: seats taken by workshop id; total: seats taken on site in all.
    ahead: per workshop, how many wait for it whose place in the order is before this mail's.
    ahead_of: the same before the place of each pending registration of `known` and `thread`, by reference:
    an answer gives it the place of its first mail.
    waiting: per workshop, how many wait for it in all.
    heads: who waits, in order of receipt, at least the first of each list.
    asked: references of pending registrations for which a question of ours is already out.
    replies_today, replies_hour: mails of ours to this address in 24 hours, to all in one hour.
    """

    known: tuple[Registration, ...] = ()
    thread: tuple[Registration, ...] = ()
    positions: Mapping[str, int] = field(default_factory=dict)
    taken: Mapping[str, int] = field(default_factory=dict)
    total: int = 0
    ahead: Mapping[str, int] = field(default_factory=dict)
    ahead_of: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    waiting: Mapping[str, int] = field(default_factory=dict)
    heads: tuple[Registration, ...] = ()
    asked: frozenset[str] = frozenset()
    replies_today: int = 0
    replies_hour: int = 0


@dataclass(frozen=True, slots=True)
class Policy:
    """What an office has chosen: see `[waiting]`, `[limits]` and `mode` of the configuration.

    promote_until: aware; None: until the event starts. waits: why every reply waits for a person, as a
    stable code; empty: it does not. offers: a free seat is offered and kept for a
    while (`promotion = "offer"`), not given at once. first_run: when this mailbox was first
    looked at; replies to mail older than a day then are withheld if `withhold_old`. bulk_per_minute:
    how many mails to many leave a minute. reminder_days: before the event; 0: no reminder. digest_at:
    local time. retention_days: after the event; None: nothing is erased by itself.
    """

    answer_days: int = 7
    promote_until: datetime | None = None
    waits: str = ""
    withhold_old: bool = True
    first_run: datetime | None = None
    offers: bool = False
    replies_per_address_per_day: int = 10
    replies_per_hour: int = 500
    bulk_per_minute: int = 60
    reminder_days: int = 0
    digest_at: time = time(7)
    retention_days: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """All that follows from one mail, to be recorded in one transaction.

    registrations: the new state of each registration that the mail (or a seat that it freed)
    touches; those whose reference the ledger does not have yet are new. notifications: replies
    and promotion notices. reason: stable code; explanation: an English sentence for organisers.
    bounced: Message-ID of the mail of ours that a permanent failure report is about (RFC 3464).
    """

    disposition: Disposition
    reason: str
    explanation: str
    registrations: tuple[Registration, ...] = ()
    notifications: tuple[Notification, ...] = ()
    bounced: str = ""
