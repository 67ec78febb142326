"""One mail on the table: all that the rules look at, and the steps that several of them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailbot.decision.model import (
    Arrival,
    Decision,
    Disposition,
    Line,
    Notification,
    Policy,
    Queue,
    Registration,
    Snapshot,
)
from mailbot.decision.people import same_person
from mailbot.decision.reference import reference
from mailbot.decision.seating import Seats
from mailbot.decision.settling import Change, settle
from mailbot.envelope import Attendance, Notice, Status
from mailbot.event import Event
from mailbot.intent.model import Intent, Participant, Source
from mailbot.message.model import Message


@dataclass(frozen=True, slots=True)
class Ending:
    """How a mail ends, with the code and the sentence that say why."""

    disposition: Disposition
    reason: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that a decision may rest on; `now` is aware."""

    arrival: Arrival
    message: Message
    intent: Intent
    snapshot: Snapshot
    event: Event
    policy: Policy
    now: datetime

    @property
    def contact(self) -> str:
        """The address replies go to: the one From address, in lower case."""
        return self.message.sender.email.lower() if self.message.sender else ""

    @property
    def contact_name(self) -> str:
        """The display name of the contact."""
        return self.message.sender.name if self.message.sender else ""

    @property
    def language(self) -> str:
        """The language to answer in: the sender's own words', else the event's."""
        return self.intent.language or self.event.language

    @property
    def seats(self) -> Seats:
        """The seats as the ledger has them."""
        return Seats.of(self.snapshot, self.event)

    @property
    def late(self) -> bool:
        """Whether the mail was received after registration closed: INTERNALDATE counts."""
        return self.arrival.received >= self.event.closes_at

    @property
    def mine(self) -> tuple[Registration, ...]:
        """Registrations that the sender may speak for: those of this conversation, where the mail refers
        to one, else all of the same contact. Those of another contact are never among them, and who
        refers to another's does not mean their own.
        """
        if not self.snapshot.thread:
            return self.snapshot.known
        return tuple(r for r in self.snapshot.thread if r.contact == self.contact)

    @property
    def pending(self) -> tuple[Registration, ...]:
        """The sender's registrations that wait for an answer to our question."""
        return tuple(
            r for r in self.mine if r.status is Status.PENDING and r.reference in self.snapshot.asked
        )

    def answer_until(self, asked: datetime) -> datetime:
        """Until when an answer counts for a registration that was received at `asked`, in time."""
        return max(asked + timedelta(days=self.policy.answer_days), self.event.closes_at)

    def in_answer_time(self, registration: Registration) -> bool:
        """Whether an answer still counts for a registration that came in time."""
        return self.arrival.received < self.answer_until(registration.queue.received)

    @property
    def about_a_colleague(self) -> Registration | None:
        """The one other person whom our mail told of that is answered here, if it told of one alone."""
        live = [r for r in self.mine if r.live]
        if not self.snapshot.thread or len(live) != 1 or not live[0].name:
            return None
        return None if same_person(live[0].name, self.contact_name) else live[0]

    @property
    def sender_takes_part(self) -> bool:
        """Whether somebody in the sender's own name is registered by this contact."""
        return any(r.live and same_person(r.name, self.contact_name) for r in self.snapshot.known)

    def existing(self, participant: Participant) -> Registration | None:
        """The sender's live registration of the same person; else the one that still lacks a name."""
        name = participant.name or ""
        live = [r for r in (*self.mine, *self.snapshot.known) if r.live]
        same = next((r for r in live if same_person(r.name, name)), None)
        return same or next((r for r in self.pending if name and not r.name), None)

    def elsewhere(self, participant: Participant) -> Registration | None:
        """The live registration of the same person by another contact to which the mail refers."""
        others = (r for r in self.snapshot.thread if r.live and r.contact != self.contact)
        return next((r for r in others if same_person(r.name, participant.name or "")), None)

    def new(self, participant: Participant, ordinal: int, status: Status) -> Registration:
        """A registration for a participant of this mail, number `ordinal` from 1."""
        return Registration(
            reference=reference(self.arrival.digest, ordinal),
            name=participant.name or "",
            title=participant.title or "",
            organisation=participant.organisation or "",
            contact=self.contact,
            contact_name=self.contact_name,
            status=status,
            queue=Queue(self.arrival.received, self.arrival.uid, ordinal),
            workshop=participant.workshop,
            alternative=participant.alternative,
            attendance=participant.attendance,
            language=self.language,
        )

    def hold(self, reason: str, explanation: str) -> Decision:
        """A person must decide. What was understood of a registration is kept as held rows, so
        that its place in the order of receipt is kept too.
        """
        keep = self.intent.kind.value == "registration" and not any(
            self.existing(p) or self.elsewhere(p) for p in self.intent.participants
        )
        held = tuple(
            self.new(p, n, Status.HELD) for n, p in enumerate(self.intent.participants, 1) if keep and p.name
        )
        return Decision(Disposition.HELD, reason, explanation, held)

    def conclude(
        self,
        ending: Ending,
        notice: Notice,
        changes: Sequence[Change],
        *,
        told: Sequence[Registration] = (),
        missing: tuple[str, ...] = (),
        answer_until: datetime | None = None,
        repeated: bool = False,
    ) -> Decision:
        """The decision with its reply, and with whoever moves up because of it.

        `changes` are pairs of (before or None, after); `told` stand unchanged and are listed in
        the reply as well.
        """
        settled = settle(self.snapshot, self.event, self.policy, self.now, changes, told)
        reply = replace(
            self.reply(notice, settled.lines),
            missing=missing,
            free=settled.seats.free(),
            answer_until=answer_until,
            repeated=repeated,
        )
        return Decision(
            ending.disposition,
            ending.reason,
            ending.explanation,
            tuple(settled.final.values()),
            (reply, *settled.promotions(self.arrival.digest, self.now)),
        )

    def reply(self, notice: Notice, lines: tuple[Line, ...]) -> Notification:
        """Our answer to this mail; one per mail, so its key is made from the mail's digest."""
        message = self.message
        return Notification(
            key=f"{self.arrival.digest[:24]}.{notice.value}",
            notice=notice,
            to=self.contact,
            to_name=self.contact_name,
            language=self.language,
            received=self.arrival.received,
            reference=lines[0].registration.reference if lines else reference(self.arrival.digest),
            lines=lines,
            in_reply_to=message.message_id,
            references=(*message.references, message.message_id)
            if message.message_id
            else message.references,
            subject=message.subject,
        )


def renew(old: Registration, participant: Participant) -> Registration:
    """A registration completed or corrected by what a later mail says; silence changes nothing."""
    return replace(
        old,
        name=participant.name or old.name,
        title=participant.title or old.title,
        organisation=participant.organisation or old.organisation,
        workshop=participant.workshop or old.workshop,
        alternative=participant.alternative or old.alternative,
        attendance=participant.attendance if says_attendance(participant) else old.attendance,
    )


def says_attendance(participant: Participant) -> bool:
    """Whether a mail says how somebody takes part; "on site" alone is only what goes without saying."""
    return (
        participant.attendance is Attendance.LIVESTREAM
        or participant.workshop is not None
        or "attendance" in participant.evidence
    )


def says_name(participant: Participant) -> bool:
    """Whether the mail itself names somebody; the From header does not count."""
    if participant.name is None:
        return False
    found = participant.evidence.get("name")
    return found is None or found.source is not Source.HEADER
