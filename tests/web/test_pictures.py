"""The pictures of the README and the guide: taken of the desk as it is, from an inbox that is invented.

Without being asked they are taken into a folder of the test, to see that they can be; `make pictures` (which
sets PICTURES) puts them into docs/pictures.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.letters import PEOPLE
from tests.servers.office import PROJECT
from tests.web.played import Played
from tests.web.windows import Windows

_MOST_OCTETS = 150 * 1024
_DESK = {"width": 1120, "height": 700}
_TALL = {"width": 1120, "height": 820}
_PHONE = {"width": 390, "height": 760}

Prepare = Callable[[Page], None]


def _nothing(_page: Page) -> None:
    pass


def _preview(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("v")
    page.evaluate("scrollTo(0, 0)")


def _typed(page: Page) -> None:
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("Erna Anruf")
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    page.keyboard.press("Tab")
    page.keyboard.type("Volkshochschule Flöhatal")


PICTURES: dict[str, tuple[str, dict[str, int], Prepare]] = {
    "uebersicht": ("/", _TALL, _nothing),
    "mail": ("/mails/{mail}", _TALL, _nothing),
    "telefon": ("/registrations/new", {"width": 1120, "height": 560}, _typed),
    "anmeldungen": ("/registrations?sort=name", _DESK, _nothing),
    "postausgang": ("/outbox?state=withheld", {"width": 1120, "height": 480}, _nothing),
    "unterschriften": ("/lists/sign-in?workshop=2&blank=3", _DESK, _nothing),
    "handy": ("/", _PHONE, _nothing),
}


@pytest.mark.parametrize("name", PICTURES)
def test_picture_shows_the_desk(windows: Windows, played: Played, tmp_path: Path, name: str) -> None:
    address, size, prepare = PICTURES[name]
    folder = PROJECT / "docs" / "pictures" if os.environ.get("PICTURES") else tmp_path
    waits = played.registered(PEOPLE[0])
    assert waits["status"] == "held"
    page = windows.of("anna", viewport=size, reduced_motion="reduce")
    page.goto(address.format(mail=played.waiting()[-1]))
    prepare(page)
    file = folder / f"{name}.png"
    page.screenshot(path=file, animations="disabled", caret="initial")

    assert file.stat().st_size <= _MOST_OCTETS
