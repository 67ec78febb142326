"""Every key is told with its meaning, and docs/configure.md tells what the models say."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailbot.config import Settings, load_settings
from mailbot.config.reference import reference
from mailbot.errors import ConfigError
from mailbot.event import Event
from scripts.configuration import PAGE, page

MODELS = (Settings, Event)


def test_page_of_settings_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page(), "run .venv/bin/python scripts/configuration.py"


@pytest.mark.parametrize("model", MODELS)
def test_every_key_says_what_it_means(model: type) -> None:
    keys = [(table.name, key.name, key.means) for table in reference(model) for key in table.keys]

    assert len(keys) > 30
    assert [key for key in keys if not key[2].endswith(".")] == []


def test_defaults_that_are_told_change_nothing(tmp_path: Path) -> None:
    tables = [table for table in reference(Settings) if table.name != "oauth"]
    text = "".join(
        (f"[{table.name}]\n" if table.name else "")
        + "".join(f"{key.name} = {key.default}\n" for key in table.keys if key.default)
        for table in tables
    )
    (tmp_path / "mailbot.toml").write_text(text, "utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "mailbot.toml").write_text('database = "sqlite:///../mailbot.db"\n[web]\n', "utf-8")

    told, untold = load_settings(tmp_path, {}), load_settings(tmp_path / "empty", {})
    assert len(tomllib.loads(text)) > 10
    assert told.mailbox == untold.mailbox
    assert (told.smtp, told.alarm, told.log, told.web) == (untold.smtp, untold.alarm, untold.log, untold.web)
    assert (told.limits, told.waiting, told.schedule) == (untold.limits, untold.waiting, untold.schedule)


def test_bounds_and_choices_are_told() -> None:
    keys = {(table.name, key.name): key for table in reference(Settings) for key in table.keys}

    assert keys["mailbox", "port"].takes == "number, 1 to 65535"
    assert keys["waiting", "answer_days"].takes == "number, 0 or more"
    assert keys["", "mode"].takes == '`"automatic"`, `"supervised"`'
    assert keys["smtp", "from"].default == '""'
    assert [
        key.name for table in reference(Event) for key in table.keys if key.needed and not table.name
    ] == [
        "id",
        "title",
        "starts",
    ]


@dataclass(frozen=True, slots=True)
class Untold:
    """A table whose key nobody has described."""

    silent: str = ""
    told: str = ""
    """Says it."""


def test_key_without_a_word_is_noticed() -> None:
    ((silent, told),) = [table.keys for table in reference(Untold)]

    assert (silent.means, told.means) == ("", "Says it.")


def test_proxies_are_addresses_or_networks(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {"MAILBOT_WEB__PROXIES": "10.0.0.7, 192.0.2.0/24,::1"})
    assert settings.web is not None
    assert settings.web.proxies == ("10.0.0.7", "192.0.2.0/24", "::1")

    for wrong in ("*", "proxy.example.org"):
        with pytest.raises(ConfigError, match=r"web\.proxies\[1\]"):
            load_settings(tmp_path, {"MAILBOT_WEB__PROXIES": wrong})
