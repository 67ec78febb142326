"""One browser for the tests of this folder, a desk that gets its mails by hand, and one with all servers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from mailbot.decision import Caller, Origin
from mailbot.flow import heldmail, organiser
from mailbot.intent.model import Participant
from tests.desks import Desk
from tests.servers.postfix import Postfix
from tests.web import browser as web
from tests.web import played as playing
from tests.web.played import Played, family
from tests.web.steps import names
from tests.web.windows import Windows, sign_in


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
        sign_in(page, "anna")
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


@pytest.fixture(scope="package")
def played(postfix: Postfix, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The demo's inbox at an office with Dovecot and Postfix."""
    with playing.played(tmp_path_factory.mktemp("office"), postfix) as office:
        yield office


@pytest.fixture(scope="package")
def signed_in() -> dict[str, Any]:
    """What a browser keeps of each user who has signed in, so that each does so once."""
    return {}


@pytest.fixture
def windows(played: Played, chromium: Browser, signed_in: dict[str, Any]) -> Iterator[Windows]:
    """Windows at the desk of that office, in which nothing happened that must not."""
    opened = Windows(played, chromium, signed_in)
    yield opened
    opened.close()
    assert opened.problems == []


@pytest.fixture
def name() -> str:
    """A name that no other test has."""
    return next(names)


@pytest.fixture
def held(played: Played, name: str) -> Iterator[int]:
    """A mail of this name that waits for a person."""
    number = played.held_mail(name)
    yield number
    if number in played.waiting():
        heldmail.dismiss(played.office, "test", number)


@pytest.fixture
def rung(played: Played, name: str) -> str:
    """The reference of somebody of this name, who rang up and has a mail address."""
    who = Participant(name, workshop="1", organisation="Verein Aufwind")
    contact = f"{family(name)}@aufwind.example"
    done = organiser.add(
        played.office, "test", Caller(who, contact, "de", ""), Origin.TELEPHONE, exception=True
    )
    return done.registrations[0].reference
