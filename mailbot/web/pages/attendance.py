"""The door on the day, made for a telephone: everybody who is expected, one tap each; and who just comes.

The list is found again as it was left: workshop, search and filter stand in the address, and each tap leads
back to the row that was tapped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from mailbot.decision import AlreadyDone, Origin, Refused
from mailbot.envelope import Attendance, Role, Status
from mailbot.event import Event
from mailbot.flow import organiser
from mailbot.flow.attendance import take_back, tick_off
from mailbot.flow.outcome import Unknown
from mailbot.flow.sheet import by_family_name
from mailbot.store.attendance import Present, Turnout, at_the_door, turnout
from mailbot.web.pages.registrations import caller_of, typed_in
from mailbot.web.visit import Page, Visit

PATH = "/attendance"
_MOST = 300
"""Rows on one page; who expects more chooses a workshop or searches."""

_NO_WORKSHOP = "-"
"""How the query says: those on site without a workshop."""


@dataclass(frozen=True, slots=True)
class Place:
    """A workshop at the door. key: what the query calls it, "" for all together."""

    key: str
    title: str
    here: int
    expected: int
    room: str = ""


def door(visit: Visit) -> Response:
    """Who is expected and who is there."""
    asked = {name: visit.asked(name) for name in ("workshop", "text", "missing")}
    place = {"": None, _NO_WORKSHOP: ""}.get(asked["workshop"], asked["workshop"])
    event = visit.office.event
    with visit.office.database.reading() as tx:
        counts = turnout(tx, event.id)
        people = at_the_door(
            tx,
            event.id,
            text=asked["text"],
            place=place,
            missing=bool(asked["missing"]),
            most=_MOST + 1,
        )
    shown = sorted(people[:_MOST], key=lambda p: (not p.expected, *by_family_name(p.name)))
    return visit.page(
        "attendance.html",
        places=places(event, counts),
        people=[p for p in shown if p.expected],
        others=[p for p in shown if not p.expected],
        more=len(people) > _MOST,
        asked=asked,
        link=lambda **changes: _address(asked | changes),
    )


def places(event: Event, counts: Mapping[str, Turnout]) -> list[Place]:
    """All together, then each workshop in the order of the event, then who has none, if anybody."""
    here, expected = sum(c.here for c in counts.values()), sum(c.expected for c in counts.values())
    listed = [Place("", "", here, expected)]
    nobody = Turnout()
    for w in event.workshops:
        count = counts.get(w.id, nobody)
        listed.append(Place(w.id, w.title, count.here, count.expected, w.room))
    if event.workshops and "" in counts:
        listed.append(Place(_NO_WORKSHOP, "", counts[""].here, counts[""].expected))
    return listed


def ticking(visit: Visit) -> Response:
    """One tap: somebody is there, or was ticked off by mistake."""
    asked = {name: visit.text(name) for name in ("workshop", "text", "missing")}
    came, gone = visit.text("here"), visit.text("gone")
    if not came and not gone:
        raise Unknown("nobody was tapped")
    try:
        person = (
            tick_off(visit.office, visit.actor, came) if came else take_back(visit.office, visit.actor, gone)
        )
    except Refused as error:
        return visit.to(_address(asked), visit.words.said("reason", error.reason, str(error)))
    gettext = visit.words.gettext
    said = gettext("%(name)s is there.") if came else gettext("%(name)s is not there after all.")
    return _back(visit, asked, person, said % {"name": person.name})


def _back(visit: Visit, asked: dict[str, str], person: Present, said: str) -> Response:
    """To the row that was tapped; where the list shows only who is missing, a word tells of it."""
    if asked["missing"]:
        return visit.to(_address(asked), said)
    return RedirectResponse(f"{_address(asked)}#r-{person.reference}", 303)


def _address(asked: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return PATH + (f"?{query}" if query else "")


def blank(visit: Visit) -> Response:
    """The form for somebody who comes unannounced; name and workshop may be known from the search."""
    typed = typed_in(visit) | {"name": visit.asked("name"), "workshop": visit.asked("workshop")}
    return _blank(visit, typed)


def _blank(visit: Visit, typed: dict[str, str], refused: str = "") -> Response:
    return visit.page("walk_in.html", 409 if refused else 200, typed=typed, refused=refused)


def welcome(visit: Visit) -> Response:
    """Whoever came unannounced is registered, and ticked off if there was a seat."""
    typed = typed_in(visit)
    namesake = visit.text("namesake") == "yes"
    try:
        done = organiser.add(
            visit.office, visit.actor, caller_of(visit, typed), Origin.WALK_IN, namesake=namesake
        )
    except AlreadyDone as error:
        known = visit.words.gettext("%(name)s is registered already, as %(reference)s.")
        return _blank(visit, typed, known % {"name": typed["name"], "reference": error.reference})
    except Refused as error:
        return _blank(visit, typed, visit.words.said("reason", error.reason, str(error)))
    added = done.registrations[0]
    values = {
        "name": added.name,
        "reference": added.reference,
        "status": visit.words.said("status", added.status.value),
    }
    if added.status is Status.CONFIRMED and added.attendance is Attendance.ON_SITE:
        tick_off(visit.office, visit.actor, added.reference)
        return visit.to(
            PATH, visit.words.gettext("%(name)s, %(reference)s, has a seat and is there.") % values
        )
    said = visit.words.gettext("%(name)s has no seat yet: %(status)s. Here you can move them nevertheless.")
    return visit.to(f"/registrations/{added.reference}", said % values)


PAGES: Sequence[Page] = (
    Page(PATH, door, Role.ORGANISER, ticking),
    Page(f"{PATH}/new", blank, Role.ORGANISER, welcome),
)
