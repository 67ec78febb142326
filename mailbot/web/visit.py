"""One visit of one page: who comes, what they sent, and how a page answers."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mailbot.envelope import Role
from mailbot.flow import Office
from mailbot.flow.accounts import say
from mailbot.flow.brake import Brake
from mailbot.store import Session
from mailbot.web.cookies import Cookies
from mailbot.web.words import Times, Words


@dataclass(frozen=True, slots=True)
class Desk:
    """What all pages share. `offices` gives those of all events, each as its file says now. tickets:
    tokens of sessions that a link may take over, each once; the demo gives one to whoever plays it.
    """

    offices: Callable[[], tuple[Office, ...]]
    words: Mapping[str, Words]
    cookies: Cookies
    brake: Brake
    tickets: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Visit:
    """A request with everything that a page needs, about one event. session: None before anybody has signed
    in. seen: the offices of all events that the visitor may see.
    """

    desk: Desk
    office: Office
    request: Request
    words: Words
    session: Session | None
    form: FormData = field(default_factory=FormData)
    seen: tuple[Office, ...] = ()

    @property
    def several(self) -> bool:
        """Whether there is more than one event, whoever may see them."""
        return bool(self.office.served)

    @property
    def heading(self) -> str:
        """Above every page: the event that it is about; of several, only to those who may see it."""
        hidden = self.several and self.office not in self.seen
        return "mailbot" if hidden else self.office.event.title

    @property
    def token(self) -> str:
        """What the forms of a page carry: that they are ours, and the event that the page is about. Somebody
        may look at another event in the next window; what they send from here is about this one.
        """
        csrf = self.session.csrf if self.session else ""
        return f"{csrf}.{packed(self.office.event.id)}" if self.several else csrf

    @property
    def actor(self) -> str:
        """The name that goes into the audit trail."""
        return self.session.user.name if self.session else ""

    def may(self, role: str) -> bool:
        """True where who is signed in has this role."""
        return self.session is not None and self.session.user.role.may(Role(role))

    def number(self, name: str) -> int:
        """A number of the path."""
        value: int = self.request.path_params[name]
        return value

    def text(self, name: str) -> str:
        """A field of the form, without white space around it; "" where there is none."""
        value = self.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """All fields of this name, in their order."""
        return [value.strip() for value in self.form.getlist(name) if isinstance(value, str)]

    def asked(self, name: str, otherwise: str = "") -> str:
        """A value of the query."""
        return self.request.query_params.get(name, otherwise).strip()

    def counted(self, name: str, otherwise: int = 0) -> int:
        """A whole number of the query, such as the row that a page of a list begins with."""
        return whole(self.asked(name), otherwise)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page of the desk."""
        event = self.office.event
        html = self.words.environment.get_template(template).render(
            visit=self,
            event=event,
            at=Times(self.words.language, event.zone),
            here=self.request.url.path,
            said_once=self._said(),
            **values,
        )
        return HTMLResponse(html, status)

    def to(self, path: str, said: str = "", **query: str) -> Response:
        """On to another page of the desk (RFC 9110, 15.4.4), where `said` is told once."""
        if said and self.session:
            say(self.office, self.session, said)
        return RedirectResponse(path + (f"?{urlencode(query)}" if query else ""), 303)

    def _said(self) -> str:
        """What the page before left to be told; from now on it has been."""
        if self.session is None or not self.session.said:
            return ""
        say(self.office, self.session, "")
        return self.session.said


def packed(event: str) -> str:
    """The id of an event for a cookie or a token: letters, digits, - and _."""
    return urlsafe_b64encode(event.encode()).decode().rstrip("=")


def whole(text: str, otherwise: int = 0) -> int:
    """`text` as a whole number of at most nine digits, which every database takes; else `otherwise`."""
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise


Handler = Callable[[Visit], Response]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it is, who may see it, who may send its form. role None: open to everybody."""

    path: str
    show: Handler | None
    role: Role | None = Role.READER
    send: Handler | None = None
    sends: Role | None = Role.ORGANISER
