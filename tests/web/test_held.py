"""Mails that wait for a person, decided by mouse and keyboard: Dovecot brings them, Postfix takes answers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from mailbot.flow import heldmail
from mailbot.flow.trial import text_of
from mailbot.store import reports
from tests.web.played import Played
from tests.web.steps import BOOKED, click, disposition, names, press
from tests.web.windows import DESK, PHONE, Windows


def test_held_mail_is_accepted_with_what_was_corrected_and_one_more(
    windows: Windows, played: Played, held: int, name: str
) -> None:
    page = windows.of()
    page.goto(f"/mails/{held}")
    page.get_by_label("Workshop").first.select_option("3")
    page.get_by_label("Name", exact=True).last.fill(f"Zweite {name}")
    page.locator("select[name=person-workshop]").last.select_option("livestream")
    click(page, "Antwort ansehen")
    preview = page.get_by_role("region", name="Die Antwort, wie sie versandt wird")
    expect(preview).to_contain_text(f"Zweite {name}")
    before = len(played.outbox())
    click(page, "Annehmen")

    assert disposition(played, held) in BOOKED
    assert played.registered(name)["workshop"] == "3"
    assert played.registered(f"Zweite {name}")["attendance"] == "livestream"
    assert len(played.outbox()) > before


def test_accepted_mail_is_answered_into_the_mailbox_of_its_sender(
    windows: Windows, played: Played, held: int, name: str
) -> None:
    page = windows.of()
    page.goto(f"/mails/{held}")
    click(page, "Annehmen")
    address = played.registered(name)["email"]

    assert any("6. Fachtag" in subject for subject in played.delivered(address))
    page.goto(f"/registrations/{played.registered(name)['reference']}")
    expect(page.get_by_role("region", name="Stand")).to_contain_text("gesendet")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_sender_is_asked_back_after_a_look_at_the_question(
    windows: Windows, played: Played, held: int, size: dict[str, int]
) -> None:
    page = windows.of(viewport=size)
    page.goto(f"/mails/{held}")
    page.locator("summary", has_text="Nachfragen").click()
    page.get_by_role("group", name="Was fehlt?").get_by_role("checkbox").first.check()
    click(page, "Rückfrage ansehen")
    expect(page.get_by_role("region", name="Die Antwort, wie sie versandt wird")).to_be_visible()
    assert disposition(played, held) == "held"
    click(page, "So nachfragen")

    assert disposition(played, held) == "asked"


def test_organiser_answers_in_own_words(windows: Windows, played: Played, held: int) -> None:
    page = windows.of()
    page.goto(f"/mails/{held}")
    page.get_by_text("Mit eigenen Worten antworten").click()
    page.get_by_label("Ihre Antwort").fill("Bitte rufen Sie uns kurz an.")
    with page.expect_navigation():
        page.locator("button[value=answer-preview]").click()
    expect(page.locator("#preview")).to_contain_text("Bitte rufen Sie uns kurz an.")
    click(page, "So antworten")

    assert disposition(played, held) != "held"
    with played.office.database.reading() as tx:
        sent = reports.outgoing_bytes(tx, played.outbox()[-1]["id"])
    assert "Bitte rufen Sie uns kurz an." in text_of(sent or b"")


def test_mail_that_is_none_is_dismissed_and_next_comes_by_key(windows: Windows, played: Played) -> None:
    first, second = played.held_mail(next(names)), played.held_mail(next(names))
    page = windows.of()
    page.goto(f"/mails/{first}")
    press(page, "n")
    expect(page).to_have_url(re.compile(f"/mails/{second}$"))
    press(page, "x")

    assert disposition(played, second) != "held"
    assert disposition(played, first) == "held"
    page.goto(f"/mails/{second}")
    press(page, "u")
    assert disposition(played, second) == "held"
    heldmail.dismiss(played.office, "test", second)
    heldmail.dismiss(played.office, "test", first)


def test_enter_in_a_field_shows_the_reply_and_takes_nobody_out(
    windows: Windows, played: Played, held: int, name: str
) -> None:
    page = windows.of()
    page.goto(f"/mails/{held}")
    page.get_by_label("Name", exact=True).first.focus()
    press(page, "Enter")

    expect(page.get_by_role("region", name="Die Antwort, wie sie versandt wird")).to_contain_text(name)
    assert disposition(played, held) == "held"


def test_second_organiser_is_told_and_nothing_is_done_twice(
    windows: Windows, played: Played, held: int, name: str
) -> None:
    anna, berta = windows.of("anna"), windows.of("berta")
    for page in (anna, berta):
        page.goto(f"/mails/{held}")
    click(anna, "Annehmen")
    before = len(played.outbox())
    click(berta, "Annehmen")

    assert "anna" in berta.locator("main").inner_text()
    expect(berta.get_by_role("button", name="Annehmen")).to_have_count(0)
    assert len(played.outbox()) == before
    assert played.registered(name)["status"] in ("confirmed", "waitlisted")


def test_held_mail_is_decided_with_tab_space_and_enter_alone(
    windows: Windows, played: Played, held: int
) -> None:
    page = windows.of()
    page.goto(f"/mails/{held}")
    page.locator(".skip").focus()
    steps = 0
    while page.evaluate("document.activeElement.value") != "accept":
        page.keyboard.press("Tab")
        steps += 1
        assert steps < 60
        if page.evaluate("document.activeElement.name") == "exception":
            page.keyboard.press("Space")
            expect(page.get_by_role("checkbox").first).to_be_checked()
    press(page, "Enter")

    assert disposition(played, held) in BOOKED
