"""Personal data at the desk: shown whole, handed out as a file, forgotten after a second question only."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.envelope import Role
from tests.letters import registration
from tests.unit.web.visitors import Visitors, send

ANNA = "anna@example.org"
PATH = "/personal-data"


@pytest.fixture
def visitors(tmp_path: Path) -> Visitors:
    office = Visitors(tmp_path)
    office.desk.receive(registration("Anna Geheimnis", ANNA))
    office.desk.receive(registration("Berta Vogel", "berta@example.org"))
    return office


def names(visitors: Visitors) -> list[str]:
    return [r["name"] for r in visitors.desk.registrations()]


def test_data_of_one_person_is_shown_and_of_nobody_else(visitors: Visitors) -> None:
    browser = visitors.signed_in(Role.ADMIN)
    page = browser.get(PATH, params={"whom": "Anna@Example.org"}).text
    file = browser.get(f"{PATH}/file", params={"whom": ANNA})

    for text in (page, file.text):
        assert "Anna Geheimnis" in text
        assert "Berta" not in text
    assert file.headers["content-disposition"].startswith("attachment")
    assert len(file.json()["mails"]) == 1


def test_nobody_is_forgotten_without_a_confirmation(visitors: Visitors) -> None:
    status, page = send(visitors.signed_in(Role.ADMIN), PATH, whom=ANNA, do="forget")

    assert status == 409
    assert "Anna Geheimnis" in page
    assert names(visitors) == ["Anna Geheimnis", "Berta Vogel"]


@pytest.mark.parametrize("by_reference", [False, True])
def test_somebody_is_forgotten_and_a_proof_without_names_stays(
    visitors: Visitors, by_reference: bool
) -> None:
    browser = visitors.signed_in(Role.ADMIN)
    whom = visitors.desk.registrations()[0]["reference"] if by_reference else ANNA
    status, page = send(browser, PATH, whom=whom, do="forget", sure="yes")

    assert status == 303
    assert names(visitors) == ["Berta Vogel"]
    assert "admin" in page
    assert "Geheimnis" not in page
    assert browser.get(f"{PATH}/file", params={"whom": whom}).status_code == 404


def test_nothing_is_proven_where_nothing_was_held(visitors: Visitors) -> None:
    status, page = send(visitors.signed_in(Role.ADMIN), PATH, whom="x@example.org", do="forget", sure="yes")

    assert status == 200
    assert "Noch niemand wurde vergessen." in page


def test_only_administrators_are_led_there(visitors: Visitors) -> None:
    assert f'href="{PATH}"' not in visitors.signed_in().get("/audit").text
    assert f'href="{PATH}"' in visitors.signed_in(Role.ADMIN).get("/audit").text
