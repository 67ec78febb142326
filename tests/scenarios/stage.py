"""Plays a script: mails go into a real mailbox, the worker's turn is taken, our replies leave by SMTP."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from functools import cache
from typing import Any

import pytest

from mailbot.decision import AlreadyDone, Refused
from mailbot.delivery import shipped_templates
from mailbot.delivery.templates import Templates
from mailbot.demo.clients import Quoted, write
from mailbot.demo.folder import edited
from mailbot.demo.inbox import ScriptedMail
from mailbot.envelope import OutboxState
from mailbot.flow import Handled, Office, open_office, turn
from mailbot.store import reports
from tests.letters import BERLIN
from tests.scenarios.actions import Names, act
from tests.scenarios.script import Script, Step
from tests.servers.office import TestOffice

ORGANISERS = "organisers"
_BEGINS = datetime(2021, 9, 6, 10, 0, tzinfo=BERLIN)
"""When a script begins that does not say when: a Monday, while registration is open."""
_QUIET = {"schedule.reminder_days_before": "0"}
_PLAIN = ("confirmed", "workshop-full")
"""Reasons that need not be said."""


@dataclass
class Stage:
    """One performance: a script, a real office, and what has happened so far."""

    script: Script
    house: TestOffice
    settings: pytest.MonkeyPatch
    now: datetime = _BEGINS
    office: Office = field(init=False)
    _sent: dict[str, bytes] = field(default_factory=dict)
    _ended: dict[str, str] = field(default_factory=dict)
    _outbox: dict[int, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        told = {"office.notify": self.house.organiser.address} if self.script.clockwork else _QUIET
        self._settle(told | dict(self.script.settings))
        self._edit_event(self.script.event)
        self.office = self._opened()

    def play(self) -> None:
        """Step by step; every difference to what the script says is an AssertionError."""
        for number, step in enumerate(self.script.steps, 1):
            told = f"step {number}" + (f" ({step.mail})" if step.mail else "")
            self._step(step, told)
        if self.script.listed is not None:
            _same(self.people(), _lines(self.script.listed), "in the end")
        self._nothing_is_lost()

    def close(self) -> None:
        """Gives the ledger back."""
        self.office.database.close()

    def people(self) -> list[str]:
        """The list as a script shows it: name, status and place, in order of receipt."""
        with self.office.database.reading() as tx:
            rows = list(reports.registrations(tx, self.office.event.id))
        return [_line(row) for row in rows]

    def _opened(self) -> Office:
        """The office as after a start of the program; templates are compiled once for all scripts."""
        office = open_office(self.house.folder, lambda: self.now)
        office.composer._templates = _shipped()
        return office

    def _step(self, step: Step, told: str) -> None:
        self.now = step.at or self.now + timedelta(minutes=1)
        if step.settings:
            self._settle(step.settings)
            self.office.database.close()
            self.office = self._opened()
        if step.event:
            self._edit_event(step.event)
            self.office = self.office.refreshed()
        if step.text or step.again:
            self._arrive(step)
        elif step.organiser is not None:
            self._act(step)
        if step.unread:
            return
        if not (step.text or step.again or step.organiser):
            self.house.postfix.settle()  # what came back of our mails is in the mailbox by now
        self._turn()
        if step.becomes:
            _same(self._ended.get(step.again or step.mail), step.becomes, told)
        self._compare_outbox(step, told)
        if step.listed is not None:
            _same(self.people(), _lines(step.listed), told)

    def _turn(self) -> None:
        """What the worker does when it wakes; nothing may go wrong, and every mail has its row."""

        def note(handled: Handled, _done: int, _all: int) -> None:
            identifier = _message_id(handled.raw.data)
            name = next((n for n, raw in self._sent.items() if _message_id(raw) == identifier), "a bounce")
            decision = handled.decision
            code = "" if decision.reason in _PLAIN else f", {decision.reason}"
            self._ended[name] = decision.disposition.value + code

        done = turn(self.office, note)
        _same((done.problems, done.intake.missing), ((), ()), "the turn")

    def _arrive(self, step: Step) -> None:
        received = step.received or self.now
        if step.again:
            self.house.arrive([(self._sent[step.again], received)])
            return
        names = [step.mail] if step.times == 1 else [f"{step.mail} {n}" for n in range(1, step.times + 1)]
        mails = {name: self._written(step, name, received) for name in names}
        self._sent |= mails
        self.house.arrive((raw, received) for raw in mails.values())

    def _written(self, step: Step, name: str, received: datetime) -> bytes:
        text = step.text.replace("{number}", name.rpartition(" ")[2])
        answered = self._answered(step) if step.answers else None
        subject = self._filled(step.subject) or ("" if answered else "Anmeldung zum Fachtag")
        mail = ScriptedMail(
            name.replace(" ", "-"), received.replace(tzinfo=None), step.sender, subject, step.client, text
        )
        raw = write(mail, self.house.account.address, received, answered)
        if not step.headers:
            return raw
        message = message_from_bytes(raw, policy=SMTP)
        for header, value in step.headers.items():
            del message[header]
            message[header] = value
        return message.as_bytes()

    def _filled(self, text: str) -> str:
        """The text with "{reference of NAME}" filled in."""
        return re.sub(r"\{reference of (.*?)\}", lambda found: self._reference(found[1]), text)

    def _answered(self, step: Step) -> Quoted:
        """Our mail that is answered: "confirmation", or "confirmation to" somebody else."""
        notice, _, address = step.answers.partition(" to ")
        to = address or step.sender.rpartition("<")[2].rstrip(">").lower()
        return Quoted.of(self._bytes_of(self._ours(f"{notice} to {to}")))

    def _act(self, step: Step) -> None:
        names = Names(self._reference, self._mail_id, self._ours)
        words = dict(step.organiser or {})
        if not step.refused:
            act(self.office, words, names)
            return
        with pytest.raises((Refused, AlreadyDone)) as refused:
            act(self.office, words, names)
        _same(getattr(refused.value, "reason", "already-done"), step.refused, "refused")

    def _edit_event(self, changes: Any) -> None:
        lines = {_place(key): _toml(value) for key, value in changes.items()}
        file = self.house.folder / "event.toml"
        file.write_text(edited(file.read_text("utf-8"), lines), "utf-8")

    def _settle(self, settings: Any) -> None:
        for key, value in settings.items():
            self.settings.setenv(f"MAILBOT_{key.replace('.', '__').upper()}", str(value))

    def _reference(self, who: str) -> str:
        name, _, address = who.rstrip(">").partition(" <")
        with self.office.database.reading() as tx:
            rows = list(reports.registrations(tx, self.office.event.id))
        found = [r for r in rows if r["name"] == name and address in ("", r["email"])]
        assert found, f"{who} is not on the list"
        return str(found[-1]["reference"])

    def _mail_id(self, name: str) -> int:
        with self.office.database.reading() as tx:
            rows = list(reports.mails(tx))
        identifier = _message_id(self._sent[name])
        return next(int(row["id"]) for row in rows if row["message_id"] == identifier)

    def _ours(self, words: str) -> int:
        notice, _, to = words.partition(" to ")
        address = self.house.organiser.address if to == ORGANISERS else to
        found = [
            n for n, row in self._written_by_us().items() if (row["notice"], row["to"]) == (notice, address)
        ]
        assert found, f"there is no {words}"
        return found[-1]

    def _bytes_of(self, outbox_id: int) -> bytes:
        with self.office.database.reading() as tx:
            data = reports.outgoing_bytes(tx, outbox_id)
        assert data is not None
        return data

    def _written_by_us(self) -> dict[int, dict[str, Any]]:
        with self.office.database.reading() as tx:
            return {row["id"]: row for row in reports.outbox(tx)}

    def _compare_outbox(self, step: Step, told: str) -> None:
        """What left in this step, and what began to wait for a person, is what the script says."""
        before, self._outbox = self._outbox, self._written_by_us()
        changed = {
            n: r for n, r in self._outbox.items() if n not in before or before[n]["state"] != r["state"]
        }
        left = [n for n, row in changed.items() if row["state"] == OutboxState.SENT]
        waits = {self._called(r): r["reason"] for r in changed.values() if r["state"] == OutboxState.WITHHELD}
        expected = Counter(
            {key.partition(" x ")[0]: int(key.partition(" x ")[2] or 1) for key in step.writes}
        )
        _same(Counter(self._called(self._outbox[n]) for n in left), expected, told)
        _same(waits, dict(step.withheld), told)
        for key, words in step.writes.items():
            texts = [_text(self._bytes_of(n)) for n in left if self._called(self._outbox[n]) == key]
            for text in texts:
                assert [word for word in words if _plain(word) not in text] == [], f"{told}: {key}: {text}"
                assert [word for word in step.unsaid if _plain(word) in text] == [], f"{told}: {key}: {text}"

    def _called(self, row: dict[str, Any]) -> str:
        to = ORGANISERS if row["to"] == self.house.organiser.address else row["to"]
        return f"{row['notice']} to {to}"

    def _nothing_is_lost(self) -> None:
        """Postfix has delivered what we sent, each mail once; the mails that wait are the expected ones."""
        sent = [row for row in self._written_by_us().values() if row["state"] == OutboxState.SENT]
        for address in {row["to"] for row in sent}:
            ours = sorted(row["message_id"] for row in sent if row["to"] == address)
            _same(sorted(self._delivered(address)), ours, f"delivered to {address}")

    def _delivered(self, address: str) -> list[str]:
        self.house.postfix.settle()
        dovecot, organiser = self.house.dovecot, self.house.organiser
        inbox = dovecot.messages(organiser if address == organiser.address else dovecot.outside(address))
        mails = [message_from_bytes(raw, policy=default) for raw in inbox]
        return [str(m["Message-ID"]).strip() for m in mails if self.house.account.address in str(m["From"])]


def _same(found: object, expected: object, told: str) -> None:
    assert found == expected, f"{told}: {found!r} instead of {expected!r}"


@cache
def _shipped() -> Templates:
    return Templates([shipped_templates()])


def _line(row: dict[str, Any]) -> str:
    waits = row["waiting_for"] is not None
    place = "livestream" if row["attendance"] == "livestream" else ""
    if row["workshop"] and not place and row["status"] != "waitlisted":
        place = f"workshop {row['workshop']}"
    line = f"waits for workshop {row['waiting_for']} as number {row['position']}" if waits else ""
    return "  ".join(
        part for part in (row["name"] or "?", row["status"], ", ".join(filter(None, (place, line)))) if part
    )


def _lines(table: str) -> list[str]:
    """The lines of a table in a script, however many blanks stand between its columns."""
    rows = [line.split("  ") for line in table.strip().splitlines()]
    return ["  ".join(part.strip() for part in row if part.strip()) for row in rows]


def _message_id(raw: bytes) -> str:
    return str(message_from_bytes(raw, policy=default)["Message-ID"]).strip()


def _text(data: bytes) -> str:
    message = message_from_bytes(data, policy=default)
    body = message.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    return _plain(f"{message['Subject']}\n{body.get_content()}")


def _plain(text: str) -> str:
    return " ".join(text.split())


def _place(key: str) -> tuple[str, str]:
    words = key.split()
    return (words[1], words[2]) if words[0] == "workshop" else ("", key)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else f'"{value}"'
