"""Two directions in one letter: blocks, lines and values keep theirs, in text and HTML."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.decision.model import Line, Notification
from mailbot.delivery.plain import directed, isolated, natural_direction, subject_line
from mailbot.envelope import Notice
from tests.unit.delivery.sample_office import (
    ANNA,
    EVENT,
    NOW,
    PENDING,
    STREAMING,
    WAITING,
    composer,
    html_of,
    notification,
    select,
    text_of,
    typical,
)

FSI, PDI, RLM = "\u2068", "\u2069", "\u200f"


def rtl(case: Notification, language: str = "ar") -> str:
    return text_of(composer().compose(replace(case, language=language), NOW))


@pytest.mark.parametrize(
    ("value", "ltr", "rtl"),
    [
        ("Handy ohne Angst", False, True),
        ("أحمد", True, False),
        ("أحمد Müller", True, True),
        ("+49 30 123456", False, True),
        ("12", False, False),
        ("K7MQ-3XTP", False, True),
        ("", False, False),
    ],
)
def test_value_is_isolated_where_its_direction_is_not_the_letters(value: str, ltr: bool, rtl: bool) -> None:
    assert isolated(value, "ltr") == (f"{FSI}{value}{PDI}" if ltr else value)
    assert isolated(value, "rtl") == (f"{FSI}{value}{PDI}" if rtl else value)


@pytest.mark.parametrize(
    ("text", "direction"),
    [("Guten Tag", "ltr"), ("مرحبا Anna", "rtl"), (f"- {FSI}Anna{PDI} مرحبا", "rtl"), ("12: +", "")],
)
def test_natural_direction_goes_by_the_first_letter_outside_isolates(text: str, direction: str) -> None:
    assert natural_direction(text) == direction


def test_directed_marks_lines_that_would_run_the_wrong_way() -> None:
    text = f"مرحبا\n\n{FSI}Anna{PDI}\n- 1: {FSI}Singen{PDI}\nÄnderungen vorbehalten.\n"
    marked = f"مرحبا\n\n{RLM}{FSI}Anna{PDI}\n{RLM}- 1: {FSI}Singen{PDI}\nÄnderungen vorbehalten.\n"
    assert directed(text, "rtl") == marked
    assert directed(text, "ltr") == text


@given(st.text(alphabet=f"a ب{FSI}{PDI}", max_size=80), st.integers(4, 40))
def test_subject_leaves_no_isolate_open(text: str, limit: int) -> None:
    balanced = re.sub(f"[{FSI}{PDI}]", "", text)
    line = subject_line(f"{FSI}{balanced}{PDI} – {FSI}Dritte Tagung{PDI}", limit)
    assert line.count(FSI) == line.count(PDI)


@pytest.mark.parametrize("language", ["ar", "fa"])
@pytest.mark.parametrize("number", range(14))
def test_isolates_are_closed_in_every_line(number: int, language: str) -> None:
    message = composer().compose(replace(typical()[number], language=language), NOW)
    for line in [message.subject, *text_of(message).splitlines(), *html_of(message).splitlines()]:
        assert not set(re.sub(f"{FSI}[^{FSI}{PDI}]*{PDI}", "", line)) & {FSI, PDI}


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_block_has_its_language_and_direction_and_german_below_its_own(language: str) -> None:
    html = html_of(composer().compose(replace(typical()[0], language=language), NOW))
    assert select(html, "/html/@dir") == ["rtl"]
    blocks = [(block.get("lang"), block.get("dir")) for block in select(html, "//div[@lang]")]
    assert blocks == [(language, "rtl"), ("de", "ltr")]
    foreign = select(html, "//div[@lang='de']//*[@dir='rtl']")
    assert foreign == []


def test_events_own_sentences_keep_their_direction_in_a_block_that_runs_the_other_way() -> None:
    html = html_of(composer().compose(replace(typical()[0], language="ar"), NOW))
    (recording,) = select(html, f"//div[@dir='rtl']//p[text()='{EVENT.recording}']")
    assert (recording.get("lang"), recording.get("dir")) == ("de", "auto")


def test_announcement_in_german_keeps_its_direction_in_an_arabic_letter() -> None:
    case = notification(Notice.ANNOUNCEMENT, Line(ANNA), language="ar", text="Der Eingang ist hinten.")
    html = html_of(composer().compose(case, NOW))
    (paragraph,) = select(html, "//div[@dir='rtl']//p[text()='Der Eingang ist hinten.']")
    assert paragraph.get("dir") == "ltr"
    ours = select(html, "//div[@dir='rtl']//p[@dir]")
    assert len(ours) == 1


def test_values_in_an_arabic_letter_are_isolated() -> None:
    text = rtl(notification(Notice.QUESTION, Line(PENDING), missing=("workshop",)))
    arabic = text.partition("--------")[0]
    for value in ("Sabine Müller", "Dr. Anna Beispiel", "K7MQ-3XTP", "Handy ohne Angst", "+49 30 123456"):
        assert arabic.count(value) == arabic.count(f"{FSI}{value}{PDI}") > 0


def test_addresses_that_programs_make_links_of_stand_alone() -> None:
    message = composer().compose(notification(Notice.REMINDER, Line(STREAMING), language="ar"), NOW)
    for address in (EVENT.livestream_url, EVENT.organiser.email):
        assert set(re.findall(f"{re.escape(address)}(.?)", text_of(message))) <= {"", "\n"}
    links = set(select(html_of(message), "//a/@href"))
    assert links == {EVENT.livestream_url, f"mailto:{EVENT.organiser.email}"}


def test_lines_with_a_foreign_value_alone_run_with_the_letter() -> None:
    text = rtl(notification(Notice.WAITLIST, Line(WAITING, position=7), free=("1",)))
    assert f"\n{RLM}- 1: {FSI}Singen & Sagen{PDI}\n" in text
    assert f"\n{RLM}{FSI}Stadt Musterstadt{PDI}\n" in text
    assert "\nÄnderungen vorbehalten.\n" in text


def test_arabic_name_in_a_german_letter_is_isolated_and_nothing_else() -> None:
    person = replace(ANNA, title="", name="محمد العلي")
    message = composer().compose(notification(Notice.CONFIRMATION, Line(person), to_name="محمد العلي"), NOW)
    text = text_of(message)
    assert f"Guten Tag {FSI}محمد العلي{PDI},\n" in text
    assert f"Name: {FSI}محمد العلي{PDI}\n" in text
    assert text.count(FSI) == 2


@pytest.mark.parametrize("number", range(14))
def test_letter_in_german_has_no_marks_of_direction(number: int) -> None:
    message = composer().compose(typical()[number], NOW)
    assert re.findall(f"[{FSI}{PDI}{RLM}]", text_of(message) + html_of(message) + message.subject) == []


def test_subject_in_arabic_isolates_the_title_before_the_date() -> None:
    subject = composer().compose(replace(typical()[0], language="ar"), NOW).subject
    assert subject.endswith(f"{FSI}Dritte Tagung{PDI}، 15 أبريل/نيسان")
