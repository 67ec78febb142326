"""Each sentence of advice can be said of each server, and each sign of a database leads to its sentence."""

from __future__ import annotations

import sqlite3
import ssl
from pathlib import Path

import pytest

from mailbot.config import MailboxSettings, Settings, SmtpSettings
from mailbot.delivery import SmtpUnreachable
from mailbot.errors import ConfigError, MailbotError, Permanent
from mailbot.flow import advice, open_ledger
from mailbot.mailbox import FolderRefused, LogInRefused, MailboxUnreachable
from mailbot.tokens import TokenRefused


@pytest.mark.parametrize("server", [MailboxSettings(host="a.test"), SmtpSettings(host="a.test")])
def test_every_sentence_can_be_said(server: MailboxSettings | SmtpSettings) -> None:
    for case in advice._sentences()["server"]:
        told = advice._said(case, server, "Network is unreachable")
        assert told.endswith(".")
        assert "{" not in told


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("imap.gmail.com", "app password"),
        ("outlook.office365.com", 'Microsoft 365 takes no passwords from programs: set sign_in = "oauth"'),
        ("imap.web.de", "must be allowed first"),
        ("mail.amt.test", "write the password"),
    ],
)
def test_refused_log_in_tells_what_customers_of_this_service_stumble_over(host: str, words: str) -> None:
    assert words in advice.advise(LogInRefused("no"), MailboxSettings(host=host, username="u"))


@pytest.mark.parametrize(
    ("error", "case"),
    [
        (FolderRefused("SELECT: [NOPERM] Permission denied"), "no-rights"),
        (FolderRefused("SELECT: [NONEXISTENT] no such mailbox"), "no-folder"),
        (LogInRefused("[PRIVACYREQUIRED] Plaintext authentication disallowed"), "tls-wanted"),
        (ConfigError("mailbot.toml", "mailbox.host", "is not set"), ""),
        (Permanent("something that nobody knows"), ""),
    ],
)
def test_cause_is_told_by_kind_and_code(error: MailbotError, case: str) -> None:
    assert advice.cause_of(error, MailboxSettings(host="a.test")) == case


@pytest.mark.parametrize(
    ("cause", "case"),
    [
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]"), "not-tls"),
        (TimeoutError("timed out"), "silent"),
        (OSError(101, "Network is unreachable"), "no-way"),
        (TokenRefused("the secret has run out"), ""),
    ],
)
@pytest.mark.parametrize("kind", [MailboxUnreachable, SmtpUnreachable])
def test_cause_is_told_by_what_lies_beneath(cause: Exception, case: str, kind: type[MailbotError]) -> None:
    error = kind("no way")
    error.__cause__ = cause

    assert advice.cause_of(error, SmtpSettings(host="a.test")) == case


def test_database_that_is_newer_is_told_from_one_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "mailbot.db"
    open_ledger(Settings(database=f"sqlite:///{file}")).close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    assert "made by a newer version" in told_of(file)

    file.write_bytes(b"Sehr geehrte Damen und Herren, " * 99)
    assert "something else than a database" in told_of(file)


def told_of(file: Path) -> str:
    with pytest.raises(MailbotError) as refused:
        open_ledger(Settings(database=f"sqlite:///{file}"))
    return advice.advise_database(refused.value)
