"""Choices that are taken back, moved on, or told in a sentence behind the one that registers."""

from __future__ import annotations

import pytest

from mailbot.envelope import Attendance
from mailbot.intent import Action, Intent, Kind, read
from tests.corpus.load import event
from tests.unit.intent.mails import mail


def seen(words: str, about: str = "mobiltag", subject: str = "Anmeldung") -> Intent:
    """What is read in a mail of Ute Sander to the desk of an event."""
    return read(mail(words, name="Ute Sander", subject=subject), event(about))


@pytest.mark.parametrize(
    "words",
    [
        "ich melde mich zum Forum an. Workshop C, nein, halt, die Bank haben wir schon. Lieber bei A bitte.",
        "I'd like to join workshop C. Wait, no, that's the one in the morning. Please put me in A.",
        "Je voudrais participer à l'atelier C. Non, pardon, plutôt le A.",
        "Ich komme zu Workshop C. Moment, das sind ja die Bänke. Ich wollte zu Workshop A!",
    ],
)
def test_choice_taken_back_gives_way_to_the_one_behind(words: str) -> None:
    found = seen(words)
    assert [(p.name, p.workshop) for p in found.participants] == [("Ute Sander", "A")]
    assert found.action is Action.ACT


@pytest.mark.parametrize(
    "words",
    [
        "ich bin dabei und wähle als Erstes Workshop A, als Ersatz Workshop B.",
        "Ich komme gern. Workshop A, falls da nichts frei ist bitte B.",
    ],
)
def test_substitute_choice_is_the_second(words: str) -> None:
    (person,) = seen(words).participants
    assert (person.workshop, person.alternative) == ("A", "B")


def test_polite_if_possible_is_no_second_choice() -> None:
    found = seen("من در کارگاه A ثبت‌نام کرده‌ام. اگر ممکن است می‌خواهم به کارگاه B بروم.")
    assert (found.kind, found.participants[0].workshop) == (Kind.CHANGE, "B")


@pytest.mark.parametrize("day", ["07. Oktober 2021", "7. Oktober 2021", "07.10.2021", "7.10."])
def test_day_of_the_event_is_known_however_it_is_written(day: str) -> None:
    found = seen(
        f"bitte registrieren Sie mich für den {day}. Alle drei klingen spannend!", "fachtag", "Hallo"
    )
    assert (found.kind, found.action) == (Kind.REGISTRATION, Action.ASK)


def test_livestream_instead_of_what_a_pronoun_takes_up() -> None:
    found = seen("أنا مسجّل في الورشة رقم 1. أريد بدلا من ذلك المشاركة عبر البث المباشر.", "fachtag", "تعديل")
    assert (found.kind, found.participants[0].attendance) == (Kind.CHANGE, Attendance.LIVESTREAM)


def test_substitute_beside_a_cancellation_leaves_no_seat_free() -> None:
    found = seen(
        "Ich kann leider nicht kommen. Mein Enkel Leon Stolle würde meinen Platz übernehmen.", "fachtag"
    )
    assert (found.kind, [p.replaces for p in found.participants]) == (Kind.CHANGE, ["Ute Sander"])


def test_workshop_one_had_looked_forward_to_is_left() -> None:
    found = seen("Ich muss absagen. Sehr schade, ich hatte mich auf Workshop C gefreut.")
    assert found.kind is Kind.CANCELLATION


def test_where_one_read_of_the_event_announces_nothing() -> None:
    found = seen("I read about it in the parish newsletter and I'd love to take part. Workshop C is for me.")
    assert (found.kind, found.action) == (Kind.REGISTRATION, Action.ACT)


@pytest.mark.parametrize(
    ("words", "about", "workshop"),
    [
        ("Меня интересует тема «два языка дома» (vorlesen), запишите меня.", "elterntag", "vorlesen"),
        ("You confirmed me for workshop A. Would you mind moving me to workshop B instead?", "mobiltag", "B"),
    ],
)
def test_words_that_look_like_a_label_and_are_none(words: str, about: str, workshop: str) -> None:
    assert [p.workshop for p in seen(words, about).participants] == [workshop]


def test_each_with_words_of_the_own_does_not_share_a_workshop() -> None:
    words = "Wir kommen beide: Mein Mann Karl Sander möchte kochen lernen, und ich melde mich für C an."
    found = seen(words)
    assert {p.name: p.workshop for p in found.participants} == {"Ute Sander": "C", "Karl Sander": None}
    assert found.action is Action.ASK


def test_line_of_a_list_that_is_nobodys_is_looked_at() -> None:
    words = "Es nehmen teil: Petzold, Jürgen (1); Ehrlich, Beate (1); Osman, Idil (3)."
    found = seen(f"{words}\n\nNachtrag: Frau Ehrlich hat sich doch für die 2 entschieden.", "fachtag")
    assert found.action is Action.REVIEW or len(found.participants) == 3


def test_letter_of_another_house_that_invites_is_not_asked_back() -> None:
    words = "am 18. April ist unser Beratertag. Bitte melden Sie Ihre Berater bis zum 1. April bei uns an."
    assert seen(words, "fachtag", "Einladung").action not in (Action.ACT, Action.ASK)


def test_later_registration_registers_nobody() -> None:
    words = "I want to come with my daughter. Are children allowed? If so, I will register later."
    assert seen(words).action not in (Action.ACT, Action.ASK)


RESPELT = """
in der Bestätigung steht Ute Sandner. Richtig ist Sander, ohne n.
mein Name wird anders geschrieben: Sander, nicht Sandner. Können Sie das noch ändern?
my name is misspelt on your list, it should be Sander, not Sandner. Could you correct it?
"""


@pytest.mark.parametrize("words", RESPELT.strip().splitlines())
def test_name_spelt_wrongly_is_put_right(words: str) -> None:
    found = seen(words, subject="Re: Bestätigung")
    assert (found.kind, found.action) == (Kind.CHANGE, Action.ACT)
    assert [(p.name, p.workshop) for p in found.participants] == [("Ute Sander", None)]


def test_words_alike_that_are_no_names_put_nothing_right() -> None:
    words = "ich schreibe Ihnen wegen der Workshops. Bitte tragen Sie mich für Workshop C ein."
    assert [(p.name, p.workshop) for p in seen(words).participants] == [("Ute Sander", "C")]
