"""The quick reading of TOML word lists gives what `tomllib` gives."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import pytest

from mailbot.intent.fold import fold, fold_all
from mailbot.intent.language import parse_language
from mailbot.intent.tables import Cut, Deferred, read_tables

_ROOM = resources.files("mailbot.intent")
_LANGUAGES = sorted(e.name for e in (_ROOM / "languages").iterdir() if e.name.endswith(".toml"))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value.strings() if isinstance(value, Cut) else value


def _cuts(value: Any) -> bool:
    return isinstance(value, Cut) or (isinstance(value, dict) and any(map(_cuts, value.values())))


@pytest.mark.parametrize("path", ["concepts.toml", *(f"languages/{name}" for name in _LANGUAGES)])
def test_read_tables_is_toml_and_quick_for_every_file(path: str) -> None:
    text = (_ROOM / path).read_text("utf-8")
    read = read_tables(text)
    assert _plain(read) == tomllib.loads(text)
    assert _cuts(read), "the file uses more of TOML than is read quickly"


@pytest.mark.parametrize("name", _LANGUAGES)
def test_parse_language_finds_nothing_wrong_in_any_file(name: str) -> None:
    assert parse_language(name, (_ROOM / "languages" / name).read_text("utf-8")).code == name[:2]


@pytest.mark.parametrize(
    "text",
    [
        'a = ["x", "y z",]',
        'a = [\n  "#", "]", # a comment\n  "[b]"\n]\n',
        'a = "\\u00e4"',
        "a = '''x'''\n",
        "[a.b]\nc = 1.5\n",
        "[a]\nb = []\n# end",
        'a = """\nx y\nz"""\n"-1" = true\nc = -7\n',
        "a = { b = [1, 2] }",
        '[[a]]\nb = ""\n',
    ],
)
def test_read_tables_agrees_with_tomllib(text: str) -> None:
    assert _plain(read_tables(text)) == tomllib.loads(text)


@pytest.mark.parametrize("text", ["a = 1\na = 2\n", "[a]\n[a]\n", "a = ", "a = [\n", '["a"', "a b = 1"])
def test_read_tables_refuses_what_tomllib_refuses(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        read_tables(text)


def test_deferred_makes_each_value_once_and_only_when_asked() -> None:
    made: list[str] = []

    def make(key: str, raw: int) -> int:
        made.append(key)
        return raw * 2

    doubled = Deferred({"a": 1, "b": 2}, make)
    assert list(doubled) == ["a", "b"]
    assert "c" not in doubled
    assert made == []
    assert (doubled["b"], doubled["b"], len(doubled)) == (4, 4, 2)
    assert made == ["b"]


@pytest.mark.parametrize(
    "words",
    [[], ["Größe", "м'ясо", "M'Barek", "2-й", "ІІ-й", "كتاب", "٣", "phòng", "STRASSE", "e-mail", "ﬁn"]],
)
def test_fold_all_folds_each_word_as_fold_does(words: list[str]) -> None:
    assert fold_all(words) == [fold(word) for word in words]
