"""The work of a day, clicked through: signing in, the overview, lists, the door, who did what."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.web.browser import PASSWORD
from tests.web.played import Played
from tests.web.steps import click, press
from tests.web.windows import DESK, PHONE, Windows, sign_in


def test_somebody_signs_in_and_out_and_nothing_stays_behind(windows: Windows) -> None:
    page = windows.stranger()
    page.goto("/registrations")
    expect(page).to_have_url(re.compile("/sign-in$"))
    sign_in(page, "anna", "ein falsches Wort")
    expect(page.get_by_role("alert")).to_have_text("Name und Passwort passen nicht zusammen.")
    expect(page.get_by_label("Passwort")).to_be_focused()
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Übersicht")

    click(page, "Abmelden")
    page.go_back()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_language_changes_on_the_page_where_one_is(windows: Windows, size: dict[str, int]) -> None:
    page = windows.of(viewport=size)
    page.goto("/lists")
    click(page, "English")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lists")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    click(page, "Deutsch")
    expect(page.get_by_role("heading", level=1)).to_have_text("Listen")


def test_overview_leads_to_what_waits(windows: Windows, played: Played, held: int) -> None:
    assert held in played.waiting()
    page = windows.of()
    page.goto("/")
    expect(page.locator(".tile.busy").first).to_contain_text(str(len(played.waiting())))
    expect(page.get_by_role("rowheader", name=re.compile("Folklore"))).to_be_visible()
    expect(page.get_by_text("4 Tage", exact=False).first).to_be_visible()
    page.locator(".tile").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zu klären")
    assert page.locator("tbody tr").count() == len(played.waiting())


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_people_are_ticked_off_at_the_door_and_a_slip_is_taken_back(
    windows: Windows, size: dict[str, int]
) -> None:
    page = windows.of(viewport=size)
    page.goto("/attendance?workshop=2")
    sabine = page.get_by_role("button", name="Sabine Krüger")
    expect(sabine).to_contain_text("noch nicht da")
    click(page, "Sabine Krüger")
    expect(sabine).to_contain_text("anna")
    sabine.focus()
    press(page, "Enter")
    expect(sabine).to_contain_text("noch nicht da")


def test_somebody_comes_unannounced_and_is_there_at_once(windows: Windows, played: Played, name: str) -> None:
    page = windows.of()
    page.goto("/attendance")
    press(page, "+")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.press("3")
    page.keyboard.press("Tab")
    press(page, "Enter")

    assert played.registered(name)["source"] == "walk-in"


def test_lists_are_printed_and_kept(windows: Windows) -> None:
    page = windows.of()
    page.goto("/lists")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = download.value.path().read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert "Sabine Krüger" in text.decode("utf-8-sig")

    page.get_by_role("link", name="Alle Teilnahmelisten").click()
    expect(page.get_by_role("button", name="Drucken")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("banner")).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_somebody_is_shown_handed_out_and_forgotten(windows: Windows, rung: str, name: str) -> None:
    page = windows.of("Ada Admin")
    page.goto("/audit")
    page.get_by_role("link", name="Persönliche Daten").click()
    page.get_by_label("Mailadresse", exact=False).fill(rung)
    click(page, "Zeigen, was gespeichert ist")
    expect(page.locator("main")).to_contain_text(name)
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON", exact=False).click()
    assert name in download.value.path().read_text("utf-8")

    page.get_by_role("checkbox").check()
    click(page, "Endgültig vergessen")
    expect(page.get_by_role("status")).to_contain_text("Vergessen")
    page.goto(f"/registrations/{rung}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hier ist nichts")


def test_trail_tells_who_did_what(windows: Windows, rung: str) -> None:
    page = windows.of("Rita")
    page.goto("/audit?actor=test")
    row = page.locator("tr", has=page.get_by_role("link", name=rung)).first
    expect(row).to_contain_text("test")
    row.get_by_role("link", name=rung).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(rung)
    expect(page.get_by_role("button", name="Umbuchen")).to_have_count(0)
