"""What is due without any mail: people who move up because an organiser raised the seats."""

from __future__ import annotations

from mailbot.decision import Decision, Disposition, Seats, promote, promotion_notices
from mailbot.flow.office import Office
from mailbot.store import Occasion, Outgoing, record, seats_snapshot


def promote_waiting(office: Office) -> int:
    """Promotes whoever has a free seat waiting for them; gives how many moved."""
    moved = 0
    while True:
        now = office.clock()
        with office.database.transaction() as tx:
            office.database.lock_seats(tx, office.event.id)
            ledger = seats_snapshot(tx, office.event.id)
            moves = promote(Seats.of(ledger, office.event), ledger.heads, office.event, office.policy(), now)
            if not moves:
                return moved
            decision = Decision(
                Disposition.ACCEPTED,
                "promoted",
                "A seat became free.",
                registrations=tuple(after for _, after in moves),
                notifications=promotion_notices(moves, now.strftime("%Y%m%d%H%M%S"), now),
            )
            outgoing = [
                Outgoing(
                    key=n.key,
                    notice=n.notice,
                    reference=n.reference,
                    references=(n.reference,),
                    message=office.composer.compose(n, now),
                    withheld="supervised" if office.policy().supervised else "",
                )
                for n in decision.notifications
            ]
            occasion = Occasion(office.event.id, "mailbot", "mail", now, now, None, office.consent_text)
            record(tx, occasion, decision, outgoing)
        moved += len(moves)
