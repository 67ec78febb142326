"""Ukrainian, Russian and Polish as data: plain mails in each are read for what they want."""

from __future__ import annotations

import pytest

from mailbot.intent import Action, Intent, Kind, read
from mailbot.intent.language import languages
from mailbot.intent.lexicon import lexicon
from mailbot.message.model import Address, Message
from tests.corpus.load import event

WRITERS = {"uk": "Іван Петренко", "ru": "Иван Петров", "pl": "Jan Kowalski"}


def intent_of(language: str, body: str, subject: str = "") -> Intent:
    """What somebody who writes `language` wants of the event whose workshops have numbers."""
    writer = WRITERS[language]
    sender = Address(writer, "ivan@post.example")
    return read(Message(subject=subject, senders=(sender,), own=f"{body}\n\n{writer}"), event("fachtag"))


REGISTRATIONS = [
    ("uk", "Доброго дня!\nПрошу зареєструвати мене на другий воркшоп.", "2"),
    ("uk", "Вітаю, запишіть мене, будь ласка, на воркшоп 3", "3"),
    ("uk", "Добрий день, хотіла б узяти участь у першій майстерні.", "1"),
    ("uk", "Прошу зареєструвати мою участь у конференції, воркшоп номер три.", "3"),
    ("ru", "Здравствуйте!\nПрошу зарегистрировать меня на второй воркшоп.", "2"),
    ("ru", "Привет, запишите меня, пожалуйста, в мастерскую 3", "3"),
    ("ru", "Добрый день, хотел бы принять участие в первой мастерской.", "1"),
    ("ru", "Записываюсь на воркшоп номер три.", "3"),
    ("pl", "Dzień dobry,\nproszę o zapisanie mnie na drugi warsztat.", "2"),
    ("pl", "Hej, zapiszcie mnie na warsztat 3", "3"),
    ("pl", "Dzień dobry, chciałabym wziąć udział w pierwszym warsztacie.", "1"),
    ("pl", "Zgłaszam swój udział, warsztat numer trzy.", "3"),
]


@pytest.mark.parametrize(("language", "body", "workshop"), REGISTRATIONS)
def test_registration_with_number_word_or_ordinal(language: str, body: str, workshop: str) -> None:
    intent = intent_of(language, body)
    assert (intent.kind, intent.action, intent.language) == (Kind.REGISTRATION, Action.ACT, language)
    assert [(p.name, p.workshop) for p in intent.participants] == [(WRITERS[language], workshop)]


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("uk", "На жаль, не зможу прийти. Прошу скасувати мою реєстрацію."),
        ("ru", "К сожалению, не смогу прийти. Прошу отменить мою регистрацию."),
        ("pl", "Niestety nie mogę przyjść, proszę o anulowanie mojego zgłoszenia."),
    ],
)
def test_cancellation_of_a_registration(language: str, body: str) -> None:
    intent = intent_of(language, body)
    assert (intent.kind, intent.action, intent.language) == (Kind.CANCELLATION, Action.ACT, language)


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("uk", "Підкажіть, будь ласка, чи є ще вільні місця на третьому воркшопі?"),
        ("ru", "Подскажите, пожалуйста, есть ли ещё свободные места на третьем воркшопе?"),
        ("pl", "Czy są jeszcze wolne miejsca na trzecim warsztacie?"),
    ],
)
def test_question_registers_nobody(language: str, body: str) -> None:
    intent = intent_of(language, body)
    assert (intent.kind, intent.action, intent.participants) == (Kind.QUESTION, Action.REVIEW, ())


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("uk", "На воркшоп 2 хочу, а якщо місць немає, то на перший."),
        ("ru", "Хочу на воркшоп 2, а если мест нет, то на первый."),
        ("pl", "Chcę na warsztat 2, a w razie braku miejsc na pierwszy."),
    ],
)
def test_second_choice_behind_a_condition(language: str, body: str) -> None:
    (person,) = intent_of(language, body).participants
    assert (person.workshop, person.alternative) == ("2", "1")


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("uk", "Запишіть мене на один з воркшопів."),
        ("ru", "Запишите меня на один из воркшопов."),
        ("pl", "Proszę zapisać mnie na jeden z warsztatów."),
        ("uk", "Прошу зареєструвати мене на конференцію, працюю вчителькою, після роботи прийду."),
        ("ru", "Прошу зарегистрировать меня, я работаю учителем, после работы приду на конференцию."),
        ("pl", "Chcę wziąć udział w konferencji, pracuję w szkole."),
    ],
)
def test_words_that_choose_nothing_are_asked_about(language: str, body: str) -> None:
    intent = intent_of(language, body)
    assert (intent.kind, intent.action, intent.missing) == (Kind.REGISTRATION, Action.ASK, ("workshop",))


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("uk", "Запишіть мене на воркшоп 1, але я проти того, щоб мене фотографували."),
        ("ru", "Запишите меня на воркшоп 1, но я против того, чтобы меня снимали."),
        ("pl", "Zapisuję się na warsztat 1, ale nie zgadzam się na robienie mi zdjęć."),
    ],
)
def test_objection_to_pictures_is_seen_by_a_person(language: str, body: str) -> None:
    assert intent_of(language, body).action is Action.REVIEW


@pytest.mark.parametrize(
    ("language", "word", "number"), [("uk", "двоє", 2), ("ru", "троих", 3), ("pl", "czworo", 4)]
)
def test_number_of_people_in_collective_words(language: str, word: str, number: int) -> None:
    assert lexicon((language,)).number(word) == number


@pytest.mark.parametrize("language", ["uk", "ru", "pl"])
def test_patterns_hold_no_apostrophe_or_hyphen_between_alternatives(language: str) -> None:
    """Both part words, so that an alternative with one would break its pattern in two."""
    patterns = [p for patterns in languages()[language].cues.values() for p in patterns]
    assert not [p for p in patterns for e in p.split() if "|" in e and any(mark in e for mark in "'’-")]
