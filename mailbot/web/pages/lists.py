"""Lists for the day, to print: who comes to each workshop, sheets to sign; and files for a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from mailbot.envelope import Attendance, Status
from mailbot.event import Event
from mailbot.flow.badges import as_pdf, badges, to_write
from mailbot.flow.outcome import Unknown
from mailbot.flow.sheet import REGISTRATIONS, as_csv, as_xlsx, by_family_name
from mailbot.store import reports
from mailbot.store.reports import WorkshopCount
from mailbot.web.visit import Page, Visit

Row = dict[str, Any]
_BLANK, _MOST_BLANK = 8, 60
"""Rows for walk-ins on each sheet to sign, unless asked otherwise."""

_LOOKED_AT = 1000
"""Up to so many people their names are looked at for the list of lists."""

_EMPTY_ONES, _MOST_BADGES = "-", 200
"""How the query says that only empty badges are wanted, and how many of them one file holds at most."""

_NAMED = {"attendance": "attendance", "status": "status", "source": "source"}
"""Columns whose values are codes of the program, and the context in which they are named."""

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list of one workshop. id: "" for those on site without one, "livestream" for the livestream;
    here: those with a seat, by family name; waiting: in their order.
    """

    id: str
    title: str
    leaders: tuple[str, ...]
    room: str
    here: tuple[Row, ...]
    waiting: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list of lists: which sheet there is, how many come and how many wait."""

    id: str
    title: str
    coming: int
    waiting: int


def index(visit: Visit) -> Response:
    """Which lists there are; and whose badges must be written by hand, unless there are too many to look."""
    event = visit.office.event
    with visit.office.database.reading() as tx:
        counts = reports.workshop_counts(tx, event.id)
        few = sum(count.taken for count in counts.values()) <= _LOOKED_AT
        rows = list(reports.registrations(tx, event.id)) if few else []
    by_hand = to_write(badges(rows, event))
    return visit.page("lists.html", sheets=listed(event, counts), by_hand=by_hand)


def listed(event: Event, counts: Mapping[str, WorkshopCount]) -> list[Listed]:
    """The same lists as `sheets` makes, with their numbers alone."""
    places = [(w.id, w.title) for w in event.workshops]
    if "" in counts or not event.workshops:
        places.append(("", ""))
    if event.livestream:
        places.append((Attendance.LIVESTREAM.value, ""))
    nobody = WorkshopCount(0, 0)
    found = [(key, title, counts.get(key, nobody)) for key, title in places]
    return [Listed(key, title, count.taken, count.waiting) for key, title, count in found]


def participants(visit: Visit) -> Response:
    """Who comes, workshop by workshop, to print."""
    place = visit.asked("workshop")
    return visit.page(
        "participants.html", sheets=_wanted(_sheets(visit, place), place), now=visit.office.clock()
    )


def signing(visit: Visit) -> Response:
    """Sheets to sign at the door; nobody signs for the livestream."""
    place = visit.asked("workshop")
    sheets = [s for s in _wanted(_sheets(visit, place), place) if s.id != Attendance.LIVESTREAM]
    if not sheets:
        raise Unknown("nobody signs there")
    blank = min(visit.counted("blank", _BLANK), _MOST_BLANK)
    return visit.page("signing.html", sheets=sheets, place=place, blank=blank, now=visit.office.clock())


def badge_file(visit: Visit) -> Response:
    """Name badges to print, of everybody on site, of one workshop, or empty ones alone."""
    place, event = visit.asked("workshop"), visit.office.event
    with visit.office.database.reading() as tx:
        rows = [] if place == _EMPTY_ONES else list(reports.registrations(tx, event.id))
    if place not in ("", _EMPTY_ONES) and event.workshop(place) is None:
        raise Unknown(f"there is no workshop {place}")
    blank = min(visit.counted("blank"), _MOST_BADGES)
    data = as_pdf(badges(rows, event, place or None), event, blank)
    return Response(
        data, media_type="application/pdf", headers=_download(visit, visit.words.gettext("badges"), "pdf")
    )


def as_file(visit: Visit) -> Response:
    """All registrations as CSV or XLSX, in the language of the desk."""
    kind = str(visit.request.path_params["kind"])
    if kind not in _TYPES:
        raise Unknown("there is no such file")
    event, words = visit.office.event, visit.words
    headings = [words.said("field", column, column.replace("_", " ")) for column in REGISTRATIONS]
    with visit.office.database.reading() as tx:
        rows = [_named(visit, row) for row in reports.registrations(tx, event.id)]
    write = as_csv if kind == "csv" else as_xlsx
    data = write(rows, REGISTRATIONS, event.zone, headings)
    return Response(
        data, media_type=_TYPES[kind], headers=_download(visit, words.gettext("registrations"), kind)
    )


def _download(visit: Visit, what: str, kind: str) -> dict[str, str]:
    # An id may be written in any script; a header may not (RFC 6266, 4.3).
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", visit.office.event.id).strip("-.") or "event"
    return {"Content-Disposition": f'attachment; filename="{stem}-{what}.{kind}"'}


def _named(visit: Visit, row: Row) -> Row:
    return row | {
        column: visit.words.said(context, str(row[column]), str(row[column]))
        for column, context in _NAMED.items()
        if row[column]
    }


def _sheets(visit: Visit, place: str) -> list[Sheet]:
    with visit.office.database.reading() as tx:
        rows = list(reports.registrations(tx, visit.office.event.id))
    return sheets(visit.office.event, rows, place)


def _wanted(found: Sequence[Sheet], place: str) -> list[Sheet]:
    """The sheet of this place, or all; Unknown where there is none."""
    wanted = [sheet for sheet in found if place in ("", sheet.id)]
    if not wanted:
        raise Unknown(f"there is no workshop {place}")
    return wanted


def sheets(event: Event, rows: Sequence[Row], place: str = "") -> list[Sheet]:
    """One for each workshop in the order of the event; those on site without one, if there are any or the
    event has no workshops; the livestream.
    """
    places = [(w.id, w.title, w.leaders, w.room) for w in event.workshops]
    places.append(("", "", (), ""))
    if event.livestream:
        places.append((Attendance.LIVESTREAM.value, "", (), ""))
    made = [_sheet(rows, *one) for one in places if place in ("", one[0])]
    return [s for s in made if s.id or s.here or s.waiting or not event.workshops]


def _sheet(rows: Sequence[Row], key: str, title: str, leaders: tuple[str, ...], room: str) -> Sheet:
    here = [row for row in rows if row["status"] == Status.CONFIRMED and _place(row) == key]
    waiting = [row for row in rows if row["position"] and (row["waiting_for"] or "") == key]
    here.sort(key=lambda row: by_family_name(row["name"] or ""))
    waiting.sort(key=lambda row: row["position"])
    return Sheet(key, title, leaders, room, tuple(here), tuple(waiting))


def _place(row: Row) -> str:
    livestream = row["attendance"] == Attendance.LIVESTREAM
    return Attendance.LIVESTREAM.value if livestream else row["workshop"] or ""


PAGES = (
    Page("/lists", index),
    Page("/lists/participants", participants),
    Page("/lists/sign-in", signing),
    Page("/lists/registrations.{kind}", as_file),
    Page("/lists/badges.pdf", badge_file),
)
