"""Seats that are offered, and mails before the day: what they promise, ask and leave out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.decision.model import Line, Notification, Registration
from mailbot.delivery.templates import Templates, shipped_templates
from mailbot.envelope import Attendance, Notice, Status
from tests.unit.delivery.sample_office import (
    ANNA,
    BARE,
    EVENT,
    NOW,
    SECOND,
    STREAMING,
    WAITING,
    composer,
    html_of,
    notification,
    parsed,
    select,
    text_of,
)

TEMPLATES = Templates((shipped_templates(),))
UNTIL = NOW + timedelta(days=2)
WAITING_OFFERED = replace(WAITING, offered="2", offered_until=UNTIL)
SECOND_OFFERED = replace(SECOND, offered="2", offered_until=UNTIL)
FROM_LIVESTREAM = replace(
    STREAMING, workshop="2", waiting_for="2", offered="2", offered_until=UNTIL, status=Status.CONFIRMED
)


def said(case: Notification) -> str:
    return text_of(composer().compose(case, NOW))


def test_offer_says_which_seat_until_when_and_what_to_answer() -> None:
    case = notification(Notice.PROMOTION, Line(WAITING_OFFERED, before=WAITING))
    text = said(case)
    assert "In Workshop 2 ist ein Platz frei geworden." in text
    assert "Wir halten ihn frei bis Freitag, 12. März 2027, 10:30 Uhr." in text
    assert "\n- Ja, gern\n- Nein, danke\n" in text
    assert "bekommt die nächste Person auf der Liste den Platz" in text
    assert "Stand: Platz in Workshop 2 freigehalten bis Freitag, 12. März 2027, 10:30 Uhr" in text
    assert (
        composer().compose(case, NOW).subject.startswith("Ein Platz ist frei, bitte bis 12. März antworten")
    )


def test_offer_promises_no_seat_and_tells_no_rule_of_doing_nothing() -> None:
    text = said(notification(Notice.PROMOTION, Line(WAITING_OFFERED, before=WAITING)))
    assert "fest gebucht" not in text
    assert "nichts tun" not in text
    assert "bleibt gebucht" not in text


@pytest.mark.parametrize(
    ("registration", "kept"), [(SECOND_OFFERED, "(Workshop 3)"), (FROM_LIVESTREAM, "(der Livestream)")]
)
def test_offer_to_somebody_with_a_place_says_that_it_stays_unless_they_say_yes(
    registration: Registration, kept: str
) -> None:
    text = said(notification(Notice.PROMOTION, Line(registration, position=1)))
    assert f"Was bisher gebucht ist {kept}, bleibt gebucht, außer Sie sagen Ja." in text


def test_offer_to_somebody_with_a_place_carries_its_calendar_entry_and_none_of_the_offered() -> None:
    waiting = parsed(composer().compose(notification(Notice.PROMOTION, Line(WAITING_OFFERED)), NOW))
    assert waiting.get_content_type() == "multipart/alternative"
    seated = parsed(composer().compose(notification(Notice.PROMOTION, Line(SECOND_OFFERED)), NOW))
    assert seated.get_content_type() == "multipart/mixed"


def test_promotion_without_an_offer_books_at_once() -> None:
    text = said(notification(Notice.PROMOTION, Line(ANNA, before=WAITING)))
    assert "In Workshop 2 ist ein Platz frei geworden. Er ist jetzt fest gebucht." in text
    assert "Ja, gern" not in text


def test_promotion_from_the_livestream_frees_no_second_choice() -> None:
    before = replace(FROM_LIVESTREAM, offered=None, offered_until=None)
    text = said(notification(Notice.PROMOTION, Line(ANNA, before=before)))
    assert "zweiten Wahl" not in text
    assert "Livestream brauchen Sie damit nicht mehr" in text


def test_offer_of_an_event_without_workshops_or_end_is_told_all_the_same() -> None:
    offered = replace(WAITING, workshop=None, waiting_for="", offered="", offered_until=None)
    message = composer(BARE).compose(notification(Notice.PROMOTION, Line(offered)), NOW)
    assert "Es ist ein Platz frei geworden. Wir halten ihn kurze Zeit frei." in text_of(message)
    assert "Stand: Platz freigehalten, uns fehlt Ihre Antwort" in text_of(message)
    assert "bitte bald antworten" in message.subject


def test_open_offer_is_told_again_where_the_registration_is_repeated() -> None:
    text = said(notification(Notice.WAITLIST, Line(WAITING_OFFERED, position=1), repeated=True))
    assert "freigehalten bis Freitag, 12. März 2027" in text
    assert "nichts tun" not in text


@pytest.mark.parametrize("language", TEMPLATES.languages())
def test_offer_lists_both_answers_in_every_language(language: str) -> None:
    answers = TEMPLATES.words(language, {}, escape=False).answers  # type: ignore[attr-defined]
    for registration in (WAITING_OFFERED, SECOND_OFFERED, FROM_LIVESTREAM):
        case = notification(Notice.PROMOTION, Line(registration, position=1), language=language)
        message = composer().compose(case, NOW)
        assert f"- {answers['yes']}\n" in text_of(message)
        assert f"- {answers['no']}\n" in text_of(message)
        items = {str(item) for item in select(html_of(message), "//li/text()")}
        assert {answers["yes"], answers["no"]} <= items


@pytest.mark.parametrize("language", TEMPLATES.languages())
def test_reminder_gives_the_day_and_the_way_to_cancel(language: str) -> None:
    text = said(notification(Notice.REMINDER, Line(ANNA), language=language))
    letter = text.partition("--------")[0]
    told = [*(item.title for item in EVENT.programme), EVENT.place, "Handy ohne Angst", "Petra Lang", "15:15"]
    assert [value for value in told if value not in letter] == []
    assert EVENT.livestream_url not in letter


@pytest.mark.parametrize("language", TEMPLATES.languages())
def test_reminder_to_those_who_watch_gives_the_link_and_no_place(language: str) -> None:
    letter = said(notification(Notice.REMINDER, Line(STREAMING), language=language)).partition("--------")[0]
    assert letter.count(EVENT.livestream_url) == 2
    assert EVENT.place not in letter
    assert EVENT.catering not in letter


@pytest.mark.parametrize("language", TEMPLATES.languages())
def test_mails_to_those_who_watch_say_that_the_link_follows_where_there_is_none(language: str) -> None:
    follows = TEMPLATES.words(language, {}, escape=False).livestream_follows  # type: ignore[attr-defined]
    event = replace(EVENT, livestream_url="")
    for notice in (Notice.REMINDER, Notice.CONFIRMATION):
        case = notification(notice, Line(STREAMING), language=language)
        assert str(follows) in text_of(composer(event).compose(case, NOW))


def test_mixed_group_is_told_both_place_and_link() -> None:
    both = (Line(ANNA), Line(replace(STREAMING, name="Bo Ek", attendance=Attendance.LIVESTREAM)))
    text = said(notification(Notice.REMINDER, *both))
    assert EVENT.place in text
    assert EVENT.livestream_url in text


def test_announcement_says_what_why_and_nothing_that_was_said_before() -> None:
    case = notification(Notice.ANNOUNCEMENT, Line(ANNA), text="Der Eingang ist hinten.\n\nBis bald!")
    text = said(case)
    assert "Guten Tag Sabine Müller,\n\nDer Eingang ist hinten.\n\nBis bald!\n" in text
    assert "weil bei uns eine Anmeldung von Ihnen vorliegt" in text
    assert "Dritte Tagung: Lernen im Alter, Donnerstag, 15. April 2027." in text
    assert "Antworten Sie einfach auf diese Mail" in text
    assert EVENT.recording not in text


def test_second_choice_is_not_offered_to_whoever_sits_in_it() -> None:
    alone = said(notification(Notice.CONFIRMATION, Line(SECOND, position=4), free=("1", "3")))
    assert "- 1: Singen & Sagen\n" in alone
    assert "- 3:" not in alone
    waits = Line(replace(WAITING, name="Ali Muster"), position=5)
    both = said(notification(Notice.CONFIRMATION, Line(SECOND, position=4), waits, free=("3",)))
    assert "- 3: Kochen für viele\n" in both
    nothing_else = said(notification(Notice.CONFIRMATION, Line(SECOND, position=4), free=("3",)))
    assert "Plätze frei" not in nothing_else
