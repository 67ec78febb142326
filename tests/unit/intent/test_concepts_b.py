"""The themes from i to z, and those of work, law, school, media and sport, are named in every language."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mailbot.intent.concepts import concepts_at
from mailbot.intent.lexicon import words_of
from mailbot.intent.tokens import tokenize
from tests.unit.intent.test_concepts_a import named

_LANGUAGES = ("de", "en", "fr", "es", "ro", "pl", "uk", "ru", "tr", "ar", "fa", "vi")
_HERE = Path(__file__)
_SAID = yaml.safe_load(_HERE.with_name("concepts-b.yaml").read_text("utf-8"))
_ORDINARY = yaml.safe_load(_HERE.with_name("concepts-none-b.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", _SAID)
def test_theme_is_named_by_its_phrase_in_every_language(name: str) -> None:
    phrases = [phrase.strip() for phrase in _SAID[name].split("|")]
    missed = {
        (code, phrase)
        for code, phrase in zip(_LANGUAGES, phrases, strict=True)
        if name not in named(phrase, code)
    }

    assert missed == set()


@pytest.mark.parametrize("code", _ORDINARY)
def test_ordinary_sentences_of_a_registration_name_none_of_these_themes(code: str) -> None:
    seen = {said: sorted(named(said, code).intersection(_SAID)) for said in _ORDINARY[code]}

    assert {said: names for said, names in seen.items() if names} == {}


def test_vietnamese_entry_with_marks_is_told_by_them() -> None:
    assert "mushrooms" in concepts_at(words_of("nấm"), 0)
    assert "mushrooms" not in concepts_at(words_of("năm"), 0)
    assert "mushrooms" not in concepts_at(words_of("nam"), 0)


def test_parents_in_persian_are_no_name_behind_and() -> None:
    assert [token.text for token in tokenize("گفتگو با والدین")] == ["گفتگو", "با", "والدین"]
