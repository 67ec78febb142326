"""Registrations and the outbox, clicked through."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.letters import registration
from tests.web.played import Played, family
from tests.web.steps import click, press
from tests.web.windows import Windows


def test_list_is_searched_filtered_and_sorted(windows: Windows) -> None:
    page = windows.of()
    page.goto("/registrations")
    page.keyboard.press("/")
    page.keyboard.type("krüger")
    press(page, "Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("Sabine Krüger")

    page.get_by_role("link", name="Alle zeigen").click()
    page.get_by_label("Workshop").select_option("2")
    page.get_by_label("Stand").select_option("confirmed")
    click(page, "Zeigen")
    assert {cell.strip() for cell in page.locator("tbody td:nth-child(3)").all_inner_texts()} == {"2"}

    page.goto("/registrations?workshop=3&source=mail")
    header, orders = page.get_by_role("columnheader", name="Name"), []
    for direction in ("ascending", "descending"):
        header.get_by_role("link").click()
        expect(header).to_have_attribute("aria-sort", direction)
        orders.append(page.locator("tbody td:first-child a").all_inner_texts())
    assert orders[0] == orders[1][::-1] != orders[1]


def test_registration_is_moved_cancelled_and_brought_back(
    windows: Windows, played: Played, rung: str, name: str
) -> None:
    page = windows.of()
    page.goto(f"/registrations/{rung}")
    page.get_by_label("Workshop").first.select_option("3")
    page.get_by_label("Auch wenn es voll ist").check()
    click(page, "Umbuchen")
    assert played.registered(name)["workshop"] == "3"

    page.get_by_text("Absagen", exact=True).click()
    click(page, "Diese Anmeldung absagen")
    assert played.registered(name)["status"] == "cancelled"

    click(page, "Zurückholen")
    assert played.registered(name)["status"] in ("confirmed", "waitlisted")
    expect(page.get_by_role("region", name="Stand")).to_contain_text("anna")


def test_registration_is_corrected_and_its_reply_sent_again(
    windows: Windows, played: Played, rung: str, name: str
) -> None:
    page = windows.of()
    page.goto(f"/registrations/{rung}")
    page.get_by_text("Berichtigen", exact=True).click()
    page.get_by_label("Name", exact=True).fill(f"{name}-Neumann")
    click(page, "Speichern")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{name}-Neumann")

    assert played.delivered(played.registered(f"{name}-Neumann")["email"])
    before = len(played.outbox())
    page.get_by_text("Letzte Antwort noch einmal senden").click()
    click(page, "Noch einmal senden")
    assert len(played.outbox()) == before + 1


def test_somebody_who_rings_is_entered_with_few_keys(windows: Windows, played: Played) -> None:
    page = windows.of()
    page.goto("/registrations")
    keys = 0

    def strike(key: str) -> None:
        nonlocal keys
        keys += 1
        page.keyboard.press(key)

    with page.expect_navigation():
        strike("+")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    typed = "Erna Anruf"
    page.keyboard.type(typed)
    strike("Tab")
    strike("1")
    strike("Tab")
    page.keyboard.type("Volkshochschule")
    with page.expect_navigation():
        strike("Enter")

    expect(page.get_by_role("status")).to_contain_text(typed)
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    entered = played.registered(typed)
    assert (entered["workshop"], entered["organisation"]) == ("1", "Volkshochschule")
    # Twenty seconds at two keys a second, which is slow: 25 letters of the two names and these.
    assert keys <= 6


def withheld(played: Played, name: str) -> int:
    """The number of a reply that waits for release."""
    played.arrive(registration(name, f"{family(name)}@warteraum.example", "3"), supervised=True)
    return int(played.outbox("withheld")[-1]["id"])


def test_withheld_reply_is_reworded_released_and_arrives(windows: Windows, played: Played, name: str) -> None:
    number = withheld(played, name)
    page = windows.of()
    page.goto("/outbox?state=withheld")
    page.locator(f"a[href='/outbox/{number}']").click()
    page.get_by_label("Mit eigenen Worten").fill("Guten Tag,\n\nein Platz ist für Sie frei. Bis bald!")
    click(page, "Diesen Text speichern")
    expect(page.get_by_role("article")).to_contain_text("ein Platz ist für Sie frei")
    press(page, "a")

    assert number not in [row["id"] for row in played.outbox("withheld")]
    assert played.delivered(f"{family(name)}@warteraum.example")


def test_withheld_replies_are_chosen_and_dropped(windows: Windows, played: Played, name: str) -> None:
    number = withheld(played, name)
    page = windows.of()
    page.goto("/outbox?state=withheld")
    click(page, "Ausgewählte verwerfen")
    expect(page.get_by_role("status")).to_have_text("Es war nichts ausgewählt.")
    page.goto("/outbox?state=withheld")
    page.get_by_role("checkbox", name=f"{number} auswählen").check()
    click(page, "Ausgewählte verwerfen")

    assert number not in [row["id"] for row in played.outbox("withheld")]


def test_failed_reply_shows_the_words_of_the_server_and_is_tried_again(
    windows: Windows, played: Played
) -> None:
    number = played.outbox("failed")[0]["id"]
    page = windows.of()
    page.goto("/outbox?state=failed")
    expect(page.locator("tbody")).to_contain_text("550")
    page.locator(f"a[href='/outbox/{number}']").click()
    click(page, "Noch einmal versuchen")

    assert number in [row["id"] for row in played.outbox("queued")]
    played.now += timedelta(minutes=2)
    played.work_off()
    assert number in [row["id"] for row in played.outbox("failed")]


def test_announcement_is_seen_and_counted_before_it_leaves(windows: Windows, played: Played) -> None:
    page = windows.of()
    page.goto("/outbox")
    page.get_by_role("link", name="An viele schreiben").click()
    page.get_by_label("An wen?").select_option("workshop:1")
    page.get_by_label("Text", exact=False).fill("Der Eingang ist hinten. Bitte klingeln Sie.")
    before = len(played.outbox())
    click(page, "Vorschau")
    preview = page.locator("#preview")
    expect(preview).to_be_focused()
    expect(preview).to_contain_text("Der Eingang ist hinten.")
    count = int(re.findall(r"(\d+) Mail", preview.inner_text())[0])
    assert len(played.outbox()) == before
    preview.get_by_role("button").click()
    page.wait_for_url("**/outbox")

    assert len(played.outbox()) == before + count
