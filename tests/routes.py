"""Every route of the desk in one table: who may see it, who may send its form, and where it can be tried.

It says once more what the program says, so that nobody opens a page to others by a slip. A route that is not
in this table fails a test: whoever adds a page adds its line here, and with it the page is tried in every
role, by strangers, in the browser on a phone and a desk, in the dark, and by axe-core.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mailbot.envelope import Role

READER, ORGANISER, ADMIN = Role.READER, Role.ORGANISER, Role.ADMIN


class Shows(StrEnum):
    """What somebody gets who opens a route: a page, a file to keep, what stands in a frame of a page, another
    page, or nothing (forms only).
    """

    PAGE = "page"
    FILE = "file"
    FRAME = "frame"
    ONWARD = "onward"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Route:
    """What is expected of one route. sees: the least role that may open it. sends: the least role that may
    send its form, None where it has none. open: nobody needs to be signed in. at: addresses to try it at, in
    which {mail}, {reference} and {outgoing} stand for what a test has; the first is the page as it is.
    """

    sees: Role = READER
    sends: Role | None = None
    shows: Shows = Shows.PAGE
    open: bool = False
    at: tuple[str, ...] = ()


PAGE, FILE, FRAME, ONWARD, NOTHING = Shows.PAGE, Shows.FILE, Shows.FRAME, Shows.ONWARD, Shows.NOTHING

ROUTES: Mapping[str, Route] = {
    "/sign-in": Route(open=True, sends=READER),
    "/welcome": Route(open=True, shows=ONWARD),
    "/sign-out": Route(open=True, shows=NOTHING, sends=READER),
    "/language": Route(open=True, shows=NOTHING, sends=READER),
    "/event": Route(open=True, shows=NOTHING, sends=READER),
    "/": Route(),
    "/held": Route(),
    "/held/next": Route(shows=ONWARD),
    "/mails/{id:int}": Route(sends=ORGANISER, at=("/mails/{mail}", "/mails/1")),
    "/mails/{id:int}/files/{number:int}": Route(shows=FILE, at=("/mails/{mail}/files/1",)),
    "/mails/{id:int}/mail.eml": Route(shows=FILE, at=("/mails/{mail}/mail.eml",)),
    "/registrations": Route(
        at=("/registrations", "/registrations?text=niemand+da", "/registrations?sort=-name&status=confirmed")
    ),
    "/registrations/new": Route(ORGANISER, ORGANISER),
    "/registrations/{reference}": Route(sends=ORGANISER, at=("/registrations/{reference}",)),
    "/outbox": Route(sends=ORGANISER, at=("/outbox", "/outbox?state=withheld", "/outbox?state=failed")),
    "/outbox/{id:int}": Route(sends=ORGANISER, at=("/outbox/{outgoing}",)),
    "/announce": Route(ORGANISER, ORGANISER),
    "/lists": Route(),
    "/lists/participants": Route(at=("/lists/participants", "/lists/participants?workshop=2")),
    "/lists/sign-in": Route(at=("/lists/sign-in", "/lists/sign-in?workshop=1&blank=3")),
    "/lists/registrations.{kind}": Route(
        shows=FILE, at=("/lists/registrations.csv", "/lists/registrations.xlsx")
    ),
    "/lists/badges.pdf": Route(shows=FILE, at=("/lists/badges.pdf", "/lists/badges.pdf?workshop=2&blank=3")),
    "/calendar": Route(sends=READER),
    "/calendar.ics": Route(shows=FILE),
    "/calendar/{key}/event.ics": Route(open=True, shows=NOTHING, at=("/calendar/unknown/event.ics",)),
    "/attendance": Route(ORGANISER, ORGANISER, at=("/attendance", "/attendance?workshop=2")),
    "/attendance/new": Route(ORGANISER, ORGANISER),
    "/audit": Route(),
    "/personal-data": Route(ADMIN, ADMIN, at=("/personal-data", "/personal-data?whom={reference}")),
    "/templates": Route(ORGANISER),
    "/templates/{notice}/{language}": Route(
        ORGANISER,
        at=(
            "/templates/confirmation/de",
            "/templates/change/ar?reference={reference}",
            "/templates/digest/en",
            "/templates/alarm/ru",
        ),
    ),
    "/templates/{notice}/{language}/letter.html": Route(
        ORGANISER,
        shows=FRAME,
        at=("/templates/confirmation/de/letter.html", "/templates/late/fa/letter.html?reference={reference}"),
    ),
    "/users": Route(ADMIN, ADMIN),
    "/password": Route(sends=READER),
    "/personal-data/file": Route(ADMIN, shows=FILE, at=("/personal-data/file?whom={reference}",)),
}

NO_PAGES = {"/livez", "/healthz", "/metrics", "/static"}
"""No pages, and none of them signed in: whether all is well, without anybody's data; styles and script."""


@dataclass(frozen=True, slots=True)
class Places:
    """What a test's ledger holds: a mail that waits, a registration, a mail of ours."""

    mail: int
    reference: str
    outgoing: int

    def fill(self, address: str) -> str:
        """`address` with what is there in place of what stands for it."""
        return address.format(mail=self.mail, reference=self.reference, outgoing=self.outgoing)


def addresses(path: str) -> tuple[str, ...]:
    """Where the route can be tried; its path itself where nothing else is said."""
    return ROUTES[path].at or (path,)


def pages(places: Places, role: Role = ADMIN) -> Iterator[str]:
    """The address of each page that somebody of this role may look at."""
    for path, route in ROUTES.items():
        if route.shows is PAGE and not route.open and role.may(route.sees):
            yield from (places.fill(address) for address in addresses(path))
