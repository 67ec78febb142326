"""Languages as data: what is wrong in a file is named; every shipped file is read."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import mailbot.intent
from mailbot.errors import ConfigError
from mailbot.intent.language import languages, parse_language


def test_languages_hold_the_promised_ones() -> None:
    assert {"de", "en", "ar", "uk", "ru", "fa", "fr", "tr", "pl", "vi", "es", "ro"} <= set(languages())


@pytest.mark.parametrize("code", sorted(languages()))
def test_language_has_what_every_reading_needs(code: str) -> None:
    language = languages()[code]

    assert language.code == code
    assert language.stopwords
    assert {"register", "self_register", "question", "livestream", "closing", "greeting"} <= set(
        language.cues
    )
    assert {"name", "workshop", "organisation"} <= set(language.labels)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('code = "x"\n[cues]\nregster = ["a"]', "cues.regster"),
        ('code = "x"\n[cues]\nregister = 3', "cues.register"),
        ('code = "x"\n[numbers]\ntwo = ["zwei"]', "numbers.two"),
        ('code = "x"\nwords = 3', "words"),
        ('code = "x"\ntraits = ["capital"]', "traits"),
        ('code = "x"\nstopwords = "the a the"', "stopwords"),
    ],
)
def test_parse_language_names_the_wrong_key(text: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_language("x.toml", text)

    assert caught.value.key == key


def test_parse_language_that_is_no_toml() -> None:
    with pytest.raises(ConfigError):
        parse_language("x.toml", "code = ")


@pytest.mark.parametrize(
    "pattern", ["falls|wenn|im fall|im falle", "see below|mail below", "gern||gerne", "* kommen"]
)
def test_parse_language_refuses_patterns_that_cannot_match_as_meant(pattern: str) -> None:
    with pytest.raises(ConfigError):
        parse_language("xx.toml", f'[cues]\nregister = ["{pattern}"]\n')


@pytest.mark.parametrize("code", sorted(languages()))
def test_language_says_nothing_twice(code: str) -> None:
    file = Path(mailbot.intent.__file__).parent / "languages" / f"{code}.toml"
    tables = [t for t in tomllib.loads(file.read_text("utf-8")).values() if isinstance(t, dict)]
    lists = [(key, values) for t in tables for key, values in t.items() if isinstance(values, list)]

    assert lists
    assert {key: v for key, values in lists for v in values if values.count(v) > 1} == {}
