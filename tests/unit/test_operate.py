"""docs/operate.md tells all of it: every limit with its default, every rule, every metric, a real alarm."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import MISSING, fields
from pathlib import Path

from mailbot.config import AlarmSettings
from mailbot.decision import Phase, Rule, Sign, Standing, Telling, alarm_values
from mailbot.flow import open_office
from mailbot.web.metrics import Measurements
from tests import pages
from tests.desks import Desk

NAME = "docs/operate.md"
PAGE = pages.text(NAME)


def test_every_limit_stands_there_with_its_default() -> None:
    (shown,) = [
        tomllib.loads(text)["alarm"] for text in pages.blocks(NAME, "toml") if "mailbox_minutes" in text
    ]
    defaults = {f.name: f.default for f in fields(AlarmSettings) if f.default is not MISSING}

    assert {name: tuple(v) if isinstance(v, list) else v for name, v in shown.items()} == defaults


def test_every_rule_and_every_metric_stands_there(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    given = {metric.name for metric in Measurements([desk.office]).collect()}
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
    shown = json.loads(next(text for text in pages.blocks(NAME, "json") if '"rule"' in text))

    assert list(shown) == list(real)
