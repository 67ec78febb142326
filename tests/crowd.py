"""A ledger with as many rows as wanted, put in without mail: for what must stay quick with many of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert

from mailbot.store import Database
from mailbot.store.folding import name_key, place_of, searchable, sorting_key
from mailbot.store.schema import (
    AuditEntry,
    Location,
    Mail,
    OutboxLine,
    OutboxRow,
    RawMail,
    RegistrationRow,
)

GIVEN = ("Anna", "Bernd", "Çelik", "Dörte", "Elke", "Frank", "Gül", "Hanna", "Ingo", "Jürgen")
FAMILY = (
    "Albrecht",
    "Brandt",
    "Conrad",
    "Dietze",
    "Engel",
    "Fuhrmann",
    "Graupner",
    "Heinze",
    "Illgen",
    "Jahn",
)
HOUSES = ("Diakonie Freiberg", "Caritas Görlitz", "Volkshochschule", "AWO", "Stadt Zwickau")
WORKSHOPS = ("1", "2", "3", "4", "5", "6")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CHUNK = 5000
_BODY = b"Subject: Ihre Anmeldung\r\n\r\n" + b"Guten Tag, Ihre Anmeldung ist eingetragen.\r\n" * 40
"""About as large as a reply without its calendar entry."""


def reference(number: int) -> str:
    """A reference of its own for each number."""
    signs = "".join(_LETTERS[number // 32**place % 32] for place in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def fill(
    database: Database, event_id: str, count: int, began: datetime, mailbox_id: int = 1, first: int = 1
) -> None:
    """`count` registrations, mails, places of mails, mails of ours and entries of the audit trail.

    Six in ten are confirmed, a quarter waits, the rest is cancelled; one mail in five hundred waits for a
    person; one of our mails in fifty is withheld or failed. first: the number of the first of each.
    """
    numbers = range(first, first + count)
    with database.transaction() as tx:
        for table, rows in (
            (Mail, _mails(event_id, numbers, began)),
            (RawMail, ({"mail_id": n, "data": _BODY} for n in numbers)),
            (Location, _locations(numbers, mailbox_id)),
            (RegistrationRow, _registrations(event_id, numbers, began)),
            (OutboxRow, _outbox(event_id, numbers, began)),
            (OutboxLine, ({"outbox_id": n, "registration_id": n} for n in numbers)),
            (AuditEntry, _entries(numbers, began)),
        ):
            _insert(tx, table, rows)


def _insert(tx: Connection, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    while chunk := list(islice(rows, _CHUNK)):
        tx.execute(insert(table), chunk)


def _mails(event_id: str, numbers: range, began: datetime) -> Iterator[dict[str, Any]]:
    for n in numbers:
        held = n % 500 == 0
        yield {
            "id": n,
            "digest": f"{n:064x}",
            "event_id": event_id,
            "received_at": began + timedelta(seconds=n),
            "decided_at": began + timedelta(seconds=n),
            "kind": "registration",
            "disposition": "held" if held else "accepted",
            "reason": "reply-to" if held else "registered",
            "explanation": "Somebody registers.",
            "language": "de",
            "message_id": f"<{n}@verein.example>",
            "sender": f"person{n}@verein.example",
            "sender_name": _name(n),
            "subject": "Anmeldung zum Fachtag",
            "understood": {"participants": [], "missing": []},
        }


def _locations(numbers: range, mailbox_id: int) -> Iterator[dict[str, Any]]:
    for n in numbers:
        yield {"mailbox_id": mailbox_id, "uid": n, "mail_id": n, "filing": "none"}


def _name(n: int) -> str:
    return f"{GIVEN[n % 10]} {FAMILY[n // 10 % 10]}{n}"


def _registrations(event_id: str, numbers: range, began: datetime) -> Iterator[dict[str, Any]]:
    for n in numbers:
        wish = WORKSHOPS[n % 6]
        status = "confirmed" if n % 20 < 12 else "waitlisted" if n % 20 < 17 else "cancelled"
        attendance = "livestream" if n % 50 == 1 else "on-site"
        seat = wish if status == "confirmed" and attendance == "on-site" else None
        name, house, contact = _name(n), HOUSES[n % 5], f"person{n}@verein.example"
        came = began + timedelta(seconds=n)
        yield {
            "id": n,
            "event_id": event_id,
            "reference": reference(n),
            "mail_id": n,
            "name": name,
            "organisation": house,
            "contact": contact,
            "language": "de",
            "status": status,
            "attendance": attendance,
            "workshop": wish,
            "seat": seat,
            "waiting_for": wish if status == "waitlisted" else None,
            "queue_received": came,
            "queue_uid": n,
            "queue_ordinal": 1,
            "received_at": came,
            "updated_at": came,
            "source": "telephone" if n % 100 == 7 else "mail",
            "name_key": name_key(name),
            "organisation_key": sorting_key(house),
            "place": place_of(attendance, seat, wish),
            "search_text": searchable(reference(n), name, house, contact),
        }


def _outbox(event_id: str, numbers: range, began: datetime) -> Iterator[dict[str, Any]]:
    for n in numbers:
        state = {0: "withheld", 1: "failed"}.get(n % 100, "sent")
        yield {
            "id": n,
            "key": f"{n}.confirmation",
            "message_id": f"<mailbot.{n}@example.test>",
            "event_id": event_id,
            "mail_id": n,
            "notice": "confirmation",
            "reference": reference(n),
            "mail_from": "anmeldung@example.test",
            "rcpt_to": f"person{n}@verein.example",
            "subject": "Ihre Anmeldung zum Fachtag",
            "data": _BODY,
            "state": state,
            "created_at": began + timedelta(seconds=n),
            "next_attempt_at": began + timedelta(seconds=n),
        }


def _entries(numbers: range, began: datetime) -> Iterator[dict[str, Any]]:
    for n in numbers:
        yield {
            "id": n,
            "at": began + timedelta(seconds=n),
            "actor": "Olga" if n % 200 == 0 else "mailbot",
            "action": "accepted",
            "reason": "registered",
            "mail_id": n,
            "registration_id": n,
            "details": {"before": None, "after": {"status": "confirmed", "name": _name(n)}},
        }
