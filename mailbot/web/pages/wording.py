"""Every notice in every language: where its words come from, and how it reads with a real registration.

The HTML of a letter is the one page of the desk that is shown inside another. It comes by a route of its
own under a policy that lets it do nothing: no script, no form, nothing from elsewhere; its own style sheet
alone counts, known by its hash (CSP 3, 2.3.1), in a frame without an origin (HTML, 4.8.5).
"""

from __future__ import annotations

import base64
import hashlib
import re

from babel import Locale, UnknownLocaleError
from starlette.responses import HTMLResponse, Response

from mailbot.envelope import Notice, Role
from mailbot.errors import ConfigError
from mailbot.flow import specimens
from mailbot.flow.outcome import Unknown
from mailbot.web.door import HEADERS
from mailbot.web.visit import Page, Visit

_POLICY = "Content-Security-Policy"
_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_LONGEST = 40
"""Characters of a reference that somebody asks for."""


def table(visit: Visit) -> Response:
    """Which letters there are, and from which files."""
    try:
        found, lost = specimens.collection(visit.office), ""
    except ConfigError as error:
        found, lost = None, str(error)
    return visit.page("templates.html", found=found, lost=lost, named=_named(visit))


def one(visit: Visit) -> Response:
    """One letter: subject, text, HTML in a frame, calendar entries."""
    asked = visit.asked("reference")[:_LONGEST]
    unknown = False
    try:
        shown = _specimen(visit, asked)
    except Unknown:
        shown, unknown = _specimen(visit, ""), True
    calendar = [entry.data.decode() for entry in shown.content.calendar] if shown.content else []
    response = visit.page(
        "template.html",
        404 if unknown else 200,
        shown=shown,
        asked=asked,
        unknown=unknown,
        calendar=calendar,
        named=_named(visit),
    )
    response.headers[_POLICY] = f"{HEADERS[_POLICY]}; frame-src 'self'"
    return response


def framed(visit: Visit) -> Response:
    """The HTML of the letter, for the frame on its page."""
    content = _specimen(visit, visit.asked("reference")[:_LONGEST]).content
    if content is None:
        raise Unknown("the letter cannot be written")
    styles = {hashlib.sha256(style.encode()).digest() for style in _STYLE.findall(content.html)}
    allowed = " ".join(sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in styles))
    allowed = allowed or "'none'"
    policy = f"default-src 'none'; style-src {allowed}; form-action 'none'; base-uri 'none'; "
    headers = {_POLICY: f"{policy}frame-ancestors 'self'; sandbox", "X-Frame-Options": "SAMEORIGIN"}
    return HTMLResponse(content.html, headers=headers)


def _specimen(visit: Visit, reference: str) -> specimens.Specimen:
    path = visit.request.path_params
    try:
        notice = Notice(str(path["notice"]))
    except ValueError:
        raise Unknown("there is no such notice") from None
    text = visit.words.gettext("Here stands what there is to say.")
    try:
        return specimens.specimen(visit.office, notice, str(path["language"]), reference, text)
    except ConfigError:
        raise Unknown("the folder of templates has gone") from None


class _Named(dict[str, str]):
    """Languages by their codes; a code that nobody knows stands for itself."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, code: str) -> str:
        try:
            return Locale.parse(code).get_language_name(self._language) or code
        except (UnknownLocaleError, ValueError):
            return code


def _named(visit: Visit) -> _Named:
    return _Named(visit.words.language)


PAGES = (
    Page("/templates", table, Role.ORGANISER),
    Page("/templates/{notice}/{language}", one, Role.ORGANISER),
    Page("/templates/{notice}/{language}/letter.html", framed, Role.ORGANISER),
)
