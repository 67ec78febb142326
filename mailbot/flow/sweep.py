"""What is due without any mail: offers and questions that ran out, seats that were raised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from mailbot.decision import Decision, Disposition, Seats, expire, promote, promotion_notices
from mailbot.flow.office import Office
from mailbot.flow.posting import post
from mailbot.store import (
    Connection,
    Miscount,
    Occasion,
    Trail,
    count_anew,
    job_done,
    jobs_done,
    may_expire,
    miscounted,
    note,
    note_consents,
    seats_snapshot,
)

_NAMED = 20
"""So many counts that were wrong are named one by one."""


def expire_overdue(office: Office) -> int:
    """Ends offers that nobody took and questions that nobody answered; gives how many ended."""
    ended = 0
    while True:
        now, policy = office.clock(), office.policy()
        with office.database.transaction() as tx:
            office.database.lock_seats(tx, office.event.id)
            event = office.within(tx).event
            candidates = may_expire(tx, event.id, now, now - timedelta(days=policy.answer_days))
            decision = expire(candidates, seats_snapshot(tx, event.id), event, policy, now)
            if decision is None:
                return ended
            _post(office, tx, decision, now)
        ended += 1


def promote_waiting(office: Office) -> int:
    """Promotes whoever has a free seat waiting for them; gives how many moved."""
    moved = 0
    while True:
        now, policy = office.clock(), office.policy()
        with office.database.transaction() as tx:
            office.database.lock_seats(tx, office.event.id)
            event = office.within(tx).event
            ledger = seats_snapshot(tx, event.id)
            moves = promote(Seats.of(ledger, event), ledger.heads, event, policy, now)
            if not moves:
                return moved
            decision = Decision(
                Disposition.ACCEPTED,
                "promoted",
                "A seat became free.",
                registrations=tuple(after for _, after in moves),
                notifications=promotion_notices(moves, now.strftime("%Y%m%d%H%M%S"), now),
            )
            _post(office, tx, decision, now)
        moved += len(moves)


def prove_counts(office: Office) -> str:
    """Once a day: what the ledger keeps as counted is counted. A difference, which there must never be, is
    written into the trail and mended at once; gives the sentence about it, or "". And whatever a crash long
    ago kept from being written down of what people were told is written down.
    """
    now, event_id = office.clock(), office.event.id
    key = f"counts.{now.astimezone(office.event.zone).date().isoformat()}"
    with office.database.reading() as tx:
        if jobs_done(tx, event_id, [key]):
            return ""
    with office.database.transaction() as tx:
        # Nobody books meanwhile: else what was booked between two statements would look like a difference.
        office.database.lock_seats(tx, event_id)
        wrong = miscounted(tx, event_id)
        if wrong:
            count_anew(tx, event_id)
            details = {"event": event_id, "wrong": [str(one) for one in wrong[:_NAMED]], "of": len(wrong)}
            note(tx, Trail("mailbot", "counts", "counted-anew", now), details)
        # What a start passes over, because it looks at the newest alone, is written down here.
        note_consents(tx)
        job_done(tx, event_id, key, "done", now)
    return f"{in_words(wrong)}; all was counted anew" if wrong else ""


def in_words(wrong: Sequence[Miscount]) -> str:
    """Counts that are wrong, in a sentence for organisers."""
    number = "1 count" if len(wrong) == 1 else f"{len(wrong)} counts"
    return f"{number} of seats and waiting lists found wrong, the first: {wrong[0]}"


def _post(office: Office, tx: Connection, decision: Decision, now: datetime) -> None:
    occasion = Occasion(office.event.id, "mailbot", "mail", now, now)
    post(office, tx, decision, occasion, withheld=lambda _n, _place: office.supervision)
