"""Reading `event.toml`, and what its dates mean."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.config import load_event
from mailbot.errors import ConfigError
from mailbot.event import Event
from tests.servers.office import PROJECT

BASE = """
id = "fachtag"
title = "Fachtag"
starts = 2021-10-07T08:30:00
ends = 2021-10-07T16:00:00
"""


def _load(folder: Path, text: str, base: str = BASE) -> Event:
    (folder / "event.toml").write_text(base + text, "utf-8")
    return load_event(folder)


def test_event_shipped_file_has_the_facts_of_the_flyer() -> None:
    event = load_event(PROJECT / "config")

    assert (event.id, len(event.workshops), event.livestream) == ("fachtag-2021", 3, True)
    assert event.starts_at == datetime(2021, 10, 7, 6, 30, tzinfo=UTC)
    assert "Annett Schrenk" in " ".join(event.workshops[1].leaders)


def test_event_deadline_as_a_date_admits_the_whole_day(tmp_path: Path) -> None:
    event = _load(tmp_path, "registration_closes = 2021-09-24")

    assert event.closes_at == datetime(2021, 9, 24, 22, 0, tzinfo=UTC)


def test_event_deadline_as_a_time_is_that_instant(tmp_path: Path) -> None:
    event = _load(tmp_path, "registration_closes = 2021-09-24T12:00:00")

    assert event.closes_at == datetime(2021, 9, 24, 10, 0, tzinfo=UTC)


def test_event_deadline_on_a_day_that_ends_summer_time(tmp_path: Path) -> None:
    base = BASE.replace("2021-10-07", "2021-11-04")

    event = _load(tmp_path, "registration_closes = 2021-10-31", base)

    assert event.closes_at == datetime(2021, 10, 31, 23, 0, tzinfo=UTC)


def test_event_without_a_deadline_closes_when_it_starts(tmp_path: Path) -> None:
    event = _load(tmp_path, "")

    assert event.closes_at == event.starts_at


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tittle = 'x'", ["tittle", "did you mean title?"]),
        ("seats = 'viele'", ["seats", "'viele'", "a whole number"]),
        ("seats = -1", ["seats", "-1"]),
        ("timezone = 'Europe/Berln'", ["timezone", "Europe/Berln", '"Europe/Berlin"']),
        ("registration_closes = 2021-11-01", ["registration_closes", "after the end"]),
        ("registration_opens = 2021-11-01", ["registration_opens", "after registration closes"]),
        (
            "[[workshops]]\nid = '1'\ntitle = 'a'\n[[workshops]]\nid = '1'\ntitle = 'b'",
            ["workshops[2].id", '"1"'],
        ),
        ("[[workshops]]\nid = '1'\ntitel = 'a'", ["workshops[1].titel", "did you mean title?"]),
        ("[[workshops]]\nid = '1'", ["workshops[1].title", "missing"]),
        ("[[workshops]]\nid = 'livestream'\ntitle = 'a'", ["workshops[1].id", "reserved"]),
        ("[[workshops]]\nid = '1'\ntitle = 'a'\nseats = -3", ["workshops[1].seats", "-3"]),
    ],
)
def test_event_wrong_setting_is_named_with_a_remedy(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(ConfigError) as problem:
        _load(tmp_path, text)

    for word in (*words, "event.toml"):
        assert word in str(problem.value)


def test_event_that_ends_before_it_starts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="ends before it starts"):
        _load(tmp_path, "", BASE.replace("T16:00", "T06:00"))


def test_event_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="mailbot init"):
        load_event(tmp_path)


def test_event_workshop_id_may_be_a_number(tmp_path: Path) -> None:
    event = _load(tmp_path, "[[workshops]]\nid = 7\ntitle = 'a'")

    assert event.workshops[0].id == "7"
