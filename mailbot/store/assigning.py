"""A mail of which nobody had said for which event it is gets its event, and what was decided about it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, update

from mailbot.decision import Decision
from mailbot.intent.model import Intent
from mailbot.store.desk import StoredMail
from mailbot.store.record import understood
from mailbot.store.schema import Mail


def assign_mail(
    connection: Connection, mail: StoredMail, event_id: str, decision: Decision, intent: Intent, now: datetime
) -> bool:
    """The mail is for this event from now on; False, and nothing is done, where somebody else was quicker."""
    done = connection.execute(
        update(Mail)
        .where(Mail.id == mail.id, Mail.event_id == mail.event_id, Mail.disposition == mail.disposition.value)
        .values(
            event_id=event_id,
            kind=intent.kind.value,
            disposition=decision.disposition.value,
            reason=decision.reason,
            explanation=decision.explanation,
            attention=intent.attention,
            language=intent.language,
            understood=understood(intent),
            decided_at=now,
        )
    )
    return done.rowcount == 1
