"""Mails that say hardly more than a label, a title or a theme, and what else they may be about."""

from __future__ import annotations

import pytest

from mailbot.intent import Action, Intent, Kind, read
from tests.corpus.load import event
from tests.unit.intent.mails import mail


def seen(words: str, subject: str, about: str = "fachtag") -> Intent:
    """What is read in a mail of Ute Sander to the desk of an event."""
    return read(mail(words, name="Ute Sander", subject=subject), event(about))


@pytest.mark.parametrize(("words", "subject"), [("One 1", "Re: stuff"), ("2", ""), ("1", "Re: Rechnung")])
def test_bare_label_without_anything_of_the_event_books_nobody(words: str, subject: str) -> None:
    assert seen(words, subject).action is Action.REVIEW


@pytest.mark.parametrize(("words", "subject"), [("Workshop 2", "Hallo"), ("2", "Anmeldung Fachtag")])
def test_label_with_a_word_for_workshop_or_event_books(words: str, subject: str) -> None:
    assert seen(words, subject).action is Action.ACT


def test_question_mark_of_a_title_asks_nothing() -> None:
    found = seen(
        "es kommen:\n- Rita Moll: Handy weg oder Handy her?\n- Uwe Kranz: Was Familien zusteht",
        "A",
        "elterntag",
    )
    assert [(p.name, p.workshop) for p in found.participants] == [
        ("Rita Moll", "medien"),
        ("Uwe Kranz", "geld"),
    ]


def test_whose_day_the_event_is_names_no_theme() -> None:
    found = seen("Please sign me up for the parents' day.", "Parents' day", "elterntag")
    assert (found.action, found.missing) == (Action.ASK, ("workshop",))


def test_theme_in_the_subject_over_another_matter_books_nobody() -> None:
    words = (
        "ich möchte mich für eine persönliche Beratung bei mir zu Hause anmelden. Wann wäre ein Termin frei?"
    )
    assert seen(words, "Energieberatung", "energietag").action is Action.REVIEW


@pytest.mark.parametrize("town", ["Bad Düben", "Groß Schönau", "Hohen Neuendorf", "Markt Schwaben"])
def test_town_beside_a_name_is_no_second_person(town: str) -> None:
    found = seen(f"Ria Demant, {town}, Workshop 2", "Anmeldung")
    assert [p.name for p in found.participants] == ["Ria Demant"]


def test_last_line_of_a_list_with_its_workshop_is_no_signature() -> None:
    found = seen("Uwe Kranz, Workshop 1\nRia Demant, Workshop 2", "Anmeldung")
    assert [(p.name, p.workshop) for p in found.participants] == [("Uwe Kranz", "1"), ("Ria Demant", "2")]


TOGETHER = """
Leider müssen mein Mann und ich absagen, wir liegen mit Grippe im Bett. Angemeldet waren: Ute und Karl Sander.
Sie hatten mich und Herrn Karl Sander für Workshop 2 vorgemerkt. Wir können leider beide nicht kommen.
Neither of us can make it on 7 October: Ute Sander and Karl Sander. We had signed up for workshop 1.
Mon mari et moi devons annuler. Nous étions inscrits : Ute Sander et Karl Sander.
"""


@pytest.mark.parametrize("words", TOGETHER.strip().splitlines())
def test_cancellation_of_two_names_both(words: str) -> None:
    found = seen(words, "Absage Fachtag")
    assert (found.kind, found.action) == (Kind.CANCELLATION, Action.ACT)
    assert [p.name for p in found.participants] == ["Ute Sander", "Karl Sander"]


INSTEAD = """
Aufgrund einer Terminüberschneidung wird mich meine Kollegin Frau Petra Kern vertreten. Ich war angemeldet.
Ich hatte mich für Workshop 3 angemeldet. Darf unsere Neue, Petra Kern, auf meinem Platz mitmachen?
I registered for workshop 2 but have to travel. My colleague Petra Kern will take my place.
Could my colleague Petra Kern come in my place? I had signed up for workshop 2.
Я записана на воркшоп 2, но заболела. Вместо меня придёт моя коллега Петра Керн.
"""


@pytest.mark.parametrize("words", INSTEAD.strip().splitlines())
def test_substitute_takes_the_writers_place(words: str) -> None:
    found = seen(words, "Vertretung")
    assert (found.kind, [p.replaces for p in found.participants]) == (Kind.CHANGE, ["Ute Sander"])


def test_known_fact_beside_a_question_registers_nobody_again() -> None:
    found = seen("Ich bin ja am 7.10. beim Workshop 2 dabei. Soll ich etwas mitbringen?", "Samstag")
    assert found.kind is Kind.QUESTION


def test_absence_of_somebody_else_leaves_the_writer_registered() -> None:
    found = seen("Please count me in for workshop 2. My husband can't come because of work.", "7 October")
    assert (found.kind, found.action) == (Kind.REGISTRATION, Action.ACT)
