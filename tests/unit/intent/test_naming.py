"""Which of several events a mail names: what fits two names neither."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mailbot.event import Event, Workshop
from mailbot.intent import named
from mailbot.message.model import Attachment, Forwarded, Message

CARE = Event(
    "care", "Fachtag Gesunde Kita", datetime(2021, 10, 7, 9), place="Stadthalle Görlitz",
    workshops=(Workshop("1", "Bewegung im Alltag", leaders=("Dr. Ines Kaltofen (Uniklinik)",)),),
)  # fmt: skip
SCHOOL = Event(
    "school", "Fachtag Digitale Schule", datetime(2021, 10, 14, 9), place="Rathaus Bautzen",
    aliases=("DigiTag",), workshops=(Workshop("1", "Tablets im Unterricht"),),
)  # fmt: skip
BOTH = (CARE, SCHOOL)

CASES = [
    ("ich melde mich zum Fachtag an.", set()),
    ("ich melde mich zum Fachtag Gesunde Kita an.", {"care"}),
    ("ich melde mich zum Fachtag am 14. Oktober an.", {"school"}),
    ("ich komme am 07.10. gern.", {"care"}),
    ("ich möchte zu „Tablets im Unterricht“.", {"school"}),
    ("ich komme zum DigiTag.", {"school"}),
    ("ich nehme am Workshop von Ines Kaltofen teil.", {"care"}),
    ("ich komme nach Bautzen.", {"school"}),
    ("ich komme zum Fachtag Gesunde Kita und zum Fachtag Digitale Schule.", {"care", "school"}),
    ("ich leite eine Schule und melde mich zum Fachtag Gesunde Kita an.", {"care"}),
    ("ich leite eine Kita und eine Schule und melde mich an.", {"care", "school"}),
    ("ich melde mich für Workshop 1 an.", set()),
]


@pytest.mark.parametrize(("words", "wanted"), CASES)
def test_event_is_named_by_what_no_other_has(words: str, wanted: set[str]) -> None:
    message = Message(subject="Anmeldung", own=f"Guten Tag,\n\n{words}\n\nMit freundlichen Grüßen")

    assert named(message, BOTH) == wanted
    assert named(message, BOTH[::-1]) == wanted


def test_subject_counts() -> None:
    assert named(Message(subject="Fachtag Digitale Schule", own="Ich komme gern."), BOTH) == {"school"}


def test_own_words_go_before_what_comes_with_them() -> None:
    old = Forwarded(None, "Anmeldung", "Ich melde mich zum Fachtag Gesunde Kita an.")
    silent = Message(own="Bitte eintragen.", forwarded=(old,))

    assert named(silent, BOTH) == {"care"}
    assert named(replace(silent, own="Bitte zum DigiTag eintragen."), BOTH) == {"school"}
    assert named(Message(own="Ich komme.", quoted="Einladung: Fachtag Gesunde Kita"), BOTH) == {"care"}
    form = Attachment("form.pdf", "application/pdf", 9, text="Anmeldung zum DigiTag")
    assert named(Message(own="Anbei.", attachments=(form,)), BOTH) == {"school"}


def test_title_within_the_other_names_the_longer_one_where_it_is_written_out() -> None:
    first = replace(CARE, title="Fachtag Kita", aliases=())
    second = replace(SCHOOL, title="Fachtag Kita und Hort", aliases=())

    assert named(Message(own="Ich komme zum Fachtag Kita und Hort."), (first, second)) == {"school"}


def test_same_title_on_two_days_is_told_apart_by_the_day() -> None:
    again = replace(CARE, id="again", starts=datetime(2021, 11, 9, 9))

    assert named(Message(own="Ich komme zum Fachtag Gesunde Kita."), (CARE, again)) == set()
    assert named(Message(own="Ich komme am 9. November zum Fachtag."), (CARE, again)) == {"again"}


@pytest.mark.parametrize("date", ["16.10.2025", "10.11.2026", "01.10.2026"])
def test_day_and_month_are_two_numbers_of_a_date(date: str) -> None:
    tenth = replace(CARE, starts=datetime(2026, 10, 10, 9))

    assert named(Message(own=f"ich komme am {date}."), [tenth]) == set()
    assert named(Message(own="ich komme am 10.10.2026."), [tenth]) == {"care"}
