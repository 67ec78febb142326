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
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count
