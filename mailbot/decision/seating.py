"""Who gets a seat: first received, first served, and never more confirmed than seats.

A workshop has room while fewer are confirmed in it than it has seats, fewer are confirmed on site
in all than the event has seats, and nobody waits for it: a newcomer never overtakes the waiting
list. Livestream takes no seat. If the workshop wished for has no room, the second choice is taken
where it has room (or the livestream, where that is the second choice) and the place on the first
waiting list is kept; else the person only waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mailbot.decision.model import Registration, Snapshot
from mailbot.envelope import Attendance, Status
from mailbot.event import Event

LIVESTREAM = "livestream"
WHOLE_EVENT = ""
"""Key of the one list that an event without workshops has."""


@dataclass(frozen=True, slots=True)
class Seats:
    """How full the event is: confirmed on site by workshop and in all, and who waits."""

    event: Event
    taken: Mapping[str, int] = field(default_factory=dict)
    total: int = 0
    waiting: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot, event: Event) -> Seats:
        """The seats as the ledger has them."""
        return cls(event, dict(snapshot.taken), snapshot.total, dict(snapshot.waiting))

    def left_in(self, workshop: str | None) -> bool:
        """Whether the workshop itself has a seat left."""
        limit = found.seats if (found := self.event.workshop(workshop)) else None
        return limit is None or self.taken.get(workshop or WHOLE_EVENT, 0) < limit

    def left_in_all(self) -> bool:
        """Whether the event as a whole has a seat left."""
        return self.event.seats is None or self.total < self.event.seats

    def has_room(self, workshop: str | None, seated: bool = False) -> bool:
        """Whether a newcomer may sit down in this workshop; `seated`: already has another seat."""
        return (
            self.left_in(workshop)
            and (seated or self.left_in_all())
            and not self.waiting.get(workshop or WHOLE_EVENT, 0)
        )

    def free(self) -> tuple[str, ...]:
        """Ids of the workshops that have room, in the event's order."""
        return tuple(w.id for w in self.event.workshops if self.has_room(w.id))

    def without(self, registration: Registration) -> Seats:
        """The seats if this registration were not there."""
        return self._counted(registration, -1)

    def including(self, registration: Registration) -> Seats:
        """The seats with this registration counted in."""
        return self._counted(registration, 1)

    def _counted(self, registration: Registration, step: int) -> Seats:
        taken, waiting, total = dict(self.taken), dict(self.waiting), self.total
        for held in registration.holds:
            taken[held] = taken.get(held, 0) + step
        # Somebody who sits in one workshop and is offered another takes one seat of the event.
        total += step if registration.holds else 0
        if registration.live and registration.waiting_for is not None:
            waiting[registration.waiting_for] = waiting.get(registration.waiting_for, 0) + step
        return replace(self, taken=taken, waiting=waiting, total=total)


def seat(registration: Registration, seats: Seats) -> Registration:
    """The registration confirmed or waiting, as `seats` allow; its wishes are left as they are."""
    if registration.attendance is Attendance.LIVESTREAM:
        return replace(registration, status=Status.CONFIRMED, seat=None, waiting_for=None)
    first, second = registration.workshop, registration.alternative
    if seats.has_room(first):
        return replace(registration, status=Status.CONFIRMED, seat=first, waiting_for=None)
    waits = replace(registration, status=Status.WAITLISTED, seat=None, waiting_for=first or WHOLE_EVENT)
    if second == LIVESTREAM:
        return replace(waits, status=Status.CONFIRMED, attendance=Attendance.LIVESTREAM)
    if second and second != first and seats.has_room(second):
        return replace(waits, status=Status.CONFIRMED, seat=second)
    return waits
