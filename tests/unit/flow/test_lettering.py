"""Lines of every script as their glyphs stand on paper, from left to right."""

from __future__ import annotations

import unicodedata

import pytest

from mailbot.flow.lettering import visual


def letters(text: str) -> str:
    """What the glyphs are forms of, in logical order."""
    return unicodedata.normalize("NFKC", text[::-1])


@pytest.mark.parametrize(
    "text", ["Łukasz Żółć", "Nguyễn Thị Ánh", "Олександр Шевченко", "Ştefan (Dr.) Țîrlea-49", "李小龍", ""]
)
def test_line_from_the_left_stays_as_it_is(text: str) -> None:
    assert visual(text) == text


def test_letters_in_two_parts_become_one() -> None:
    assert visual("Zo\u0308llner") == "Zöllner"


@pytest.mark.parametrize("text", ["محمد رضا احمدی", "פאטמה כהן", "گلناز چوپانی", "عبد الله الأحمد"])
def test_line_from_the_right_is_turned_round(text: str) -> None:
    assert letters(visual(text)) == text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ببب", ["FINAL", "MEDIAL", "INITIAL"]),
        ("ب", ["ISOLATED"]),
        ("بد", ["FINAL", "INITIAL"]),
        ("دب", ["ISOLATED", "ISOLATED"]),
        ("بءب", ["ISOLATED", "ISOLATED", "ISOLATED"]),
        ("می‌گ", ["ISOLATED", "FINAL", "INITIAL"]),
        ("لا", ["LAM WITH ALEF ISOLATED"]),
        ("بلا", ["LAM WITH ALEF FINAL", "INITIAL"]),
    ],
)
def test_arabic_letters_take_the_form_that_their_neighbours_ask_for(text: str, names: list[str]) -> None:
    found = [unicodedata.name(glyph) for glyph in visual(text)]

    assert len(found) == len(names)
    assert all(name.endswith(f"{wanted} FORM") for name, wanted in zip(found, names, strict=True)), found


# What the standard's own algorithm gives (UAX #9), for letters of Hebrew, which has no joined forms.
@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("שלום 2021", "2021 םולש"),
        ("AWO שלום e.V.", "AWO םולש e.V."),
        ("שלום (AWO) דן", "ןד (AWO) םולש"),
        ("(שלום)", "(םולש)"),
        ("שלום 3,5-4 Abc", "Abc 3,5-4 םולש"),
        ("א b ג", "ג b א"),
    ],
)
def test_mixed_lines_are_in_visual_order(text: str, seen: str) -> None:
    assert visual(text) == seen


def test_signs_that_change_the_direction_and_vowel_signs_are_left_out() -> None:
    assert visual("a\u202eb\u2066c") == "abc"
    assert visual("مُحَمَّد") == visual("محمد")
