"""A ledger in memory and a real one that live through the same days: mails, organisers, seats, time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta

from mailbot.decision import (
    Arrival,
    Decision,
    Desk,
    Disposition,
    Queue,
    Registration,
    Seats,
    Snapshot,
    expire,
    promote,
    promotion_notices,
)
from mailbot.envelope import Status
from mailbot.message.model import Message
from mailbot.store import (
    Occasion,
    find_mail,
    may_expire,
    of_status,
    outbox_items,
    record,
    reports,
    seats_snapshot,
    snapshot,
)
from mailbot.store.counting import Miscount, miscounted
from tests.ledger import mail_from
from tests.mirror import Mirror, differing, outgoing


@dataclass
class Twin(Mirror):
    """What no mail has caused is done here as `flow` does it, and recorded on both sides."""

    actions: int = 0
    digests: set[str] = field(default_factory=set)

    def apply(self, decision: Decision) -> None:
        """Takes over what a mail brought; its digest is known from now on."""
        super().apply(replace(decision, notifications=tuple(n for n in decision.notifications if n.to)))
        assert self._arrival is not None
        self.digests.add(self._arrival.digest)

    def desk(self, people: Collection[Registration], place: Queue) -> Desk:
        """What an organiser's action on these people rests on; both sides must agree on it."""
        self.actions += 1
        contact = next((person.contact for person in people), "")
        references = [person.reference for person in people]
        arrival = Arrival(place.received, place.uid, "")
        expected = replace(self.memory(mail_from(contact), arrival), thread=tuple(people))
        with self._opened.reading() as tx:
            found = snapshot(tx, self.event.id, contact, (), references, arrival, self.now)
        difference = differing(found, expected)
        assert not difference, difference
        return Desk(found, self.event, self.policy, self.now, f"action{self.actions:010d}")

    def take(self, decision: Decision) -> None:
        """Takes over what was done without a mail; who has no address is told by the office, as in flow."""
        decision = replace(decision, notifications=tuple(n for n in decision.notifications if n.to))
        self.rows.update({r.reference: r for r in decision.registrations})
        self.sent.extend(decision.notifications)
        occasion = Occasion(self.event.id, "a test", "mail", self.now, self.now)
        with self._opened.transaction() as tx:
            record(tx, occasion, decision, [outgoing(n) for n in decision.notifications])

    def due(self) -> Decision | None:
        """What runs out by now, as the turn ends it."""
        asked_before = self.now - timedelta(days=self.policy.answer_days)
        with self._opened.reading() as tx:
            candidates = may_expire(tx, self.event.id, self.now, asked_before)
            seats = seats_snapshot(tx, self.event.id)
        return expire(candidates, seats, self.event, self.policy, self.now)

    def moving_up(self) -> Decision | None:
        """Who moves up because of what organisers wrote into the event's file."""
        with self._opened.reading() as tx:
            seats = seats_snapshot(tx, self.event.id)
        moves = promote(Seats.of(seats, self.event), seats.heads, self.event, self.policy, self.now)
        self.actions += 1
        notices = promotion_notices(moves, f"sweep{self.actions:010d}", self.now)
        people = tuple(after for _, after in moves)
        return Decision(Disposition.ACCEPTED, "promoted", "Room.", people, notices) if moves else None

    def miscounted(self) -> tuple[Miscount, ...]:
        """Counts that the database keeps and that are not what there is."""
        with self._opened.reading() as tx:
            return miscounted(tx, self.event.id)

    def stored(self) -> dict[str, Registration]:
        """Every registration as the database has it."""
        with self._opened.reading() as tx:
            return {r.reference: r for r in of_status(tx, self.event.id, tuple(Status))}

    def told(self) -> list[tuple[str, tuple[str, ...]]]:
        """Every mail of ours in the database: its key, and the registrations that it tells of."""
        with self._opened.reading() as tx:
            items = outbox_items(tx, self.event.id, [row["id"] for row in reports.outbox(tx)])
        return [(item.key, tuple(sorted(item.references))) for item in items]

    def known(self, digest: str) -> bool:
        """Whether a mail with this content would be worked on again."""
        with self._opened.reading() as tx:
            return find_mail(tx, digest) is not None

    def answering(self, number: int) -> str:
        """The Message-ID of one of our mails so far, or nothing."""
        key = self.sent[number % len(self.sent)].key if self.sent else ""
        return f"<mailbot.{key}@office.test>" if key else ""

    def memory(self, message: Message, arrival: Arrival) -> Snapshot:
        """What the side in memory knows."""
        return super(Mirror, self).snapshot(message, arrival)
