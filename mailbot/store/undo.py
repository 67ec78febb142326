"""What is needed to take an action back: how things stood before it, as the audit trail tells.

A mail of ours that was dropped lies in the entry that says so, until the person is forgotten.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from mailbot.decision import Disposition
from mailbot.envelope import OutboxState, Status
from mailbot.store.desk import StoredMail, Trail, note, stored_mail
from mailbot.store.schema import AuditEntry, Mail, OutboxLine, OutboxRow, RawMail, RegistrationRow

R = RegistrationRow
O = OutboxRow  # noqa: E741 - the table of our own mails
_KEPT = (
    "key", "message_id", "event_id", "mail_id", "notice", "reference", "mail_from", "rcpt_to", "subject",
    "consent_text",
)  # fmt: skip
"""Columns of a mail of ours that are as they were when it is brought back."""
_DISMISSED = "dismissed-by-organiser"


def stood_before(connection: Connection, mail_id: int, reason: str) -> Mapping[str, Any] | None:
    """The disposition and the reason of a mail before it was last closed for this `reason`."""
    details = connection.execute(
        select(AuditEntry.details)
        .where(
            AuditEntry.mail_id == mail_id, AuditEntry.registration_id.is_(None), AuditEntry.reason == reason
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).scalar()
    return (details or {}).get("before")


def stood_before_cancelling(
    connection: Connection, event_id: str, reference: str
) -> Mapping[str, Any] | None:
    """How a registration stood before it was last cancelled: status, seat, wish, list."""
    found = select(R.id).where(R.event_id == event_id, R.reference == reference).scalar_subquery()
    entries = connection.execute(
        select(AuditEntry.details).where(AuditEntry.registration_id == found).order_by(AuditEntry.id.desc())
    ).scalars()
    for details in entries:
        before, after = (details or {}).get("before"), (details or {}).get("after")
        if before and after and after["status"] == Status.CANCELLED.value != before["status"]:
            return dict(before)
    return None


def reopen_mail(connection: Connection, mail: StoredMail, reason: str, trail: Trail) -> None:
    """A mail that was closed waits again, for the `reason` that it waited for."""
    read = mail.understood or {}
    explanation = read.get("explanation", "") if read.get("reason") == reason else ""
    connection.execute(
        update(Mail)
        .where(Mail.id == mail.id)
        .values(
            disposition=Disposition.HELD.value, reason=reason, explanation=explanation, decided_at=trail.at
        )
    )
    states = {
        "before": {"disposition": mail.disposition.value, "reason": mail.reason},
        "after": {"disposition": Disposition.HELD.value, "reason": reason},
    }
    note(connection, trail, states, mail_id=mail.id)


def dismissed_mails(connection: Connection, event_id: str, before: datetime) -> list[StoredMail]:
    """Mails that were dismissed before then and whose content is still there."""
    ids = connection.execute(
        select(Mail.id)
        .join(RawMail, RawMail.mail_id == Mail.id)
        .where(Mail.event_id == event_id, Mail.reason == _DISMISSED, Mail.decided_at < before)
    ).scalars()
    found = [stored_mail(connection, event_id, mail_id) for mail_id in list(ids)]
    return [mail for mail in found if mail is not None]


def drop_held(connection: Connection, mail: StoredMail) -> None:
    """What was held with a mail goes, and what was written of it."""
    held = select(R.id).where(R.mail_id == mail.id, R.status == Status.HELD.value)
    ids = list(connection.execute(held).scalars())
    connection.execute(delete(AuditEntry).where(AuditEntry.registration_id.in_(ids)))
    connection.execute(delete(OutboxLine).where(OutboxLine.registration_id.in_(ids)))
    connection.execute(delete(R).where(R.id.in_(ids)))


def forget_content(connection: Connection, mail: StoredMail) -> None:
    """A mail that is none of ours after all: its content goes, and with it what was held of it.

    Its row stays, so that the mail is not taken for a new one.
    """
    connection.execute(delete(RawMail).where(RawMail.mail_id == mail.id))
    connection.execute(update(Mail).where(Mail.id == mail.id).values(**_CONTENT))
    drop_held(connection, mail)


_CONTENT = {
    "message_id": None,
    "sender": None,
    "sender_name": None,
    "subject": None,
    "understood": None,
    "error": None,
    "language": "",
    "attention": False,
}


def kept_of(connection: Connection, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """By id, what brings a mail of ours back once it has been dropped; as JSON."""
    columns = (O.id, O.data, O.created_at, *(getattr(O, column) for column in _KEPT))
    kept: dict[int, dict[str, Any]] = {}
    for row in connection.execute(select(*columns).where(O.id.in_(list(ids)))):
        data = {"data": b64encode(row.data).decode(), "written": row.created_at.isoformat()}
        kept[row.id] = {column: getattr(row, column) for column in _KEPT} | data | {"lines": []}
    lines = select(OutboxLine.outbox_id, OutboxLine.registration_id)
    for outbox_id, registration_id in connection.execute(lines.where(OutboxLine.outbox_id.in_(list(kept)))):
        kept[outbox_id]["lines"].append(registration_id)
    return kept


def was_dropped(connection: Connection, event_id: str, outbox_id: int) -> Mapping[str, Any] | None:
    """What is kept of the mail of ours that last had this id and was dropped; None if nothing."""
    for entry in dropped(connection, event_id):
        if entry["outbox_id"] == outbox_id:
            kept: Mapping[str, Any] = entry["kept"]
            return kept
    return None


def dropped(connection: Connection, event_id: str, since: datetime | None = None) -> list[dict[str, Any]]:
    """Mails of ours that were dropped, the newest first: by whom, when, and what is kept of them."""
    entries = select(AuditEntry.id, AuditEntry.at, AuditEntry.actor, AuditEntry.details).where(
        AuditEntry.action == "dropped"
    )
    if since is not None:
        entries = entries.where(AuditEntry.at >= since)
    found = []
    for row in connection.execute(entries.order_by(AuditEntry.id.desc())):
        details = row.details or {}
        if details.get("kept", {}).get("event_id") == event_id:
            found.append(
                {
                    "id": row.id,
                    "at": row.at,
                    "actor": row.actor,
                    "outbox_id": details["outbox_id"],
                    "kept": details["kept"],
                    "written_again": bool(_again(connection, details["kept"])),
                }
            )
    return found


def _again(connection: Connection, kept: Mapping[str, Any]) -> bool:
    again = select(O.id).where(or_(O.key == kept["key"], O.message_id == kept["message_id"]))
    return connection.execute(again).first() is not None


def bring_back(connection: Connection, kept: Mapping[str, Any], now: datetime) -> int | None:
    """A dropped mail of ours waits again, from `now` on; gives its new id, or None if it was
    written again since.
    """
    if _again(connection, kept):
        return None
    values = {c: kept[c] for c in _KEPT} | {
        "data": b64decode(kept["data"]),
        "state": OutboxState.WITHHELD.value,
        "reason": "taken-back",
        "attempts": 0,
        "created_at": datetime.fromisoformat(kept["written"]),
        "due_at": now,
        "next_attempt_at": now,
    }
    new_id: int = connection.execute(insert(O).values(**values).returning(O.id)).scalar_one()
    there = connection.execute(select(R.id).where(R.id.in_(list(kept["lines"])))).scalars()
    for registration_id in list(there):
        connection.execute(insert(OutboxLine).values(outbox_id=new_id, registration_id=registration_id))
    return new_id
