"""What the ledger knows, read for one decision: rows in, Snapshot out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from mailbot.decision import Arrival, Queue, Registration, Seats, Snapshot
from mailbot.envelope import Attendance, Notice, OutboxState, Status
from mailbot.event import Event
from mailbot.store.counting import LIVE, not_before, totals
from mailbot.store.schema import OutboxLine, OutboxRow, RegistrationRow

R = RegistrationRow
HEADS = 20
"""How many of each waiting list a snapshot shows; more are shown in the next one."""
_DAY = timedelta(days=1)
KNOWN = 500  # registrations of one contact that a snapshot shows at most, the newest
_BULK = tuple(n.value for n in (Notice.REMINDER, Notice.ANNOUNCEMENT, Notice.DIGEST, Notice.ALARM))
"""Notices that are no replies; the limits against loops do not count them."""
_ALL_COLUMNS = (
    R.id,
    R.reference,
    R.name,
    R.title,
    R.organisation,
    R.contact,
    R.contact_name,
    R.language,
    R.status,
    R.attendance,
    R.workshop,
    R.alternative,
    R.seat,
    R.waiting_for,
    R.offered,
    R.offered_until,
    R.sequence,
    R.phone,
    R.queue_received,
    R.queue_uid,
    R.queue_ordinal,
)


def to_registration(row: Row[Any]) -> Registration:
    """A row of `registrations` as the value that rules work on."""
    return Registration(
        reference=row.reference,
        name=row.name,
        contact=row.contact,
        status=Status(row.status),
        queue=Queue(row.queue_received, row.queue_uid, row.queue_ordinal),
        title=row.title,
        organisation=row.organisation,
        workshop=row.workshop,
        alternative=row.alternative,
        attendance=Attendance(row.attendance),
        seat=row.seat,
        waiting_for=row.waiting_for,
        offered=row.offered,
        offered_until=row.offered_until,
        sequence=row.sequence,
        phone=row.phone,
        language=row.language,
        contact_name=row.contact_name,
    )


def registrations_query(*where: Any) -> Select[*tuple[Any, ...]]:
    """Selects what `to_registration` needs."""
    return select(*_ALL_COLUMNS).where(*where)


_HERE = R.event_id == bindparam("event")
_OF_CONTACT = registrations_query(_HERE, R.contact == bindparam("contact"))
_OF_CONTACT = _OF_CONTACT.order_by(R.id.desc()).limit(KNOWN)
_HEADS = (
    registrations_query(_HERE, R.waiting_for == bindparam("list"), R.status.in_(LIVE))
    .order_by(R.queue_received, R.queue_uid, R.queue_ordinal)
    .limit(HEADS)
)
_TOLD_OF = (
    select(OutboxRow.message_id, OutboxLine.registration_id)
    .join(OutboxLine, OutboxRow.id == OutboxLine.outbox_id)
    .where(OutboxRow.event_id == bindparam("event"))
    .where(OutboxRow.message_id.in_(bindparam("answered", expanding=True)))
)
_CALLED = R.reference.in_(bindparam("called", expanding=True))
_BY_REFERENCE = registrations_query(_HERE, _CALLED).order_by(R.id.desc()).limit(KNOWN)
_BY_ID = registrations_query(_HERE, R.id.in_(bindparam("ids", expanding=True)))
_BY_ID = _BY_ID.order_by(R.id.desc()).limit(KNOWN)
_ASKED = (
    select(R.reference)
    .join(OutboxLine, OutboxLine.registration_id == R.id)
    .join(OutboxRow, OutboxRow.id == OutboxLine.outbox_id)
    .where(_HERE, _CALLED, OutboxRow.notice == Notice.QUESTION.value)
)
REPLY = (OutboxRow.state != OutboxState.WITHHELD.value, OutboxRow.notice.not_in(_BULK))
_REPLIES = select(
    select(func.count())
    .where(OutboxRow.rcpt_to == bindparam("to"), OutboxRow.created_at > bindparam("yesterday"), *REPLY)
    .scalar_subquery(),
    select(func.count()).where(OutboxRow.created_at > bindparam("hour_ago"), *REPLY).scalar_subquery(),
)


def snapshot(
    connection: Connection,
    event_id: str,
    contact: str,
    message_ids: Sequence[str],
    references: Collection[str],
    arrival: Arrival,
    now: datetime,
    event: Event | None = None,
) -> Snapshot:
    """What matters for one mail of `contact` (lower case).

    `message_ids`: what the mail answers, the nearest first (In-Reply-To, then References); `references`: what
    looks like a reference of ours in its text. `event`: if it is given, the first of those who wait are left
    out of lists on which nobody can move up, because all seats are taken and the mail can free none.
    """
    known = snapshot_of_contact(connection, event_id, contact)
    thread = _thread(connection, event_id, message_ids, references)
    counts = totals(connection, event_id)
    every = {r.reference: r for r in (*known, *thread)}
    here = Queue(arrival.received, arrival.uid)

    times = {"yesterday": now - _DAY, "to": contact, "hour_ago": now - _DAY / 24}
    today, hour = connection.execute(_REPLIES, times).one()
    # Who comes anew frees no seat. Then nobody moves up but where one is left, and one in the house.
    seats = Seats(event, counts.taken, counts.total) if event and not every else None
    nobody = seats is not None and not seats.left_in_all()
    lists = () if nobody else [w for w in counts.waiting if seats is None or seats.left_in(w)]

    def ahead(place: Queue) -> dict[str, int]:
        return _ahead(connection, event_id, counts.waiting, place)

    return Snapshot(
        known=tuple(known),
        thread=tuple(thread),
        positions={
            r.reference: 1 + ahead(r.queue).get(r.waiting_for or "", 0) for r in every.values() if _waits(r)
        },
        taken=counts.taken,
        total=counts.total,
        ahead=ahead(here),
        ahead_of={r.reference: ahead(r.queue) for r in every.values() if r.status is Status.PENDING},
        waiting=counts.waiting,
        heads=heads(connection, event_id, lists),
        asked=_asked(connection, event_id, [r.reference for r in every.values()]),
        replies_today=today,
        replies_hour=hour,
    )


def snapshot_of_contact(connection: Connection, event_id: str, contact: str) -> list[Registration]:
    """The registrations of one contact (lower case), oldest first."""
    rows = connection.execute(_OF_CONTACT, {"event": event_id, "contact": contact}).all()
    return [to_registration(row) for row in reversed(rows)]


def seats_snapshot(connection: Connection, event_id: str) -> Snapshot:
    """The seats and who waits, for promotions that no mail has caused."""
    counts = totals(connection, event_id)
    first = heads(connection, event_id, counts.waiting)
    return Snapshot(taken=counts.taken, total=counts.total, waiting=counts.waiting, heads=first)


def positions(connection: Connection, event_id: str, people: Collection[Registration]) -> dict[str, int]:
    """By reference, the place on the list that each of them waits on, counted from 1."""
    waiting = totals(connection, event_id).waiting if people else {}
    return {
        one.reference: 1 + _ahead(connection, event_id, waiting, one.queue).get(one.waiting_for or "", 0)
        for one in people
    }


def heads(connection: Connection, event_id: str, lists: Collection[str]) -> tuple[Registration, ...]:
    """The first of each of these waiting lists, in order of receipt."""
    found: list[Registration] = []
    for waiting_for in lists:
        rows = connection.execute(_HEADS, {"event": event_id, "list": waiting_for})
        found += [to_registration(row) for row in rows]
    return tuple(sorted(found, key=lambda r: r.queue.key))


def _rows(
    connection: Connection, query: Select[*tuple[Any, ...]], values: dict[str, Any]
) -> list[Registration]:
    rows = connection.execute(query, values).all()
    return [to_registration(row) for row in reversed(rows)]


def _thread(
    connection: Connection, event_id: str, message_ids: Sequence[str], references: Collection[str]
) -> list[Registration]:
    """Registrations that a mail refers to: by the nearest mail of ours that it answers, else by reference.

    Earlier mails of a conversation may have told of others: who answers the promotion of one of a group
    means that one.
    """
    answered: dict[str, set[int]] = {}
    if message_ids:
        values = {"event": event_id, "answered": list(message_ids)}
        for message_id, registration_id in connection.execute(_TOLD_OF, values):
            answered.setdefault(message_id, set()).add(registration_id)
    nearest = next((answered[message_id] for message_id in message_ids if message_id in answered), None)
    if nearest is not None:
        return _rows(connection, _BY_ID, {"event": event_id, "ids": list(nearest)})
    if references:
        return _rows(connection, _BY_REFERENCE, {"event": event_id, "called": list(references)})
    return []


def _waits(registration: Registration) -> bool:
    return registration.live and registration.waiting_for is not None


def _ahead(connection: Connection, event_id: str, waiting: Mapping[str, int], place: Queue) -> dict[str, int]:
    """How many of each list stand before this place in the order."""
    if not waiting:
        return {}
    after = not_before(connection, event_id, place)
    return {waiting_for: count - after.get(waiting_for, 0) for waiting_for, count in waiting.items()}


def _asked(connection: Connection, event_id: str, references: Sequence[str]) -> frozenset[str]:
    """Those of the registrations about which a question of ours is out."""
    if not references:
        return frozenset()
    rows = connection.execute(_ASKED, {"event": event_id, "called": list(references)})
    return frozenset(rows.scalars())
