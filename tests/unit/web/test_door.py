"""Who comes in: roles on every page, forms from the desk alone, sessions that end, passwords that wait."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from mailbot.envelope import Role
from mailbot.flow.accounts import IDLE, LONGEST, add_user, remove_user, session_for
from mailbot.store import users
from mailbot.web import create_app
from mailbot.web.pages import PAGES
from mailbot.web.visit import Page
from tests.unit.web.visitors import HOST, PASSWORD, Visitors, csrf, send, sign_in

OPEN = {"/sign-in", "/sign-out", "/language", "/event", "/welcome", "/calendar/{key}/event.ics"}


@pytest.fixture
def visitors(tmp_path: Path) -> Visitors:
    return Visitors(tmp_path)


@pytest.fixture(scope="module")
def lookers(tmp_path_factory: pytest.TempPathFactory) -> Visitors:
    """A desk that tests only look at."""
    return Visitors(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def browsers(lookers: Visitors) -> dict[Role, TestClient]:
    return {role: lookers.signed_in(role) for role in Role}


def address(page: Page) -> str:
    return page.path.replace("{id:int}", "1").replace("{number:int}", "1").replace("{reference}", "AAAA-2222")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_page_is_open_to_nobody_who_is_not_signed_in(lookers: Visitors, page: Page) -> None:
    browser = lookers.stranger()

    if page.path in OPEN:
        assert page.role is None
        return
    for answer in (browser.get(address(page)), browser.post(address(page), data={"do": "x"})):
        assert (answer.status_code, answer.headers.get("location")) in ((303, "/sign-in"), (405, None))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("page", [p for p in PAGES if p.role is not None], ids=lambda page: page.path)
def test_page_and_form_obey_the_role(browsers: dict[Role, TestClient], page: Page, role: Role) -> None:
    browser = browsers[role]
    token = csrf(browser.get("/").text)
    assert page.role is not None

    if page.show:
        assert (browser.get(address(page)).status_code == 403) is not role.may(page.role)
    if page.send:
        sent = browser.post(address(page), data={"csrf": token, "do": "nothing"})
        assert (sent.status_code == 403) is not role.may(page.sends or page.role)


@pytest.mark.parametrize("token", ["", "x", "ä"])
def test_form_without_the_token_of_the_session_is_refused(visitors: Visitors, token: str) -> None:
    browser = visitors.signed_in()
    other = csrf(visitors.signed_in().get("/").text)

    for wrong in (token, other):
        answer = browser.post("/registrations/new", data={"csrf": wrong, "name": "A B", "workshop": "1"})
        assert answer.status_code == 403
    assert visitors.desk.registrations() == []


def test_form_from_another_site_is_refused_though_it_knows_the_token(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    form = {"csrf": csrf(browser.get("/").text), "name": "A B", "workshop": "1"}

    foreign = browser.post("/registrations/new", data=form, headers={"Origin": "https://evil.example"})
    own = browser.post("/registrations/new", data=form, headers={"Origin": HOST})

    assert (foreign.status_code, own.status_code) == (403, 303)
    assert len(visitors.desk.registrations()) == 1


def test_sign_in_needs_the_page_that_we_gave_to_this_browser(visitors: Visitors) -> None:
    other = csrf(visitors.stranger().get("/sign-in").text)
    browser = visitors.stranger()
    browser.get("/sign-in")

    form = {"csrf": other, "name": "admin", "password": PASSWORD}
    assert browser.post("/sign-in", data=form).status_code == 403
    assert browser.get("/").status_code == 303


def test_sign_in_gives_a_new_token_each_time(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    first = browser.cookies["mailbot"]
    with visitors.desk.office.database.reading() as tx:
        stored = [row[0] for row in tx.exec_driver_sql("select token_hash from sessions")]

    assert first.split(".")[0] not in stored
    assert visitors.signed_in().cookies["mailbot"] != first


@pytest.mark.parametrize("forged", ["x", "abc.def.ghi", "mailbot", "", "é"])
def test_forged_cookie_is_no_session(lookers: Visitors, forged: str) -> None:
    answer = lookers.stranger().get("/", headers={b"Cookie": f"mailbot={forged}".encode()})

    assert answer.status_code == 303


def test_session_ends_when_it_was_not_used(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    visitors.desk.now += IDLE - timedelta(minutes=5)
    assert browser.get("/").status_code == 200
    visitors.desk.now += IDLE - timedelta(minutes=5)
    assert browser.get("/").status_code == 200
    visitors.desk.now += IDLE + timedelta(minutes=5)
    assert browser.get("/").status_code == 303


def test_session_ends_after_the_longest_time_however_busy(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    for _ in range(int(LONGEST / timedelta(hours=1))):
        visitors.desk.now += timedelta(hours=1)
        assert browser.get("/").status_code == 200
    visitors.desk.now += timedelta(hours=1)

    assert browser.get("/").status_code == 303


def test_sign_out_ends_the_session_on_the_server_too(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    cookie = browser.cookies["mailbot"]
    send(browser, "/sign-out", at="/")
    thief = TestClient(visitors.app, base_url=HOST, cookies={"mailbot": cookie}, follow_redirects=False)

    assert thief.get("/").status_code == 303


def test_new_password_or_removal_signs_all_browsers_out(visitors: Visitors) -> None:
    first, second = visitors.signed_in(Role.READER), visitors.signed_in(Role.ORGANISER)
    add_user(visitors.desk.office, "reader", PASSWORD + "!", Role.READER)
    remove_user(visitors.desk.office, "organiser")

    assert (first.get("/").status_code, second.get("/").status_code) == (303, 303)


def test_password_is_kept_as_argon2_hash_only(visitors: Visitors) -> None:
    with visitors.desk.office.database.reading() as tx:
        hashes = [user.password_hash for user in users.users(tx)]

    assert len(hashes) == len(Role)
    assert all(h.startswith("$argon2id$") and PASSWORD not in h for h in hashes)


def test_wrong_passwords_wait_longer_and_longer_also_for_the_right_one(visitors: Visitors) -> None:
    browser = visitors.stranger()
    tries = [sign_in(browser, "admin", "falsch") for _ in range(6)]

    assert tries == [403] * 5 + [429]
    assert sign_in(browser, "admin", PASSWORD) == 429
    visitors.desk.now += timedelta(seconds=3)
    assert sign_in(browser, "admin", PASSWORD) == 303


def test_unknown_name_is_refused_in_the_same_words(visitors: Visitors) -> None:
    def words(name: str) -> str:
        browser = visitors.stranger()
        form = {"csrf": csrf(browser.get("/sign-in").text), "name": name, "password": "falsch"}
        return browser.post("/sign-in", data=form).text.replace(name, "").replace(form["csrf"], "")

    assert words("niemand") == words("admin")


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/nowhere", "/static/desk.css", "/healthz", "/livez", "/metrics"]
)
def test_every_answer_keeps_other_sites_out(browsers: dict[Role, TestClient], path: str) -> None:
    headers = browsers[Role.READER].get(path).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(("scheme", "secure"), [("http", False), ("https", True)])
def test_cookies_are_kept_from_scripts_and_other_sites(visitors: Visitors, scheme: str, secure: bool) -> None:
    browser = TestClient(visitors.app, base_url=f"{scheme}://desk.test", follow_redirects=False)
    form = {"csrf": csrf(browser.get("/sign-in").text), "name": "admin", "password": PASSWORD}
    cookie = browser.post("/sign-in", data=form).headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert ("Secure" in cookie) is secure


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"]
)
def test_language_leads_to_no_other_site(visitors: Visitors, back: str) -> None:
    browser = visitors.signed_in()
    form = {"csrf": csrf(browser.get("/").text), "language": "en", "here": back}
    answer = browser.post("/language", data=form)

    assert answer.headers["location"] == "/"
    assert "Sign out" in browser.get("/").text


@pytest.mark.parametrize(
    "path", ["/static/../../config/mailbot.toml", "/static/%2e%2e/de.po", "/static//etc/passwd"]
)
def test_no_file_outside_the_static_folder_is_served(visitors: Visitors, path: str) -> None:
    assert visitors.stranger().get(path).status_code == 404


def test_form_that_is_too_long_is_refused(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    form = {"csrf": csrf(browser.get("/").text), "name": "x" * 3_000_000}

    assert browser.post("/registrations/new", data=form).status_code == 413


def test_ticket_signs_in_once(visitors: Visitors) -> None:
    ticket = session_for(visitors.desk.office, "organiser")
    app = create_app(visitors.desk.office, [ticket])
    first, second = (TestClient(app, base_url=HOST, follow_redirects=False) for _ in range(2))
    for browser in (first, second):
        browser.get(f"/welcome?ticket={ticket}")

    assert (first.get("/").status_code, second.get("/").status_code) == (200, 303)
