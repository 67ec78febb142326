"""Trouble at real servers reaches the organisers: by mail, and by a command where mail does not leave."""

from __future__ import annotations

import json
from datetime import UTC, timedelta

import pytest

from tests.integration.ledger import outbox
from tests.letters import RECEIVED, registration
from tests.servers.dovecot import Dovecot
from tests.servers.office import TestOffice


@pytest.fixture
def told_office(office: TestOffice) -> TestOffice:
    """The office with an organiser, and with a command that writes down what it hears."""
    script = office.folder / "pager"
    script.write_text("#!/bin/sh\ncat >> heard; echo >> heard\n", "utf-8")
    script.chmod(0o700)
    words = f'notify = ["{office.organiser.address}"]\n[alarm]\ncommand = ["./pager"]\n'
    office.change("mailbot.toml", "notify = []\n", words)
    return office


def run(office: TestOffice, minutes: int) -> int:
    """A run so many minutes after the mail came; its exit code."""
    moment = RECEIVED + timedelta(minutes=minutes)
    return office.mailbot("run", "--once", "--as-of", moment.astimezone(UTC).isoformat()).returncode


def heard(office: TestOffice) -> list[tuple[str, str]]:
    file = office.folder / "heard"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [(words["rule"], words["phase"]) for words in map(json.loads, lines)]


def alarms(office: TestOffice) -> int:
    """How many alarms lie in the organiser's mailbox."""
    office.postfix.settle()
    return sum(b"X-Mailbot-Notice: alarm" in mail for mail in office.dovecot.messages(office.organiser))


def test_mailbox_that_is_gone_for_an_hour_is_told_once_and_when_it_is_back(
    told_office: TestOffice, own_dovecot: Dovecot
) -> None:
    office = told_office
    account = own_dovecot.add_account(office.account.address, office.account.password)
    office.change("mailbot.toml", f"port = {office.dovecot.imaps}", f"port = {own_dovecot.imaps}")
    codes = [run(office, 0)]
    own_dovecot.stop()
    seen = []
    for minutes in (10, 31, 45, 60):
        codes.append(run(office, minutes))
        seen.append((alarms(office), heard(office)))
    own_dovecot.start()
    own_dovecot.append(account, registration("Sabine Richter", "sabine.alarm@outside.test"), RECEIVED)
    codes.append(run(office, 65))

    begun, over = ("mailbox", "begun"), ("mailbox", "over")
    assert codes == [0, 1, 1, 1, 1, 0]
    assert seen == [(0, []), (1, [begun]), (1, [begun]), (1, [begun])]
    assert (alarms(office), heard(office)) == (2, [begun, over])
    assert office.answers("sabine.alarm@outside.test")


def test_mail_that_does_not_leave_is_told_by_the_command_and_by_mail_when_it_can(
    told_office: TestOffice,
) -> None:
    office = told_office
    office.arrive([(registration("Peter Vogel", "peter.alarm@outside.test"), RECEIVED)])
    port = f"port = {office.postfix.submission}"
    office.change("mailbot.toml", port, "port = 9")
    codes = [run(office, minutes) for minutes in (1, 30, 62, 70)]
    stuck = heard(office)
    health = office.mailbot("health", "--json")
    office.change("mailbot.toml", "port = 9", port)
    codes.append(run(office, 90))

    assert (codes, stuck) == ([1, 1, 1, 1, 0], [("outbox", "begun")])
    assert (health.returncode, "outbox" in json.loads(health.stdout)["alarms"]) == (1, True)
    assert heard(office) == [("outbox", "begun"), ("outbox", "over")]
    assert len(office.answers("peter.alarm@outside.test")) == 1
    assert alarms(office) == 2
    assert {row["state"] for row in outbox(office)} == {"sent"}
