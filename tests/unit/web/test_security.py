"""What must not happen at the desk, tried on every route that it has: the table is `tests/routes.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

import pytest
from starlette.routing import Mount
from starlette.routing import Route as Served
from starlette.testclient import TestClient

from mailbot.envelope import Role
from mailbot.flow.accounts import session_for
from mailbot.store.schema import Base
from mailbot.web import create_app, serving
from mailbot.web.pages import PAGES
from tests.letters import PEOPLE, doubtful, registration, with_file
from tests.routes import ADMIN, NO_PAGES, ORGANISER, ROUTES, Places, Shows, addresses
from tests.unit.web.visitors import HOST, PASSWORD, Visitors, csrf, send, sign_in

SENDING = [path for path, route in ROUTES.items() if route.sends]
CLOSED = [path for path, route in ROUTES.items() if not route.open]


@dataclass(frozen=True, slots=True)
class Watched:
    """A desk with one registration, one mail that waits and one reply, which no test here may change."""

    visitors: Visitors
    places: Places
    browsers: dict[Role, TestClient]

    def ledger(self) -> dict[str, list[tuple[object, ...]]]:
        """All that is kept, but for who is signed in."""
        with self.visitors.desk.office.database.reading() as tx:
            return {
                name: [tuple(row) for row in tx.execute(table.select())]
                for name, table in Base.metadata.tables.items()
                if name != "sessions"
            }


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    visitors = Visitors(tmp_path_factory.mktemp("desk"))
    visitors.desk.receive(registration(PEOPLE[0], "anna@verein.example"))
    visitors.desk.receive(with_file(doubtful(PEOPLE[1], "bernd@verein.example")))
    reference = visitors.desk.registrations()[0]["reference"]
    places = Places(2, reference, visitors.desk.outbox()[0]["id"])
    return Watched(visitors, places, {role: visitors.signed_in(role) for role in Role})


@pytest.fixture
def unchanged(watched: Watched) -> Iterator[Watched]:
    """The same desk; whatever the test tried, nothing came of it."""
    before = watched.ledger()
    yield watched
    assert watched.ledger() == before


def test_every_route_is_in_the_table_that_the_tests_go_by(watched: Watched) -> None:
    served = {route.path for route in watched.visitors.app.routes if isinstance(route, Served | Mount)}

    assert served == set(ROUTES) | NO_PAGES, "whoever adds a page adds its line to tests/routes.py"
    assert len(served) == len(watched.visitors.app.routes)


def test_roles_are_those_of_the_table() -> None:
    said = {page.path: (page.role, page.sends if page.send and page.role else None) for page in PAGES}
    wanted = {
        path: (None, None) if route.open else (route.sees, route.sends) for path, route in ROUTES.items()
    }

    assert said == wanted


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", CLOSED)
def test_stranger_gets_nothing_from_any_route(unchanged: Watched, path: str, method: str) -> None:
    browser = unchanged.visitors.stranger()

    for address in addresses(path):
        answer = browser.request(method, unchanged.places.fill(address))
        assert (answer.status_code, answer.headers.get("location")) in ((303, "/sign-in"), (405, None))
        for secret in (PEOPLE[0], PEOPLE[1], "verein.example"):
            assert secret not in answer.text


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("path", CLOSED)
def test_every_route_obeys_the_role(unchanged: Watched, path: str, role: Role) -> None:
    browser, route = unchanged.browsers[role], ROUTES[path]

    for address in (unchanged.places.fill(a) for a in addresses(path)):
        seen = browser.get(address)
        if not role.may(route.sees):
            assert seen.status_code == 403
        elif route.shows is Shows.ONWARD:
            assert seen.status_code == 303
        else:
            assert seen.status_code == 200
    token = csrf(browser.get("/").text)
    sent = browser.post(unchanged.places.fill(addresses(path)[0]), data={"csrf": token, "do": "nothing"})
    if route.sends is None:
        assert sent.status_code in (403, 405)
    else:
        assert (sent.status_code == 403) is not role.may(route.sends)


@pytest.mark.parametrize("path", SENDING)
def test_form_from_elsewhere_is_refused_on_every_route(unchanged: Watched, path: str) -> None:
    browser = unchanged.visitors.signed_in(ADMIN)
    token, other = csrf(browser.get("/").text), csrf(unchanged.browsers[ORGANISER].get("/").text)
    address = unchanged.places.fill(addresses(path)[0])
    form = {"do": "dismiss", "name": "Eva Böse", "workshop": "1", "language": "en"}

    tries = [
        browser.post(address, data=form),
        browser.post(address, data=form | {"csrf": other}),
        browser.post(f"{address}?csrf={token}", data=form),
        browser.post(address, data=form | {"csrf": token}, headers={"Origin": "https://evil.example"}),
        browser.post(address, data=form | {"csrf": token}, headers={"Origin": "null"}),
        browser.post(address, data=form | {"csrf": token}, headers={"Sec-Fetch-Site": "cross-site"}),
    ]

    assert [answer.status_code for answer in tries] == [403] * len(tries)
    assert browser.get("/").status_code == 200, "nobody is signed out by another site either"


TRICKS = [
    "../../../../etc/passwd",
    "..%2f..%2f..%2fconfig%2fmailbot.toml",
    "%2e%2e/%2e%2e/mailbot.toml",
    "..%5c..%5cmailbot.toml",
    "%252e%252e%252fmailbot.toml",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "x%00.csv",
    "%00",
    "%ff%fe",
    "1%20or%201=1",
    "-1",
    "99999999999999999999999999",
    "9" * 5000,
    "1e3",
    "%D9%A1",
    "a" * 5000,
]


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick[:30])
def test_path_tricks_lead_nowhere(unchanged: Watched, trick: str) -> None:
    browser = unchanged.browsers[ADMIN]
    for path in [p for p in ROUTES if "{" in p] + ["/static/{file}"]:
        answer = browser.get(path.split("{", maxsplit=1)[0] + trick)

        assert answer.status_code in (400, 404, 405), path
        assert "root:" not in answer.text
        assert "[mailbox]" not in answer.text


QUERIES = {
    "/registrations": ("text", "from", "sort", "workshop"),
    "/outbox": ("from", "state"),
    "/audit": ("from", "actor"),
    "/held/next": ("after",),
    "/lists/sign-in": ("workshop", "blank"),
    "/lists/badges.pdf": ("workshop", "blank"),
    "/attendance": ("workshop", "text", "missing"),
    "/attendance/new": ("name", "workshop"),
    "/personal-data": ("whom",),
    "/templates/confirmation/de": ("reference",),
    "/templates/confirmation/de/letter.html": ("reference",),
}


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick[:30])
def test_tricks_in_queries_are_only_words(unchanged: Watched, trick: str) -> None:
    browser = unchanged.browsers[ADMIN]
    for path, names in QUERIES.items():
        for name in names:
            answer = browser.get(f"{path}?{name}={trick}")
            assert answer.status_code in (200, 303, 404), (path, name)
            assert "root:" not in answer.text


@pytest.mark.parametrize("path", [*ROUTES, "/healthz", "/livez", "/metrics", "/static/desk.css", "/nowhere"])
def test_every_answer_keeps_other_sites_out(watched: Watched, path: str) -> None:
    address = watched.places.fill(addresses(path)[0]) if path in ROUTES else path
    for browser in (watched.browsers[ADMIN], watched.visitors.stranger()):
        headers = browser.get(address).headers

        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        # A letter of ours is shown in a frame of the desk itself, for whoever may see it.
        frame = path in ROUTES and ROUTES[path].shows is Shows.FRAME and browser is watched.browsers[ADMIN]
        assert ("frame-ancestors 'self'" if frame else "frame-ancestors 'none'") in policy
        assert not frame or "sandbox" in policy
        assert "unsafe" not in policy
        assert headers["x-frame-options"] == ("SAMEORIGIN" if frame else "DENY")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        if not path.startswith("/static"):
            assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", [p for p, r in ROUTES.items() if r.shows is Shows.FILE])
def test_files_are_to_keep_and_never_to_show(watched: Watched, path: str) -> None:
    for address in addresses(path):
        headers = watched.browsers[ADMIN].get(watched.places.fill(address)).headers

        assert headers["content-disposition"].startswith("attachment")


def test_token_from_before_the_sign_in_is_worth_nothing_after_it(tmp_path: Path) -> None:
    visitors = Visitors(tmp_path)
    # Somebody has put a session of theirs, and one that never was, into the browser of an organiser.
    planted = session_for(visitors.desk.office, "reader")
    thief = TestClient(create_app(visitors.desk.office, [planted]), base_url=HOST, follow_redirects=False)
    thief.get(f"/welcome?ticket={planted}")
    for cookie in (thief.cookies["mailbot"], "chosen-by-somebody"):
        victim = visitors.stranger()
        victim.cookies.set("mailbot", cookie)
        form = {"name": "admin", "password": PASSWORD}
        page = victim.get("/sign-in")
        form["csrf"] = csrf((victim.get("/") if page.status_code == 303 else page).text)
        victim.cookies.delete("mailbot-knock") if page.status_code == 303 else None
        assert victim.post("/sign-in", data=form).status_code == 303

        got = [c.value for c in victim.cookies.jar if c.name == "mailbot"]
        assert cookie not in got[-1:]
        old = TestClient(visitors.app, base_url=HOST, cookies={"mailbot": cookie}, follow_redirects=False)
        assert old.get("/personal-data").status_code == 303


def test_wrong_passwords_slow_down_the_name_and_the_address(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    visitors = Visitors(tmp_path)
    spread = [sign_in(visitors.stranger(), f"nobody-{n}", "falsch") for n in range(6)]
    assert spread == [403] * 5 + [429], "one address that tries many names"

    visitors = Visitors(tmp_path / "other")
    assert [sign_in(visitors.stranger(), "ADMIN", "falsch") for _ in range(5)] == [403] * 5
    elsewhere = TestClient(visitors.app, base_url=HOST, client=("192.0.2.7", 50000), follow_redirects=False)
    assert sign_in(elsewhere, "admin", PASSWORD) == 429, "one name that is tried from many addresses"

    tries = 0
    for _ in range(60):
        visitors.desk.now += timedelta(seconds=30)
        tries += sign_in(visitors.stranger(), "admin", "falsch") == 403
    assert tries < 12, "half an hour is worth a handful of tries"


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "@evil.example",
        ".evil.example",
        "",
    ],
)
def test_nobody_is_led_to_another_site(watched: Watched, back: str) -> None:
    browser = watched.visitors.signed_in()
    form = {"csrf": csrf(browser.get("/").text), "language": "de", "here": back}
    answer = browser.post("/language", data=form)

    # Browsers drop tabs and line ends from an address and read "\\" as "/" (URL Standard, 4.4).
    led = answer.headers["location"].replace("\t", "").replace("\n", "").replace("\\", "/")
    assert urlsplit(urljoin(HOST, led)).netloc == urlsplit(HOST).netloc


def test_cookies_are_for_tls_alone_where_a_proxy_speaks_it(tmp_path: Path) -> None:
    visitors = Visitors(tmp_path)
    with serving(visitors.desk.office, 0) as address:
        for headers, secure in (({}, False), ({"X-Forwarded-Proto": "https"}, True)):
            with urlopen(Request(f"{address}/sign-in", headers=headers), timeout=20) as answer:  # noqa: S310
                cookie = answer.headers["set-cookie"]
            assert ("Secure" in cookie) is secure
            assert "HttpOnly" in cookie
            assert "samesite=strict" in cookie.lower()


def test_reply_and_lists_of_others_are_not_guessed(unchanged: Watched) -> None:
    status, _ = send(unchanged.browsers[ORGANISER], "/mails/9999", at="/", do="dismiss")
    assert status == 404
