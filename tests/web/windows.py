"""Windows of a browser at the desk, which notice what no page may do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request

from tests.web.browser import PASSWORD
from tests.web.played import Played

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}

_ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
"""What Chromium says of a page that refuses something; that it does is for the test to judge."""


@dataclass
class Windows:
    """Opens windows; `problems` collects errors of scripts, what the policy of the desk refused, what was
    asked of other hosts, and dialogs.
    """

    office: Played
    browser: Browser
    signed_in: dict[str, Any]
    problems: list[str] = field(default_factory=list)
    _open: list[BrowserContext] = field(default_factory=list)

    def stranger(self, **how: Any) -> Page:
        """A window of a browser that has never been here. how: as for Playwright's contexts."""
        how = {"viewport": DESK, "locale": "de-DE", "base_url": self.office.address} | how
        context = self.browser.new_context(**how)
        context.set_default_timeout(30_000)
        self._open.append(context)
        page = context.new_page()
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("dialog", self._opened)
        page.on("request", self._asked)
        return page

    def of(self, user: str = "anna", **how: Any) -> Page:
        """A window in which this user is signed in."""
        if user not in self.signed_in:
            page = self.stranger()
            sign_in(page, user)
            self.signed_in[user] = page.context.storage_state()
        return self.stranger(storage_state=self.signed_in[user], **how)

    def close(self) -> None:
        """Closes all windows."""
        for context in self._open:
            context.close()

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _ANSWERED.match(message.text):
            self.problems.append(f"{message.type}: {message.text}")

    def _opened(self, dialog: Dialog) -> None:
        self.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.office.address, "data:")):
            self.problems.append(f"asks another host: {request.url}")


def sign_in(page: Page, user: str, password: str = PASSWORD) -> None:
    """Fills the form in by keyboard, as it comes: the cursor is in the first field."""
    page.goto("/sign-in")
    # A page puts the cursor into its field a moment after it has loaded.
    page.wait_for_function("document.activeElement.name === 'name'")
    page.keyboard.type(user)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")
