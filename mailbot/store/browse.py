"""What the desk asks of the ledger: a page of rows at a time, quick however many there are.

A page goes on where the last one ended (keyset): nothing is passed over by counting. Rows that are few are
gathered by the index of what is looked for and then sorted; of many, the index of the order is followed,
since the next page is never far. Totals are counted to `MANY` and called "more" beyond it. So a page costs
about the same among a hundred rows and among a hundred thousand; only looking for words reads one index
through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select
from sqlalchemy.orm import aliased

from mailbot.decision import Disposition
from mailbot.envelope import OutboxState
from mailbot.store.schema import AuditEntry, Mail, OutboxRow, RegistrationRow

Row = dict[str, Any]
R = RegistrationRow
O = OutboxRow  # noqa: E741 - the table of our own mails
PAGE = 50
"""Rows on one page of the desk."""

MANY = 1000
"""More rows than this are not counted."""

_MOST = 200
"""Mails that wait on one page; who has more to decide takes them one after the other."""

_NO_WORK = (Disposition.IGNORED.value, Disposition.RECORDED.value, Disposition.HELD.value)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of rows; total: how many there are in all, `MANY` + 1 for more. before, after: whether
    there are more on either side.
    """

    rows: list[Row]
    total: int
    before: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page begins: behind the row `after`, or ends before the row `before`; ids, 0 for neither."""

    after: int = 0
    before: int = 0


START = Spot()


def counted(connection: Connection, query: Any) -> int:
    """How many rows a query gives; `MANY` + 1 for more."""
    some = query.limit(MANY + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def page_of(
    connection: Connection,
    query: Any,
    columns: Sequence[Any],
    spot: Spot,
    mine: ColumnElement[bool],
    *,
    down: bool,
) -> tuple[list[Any], bool, bool]:
    """The rows of a page in the order of `columns` (the last is the id), and whether there are more
    before and behind.
    """
    start = spot.after or spot.before
    back = bool(spot.before and not spot.after)
    turned = down != back
    if start:
        at = connection.execute(select(*columns).where(mine, columns[-1] == start)).one_or_none()
        if at is None:
            start, back, turned = 0, False, down
        else:
            query = query.where(*_behind(columns, at, down=turned))
    order = [column.desc() if turned else column.asc() for column in columns]
    rows = connection.execute(query.order_by(*order).limit(PAGE + 1)).all()
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if back:
        return list(reversed(rows)), more, True
    return list(rows), bool(start), more


def _behind(columns: Sequence[Any], at: Sequence[Any], *, down: bool) -> list[ColumnElement[bool]]:
    """Rows behind the one whose columns are `at`; the first condition lets the index begin there."""
    first = columns[0] <= at[0] if down else columns[0] >= at[0]
    steps = []
    for number, column in enumerate(columns):
        equal = [one == value for one, value in zip(columns[:number], at, strict=False)]
        steps.append(and_(*equal, column < at[number] if down else column > at[number]))
    return [first, or_(*steps)]


def waiting_mails(connection: Connection, *events: str) -> list[Row]:
    """Mails of these events that wait for a person, oldest first, at most 200."""
    rows = connection.execute(
        select(
            Mail.id, Mail.received_at, Mail.sender, Mail.sender_name, Mail.subject, Mail.kind, Mail.reason,
            Mail.explanation, Mail.language,
        )
        .where(Mail.disposition == Disposition.HELD.value, Mail.event_id.in_(events))
        .order_by(Mail.received_at, Mail.id)
        .limit(_MOST)
    )  # fmt: skip
    return _plain(rows)


def next_waiting(connection: Connection, *events: str, after: int = 0) -> int | None:
    """The oldest mail of these events that waits behind `after`, else the oldest of all but that one."""
    waits = and_(Mail.disposition == Disposition.HELD.value, Mail.event_id.in_(events), Mail.id != after)
    oldest = select(Mail.id).where(waits).order_by(Mail.received_at, Mail.id).limit(1)
    at = connection.execute(select(Mail.received_at).where(Mail.id == after)).scalar()
    if at is not None:
        behind = or_(Mail.received_at > at, and_(Mail.received_at == at, Mail.id > after))
        found = connection.execute(oldest.where(Mail.received_at >= at, behind)).scalar()
        if found is not None:
            return int(found)
    return connection.execute(oldest).scalar()


def decided_since(connection: Connection, event_id: str, since: datetime) -> int:
    """How many mails were decided since then, by themselves or by a person; none that was not ours.
    `MANY` + 1 for more.
    """
    decided = (Mail.event_id == event_id, Mail.decided_at >= since, Mail.disposition.not_in(_NO_WORK))
    return counted(connection, select(Mail.id).where(*decided))


def find_outgoing(connection: Connection, event_id: str, states: Sequence[str], spot: Spot = START) -> Found:
    """A page of the mails of ours in one of these states (all where none is named), the newest first."""
    query: Any = select(
        O.id, O.notice, O.rcpt_to, O.subject, O.state, O.reason, O.attempts, O.created_at, O.sent_at,
        O.next_attempt_at, O.reply_code, O.reply_text,
    )  # fmt: skip
    mine = O.event_id == event_id
    if not states:
        rows, before, after = page_of(connection, query.where(mine), (O.id,), spot, mine, down=True)
        return Found(_plain(rows), counted(connection, select(O.id).where(mine)), before, after)
    # Each state has its own order by id; a page of all of them is put together from a page of each.
    pages = [
        page_of(connection, query.where(mine, O.state == state), (O.id,), spot, mine, down=True)
        for state in states
    ]
    back = bool(spot.before and not spot.after)
    every = sorted((row for rows, _, _ in pages for row in rows), key=lambda row: -int(row.id))
    kept = every[-PAGE:] if back else every[:PAGE]
    cut = len(every) > PAGE
    before = any(b for _, b, _ in pages) or (cut and back)
    after = any(a for _, _, a in pages) or (cut and not back)
    total = sum(outgoing_by_state(connection, event_id, states).values())
    return Found(_plain(kept), min(total, MANY + 1), before, after)


def outgoing_by_state(
    connection: Connection, event_id: str, states: Sequence[str] = tuple(OutboxState)
) -> dict[str, int]:
    """How many mails of ours are in each of these states; `MANY` + 1 for more."""
    counts = {
        str(state): counted(connection, select(O.id).where(O.event_id == event_id, O.state == str(state)))
        for state in states
    }
    return {state: count for state, count in counts.items() if count}


def held_count(connection: Connection, *events: str) -> int:
    """How many mails of these events wait for a person; `MANY` + 1 for more."""
    waits = (Mail.event_id.in_(events), Mail.disposition == Disposition.HELD.value)
    return counted(connection, select(Mail.id).where(*waits))


def find_entries(
    connection: Connection, actor: str = "", spot: Spot = START, events: Sequence[str] = ()
) -> Found:
    """A page of the audit trail, the newest first. events: about mails and registrations of these alone."""
    where = [AuditEntry.actor == actor] if actor else []
    if events:
        where.append(_about(events))
    query = (
        select(
            AuditEntry.id, AuditEntry.at, AuditEntry.actor, AuditEntry.action, AuditEntry.reason,
            AuditEntry.mail_id, AuditEntry.details, R.reference,
        )
        .join(R, R.id == AuditEntry.registration_id, isouter=True)
        .where(*where)
    )  # fmt: skip
    there = AuditEntry.id > 0
    rows, before, after = page_of(connection, query, (AuditEntry.id,), spot, there, down=True)
    return Found(_plain(rows), counted(connection, select(AuditEntry.id).where(*where)), before, after)


def _about(events: Sequence[str]) -> ColumnElement[bool]:
    """True for entries about a mail or a registration of these events."""
    mail, person = aliased(Mail), aliased(R)
    mails = select(mail.id).where(mail.id == AuditEntry.mail_id, mail.event_id.in_(events))
    people = select(person.id).where(person.id == AuditEntry.registration_id, person.event_id.in_(events))
    return or_(mails.correlate(AuditEntry).exists(), people.correlate(AuditEntry).exists())


def _plain(rows: Any) -> list[Row]:
    return [dict(row._asdict()) for row in rows]
