"""docs/operate.md shows only what is there: keys with their defaults, commands, rules and metrics."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import MISSING, fields
from pathlib import Path

import pytest
import typer

from mailbot.cli import app
from mailbot.config import AlarmSettings, load_settings
from mailbot.decision import Phase, Rule, Sign, Standing, Telling, alarm_values
from mailbot.flow import open_office
from mailbot.web.metrics import Measurements
from tests.desks import Desk
from tests.servers.office import PROJECT

PAGE = (PROJECT / "docs" / "operate.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"(?s)```{language}\n(.*?)```", PAGE)


@pytest.mark.parametrize("number", range(len(blocks("toml"))))
def test_every_table_of_settings_is_taken(tmp_path: Path, number: int) -> None:
    text = blocks("toml")[number]
    for name in re.findall(r'_file = "([^"]+)"', text):
        (tmp_path / name).write_text("geheim\n", "utf-8")
        (tmp_path / name).chmod(0o600)
    (tmp_path / "mailbot.toml").write_text(text, "utf-8")

    assert load_settings(tmp_path, {}).alarm.command_seconds == 10


def test_every_limit_stands_there_with_its_default() -> None:
    (shown,) = [tomllib.loads(text)["alarm"] for text in blocks("toml") if "mailbox_minutes" in text]
    defaults = {f.name: f.default for f in fields(AlarmSettings) if f.default is not MISSING}

    assert {name: tuple(v) if isinstance(v, list) else v for name, v in shown.items()} == defaults


def test_every_command_is_there() -> None:
    commands = set(re.findall(r"(?m)(?:^|`)mailbot ([a-z][a-z-]*)", PAGE))
    known = typer.main.get_group(app).commands

    assert {"health", "check", "run", "web", "backup", "restore"} <= commands <= set(known)
    for command, option in re.findall(r"mailbot ([a-z-]+) (--[a-z-]+)", PAGE):
        assert option in {o for p in known[command].params for o in p.opts}, (command, option)


def test_every_rule_and_every_metric_stands_there(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    given = {metric.name for metric in Measurements(desk.office).collect()}
    written = set(re.findall(r"`(mailbot_[a-z_]+)`", PAGE))

    assert {rule.value for rule in Rule} == set(
        re.findall(r"(?m)^\| `([a-z]+)` \|", PAGE.partition("## Metrics")[0])
    )
    ours = {name if name != "mailbot" else "mailbot_info" for name in given if name.startswith("mailbot")}
    assert ours <= written


def test_alarm_that_is_shown_has_the_keys_of_a_real_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    telling, now = Telling(Phase.BEGUN, Sign(Rule.MAILBOX, well=False)), desk.now
    event = open_office(tmp_path, lambda: now).event
    real = alarm_values(telling, Standing(1, Rule.MAILBOX, now, now), event, now)
    shown = json.loads(next(text for text in blocks("json") if '"rule"' in text))

    assert list(shown) == list(real)
