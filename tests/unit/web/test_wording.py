"""Every notice in every language, as the desk shows it before anything is sent."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from pathlib import Path

import pytest

from mailbot.delivery import shipped_templates
from mailbot.envelope import Notice, Role
from tests.unit.web.visitors import Visitors

CLEAR = "Ich melde mich zum Fachtag an. Workshop {}.\n\nMit freundlichen Grüßen\n{}\n"
LANGUAGES = sorted(p.parent.name for p in (shipped_templates() / "mail").glob("*/_words.txt"))


@pytest.fixture(scope="module")
def lookers(tmp_path_factory: pytest.TempPathFactory) -> Visitors:
    """A desk that tests only look at, where two have registered."""
    visitors = Visitors(office_folder(tmp_path_factory.mktemp("desk")))
    visitors.desk.write("Sabine Richter <sabine@verein.example>", CLEAR.format(2, "Sabine Richter"))
    visitors.desk.now = visitors.desk.now.replace(hour=visitors.desk.now.hour + 1)
    visitors.desk.write("Bernd Vogel <bernd@verein.example>", CLEAR.format(3, "Bernd Vogel"))
    return visitors


@pytest.fixture
def visitors(tmp_path: Path) -> Visitors:
    """An office without anybody yet."""
    return Visitors(office_folder(tmp_path))


def office_folder(folder: Path) -> Path:
    (folder / "config").mkdir()
    return folder / "config"


def own(visitors: Visitors, name: str, text: str) -> Path:
    """A template of the office's own."""
    file = visitors.desk.folder.parent / "templates" / "mail" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize(
    ("notice", "language"),
    [*((notice, "de") for notice in Notice), *((Notice.CHANGE, language) for language in LANGUAGES)],
)
def test_every_letter_is_shown_with_a_real_registration(
    lookers: Visitors, notice: Notice, language: str
) -> None:
    browser = lookers.signed_in()
    page = browser.get(f"/templates/{notice.value}/{language}")
    letter = browser.get(f"/templates/{notice.value}/{language}/letter.html")

    assert (page.status_code, letter.status_code) == (200, 200)
    assert "<iframe" in page.text
    in_reach = notice not in (Notice.DIGEST, Notice.ALARM)
    assert ("Bernd Vogel" in page.text) is in_reach, "the newest one"
    assert 'role="alert"' not in page.text


def test_registration_that_is_named_is_shown_and_nothing_is_written(lookers: Visitors) -> None:
    first = next(r for r in lookers.desk.registrations() if r["name"] == "Sabine Richter")
    before = (lookers.desk.registrations(), lookers.desk.outbox())
    page = lookers.signed_in().get(f"/templates/waitlist/de?reference={first['reference'].lower()}").text

    assert "Sabine Richter" in page
    assert "Bernd Vogel" not in page
    assert (lookers.desk.registrations(), lookers.desk.outbox()) == before


def test_reference_that_is_not_there_is_told_and_the_page_stays(lookers: Visitors) -> None:
    answer = lookers.signed_in().get("/templates/confirmation/de?reference=NONE-SUCH")

    assert answer.status_code == 404
    assert "NONE-SUCH" in answer.text
    assert "Bernd Vogel" in answer.text


@pytest.mark.parametrize("path", ["nothing/de", "confirmation/xx", "confirmation/_layout", "_layout/de"])
def test_letter_that_is_not_there_is_no_page(lookers: Visitors, path: str) -> None:
    assert lookers.signed_in().get(f"/templates/{path}").status_code == 404
    assert lookers.signed_in().get(f"/templates/{path}/letter.html").status_code == 404


def test_calendar_entry_is_shown_where_the_letter_carries_one(lookers: Visitors) -> None:
    browser = lookers.signed_in()

    assert "BEGIN:VCALENDAR" in browser.get("/templates/confirmation/de").text
    assert "BEGIN:VCALENDAR" not in browser.get("/templates/question/de").text


def test_frame_runs_nothing_and_allows_its_own_styles_alone(lookers: Visitors) -> None:
    answer = lookers.signed_in().get("/templates/confirmation/de/letter.html")
    policy = answer.headers["content-security-policy"]
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert f"style-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert policy.endswith("frame-ancestors 'self'; sandbox")
    assert not re.search("script|unsafe|https?:|\\*", policy)
    page = lookers.signed_in().get("/templates/confirmation/de")
    assert re.search(r'<iframe[^>]* sandbox src="/templates/confirmation/de/letter.html', page.text)
    assert page.headers["content-security-policy"].endswith("; frame-src 'self'")
    assert "frame-src" not in lookers.signed_in().get("/templates").headers["content-security-policy"]


def test_person_is_invented_where_nobody_has_registered(visitors: Visitors) -> None:
    page = visitors.signed_in().get("/templates/confirmation/de").text

    assert "Anna Beispiel" in page
    assert "Die Person ist erfunden." in page
    assert visitors.signed_in().get("/templates/confirmation/de/letter.html").status_code == 200


def test_own_words_are_shown_at_once_and_told_from_those_that_came_along(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    assert "eigene Datei" not in browser.get("/templates/confirmation/de").text
    shipped = shipped_templates() / "mail" / "de" / "confirmation.subject.txt"
    copy = own(visitors, "de/confirmation.subject.txt", shipped.read_text("utf-8"))
    assert "eigene Datei, unverändert" in browser.get("/templates/confirmation/de").text

    own(visitors, "de/confirmation.subject.txt", "Herzlich willkommen <b>alle</b>")
    page = browser.get("/templates/confirmation/de").text
    assert "Herzlich willkommen &lt;b&gt;alle&lt;/b&gt;" in page
    assert str(copy) in page
    assert browser.get("/templates").text.count("eigene Worte") == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [("Guten Tag\n{% if %}\n", 2), ("eins\nzwei\n{{ nobody.knows }}\n", 3), ("{{ 1 / 0 }}", 1)],
    ids=["malformed", "unknown", "arithmetic"],
)
def test_fault_is_told_with_file_and_line_and_breaks_no_page(
    visitors: Visitors, text: str, line: int
) -> None:
    file = own(visitors, "de/confirmation.txt", text)
    browser = visitors.signed_in()
    for path in ("/templates", "/templates/confirmation/de"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert f"{file}:{line}" in answer.text
    assert browser.get("/templates/confirmation/de/letter.html").status_code == 404
    assert "<iframe" in browser.get("/templates/late/de").text, "the others are written all the same"


def test_file_that_is_no_text_breaks_no_page(visitors: Visitors) -> None:
    own(visitors, "de/confirmation.txt", "").write_bytes(b"\xff\xfe\x00Gr\xfc\xdfe")
    answer = visitors.signed_in().get("/templates/confirmation/de")

    assert answer.status_code == 200
    assert 'role="alert"' in answer.text


def test_language_that_lacks_a_notice_falls_back_and_says_so(visitors: Visitors) -> None:
    target = visitors.desk.folder.parent / "templates" / "mail" / "pl"
    target.mkdir(parents=True)
    shutil.copy(shipped_templates() / "mail" / "en" / "_words.txt", target)
    browser = visitors.signed_in()

    assert (
        "Diesen Brief gibt es nicht auf Polnisch: Er geht auf Deutsch hinaus."
        in browser.get("/templates/late/pl").text
    )
    assert browser.get("/templates").text.count("fehlt: geht auf Deutsch hinaus") >= len(Notice)


def test_letters_are_for_those_who_write(lookers: Visitors) -> None:
    assert lookers.signed_in(Role.READER).get("/templates").status_code == 403
    assert 'href="/templates"' in lookers.signed_in(Role.ORGANISER).get("/outbox").text
    assert 'href="/templates"' not in lookers.signed_in(Role.READER).get("/outbox").text
