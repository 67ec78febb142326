"""Everybody who registered: looked for, looked at, moved, cancelled, corrected, added by telephone."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from starlette.responses import Response

from mailbot.decision import Caller, Correction, Origin, Refused
from mailbot.envelope import Attendance, Role, Status
from mailbot.flow import Office, organiser
from mailbot.flow.outcome import Done, Unknown
from mailbot.intent.model import Participant
from mailbot.store import story_of_registration
from mailbot.store.seeking import SORTS, Wanted, find_registrations
from mailbot.web.paging import paging, spot_of
from mailbot.web.visit import Page, Visit

_FILTERS = ("text", "workshop", "status", "attendance", "source", "sort")


def table(visit: Visit) -> Response:
    """One page of the list, as the query wants it."""
    asked = {name: visit.asked(name) for name in _FILTERS}
    wanted = Wanted(**{name: value for name, value in asked.items() if value})
    with visit.office.database.reading() as tx:
        found = find_registrations(tx, visit.office.event.id, wanted, spot_of(visit))

    def link(**changes: str | int) -> str:
        values = {name: value for name, value in (asked | changes).items() if value}
        return "/registrations" + (f"?{urlencode(values)}" if values else "")

    return visit.page(
        "registrations.html",
        found=found,
        wanted=wanted,
        sorts=tuple(SORTS),
        link=link,
        pages=paging(visit, found, "/registrations", asked),
        statuses=tuple(Status),
        origins=("mail", *(origin.value for origin in Origin)),
    )


def one(visit: Visit) -> Response:
    """A registration with its whole history."""
    return _one(visit)


def _one(visit: Visit, refused: str = "") -> Response:
    reference = str(visit.request.path_params["reference"]).upper()
    with visit.office.database.reading() as tx:
        story = story_of_registration(tx, visit.office.event.id, reference)
    if story is None:
        raise Unknown(f"there is no registration {reference}")
    gone = story["status"] in (Status.CANCELLED, Status.DECLINED)
    return visit.page("registration.html", 409 if refused else 200, r=story, gone=gone, refused=refused)


def act(visit: Visit) -> Response:
    """What an organiser does with it."""
    reference = str(visit.request.path_params["reference"]).upper()
    try:
        done = _action(visit, reference)(visit.office)
    except Refused as error:
        return _one(visit, visit.words.said("reason", error.reason, str(error)))
    said = visit.words.said("reason", done.reason, done.explanation)
    if done.untold:
        missing = visit.words.gettext("Has no mail address, please call: %(people)s.")
        said += " " + missing % {"people": ", ".join(done.untold)}
    return visit.to(f"/registrations/{reference}", said)


def _action(visit: Visit, reference: str) -> Callable[[Office], Done]:
    actor, what = visit.actor, visit.text("do")
    tell, text, target = visit.text("tell") == "yes", visit.text("words"), visit.text("target")
    overbook = visit.text("overbook") == "yes"
    correction = Correction(
        **{name: visit.text(name) for name in ("name", "title", "organisation", "contact", "phone")}
    )
    actions: dict[str, Callable[[Office], Done]] = {
        "cancel": lambda o: organiser.cancel(o, actor, [reference], tell=tell, text=text),
        "restore": lambda o: organiser.restore(o, actor, reference, tell=tell),
        "move": lambda o: organiser.move(
            o, actor, reference, target, overbook=overbook, tell=tell, text=text
        ),
        "grant": lambda o: organiser.grant(o, actor, reference, target or None, tell=tell),
        "correct": lambda o: organiser.correct(o, actor, reference, correction, tell=tell),
        "resend": lambda o: organiser.resend(o, actor, reference),
        "merge": lambda o: organiser.merge(o, actor, reference, visit.text("other").upper()),
    }
    if what not in actions:
        raise Unknown(f"there is nothing like {what}")
    return actions[what]


def blank(visit: Visit) -> Response:
    """The form for somebody who rings or stands at the door."""
    return _blank(visit)


def _blank(visit: Visit, refused: str = "") -> Response:
    typed = typed_in(visit)
    origins = tuple(Origin)
    return visit.page("add.html", 409 if refused else 200, typed=typed, origins=origins, refused=refused)


_TYPED = ("name", "title", "organisation", "workshop", "alternative", "contact", "phone", "origin")


def typed_in(visit: Visit) -> dict[str, str]:
    """The fields of a form about one person, as they were filled in."""
    return {name: visit.text(name) for name in _TYPED}


def caller_of(visit: Visit, typed: dict[str, str]) -> Caller:
    """The person that somebody typed in."""
    streams = typed["workshop"] == Attendance.LIVESTREAM
    person = Participant(
        typed["name"],
        title=typed["title"] or None,
        organisation=typed["organisation"] or None,
        workshop=None if streams else typed["workshop"] or None,
        alternative=typed["alternative"] or None,
        attendance=Attendance.LIVESTREAM if streams else Attendance.ON_SITE,
    )
    return Caller(person, typed["contact"].lower(), visit.office.event.language, typed["phone"])


def add(visit: Visit) -> Response:
    """Somebody is put into the ledger."""
    typed = typed_in(visit)
    caller = caller_of(visit, typed)
    try:
        origin = Origin(typed["origin"] or Origin.TELEPHONE)
        done = organiser.add(
            visit.office,
            visit.actor,
            caller,
            origin,
            exception=visit.text("exception") == "yes",
            namesake=visit.text("namesake") == "yes",
        )
    except ValueError:
        raise Unknown("there is no such origin") from None
    except Refused as error:
        return _blank(visit, visit.words.said("reason", error.reason, str(error)))
    added = done.registrations[0]
    said = visit.words.gettext("Entered: %(name)s, %(reference)s, %(status)s.") % {
        "name": added.name,
        "reference": added.reference,
        "status": visit.words.said("status", added.status.value),
    }
    return visit.to("/registrations/new", said)


PAGES = (
    Page("/registrations", table),
    Page("/registrations/new", blank, Role.ORGANISER, add),
    Page("/registrations/{reference}", one, send=act),
)
