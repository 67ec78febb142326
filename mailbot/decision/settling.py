"""What follows from a change: whoever has a seat now because of it moves up, at once.

Every change of the ledger comes through here, whatever its cause: a reply, an organiser, more seats, a
bounce, an offer that ran out. So a seat can become free in no way that leaves it empty while
somebody waits for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.decision.model import Line, Notification, Policy, Registration, Snapshot
from mailbot.decision.seating import Seats
from mailbot.decision.waitlist import positions_after, promote, promotion_notices
from mailbot.event import Event

Change = tuple[Registration | None, Registration]
"""How a registration stood (None: it is new) and how it stands."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The ledger after some changes. final: every registration that was touched, by reference;
    moves: those who moved up, (before, after); lines: the changed ones as a notice tells of them.
    """

    final: Mapping[str, Registration]
    moves: tuple[tuple[Registration, Registration], ...]
    lines: tuple[Line, ...]
    seats: Seats

    def promotions(self, cause: str, now: datetime) -> tuple[Notification, ...]:
        """What people are told who moved up without having written; `cause` makes it unique."""
        told = {line.registration.reference for line in self.lines}
        others = [move for move in self.moves if move[1].reference not in told]
        return promotion_notices(others, cause, now)


def settle(
    snapshot: Snapshot,
    event: Event,
    policy: Policy,
    now: datetime,
    changes: Sequence[Change],
    told: Sequence[Registration] = (),
) -> Settled:
    """Applies `changes`, moves people up, and says how everybody stands then.

    `told` stand unchanged; they are only to be listed as well.
    """
    changes = [(before, _revised(before, after)) for before, after in changes]
    seats = Seats.of(snapshot, event)
    for before, after in changes:
        seats = (seats.without(before) if before else seats).including(after)
    changed = {after.reference for _, after in changes}
    heads = [r for r in snapshot.heads if r.reference not in changed]
    heads += [after for _, after in changes if after.waiting_for is not None and after.live]
    moves = promote(seats, heads, event, policy, now)
    for before, after in moves:
        seats = seats.without(before).including(after)
    final = {after.reference: after for _, after in (*changes, *moves)}
    pairs = [(before, final[after.reference]) for before, after in changes]
    pairs += [(None, final.get(one.reference, one)) for one in told]
    places = positions_after(snapshot, [after for _, after in pairs], _summed(changes, moves))
    lines = tuple(Line(after, places.get(after.reference), before) for before, after in pairs)
    return Settled(final, moves, lines, seats)


def _revised(before: Registration | None, after: Registration) -> Registration:
    """The revision counts up with each change, for calendars (RFC 5545, 3.8.7.4)."""
    return after if before is None else replace(after, sequence=before.sequence + 1)


def _summed(changes: Sequence[Change], moves: Sequence[tuple[Registration, Registration]]) -> list[Change]:
    """Each registration once: how it stood before all of this, and how it stands after it."""
    before: dict[str, Registration | None] = {}
    after: dict[str, Registration] = {}
    for old, new in (*changes, *moves):
        before.setdefault(new.reference, old)
        after[new.reference] = new
    return [(before[reference], new) for reference, new in after.items()]
