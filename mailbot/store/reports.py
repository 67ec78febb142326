"""What can be asked of the ledger: read-only lists and counts for the desk and the command line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from mailbot.envelope import Attendance, Status
from mailbot.store.counting import totals
from mailbot.store.schema import Location, Mail, Mailbox, OutboxRow, RegistrationRow
from mailbot.store.snapshot import registrations_query, to_registration

Row = dict[str, Any]
R = RegistrationRow


@dataclass(frozen=True, slots=True)
class WorkshopCount:
    """How full one workshop is: confirmed, waiting, and its seats (None: no limit)."""

    taken: int
    waiting: int


def registrations(connection: Connection, event_id: str) -> Iterator[Row]:
    """One row for each participant, in order of receipt.

    `workshop` is where they sit if they do, else the one they wish for; `position` is the place on
    the waiting list, counted from 1, `waiting_for` its workshop.
    """
    positions = _positions(connection, event_id)
    query = select(*R.__table__.columns).where(R.event_id == event_id)
    for row in connection.execute(query.order_by(R.received_at, R.queue_uid, R.queue_ordinal, R.id)):
        waits = row.waiting_for is not None and row.status in (Status.CONFIRMED, Status.WAITLISTED)
        yield {
            "reference": row.reference,
            "name": row.name or None,
            "title": row.title or None,
            "organisation": row.organisation or None,
            "email": row.contact or None,
            "phone": row.phone or None,
            "workshop": row.seat or row.workshop,
            "alternative": row.alternative,
            "attendance": row.attendance,
            "status": row.status,
            "position": positions.get(row.reference) if waits else None,
            "waiting_for": row.waiting_for if waits else None,
            "received_at": row.received_at,
            "updated_at": row.updated_at,
            "source": row.source,
            "language": row.language or None,
            "told_of_pictures_at": row.consent_sent_at,
            "present_at": row.present_at,
        }


def mails(
    connection: Connection, disposition: str | None = None, events: Collection[str] = ()
) -> Iterator[Row]:
    """One row for each mail of these events (empty: of all), in order of receipt; content only of those that
    are ours.
    """
    query = select(*Mail.__table__.columns).order_by(Mail.received_at, Mail.id)
    if disposition is not None:
        query = query.where(Mail.disposition == disposition)
    if events:
        query = query.where(Mail.event_id.in_(events))
    answers = _answers(connection)
    for row in connection.execute(query):
        yield {
            "id": row.id,
            "received_at": row.received_at,
            "from": row.sender,
            "name": row.sender_name,
            "subject": row.subject,
            "kind": row.kind,
            "disposition": row.disposition,
            "reason": row.reason,
            "explanation": row.explanation,
            "attention": row.attention,
            "language": row.language or None,
            "error": row.error,
            "replies": answers.get(row.id, []),
            "message_id": row.message_id,
            "understood": row.understood,
        }


def outbox(connection: Connection, events: Collection[str] = ()) -> Iterator[Row]:
    """One row for each mail of ours about these events (empty: all), in the order they were written."""
    o = OutboxRow
    query = select(
        o.id, o.notice, o.reference, o.rcpt_to, o.subject, o.state, o.reason, o.attempts, o.created_at,
        o.next_attempt_at, o.sent_at, o.reply_code, o.reply_text, o.message_id,
    ).order_by(o.id)  # fmt: skip
    if events:
        query = query.where(o.event_id.in_(events))
    for row in connection.execute(query):
        yield {
            "id": row.id,
            "notice": row.notice,
            "reference": row.reference or None,
            "to": row.rcpt_to,
            "subject": row.subject,
            "state": row.state,
            "reason": row.reason or None,
            "attempts": row.attempts,
            "created_at": row.created_at,
            "next_attempt_at": row.next_attempt_at,
            "sent_at": row.sent_at,
            "reply_code": row.reply_code,
            "reply_text": row.reply_text,
            "message_id": row.message_id,
        }


def outgoing_bytes(connection: Connection, outbox_id: int) -> bytes | None:
    """The very bytes of a mail of ours."""
    return connection.execute(select(OutboxRow.data).where(OutboxRow.id == outbox_id)).scalar_one_or_none()


def workshop_counts(connection: Connection, event_id: str) -> dict[str, WorkshopCount]:
    """Seats taken and people waiting, by workshop id; the livestream counts under its own name."""
    return standing(connection, event_id)[1]


def standing(connection: Connection, event_id: str) -> tuple[dict[str, int], dict[str, WorkshopCount]]:
    """How many registrations by status; and `workshop_counts`. Both are kept, so nothing is counted."""
    kept = totals(connection, event_id)
    taken = dict(kept.seated)
    if kept.livestream:
        taken[Attendance.LIVESTREAM.value] = kept.livestream
    counts = {
        w: WorkshopCount(taken.get(w, 0), kept.waiting.get(w, 0))
        for w in dict.fromkeys((*taken, *kept.waiting))
    }
    return kept.statuses, counts


def seats_taken(connection: Connection, event_id: str) -> int:
    """How many seats of the event are taken on site or kept for somebody."""
    return totals(connection, event_id).total


def counts_by(connection: Connection, column: str) -> dict[str, int]:
    """How many mails by `disposition`, or mails of ours by `state`, or registrations by `status`."""
    source = {"disposition": Mail.disposition, "state": OutboxRow.state, "status": R.status}[column]
    rows = connection.execute(select(source, func.count()).group_by(source))
    return {row[0]: row[1] for row in rows}


def of_account(query: Any, account: tuple[str, str] | None) -> Any:
    """The query about mailboxes for this one alone: account and folder; None: for all."""
    if account is None:
        return query
    return query.where(Mailbox.account == account[0], Mailbox.folder == account[1])


def last_contact(connection: Connection, account: tuple[str, str] | None = None) -> datetime | None:
    """When this mailbox (account and folder), or any, was last reached."""
    return connection.execute(of_account(select(func.max(Mailbox.contact_at)), account)).scalar()


def last_proof(connection: Connection, account: tuple[str, str] | None = None) -> tuple[int, int] | None:
    """How many mails lay in the mailbox when it was last looked at, and how many of them lack their row."""
    newest = of_account(select(Mailbox.proof), account)
    newest = newest.order_by(Mailbox.contact_at.desc(), Mailbox.id.desc()).limit(1)
    proof = connection.execute(newest).scalar()
    return (proof["present"], proof["missing"]) if proof else None


def mails_in_ledger(connection: Connection, account: tuple[str, str] | None = None) -> int:
    """How many mails have their row, by the places where they were seen."""
    query = select(func.count()).select_from(Location)
    if account is not None:
        query = of_account(query.join(Mailbox, Mailbox.id == Location.mailbox_id), account)
    return connection.execute(query).scalar_one()


def _positions(connection: Connection, event_id: str) -> dict[str, int]:
    query = registrations_query(
        R.event_id == event_id,
        R.waiting_for.is_not(None),
        R.status.in_((Status.CONFIRMED.value, Status.WAITLISTED.value)),
    ).order_by(R.queue_received, R.queue_uid, R.queue_ordinal)
    places: dict[str, int] = {}
    filled: dict[str, int] = {}
    for row in connection.execute(query):
        entry = to_registration(row)
        filled[entry.waiting_for or ""] = filled.get(entry.waiting_for or "", 0) + 1
        places[entry.reference] = filled[entry.waiting_for or ""]
    return places


def _answers(connection: Connection) -> dict[int, list[str]]:
    rows = connection.execute(
        select(OutboxRow.mail_id, OutboxRow.notice, OutboxRow.state)
        .where(OutboxRow.mail_id.is_not(None))
        .order_by(OutboxRow.id)
    )
    answers: dict[int, list[str]] = {}
    for mail_id, notice, state in rows:
        answers.setdefault(mail_id or 0, []).append(f"{notice} ({state})")
    return answers
