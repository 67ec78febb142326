"""A ledger in memory, for properties of decisions: plain loops, written to be obviously right."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from mailbot.decision import (
    Arrival,
    Decision,
    Notification,
    Policy,
    Queue,
    Registration,
    Snapshot,
    decide,
    promote,
    promotion_notices,
)
from mailbot.decision import Seats as SeatsOf
from mailbot.envelope import Attendance, Notice, Status
from mailbot.event import Event, Workshop
from mailbot.intent.model import Action, Intent, Kind, Participant
from mailbot.message.model import Address, Message

OPENS = datetime(2021, 8, 1, tzinfo=UTC)
CLOSES = datetime(2021, 9, 24, 22, 0, tzinfo=UTC)
START = datetime(2021, 9, 1, 8, 0, tzinfo=UTC)


def event(
    seats: dict[str, int | None] | None = None, total: int | None = None, *, livestream: bool = True
) -> Event:
    """An event in October 2021 with these workshops; registration from 1 August to 24 September."""
    limits = {"1": 2, "2": 1, "3": None} if seats is None else seats
    return Event(
        id="test",
        title="Fachtag",
        starts=datetime(2021, 10, 7, 8, 30),
        ends=datetime(2021, 10, 7, 16, 0),
        registration_opens=OPENS,
        registration_closes=CLOSES,
        seats=total,
        livestream=livestream,
        workshops=tuple(Workshop(id=i, title=f"Workshop {i}", seats=n) for i, n in limits.items()),
    )


def person(
    name: str | None = "Anna Beispiel",
    workshop: str | None = "1",
    alternative: str | None = None,
    *,
    livestream: bool = False,
) -> Participant:
    """A participant as the reader understands them."""
    attendance = Attendance.LIVESTREAM if livestream else Attendance.ON_SITE
    return Participant(name, workshop=workshop, alternative=alternative, attendance=attendance)


def intent(
    *participants: Participant,
    kind: Kind = Kind.REGISTRATION,
    action: Action = Action.ACT,
    missing: tuple[str, ...] = (),
) -> Intent:
    """What the reader concluded."""
    return Intent(kind, action, "test", "A test.", "de", participants=participants, missing=missing)


def mail_from(address: str = "anna@example.org", *, answers: str = "", **changes: object) -> Message:
    """A mail of a person; `answers`: Message-ID of the mail of ours that it answers."""
    message = Message(
        message_id="<theirs@example.org>",
        subject="Anmeldung",
        senders=(Address("Anna Beispiel", address),),
        in_reply_to=(answers,) if answers else (),
    )
    return replace(message, **changes)  # type: ignore[arg-type]


@dataclass
class Ledger:
    """What the store would hold after every decision so far."""

    event: Event
    policy: Policy = field(default_factory=lambda: Policy(withhold_old=False))
    rows: dict[str, Registration] = field(default_factory=dict)
    sent: list[Notification] = field(default_factory=list)
    now: datetime = START
    _uids: count[int] = field(default_factory=lambda: count(1))

    def receive(
        self, understood: Intent, message: Message | None = None, received: datetime | None = None
    ) -> Decision:
        """Decides on a mail that came in at `received` (now, unless given) and applies it."""
        uid = next(self._uids)
        self.now += timedelta(minutes=1)
        arrival = Arrival(received or self.now, uid, f"{uid:064d}"[::-1])
        mail = message or mail_from()
        now = max(self.now, arrival.received)
        snapshot = self.snapshot(mail, arrival)
        decision = decide(arrival, mail, understood, snapshot, self.event, self.policy, now)
        self.apply(decision)
        return decision

    def apply(self, decision: Decision) -> None:
        """Takes over the new state of each registration and what is said about it."""
        self.rows.update({r.reference: r for r in decision.registrations})
        self.sent.extend(decision.notifications)

    def sweep(self) -> list[Registration]:
        """Promotes whoever has a free seat; gives those who moved."""
        snapshot = self.snapshot(mail_from(), Arrival(self.now, 0, "sweep"))
        seats = SeatsOf.of(snapshot, self.event)
        moves = promote(seats, snapshot.heads, self.event, self.policy, self.now)
        self.rows.update({after.reference: after for _, after in moves})
        self.sent.extend(promotion_notices(moves, "sweep", self.now))
        return [after for _, after in moves]

    def snapshot(self, message: Message, arrival: Arrival) -> Snapshot:
        """What the ledger knows, the slow way."""
        contact = message.sender.email if message.sender else ""
        rows = list(self.rows.values())
        waiting = self.waiting()
        here = Queue(arrival.received, arrival.uid).key
        asked = {
            line.registration.reference
            for notification in self.sent
            if notification.notice is Notice.QUESTION
            for line in notification.lines
        }
        taken = Counter(workshop for r in rows for workshop in r.holds)
        return Snapshot(
            known=tuple(r for r in rows if r.contact == contact),
            thread=self._thread(message),
            positions={r.reference: n for line in waiting.values() for n, r in enumerate(line, 1)},
            taken=taken,
            total=sum(bool(r.holds) for r in rows),
            ahead={w: sum(r.queue.key < here for r in line) for w, line in waiting.items()},
            ahead_of={
                one.reference: {
                    w: sum(r.queue.key < one.queue.key for r in line) for w, line in waiting.items()
                }
                for one in rows
                if one.status is Status.PENDING
            },
            waiting={w: len(line) for w, line in waiting.items()},
            heads=tuple(r for line in waiting.values() for r in line),
            asked=frozenset(asked),
        )

    def waiting(self) -> dict[str, list[Registration]]:
        """Each waiting list in order of receipt."""
        lists: dict[str, list[Registration]] = {}
        for row in sorted(self.rows.values(), key=lambda r: r.queue.key):
            if row.live and row.waiting_for is not None:
                lists.setdefault(row.waiting_for, []).append(row)
        return lists

    def named(self, name: str) -> Registration:
        """The latest registration of this name."""
        return [r for r in self.rows.values() if r.name == name][-1]

    def seated(self, workshop: str) -> list[str]:
        """Names of those who sit in this workshop."""
        return [r.name for r in self.rows.values() if r.takes_seat and r.seat == workshop]

    def _thread(self, message: Message) -> tuple[Registration, ...]:
        answered = set(message.in_reply_to)
        return tuple(
            self.rows[line.registration.reference]
            for notification in self.sent
            if f"<mailbot.{notification.key}@office.test>" in answered
            for line in notification.lines
        )
