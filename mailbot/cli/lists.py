"""`mailbot registrations`, `held`, `outbox`, `mails` and `seats`: what the ledger holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from mailbot.cli.app import out
from mailbot.cli.output import Format, Row, write_rows
from mailbot.config import EVENT_FILE, load_event, load_settings
from mailbot.store import Connection, Database, reports

_REGISTRATIONS = (
    "reference",
    "name",
    "organisation",
    "email",
    "workshop",
    "alternative",
    "attendance",
    "status",
    "position",
    "received_at",
    "source",
)
_MAILS = ("id", "received_at", "from", "subject", "kind", "disposition", "reason", "replies")
_HELD = ("id", "received_at", "from", "subject", "kind", "reason", "explanation")
_OUTBOX = ("id", "notice", "reference", "to", "subject", "state", "reason", "attempts", "reply_text")


_SEATS = ("workshop", "title", "seats", "taken", "free", "waiting")
_LISTS: dict[str, tuple[tuple[str, ...], Callable[[Connection, str], Iterable[Row]]]] = {
    "registrations": (_REGISTRATIONS, reports.registrations),
    "held": (_HELD, lambda tx, _: reports.mails(tx, "held")),
    "mails": (_MAILS, lambda tx, _: reports.mails(tx)),
    "outbox": (_OUTBOX, lambda tx, _: reports.outbox(tx)),
}


def show_seats(config: Path, format_: Format, output: Path | None) -> None:
    """Prints how full each workshop is, the livestream and the whole event; seats are raised in the
    file of the event, which the next run reads.
    """
    settings, event = load_settings(config), load_event(config)
    database = Database(settings.database)
    database.migrate()
    try:
        with database.reading() as tx:
            counts = reports.workshop_counts(tx, event.id)
            total = reports.seats_taken(tx, event.id)
    finally:
        database.close()
    places = [(w.id, w.title, w.seats) for w in event.workshops]
    places += [("livestream", "Livestream", None)] if event.livestream else []
    rows = [_seats(key, title, seats, counts.get(key, _EMPTY)) for key, title, seats in places]
    waiting = sum(one.waiting for one in counts.values())
    whole = reports.WorkshopCount(total, waiting)
    rows.append(_seats(None, event.title, event.seats, whole))
    write_rows(rows, _SEATS, format_, event.zone, output, out)
    if format_ is Format.TABLE and output is None:
        out.print(f"Seats are set in {config / EVENT_FILE}; the next run lets people move up.", style="dim")


_EMPTY = reports.WorkshopCount(0, 0)


def _seats(key: str | None, title: str, seats: int | None, count: reports.WorkshopCount) -> Row:
    return {
        "workshop": key,
        "title": title,
        "seats": seats,
        "taken": count.taken,
        "free": None if seats is None else max(0, seats - count.taken),
        "waiting": count.waiting,
    }


def show(name: str, config: Path, format_: Format, output: Path | None) -> None:
    """Prints one of the lists; reads the ledger, changes nothing in it."""
    columns, query = _LISTS[name]
    settings, event = load_settings(config), load_event(config)
    database = Database(settings.database)
    database.migrate()
    try:
        with database.reading() as tx:
            write_rows(query(tx, event.id), columns, format_, event.zone, output, out)
    finally:
        database.close()
