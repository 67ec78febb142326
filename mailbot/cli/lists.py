"""`mailbot registrations`, `held`, `outbox` and `mails`: what the ledger holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from mailbot.cli.app import out
from mailbot.cli.output import Format, Row, write_rows
from mailbot.config import load_event, load_settings
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


_LISTS: dict[str, tuple[tuple[str, ...], Callable[[Connection, str], Iterable[Row]]]] = {
    "registrations": (_REGISTRATIONS, reports.registrations),
    "held": (_HELD, lambda tx, _: reports.mails(tx, "held")),
    "mails": (_MAILS, lambda tx, _: reports.mails(tx)),
    "outbox": (_OUTBOX, lambda tx, _: reports.outbox(tx)),
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
