"""Signing in and out, and the language of the desk."""

from __future__ import annotations

import math

import structlog
from starlette.responses import RedirectResponse, Response

from mailbot.flow.accounts import all_users, sign_in, sign_out
from mailbot.flow.outcome import Unknown
from mailbot.web.visit import Page, Visit, packed
from mailbot.web.words import LANGUAGES

log = structlog.get_logger()


def form(visit: Visit) -> Response:
    """The form; who is signed in already goes on to the overview."""
    if visit.session is not None:
        return RedirectResponse("/", 303)
    return _form(visit)


def enter(visit: Visit) -> Response:
    """Name and password come in."""
    name, now = visit.text("name"), visit.office.clock()
    client = visit.request.client.host if visit.request.client else ""
    keys = (f"name {name.casefold()}", f"address {client}")
    brake = visit.desk.brake
    until = brake.waits_until(keys, now)
    if until is not None:
        return _form(visit, 429, name=name, wait=math.ceil((until - now).total_seconds()))
    password = visit.form.get("password", "")
    token = sign_in(visit.office, name, password if isinstance(password, str) else "")
    if token is None:
        brake.failed(keys, now)
        # The name is left out: people type their password into the wrong field.
        log.warning("a wrong password at the desk", client=client)
        return _form(visit, 403, name=name, wrong=True)
    brake.passed(keys)
    if visit.session is not None:
        sign_out(visit.office, visit.session)
    response: Response = RedirectResponse("/", 303)
    visit.desk.cookies.give(response, visit.request, token)
    return response


def welcome(visit: Visit) -> Response:
    """Whoever has a ticket is signed in by its link, once."""
    token = visit.asked("ticket")
    response: Response = RedirectResponse("/", 303)
    if token in visit.desk.tickets:
        visit.desk.tickets.discard(token)
        visit.desk.cookies.give(response, visit.request, token)
    return response


def leave(visit: Visit) -> Response:
    """The session ends here and in the database."""
    if visit.session is not None:
        sign_out(visit.office, visit.session)
    response: Response = RedirectResponse("/sign-in", 303)
    visit.desk.cookies.give(response, visit.request, "")
    return response


def language(visit: Visit) -> Response:
    """The desk in another language, on the page where one was."""
    back = visit.text("here")
    response: Response = RedirectResponse(back if _within(back) else "/", 303)
    wanted = visit.text("language")
    if wanted in LANGUAGES:
        visit.desk.cookies.choose_language(response, visit.request, wanted)
    return response


def event(visit: Visit) -> Response:
    """The desk about another event, from its first page on: what the page shows is that of this one."""
    wanted = visit.text("event")
    if wanted not in (one.event.id for one in visit.seen):
        raise Unknown(f"there is no event {wanted}")
    response: Response = RedirectResponse("/", 303)
    visit.desk.cookies.choose_event(response, visit.request, packed(wanted))
    return response


def _within(path: str) -> bool:
    """True for a path of this desk: no address of another host can be smuggled in (CWE-601)."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()


def _form(visit: Visit, status: int = 200, name: str = "", wait: int = 0, wrong: bool = False) -> Response:
    cookies = visit.desk.cookies
    knock = cookies.new_knock(visit.request)
    nobody = not all_users(visit.office)
    values = {"name": name, "wait": wait, "wrong": wrong, "nobody": nobody, "csrf": cookies.answer(knock)}
    response = visit.page("sign_in.html", status, **values)
    cookies.knock(response, visit.request)
    return response


PAGES = (
    Page("/sign-in", form, None, enter),
    Page("/welcome", welcome, None),
    Page("/sign-out", None, None, leave),
    Page("/language", None, None, language),
    Page("/event", None, None, event),
)
