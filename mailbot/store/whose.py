"""What the ledger knows of a mail before it is known for which of several events it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, bindparam, select

from mailbot.store.counting import LIVE
from mailbot.store.schema import OutboxRow, RegistrationRow

R = RegistrationRow
_OURS = (
    select(OutboxRow.message_id, OutboxRow.event_id)
    .where(OutboxRow.message_id.in_(bindparam("answered", expanding=True)))
    .where(OutboxRow.event_id.in_(bindparam("events", expanding=True)))
)
_HERE = R.event_id.in_(bindparam("events", expanding=True))
_CALLED = select(R.event_id).where(_HERE, R.reference.in_(bindparam("called", expanding=True)))
_OF_CONTACT = select(R.event_id).where(_HERE, R.contact == bindparam("contact"), R.status.in_(LIVE))


def events_answered(
    connection: Connection, events: Collection[str], message_ids: Sequence[str], references: Collection[str]
) -> frozenset[str]:
    """Those of these events to which a mail refers: by the nearest mail of ours that it answers (see
    `snapshot`), else by what looks like a reference of ours in its text.
    """
    values = {"events": list(events), "answered": list(message_ids), "called": list(references)}
    if message_ids:
        about = {row.message_id: row.event_id for row in connection.execute(_OURS, values)}
        nearest = next((about[one] for one in message_ids if one in about), None)
        if nearest is not None:
            return frozenset((nearest,))
    return frozenset(connection.execute(_CALLED, values).scalars()) if references else frozenset()


def events_of_contact(connection: Connection, events: Collection[str], contact: str) -> frozenset[str]:
    """Those of these events for which this contact (lower case) has a registration that stands."""
    values = {"events": list(events), "contact": contact}
    return frozenset(connection.execute(_OF_CONTACT, values).scalars())
