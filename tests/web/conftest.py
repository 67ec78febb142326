"""One browser and one desk for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.desks import Desk
from tests.web import browser as web


@dataclass(frozen=True, slots=True)
class Served:
    """A desk that is being served, and where."""

    desk: Desk
    address: str
    browser: Browser

    def page(self, width: int = 1280, height: int = 900) -> Page:
        """A window that is signed in, as anna."""
        context = self.browser.new_context(
            base_url=self.address, viewport={"width": width, "height": height}, locale="de-DE"
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.goto("/sign-in")
        page.keyboard.type("anna")
        page.keyboard.press("Tab")
        page.keyboard.type(web.PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/")
        return page


# Playwright keeps an event loop in this thread while it runs, and other tests start their own: the browser
# ends with this folder, not with the run.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    reason = web.missing()
    if reason:
        pytest.skip(f"left out: {reason}")
    with web.running() as browser:
        yield browser


@pytest.fixture(scope="package")
def served(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with web.served(tmp_path_factory.mktemp("desk")) as (desk, address):
        yield Served(desk, address, chromium)
