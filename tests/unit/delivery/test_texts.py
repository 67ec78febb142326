"""What our mails say: every notice in every language, complete, alike in text and HTML, harmless."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.decision.model import Line, Notification
from mailbot.delivery.samples import CANARY, HOSTILE_NAMES
from mailbot.delivery.templates import Templates, shipped_templates
from mailbot.envelope import Notice, Status
from mailbot.event import Workshop
from tests.unit.delivery.sample_office import (
    ALI,
    ANNA,
    BARE,
    CANCELLED,
    DECLINED,
    EVENT,
    NOW,
    PENDING,
    SECOND,
    STREAMING,
    WAITING,
    composer,
    html_of,
    notification,
    select,
    text_of,
    typical,
    visible,
)

COMPOSER = composer()
LANGUAGES = Templates((shipped_templates(),)).languages()


def _words(text: str) -> Counter[str]:
    # Plain text has headings in capitals; a Turkish i goes there and back by rules of its own.
    return Counter(re.findall(r"\w+", text.translate({ord("İ"): "i", ord("ı"): "i"}).casefold()))


def said(case: Notification) -> str:
    return text_of(COMPOSER.compose(case, NOW))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(len(typical())))
def test_text_and_html_say_the_same_words(number: int, language: str) -> None:
    message = COMPOSER.compose(typical(language)[number], NOW)
    assert _words(text_of(message)) == _words(visible(html_of(message)))


@given(
    name=st.text(max_size=60),
    organisation=st.text(max_size=60),
    status=st.sampled_from(Status),
    position=st.integers(1, 500),
    notice=st.sampled_from(
        [n for n in Notice if n not in (Notice.ANNOUNCEMENT, Notice.DIGEST, Notice.ALARM)]
    ),
    language=st.sampled_from(LANGUAGES),
)
@settings(max_examples=60, deadline=None)
def test_text_and_html_say_the_same_words_whatever_people_are_called(
    name: str, organisation: str, status: Status, position: int, notice: Notice, language: str
) -> None:
    person = replace(WAITING, name=name, organisation=organisation, status=status)
    case = notification(notice, Line(person, position=position), language=language)
    message = COMPOSER.compose(case, NOW)
    assert _words(text_of(message)) == _words(visible(html_of(message)))


def test_confirmation_tells_every_fact_of_the_event() -> None:
    text = said(notification(Notice.CONFIRMATION, Line(ANNA)))
    facts = (
        "Dr. Anna Beispiel",
        "Diakonie Musterstadt",
        "Workshop 2: Handy ohne Angst",
        "Petra Lang",
        "Platz bestätigt",
        "K7MQ-3XTP",
        "Dritte Tagung: Lernen im Alter",
        "Gemeinsam weiter",
        "Donnerstag, 15. April 2027, 09:00 bis 17:30 Uhr",
        "13:15 bis 15:00 Uhr",
        "Stadthalle, Am Ring 5, 01234 Musterstadt",
        "Mittagessen und Getränke sind frei.",
        "Wer kommt, ist damit einverstanden.",
        "Änderungen vorbehalten.",
        "Gefördert vom Land.",
        "Antworten Sie einfach auf diese Mail",
        "Stadt Musterstadt",
        "+49 30 123456",
    )
    assert [fact for fact in facts if fact not in text] == []


def test_confirmation_of_on_site_seat_keeps_the_livestream_link_to_itself() -> None:
    assert EVENT.livestream_url not in said(notification(Notice.CONFIRMATION, Line(ANNA)))
    assert EVENT.livestream_url in said(notification(Notice.CONFIRMATION, Line(STREAMING)))


def test_confirmation_of_group_tells_each_outcome() -> None:
    lines = (
        Line(ANNA),
        Line(replace(SECOND, name="Bo Ek"), position=4),
        Line(replace(ALI, status=Status.HELD)),
    )
    text = said(notification(Notice.CONFIRMATION, *lines))
    blocks = {block.splitlines()[0]: block for block in text.split("\n\n") if block.startswith("Name: ")}
    assert list(blocks) == ["Name: Dr. Anna Beispiel", "Name: Dr. Bo Ek", "Name: Ali Muster"]
    assert "Stand: Platz bestätigt\n" in blocks["Name: Dr. Anna Beispiel"]
    assert "zweite Wahl); auf der Warteliste für Workshop 2, Platz 4" in blocks["Name: Dr. Bo Ek"]
    assert "Workshop 3: Kochen für viele" in blocks["Name: Dr. Bo Ek"]
    assert "wird geprüft" in blocks["Name: Ali Muster"]


def test_confirmation_repeated_says_that_nothing_changed() -> None:
    message = COMPOSER.compose(notification(Notice.CONFIRMATION, Line(ANNA), repeated=True), NOW)
    assert "war schon bei uns" in text_of(message)
    assert message.subject.startswith("Sie sind schon angemeldet")


def test_confirmation_of_group_partly_by_livestream_is_good_news() -> None:
    message = COMPOSER.compose(notification(Notice.CONFIRMATION, Line(ANNA), Line(STREAMING)), NOW)
    assert "Alle 2 Personen sind angemeldet" in text_of(message)
    assert message.subject.startswith("Anmeldung bestätigt")


def test_confirmation_of_group_partly_waiting_counts_both() -> None:
    lines = (Line(ANNA), Line(replace(WAITING, reference="X"), position=1))
    message = COMPOSER.compose(notification(Notice.CONFIRMATION, *lines), NOW)
    assert message.subject.startswith("Ihre Anmeldung: 1 bestätigt, 1 auf der Warteliste – ")
    assert "nicht alles gleich zusagen" in text_of(message)


def test_question_beside_a_confirmed_seat_tells_of_the_event_and_asks_for_the_other() -> None:
    text = said(
        notification(Notice.QUESTION, Line(ANNA), Line(replace(PENDING, name="Ali")), missing=("workshop",))
    )
    assert "Wer kommt, ist damit einverstanden." in text
    assert "eine Antwort mit der Nummer: 1, 2 oder 3." in text


def test_question_about_several_asks_for_each() -> None:
    lines = (Line(PENDING), Line(replace(PENDING, name="Ali")))
    text = said(notification(Notice.QUESTION, *lines, missing=("workshop",)))
    assert "für jede Person (zum Beispiel: alle 1)" in text


def test_waitlist_tells_position_rule_room_and_livestream() -> None:
    message = COMPOSER.compose(notification(Notice.WAITLIST, Line(WAITING, position=7), free=("1", "3")), NOW)
    text = text_of(message)
    assert message.subject.startswith("Warteliste, Platz 7 – Dritte Tagung")
    assert "auf Platz 7" in text
    assert "in der Reihenfolge" in text
    assert "sofort die nächste Person" in text
    assert "- 1: Singen & Sagen\n- 3: Kochen für viele\n" in text
    assert "- 2:" not in text
    assert "Livestream" in text


def test_waitlist_of_event_without_workshops_offers_nothing_that_is_not_there() -> None:
    case = notification(Notice.WAITLIST, Line(replace(WAITING, workshop=None, waiting_for=""), position=2))
    text = text_of(composer(BARE).compose(case, NOW))
    assert "auf Platz 2" in text
    assert "Workshop" not in text
    assert "Livestream" not in text


def test_late_names_the_time_that_counted_and_the_deadline() -> None:
    received = datetime(2027, 4, 2, 6, 5, tzinfo=UTC)
    text = said(notification(Notice.LATE, Line(DECLINED), received=received))
    assert "bis Mittwoch, 31. März 2027" in text
    assert "am Freitag, 2. April 2027, um 08:05 Uhr" in text
    assert "+49 30 123456" in text
    assert EVENT.livestream_url in text


def test_late_by_a_second_shows_seconds() -> None:
    text = said(notification(Notice.LATE, received=EVENT.closes_at + timedelta(seconds=1)))
    assert "am Donnerstag, 1. April 2027, um 00:00:01 Uhr" in text


def test_late_with_deadline_to_the_minute_names_its_time() -> None:
    closes = datetime(2027, 3, 31, 12, 0)
    case = notification(Notice.LATE, received=NOW + timedelta(days=40))
    text = text_of(composer(replace(EVENT, registration_closes=closes)).compose(case, NOW))
    assert "bis Mittwoch, 31. März 2027, 12:00 Uhr, möglich" in text


@pytest.mark.parametrize(
    ("missing", "asked"),
    [
        (("workshop",), "Welcher Workshop soll es sein?"),
        (("choice",), "mehr als einen Workshop genannt"),
        (("unknown-workshop",), "finden wir in unserem Programm nicht"),
        (("name",), "Wie ist der Name?"),
        (("names",), "Wer kommt?"),
        (("name", "workshop"), "Wie ist der Name, und welcher Workshop soll es sein?"),
        (("names", "workshop"), "Wer kommt, und in welchen Workshop?"),
        (("which",), "Welche Person meinen Sie?"),
        ((), "Was möchten Sie genau?"),
    ],
)
def test_question_asks_once_for_what_is_missing(missing: tuple[str, ...], asked: str) -> None:
    text = said(notification(Notice.QUESTION, Line(PENDING), missing=missing))
    assert asked in text
    opening = text.partition("DAS HABEN WIR NOTIERT")[0]
    assert opening.count("?") == 1


def test_question_about_workshop_lists_them_and_takes_a_number() -> None:
    text = said(notification(Notice.QUESTION, Line(PENDING), missing=("workshop",), answer_until=NOW))
    assert "mit der Nummer: 1, 2 oder 3." in text
    assert "- 1: Singen & Sagen\n  Leitung: Mai Linh Tran, Uwe Krug\n" in text
    assert "bis Mittwoch, 10. März 2027, 10:30 Uhr" in text


def test_question_about_name_lists_no_workshops() -> None:
    assert "Singen & Sagen" not in said(notification(Notice.QUESTION, missing=("name",)))


@pytest.mark.parametrize(
    ("ids", "answer"),
    [(("a", "b"), "mit dem Buchstaben: a oder b."), (("kueche", "saal"), "eine Antwort mit dem Titel.")],
)
def test_question_fits_the_sort_of_ids(ids: tuple[str, str], answer: str) -> None:
    workshops = (Workshop(ids[0], "Kochen"), Workshop(ids[1], "Tanzen"))
    case = notification(Notice.QUESTION, Line(PENDING), missing=("workshop",))
    text = text_of(composer(replace(EVENT, workshops=workshops)).compose(case, NOW))
    assert answer in text
    assert "Kochen" in text


def test_workshop_with_a_word_as_id_is_called_by_its_title() -> None:
    event = replace(EVENT, workshops=(Workshop("kueche", "Kochen für viele"),))
    wait = replace(WAITING, workshop="kueche", waiting_for="kueche")
    text = text_of(composer(event).compose(notification(Notice.WAITLIST, Line(wait, position=1)), NOW))
    assert "kueche" not in text
    assert "Workshop: Kochen für viele" in text
    assert "in Workshop „Kochen für viele“" in text


def test_change_shows_what_was_before() -> None:
    after = replace(ANNA, seat="3", workshop="3", name="Anne Beispiel")
    text = said(notification(Notice.CHANGE, Line(after, before=ANNA)))
    assert "Name: Dr. Anne Beispiel\nBisher: Dr. Anna Beispiel\n" in text
    assert "Bisher: Workshop 2, bestätigt\n" in text


def test_change_that_changes_nothing_visible_shows_no_before() -> None:
    assert "Bisher" not in said(notification(Notice.CHANGE, Line(ANNA, before=ANNA)))


@pytest.mark.parametrize("status", [Status.HELD, Status.PENDING])
def test_confirmation_tells_nothing_of_a_place_that_nobody_was_told_of(status: Status) -> None:
    before = replace(ANNA, status=status, workshop="2")

    assert "Bisher" not in said(notification(Notice.CONFIRMATION, Line(ANNA, before=before)))


def test_cancellation_of_one_of_a_group_tells_who_stays() -> None:
    text = said(notification(Notice.CANCELLATION, Line(CANCELLED, before=ANNA), Line(ALI)))
    assert "wer angemeldet bleibt" in text
    assert "Stand: abgesagt" in text
    assert "Stand: Platz bestätigt" in text


def test_promotion_from_second_choice_says_that_the_other_seat_is_free_again() -> None:
    text = said(notification(Notice.PROMOTION, Line(ANNA, before=SECOND)))
    assert "in der zweiten Wahl ist damit wieder frei" in text


def test_event_of_which_little_is_known_leaves_no_empty_labels() -> None:
    for case in typical():
        message = composer(BARE).compose(replace(case, lines=tuple(_bare(line) for line in case.lines)), NOW)
        text = text_of(message)
        assert re.findall(r"(?m)^[\w -]{1,20}:[ \t]*$", text) == []
        assert "\n\n\n" not in text
        assert "None" not in text
        table_cells = select(html_of(message), "//td[not(normalize-space())]")
        assert table_cells == []


def _bare(line: Line) -> Line:
    gone: dict[str, Any] = {"workshop": None, "seat": None, "alternative": None, "waiting_for": None}
    before = replace(line.before, **gone) if line.before else None
    return Line(replace(line.registration, **gone), before=before)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(len(typical())))
def test_hostile_values_are_inert_in_every_notice(number: int, language: str) -> None:
    case = typical(language)[number]
    plain_lines = said(case).count("\n")
    for name in HOSTILE_NAMES:
        lines = tuple(
            Line(replace(line.registration, name=name, title=""), line.position, line.before)
            for line in case.lines
        )
        hostile = replace(case, lines=lines, to_name=name, subject=name)
        message = COMPOSER.compose(hostile, NOW)
        html, text = html_of(message), text_of(message)
        assert CANARY not in html
        assert select(html, "//strong") == []
        assert "\u202e" not in text + html
        assert abs(text.count("\n") - plain_lines) <= 2 * len(lines)
        assert b"\nBcc:" not in message.data
        assert "49" not in text.replace("+49", "")


def test_links_that_strangers_wrote_are_no_links() -> None:
    person = replace(ANNA, name="Visit https://evil.example/x now", organisation="www.evil.example")
    message = COMPOSER.compose(notification(Notice.CONFIRMATION, Line(person)), NOW)
    assert "https://evil" not in text_of(message)
    assert "www." not in text_of(message)
    links = select(html_of(message), "//a/@href")
    assert links == ["mailto:bildung@musterstadt.example"]


@pytest.mark.parametrize("number", range(len(typical())))
def test_subjects_are_one_short_line(number: int) -> None:
    subject = COMPOSER.compose(typical()[number], NOW).subject
    assert "\n" not in subject
    assert len(subject) <= 90


def test_html_is_accessible_and_asks_nothing_of_the_network() -> None:
    for case in typical("en"):
        html = html_of(COMPOSER.compose(case, NOW))
        assert select(html, "/html/@lang") == ["en"]
        assert select(html, "//title/text()")
        assert select(html, "//img | //link | //script | //iframe | //@src | //form") == []
        assert select(html, "//tr[not(th[@scope='row'])]") == []
        assert {str(lang) for lang in select(html, "//body//@lang")} <= {"en", "de"}


def test_letter_in_another_language_is_followed_by_the_events() -> None:
    message = COMPOSER.compose(notification(Notice.CONFIRMATION, Line(ANNA), language="en-US"), NOW)
    text = text_of(message)
    assert text.startswith("You will find this text in German further down.\n\nHello Sabine Müller,")
    assert text.index("Thank you") < text.index("--------") < text.index("vielen Dank")
    assert message.subject.startswith("Registration confirmed")
    blocks = select(html_of(message), "//div[@lang]")
    assert [(block.get("lang"), block.get("dir")) for block in blocks] == [
        ("en", "ltr"),
        ("de", "ltr"),
    ]


@pytest.mark.parametrize("language", ["", "de", "DE_at", "xx", "../en"])
def test_letter_in_unknown_language_is_the_events_alone(language: str) -> None:
    text = said(notification(Notice.CONFIRMATION, Line(ANNA), language=language))
    assert text.startswith("Guten Tag")
    assert "--------" not in text


def test_german_is_no_companion_where_the_event_speaks_english() -> None:
    english = composer(replace(EVENT, language="en"))
    text = text_of(english.compose(notification(Notice.CONFIRMATION, Line(ANNA), language="en"), NOW))
    assert text.startswith("Hello")
    assert "Guten Tag" not in text


def test_event_in_a_language_without_templates_is_told_of_in_german() -> None:
    czech = composer(replace(EVENT, language="cs"))
    assert text_of(czech.compose(notification(Notice.LATE, language="cs"), NOW)).startswith("Guten Tag")
    english = text_of(czech.compose(notification(Notice.LATE, language="en"), NOW))
    assert english.startswith("Hello")
    assert "Guten Tag" not in english


@pytest.mark.parametrize(
    ("display", "greeting"),
    [
        ("Sabine Müller", "Guten Tag Sabine Müller,"),
        ("Müller, Sabine", "Guten Tag,"),
        ("info@diakonie.example", "Guten Tag,"),
        ("", "Guten Tag,"),
    ],
)
def test_greeting_uses_a_name_only_where_it_reads_like_one(display: str, greeting: str) -> None:
    text = said(notification(Notice.CONFIRMATION, Line(ANNA), to_name=display))
    assert text.splitlines()[0] == greeting


def test_times_follow_the_events_zone_not_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    before = COMPOSER.compose(typical()[0], NOW)
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    assert COMPOSER.compose(typical()[0], NOW) == before
