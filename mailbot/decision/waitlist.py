"""The waiting list: who is next when a seat becomes free.

One rule for every cause (a reply, an organiser, more seats, a bounce, a merged duplicate): whoever
was received first among those whose workshop has a seat is promoted at once and told; somebody who
sits in the second choice moves likewise and so frees a seat for the next. Nobody is skipped. After
`promote_until` (unset: the start of the event) nobody moves by itself; organisers promote by hand.

With `promotion = "offer"` the seat is not given but offered, and kept for 48 hours; see `offers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailbot.decision.model import Line, Notification, Policy, Registration, Snapshot
from mailbot.decision.offers import offer_ends
from mailbot.decision.seating import WHOLE_EVENT, Seats
from mailbot.envelope import Attendance, Notice, Status
from mailbot.event import Event


def promotions_end(event: Event, policy: Policy) -> datetime:
    """The instant from which organisers promote by hand."""
    return policy.promote_until or event.starts_at


def promote(
    seats: Seats, heads: Sequence[Registration], event: Event, policy: Policy, now: datetime
) -> tuple[tuple[Registration, Registration], ...]:
    """Moves people up while seats are free: pairs of (before, after), in the order they move.

    `heads` must hold, for each waiting list, its first entries in order of receipt. If as many
    moved as were given, there may be more to move: ask again with a new snapshot.
    """
    if now >= promotions_end(event, policy):
        return ()
    waiting = sorted(heads, key=lambda r: r.queue.key)
    moves: list[tuple[Registration, Registration]] = []
    while True:
        found = next((r for r in waiting if _may_move(r, seats)), None)
        if found is None:
            return tuple(moves)
        after = _offered(found, event, policy, now) if policy.offers else seated(found)
        after = replace(after, sequence=found.sequence + 1)
        seats = seats.without(found).including(after)
        waiting.remove(found)
        moves.append((found, after))


def seated(registration: Registration) -> Registration:
    """Somebody who waits, in the seat they waited for."""
    return replace(
        registration,
        status=Status.CONFIRMED,
        attendance=Attendance.ON_SITE,
        seat=registration.waiting_for or None,
        waiting_for=None,
        offered=None,
        offered_until=None,
    )


def _offered(registration: Registration, event: Event, policy: Policy, now: datetime) -> Registration:
    until = min(offer_ends(now, event), promotions_end(event, policy))
    return replace(registration, offered=registration.waiting_for, offered_until=until)


def _may_move(registration: Registration, seats: Seats) -> bool:
    target = registration.waiting_for
    if target is None or not registration.live or registration.offered is not None:
        return False
    return seats.left_in(target or WHOLE_EVENT) and (registration.takes_seat or seats.left_in_all())


def promotion_notices(
    moves: Sequence[tuple[Registration, Registration]], cause: str, now: datetime
) -> tuple[Notification, ...]:
    """What promoted people are told; `cause` makes the keys unique: the digest of the mail that
    freed the seat, or the name of the action.
    """
    return tuple(
        Notification(
            key=f"{after.reference}.promotion.{cause[:16]}",
            notice=Notice.PROMOTION,
            to=after.contact,
            to_name=after.contact_name,
            language=after.language,
            received=now,
            reference=after.reference,
            lines=(Line(after, before=before),),
        )
        for before, after in moves
    )


def positions_after(
    snapshot: Snapshot,
    entries: Sequence[Registration],
    changes: Sequence[tuple[Registration | None, Registration]],
) -> dict[str, int]:
    """Place on the waiting list, counted from 1, of those of `entries` who wait, by reference.

    changes: everybody whom the decision touches, (before, after), those who moved up included: whoever
    joins a list before somebody, or leaves it, moves them.
    """
    places: dict[str, int] = {}
    for entry in entries:
        if entry.waiting_for is None or not entry.live:
            continue
        before = next((b for b, after in changes if after.reference == entry.reference), entry)
        others = [pair for pair in changes if pair[1].reference != entry.reference]
        shift = sum(_goes_before(after, entry) - _goes_before(b, entry) for b, after in others)
        places[entry.reference] = 1 + _ahead(snapshot, before, entry) + shift
    return places


def _ahead(snapshot: Snapshot, before: Registration | None, entry: Registration) -> int:
    """How many of the list as the ledger has it stand before somebody who stood as `before`."""
    known = snapshot.positions.get(entry.reference)
    if before is not None and before.live and before.waiting_for == entry.waiting_for and known is not None:
        return known - 1
    ahead = snapshot.ahead_of.get(entry.reference, snapshot.ahead)
    return ahead.get(entry.waiting_for or WHOLE_EVENT, 0)


def _goes_before(other: Registration | None, entry: Registration) -> bool:
    """Whether somebody waits for the same and was received earlier."""
    if other is None or not other.live or other.waiting_for != entry.waiting_for:
        return False
    return other.queue.key < entry.queue.key
