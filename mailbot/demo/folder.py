"""The configuration of the demo's office, laid out in a temporary folder as a real one would be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mailbot.config import EVENT_FILE, SETTINGS_FILE, load_event
from mailbot.demo.server import HOST, MailServer
from mailbot.errors import Permanent
from mailbot.flow import lay_out

ADDRESS = "anmeldung@landkreis.example"
"""The shared mailbox of the demo, in place of the one that the event's file names."""

EVENT_ID = "fachtag-2021"
"""The event that the scripted mails are about."""

_PASSWORD_FILE = "mailbox.password"  # noqa: S105 - a file's name
_SETTINGS = """\
database = "sqlite:///mailbot.db"

[mailbox]
host = "{host}"
port = {imap_port}
security = "none"
username = "{address}"
password_file = "{password_file}"
filing = "keyword"

[smtp]
host = "{host}"
port = {smtp_port}
security = "none"
from = "Anmeldung zum Fachtag <{address}>"
"""

Changes = Mapping[tuple[str, str], str]
"""New values by (id of the workshop or "", key), as they are to stand in the file."""


def furnish(directory: Path, server: MailServer, password: str, changes: Changes) -> Path:
    """Lay out what `mailbot init` does, then fit it to a running server; give the folder to work from.

    event.toml is the shipped one with `changes`, mailbot.toml speaks of `server` alone.

    Raises: Permanent if the shipped event.toml describes another event than the demo plays.
    """
    for _ in lay_out(directory):
        pass
    folder = directory / "config"
    file = folder / EVENT_FILE
    event = load_event(folder)
    if event.id != EVENT_ID:
        raise Permanent(f"the demo plays the event {EVENT_ID}, but config/{EVENT_FILE} describes {event.id}")
    text = file.read_text("utf-8").replace(event.organiser.email, ADDRESS)
    file.write_text(edited(text, changes), "utf-8")
    settings = _SETTINGS.format(
        host=HOST,
        imap_port=server.imap_port,
        smtp_port=server.smtp_port,
        address=ADDRESS,
        password_file=_PASSWORD_FILE,
    )
    (folder / SETTINGS_FILE).write_text(settings, "utf-8")
    (folder / _PASSWORD_FILE).touch(0o600)  # a secret that others may read is refused
    (folder / _PASSWORD_FILE).write_text(password, "utf-8")
    return folder


def change_event(folder: Path, changes: Changes) -> None:
    """Edit event.toml as an organiser would: the next turn of the worker reads it afresh."""
    file = folder / EVENT_FILE
    file.write_text(edited(file.read_text("utf-8"), changes), "utf-8")


def edited(text: str, changes: Changes) -> str:
    """`text` of an event.toml with single lines replaced; comments and all else stay as they are.

    Raises: Permanent if a key to be changed is not in the text.
    """
    left = dict(changes)
    section = ""
    lines = []
    for line in text.splitlines(keepends=True):
        key, separator, value = (part.strip() for part in line.partition("="))
        if line.startswith("["):
            section = line.strip()
        elif separator and key == "id" and section:
            section = value.strip('"')
        change = left.pop((section, key), None) if separator else None
        lines.append(line if change is None else f"{key} = {change}\n")
    if left:
        raise Permanent(f"event.toml has no {', '.join(key for _, key in left)} to be changed for the demo")
    return "".join(lines)
