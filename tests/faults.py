"""An office at work in this process, between a real mailbox behind a proxy and a scripted SMTP server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from mailbot.config import Filing, Security
from mailbot.flow import Turn, turn
from mailbot.store import reports
from tests.desks import Desk
from tests.letters import PEOPLE, registration
from tests.servers import imap_proxy
from tests.servers.dovecot import Account, Dovecot
from tests.servers.imap_proxy import ImapProxy
from tests.servers.scripted_smtp import ScriptedSmtp, scripted

HANDLED, ASIDE = "Fertig", "Zu klären"


@dataclass(slots=True)
class FaultyOffice:
    """`desk` has the ledger and the clock; what it reads comes through `proxy`, what it sends to `smtp`."""

    desk: Desk
    dovecot: Dovecot
    account: Account
    proxy: ImapProxy
    smtp: ScriptedSmtp

    def arrive(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Mails come in now, each a second after the one before."""
        received = [(raw, self.desk.now + timedelta(seconds=n)) for n, raw in enumerate(mails)]
        self.dovecot.append_all(self.account, received, folder)

    def turn(self, **later: float) -> Turn:
        """One turn of the worker, after the clock went on by `later`, as timedelta names it."""
        self.desk.now += timedelta(**later)
        return turn(self.desk.office)

    def mails(self) -> list[dict[str, Any]]:
        """Every mail, as `mailbot mails` lists it."""
        with self.desk.office.database.reading() as tx:
            return list(reports.mails(tx))

    def copies(self) -> Counter[str]:
        """How many mails the SMTP server took for whom."""
        return Counter(_address(raw, "To") for raw in self.smtp.stored)

    def lying(self, folder: str = "INBOX") -> Counter[str]:
        """How many mails of whom lie in a folder; nothing where there is no such folder."""
        with self.dovecot.client(self.account) as client:
            if not client.folder_exists(folder):
                return Counter()
        return Counter(_address(raw, "From") for raw in self.dovecot.messages(self.account, folder))

    def file_by(self, filing: Filing, *, handled: str = HANDLED, aside: str = ASIDE) -> None:
        """Handled mail is filed so from now on, to the folders that are named here."""
        mailbox = self.desk.office.settings.mailbox
        mailbox = replace(mailbox, filing=filing, handled_folder=handled, held_folder=aside)
        self.desk.with_settings(mailbox=mailbox)


@contextmanager
def faulty_office(folder: Path, dovecot: Dovecot, settings: str = "") -> Iterator[FaultyOffice]:
    """An office with an empty mailbox of its own; nothing of it is filed unless a test says so.

    settings: more lines of mailbot.toml.
    """
    account = dovecot.add_account()
    with imap_proxy.before(dovecot.imap) as proxy, scripted() as smtp:
        desk = Desk(folder, settings=settings)
        usual = desk.office.settings
        mailbox = replace(
            usual.mailbox,
            host="127.0.0.1",
            port=proxy.port,
            security=Security.NONE,
            username=account.address,
            password=account.password,
        )
        desk.with_settings(
            mailbox=mailbox,
            smtp=replace(usual.smtp, host="127.0.0.1", port=smtp.port, security=Security.NONE),
        )
        try:
            yield FaultyOffice(desk, dovecot, account, proxy, smtp)
        finally:
            desk.office.database.close()


def address(number: int) -> str:
    """Where this one of PEOPLE writes from."""
    return f"p{number}@ours.test"


def people(*numbers: int) -> list[bytes]:
    """The registrations of these of PEOPLE."""
    return [registration(PEOPLE[n], address(n), str(1 + n % 3)) for n in numbers]


def everyone(*numbers: int) -> Counter[str]:
    """Each of them once."""
    return Counter(address(n) for n in numbers)


def ensure_done(office: FaultyOffice, *numbers: int) -> None:
    """Each of these people has one row of mail, one seat and one reply, and nothing is missing."""
    rows = office.desk.registrations()
    assert [(r["name"], r["status"]) for r in rows] == [(PEOPLE[n], "confirmed") for n in numbers]
    assert office.copies() == everyone(*numbers)
    assert len(office.mails()) == len(numbers)
    assert [row["state"] for row in office.desk.outbox()] == ["sent"] * len(numbers)


def _address(raw: bytes, field: str) -> str:
    address: str = message_from_bytes(raw, policy=default)[field].addresses[0].addr_spec
    return address
