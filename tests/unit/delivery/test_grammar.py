"""Plural forms by the rules of CLDR, and headings in the capitals of each script."""

from __future__ import annotations

import pytest

from mailbot.delivery.grammar import headings, plurals
from mailbot.delivery.when import locale_of

SEATS = {"one": "место", "few": "места", "many": "мест"}


@pytest.mark.parametrize(
    ("number", "form"), [(1, "место"), (4, "места"), (5, "мест"), (11, "мест"), (21, "место"), (22, "места")]
)
def test_plural_chooses_the_form_of_the_number(number: int, form: str) -> None:
    assert plurals(locale_of("ru"))(number, **SEATS) == form


def test_plural_takes_other_for_a_category_without_a_form() -> None:
    plural = plurals(locale_of("en_GB"))
    assert (plural(1, one="seat", other="seats"), plural(0, other="seats")) == ("seat", "seats")


def test_plural_without_a_fitting_form_is_an_error() -> None:
    with pytest.raises(ValueError, match="no plural form 'many' for 5 in ru"):
        plurals(locale_of("ru"))(5, one="место", few="места")


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("de_DE", "Die Veranstaltung", "DIE VERANSTALTUNG"),
        ("tr", "Etkinlik ışığı", "ETKİNLİK IŞIĞI"),
        ("ru", "Что мы записали", "ЧТО МЫ ЗАПИСАЛИ"),
        ("ar", "التسجيل", "— التسجيل —"),
    ],
)
def test_heading_stands_out_in_every_script(language: str, text: str, shown: str) -> None:
    assert headings(locale_of(language))(text) == shown
