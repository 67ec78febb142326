"""The desk behind nginx as it is shipped: cookies for TLS alone, forms taken, what is inside stays inside."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

import pytest

from mailbot.envelope import Role
from mailbot.web import serving
from tests.servers import nginx
from tests.servers.authority import Authority
from tests.unit.web.visitors import PASSWORD, Visitors


class Stays(HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_arguments: object) -> None:
        return None


class Browser:
    """Somebody elsewhere, who trusts the authority and keeps cookies."""

    def __init__(self, context: ssl.SSLContext, secure: str, plain: str) -> None:
        self.secure, self.plain = secure, plain
        self.jar = CookieJar()
        self._open = build_opener(HTTPSHandler(context=context), HTTPCookieProcessor(self.jar), Stays()).open

    def ask(self, address: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str, str]:
        """Status, headers and text of the answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = Request(address, urlencode(form).encode() if form else None, named)  # noqa: S310 - loopback
        try:
            answer = self._open(request, timeout=30)
        except HTTPError as error:
            answer = error
        with answer:
            return answer.status or 0, str(answer.headers), answer.read().decode()


@pytest.fixture(params=["believed", "not believed"])
def browser(
    request: pytest.FixtureRequest, tmp_path: Path, authority: Authority
) -> Iterator[tuple[Browser, bool]]:
    if reason := nginx.missing():
        pytest.skip(f"left out: {reason}")
    believed = request.param == "believed"
    settings = "[web]\n" if believed else '[web]\nproxies = ["192.0.2.0/24"]\n'
    visitors = Visitors(tmp_path, settings)
    (tmp_path / "nginx").mkdir()
    with (
        serving(visitors.desk.office, 0) as desk,
        nginx.running(tmp_path / "nginx", authority, desk) as (plain, secure),
    ):
        yield Browser(authority.client_context(), secure, plain), believed


def test_desk_behind_the_proxy(browser: tuple[Browser, bool]) -> None:
    """One test for all of it: the servers are started once for each of the two settings."""
    visitor, believed = browser
    status, headers, page = visitor.ask(f"{visitor.secure}/sign-in")
    cookie = re.findall(r"(?mi)^set-cookie: (.*)$", headers)[0]

    assert status == 200
    assert ("Secure" in cookie) is believed
    assert "HttpOnly" in cookie
    assert "strict-transport-security: max-age=31536000" in headers.lower()
    assert headers.lower().count("content-security-policy:") == 1

    csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    form = {"csrf": csrf, "name": Role.ADMIN.value, "password": PASSWORD}
    assert visitor.ask(f"{visitor.secure}/sign-in", form, Origin="https://elsewhere.example")[0] == 403
    assert visitor.ask(f"{visitor.secure}/sign-in", form, Origin=visitor.secure)[0] == 303
    assert visitor.ask(f"{visitor.secure}/users")[0] == 200
    assert all(one.secure is believed for one in visitor.jar)

    # A browser that says it is this machine is not believed, so numbers stay inside.
    assert visitor.ask(f"{visitor.secure}/metrics", X_Forwarded_For="127.0.0.1")[0] == 404
    assert '"parts"' not in visitor.ask(f"{visitor.secure}/healthz", X_Forwarded_For="127.0.0.1")[2]

    status, headers, _ = visitor.ask(f"{visitor.plain}/sign-in?x=1")
    assert status == 301
    assert "location: https://localhost/sign-in?x=1" in headers.lower()


def test_proxies_that_are_shipped_say_what_the_desk_needs() -> None:
    caddy = (nginx.SHIPPED.parent / "Caddyfile").read_text("utf-8")

    # Caddy hands Host on and sets both headers anew by itself; more would be too much.
    assert re.findall(r"(?m)^\treverse_proxy (\S+)$", caddy) == ["127.0.0.1:8025"]
    assert "header_up" not in caddy
    assert 'Strict-Transport-Security "max-age=31536000"' in caddy
