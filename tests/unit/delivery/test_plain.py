"""Cleaning of values that strangers wrote."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.delivery.plain import LONGEST_VALUE, one_line, paragraphs, shortened


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("  Anna \r\n\tBeispiel ", "Anna Beispiel"),
        ("a\u202eb\u2066c\u200f", "abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("https://evil.example", "evil.example"),
        ("WWW.evil.example", "evil.example"),
        ("javascript://x", "x"),
        ("O’Neill-Müller, A/B: 3", "O’Neill-Müller, A/B: 3"),
        ("a\x00b\x7f", "a b"),
        (None, ""),
    ],
)
def test_one_line_keeps_words_and_drops_what_could_harm(value: str | None, shown: str) -> None:
    assert one_line(value) == shown


@given(st.text())
def test_one_line_is_short_printable_and_stable(value: str) -> None:
    shown = one_line(value)
    assert len(shown) <= LONGEST_VALUE
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in shown)
    assert shown.split("\n") == [shown]


def test_paragraphs_are_split_at_empty_lines_only() -> None:
    assert paragraphs("eins\r\nzwei\r\n\r\n \r\ndrei https://x.example") == (
        "eins zwei",
        "drei https://x.example",
    )


def test_shortened_cuts_at_a_word_and_says_so() -> None:
    assert shortened("Lernen im hohen Alter", 15) == "Lernen im…"
    assert shortened("Lernen", 6) == "Lernen"
    assert shortened("x" * 20, 10) == "x" * 9 + "…"
