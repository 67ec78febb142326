"""An installation without servers: two mailboxes and three events over one ledger, mails put in by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from pwdlib import PasswordHash
from starlette.testclient import TestClient

from mailbot.envelope import MailboxKey, RawMessage, Role
from mailbot.flow import Office, mailrooms, open_offices
from mailbot.flow.accounts import session_for
from mailbot.flow.intake import Handled, take_one
from mailbot.store import open_mailbox, users
from mailbot.web import create_app
from mailbot.web.cookies import SECRET_FILE, SESSION, Cookies, secret_in
from tests.letters import RECEIVED, letter
from tests.servers.installation import DIGITAL, GARDEN, HEALTH, write_events

HOST = "http://desk.test"
PASSWORD = "ein langes Wort"
SETTINGS = """\
[[mailbox]]
name = "north"
username = "north@example.test"
catch_up = "send"
events = ["gesundheit"]
[[mailbox]]
name = "south"
username = "south@example.test"
catch_up = "send"
events = ["digital", "garten"]
"""


@cache
def _hashed(password: str) -> str:
    """Hashing is meant to be slow: once for all tests is enough."""
    return PasswordHash.recommended().hash(password)


def receive_at(room: Office, data: bytes, received: datetime = RECEIVED, uid: int = 1) -> Handled:
    """A mail comes into the mailbox of these offices."""
    with room.database.transaction() as tx:
        state = open_mailbox(tx, MailboxKey(*room.account, 1), received)
    return take_one(room, state, RawMessage(state.key, uid, received, len(data), data))


class House:
    """An installation, its desk, and who may sign in: `boss`, and for each event somebody of its name. more:
    further settings; `now` is what its clock says.
    """

    def __init__(self, folder: Path, more: str = "") -> None:
        self.folder = folder
        self.now = RECEIVED
        write_events(folder)
        (folder / "mailbot.toml").write_text(more + SETTINGS, "utf-8")
        self.offices = open_offices(folder, lambda: self.now)
        self.app = create_app(self.offices)
        self._uid = 100
        first = self.offices[0]
        with first.database.transaction() as tx:
            users.save_user(tx, "boss", Role.ADMIN, _hashed(PASSWORD), RECEIVED)
            for event in (HEALTH, DIGITAL, GARDEN):
                users.save_user(tx, event, Role.ORGANISER, _hashed(PASSWORD), RECEIVED, [event])

    def office(self, event: str) -> Office:
        return next(one for one in self.offices if one.event.id == event)

    def room(self, mailbox: str) -> Office:
        (found,) = [one for one in mailrooms(self.offices) if one.name == mailbox]
        return found

    def write(self, mailbox: str, name: str, words: str) -> Handled:
        """A letter comes in now."""
        text = f"Guten Tag,\n\n{words}\n\nMit freundlichen Grüßen\n{name}\nDiakonie Freiberg\n"
        address = name.lower().replace(" ", ".") + "@outside.test"
        return self.receive(mailbox, letter(f"{name} <{address}>", "Anmeldung", text, identifier=address))

    def receive(self, mailbox: str, data: bytes, received: datetime | None = None) -> Handled:
        """A mail comes in at `received` (now, unless given)."""
        self._uid += 1
        return receive_at(self.room(mailbox), data, received or self.now, self._uid)

    def browser(self, name: str) -> TestClient:
        cookies = Cookies(secret_in(self.folder / SECRET_FILE))
        token = cookies._signer.sign(session_for(self.offices[0], name)).decode()
        browser = TestClient(self.app, base_url=HOST, follow_redirects=False)
        browser.cookies.set(SESSION, token)
        return browser

    def rows(self, what: Callable[..., Any], event: str) -> list[dict[str, Any]]:
        with self.offices[0].database.reading() as tx:
            return list(what(tx, events=[event]))
