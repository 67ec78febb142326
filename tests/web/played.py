"""The demo's inbox at a real office: read from Dovecot, answered by way of Postfix, shown at a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from mailbot.config import Mode
from mailbot.demo.clients import Quoted, write
from mailbot.demo.folder import edited
from mailbot.demo.inbox import ScriptedMail, load_inbox
from mailbot.demo.show import header
from mailbot.envelope import Role
from mailbot.flow import Office, open_office, turn
from mailbot.flow.accounts import add_user
from mailbot.store import reports
from mailbot.store.browse import waiting_mails
from mailbot.web import serving
from tests.letters import BERLIN, PEOPLE, doubtful, registration, with_file
from tests.routes import Places
from tests.servers.office import TestOffice
from tests.servers.office import open_office as furnish
from tests.servers.postfix import Postfix
from tests.web.browser import PASSWORD

USERS = {"anna": Role.ORGANISER, "berta": Role.ORGANISER, "Ada Admin": Role.ADMIN, "Rita": Role.READER}
"""Who may sign in, all with the same password."""

_SEATS = {("", "seats"): "40", ("1", "seats"): "8", ("2", "seats"): "5", ("3", "seats"): "9"}
_NOW = datetime(2021, 9, 20, 18, 0, tzinfo=BERLIN)
"""Four days before registration closes; what the demo's inbox brings later has not come yet."""

_MORE = [
    ("Gerda Winkler", "winkler@kita-sonnenblume.example", "1"),
    ("Tomasz Wójcik", "t.wojcik@brueckenbauer.example", "3"),
    ("Rosemarie Auerbach", "auerbach@seniorenbuero-mitte.example", "1"),
    ("Leyla Demir", "l.demir@frauentreff.example", "3"),
]
_WITHHELD = [
    ("Konrad Seifert", "seifert@turnverein-erzgrund.example", "3"),
    ("Ilse Hofmann", "hofmann@nachbarschaftshilfe.example", "1"),
]


@dataclass
class Played:
    """The office with its servers, the address of its desk, and a clock that tests may turn."""

    test_office: TestOffice
    now: datetime
    address: str = ""
    office: Office = field(init=False)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.office = open_office(self.test_office.folder, lambda: self.now)

    def arrive(self, *mails: bytes, supervised: bool = False) -> None:
        """Mails come into the mailbox now, and the office works them off."""
        self.now += timedelta(seconds=30)
        self.test_office.arrive((mail, self.now) for mail in mails)
        self.work_off(supervised=supervised)

    def work_off(self, *, supervised: bool = False) -> None:
        """One turn of the worker; `supervised`: what it writes waits for release."""
        office = self.office
        if supervised:
            office = replace(office, settings=replace(office.settings, mode=Mode.SUPERVISED))
        done = turn(office)
        assert not done.problems, done.problems

    def held_mail(self, name: str) -> int:
        """The mail of somebody, which waits for a person; gives its number."""
        self.arrive(doubtful(name, f"{family(name)}-{next(self._numbers)}@verein.example"))
        return self.waiting()[-1]

    def waiting(self) -> list[int]:
        """The numbers of the mails that wait, the oldest first."""
        with self.office.database.reading() as tx:
            return [int(row["id"]) for row in waiting_mails(tx, self.office.event.id)]

    def registered(self, name: str) -> dict[str, Any]:
        """The registration of somebody, as `mailbot registrations` shows it."""
        with self.office.database.reading() as tx:
            rows = reports.registrations(tx, self.office.event.id)
            return next(row for row in rows if row["name"] == name)

    def outbox(self, state: str = "") -> list[dict[str, Any]]:
        """Our mails, those in one state if it is named."""
        with self.office.database.reading() as tx:
            return [row for row in reports.outbox(tx) if state in ("", row["state"])]

    def delivered(self, address: str) -> list[str]:
        """Subjects of what has come to an address outside, once the office has sent what is due."""
        self.now += timedelta(minutes=2)
        self.work_off()
        return [header(mail, "Subject") for mail in self.test_office.answers(address)]

    def places(self) -> Places:
        """What the pages are looked at with."""
        sabine = self.registered("Sabine Krüger")
        return Places(self.waiting()[-1], sabine["reference"], self.outbox("withheld")[0]["id"])


@contextmanager
def played(folder: Path, postfix: Postfix) -> Iterator[Played]:
    """The office after two weeks of registration, and its desk on a free port of this machine."""
    test_office = furnish(folder, postfix)
    event = folder / "event.toml"
    # Those who lead the workshops of the event that is shipped have no part in tests and pictures.
    text = re.sub(r"leaders = \[[^]]*\]", 'leaders = ["Dr. Beate Beispiel"]', event.read_text("utf-8"))
    event.write_text(edited(text, _SEATS), "utf-8")
    office = Played(test_office, _NOW)
    for name, role in USERS.items():
        add_user(office.office, name, PASSWORD, role)
    _play(office)
    try:
        with serving(office.office, 0) as office.address:
            yield office
    finally:
        office.office.database.close()


def _play(office: Played) -> None:
    """The inbox comes in: first what begins something, then what answers us; a few more; some wait."""
    inbox = load_inbox()
    come = [mail for mail in inbox.mails if mail.at.replace(tzinfo=BERLIN) < _NOW]
    written: dict[str, bytes] = {}
    for mail in come:
        if not mail.answers:
            written[mail.id] = written[mail.again] if mail.again else _written(office, mail, None)
    office.test_office.arrive((written[m.id], _at(m)) for m in come if m.id in written)
    office.work_off()
    answers = [m for m in come if m.answers]
    office.test_office.arrive(
        (_written(office, m, _reply(office, inbox.find(m.answers))), _at(m)) for m in answers
    )
    office.work_off()
    office.arrive(*(registration(*who) for who in _MORE))
    office.arrive(registration("Uwe Irrgang", "uwe@rejected.test", "3"))
    office.arrive(*(registration(*who) for who in _WITHHELD), supervised=True)
    office.arrive(with_file(doubtful(PEOPLE[0], "albrecht@verein.example")))


def family(name: str) -> str:
    """The last of somebody's names, as it stands in addresses."""
    return name.rpartition(" ")[2].lower()


def _at(mail: ScriptedMail) -> datetime:
    return mail.at.replace(tzinfo=BERLIN)


def _written(office: Played, mail: ScriptedMail, reply: bytes | None) -> bytes:
    return write(mail, office.test_office.account.address, _at(mail), Quoted.of(reply) if reply else None)


def _reply(office: Played, mail: ScriptedMail) -> bytes | None:
    """Our newest answer to a scripted mail, from the mailbox of its sender."""
    sender = mail.from_.rpartition("<")[2].strip(">")
    answers = office.test_office.answers(sender)
    return next((a for a in reversed(answers) if header(a, "In-Reply-To") == mail.message_id), None)
