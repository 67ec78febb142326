"""Mails of ours on their way out: claimed, then sent, deferred, failed or unknown.

A row is marked `sending` before anything leaves. If the process dies then, the claim ends (on PostgreSQL
with the session of the worker that made it, see `store.lease`; else when it runs out) and the row becomes
`unknown`: the server may have the mail. What is unknown is tried once more with the
same Message-ID, so that the second copy, if there is one, can be recognised; if that try ends in the
dark as well, the row is `failed` and for a person.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Update,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
    update,
)

from mailbot.envelope import OutboxState, OutgoingMessage, SmtpReply
from mailbot.store.lease import claimant_gone
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
_DUE = (OutboxState.QUEUED.value, OutboxState.DEFERRED.value, OutboxState.UNKNOWN.value)
_TAKEN_FOR_DEAD = (OutboxState.SENDING.value, OutboxState.UNKNOWN.value, OutboxState.FAILED.value)
_COUNTED = 1000

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
    mail that it answers, if it answers one. `by`: the number of the worker.
    """

    id: int
    key: str
    attempts: int
    retry_of_unknown: bool
    message: OutgoingMessage
    mail_id: int | None = None
    by: int | None = None


def claim(
    connection: Connection, now: datetime, limit: int, event_id: str | None = None, by: int | None = None
) -> list[Claimed]:
    """Up to `limit` mails of this event that are due, oldest first, marked as being sent by the worker with
    the number `by`. What another worker is about to claim is passed over.
    """
    rows: list[Any] = []
    for state in _DUE:
        # Each by itself: so an index gives the oldest, however many wait.
        values = {"event": event_id, "state": state, "now": now, "limit": limit - len(rows)}
        rows += connection.execute(_oldest(event_id is not None), values).all()
        if len(rows) == limit:
            break
    claimed = [
        Claimed(
            id=row.id,
            key=row.key,
            attempts=row.attempts,
            retry_of_unknown=row.state == OutboxState.UNKNOWN.value,
            message=OutgoingMessage(row.message_id, row.mail_from, row.rcpt_to, row.subject, row.data),
            mail_id=row.mail_id,
            by=by,
        )
        for row in rows
    ]
    if claimed:
        mine = {"ids": [c.id for c in claimed], "until": now + CLAIM, "worker": by}
        connection.execute(_CLAIM, mine)
    return claimed


def settle(
    connection: Connection,
    claimed: Claimed,
    state: OutboxState,
    reply: SmtpReply,
    now: datetime,
    next_attempt: datetime | None,
) -> None:
    """What came of sending: the new state, the server's words and when to try again, if at all.

    A worker that was taken for dead meanwhile still tells that the server took the mail, as long as nobody
    has claimed it anew; all else that it tells comes too late.
    """
    sent = now if state is OutboxState.SENT else None
    values = {
        "number": claimed.id,
        "attempt": claimed.attempts + 1,
        "worker": claimed.by,
        "to_state": state.value,
        "code": reply.code or None,
        "text": reply.text[:REPLY_LENGTH],
        "next": next_attempt,
        "sent": sent,
    }
    connection.execute(_settling(sent is not None, claimed.by is not None), values)


def give_back(connection: Connection, claimed: Sequence[Claimed], next_attempt: datetime) -> None:
    """Claimed mails of which nothing was said to the server: they wait, and no attempt counts."""
    for one in claimed:
        state = OutboxState.UNKNOWN if one.retry_of_unknown else OutboxState.QUEUED
        connection.execute(
            update(Row)
            .where(*_mine(one), Row.state == OutboxState.SENDING.value)
            .values(
                state=state.value,
                attempts=one.attempts,
                reply_text=None,
                claimed_until=None,
                next_attempt_at=next_attempt,
            )
        )


def release_expired(connection: Connection, now: datetime, event_id: str | None = None) -> int:
    """Claims of a worker that died on mails of this event become `unknown` and are due at once, or `failed`
    if they were unknown before; gives how many.
    """
    gone = claimant_gone(connection, Row.claimed_by)
    expired = or_(Row.claimed_until.is_(None), Row.claimed_until <= now, gone)
    twice = Row.reason == IN_DOUBT
    result = connection.execute(
        update(Row)
        .where(_sending(connection, event_id), expired)
        .values(
            state=case((twice, OutboxState.FAILED.value), else_=OutboxState.UNKNOWN.value),
            reply_text="The program ended while it was sending this mail.",
            next_attempt_at=now,
            claimed_until=None,
        )
    )
    return result.rowcount


def release_all(connection: Connection, now: datetime, event_id: str | None = None) -> int:
    """On start, the sole worker of this event knows that nobody is sending: every claim is expired."""
    connection.execute(update(Row).where(_sending(connection, event_id)).values(claimed_until=now))
    return release_expired(connection, now, event_id)


def _sending(connection: Connection, event_id: str | None) -> ColumnElement[bool]:
    """What is being sent, of all events if none is named: each is named then, since the index begins so."""
    events, last = [event_id] if event_id is not None else [], ""
    while event_id is None:
        following = connection.execute(select(func.min(Row.event_id)).where(Row.event_id > last)).scalar()
        if following is None:
            break
        events.append(following)
        last = following
    return and_(Row.event_id.in_(events), Row.state == OutboxState.SENDING.value)


def due(connection: Connection, now: datetime, event_id: str | None = None) -> int:
    """How many mails of this event could be sent now; more than a thousand are not counted."""
    found = select(Row.id).where(_of(event_id), Row.state.in_(_DUE), Row.next_attempt_at <= now)
    return connection.execute(select(func.count()).select_from(found.limit(_COUNTED).subquery())).scalar_one()


def sent_mail(connection: Connection, message_ids: Collection[str]) -> bytes | None:
    """The newest of our mails with one of these Message-IDs, as it was sent."""
    return connection.execute(
        select(Row.data).where(Row.message_id.in_(list(message_ids))).order_by(Row.id.desc()).limit(1)
    ).scalar_one_or_none()


# Statements that every mail needs are built once: to put one together costs more than to have it done.
_CLAIM = (
    update(Row)
    .where(Row.id.in_(bindparam("ids", expanding=True)))
    .values(
        state=OutboxState.SENDING.value,
        reason=case((Row.state == OutboxState.UNKNOWN.value, IN_DOUBT), else_=Row.reason),
        claimed_until=bindparam("until"),
        claimed_by=bindparam("worker"),
        attempts=Row.attempts + 1,
        reply_text=" " * REPLY_LENGTH,
    )
)


@cache
def _oldest(one_event: bool) -> Select[*tuple[Any, ...]]:
    here = Row.event_id == bindparam("event") if one_event else true()
    due_now = (Row.state == bindparam("state"), Row.next_attempt_at <= bindparam("now"))
    query = select(*_CLAIMED).where(here, *due_now).order_by(Row.next_attempt_at, Row.id)
    return query.limit(bindparam("limit")).with_for_update(skip_locked=True)


@cache
def _settling(was_sent: bool, by_worker: bool) -> Update:
    stands = Row.state.in_(_TAKEN_FOR_DEAD) if was_sent else Row.state == OutboxState.SENDING.value
    by = Row.claimed_by == bindparam("worker") if by_worker else Row.claimed_by.is_(None)
    return (
        update(Row)
        .where(Row.id == bindparam("number"), Row.attempts == bindparam("attempt"), by, stands)
        .values(
            state=bindparam("to_state"),
            reply_code=bindparam("code"),
            reply_text=bindparam("text"),
            next_attempt_at=bindparam("next"),
            claimed_until=None,
            sent_at=bindparam("sent"),
        )
    )


def _of(event_id: str | None) -> ColumnElement[bool]:
    return true() if event_id is None else Row.event_id == event_id


def _mine(one: Claimed) -> tuple[ColumnElement[bool], ...]:
    """Nobody has claimed it since: each claim counts as an attempt, and names the worker."""
    by = Row.claimed_by.is_(None) if one.by is None else Row.claimed_by == one.by
    return (Row.id == one.id, Row.attempts == one.attempts + 1, by)
