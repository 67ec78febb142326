"""Mails of ours on their way out: claimed, then sent, deferred, failed or unknown.

A row is marked `sending` before anything leaves. If the process dies then, the claim runs out and
the row becomes `unknown`: the server may have the mail. What is unknown is tried once more with the
same Message-ID, so that the second copy, if there is one, can be recognised; if that try ends in the
dark as well, the row is `failed` and for a person.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, func, or_, select, update

from mailbot.envelope import OutboxState, OutgoingMessage, SmtpReply
from mailbot.store.schema import OutboxRow

CLAIM = timedelta(minutes=10)
"""How long a claim holds: longer than one mail can take with every timeout of SMTP."""
IN_DOUBT = "in-doubt"
"""Reason of a row whose mail may have gone out once already."""
REPLY_LENGTH = 1000
"""So much of a server's words is kept. A claim takes that room in advance, so that writing down what
came of the mail needs no more room than the claim did.
"""
Row = OutboxRow


_CLAIMED = (
    Row.id,
    Row.key,
    Row.mail_id,
    Row.attempts,
    Row.state,
    Row.message_id,
    Row.mail_from,
    Row.rcpt_to,
    Row.subject,
    Row.data,
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that only this worker may send now; `attempts` counts those before this one. `mail_id`: the
    mail that it answers, if it answers one.
    """

    id: int
    key: str
    attempts: int
    retry_of_unknown: bool
    message: OutgoingMessage
    mail_id: int | None = None


def claim(connection: Connection, now: datetime, limit: int) -> list[Claimed]:
    """Up to `limit` mails that are due, oldest first, marked as being sent."""
    states = (OutboxState.QUEUED.value, OutboxState.DEFERRED.value, OutboxState.UNKNOWN.value)
    rows = connection.execute(
        select(*_CLAIMED)
        .where(Row.state.in_(states), Row.next_attempt_at <= now)
        .order_by(Row.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    claimed = [
        Claimed(
            id=row.id,
            key=row.key,
            attempts=row.attempts,
            retry_of_unknown=row.state == OutboxState.UNKNOWN.value,
            message=OutgoingMessage(row.message_id, row.mail_from, row.rcpt_to, row.subject, row.data),
            mail_id=row.mail_id,
        )
        for row in rows
    ]
    if claimed:
        connection.execute(
            update(Row)
            .where(Row.id.in_([c.id for c in claimed]))
            .values(
                state=OutboxState.SENDING.value,
                reason=case((Row.state == OutboxState.UNKNOWN.value, IN_DOUBT), else_=Row.reason),
                claimed_until=now + CLAIM,
                attempts=Row.attempts + 1,
                reply_text=" " * REPLY_LENGTH,
            )
        )
    return claimed


def settle(
    connection: Connection,
    claimed: Claimed,
    state: OutboxState,
    reply: SmtpReply,
    now: datetime,
    next_attempt: datetime | None,
) -> None:
    """What came of sending: the new state, the server's words and when to try again, if at all."""
    sent = now if state is OutboxState.SENT else None
    connection.execute(
        update(Row)
        .where(Row.id == claimed.id, Row.state == OutboxState.SENDING.value)
        .values(
            state=state.value,
            reply_code=reply.code or None,
            reply_text=reply.text[:REPLY_LENGTH],
            next_attempt_at=next_attempt,
            claimed_until=None,
            sent_at=sent,
        )
    )


def give_back(connection: Connection, claimed: Sequence[Claimed], next_attempt: datetime) -> None:
    """Claimed mails of which nothing was said to the server: they wait, and no attempt counts."""
    for one in claimed:
        state = OutboxState.UNKNOWN if one.retry_of_unknown else OutboxState.QUEUED
        connection.execute(
            update(Row)
            .where(Row.id == one.id, Row.state == OutboxState.SENDING.value)
            .values(
                state=state.value,
                attempts=one.attempts,
                reply_text=None,
                claimed_until=None,
                next_attempt_at=next_attempt,
            )
        )


def release_expired(connection: Connection, now: datetime) -> int:
    """Claims of a worker that died become `unknown` and are due at once, or `failed` if they were
    unknown before; gives how many.
    """
    expired = or_(Row.claimed_until.is_(None), Row.claimed_until <= now)
    twice = Row.reason == IN_DOUBT
    result = connection.execute(
        update(Row)
        .where(Row.state == OutboxState.SENDING.value, expired)
        .values(
            state=case((twice, OutboxState.FAILED.value), else_=OutboxState.UNKNOWN.value),
            reply_text="The program ended while it was sending this mail.",
            next_attempt_at=now,
            claimed_until=None,
        )
    )
    return result.rowcount


def release_all(connection: Connection, now: datetime) -> int:
    """On start, the sole worker knows that nobody is sending: every claim is expired."""
    connection.execute(update(Row).where(Row.state == OutboxState.SENDING.value).values(claimed_until=now))
    return release_expired(connection, now)


def due(connection: Connection, now: datetime) -> int:
    """How many mails could be sent now."""
    states = (OutboxState.QUEUED.value, OutboxState.DEFERRED.value, OutboxState.UNKNOWN.value)
    return connection.execute(
        select(func.count()).where(Row.state.in_(states), Row.next_attempt_at <= now)
    ).scalar_one()


def sent_mail(connection: Connection, message_ids: Collection[str]) -> bytes | None:
    """The newest of our mails with one of these Message-IDs, as it was sent."""
    return connection.execute(
        select(Row.data).where(Row.message_id.in_(list(message_ids))).order_by(Row.id.desc()).limit(1)
    ).scalar_one_or_none()
