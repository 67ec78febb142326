"""Name badges: whose there are, that ten stand on a sheet, that names are as large as they fit."""

from __future__ import annotations

import io
import unicodedata
from typing import Any

import pypdf
import pytest

from mailbot.config import load_event
from mailbot.event import Event
from mailbot.flow import badges as sheets
from mailbot.flow.badges import Badge, as_pdf, badges, to_write
from tests.servers.office import PROJECT

LONGEST = "Prof. Dr. Maximiliane-Friederike von Hohenstein-Wolkenburg zu Niederschönhausen"


@pytest.fixture(scope="module")
def event() -> Event:
    return load_event(PROJECT / "config")


def row(name: str, **more: Any) -> dict[str, Any]:
    return {
        "reference": "K7MQ-3XTP",
        "name": name,
        "title": None,
        "organisation": "Diakonie",
        "status": "confirmed",
        "attendance": "on-site",
        "workshop": "2",
    } | more


def text_of(data: bytes, page: int = 0) -> str:
    text = pypdf.PdfReader(io.BytesIO(data)).pages[page].extract_text()
    return unicodedata.normalize("NFKC", text)


def test_everybody_with_a_seat_on_site_has_a_badge_in_order_of_family_names(event: Event) -> None:
    rows = [
        row("Sabine Zöllner", title="Dr."),
        row("Zoe Adler", workshop="1"),
        row("Fern Gast", attendance="livestream"),
        row("Wartet Noch", status="waitlisted"),
        row("Abgesagt Längst", status="cancelled"),
    ]

    assert [b.name for b in badges(rows, event)] == ["Zoe Adler", "Dr. Sabine Zöllner"]
    assert [(b.name, b.place) for b in badges(rows, event, "1")] == [("Zoe Adler", "1")]
    assert badges(rows, event, "") == []


def test_badge_tells_name_organisation_workshop_and_event(event: Event) -> None:
    text = text_of(as_pdf(badges([row("Zoe Adler")], event), event))

    for words in ("Zoe Adler", "Diakonie", "2", "Darf es etwas mehr als Folklore sein?", event.title):
        assert words in text


@pytest.mark.parametrize(
    ("people", "blank", "pages"), [(0, 0, 1), (10, 0, 1), (11, 0, 2), (8, 3, 2), (0, 20, 2)]
)
def test_ten_badges_stand_on_a_sheet_of_a4(event: Event, people: int, blank: int, pages: int) -> None:
    made = [Badge(f"Anna {n}") for n in range(people)]
    found = pypdf.PdfReader(io.BytesIO(as_pdf(made, event, blank))).pages

    assert len(found) == pages
    assert [round(float(side) / 72 * 25.4) for side in found[0].mediabox[2:]] == [210, 297]


@pytest.mark.parametrize("name", ["Bo Li", "Anna Albrecht", "Олександр Шевченко", "محمد رضا احمدی", LONGEST])
def test_name_is_as_large_as_it_fits_and_no_wider(name: str) -> None:
    width = sheets.WIDTH - 2 * sheets._INSIDE
    lines, size = sheets._lines(name, sheets._BOLD, width, sheets._LARGEST, sheets._ONE_LINE)
    widest = max(sheets._width(line, sheets._BOLD, size) for line in lines)

    assert " ".join(lines) == name
    assert widest <= width + 0.01
    assert widest > width - 0.01 or size == sheets._LARGEST


@pytest.mark.parametrize(
    "name", ["Łukasz Żółć", "Nguyễn Thị Ánh", "Олександр Їжак", "שרה כהן", "Ελένη", "Ștefan Țîrlea"]
)
def test_name_of_every_script_of_the_font_is_printed(event: Event, name: str) -> None:
    text = text_of(as_pdf([Badge(name)], event))

    assert to_write([Badge(name)]) == []
    assert name.split(maxsplit=1)[0] in text or name.split(maxsplit=1)[0][::-1] in text


@pytest.mark.parametrize("name", ["محمد رضا احمدی", "پژمان گلچین‌نژاد", "فاطمة الزهراء الأحمد"])
def test_every_form_of_arabic_and_persian_letters_is_in_the_font(name: str) -> None:
    assert to_write([Badge(name)]) == []


@pytest.mark.parametrize("name", ["李小龍", "ښایسته", "کاوە", "प्रिया"])
def test_name_that_the_font_lacks_is_left_to_be_written_beside_its_reference(event: Event, name: str) -> None:
    badge = Badge(name, reference="K7MQ-3XTP")

    assert to_write([badge, Badge("Anna")]) == [badge]
    assert "K7MQ-3XTP" in text_of(as_pdf([badge], event))


def test_same_badges_are_the_same_file_and_hold_their_font(event: Event) -> None:
    once, again = (as_pdf([Badge("Anna Albrecht")], event) for _ in range(2))

    assert once == again
    assert b"DejaVuSans-Bold" in once
    assert b"/FontFile2" in once
