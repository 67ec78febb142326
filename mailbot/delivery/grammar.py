"""What languages do to words by rule: plural forms and capital letters, for all templates alike."""

from __future__ import annotations

from collections.abc import Callable

from babel import Locale

_DOTTED = frozenset({"tr", "az"})
"""Languages whose i keeps its dot in capital letters (Unicode SpecialCasing, conditional mappings)."""


def plurals(locale: Locale) -> Callable[..., str]:
    """A function that chooses the form of a word for a number, by the plural rules of CLDR.

    The forms are named by the categories of CLDR: `plural(n, one="место", few="места", many="мест")`.
    A category without a form takes `other`.

    Raises:
        ValueError: neither the category of the number nor `other` has a form.
    """

    def plural(number: int, **forms: str) -> str:
        category = str(locale.plural_form(number))
        form = forms.get(category, forms.get("other"))
        if form is None:
            raise ValueError(f"no plural form {category!r} for {number} in {locale}")
        return form

    return plural


def headings(locale: Locale) -> Callable[[str], str]:
    """A function that makes a heading stand out in plain text: in capitals, or between dashes where
    the script has none.
    """

    def heading(text: str) -> str:
        if locale.language in _DOTTED:
            text = text.replace("i", "İ")
        capitals = text.upper()
        return capitals if capitals != text.lower() else f"— {text} —"

    return heading
