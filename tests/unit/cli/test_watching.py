"""`mailbot health`: a line for each rule, and an exit code for programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.decision import Rule
from mailbot.flow.health import Pulse
from tests.desks import Desk
from tests.unit.cli.conftest import Mailbot


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An office at this moment: the command has the machine's clock."""
    desk = Desk(tmp_path, datetime.now(UTC))
    Pulse(desk.office).beat(at_once=True)
    return desk


def test_health_tells_a_line_for_each_rule(desk: Desk, mailbot: Mailbot) -> None:
    done = mailbot("--config", desk.folder, "health")

    assert (done.code, done.err) == (0, "")
    rules = [line.split()[1] for line in done.text.splitlines()]
    assert rules == [rule.value for rule in Rule]
    assert "ok   mailbox (the mailbox): 0 min, limit 30 min" in done.text


def test_health_that_is_not_well_ends_with_1(desk: Desk, mailbot: Mailbot) -> None:
    desk.now -= timedelta(hours=3)
    Pulse(desk.office).beat(at_once=True)
    done = mailbot("--config", desk.folder, "health")

    assert (done.code, done.err) == (1, "mailbot: not well: worker\n")
    assert "FAIL worker (the worker): 3 h, limit 15 min" in done.text


def test_health_as_json_is_what_healthz_says(desk: Desk, mailbot: Mailbot) -> None:
    done = mailbot("--config", desk.folder, "health", "--json")

    told = json.loads(done.text)
    assert (done.code, told["status"], told["failing"]) == (0, "ok", [])
    assert told["parts"]["worker"]["limit"] == 900


def test_backup_is_known_to_health(desk: Desk, mailbot: Mailbot) -> None:
    before = json.loads(mailbot("--config", desk.folder, "health", "--json").text)["parts"]["backup"]
    mailbot("--config", desk.folder, "backup", desk.folder / "copy.db")
    after = json.loads(mailbot("--config", desk.folder, "health", "--json").text)["parts"]["backup"]

    assert (before["since"], after["age_seconds"] < 100) == (None, True)


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ("", "ok   alarm: trouble is told by mail to organisers (1)"),
        ('command = ["true"]', "ok   alarm: trouble is told by mail to organisers (1) and the command true"),
        ('command = ["nowhere"]', "FAIL alarm: alarm.command: nowhere is no program that can be run"),
        ('command = ["./nowhere"]', "FAIL alarm: alarm.command: ./nowhere is no program that can be run"),
    ],
)
def test_check_tells_who_hears_of_trouble(tmp_path: Path, mailbot: Mailbot, settings: str, line: str) -> None:
    Desk(tmp_path, settings=f"[alarm]\n{settings}\n")

    assert line in mailbot("--config", tmp_path, "check").text.splitlines()
