"""Alarms: what is not well is told to the organisers by mail, and to the office's own command.

The mail and the note that it was told are one transaction, so a restart tells nothing twice. The command is
the way that does not need the mail server; it is run after the commit and tried again by the next turns if it
fails, three times in all. If the program dies just after it, it hears the same thing twice.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from mailbot.config import AlarmSettings
from mailbot.decision import (
    Phase,
    Telling,
    alarm_mail,
    alarm_prefix,
    alarm_values,
    due_tellings,
)
from mailbot.flow.health import health_within, limits_of
from mailbot.flow.office import Office
from mailbot.flow.posting import post_to_organisers
from mailbot.store import (
    Connection,
    add_call,
    alarm_waits,
    call_failed,
    call_made,
    calls_to_make,
    note_telling,
)

_TRIES = 3
COMMAND_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
"""Where a command without a slash in its name is looked for."""
log = logging.getLogger("mailbot.alarm")


def alarm(office: Office) -> tuple[int, list[str]]:
    """Tells what is to be told now; gives how many alarms were told, and what went wrong with the command.

    Raises: DatabaseFailed, TemplateProblem.
    """
    now = office.clock()
    with office.database.transaction() as tx:
        found = health_within(office, tx)
        tellings = due_tellings(found.signs, found.standing, limits_of(office), now)
        for telling in tellings:
            _tell(office, tx, telling)
    for telling in tellings:
        log.warning("alarm", extra={"rule": telling.sign.rule.value, "phase": telling.phase.value})
    return len(tellings), _call(office)


def _tell(office: Office, tx: Connection, telling: Telling) -> None:
    now, event, settings = office.clock(), office.event, office.settings
    standing = note_telling(tx, event.id, telling, now)
    if settings.alarm.command:
        add_call(tx, standing.id, alarm_values(telling, standing, event, now))
    # What the organisers have not got yet need not be said to them again.
    if telling.phase is Phase.LASTS and alarm_waits(tx, alarm_prefix(standing)):
        return
    mails = [alarm_mail(telling, standing, event, to, now) for to in settings.office.notify]
    post_to_organisers(office, tx, "alarm", mails, now)


def _call(office: Office) -> list[str]:
    """Makes the calls that are due; gives what went wrong, as sentences."""
    with office.database.reading() as tx:
        calls = calls_to_make(tx, office.event.id)
    problems: list[str] = []
    for one in calls:
        problem = run_command(office.settings.alarm, one.words, office.folder)
        with office.database.transaction() as tx:
            if problem and one.tries + 1 < _TRIES:
                call_failed(tx, one)
            else:
                call_made(tx, one)
        if problem:
            problems.append(problem)
    return problems


class LedgerAlarm:
    """Tells the office's own command that the ledger cannot be used. Nothing can be written down then, so
    this remembers by itself; after a restart it is told again.
    """

    def __init__(self) -> None:
        self._since: datetime | None = None
        self._told = False

    def failing(self, office: Office) -> str:
        """The ledger failed just now; told once that has lasted. Gives what went wrong with the command."""
        now = office.clock()
        self._since = self._since or now
        patience = timedelta(minutes=office.settings.alarm.worker_minutes)
        if self._told or not patience or now - self._since < patience:
            return ""
        self._told = True
        return self._run(office, Phase.BEGUN)

    def well(self, office: Office) -> str:
        """The ledger works; told if it was told that it did not."""
        problem = self._run(office, Phase.OVER) if self._told else ""
        self._since, self._told = None, False
        return problem

    def _run(self, office: Office, phase: Phase) -> str:
        now = office.clock()
        words = {
            "rule": "ledger",
            "phase": phase.value,
            "alarm": None,
            "event": office.event.id,
            "began_at": (self._since or now).isoformat(),
            "told_at": now.isoformat(),
            "since": (self._since or now).isoformat(),
            "count": None,
            "limit": None,
            "text": "The ledger (database) cannot be used."
            if phase is Phase.BEGUN
            else "Well again: the ledger.",
        }
        log.warning("alarm", extra={"rule": "ledger", "phase": phase.value})
        return run_command(office.settings.alarm, words, office.folder)


def run_command(settings: AlarmSettings, words: dict[str, Any], folder: Path) -> str:
    """Runs the office's own command in `folder`, without a shell, with the alarm as JSON on its standard
    input; gives what went wrong as a sentence, or "". What it prints is nobody's: it may be anything.

    Of our own environment it gets nothing: passwords may stand in it.
    """
    if not settings.command:
        return ""
    name = settings.command[0]
    environment = {
        "PATH": COMMAND_PATH,
        "LANG": "C.UTF-8",
        "MAILBOT_ALARM_RULE": str(words["rule"]),
        "MAILBOT_ALARM_PHASE": str(words["phase"]),
    }
    try:
        process = subprocess.Popen(  # noqa: S603 - the office's own words, and no shell
            settings.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        return f"alarm.command: {name} cannot be run: {error.strerror}"
    with process:
        try:
            process.communicate(json.dumps(words).encode(), timeout=settings.command_seconds)
        except subprocess.TimeoutExpired:
            # Its own children too: one that holds on would keep us waiting.
            os.killpg(process.pid, signal.SIGKILL)
            return f"alarm.command: {name} did not end within {settings.command_seconds} seconds"
    code = process.returncode
    return f"alarm.command: {name} ended with exit code {code}" if code else ""
