"""Themes of events nobody has seen are named in every language; ordinary sentences name none of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mailbot.intent.concepts import concepts_at, concepts_of, concepts_of_head
from mailbot.intent.language import languages
from mailbot.intent.lexicon import words_of

_LANGUAGES = ("de", "en", "fr", "es", "ro", "pl", "uk", "ru", "tr", "ar", "fa", "vi")
_HERE = Path(__file__)
_SAID = yaml.safe_load(_HERE.with_name("concepts-a.yaml").read_text("utf-8"))
_ORDINARY = yaml.safe_load(_HERE.with_name("concepts-none-a.yaml").read_text("utf-8"))
_THEMES = frozenset(name for names in _SAID for name in names.split(", "))


def named(said: str, code: str) -> set[str]:
    """The concepts that a catalogue would look up for these words."""
    words, small = words_of(said), languages()[code].stopwords
    found = {name for at in range(len(words)) for name in concepts_at(words, at)}
    for word in words:
        if len(word) > 2 and word not in small:
            found.update(concepts_of(word), concepts_of_head(word))
    return found


@pytest.mark.parametrize("names", _SAID)
def test_theme_is_named_by_its_phrase_in_every_language(names: str) -> None:
    phrases = [phrase.strip() for phrase in _SAID[names].split("|")]
    missed = {
        (code, phrase, name)
        for code, phrase in zip(_LANGUAGES, phrases, strict=True)
        for name in names.split(", ")
        if name not in named(phrase, code)
    }

    assert missed == set()


@pytest.mark.parametrize("code", _ORDINARY)
def test_ordinary_sentences_of_a_registration_name_no_theme(code: str) -> None:
    seen = {said: sorted(named(said, code) & _THEMES) for said in _ORDINARY[code]}

    assert {said: names for said, names in seen.items() if names} == {}
