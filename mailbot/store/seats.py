"""Seats as organisers set them, in the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, String, bindparam, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from mailbot.decision import SeatLimit
from mailbot.store.instant import Instant
from mailbot.store.schema import Base


class SeatLimitRow(Base):
    """Seats as an organiser set them; see `decision.SeatLimit`."""

    __tablename__ = "seat_limits"

    event_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    place: Mapped[str] = mapped_column(String(100), primary_key=True)
    seats: Mapped[int | None]
    instead_of: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(Instant)


S = SeatLimitRow
_LIMITS = select(S.place, S.seats, S.instead_of).where(S.event_id == bindparam("event"))


def seat_limits(connection: Connection, event_id: str) -> tuple[SeatLimit, ...]:
    """What organisers have set for this event, whether it still counts or not."""
    rows = connection.execute(_LIMITS, {"event": event_id})
    return tuple(SeatLimit(row.place, row.seats, row.instead_of) for row in rows)


def write_limit(connection: Connection, event_id: str, limit: SeatLimit, actor: str, now: datetime) -> None:
    """Remembers what an organiser sets now; what was set before for that place goes."""
    remove_limit(connection, event_id, limit.place)
    values: dict[str, Any] = {
        "event_id": event_id,
        "place": limit.place,
        "seats": limit.seats,
        "instead_of": limit.instead_of,
        "actor": actor,
        "at": now,
    }
    connection.execute(insert(S).values(**values))


def remove_limit(connection: Connection, event_id: str, place: str) -> None:
    """From now on the file counts for this place."""
    connection.execute(delete(S).where(S.event_id == event_id, S.place == place))


def limit_setters(connection: Connection, event_id: str) -> dict[str, tuple[str, datetime]]:
    """Who set the seats of a place, and when, by place."""
    rows = connection.execute(select(S.place, S.actor, S.at).where(S.event_id == event_id))
    return {row.place: (row.actor, row.at) for row in rows}
