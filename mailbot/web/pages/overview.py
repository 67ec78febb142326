"""The first page in the morning: how full it is, what waits for a person, and whether all is well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from starlette.responses import Response

from mailbot.decision import with_limits
from mailbot.envelope import OutboxState, Status
from mailbot.event import Event
from mailbot.store import Connection, reports, seat_limits
from mailbot.store.browse import decided_since, held_count, outgoing_by_state, waiting_mails
from mailbot.store.reports import WorkshopCount
from mailbot.web.visit import Page, Visit

SILENT_AFTER = timedelta(minutes=15)
"""A mailbox that was not reached for so long is worth a warning."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of seats. seats None: no limit."""

    id: str
    title: str
    taken: int
    waiting: int
    seats: int | None

    @property
    def free(self) -> int:
        """Seats that nobody has."""
        return max(0, (self.seats or 0) - self.taken)

    @property
    def whole(self) -> int:
        """What the length of the bar stands for."""
        return max(self.taken + self.waiting, self.seats or 0, 1)


def overview(visit: Visit) -> Response:
    """Seats, work that waits, the day so far, and health."""
    event, now = visit.office.event, visit.office.clock()
    account = visit.office.account if visit.office.served else None
    midnight = datetime.combine(now.astimezone(event.zone).date(), time(), event.zone)
    with visit.office.database.reading() as tx:
        states = outgoing_by_state(tx, event.id)
        statuses, counts = reports.standing(tx, event.id)
        contact = reports.last_contact(tx, account)
        values: dict[str, Any] = {
            "bars": bars_of(with_limits(event, seat_limits(tx, event.id)), counts),
            "statuses": statuses,
            "held": held_count(tx, *visit.office.shown),
            "withheld": states.get(OutboxState.WITHHELD, 0),
            "failed": sum(states.get(s, 0) for s in (OutboxState.FAILED, OutboxState.BOUNCED)),
            "underway": sum(states.get(s, 0) for s in (OutboxState.QUEUED, OutboxState.DEFERRED)),
            "today": decided_since(tx, event.id, midnight),
            "waiting": waiting_mails(tx, *visit.office.shown)[:5],
            "contact": contact,
            "proof": reports.last_proof(tx, account),
            "mails": reports.mails_in_ledger(tx, account),
        }
    silent = contact is None or now - contact > SILENT_AFTER
    days = (event.closes_at - now).total_seconds() / 86400
    return visit.page("overview.html", **values, silent=silent, days=days, statuses_known=tuple(Status))


def bars(tx: Connection, event: Event) -> list[Bar]:
    """The same as `bars_of`, counted now."""
    return bars_of(event, reports.workshop_counts(tx, event.id))


def bars_of(event: Event, counts: Mapping[str, WorkshopCount]) -> list[Bar]:
    """Seats by workshop, or of the event where it has none; the event as a whole; the livestream."""
    nobody = WorkshopCount(0, 0)

    def bar(key: str, title: str, seats: int | None) -> Bar:
        count = counts.get(key, nobody)
        return Bar(key, title, count.taken, count.waiting, seats)

    lines = [bar(w.id, w.title, w.seats) for w in event.workshops]
    on_site = [count for key, count in counts.items() if key != "livestream"]
    whole = WorkshopCount(sum(c.taken for c in on_site), sum(c.waiting for c in on_site))
    lines.append(Bar("", "", whole.taken, whole.waiting, event.seats))
    if event.livestream:
        lines.append(bar("livestream", "livestream", None))
    return lines


PAGES = (Page("/", overview),)
