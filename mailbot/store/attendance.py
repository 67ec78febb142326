"""Who has come on the day: whoever is expected on site, who of them is there, and how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from mailbot.envelope import Attendance, Status
from mailbot.store.counting import totals
from mailbot.store.schema import RegistrationRow
from mailbot.store.seeking import holds

R = RegistrationRow
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
"""Before anybody was ticked off: an index takes a range for better than "is not null"."""

_SHOWN = (
    R.id, R.reference, R.name, R.title, R.organisation, R.status, R.attendance, R.seat, R.workshop,
    R.waiting_for, R.language, R.present_at, R.present_by,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody at the door. place: the id of their workshop, "livestream", or "" without one. expected:
    they have a seat on site. at, by: when they were ticked off and by whom, None where they were not.
    """

    id: int
    reference: str
    name: str
    title: str
    organisation: str
    status: Status
    place: str
    expected: bool
    at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many have come of those who are expected."""

    here: int = 0
    expected: int = 0


def _expected(event_id: str) -> ColumnElement[bool]:
    return and_(
        R.event_id == event_id,
        R.status == Status.CONFIRMED.value,
        R.attendance == Attendance.ON_SITE.value,
    )


def turnout(connection: Connection, event_id: str) -> Mapping[str, Turnout]:
    """How many have come, by workshop; "" for those on site without one."""
    expected = totals(connection, event_id).seated
    # Answered by an index, however many have registered: it names no status, which would lead to another.
    there = (
        select(R.seat, R.status, R.attendance, func.count())
        .where(R.event_id == event_id, R.present_at > _EVER)
        .group_by(R.seat, R.status, R.attendance)
    )
    counted = (Status.CONFIRMED.value, Attendance.ON_SITE.value)
    here = {row[0] or "": row[3] for row in connection.execute(there) if (row[1], row[2]) == counted}
    return {place: Turnout(here.get(place, 0), count) for place, count in expected.items()}


def at_the_door(
    connection: Connection,
    event_id: str,
    *,
    text: str = "",
    place: str | None = None,
    missing: bool = False,
    most: int,
) -> list[Present]:
    """People at the door, by name, at most `most`: those who are expected, and with a `text` to look for
    everybody else of that name too. place: only this workshop, "" for nobody's. missing: only those who
    have not come yet.
    """
    where = [R.event_id == event_id]
    if text:
        where.append(holds(connection, text))
    else:
        where.append(_expected(event_id))
    if place is not None:
        wished = and_(R.seat.is_(None), R.workshop == place) if place else R.workshop.is_(None)
        where.append(or_(R.seat == place, wished) if place else and_(R.seat.is_(None), wished))
    if missing:
        where.append(R.present_at.is_(None))
    rows = connection.execute(select(*_SHOWN).where(*where).order_by(R.name_key, R.id).limit(most))
    return [_present(row) for row in rows]


def one_at_the_door(connection: Connection, event_id: str, reference: str) -> Present | None:
    """The person with this reference."""
    query = select(*_SHOWN).where(R.event_id == event_id, R.reference == reference)
    row = connection.execute(query).one_or_none()
    return None if row is None else _present(row)


def tick(connection: Connection, person: Present, at: datetime | None, by: str | None) -> bool:
    """Ticks somebody off, or takes that back (None); False where somebody else did so a moment ago."""
    before = R.present_at.is_(None) if at is not None else R.present_at.is_not(None)
    done = connection.execute(update(R).where(R.id == person.id, before).values(present_at=at, present_by=by))
    return done.rowcount == 1


def pass_on(connection: Connection, event_id: str, goes: str, stays: str) -> None:
    """Of two registrations of one person, the one that stays is ticked off where the other was."""
    one, other = (one_at_the_door(connection, event_id, reference) for reference in (goes, stays))
    if one is not None and other is not None and one.at is not None:
        tick(connection, other, one.at, one.by)


def _present(row: Any) -> Present:
    livestream = row.attendance == Attendance.LIVESTREAM.value
    return Present(
        id=row.id,
        reference=row.reference,
        name=row.name,
        title=row.title,
        organisation=row.organisation,
        status=Status(row.status),
        place=Attendance.LIVESTREAM.value if livestream else row.seat or row.workshop or "",
        expected=row.status == Status.CONFIRMED.value and not livestream,
        at=row.present_at,
        by=row.present_by or "",
    )
