"""Names heard in Arabic and Persian letters, and what folding levels in them."""

import pytest

from mailbot.intent.fold import fold, same_sound


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("شرينك", "Schrenk"),
        ("شایمیته", "Chaimite"),
        ("كيندت", "Kindt"),
        ("دورن", "Dorn"),
        ("ديل", "Diehl"),
        ("فاوست", "Faust"),
        ("بوزکورت", "Bozkurt"),
        ("لوهمان", "Lohmann"),
        ("مارکوارت", "Marquardt"),
        ("ويبر", "Weber"),
        ("الخطيب", "Khatib"),
        ("مرادی", "Moradi"),
        ("عائشة", "Aisha"),
        ("حسين", "Hussein"),
    ],
)
def test_same_sound_in_arabic_letters(word: str, name: str) -> None:
    assert same_sound(fold(word), fold(name))


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("فاكس", "Fuchs"),
        ("درون", "Dorn"),
        ("دل", "Diehl"),
        ("شكرا", "Schrenk"),
        ("كتاب", "Keita"),
        ("الورشة", "Vega"),
        ("خبر", "Weber"),
        ("حضور", "Hupfer"),
    ],
)
def test_same_sound_of_other_arabic_words_is_denied(word: str, name: str) -> None:
    assert not same_sound(fold(word), fold(name))


def test_fold_levels_keyboards_digits_and_marks() -> None:
    assert fold("كارگاه ٢") == fold("کارگاه ۲") == "كارگاه 2"
    assert fold("تـســجيل") == fold("تَسْجِيل") == fold("تسجيل")
    assert fold("أحمد") == fold("احمد")


def test_fold_levels_turkish_letters() -> None:
    assert fold("IŞIK") == fold("ışık") == "isik"
    assert fold("İLKNUR") == fold("ilknur")
