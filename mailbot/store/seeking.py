"""Registrations looked for at the desk: by words, workshop, status and the like, sorted, a page at a time.

Where few rows fit, they are gathered by the index of what is looked for; of many, the index of the order
is followed. Words are looked for in an index of folded text, which is read through at most once.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from mailbot.envelope import Attendance, Status
from mailbot.store.browse import MANY, START, Found, Spot, counted, page_of
from mailbot.store.folding import words_to_find
from mailbot.store.schema import RegistrationRow
from mailbot.store.snapshot import positions, registrations_query, to_registration

R = RegistrationRow
_LIVE = (Status.CONFIRMED.value, Status.WAITLISTED.value)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which registrations are looked for; "" stands for all. text: in name, organisation, reference or
    address. sort: a key of `SORTS`, with "-" before it for the other direction.
    """

    text: str = ""
    workshop: str = ""
    status: str = ""
    attendance: str = ""
    source: str = ""
    sort: str = "received"


SORTS = {
    "received": (R.received_at, R.id),
    "name": (R.name_key, R.id),
    "organisation": (R.organisation_key, R.id),
    "workshop": (R.place, R.received_at, R.id),
    "status": (R.status, R.received_at, R.id),
}


def find_registrations(connection: Connection, event_id: str, wanted: Wanted, spot: Spot = START) -> Found:
    """A page of the registrations that are looked for."""
    mine = R.event_id == event_id
    where, total = _narrowed(connection, mine, wanted)
    columns = SORTS.get(wanted.sort.removeprefix("-"), SORTS["received"])
    query = registrations_query(*where).add_columns(R.received_at, R.source)
    down = wanted.sort.startswith("-")
    rows, before, after = page_of(connection, query, columns, spot, mine, down=down)
    people = {row.id: to_registration(row) for row in rows}
    waiting = [p for p in people.values() if p.waiting_for is not None and p.status.value in _LIVE]
    places = positions(connection, event_id, waiting)
    found = []
    for row in rows:
        one = people[row.id]
        waits = one.reference in places
        found.append(
            {
                "id": row.id,
                "reference": one.reference,
                "name": one.name,
                "title": one.title,
                "organisation": one.organisation,
                "workshop": one.seat or one.workshop,
                "attendance": one.attendance.value,
                "status": one.status.value,
                "waiting_for": one.waiting_for if waits else None,
                "position": places.get(one.reference),
                "contact": one.contact,
                "language": one.language,
                "received_at": row.received_at,
                "source": row.source,
            }
        )
    return Found(found, total, before, after)


def _narrowed(
    connection: Connection, mine: ColumnElement[bool], wanted: Wanted
) -> tuple[list[ColumnElement[bool]], int]:
    """The conditions in the form in which the page is found quickly, and how many rows fit them."""
    filters = _filters(wanted)
    words = [_stands_in(connection, word) for word in words_to_find(wanted.text)]
    if not filters and not words:
        return [mine], counted(connection, select(R.id).where(mine))
    if words:
        # Words are looked for in their index alone, whatever else is asked for.
        found = _ids(connection, mine, *words)
        if len(found) <= MANY:
            few = [R.id.in_(found), *filters]
            return few, counted(connection, select(R.id).where(*few))
    found = _ids(connection, mine, *filters, *words)
    if len(found) <= MANY:
        return [R.id.in_(found)], len(found)
    alone = len(filters) == 1 and not words and wanted.sort in ("received", "-received")
    if alone and not wanted.workshop:
        return [mine, *filters], len(found)
    return [mine, *(_unindexed(wanted)), *words], len(found)


def _ids(connection: Connection, *where: ColumnElement[bool]) -> list[int]:
    return list(connection.execute(select(R.id).where(*where).limit(MANY + 1)).scalars())


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if wanted.workshop == Attendance.LIVESTREAM.value:
        where.append(R.place == wanted.workshop)
    elif wanted.workshop:
        where.append(or_(R.place == wanted.workshop, R.waiting_for == wanted.workshop))
    for column, value in ((R.status, wanted.status), (R.attendance, wanted.attendance)):
        if value:
            where.append(column == value)
    if wanted.source:
        where.append(R.source == wanted.source)
    return where


def _unindexed(wanted: Wanted) -> list[ColumnElement[bool]]:
    """The same conditions so that no index is taken for them: that of the order serves better."""
    where: list[ColumnElement[bool]] = []
    if wanted.workshop:
        places = [func.coalesce(R.place, "") == wanted.workshop]
        if wanted.workshop != Attendance.LIVESTREAM.value:
            places.append(func.coalesce(R.waiting_for, "") == wanted.workshop)
        where.append(or_(*places))
    pairs = ((R.status, wanted.status), (R.attendance, wanted.attendance), (R.source, wanted.source))
    where += [func.coalesce(column, "") == value for column, value in pairs if value]
    return where


def _stands_in(connection: Connection, word: str) -> ColumnElement[bool]:
    """True for rows in whose folded words this one stands somewhere."""
    place = func.instr if connection.dialect.name == "sqlite" else func.strpos
    return place(R.search_text, word) > 0


def holds(connection: Connection, text: str) -> ColumnElement[bool]:
    """True for registrations in which all words of `text` stand somewhere; see `store.folding`."""
    return and_(R.id > 0, *(_stands_in(connection, word) for word in words_to_find(text)))
