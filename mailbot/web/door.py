"""The one door of the desk: who may come in, what is checked of what they send, what an error looks like.

Every answer carries the headers that keep other sites and scripts out (OWASP, HTTP Headers Cheat Sheet).
A form is taken only from the desk itself: a token that other sites cannot know, in a cookie that is not
sent along from them (SameSite=Strict), and an Origin that is ours (Fetch, 3.2; Fetch Metadata, 2.2). An
Origin "null" is that of a page which hides where it is from, and never of ours.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlsplit

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from mailbot.decision import AlreadyDone, Refused
from mailbot.errors import MailbotError
from mailbot.flow import Office
from mailbot.flow.accounts import session_of
from mailbot.flow.outcome import Unknown
from mailbot.store import Session
from mailbot.web.cookies import EVENT, LANGUAGE
from mailbot.web.visit import Desk, Handler, Page, Visit, packed
from mailbot.web.words import LANGUAGES, Words

log = structlog.get_logger()

SIGN_IN = "/sign-in"
_MAX_FIELDS = 2000
_MAX_FORM = 2 * 1024 * 1024
"""Octets of a form; the longest is a reply in the organiser's own words."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class _Number(IntegerConvertor):
    """A number in a path, of as many digits as every database takes; with more there is no such page."""

    regex = "[0-9]{1,9}"


register_url_convertor("int", _Number())


def route(desk: Desk, page: Page) -> Route:
    """The page as Starlette serves it."""
    methods = [m for m, handler in (("GET", page.show), ("POST", page.send)) if handler]
    return Route(page.path, _endpoint(desk, page), methods=methods)


def _endpoint(desk: Desk, page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        form = await _form(request) if request.method == "POST" else FormData()
        try:
            response = await run_in_threadpool(_visit, desk, page, request, form)
        except HTTPException as error:
            response = await run_in_threadpool(failing, desk, request, error.status_code, error.detail)
        except Exception:
            number = uuid.uuid4().hex[:8]
            log.exception("a page failed", path=page.path, number=number)
            response = await run_in_threadpool(failing, desk, request, 500, number)
        return response

    return answer


async def _form(request: Request) -> FormData:
    if int(request.headers.get("content-length") or _MAX_FORM + 1) > _MAX_FORM:
        raise HTTPException(413)
    return await request.form(max_files=0, max_fields=_MAX_FIELDS)


def _visit(desk: Desk, page: Page, request: Request, form: FormData) -> Response:
    sends = request.method == "POST"
    offices = desk.offices()
    session = session_of(offices[0], desk.cookies.token(request))
    role = page.sends if sends and page.role is not None else page.role
    if role is not None:
        if session is None:
            return RedirectResponse(SIGN_IN, 303)
        if not session.user.role.may(role):
            raise HTTPException(403)
    seen = seen_by(session, offices)
    if not seen and session is not None and role is not None:
        raise HTTPException(403)
    wanted = _named_in(form) if sends else request.cookies.get(EVENT, "")
    office = next((one for one in seen if packed(one.event.id) == wanted), (*seen, offices[0])[0])
    visit = Visit(desk, office, request, words_for(desk, request), session, form, seen)
    if sends and not _ours(visit, session):
        raise HTTPException(403, "form")
    handler = page.send if sends else page.show
    if handler is None:
        raise HTTPException(405)
    return _handled(visit, handler) if sends else _shown(visit, handler)


def seen_by(session: Session | None, offices: Sequence[Office]) -> tuple[Office, ...]:
    """The offices of the events that whoever is signed in may see; none before that, unless there is one."""
    if session is None:
        return tuple(offices) if len(offices) == 1 else ()
    return tuple(one for one in offices if session.user.sees(one.event.id))


def _named_in(form: FormData) -> str:
    """The event that a form says it is about, as `packed`."""
    token = form.get("csrf", "")
    return token.rpartition(".")[2] if isinstance(token, str) else ""


def _ours(visit: Visit, session: Session | None) -> bool:
    origin = visit.request.headers.get("origin")
    if origin and urlsplit(origin).netloc != visit.request.headers.get("host"):
        return False
    if visit.request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    given = visit.text("csrf")
    if session is None:
        return visit.desk.cookies.fits(visit.request, given)
    # The token names the event as well: a form about one that they may not see is none of ours.
    return hmac.compare_digest(visit.token.encode(), given.encode())


def _shown(visit: Visit, handler: Handler) -> Response:
    try:
        return handler(visit)
    except Unknown:
        raise HTTPException(404) from None


def _handled(visit: Visit, handler: Handler) -> Response:
    """What the rules refuse is told on the page that the form came from; nothing was done then."""
    try:
        return handler(visit)
    except Unknown:
        raise HTTPException(404) from None
    except (Refused, AlreadyDone) as error:
        told = visit.words.said("reason", getattr(error, "reason", ""), str(error))
        return visit.to(visit.request.url.path, told)
    except MailbotError as error:
        return visit.to(visit.request.url.path, str(error))


def words_for(desk: Desk, request: Request) -> Words:
    """The language that the browser chose, else German."""
    return desk.words[_language(request)]


def _language(request: Request) -> str:
    chosen = request.cookies.get(LANGUAGE, "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def failing(desk: Desk, request: Request, status: int, detail: str = "") -> Response:
    """An error as a page: what happened and what to do."""
    offices = desk.offices()
    session = session_of(offices[0], desk.cookies.token(request))
    seen = seen_by(session, offices)
    wanted = request.cookies.get(EVENT, "")
    office = next((one for one in seen if packed(one.event.id) == wanted), (*seen, offices[0])[0])
    visit = Visit(desk, office, request, words_for(desk, request), session, seen=seen)
    return visit.page("error.html", status, code=status, detail=detail)
