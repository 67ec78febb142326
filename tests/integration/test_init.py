"""Somebody sets an office up at a terminal, against real servers, and it works."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path

from mailbot.config import Mode, load_event, load_settings
from tests.servers.office import _ENVIRONMENT
from tests.servers.postfix import Postfix
from tests.servers.terminal import Terminal, at_terminal

ENVIRONMENT = _ENVIRONMENT | {"TERM": "dumb"}


def init(folder: Path, *flags: str) -> AbstractContextManager[Terminal]:
    command = [sys.executable, "-m", "mailbot", "init", str(folder / "office"), *flags]
    return at_terminal(command, folder, ENVIRONMENT)


def servers(postfix: Postfix) -> tuple[str, ...]:
    """What no office would have to say: servers on this machine, vouched for by nobody."""
    ca_file = str(postfix.dovecot.authority.ca_file)
    return "--ca-file", ca_file, "--smtp", f"localhost:{postfix.submission}:starttls"


def test_office_is_set_up_at_a_terminal(postfix: Postfix, tmp_path: Path) -> None:
    account = postfix.dovecot.add_account(password="Schluessel & Bund")
    with init(tmp_path, *servers(postfix)) as terminal:
        _answer_about_the_event(terminal, account.address)
        terminal.answer("Address that registrations", account.address)
        terminal.answer("Name to sign in")
        terminal.answer("IMAP server", f"localhost:{postfix.dovecot.imaps}:tls")
        terminal.answer("Password: ", "falsch")
        terminal.answer("Folder")
        terminal.answer("Name of the sender", "Anmeldung, Stadt Freiberg")
        terminal.answer("reports and alarms")
        terminal.answer("supervised")
        terminal.await_words("User name or password are wrong")
        terminal.answer("Change which answer? (leave: go on as it is) [password]")
        terminal.answer("Password: ", account.password)
        terminal.await_words("All is well.")
        code = terminal.end()
    config = tmp_path / "office" / "config"
    event, settings = load_event(config), load_settings(config, {})

    assert (code, "Traceback" in terminal.screen) == (0, False)
    assert (event.id, event.place, event.livestream) == (
        "tag-der-nachbarschaft-gemeinsam-2031",
        "Rathaus, Markt 1",
        True,
    )
    assert [(w.id, w.title, w.seats, len(w.leaders)) for w in event.workshops] == [
        ("1", "Gärten", 20, 2),
        ("2", "Brücken", None, 0),
    ]
    assert (settings.mode, settings.office.notify) == (Mode.SUPERVISED, (account.address,))
    assert settings.smtp.from_ == f'"Anmeldung, Stadt Freiberg" <{account.address}>'
    assert (settings.mailbox.password, settings.smtp.password) == (account.password, account.password)
    assert (config / "mailbox.password").stat().st_mode & 0o777 == 0o600
    for text in (terminal.screen, (config / "mailbot.toml").read_text("utf-8")):
        assert account.password not in text
        assert "falsch" not in text
    assert "# Whether replies leave by themselves" in (config / "mailbot.toml").read_text("utf-8")
    assert postfix.dovecot.messages(account) == []


def test_office_that_is_there_is_not_written_over_silently(tmp_path: Path) -> None:
    config = tmp_path / "office" / "config"
    config.mkdir(parents=True)
    for name in ("event.toml", "mailbot.toml"):
        (config / name).write_text("title = 'meins'\n", "utf-8")
    with init(tmp_path, "--no-check") as terminal:
        terminal.answer("event.toml is there. Write it anew", "n")
        terminal.answer("mailbot.toml is there. Write it anew", "y")
        terminal.answer("Address that registrations", "a@example.test")
        terminal.answer("Name to sign in")
        terminal.answer("IMAP server", "localhost:9:tls")
        terminal.answer("SMTP server", "localhost:9:tls")
        terminal.answer("Password: ", "geheim")
        for words in ("Folder", "Name of the sender", "reports and alarms", "supervised"):
            terminal.answer(words)
        terminal.await_words("nothing listens on port 9")
        terminal.answer("Change which answer? (leave: go on as it is) [imap]", "leave")
        code = terminal.end()

    assert (code, "Traceback" in terminal.screen) == (0, False)
    assert (config / "event.toml").read_text("utf-8") == "title = 'meins'\n"
    assert (config / "mailbot.toml.1").read_text("utf-8") == "title = 'meins'\n"
    assert load_settings(config, {}).mailbox.host == "localhost"


def test_whoever_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    with init(tmp_path) as terminal:
        terminal.answer("Title of the event", "Tag")
        terminal.leave("It starts")
        assert terminal.end() != 0

    assert list(tmp_path.iterdir()) == []


def test_office_is_set_up_by_flags_alone(postfix: Postfix, tmp_path: Path) -> None:
    account = postfix.dovecot.add_account()
    (tmp_path / "secret").touch(0o600)
    (tmp_path / "secret").write_text(account.password, "utf-8")
    flags: tuple[str, ...] = ("--title", "Tag", "--starts", "2031-10-07 09:00", "--workshop", "A;5")
    flags += ("--address", account.address, "--imap", f"localhost:{postfix.dovecot.imaps}", *servers(postfix))
    flags += ("--password-file", str(tmp_path / "secret"), "--defaults", "--notify", account.address)
    with init(tmp_path, *flags) as terminal:
        code = terminal.end()
    settings = load_settings(tmp_path / "office" / "config", {})

    assert (code, "All is well" in terminal.screen) == (0, True), terminal.screen
    assert settings.mailbox.password_file == tmp_path / "secret"
    assert settings.mode is Mode.SUPERVISED


def _answer_about_the_event(terminal: Terminal, contact: str) -> None:
    terminal.answer("Title of the event", "Tag der Nachbarschaft: „Gemeinsam“")
    terminal.answer("It starts", "übermorgen")
    terminal.answer("is no day; write", "7.10.2031, 9:30")
    terminal.answer("It ends")
    terminal.answer("Place", "Rathaus, Markt 1")
    terminal.answer("Registration opens")
    terminal.answer("Last day of registration", "8.10.2031")
    terminal.answer("Seats in all", "60")
    terminal.answer("Workshop as", "Gärten; 20; Anna Albrecht (Amt), Bernd Brandt")
    terminal.answer("Workshop as", "Brücken")
    terminal.answer("Workshop as")
    terminal.answer("Livestream", "j")
    terminal.answer("Language")
    terminal.answer("Who invites", "Stadt Freiberg")
    terminal.answer("Address at which", contact)
    # A day after the event cannot be the last one.
    terminal.answer("Change which answer", "")
    terminal.answer("Last day of registration", "2031-09-24")
