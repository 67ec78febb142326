"""What the desk asks of the ledger: a page of rows at a time, quick however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from mailbot.decision import Disposition
from mailbot.envelope import Attendance, Status
from mailbot.store.schema import AuditEntry, Mail, OutboxRow, RegistrationRow
from mailbot.store.snapshot import position, registrations_query, to_registration

Row = dict[str, Any]
R = RegistrationRow
O = OutboxRow  # noqa: E741 - the table of our own mails
PAGE = 50
"""Rows on one page of the desk."""

_MOST = 200
"""Mails that wait on one page; who has more to decide takes them one after the other."""

_NO_WORK = (Disposition.IGNORED.value, Disposition.RECORDED.value, Disposition.HELD.value)
_LIVE = (Status.CONFIRMED.value, Status.WAITLISTED.value)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of rows, and how many there are in all."""

    rows: list[Row]
    total: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which registrations are looked for; "" stands for all. text: in name, organisation, reference or
    address. sort: a key of `SORTS`, with "-" before it for the other direction.
    """

    text: str = ""
    workshop: str = ""
    status: str = ""
    attendance: str = ""
    source: str = ""
    sort: str = "received"


SORTS = {
    "received": (R.received_at, R.id),
    "name": (R.name, R.id),
    "organisation": (R.organisation, R.id),
    "workshop": (R.seat, R.workshop, R.id),
    "status": (R.status, R.id),
}


def find_registrations(connection: Connection, event_id: str, wanted: Wanted, offset: int = 0) -> Found:
    """The registrations that are looked for, from the `offset`th on."""
    where = and_(R.event_id == event_id, *_wanted(wanted))
    total = connection.execute(select(func.count()).select_from(R).where(where)).scalar_one()
    columns = SORTS.get(wanted.sort.removeprefix("-"), SORTS["received"])
    down = wanted.sort.startswith("-")
    order = [column.desc() if down else column.asc() for column in columns]
    query = registrations_query(where).add_columns(R.received_at, R.source).order_by(*order)
    rows = []
    for row in connection.execute(query.offset(offset).limit(PAGE)):
        one = to_registration(row)
        waits = one.waiting_for is not None and one.status.value in _LIVE
        rows.append(
            {
                "reference": one.reference,
                "name": one.name,
                "title": one.title,
                "organisation": one.organisation,
                "workshop": one.seat or one.workshop,
                "attendance": one.attendance.value,
                "status": one.status.value,
                "waiting_for": one.waiting_for if waits else None,
                "position": position(connection, event_id, one) if waits else None,
                "contact": one.contact,
                "language": one.language,
                "received_at": row.received_at,
                "source": row.source,
            }
        )
    return Found(rows, total)


def _wanted(wanted: Wanted) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if wanted.text:
        columns = (R.name, R.organisation, R.reference, R.contact)
        where.append(or_(*(holds(column, wanted.text) for column in columns)))
    if wanted.workshop == Attendance.LIVESTREAM.value:
        where.append(R.attendance == Attendance.LIVESTREAM.value)
    elif wanted.workshop:
        mine = or_(R.seat == wanted.workshop, R.workshop == wanted.workshop, R.waiting_for == wanted.workshop)
        where.append(mine)
    for column, value in ((R.status, wanted.status), (R.attendance, wanted.attendance)):
        if value:
            where.append(column == value)
    if wanted.source:
        where.append(R.source == wanted.source)
    return where


def holds(column: Any, text: str) -> ColumnElement[bool]:
    """True for rows in which `text` stands somewhere, in whatever case.

    LIKE knows the case of ASCII letters only on SQLite, so that umlauts are tried in both.
    """
    forms = dict.fromkeys((text, text.lower(), text.upper(), text.title()))
    return or_(*(column.icontains(form, autoescape=True) for form in forms))


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
    return _plain(rows)


def next_waiting(connection: Connection, event_id: str, after: int = 0) -> int | None:
    """The oldest mail that waits behind the mail `after`, else the oldest of all but that one."""
    waits = and_(Mail.disposition == Disposition.HELD.value, Mail.event_id == event_id, Mail.id != after)
    oldest = select(Mail.id).where(waits).order_by(Mail.received_at, Mail.id).limit(1)
    at = connection.execute(select(Mail.received_at).where(Mail.id == after)).scalar()
    if at is not None:
        behind = or_(Mail.received_at > at, and_(Mail.received_at == at, Mail.id > after))
        found = connection.execute(oldest.where(Mail.received_at >= at, behind)).scalar()
        if found is not None:
            return int(found)
    return connection.execute(oldest).scalar()


def decided_since(connection: Connection, event_id: str, since: datetime) -> int:
    """How many mails were decided since then, by themselves or by a person; none that was not ours."""
    return connection.execute(
        select(func.count()).where(
            Mail.event_id == event_id, Mail.decided_at >= since, Mail.disposition.not_in(_NO_WORK)
        )
    ).scalar_one()


def find_outgoing(connection: Connection, event_id: str, states: Sequence[str], offset: int = 0) -> Found:
    """Mails of ours in one of these states (all where none is named), the newest first."""
    where = [O.event_id == event_id]
    if states:
        where.append(O.state.in_(list(states)))
    total = connection.execute(select(func.count()).select_from(O).where(*where)).scalar_one()
    query: Any = select(
        O.id, O.notice, O.rcpt_to, O.subject, O.state, O.reason, O.attempts, O.created_at, O.sent_at,
        O.next_attempt_at, O.reply_code, O.reply_text,
    )  # fmt: skip
    rows = connection.execute(query.where(*where).order_by(O.id.desc()).offset(offset).limit(PAGE))
    return Found(_plain(rows), total)


def outgoing_by_state(connection: Connection, event_id: str) -> dict[str, int]:
    """How many mails of ours are in each state."""
    query = select(O.state, func.count()).where(O.event_id == event_id).group_by(O.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def find_entries(connection: Connection, actor: str = "", offset: int = 0) -> Found:
    """The audit trail, the newest first."""
    where = [AuditEntry.actor == actor] if actor else []
    total = connection.execute(select(func.count()).select_from(AuditEntry).where(*where)).scalar_one()
    query = (
        select(
            AuditEntry.id, AuditEntry.at, AuditEntry.actor, AuditEntry.action, AuditEntry.reason,
            AuditEntry.mail_id, AuditEntry.details, R.reference,
        )
        .join(R, R.id == AuditEntry.registration_id, isouter=True)
        .where(*where)
        .order_by(AuditEntry.id.desc())
    )  # fmt: skip
    return Found(_plain(connection.execute(query.offset(offset).limit(PAGE))), total)


def _plain(rows: Any) -> list[Row]:
    return [dict(row._asdict()) for row in rows]
