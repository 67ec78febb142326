"""A new office: its two files and its secret, written from answers."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from mailbot.config import (
    EVENT_FILE,
    SETTINGS_FILE,
    MailboxSettings,
    Settings,
    SmtpSettings,
)
from mailbot.config.credentials import secret_in
from mailbot.config.writing import Values, commented
from mailbot.event import Event
from mailbot.flow.layout import NotLaidOut
from mailbot.intent.fold import fold

PASSWORD_FILE = "mailbox.password"  # noqa: S105 - a file's name
CLIENT_SECRET_FILE = "client.secret"  # noqa: S105 - the same
_EVENT_HEAD = """\
The event: what guests need to know. mailbot reads this file afresh before each turn, so a change counts at
once; more seats move the waiting list up. Texts stand in quotes, days as 2027-10-07, times as 09:15:00."""
_SETTINGS_HEAD = """\
The office: where mail comes from and by which rules it works. What stands behind a # is not set, and the
default shown counts. Passwords stand in files of their own. After a change, check and start anew."""

Answers = Mapping[str, Any]
Given = dict[str, Values | Sequence[Values]]


def found_office(config: Path, parts: Sequence[str], answers: Answers) -> list[Path]:
    """Writes the files of these parts ("event", "mail"); gives what it wrote. A file that was there is kept
    beside the new one, under the next free number.

    Raises: NotLaidOut.
    """
    texts: dict[str, tuple[str, int]] = {}
    if "event" in parts:
        texts[EVENT_FILE] = (event_text(answers), 0o644)
    if "mail" in parts:
        secrets = {PASSWORD_FILE: answers.get("password"), CLIENT_SECRET_FILE: answers.get("client_secret")}
        texts |= {name: (f"{secret}\n", 0o600) for name, secret in secrets.items() if secret}
        texts[SETTINGS_FILE] = (settings_text(answers), 0o600)
    written = []
    for name, (text, mode) in texts.items():
        file = config / name
        try:
            config.mkdir(parents=True, exist_ok=True)
            _set_aside(file)
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(text)
        except OSError as error:
            raise NotLaidOut(f"{file} cannot be written: {error.strerror}") from error
        written.append(file)
    return written


def event_text(answers: Answers) -> str:
    """event.toml from the answers."""
    starts = answers["starts"]
    event = {
        "id": f"{_slug(answers['title'])}-{starts.year}",
        "title": answers["title"],
        "language": answers.get("language"),
        "timezone": answers.get("timezone"),
        "starts": starts,
        "ends": answers.get("ends"),
        "place": answers.get("place"),
        "registration_opens": answers.get("opens"),
        "registration_closes": answers.get("deadline"),
        "seats": answers.get("seats"),
        "livestream": answers.get("livestream"),
    }
    organiser = {"name": answers.get("organiser"), "email": answers.get("contact")}
    workshops = [{"id": str(n)} | one for n, one in enumerate(answers.get("workshop") or (), 1)]
    values: Given = {"": _set(event), "organiser": _set(organiser), "workshops": workshops}
    return commented(Event, _EVENT_HEAD, values)


def settings_text(answers: Answers) -> str:
    """mailbot.toml from the answers; no secret is in it."""
    oauth = answers.get("oauth")
    sign_in: dict[str, Any] = {"sign_in": "oauth"}
    if not oauth:
        sign_in = {"password_file": answers.get("password_file") or PASSWORD_FILE}
    values: Given = {
        "": _set({"database": "sqlite:///mailbot.db", "mode": answers.get("mode")}),
        "mailbox": _set(_server(answers, "imap") | sign_in | {"folder": answers.get("folder")}),
        "smtp": _set(_server(answers, "smtp") | sign_in | {"from": _sender(answers)}),
        "office": _set({"notify": [answers["notify"]] if answers.get("notify") else None}),
        "oauth": _set(_oauth(answers)) if oauth else {},
    }
    return commented(Settings, _SETTINGS_HEAD, values)


def trial_settings(answers: Answers, config: Path) -> Settings:
    """The settings as they will be, for trying them before they are written.

    Raises: ConfigError if the file with the password cannot be used.
    """
    file = answers.get("password_file")
    imap, smtp = answers["imap"], answers["smtp"]
    shared = {"username": answers["username"], "ca_file": answers.get("ca_file")}
    password = secret_in(file, "--password-file", "command line") if file else answers["password"]
    place = file or config / PASSWORD_FILE
    return replace(
        Settings(),
        mailbox=MailboxSettings(
            host=imap.host, port=imap.port, security=imap.security, folder=answers.get("folder") or "INBOX",
            password=password, password_file=place, **shared,
        ),
        smtp=SmtpSettings(
            host=smtp.host, port=smtp.port, security=smtp.security, password=password, password_file=place,
            from_=_sender(answers), **shared,
        ),
    )  # fmt: skip


def _server(answers: Answers, kind: str) -> dict[str, Any]:
    server = answers[kind]
    return {
        "host": server.host,
        "port": server.port,
        "security": server.security.value,
        "ca_file": answers.get("ca_file"),
        "username": answers["username"],
    }


def _oauth(answers: Answers) -> dict[str, Any]:
    own = CLIENT_SECRET_FILE if answers.get("client_secret") else None
    return {
        "provider": answers["oauth"],
        "grant": answers["grant"],
        "tenant": answers["tenant"],
        "client_id": answers["client_id"],
        "client_secret_file": answers.get("client_secret_file") or own,
    }


def _sender(answers: Answers) -> str:
    name, address = answers.get("sender") or "", answers["address"]
    if not name:
        return str(address)
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>' if re.search(r'[][()<>:;@\\,."]', name) else f"{name} <{address}>"


def _set(values: Mapping[str, Any]) -> Values:
    return {key: value for key, value in values.items() if value not in (None, "")}


def _slug(title: str) -> str:
    words = re.findall(r"[a-z0-9]+", fold(title))
    return "-".join(words)[:40].rstrip("-") or "event"


def _set_aside(file: Path) -> None:
    if file.exists():
        file.rename(next(p for n in count(1) if not (p := file.with_name(f"{file.name}.{n}")).exists()))
