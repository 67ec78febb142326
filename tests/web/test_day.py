"""The day itself in a browser: a telephone without any script at the door, and lists on paper."""

from __future__ import annotations

import io

import pypdf
import pytest
from playwright.sync_api import expect

from mailbot.decision import Caller, Origin
from mailbot.flow import organiser
from mailbot.intent.model import Participant
from tests.web.browser import PASSWORD
from tests.web.conftest import Served


@pytest.fixture
def guest(served: Served) -> str:
    """Somebody with a seat, whose name nobody else has."""
    name = f"Gesine Gast{len(served.desk.registrations())}"
    caller = Caller(Participant(name, workshop="3"))
    organiser.add(served.desk.office, "anna", caller, Origin.TELEPHONE)
    return name


def test_one_tap_on_a_telephone_without_script_ticks_off_and_takes_back(served: Served, guest: str) -> None:
    context = served.browser.new_context(
        base_url=served.address,
        viewport={"width": 360, "height": 640},
        has_touch=True,
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("input[name=name]").fill("anna")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button").tap()
    page.wait_for_url("**/")
    page.goto(f"/attendance?text={guest.split()[1]}")

    row = page.get_by_role("button", name=guest)
    box = row.bounding_box()
    assert box is not None
    assert box["height"] >= 48
    row.tap()
    expect(page.get_by_role("button", name=guest)).to_contain_text("da seit")
    assert [r["name"] for r in served.desk.registrations() if r["present_at"]] == [guest]

    page.get_by_role("button", name=guest).tap()
    expect(page.get_by_role("button", name=guest)).not_to_contain_text("da seit")
    assert not any(r["present_at"] for r in served.desk.registrations())
    context.close()


def test_sheet_to_sign_on_paper_tells_on_every_page_whose_it_is(served: Served, guest: str) -> None:
    page = served.page()
    page.goto("/lists/sign-in?workshop=3&blank=60")
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    texts = [sheet.extract_text() for sheet in paper.pages]

    assert guest in texts[0]
    assert len(texts) >= 3
    for number, text in enumerate(texts, 1):
        assert f"{number} / {len(texts)}" in text
    for text in texts[:2]:
        assert "Unterschrift" in text
        assert served.desk.office.event.title in text
    width, height = (float(side) / 72 * 25.4 for side in paper.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
