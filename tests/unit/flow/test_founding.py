"""The files of a new office say what was answered, keep secrets apart, and are read as they were meant."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest

from mailbot.config import Grant, Mode, Provider, Security, Server, SignIn, load_event, load_settings
from mailbot.flow.founding import found_office
from mailbot.flow.layout import NotLaidOut

ANSWERS: dict[str, Any] = {
    "title": "Tag",
    "starts": datetime(2031, 10, 7, 9),
    "ends": datetime(2031, 10, 7, 16),
    "deadline": date(2031, 9, 24),
    "workshop": [{"title": "A"}, {"title": "B", "seats": 5}],
    "address": "anmeldung@amt.test",
    "username": "anmeldung",
    "imap": Server("imap.amt.test", 143, Security.STARTTLS),
    "smtp": Server("smtp.amt.test", 465, Security.TLS),
    "password": "ge'heim\"",
    "sender": "Amt",
    "mode": Mode.SUPERVISED,
}


def test_office_is_read_as_it_was_answered(tmp_path: Path) -> None:
    written = found_office(tmp_path / "config", ("event", "mail"), ANSWERS)
    event, settings = load_event(tmp_path / "config"), load_settings(tmp_path / "config", {})

    assert (event.id, event.registration_closes, len(event.workshops)) == ("tag-2031", date(2031, 9, 24), 2)
    assert (settings.mailbox.host, settings.mailbox.port) == ("imap.amt.test", 143)
    assert (settings.smtp.security, settings.smtp.password) == (Security.TLS, ANSWERS["password"])
    private = [file.name for file in written if file.stat().st_mode & 0o077 == 0]
    assert private == ["mailbox.password", "mailbot.toml"]
    assert ANSWERS["password"] not in (tmp_path / "config" / "mailbot.toml").read_text("utf-8")


def test_office_that_signs_in_by_oauth(tmp_path: Path) -> None:
    oauth = {
        "oauth": Provider.MICROSOFT,
        "grant": Grant.CLIENT_CREDENTIALS,
        "tenant": "t",
        "client_id": "c",
        "client_secret": "geheim",
        "password": None,
    }
    found_office(tmp_path, ("mail",), ANSWERS | oauth)
    settings = load_settings(tmp_path, {})

    assert (settings.mailbox.sign_in, settings.smtp.sign_in) == (SignIn.OAUTH, SignIn.OAUTH)
    assert settings.smtp.oauth is not None
    assert (settings.smtp.oauth.tenant, settings.smtp.oauth.client_secret) == ("t", "geheim")


@pytest.mark.parametrize("name", ["Amt", "Amt, Raum 3", 'Das "Amt"', "Amt (Süd) <x@y>", "Ämter\\Sachsen"])
def test_name_of_the_sender_is_what_was_answered(tmp_path: Path, name: str) -> None:
    found_office(tmp_path, ("mail",), ANSWERS | {"sender": name})

    assert parseaddr(load_settings(tmp_path, {}).smtp.from_) == (name, "anmeldung@amt.test")


def test_files_that_are_there_are_set_aside(tmp_path: Path) -> None:
    for _ in range(3):
        found_office(tmp_path, ("event",), ANSWERS)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["event.toml", "event.toml.1", "event.toml.2"]


def test_folder_that_cannot_be_written_is_named() -> None:
    with pytest.raises(NotLaidOut, match="/proc/amt"):
        found_office(Path("/proc/amt"), ("event",), ANSWERS)


@pytest.mark.parametrize("title", ["Ökotag – für alle!", "день", "---"])
def test_event_is_called_by_something_that_can_stand_in_a_file_name(tmp_path: Path, title: str) -> None:
    found_office(tmp_path, ("event",), ANSWERS | {"title": title})
    identifier = load_event(tmp_path).id

    assert identifier.isascii()
    assert identifier.endswith("-2031")
