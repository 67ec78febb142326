"""Counts that are kept and not counted: seats taken, who waits for what, and how many stand after whom.

Policy. The database keeps them itself, by triggers on `registrations` (migration 0010), in the transaction
of each change and whoever makes it. A migration that builds that table anew must make its triggers anew.
Once a day what is kept is held against what is counted (`miscounted`), and a difference is told and mended.

`span` 0 has how many there are in all: "status" by status, "seated" and "offered" by place, "livestream",
"total" (whoever takes one of the event's seats) and "waiting" by list. Who waits is also kept by the time of
receipt, in spans of 2^6, 2^12 and 2^18 seconds (a minute, an hour, three days): so a place in the order is
found from a few rows, however many wait.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    String,
    and_,
    bindparam,
    delete,
    func,
    insert,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.decision import Queue
from mailbot.envelope import Attendance, Status
from mailbot.store.schema import Base, RegistrationRow

LIVE = (Status.CONFIRMED.value, Status.WAITLISTED.value, Status.PENDING.value, Status.HELD.value)
_SPANS = (6, 12, 18)
_CHUNK = 5000


class CountRow(Base):
    """How many people; `start` numbers the span of time, 0 where there is none."""

    __tablename__ = "counts"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as the library wants it

    event_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    span: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    place: Mapped[str] = mapped_column(String(100), primary_key=True)
    people: Mapped[int] = mapped_column(BigInteger)


C, R = CountRow, RegistrationRow
_HERE = C.event_id == bindparam("event")
_TOTALS = select(C.kind, C.place, C.people).where(_HERE, C.span == 0, C.start == 0, C.people != 0)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there are, by status, by place on site, on the livestream, with an offer, in all on site,
    and by waiting list; what is zero is left out.
    """

    statuses: dict[str, int]
    seated: dict[str, int]
    livestream: int
    offered: dict[str, int]
    total: int
    waiting: dict[str, int]

    @property
    def taken(self) -> dict[str, int]:
        """Seats taken or kept for somebody, by place."""
        return dict(Counter(self.seated) + Counter(self.offered))


@dataclass(frozen=True, slots=True)
class Miscount:
    """A count that is kept and differs from what is counted; see the module for what it names."""

    span: int
    start: int
    kind: str
    place: str
    kept: int
    counted: int

    def __str__(self) -> str:
        within = f" in span {self.start} of 2^{self.span} seconds" if self.span else ""
        return f"{self.kind} {self.place!r}{within}: kept {self.kept}, counted {self.counted}"


def totals(connection: Connection, event_id: str) -> Totals:
    """How many there are in all."""
    found: dict[str, dict[str, int]] = {}
    for kind, place, people in connection.execute(_TOTALS, {"event": event_id}):
        found.setdefault(kind, {})[place] = people
    return Totals(
        statuses=found.get("status", {}),
        seated=found.get("seated", {}),
        livestream=found.get("livestream", {}).get("", 0),
        offered=found.get("offered", {}),
        total=found.get("total", {}).get("", 0),
        waiting=found.get("waiting", {}),
    )


def not_before(connection: Connection, event_id: str, place: Queue) -> dict[str, int]:
    """Of those who wait, by list, how many do not stand before this place in the order.

    The newest mail, which is the usual one, has nobody after it: then next to nothing is read.
    """
    second = int(place.received.timestamp())
    values: dict[str, Any] = {"event": event_id, "received": place.received}
    values |= {"uid": place.uid, "ordinal": place.ordinal}
    for span in _SPANS:
        values[f"in_{span}"] = second >> span
        # Where the next larger span ends, of which this one is a part.
        values[f"end_{span}"] = ((second >> span + 6) + 1) << 6
    values["minute_ends"] = datetime.fromtimestamp(((second >> _SPANS[0]) + 1) << _SPANS[0], UTC)
    after: Counter[str] = Counter()
    for waiting_for, people in connection.execute(_NOT_BEFORE, values):
        after[waiting_for] += people
    return dict(after)


def _later(span: int) -> Any:
    later = [_HERE, C.span == span, C.start > bindparam(f"in_{span}"), C.kind == "waiting"]
    if span != _SPANS[-1]:
        later.append(C.start < bindparam(f"end_{span}"))
    return select(C.place, C.people).where(*later)


def _in_the_same_minute() -> Any:
    """Those of the same minute, one by one."""
    same_time = R.queue_received == bindparam("received")
    same_mail = R.queue_uid == bindparam("uid")
    ahead = or_(
        R.queue_received < bindparam("received"),
        and_(same_time, R.queue_uid < bindparam("uid")),
        and_(same_time, same_mail, R.queue_ordinal < bindparam("ordinal")),
    )
    minute = (C.span == _SPANS[0], C.start == bindparam(f"in_{_SPANS[0]}"), C.kind == "waiting")
    rest = (R.queue_received >= bindparam("received"), R.queue_received < bindparam("minute_ends"))
    return (
        select(C.place, func.count())
        .join(R, and_(R.event_id == C.event_id, R.waiting_for == C.place))
        .where(_HERE, *minute, *rest, R.status.in_(LIVE), not_(ahead))
        .group_by(C.place)
    )


_NOT_BEFORE = union_all(*(_later(span) for span in _SPANS), _in_the_same_minute())


def miscounted(connection: Connection, event_id: str) -> tuple[Miscount, ...]:
    """Where what is kept differs from what is counted; nowhere, if all is well. Reads every registration."""
    rows = connection.execute(
        select(C.span, C.start, C.kind, C.place, C.people).where(C.event_id == event_id, C.people != 0)
    )
    kept = {(row[0], row[1], row[2], row[3]): row[4] for row in rows}
    counted = _counted(connection, event_id)
    return tuple(
        Miscount(*key, kept.get(key, 0), counted.get(key, 0))
        for key in sorted(kept.keys() | counted.keys())
        if kept.get(key, 0) != counted.get(key, 0)
    )


def count_anew(connection: Connection, event_id: str) -> None:
    """Keeps from now on what is counted; nobody else may book seats meanwhile."""
    connection.execute(delete(C).where(C.event_id == event_id))
    names = ("span", "start", "kind", "place")
    rows = [
        dict(zip(names, key, strict=True), event_id=event_id, people=people)
        for key, people in _counted(connection, event_id).items()
    ]
    if rows:
        connection.execute(insert(C), rows)


def forget_empty(connection: Connection) -> None:
    """Of a span of time in which nobody stands any more, nothing is kept."""
    connection.execute(delete(C).where(C.people == 0))


def _counted(connection: Connection, event_id: str) -> dict[tuple[int, int, str, str], int]:
    """What the triggers keep, counted in another way."""
    found: Counter[tuple[int, int, str, str]] = Counter()
    here, kinds = R.event_id == event_id, (R.status, R.attendance, R.seat, R.offered)
    for status, attendance, seat, offered, people in connection.execute(
        select(*kinds, func.count()).where(here).group_by(*kinds)
    ):
        found[0, 0, "status", status] += people
        confirmed, kept_for = status == Status.CONFIRMED.value, status in LIVE and offered is not None
        sits = confirmed and attendance == Attendance.ON_SITE.value
        if sits:
            found[0, 0, "seated", seat or ""] += people
        elif confirmed and attendance == Attendance.LIVESTREAM.value:
            found[0, 0, "livestream", ""] += people
        if kept_for:
            found[0, 0, "offered", offered or ""] += people
        if sits or kept_for:
            found[0, 0, "total", ""] += people
    waits = select(R.waiting_for, R.queue_received).where(
        here, R.waiting_for.is_not(None), R.status.in_(LIVE)
    )
    for waiting_for, received in connection.execute(waits.execution_options(yield_per=_CHUNK)):
        found[0, 0, "waiting", waiting_for or ""] += 1
        for span in _SPANS:
            found[span, int(received.timestamp()) >> span, "waiting", waiting_for or ""] += 1
    return dict(found)
