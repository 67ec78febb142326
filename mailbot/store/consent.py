"""Which words about photo and video each participant was sent, and when.

They count as told when the mail server has taken the mail that carries them, not when we wrote it: a
reply that waits, is dropped or never arrives has told nobody anything. The same words again change
nothing; other words are told anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, or_, select, update

from mailbot.envelope import OutboxState
from mailbot.store.schema import OutboxLine, OutboxRow, RegistrationRow

O, R = OutboxRow, RegistrationRow  # noqa: E741 - the tables that every line below is about


def note_consents(connection: Connection, outbox_ids: Sequence[int] | None = None) -> int:
    """Writes down with each participant what the mails of ours told them, of those that were sent: these,
    or all (after a crash). Gives how many participants were noted.
    """
    newer = and_(R.consent_text != O.consent_text, R.consent_sent_at < O.sent_at)
    lacking = (
        select(OutboxLine.outbox_id)
        .join(R, R.id == OutboxLine.registration_id)
        .where(OutboxLine.outbox_id == O.id, or_(R.consent_text.is_(None), newer))
    )
    sent = select(O.id, O.consent_text, O.sent_at).where(
        O.state == OutboxState.SENT.value, O.consent_text.is_not(None), lacking.exists()
    )
    if outbox_ids is not None:
        sent = sent.where(O.id.in_(list(outbox_ids)))
    noted = 0
    for row in connection.execute(sent.order_by(O.id)).all():
        told = select(OutboxLine.registration_id).where(OutboxLine.outbox_id == row.id)
        noted += connection.execute(
            update(R)
            .where(R.id.in_(told), or_(R.consent_text.is_(None), R.consent_text != row.consent_text))
            .where(or_(R.consent_sent_at.is_(None), R.consent_sent_at < row.sent_at))
            .values(consent_text=row.consent_text, consent_sent_at=row.sent_at)
        ).rowcount
    return noted
