"""Which words about photo and video each participant was sent, and when.

They count as told when the mail server has taken the mail that carries them, not when we wrote it: a
reply that waits, is dropped or never arrives has told nobody anything. The same words again change
nothing; other words are told anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from mailbot.envelope import OutboxState
from mailbot.store.schema import OutboxLine, OutboxRow, RegistrationRow

O, R = OutboxRow, RegistrationRow  # noqa: E741 - the tables that every line below is about


_OUT_OF_DATE = or_(
    R.consent_text.is_(None),
    and_(R.consent_text != O.consent_text, or_(R.consent_sent_at.is_(None), R.consent_sent_at < O.sent_at)),
)
_TOLD = (
    select(OutboxLine.registration_id, O.consent_text, O.sent_at)
    .join(OutboxLine, OutboxLine.outbox_id == O.id)
    .join(R, R.id == OutboxLine.registration_id)
    .where(O.state == OutboxState.SENT.value, O.consent_text.is_not(None), _OUT_OF_DATE)
    .order_by(O.sent_at, O.id)
)
_TOLD_BY = _TOLD.where(O.id.in_(bindparam("ours", expanding=True)))
_TOLD_LATELY = _TOLD.where(O.id > select(func.max(O.id)).scalar_subquery() - bindparam("newest"))
NEWEST = 5000
"""So many mails of ours are looked at when the program starts: those that it was sending are among them."""
_NOTE = (
    update(R)
    .where(R.id == bindparam("who"))
    .where(or_(R.consent_sent_at.is_(None), R.consent_sent_at < bindparam("at")))
    .values(consent_text=bindparam("words"), consent_sent_at=bindparam("at"))
)


def note_consents(
    connection: Connection, outbox_ids: Sequence[int] | None = None, *, newest: int | None = None
) -> int:
    """Writes down with each participant what the mails of ours told them, of those that were sent: these, or
    those among so many of the newest (after a crash), or all. Gives how many participants were noted.
    """
    query = _TOLD if newest is None else _TOLD_LATELY
    values: dict[str, Any] = {"newest": newest}
    if outbox_ids is not None:
        query, values = _TOLD_BY, {"ours": list(outbox_ids)}
    rows = connection.execute(query, values)
    # Of several mails the last one counts; a person that was told the same words twice was told by the first.
    told: dict[int, tuple[str, datetime | None]] = {}
    for who, words, at in rows:
        if who not in told or told[who][0] != words:
            told[who] = (words or "", at)
    notes = [{"who": who, "words": words, "at": at} for who, (words, at) in told.items()]
    if notes:
        connection.execute(_NOTE, notes)
    return len(notes)
