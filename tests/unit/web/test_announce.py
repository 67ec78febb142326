"""An announcement from the desk: counted and seen before it leaves, and it leaves once."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.envelope import Role
from tests.letters import PEOPLE, registration
from tests.unit.web.visitors import Visitors, send

TEXT = "Der Eingang ist hinten.\nBitte klingeln."


@pytest.fixture
def visitors(tmp_path: Path) -> Visitors:
    office = Visitors(tmp_path)
    for number, workshop in enumerate("112"):
        office.desk.receive(registration(PEOPLE[number], f"p{number}@example.org", workshop))
    return office


@pytest.mark.parametrize(("audience", "mails"), [("all", 3), ("workshop:1", 2)])
def test_announcement_is_previewed_with_its_count_then_sent(
    visitors: Visitors, audience: str, mails: int
) -> None:
    browser = visitors.signed_in()
    status, page = send(browser, "/announce", audience=audience, text=TEXT, do="preview")
    assert status == 200
    assert f"{mails} Mails" in page
    assert page.count("Bitte klingeln.") == 3
    assert visitors.desk.outbox("announcement") == []

    status, _ = send(browser, "/announce", audience=audience, text=TEXT, do="send")
    sent = visitors.desk.outbox("announcement")
    assert (status, len(sent)) == (303, mails)
    assert "Der Eingang ist hinten." in visitors.desk.text_of(sent[0]["id"])


def test_announcement_that_is_sent_again_by_a_second_click_is_refused(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    send(browser, "/announce", audience="all", text=TEXT, do="send")
    _, page = send(browser, "/announce", audience="all", text=TEXT, do="send")

    assert "schon" in page
    assert len(visitors.desk.outbox("announcement")) == 3


@pytest.mark.parametrize(
    ("audience", "text", "status"),
    [("all", "  ", 409), ("workshop:9", TEXT, 404), ("", TEXT, 404), ("nobody", TEXT, 404)],
)
def test_announcement_without_text_or_audience_is_not_sent(
    visitors: Visitors, audience: str, text: str, status: int
) -> None:
    answer = send(visitors.signed_in(), "/announce", audience=audience, text=text, do="send")

    assert answer[0] == status
    assert visitors.desk.outbox("announcement") == []


def test_announcement_to_nobody_offers_no_button(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    _, page = send(browser, "/announce", audience="waiting", text=TEXT, do="preview")

    assert 'value="send"' not in page


def test_reader_is_not_offered_to_write_to_many(visitors: Visitors) -> None:
    assert "/announce" not in visitors.signed_in(Role.READER).get("/outbox").text
    assert "/announce" in visitors.signed_in().get("/outbox").text
