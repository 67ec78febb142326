"""What the desk asks of the ledger: a page of rows at a time, quick however many there are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from mailbot.decision import Disposition
from mailbot.store.schema import Mail

Row = dict[str, Any]
_MOST = 200
"""Mails that wait on one page; who has more to decide takes them one after the other."""

_NO_WORK = (Disposition.IGNORED.value, Disposition.RECORDED.value, Disposition.HELD.value)


def waiting_mails(connection: Connection, event_id: str) -> list[Row]:
    """Mails that wait for a person, oldest first, at most 200."""
    rows = connection.execute(
        select(
            Mail.id, Mail.received_at, Mail.sender, Mail.sender_name, Mail.subject, Mail.kind, Mail.reason,
            Mail.explanation, Mail.language,
        )
        .where(Mail.disposition == Disposition.HELD.value, Mail.event_id == event_id)
        .order_by(Mail.received_at, Mail.id)
        .limit(_MOST)
    )  # fmt: skip
    return [dict(row._asdict()) for row in rows]


def decided_since(connection: Connection, event_id: str, since: datetime) -> int:
    """How many mails were decided since then, by themselves or by a person; none that was not ours."""
    return connection.execute(
        select(func.count()).where(
            Mail.event_id == event_id, Mail.decided_at >= since, Mail.disposition.not_in(_NO_WORK)
        )
    ).scalar_one()
