"""An installation to test with: three events of different themes, and two mailboxes for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.servers.office import TestOffice
from tests.servers.postfix import Postfix

HEALTH, DIGITAL, GARDEN = "gesundheit", "digital", "garten"
"""The events; the last two share a mailbox."""

EVENTS = {
    HEALTH: """\
id = "gesundheit"
title = "Fachtag Gesunde Kita"
place = "Stadthalle Görlitz"
starts = 2021-10-07T09:00:00
registration_opens = 2021-08-01
registration_closes = 2021-09-24
seats = 4
[[workshops]]
id = "1"
title = "Bewegung im Alltag"
[[workshops]]
id = "2"
title = "Essen und Trinken"
""",
    DIGITAL: """\
id = "digital"
title = "Konferenz Digitale Schule"
place = "Rathaus Bautzen"
starts = 2021-10-14T09:00:00
registration_opens = 2021-08-01
registration_closes = 2021-09-24
seats = 4
[[workshops]]
id = "1"
title = "Tablets im Unterricht"
[[workshops]]
id = "2"
title = "Datenschutz für Lehrkräfte"
""",
    GARDEN: """\
id = "garten"
title = "Gartentag Natur erleben"
place = "Schlosspark Pillnitz"
starts = 2021-10-21T09:00:00
registration_opens = 2021-08-01
registration_closes = 2021-09-24
seats = 4
[[workshops]]
id = "1"
title = "Hochbeete bauen"
[[workshops]]
id = "2"
title = "Wildbienen schützen"
""",
}
_SETTINGS = """\
database = "{database}"

[smtp]
host = "localhost"
port = {submission}
security = "starttls"
ca_file = "{ca_file}"
"""
_MAILBOX = """
[[mailbox]]
name = "{name}"
events = {events}
host = "localhost"
port = {imaps}
security = "tls"
ca_file = "{ca_file}"
username = "{address}"
password_file = "{name}.password"
folder = "INBOX"
poll_seconds = 1
lease_seconds = 3
catch_up = "send"
[mailbox.smtp]
username = "{address}"
password_file = "{name}.password"
from = "{address}"
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """The folder, and each mailbox as an office whose configuration it shares; `north` has one event, `south`
    two.
    """

    north: TestOffice
    south: TestOffice

    @property
    def folder(self) -> Path:
        return self.north.folder


def write_events(folder: Path) -> None:
    """The three files in `events`."""
    (folder / "events").mkdir()
    for name, text in EVENTS.items():
        (folder / "events" / f"{name}.toml").write_text(text, "utf-8")


def open_installation(folder: Path, postfix: Postfix, database: str = "sqlite:///mailbot.db") -> Installation:
    """Writes the configuration of an installation with two mailboxes of their own."""
    write_events(folder)
    served = {"north": (HEALTH,), "south": (DIGITAL, GARDEN)}
    offices = open_mailboxes(folder, postfix, served, database)
    return Installation(offices["north"], offices["south"])


def open_mailboxes(
    folder: Path, postfix: Postfix, served: Mapping[str, Sequence[str]], database: str
) -> dict[str, TestOffice]:
    """Writes the configuration of an installation whose events are there: a mailbox of its own for each name,
    with the ids of its events; by name, the mailbox as an office.
    """
    dovecot = postfix.dovecot
    settings = _SETTINGS.format(
        database=database, submission=postfix.submission, ca_file=dovecot.authority.ca_file
    )
    organiser = dovecot.add_account()
    offices: dict[str, TestOffice] = {}
    for name, events in served.items():
        account = dovecot.add_account()
        offices[name] = TestOffice(folder, account, organiser, postfix)
        secret = folder / f"{name}.password"
        secret.touch(0o600)
        secret.write_text(account.password, "utf-8")
        settings += _MAILBOX.format(
            name=name,
            events=str(list(events)).replace("'", '"'),
            imaps=dovecot.imaps,
            ca_file=dovecot.authority.ca_file,
            address=account.address,
        )
    (folder / "mailbot.toml").touch(0o600)
    (folder / "mailbot.toml").write_text(settings, "utf-8")
    return offices
