"""Names heard across scripts, and labels typed on a Cyrillic keyboard."""

import pytest

from mailbot.intent.fold import fold, label_letter, same_sound


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Діль", "Diehl"),
        ("Фукса", "Fuchs"),
        ("Гупфер", "Hupfer"),
        ("Шренк", "Schrenk"),
        ("Веберу", "Weber"),
        ("Фаустом", "Faust"),
        ("Ткаченко", "Tkachenko"),
        ("Нойман", "Neumann"),
        ("Вишневской", "Wiszniewska"),
    ],
)
def test_same_sound_of_one_name_in_two_scripts(word: str, name: str) -> None:
    assert same_sound(fold(word), fold(name))


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Дорогой", "Dorn"),
        ("хочу", "Fuchs"),
        ("кінець", "Kindt"),
        ("Вега", "Weber"),
        ("Weber", "Weber"),
        ("я", "Ja"),
        ("", "Weber"),
    ],
)
def test_same_sound_of_other_words_is_denied(word: str, name: str) -> None:
    assert not same_sound(fold(word), fold(name))


def test_label_letter_of_cyrillic_keyboard_is_latin() -> None:
    assert "".join(label_letter(fold(letter)) for letter in "АБВСДЕ") == "abbcde"


def test_label_letter_of_latin_and_of_words_stays() -> None:
    assert [label_letter("b"), label_letter("та")] == ["b", "та"]
