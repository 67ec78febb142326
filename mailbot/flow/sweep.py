"""What is due without any mail: offers and questions that ran out, seats that were raised."""

from __future__ import annotations

from datetime import datetime, timedelta

from mailbot.decision import Decision, Disposition, Seats, expire, promote, promotion_notices
from mailbot.flow.office import Office
from mailbot.flow.posting import post
from mailbot.store import Connection, Occasion, may_expire, seats_snapshot


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


def _post(office: Office, tx: Connection, decision: Decision, now: datetime) -> None:
    occasion = Occasion(office.event.id, "mailbot", "mail", now, now)
    post(office, tx, decision, occasion, withheld=lambda _n, _place: office.supervision)
