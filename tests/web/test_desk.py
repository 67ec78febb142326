"""The work of a day in a browser: each way through the desk as an organiser goes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from mailbot.flow import heldmail
from mailbot.store.browse import waiting_mails
from tests.letters import PEOPLE, doubtful
from tests.web.conftest import Served

names = iter(PEOPLE)
PAGES = [
    "/",
    "/held",
    "/registrations",
    "/registrations/new",
    "/outbox",
    "/lists",
    "/lists/participants",
    "/lists/sign-in",
    "/announce",
    "/audit",
    "/password",
    "/templates",
    "/templates/confirmation/de",
]


@pytest.fixture
def waiting(served: Served) -> Iterator[str]:
    """Somebody whose mail waits for a person; it is the only one."""
    name = next(names)
    address = f"{name.split()[0].lower()}@verein.example"
    served.desk.receive(doubtful(name, address))
    yield name
    with served.desk.office.database.reading() as tx:
        left = [row["id"] for row in waiting_mails(tx, served.desk.office.event.id)]
    for number in left:
        heldmail.dismiss(served.desk.office, "test", number)


def status_of(served: Served, name: str) -> str | None:
    return next((r["status"] for r in served.desk.registrations() if r["name"] == name), None)


def press(page: Page, key: str) -> None:
    """A key that leads to another page, or to this one again."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_held_mail_is_decided_by_keyboard_alone(served: Served, waiting: str) -> None:
    page = served.page()
    page.goto("/held")
    press(page, "n")
    expect(page.get_by_role("article")).to_contain_text("melde ich mich zum Fachtag an")

    press(page, "v")
    expect(page.get_by_role("region", name="Die Antwort, wie sie versandt wird")).to_be_focused()
    assert status_of(served, waiting) == "held"

    press(page, "a")
    expect(page.get_by_role("status")).to_be_visible()
    assert status_of(served, waiting) == "confirmed"


def test_somebody_who_rings_is_entered_by_keyboard_alone(served: Served) -> None:
    page = served.page()
    page.goto("/registrations")
    press(page, "+")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("Erna Telefon")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    page.keyboard.type("Volkshochschule")
    press(page, "Enter")

    expect(page.get_by_role("status")).to_contain_text("Erna Telefon")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    entered = next(r for r in served.desk.registrations() if r["name"] == "Erna Telefon")
    assert (entered["workshop"], entered["organisation"]) == ("2", "Volkshochschule")
    assert (entered["status"], entered["source"]) == ("confirmed", "telephone")


def test_letters_that_are_typed_are_no_commands(served: Served, waiting: str) -> None:
    page = served.page()
    page.goto("/held/next")
    page.get_by_label("Name", exact=True).first.fill("")
    page.keyboard.type("naxv")

    expect(page).to_have_url(re.compile(r"/mails/\d+$"))
    assert status_of(served, waiting) == "held"


def test_no_page_is_wider_than_a_phone(served: Served, waiting: str) -> None:
    assert status_of(served, waiting) == "held"
    # Neither a name nor an address has to have a place where a line may end.
    served.desk.receive(doubtful("Anna " + "Lang" * 20, f"{'l' * 60}@verein.example"))
    page = served.page(width=360, height=740)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto("/held/next")
    mail = page.url.removeprefix(served.address)

    for path in (*PAGES, mail):
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, f"{path} is {width} pixels wide"
    # The policy of the desk forbids scripts and styles of others; the browser tells what it refused.
    assert errors == []


def test_printed_sheet_has_no_buttons_and_room_to_sign(served: Served) -> None:
    page = served.page()
    page.goto("/lists/sign-in?workshop=2&blank=5")
    page.emulate_media(media="print")

    expect(page.get_by_role("banner")).to_be_hidden()
    expect(page.get_by_role("button", name="Drucken")).to_be_hidden()
    expect(page.get_by_role("columnheader", name="Unterschrift")).to_be_visible()
    assert page.locator("tr.blank").first.bounding_box() is not None
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_registrations_are_downloaded(served: Served) -> None:
    page = served.page()
    page.goto("/lists")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()

    assert download.value.suggested_filename.endswith("-anmeldungen.csv")
    assert download.value.path().read_bytes().startswith(b"\xef\xbb\xbf")
