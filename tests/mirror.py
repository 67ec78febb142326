"""A ledger in memory that keeps a real one beside it, and compares what both know before each decision."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from operator import attrgetter

from mailbot.decision import Arrival, Decision, Notification, Snapshot
from mailbot.envelope import OutgoingMessage
from mailbot.message.model import Message
from mailbot.store import Content, Database, Occasion, Outgoing, add_mail, record, snapshot
from mailbot.store.counting import miscounted
from mailbot.store.schema import Base
from tests.ledger import Ledger


@dataclass
class Mirror(Ledger):
    """Every decision is recorded in `database` as well, which is emptied first."""

    database: Database | None = None
    _arrival: Arrival | None = None
    _message: Message | None = None

    def __post_init__(self) -> None:
        with self._opened.transaction() as tx:
            for table in reversed(Base.metadata.sorted_tables):
                tx.execute(table.delete())

    def snapshot(self, message: Message, arrival: Arrival) -> Snapshot:
        """What both know; they must agree."""
        self._arrival, self._message = arrival, message
        expected = super().snapshot(message, arrival)
        contact = message.sender.email if message.sender else ""
        answered = (*message.in_reply_to, *message.references)
        with self._opened.reading() as tx:
            found = snapshot(tx, self.event.id, contact, answered, (), arrival, self.now)
            enough = snapshot(tx, self.event.id, contact, answered, (), arrival, self.now, self.event)
            assert miscounted(tx, self.event.id) == ()
        difference = differing(found, expected)
        assert not difference, difference
        assert replace(enough, heads=found.heads) == found
        # Decided is with what is left out left out, as the flow does.
        return replace(expected, heads=enough.heads)

    def apply(self, decision: Decision) -> None:
        """Takes the decision over on both sides."""
        super().apply(decision)
        arrival, message = self._arrival, self._message
        assert arrival is not None
        now = max(self.now, arrival.received)
        with self._opened.transaction() as tx:
            mail_id = add_mail(tx, self.event.id, arrival, decision, Content(b"mail", message), now)
            occasion = Occasion(self.event.id, "mailbot", "mail", arrival.received, now, mail_id)
            record(tx, occasion, decision, [outgoing(n) for n in decision.notifications])

    @property
    def _opened(self) -> Database:
        assert self.database is not None
        return self.database


def outgoing(notification: Notification) -> Outgoing:
    """A mail of ours that says this, with the Message-ID that `Ledger` expects answers to name."""
    message = OutgoingMessage(
        f"<mailbot.{notification.key}@office.test>", "office@office.test", notification.to, "Anmeldung", b"x"
    )
    references = tuple(line.registration.reference for line in notification.lines)
    return Outgoing(notification.key, notification.notice, notification.reference, references, message)


def differing(found: Snapshot, expected: Snapshot) -> dict[str, tuple[object, object]]:
    """What the database says otherwise than memory, by the field of the snapshot."""
    one, other = comparable(found), comparable(expected)
    pairs = {f.name: (getattr(one, f.name), getattr(other, f.name)) for f in fields(Snapshot)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def comparable(known: Snapshot) -> Snapshot:
    """A snapshot without what one side may leave out: zeros, and the places of people who are not asked
    about; order only where it means something. How many replies went out, memory does not count.
    """
    about = {r.reference for r in (*known.known, *known.thread)}
    return replace(
        known,
        thread=tuple(sorted(set(known.thread), key=attrgetter("reference"))),
        positions={reference: n for reference, n in known.positions.items() if reference in about},
        taken={workshop: n for workshop, n in known.taken.items() if n},
        ahead={workshop: n for workshop, n in known.ahead.items() if n},
        ahead_of={
            reference: {workshop: n for workshop, n in ahead.items() if n}
            for reference, ahead in known.ahead_of.items()
            if reference in about
        },
        waiting={workshop: n for workshop, n in known.waiting.items() if n},
        heads=tuple(sorted(known.heads, key=lambda r: r.queue.key)),
        asked=known.asked & about,
        replies_today=0,
        replies_hour=0,
    )
