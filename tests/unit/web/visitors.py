"""Browsers without a screen, signed in or not, at a desk over a real ledger."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pwdlib import PasswordHash
from starlette.testclient import TestClient

from mailbot.envelope import Role
from mailbot.flow.accounts import session_for
from mailbot.store import users
from mailbot.web import create_app
from mailbot.web.cookies import SECRET_FILE, SESSION, Cookies, secret_in
from tests.desks import Desk

PASSWORD = "ein langes Wort"
HOST = "http://desk.test"
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')


class Visitors:
    """The desk of an office, and browsers that come to it."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        self.desk = Desk(folder, settings=settings)
        with self.desk.office.database.transaction() as tx:
            for role in Role:
                users.save_user(tx, role.value, role, _hashed(PASSWORD), self.desk.now)
        self.app = create_app(self.desk.office)

    def stranger(self) -> TestClient:
        """A browser that is not signed in."""
        return TestClient(self.app, base_url=HOST, follow_redirects=False)

    def signed_in(self, role: Role = Role.ORGANISER) -> TestClient:
        """A browser of somebody with this role, as it is after the form was filled in."""
        cookies = Cookies(secret_in(self.desk.folder / SECRET_FILE))
        token = cookies._signer.sign(session_for(self.desk.office, role.value)).decode()
        browser = self.stranger()
        browser.cookies.set(SESSION, token)
        return browser


@cache
def _hashed(password: str) -> str:
    """Hashing is meant to be slow: once for all tests is enough."""
    return PasswordHash.recommended().hash(password)


def sign_in(browser: TestClient, name: str, password: str) -> int:
    """Fills in the form; gives the status of the answer."""
    form = {"csrf": csrf(browser.get("/sign-in").text), "name": name, "password": password}
    return int(browser.post("/sign-in", data=form).status_code)


def csrf(page: str) -> str:
    """The token in a page's forms."""
    found = _CSRF.search(page)
    assert found, page
    return found.group(1)


def send(browser: TestClient, path: str, at: str = "", **fields: str) -> tuple[int, str]:
    """Sends the form of the page `at` (the same path unless given); status and the page it leads to."""
    token = csrf(browser.get(at or path).text)
    answer = browser.post(path, data={"csrf": token, **fields})
    if answer.status_code == 303:
        return 303, browser.get(answer.headers["location"]).text
    return answer.status_code, answer.text
