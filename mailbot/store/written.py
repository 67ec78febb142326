"""How many mails of ours were written of late about the events of one mailbox: what limits count there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select

from mailbot.decision import Snapshot
from mailbot.store.schema import OutboxRow
from mailbot.store.snapshot import REPLY

_OURS = (*REPLY, OutboxRow.event_id.in_(bindparam("events", expanding=True)))
_REPLIES = select(
    select(func.count())
    .where(OutboxRow.rcpt_to == bindparam("to"), OutboxRow.created_at > bindparam("yesterday"), *_OURS)
    .scalar_subquery(),
    select(func.count()).where(OutboxRow.created_at > bindparam("hour_ago"), *_OURS).scalar_subquery(),
)


def counted_for(
    connection: Connection, ledger: Snapshot, events: Sequence[str], contact: str, now: datetime
) -> Snapshot:
    """The snapshot with the mails of ours about these events alone (empty: about all), as the limits count
    them: a mailbox that is busy must not keep replies of another one back.
    """
    if not events:
        return ledger
    times = {"yesterday": now - timedelta(days=1), "hour_ago": now - timedelta(hours=1)}
    values = {"to": contact, "events": list(events)} | times
    today, hour = connection.execute(_REPLIES, values).one()
    return replace(ledger, replies_today=today, replies_hour=hour)
