"""`mailbot registrations`, `held`, `outbox`, `mails`, `seats` and `badges`: what the ledger holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from mailbot.cli.app import Place, out
from mailbot.cli.output import Format, write_bytes, write_rows
from mailbot.config import Post, load_post
from mailbot.decision import WHOLE_EVENT, standing, with_limits
from mailbot.flow.outcome import Unknown
from mailbot.flow.sheet import REGISTRATIONS, Row
from mailbot.store import Connection, Database, limit_setters, reports, seat_limits

_MAILS = ("id", "received_at", "from", "subject", "kind", "disposition", "reason", "replies")
_HELD = ("id", "received_at", "from", "subject", "kind", "reason", "explanation")
_OUTBOX = ("id", "notice", "reference", "to", "subject", "state", "reason", "attempts", "reply_text")


_SEATS = ("workshop", "title", "seats", "taken", "free", "waiting", "set_by")
_LISTS: dict[str, tuple[tuple[str, ...], Callable[[Connection, Post], Iterable[Row]]]] = {
    "registrations": (REGISTRATIONS, lambda tx, post: reports.registrations(tx, post.event.id)),
    "held": (_HELD, lambda tx, post: reports.mails(tx, "held", post.shown)),
    "mails": (_MAILS, lambda tx, post: reports.mails(tx, events=post.shown)),
    "outbox": (_OUTBOX, lambda tx, post: reports.outbox(tx, post.shown)),
}


def show_seats(place: Place, format_: Format, output: Path | None) -> None:
    """Prints how full each workshop is, the livestream and the whole event, and who says how many seats
    there are: the file of the event (`set_by` null), or the organiser who set them since.
    """
    post = load_post(place.folder, place.event)
    event, database = post.event, Database(post.settings.database)
    database.migrate()
    try:
        with database.reading() as tx:
            counts = reports.workshop_counts(tx, event.id)
            total = reports.seats_taken(tx, event.id)
            limits = standing(event, seat_limits(tx, event.id))
            setters = {k: who for k, (who, _) in limit_setters(tx, event.id).items() if k in limits}
            event = with_limits(event, limits.values())
    finally:
        database.close()
    places = [(w.id, w.title, w.seats) for w in event.workshops]
    places += [("livestream", "Livestream", None)] if event.livestream else []
    rows = [_seats(key, title, seats, counts.get(key, _EMPTY)) for key, title, seats in places]
    waiting = sum(one.waiting for one in counts.values())
    whole = reports.WorkshopCount(total, waiting)
    rows.append(_seats(None, event.title, event.seats, whole))
    rows = [row | {"set_by": setters.get(row["workshop"] or WHOLE_EVENT)} for row in rows]
    write_rows(rows, _SEATS, format_, event.zone, output, out)
    if format_ is Format.TABLE and output is None:
        hint = f"Seats stand in {place.folder / post.file}; `mailbot set-seats` sets others."
        out.print(hint, style="dim", highlight=False)


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


def show(name: str, place: Place, format_: Format, output: Path | None) -> None:
    """Prints one of the lists; reads the ledger, changes nothing in it."""
    columns, query = _LISTS[name]
    post = load_post(place.folder, place.event)
    event, database = post.event, Database(post.settings.database)
    database.migrate()
    try:
        with database.reading() as tx:
            write_rows(query(tx, post), columns, format_, event.zone, output, out)
    finally:
        database.close()


def write_badges(place: Place, file: Path, workshop: str | None, blank: int) -> None:
    """Writes the name badges, and says whose must be written by hand.

    Raises: Unknown, NotWritten.
    """
    from mailbot.flow.badges import as_pdf, badges, to_write

    post = load_post(place.folder, place.event)
    settings, event = post.settings, post.event
    if workshop is not None and event.workshop(workshop) is None:
        raise Unknown(f"there is no workshop {workshop}")
    database = Database(settings.database)
    database.migrate()
    try:
        with database.reading() as tx:
            made = badges(reports.registrations(tx, event.id), event, workshop)
    finally:
        database.close()
    write_bytes(as_pdf(made, event, blank), file)
    out.print(f"{len(made) + blank} badges are in {file}", markup=False, highlight=False, soft_wrap=True)
    for badge in to_write(made):
        said = f"to be written by hand: {badge.name} ({badge.reference})"
        out.print(said, markup=False, highlight=False, soft_wrap=True)
