"""What all organiser actions share: who acts, what they find, and how it is written down.

An action is its own approval: what it tells those concerned leaves at once, in supervised mode too.
Whoever moves up because of it has not been looked at, so their mail obeys the mode of the office.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mailbot.decision import (
    AlreadyDone,
    Arrival,
    Decision,
    Desk,
    Disposition,
    Notification,
    Queue,
    Registration,
    Snapshot,
    Thread,
)
from mailbot.envelope import Notice
from mailbot.flow.office import Office
from mailbot.flow.outcome import Done, Unknown, told
from mailbot.flow.posting import post
from mailbot.store import (
    Connection,
    Occasion,
    OutboxItem,
    Trail,
    last_entry,
    mails_of,
    note,
    registrations_called,
    snapshot,
    trail_of_registration,
)


@dataclass(frozen=True, slots=True)
class Action:
    """One action in its transaction, which holds the lock on the seats of the event. cause: unique."""

    office: Office
    tx: Connection
    actor: str
    now: datetime
    cause: str

    def desk(self, people: Collection[Registration], order: Queue | None = None) -> Desk:
        """What the rules need to know to act on these registrations; `order`: the place in the order
        of receipt that somebody may get (else that of the first of them).
        """
        references = [person.reference for person in people]
        mails = mails_of(self.tx, self.office.event.id, references)
        place = order or next((person.queue for person in people), Queue(self.now))
        contact = next((person.contact for person in people), "")
        return Desk(
            snapshot=self.snapshot(contact, references, place),
            event=self.office.event,
            policy=self.office.policy(),
            now=self.now,
            cause=self.cause,
            waits={ref: mail[0] for ref, mail in mails.items() if mail[1] is Disposition.HELD},
            threads={ref: Thread(mail[2], mail[3]) for ref, mail in mails.items()},
        )

    def snapshot(self, contact: str, references: Sequence[str], place: Queue) -> Snapshot:
        """What the ledger knows of a contact and of some registrations."""
        arrival = Arrival(place.received, place.uid, "")
        return snapshot(self.tx, self.office.event.id, contact, (), references, arrival, self.now)

    def called(self, *references: str) -> tuple[Registration, ...]:
        """The registrations with these references, as people write them.

        Raises: Unknown.
        """
        wanted = [reference.strip().upper() for reference in references]
        found = registrations_called(self.tx, self.office.event.id, wanted)
        missing = sorted(set(wanted) - {person.reference for person in found})
        if missing:
            raise Unknown(f"there is no registration {', '.join(missing)}")
        return found

    def note(self, name: str, reason: str, item: OutboxItem, details: Mapping[str, Any]) -> None:
        """An entry of the audit trail about a mail of ours."""
        told_of = {"outbox_id": item.id, "notice": item.notice.value, "reference": item.reference}
        note(
            self.tx,
            Trail(self.actor, name, reason, self.now),
            told_of | dict(details),
            mail_id=item.mail_id,
            registration_id=item.registration_id,
        )

    def record(
        self,
        decision: Decision,
        concerned: Collection[str],
        *,
        occasion: Occasion | None = None,
        details: Mapping[str, str] | None = None,
    ) -> Done:
        """Writes the decision down with its mails; `concerned`: references of those acted on."""
        event, office = self.office.event, self.office
        why = occasion or Occasion(event.id, self.actor, "mail", self.now, self.now)
        why = replace(why, details=details or {})

        def withheld(notification: Notification, _place: int) -> str:
            follows = notification.notice is Notice.PROMOTION and notification.reference not in concerned
            return office.supervision if follows else ""

        mails = post(office, self.tx, decision, why, withheld=withheld)
        return Done(
            action=decision.disposition.value,
            reason=decision.reason,
            explanation=decision.explanation,
            registrations=decision.registrations,
            mails=mails,
            mail_id=why.mail_id,
            untold=tuple(r.reference for r in decision.registrations if not r.contact),
        )


@contextmanager
def acting(office: Office, actor: str, name: str) -> Iterator[Action]:
    """One action of `actor`: all or nothing, and nobody else books seats meanwhile.

    Raises: AlreadyDone, saying who did it; whatever the rules refuse.
    """
    now = office.clock()
    with office.database.transaction() as tx:
        office.database.lock_seats(tx, office.event.id)
        cause = hashlib.sha256(f"{name}|{last_entry(tx)}|{now.isoformat()}".encode()).hexdigest()[:16]
        try:
            yield Action(office.within(tx), tx, actor, now, cause)
        except AlreadyDone as error:
            if not error.reference:
                raise
            trail = trail_of_registration(tx, office.event.id, error.reference)
            raise AlreadyDone(f"{error}{told(trail, office)}", error.reference) from None
