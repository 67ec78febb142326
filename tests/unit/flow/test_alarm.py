"""Alarms over a real ledger: by mail and by a command, once each, also over a restart."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_string, policy
from pathlib import Path

import pytest

from mailbot.config import AlarmSettings, OAuthSettings, OfficeSettings
from mailbot.decision import Rule
from mailbot.envelope import MailboxKey, OutboxState, SmtpReply
from mailbot.flow import Office, heldmail, open_office
from mailbot.flow.alarm import LedgerAlarm, alarm, run_command
from mailbot.flow.health import Pulse, health
from mailbot.store import Connection, MailboxState, claim, give_back, open_mailbox, prove, settle
from tests.desks import Desk
from tests.letters import BERLIN, doubtful, registration

MINUTE = timedelta(minutes=1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def with_command(folder: Path, script: str, settings: str = "") -> Desk:
    """A desk whose alarms go to a shell script that stands in a file."""
    file = folder / "alarm.sh"
    file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    file.chmod(0o700)
    return Desk(folder, settings=f'[alarm]\ncommand = ["./alarm.sh"]\n{settings}')


def restarted(desk: Desk) -> Office:
    """The office as a new process sees it."""
    return open_office(desk.folder, lambda: desk.now)


def contact(desk: Desk) -> MailboxState:
    """The mailbox is reached."""
    with desk.office.database.transaction() as tx:
        return open_mailbox(tx, MailboxKey("anmeldung@example.test", "INBOX", 1), desk.now)


def mails(desk: Desk) -> list[str]:
    """The words of each alarm."""
    texts = (
        message_from_string(desk.text_of(row["id"]), policy=policy.default) for row in desk.outbox("alarm")
    )
    parts = (next(p for p in text.walk() if p.get_content_type() == "text/plain") for text in texts)
    return [" ".join(str(part.get_content()).split()) for part in parts]


def test_alarm_is_told_once_again_daily_and_when_it_is_over(desk: Desk) -> None:
    start, told = desk.now, []
    for minutes in (29, 30, 31, 24 * 60, 24 * 60 + 30, 24 * 60 + 60):
        desk.now = start + timedelta(minutes=minutes)
        told.append(alarm(restarted(desk))[0])
        deliver_all(desk)
    contact(desk)
    told.append(alarm(desk.office)[0])

    assert told == [0, 1, 0, 0, 1, 0, 1]
    first, second, third = mails(desk)
    assert "Das Postfach ist seit 03.09.2021 10:12 nicht erreicht worden." in first
    assert "Noch immer (Alarm von 03.09.2021 10:42): Das Postfach" in second
    assert "Wieder in Ordnung: das Postfach. Der Alarm von 03.09.2021 10:42 ist vorbei." in third


def deliver_all(desk: Desk) -> None:
    """What is due has left."""
    with desk.office.database.transaction() as tx:
        for one in claim(tx, desk.now, 100):
            settle(tx, one, OutboxState.SENT, SmtpReply(250, "ok"), desk.now, None)


def test_alarm_whose_first_mail_has_not_left_writes_no_second_one(desk: Desk) -> None:
    for _ in range(30):
        desk.now += timedelta(days=1)
        alarm(desk.office)

    assert sum("Postfach ist" in words for words in mails(desk)) == 1


def test_mailbox_that_is_looked_into_seldom_is_silent_after_two_looks(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.with_settings(mailbox=replace(desk.office.settings.mailbox, poll_seconds=3600))
    Pulse(desk.office).beat(at_once=True)
    found = []
    for _ in range(3):
        desk.now += timedelta(hours=1)
        Pulse(desk.office).beat(at_once=True)
        found.append(Rule.MAILBOX in health(desk.office).failing)

    assert found == [False, True, True]


def test_every_organiser_gets_an_alarm(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.with_settings(office=OfficeSettings(("a@example.test", "b@example.test")))
    desk.now += timedelta(minutes=31)
    alarm(desk.office)

    assert [row["to"] for row in desk.outbox("alarm")] == ["a@example.test", "b@example.test"]


def test_outbox_that_is_stuck_is_told_however_often_the_server_was_tried(desk: Desk) -> None:
    desk.receive(registration("Anna Beispiel", "anna@example.org"))
    start = desk.now
    for minutes in range(0, 61, 10):
        desk.now = start + timedelta(minutes=minutes)
        contact(desk)
        with desk.office.database.transaction() as tx:
            give_back(tx, claim(tx, desk.now, 10), desk.now + MINUTE)
        told = alarm(desk.office)[0]
        assert told == (minutes == 60)

    assert "Antworten gehen nicht hinaus; fällig: 1, die älteste seit 03.09.2021 10:12." in mails(desk)[0]


def test_mails_that_wait_for_a_person_too_long_are_told_and_over_when_decided(desk: Desk) -> None:
    number = held_mail(desk)
    desk.now += timedelta(hours=72)
    contact(desk)
    deliver_all(desk)
    alarm(desk.office)
    heldmail.dismiss(desk.office, "anna", number)
    told = alarm(desk.office)[0]

    assert told == 1
    assert "Mails, die auf einen Menschen warten: 1, die älteste seit 03.09.2021 10:12." in mails(desk)[0]


def held_mail(desk: Desk) -> int:
    desk.receive(doubtful("Berta Vogel", "berta@example.org"))
    with desk.office.database.reading() as tx:
        return int(tx.exec_driver_sql("select id from mails where disposition = 'held'").scalar_one())


def test_mail_without_a_row_is_told_once_that_lasts(desk: Desk) -> None:
    told = []
    for _ in range(4):
        with desk.office.database.transaction() as tx:
            prove(tx, contact_state(desk, tx), (1, 2))
        told.append(alarm(desk.office)[0])
        desk.now += timedelta(minutes=5)
    state = contact(desk)
    with desk.office.database.transaction() as tx:
        prove(tx, state, ())
    told.append(alarm(desk.office)[0])

    assert told == [0, 0, 0, 1, 1]
    assert "liegen seit 03.09.2021 10:12 Mails, die nicht im Buch stehen: 2." in mails(desk)[0]


def contact_state(desk: Desk, tx: Connection) -> MailboxState:
    return open_mailbox(tx, MailboxKey("anmeldung@example.test", "INBOX", 1), desk.now)


def test_command_gets_the_alarm_as_json_and_nothing_of_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILBOT_SMTP__PASSWORD", "streng-geheim")
    desk = with_command(tmp_path, "cat > told.json; env > environment")
    desk.now += timedelta(minutes=30)

    assert alarm(desk.office) == (1, [])
    words = json.loads((tmp_path / "told.json").read_text("utf-8"))
    assert (words["rule"], words["phase"], words["event"]) == ("mailbox", "begun", "fachtag-2021")
    assert words["since"] == "2021-09-03T08:12:00+00:00"
    environment = (tmp_path / "environment").read_text("utf-8")
    assert "MAILBOT_ALARM_RULE=mailbox" in environment
    assert "geheim" not in environment


def test_command_that_fails_is_tried_three_times_and_hears_each_telling(tmp_path: Path) -> None:
    desk = with_command(tmp_path, "echo x >> tries; exit 3")
    desk.now += timedelta(minutes=30)
    problems = [alarm(restarted(desk))[1] for _ in range(5)]

    assert (tmp_path / "tries").read_text("utf-8") == "x\n" * 3
    assert problems == [["alarm.command: ./alarm.sh ended with exit code 3"]] * 3 + [[]] * 2
    deliver_all(desk)
    desk.now += timedelta(days=1)
    alarm(desk.office)
    assert (tmp_path / "tries").read_text("utf-8") == "x\n" * 4


def test_command_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    desk = with_command(tmp_path, "sleep 600 & sleep 600", "command_seconds = 1\n")
    desk.now += timedelta(minutes=30)
    began = time.monotonic()
    _, problems = alarm(desk.office)

    assert problems == ["alarm.command: ./alarm.sh did not end within 1 seconds"]
    assert time.monotonic() - began < 60


def test_command_that_is_not_there_is_named(desk: Desk) -> None:
    settings = AlarmSettings(command=("/nowhere/alarm",))
    problem = run_command(settings, {"rule": "mailbox", "phase": "begun"}, desk.folder)

    assert problem == "alarm.command: /nowhere/alarm cannot be run: No such file or directory"


def test_ledger_that_cannot_be_used_is_told_by_the_command_once_and_when_it_is_over(tmp_path: Path) -> None:
    desk = with_command(tmp_path, "echo $MAILBOT_ALARM_RULE $MAILBOT_ALARM_PHASE >> told")
    ledger = LedgerAlarm()
    for _ in range(20):
        ledger.failing(desk.office)
        desk.now += MINUTE
    ledger.well(desk.office)
    ledger.well(desk.office)

    assert (tmp_path / "told").read_text("utf-8") == "ledger begun\nledger over\n"


def test_secret_that_runs_out_is_told_thirty_days_before_and_again_seven(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    oauth = OAuthSettings(secret_expires=date(2021, 10, 31))
    desk.with_settings(smtp=replace(desk.office.settings.smtp, oauth=oauth))
    told = []
    for day in range(40):
        desk.now = datetime(2021, 9, 25, 12, 0, tzinfo=BERLIN) + timedelta(days=day)
        contact(desk)
        told += [desk.now.date().isoformat()] if alarm(desk.office)[0] else []
        deliver_all(desk)

    assert told == ["2021-10-02", "2021-10-25", "2021-10-31", "2021-11-01", "2021-11-02", "2021-11-03"]
    assert "läuft am 31.10.2021 ab; Tage bis dahin: 30." in mails(desk)[0]
    assert "ist am 31.10.2021 abgelaufen" in mails(desk)[3]


def test_worker_that_beats_is_alive_until_it_stops(desk: Desk) -> None:
    Pulse(desk.office).beat(at_once=True)
    contact(desk)
    alive = health(desk.office)
    desk.now += timedelta(minutes=15)
    dead = health(desk.office)

    assert (alive.well, dead.failing) == (True, (Rule.WORKER,))


def test_pulse_writes_once_a_minute_at_the_most(desk: Desk) -> None:
    pulse, beats = Pulse(desk.office), set[datetime | None]()
    for _ in range(120):
        pulse.beat()
        beats.add(health(desk.office).vitals.beat)
        desk.now += timedelta(seconds=1)

    assert len(beats) == 2
