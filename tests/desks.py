"""An office without servers: the real ledger, rules and words, mails put in by hand, a clock to turn."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from mailbot.envelope import MailboxKey, RawMessage
from mailbot.flow import Office, open_office
from mailbot.flow.intake import Handled, take_one
from mailbot.store import MailboxState, open_mailbox, reports
from tests.letters import RECEIVED, letter
from tests.servers.office import PROJECT

_SETTINGS = """\
database = "{database}"
[mailbox]
username = "anmeldung@example.test"
catch_up = "send"
[smtp]
from = "Anmeldung <anmeldung@example.test>"
[office]
notify = ["organisation@example.test"]
"""


@dataclass
class Desk:
    """An office whose mails come from the test; `now` is what its clock says."""

    folder: Path
    now: datetime = RECEIVED
    settings: str = ""
    database: str = "sqlite:///mailbot.db"
    office: Office = field(init=False)
    _state: MailboxState = field(init=False)
    _uids: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        shutil.copy(PROJECT / "config" / "event.toml", self.folder)
        text = _SETTINGS.format(database=self.database) + self.settings
        (self.folder / "mailbot.toml").touch(0o600)
        (self.folder / "mailbot.toml").write_text(text, "utf-8")
        self.reopen()

    def reopen(self) -> None:
        """The office as after a restart of the program."""
        self.office = open_office(self.folder, lambda: self.now)
        with self.office.database.transaction() as tx:
            self._state = open_mailbox(tx, MailboxKey("anmeldung@example.test", "INBOX", 1), self.now)

    def edit_event(self, old: str, new: str) -> None:
        """Changes the event as an organiser does, in the file; the next turn reads it."""
        file = self.folder / "event.toml"
        text = file.read_text("utf-8")
        assert old in text, old
        file.write_text(text.replace(old, new), "utf-8")
        self.office = self.office.refreshed()

    def receive(self, data: bytes, received: datetime | None = None) -> Handled:
        """A mail comes in at `received` (now, unless given) and is worked on at once."""
        at = received or self.now
        raw = RawMessage(self._state.key, next(self._uids), at, len(data), data)
        return take_one(self.office, self._state, raw)

    def write(self, sender: str, body: str, subject: str = "Anmeldung", **more: Any) -> Handled:
        """A plain letter comes in now."""
        number = next(self._uids)
        return self.receive(letter(sender, subject, body, identifier=f"mail-{number}", **more))

    def registrations(self) -> list[dict[str, Any]]:
        """The list as `mailbot registrations` shows it."""
        with self.office.database.reading() as tx:
            return list(reports.registrations(tx, self.office.event.id))

    def outbox(self, notice: str = "") -> list[dict[str, Any]]:
        """Our mails, those of one notice if it is named."""
        with self.office.database.reading() as tx:
            return [row for row in reports.outbox(tx) if notice in ("", row["notice"])]

    def text_of(self, outbox_id: int) -> str:
        """The bytes of a mail of ours, as text."""
        with self.office.database.reading() as tx:
            data = reports.outgoing_bytes(tx, outbox_id)
        assert data is not None
        return data.decode("ascii")

    def with_settings(self, **changes: Any) -> None:
        """Other settings from now on."""
        self.office = replace(self.office, settings=replace(self.office.settings, **changes))
