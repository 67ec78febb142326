"""What the ledger knows, read for one decision: rows in, Snapshot out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, case, func, not_, or_, select

from mailbot.decision import Arrival, Queue, Registration, Snapshot
from mailbot.envelope import Attendance, Notice, OutboxState, Status
from mailbot.store.schema import OutboxLine, OutboxRow, RegistrationRow

R = RegistrationRow
HEADS = 20
"""How many of each waiting list a snapshot shows; more are shown in the next one."""
_DAY = timedelta(days=1)
KNOWN = 500  # registrations of one contact that a snapshot shows at most, the newest
_BULK = tuple(n.value for n in (Notice.REMINDER, Notice.ANNOUNCEMENT, Notice.DIGEST, Notice.ALARM))
"""Notices that are no replies; the limits against loops do not count them."""
_LIVE = (Status.CONFIRMED.value, Status.WAITLISTED.value, Status.PENDING.value, Status.HELD.value)
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
    registrations_query(_HERE, R.waiting_for == bindparam("list"), R.status.in_(_LIVE))
    .order_by(R.queue_received, R.queue_uid, R.queue_ordinal)
    .limit(HEADS)
)
_SEATED = (R.status == Status.CONFIRMED.value, R.attendance == Attendance.ON_SITE.value)
_TAKEN = select(R.seat, func.count()).where(_HERE, *_SEATED).group_by(R.seat)
# Who is live is sorted out afterwards: SQLite would else look through all who are.
_OFFERS = select(R.offered, R.status, R.attendance).where(_HERE, R.offered_until.is_not(None))
_SENT = select(func.count()).where(
    OutboxRow.created_at > bindparam("since"),
    OutboxRow.state != OutboxState.WITHHELD.value,
    OutboxRow.notice.not_in(_BULK),
)
_SENT_TO = _SENT.where(OutboxRow.rcpt_to == bindparam("to"))


def snapshot(
    connection: Connection,
    event_id: str,
    contact: str,
    message_ids: Sequence[str],
    references: Collection[str],
    arrival: Arrival,
    now: datetime,
) -> Snapshot:
    """What matters for one mail of `contact` (lower case).

    `message_ids`: what the mail answers, the nearest first (In-Reply-To, then References); `references`: what
    looks like a reference of ours in its text.
    """
    known = snapshot_of_contact(connection, event_id, contact)
    thread = _thread(connection, event_id, message_ids, references)
    taken, total = _taken(connection, event_id)
    waiting, ahead = _queues(connection, event_id, Queue(arrival.received, arrival.uid))
    every = {r.reference: r for r in (*known, *thread)}
    return Snapshot(
        known=tuple(known),
        thread=tuple(thread),
        positions={r.reference: position(connection, event_id, r) for r in every.values() if _waits(r)},
        taken=taken,
        total=total,
        ahead=ahead,
        ahead_of={
            r.reference: _waiting(connection, event_id, before=r.queue)
            for r in every.values()
            if r.status is Status.PENDING
        },
        waiting=waiting,
        heads=heads(connection, event_id, waiting),
        asked=_asked(connection, event_id, [r.reference for r in every.values()]),
        replies_today=connection.execute(_SENT_TO, {"since": now - _DAY, "to": contact}).scalar_one(),
        replies_hour=connection.execute(_SENT, {"since": now - _DAY / 24}).scalar_one(),
    )


def snapshot_of_contact(connection: Connection, event_id: str, contact: str) -> list[Registration]:
    """The registrations of one contact (lower case), oldest first."""
    rows = connection.execute(_OF_CONTACT, {"event": event_id, "contact": contact}).all()
    return [to_registration(row) for row in reversed(rows)]


def seats_snapshot(connection: Connection, event_id: str) -> Snapshot:
    """The seats and who waits, for promotions that no mail has caused."""
    taken, total = _taken(connection, event_id)
    waiting = _waiting(connection, event_id)
    return Snapshot(taken=taken, total=total, waiting=waiting, heads=heads(connection, event_id, waiting))


def position(connection: Connection, event_id: str, registration: Registration) -> int:
    """Place on the waiting list that the registration is on, counted from 1."""
    return 1 + sum(
        _waiting(connection, event_id, registration.queue, registration.waiting_for or "").values()
    )


def positions(connection: Connection, event_id: str, people: Collection[Registration]) -> dict[str, int]:
    """By reference, the place on the list that each of them waits on, counted from 1.

    Each list is counted through once at most, however many of its people are asked for.
    """
    found: dict[str, int] = {}
    passed: dict[str, tuple[Queue | None, int]] = {}
    for one in sorted(people, key=lambda r: r.queue.key):
        waiting_for = one.waiting_for or ""
        last, count = passed.get(waiting_for, (None, 0))
        count += sum(_waiting(connection, event_id, one.queue, waiting_for, since=last).values())
        passed[waiting_for] = (one.queue, count)
        found[one.reference] = count + 1
    return found


def heads(connection: Connection, event_id: str, lists: Collection[str]) -> tuple[Registration, ...]:
    """The first of each of these waiting lists, in order of receipt."""
    found: list[Registration] = []
    for waiting_for in lists:
        rows = connection.execute(_HEADS, {"event": event_id, "list": waiting_for})
        found += [to_registration(row) for row in rows]
    return tuple(sorted(found, key=lambda r: r.queue.key))


def _rows(connection: Connection, query: Select[*tuple[Any, ...]], limit: int) -> list[Registration]:
    rows = connection.execute(query.order_by(R.id.desc()).limit(limit)).all()
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
        told = (
            select(OutboxRow.message_id, OutboxLine.registration_id)
            .join(OutboxLine, OutboxRow.id == OutboxLine.outbox_id)
            .where(OutboxRow.event_id == event_id, OutboxRow.message_id.in_(list(message_ids)))
        )
        for message_id, registration_id in connection.execute(told):
            answered.setdefault(message_id, set()).add(registration_id)
    nearest = next((answered[message_id] for message_id in message_ids if message_id in answered), None)
    if nearest is not None:
        return _rows(connection, registrations_query(R.event_id == event_id, R.id.in_(nearest)), KNOWN)
    if references:
        return _rows(
            connection, registrations_query(R.event_id == event_id, R.reference.in_(list(references))), KNOWN
        )
    return []


def _waits(registration: Registration) -> bool:
    return registration.live and registration.waiting_for is not None


def _taken(connection: Connection, event_id: str) -> tuple[dict[str, int], int]:
    rows = connection.execute(_TAKEN, {"event": event_id})
    taken = {seat or "": count for seat, count in rows}
    total = sum(taken.values())
    # A seat that is offered is kept; who sits in a second choice meanwhile takes one of the event's.
    offers = connection.execute(_OFFERS, {"event": event_id})
    for offered, status, attendance in offers:
        if status not in _LIVE:
            continue
        taken[offered or ""] = taken.get(offered or "", 0) + 1
        sits = status == Status.CONFIRMED.value and attendance == Attendance.ON_SITE.value
        total += 0 if sits else 1
    return taken, total


def _queues(connection: Connection, event_id: str, before: Queue) -> tuple[dict[str, int], dict[str, int]]:
    """How many wait, by workshop, and how many of these have their place before `before`."""
    rows = connection.execute(_queues_query(), {"event": event_id} | _named("before", before)).all()
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows if row[2]}


@cache
def _queues_query() -> Select[*tuple[Any, ...]]:
    ahead = func.sum(case((_ahead_of("before"), 1), else_=0))
    return _waiting_query(before=False, since=False, one=False).add_columns(ahead)


def _named(name: str, place: Queue) -> dict[str, Any]:
    return {f"{name}_{key}": getattr(place, key) for key in ("received", "uid", "ordinal")}


def _waiting(
    connection: Connection,
    event_id: str,
    before: Queue | None = None,
    waiting_for: str | None = None,
    since: Queue | None = None,
) -> dict[str, int]:
    """How many wait, by workshop; only those whose place in the order is before `before`, and not before
    `since`.
    """
    values: dict[str, Any] = {"event": event_id, "list": waiting_for}
    for name, place in (("before", before), ("since", since)):
        if place is not None:
            values |= _named(name, place)
    query = _waiting_query(before=before is not None, since=since is not None, one=waiting_for is not None)
    return {w or "": n for w, n in connection.execute(query, values)}


@cache
def _waiting_query(*, before: bool, since: bool, one: bool) -> Select[*tuple[Any, ...]]:
    query = select(R.waiting_for, func.count()).where(_HERE, R.waiting_for.is_not(None), R.status.in_(_LIVE))
    if one:
        query = query.where(R.waiting_for == bindparam("list"))
    if before:
        query = query.where(R.queue_received <= bindparam("before_received"), _ahead_of("before"))
    if since:
        query = query.where(R.queue_received >= bindparam("since_received"), not_(_ahead_of("since")))
    return query.group_by(R.waiting_for)


def _ahead_of(place: str) -> ColumnElement[bool]:
    """Those whose place in the order is before the one whose values are named so."""
    same_time = R.queue_received == bindparam(f"{place}_received")
    same_mail = R.queue_uid == bindparam(f"{place}_uid")
    return or_(
        R.queue_received < bindparam(f"{place}_received"),
        and_(same_time, R.queue_uid < bindparam(f"{place}_uid")),
        and_(same_time, same_mail, R.queue_ordinal < bindparam(f"{place}_ordinal")),
    )


def _asked(connection: Connection, event_id: str, references: Sequence[str]) -> frozenset[str]:
    """Those of the registrations about which a question of ours is out."""
    if not references:
        return frozenset()
    rows = connection.execute(
        select(R.reference)
        .join(OutboxLine, OutboxLine.registration_id == R.id)
        .join(OutboxRow, OutboxRow.id == OutboxLine.outbox_id)
        .where(R.event_id == event_id, R.reference.in_(references), OutboxRow.notice == Notice.QUESTION.value)
    )
    return frozenset(rows.scalars())
