"""What is written for an office is read again as it was meant, and says of every key what it means."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.config import Settings
from mailbot.config.reference import reference
from mailbot.config.writing import Value, Values, commented, toml
from mailbot.event import Event

Given = dict[str, Values | Sequence[Values]]


@pytest.mark.parametrize("model", [Event, Settings])
def test_file_names_every_key_of_its_model(model: type) -> None:
    values: Given = {"": {"title": "Tag"}, "workshops": [{"id": "1"}], "programme": [{"title": "Kaffee"}]}
    text = commented(model, "Kopf", values)

    for table in reference(model):
        for key in (key for key in table.keys if key.takes != "table"):
            assert key.means.split()[0] in text
            assert f"{key.name} = " in text or f"# {key.name}: " in text, key.name


def test_what_is_given_is_set_and_nothing_else() -> None:
    text = commented(Settings, "Kopf", {"": {"mode": "supervised"}, "smtp": {"from": "a@b.test"}})
    found = {name: value for name, value in tomllib.loads(text).items() if value}

    assert found == {"mode": "supervised", "smtp": {"from": "a@b.test"}}
    assert "web" not in tomllib.loads(text)


@given(
    st.one_of(
        st.text(), st.integers(), st.booleans(), st.lists(st.text()),
        st.dates(min_value=date(1, 1, 1)), st.times(), st.datetimes(min_value=datetime(1000, 1, 1)),
    )
)  # fmt: skip
def test_value_is_read_as_it_was_written(value: Value) -> None:
    assert tomllib.loads(f"key = {toml(value)}") == {"key": value}


def test_path_is_written_as_text() -> None:
    assert toml(Path("a b") / "c") == '"a b/c"'
    assert toml(time(9, 15)) == "09:15:00"
