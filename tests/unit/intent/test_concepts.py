"""Themes of events nobody has seen are named in every language; ordinary sentences name none of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from mailbot.intent.concepts import concepts_at, concepts_of, concepts_of_head
from mailbot.intent.language import concepts, languages
from mailbot.intent.lexicon import words_of
from mailbot.intent.tokens import tokenize

_LANGUAGES = ("de", "en", "fr", "es", "ro", "pl", "uk", "ru", "tr", "ar", "fa", "vi")
_HERE = Path(__file__)


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_HERE.with_name(f"{name}.yaml").read_text("utf-8"))
    return data


_SAID = {letter: _read(f"concepts-{letter}") for letter in "abc"}
_ORDINARY = {letter: _read(f"concepts-none-{letter}") for letter in "ab"}
_ALL = [(names, said) for phrases in _SAID.values() for names, said in phrases.items()]


def _themes(letters: str) -> set[str]:
    return {name for letter in letters for names in _SAID[letter] for name in names.split(", ")}


def named(said: str, code: str) -> set[str]:
    """The concepts that a catalogue would look up for these words."""
    words, small = words_of(said), languages()[code].stopwords
    found = {name for at in range(len(words)) for name in concepts_at(words, at)}
    for word in words:
        if len(word) > 2 and word not in small:
            found.update(concepts_of(word), concepts_of_head(word))
    return found


@pytest.mark.parametrize(("names", "said"), _ALL, ids=[names for names, _ in _ALL])
def test_theme_is_named_by_its_phrase_in_every_language(names: str, said: str) -> None:
    missed = {
        (code, phrase.strip(), name)
        for code, phrase in zip(_LANGUAGES, said.split("|"), strict=True)
        for name in names.split(", ")
        if name not in named(phrase, code)
    }

    assert missed == set()


@pytest.mark.parametrize("letter", _ORDINARY)
@pytest.mark.parametrize("code", _LANGUAGES)
def test_ordinary_sentences_of_a_registration_name_no_theme(code: str, letter: str) -> None:
    themes = _themes(letter + "c")
    seen = {said: sorted(named(said, code) & themes) for said in _ORDINARY[letter][code]}

    assert {said: names for said, names in seen.items() if names} == {}


def test_every_theme_has_a_phrase() -> None:
    broad = {name for name in concepts() if name.startswith("broad_")}

    assert set(concepts()) - broad - _themes("abc") == set()


def test_vietnamese_entry_with_marks_is_told_by_them() -> None:
    assert "mushrooms" in concepts_at(words_of("nấm"), 0)
    assert "mushrooms" not in concepts_at(words_of("năm"), 0)
    assert "mushrooms" not in concepts_at(words_of("nam"), 0)


def test_parents_in_persian_are_no_name_behind_and() -> None:
    assert [token.text for token in tokenize("گفتگو با والدین")] == ["گفتگو", "با", "والدین"]
