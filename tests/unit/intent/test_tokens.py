"""Tokens and sentences: numbers that are no choices stay whole, ordinals do not end a sentence."""

from __future__ import annotations

import pytest

from mailbot.intent.tokens import Shape, sentences, tokenize


@pytest.mark.parametrize("text", ["07.10.2021", "8:30", "03727/555", "1-3", "+49-171-5550"])
def test_tokenize_number_with_separators_is_one_opaque_token(text: str) -> None:
    assert [t.shape for t in tokenize(text)] == [Shape.OPAQUE]


def test_tokenize_knows_its_place_in_the_text() -> None:
    text = "Folklore-Thema, bitte"

    assert [text[t.start : t.end] for t in tokenize(text)] == ["Folklore", "-", "Thema", ",", "bitte"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ich komme am 7. Oktober. Danke.", 2),
        ("Workshop 2. Gern auch mit Frau Dr. Weber.", 2),
        ("Was kostet es? Ich bin z. B. am 3. Mai da.", 2),
        ("هل المشاركة مجانية؟ شكرا", 2),
        ("Запишите меня на воркшоп 2. Сам я не приду.", 2),
        ("Anna kommt am 7. Ich bleibe zu Hause.", 2),
        ("Ein Platz in Gruppe E. Danke!", 2),
        ("Je viens au 3. Lui reste ici.", 2),
        ("Yo voy al taller 3. Ella no irá.", 2),
        ("Wir treffen uns am 3. Workshop des Tages.", 1),
        ("Живу на вул. Шевченка, 5.", 1),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    ("text", "folds"),
    [
        ("п'ять", ["пять"]),
        ("Лук’яненко", ["лукяненко"]),
        ("на 2-й воркшоп", ["на", "2и", "воркшоп"]),
        ("l'atelier", ["l", "'", "atelier"]),
        ("شمارهٔ ۱", ["شماره", "1"]),
    ],
)
def test_tokenize_apostrophes_ordinals_and_marks_of_other_scripts(text: str, folds: list[str]) -> None:
    assert [t.fold for t in tokenize(text)] == folds


def test_word_longer_than_any_language_writes_is_no_word() -> None:
    (token,) = tokenize("x" * 1000)

    assert token.shape is Shape.OPAQUE
