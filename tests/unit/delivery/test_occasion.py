"""The event as letters tell of it: title for subjects, hours of the workshops, days and times."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest

from mailbot.delivery.occasion import event_facts, short_title, workshop_facts, workshop_hours
from mailbot.delivery.when import Reader, deadline, locale_of, moment
from mailbot.event import ProgrammeItem, Workshop
from tests.unit.delivery.sample_office import BARE, EVENT

GERMAN = Reader("de", locale_of("de_DE"))


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("6. Fachtag: 5 Jahre Arbeit", "6. Fachtag"),
        ("Offenes Treffen – alle sind da", "Offenes Treffen"),
        ("Tag 1: Alles", "Tag 1: Alles"),
        ("E-Learning 2.0", "E-Learning 2.0"),
        ("Ein sehr langer Titel ohne jedes Zeichen dazwischen", "Ein sehr langer Titel ohne jedes…"),
    ],
)
def test_short_title_ends_where_it_says_enough(title: str, short: str) -> None:
    assert short_title(title) == short


def test_workshop_hours_are_those_of_the_item_named_so() -> None:
    first, last = workshop_hours(EVENT)
    assert (first, last) == (
        datetime(2027, 4, 15, 13, 15, tzinfo=EVENT.zone),
        datetime(2027, 4, 15, 15, 0, tzinfo=EVENT.zone),
    )


@pytest.mark.parametrize(
    "titles",
    [("Workshop-Ergebnisse",), ("Workshops", "Workshops"), ("Pause",), ("Workshops I", "Workshops II")],
)
def test_workshop_hours_are_unknown_where_the_programme_does_not_say(titles: tuple[str, ...]) -> None:
    items = tuple(ProgrammeItem(time(10 + n), title) for n, title in enumerate(titles))
    assert workshop_hours(replace(EVENT, programme=items)) == (None, None)


def test_workshop_hours_without_end_are_open() -> None:
    event = replace(EVENT, programme=(ProgrammeItem(time(10), "Parallele Workshops am Morgen"),))
    assert workshop_hours(event) == (datetime(2027, 4, 15, 10, tzinfo=EVENT.zone), None)


@pytest.mark.parametrize("identifier", ["1", "12", "2a", "B", "IV", "ä"])
def test_short_ids_are_spoken(identifier: str) -> None:
    assert workshop_facts(Workshop(identifier, "Titel")).id == identifier


@pytest.mark.parametrize("identifier", ["kueche", "ws-1", "workshop 2", ""])
def test_long_ids_are_not(identifier: str) -> None:
    assert workshop_facts(Workshop(identifier, "Titel")).id == ""


def test_event_over_two_days_tells_both() -> None:
    ends = datetime(2027, 4, 16, 12, 0)
    facts = event_facts(replace(EVENT, ends=ends), GERMAN)
    assert (facts.date, facts.end_date) == ("Donnerstag, 15. April 2027", "Freitag, 16. April 2027")


def test_event_without_end_tells_none() -> None:
    facts = event_facts(BARE, GERMAN)
    assert (facts.ends, facts.end_date, facts.place) == ("", "", "")


def test_moment_is_local_to_the_event() -> None:
    instant = datetime.fromisoformat("2027-03-28T01:30:00+00:00")
    assert moment(instant, EVENT.zone, GERMAN).time == "03:30"


def test_moment_just_after_local_midnight_is_the_next_day() -> None:
    instant = datetime.fromisoformat("2027-03-31T22:00:01+00:00")
    shown = moment(instant, EVENT.zone, GERMAN)
    assert (shown.date, shown.short, shown.time) == ("Donnerstag, 1. April 2027", "1. April", "00:00")


def test_deadline_as_a_day_has_no_time_and_without_a_setting_is_the_start() -> None:
    reader = Reader("en", locale_of("en_GB"))
    assert (deadline(EVENT, reader).date, deadline(EVENT, reader).time) == ("Wednesday, 31 March 2027", "")
    assert deadline(BARE, reader).time == "09:00"


def test_locale_unknown_to_babel_reads_as_english() -> None:
    assert str(locale_of("xx_YY")) == str(locale_of("")) == "en_GB"
