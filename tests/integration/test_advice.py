"""Each way in which a real server keeps us out is told in a sentence that says what to do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from imapclient import SocketTimeout

from mailbot.config import MailboxSettings, Security, Settings, SmtpSettings, load_event, load_settings
from mailbot.errors import MailbotError
from mailbot.flow.advice import advise, advise_database
from mailbot.flow.check import _first_run
from mailbot.flow.office import open_ledger
from mailbot.flow.trying import try_sending
from mailbot.mailbox import TRIAL_TIMEOUT, ImapMailbox
from tests.letters import RECEIVED, registration
from tests.servers import dovecot as dovecot_server
from tests.servers.authority import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.office import TestOffice
from tests.servers.postgres import Postgres
from tests.servers.process import temporary_folder
from tests.servers.scripted_smtp import scripted


def told(settings: MailboxSettings, timeout: SocketTimeout = TRIAL_TIMEOUT) -> str:
    with pytest.raises(MailbotError) as refused, ImapMailbox(settings, timeout):
        pass
    return advise(refused.value, settings)


def told_by_smtp(settings: Settings) -> str:
    with pytest.raises(MailbotError) as refused:
        try_sending(settings)
    return advise(refused.value, settings.smtp)


@pytest.fixture
def settings(office: TestOffice) -> Settings:
    return load_settings(office.folder, {})


def test_settings_that_are_right_work(settings: Settings) -> None:
    with ImapMailbox(settings.mailbox, TRIAL_TIMEOUT):
        try_sending(settings)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "falsch"}, "User name or password are wrong"),
        ({"host": "imap.nowhere.invalid"}, "no server called imap.nowhere.invalid"),
        ({"port": 9}, "nothing listens on port 9: usual is 993"),
        ({"ca_file": None}, "Nobody known to this machine vouches"),
        ({"folder": "Anmeldungen"}, 'no folder "Anmeldungen"'),
    ],
)
def test_mailbox_that_is_set_wrongly(settings: Settings, changes: dict[str, object], words: str) -> None:
    sentence = told(replace(settings.mailbox, **changes))  # type: ignore[arg-type]

    assert words in sentence
    assert "falsch" not in sentence


def test_mailbox_on_the_port_of_the_other_security(settings: Settings, office: TestOffice) -> None:
    mailbox = settings.mailbox
    assert 'set security = "starttls"' in told(replace(mailbox, port=office.dovecot.imap))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "falsch"}, "User name or password are wrong"),
        ({"host": "smtp.nowhere.invalid"}, "no server called smtp.nowhere.invalid"),
        ({"port": 9}, "nothing listens on port 9: usual is 465"),
        ({"ca_file": None}, "Nobody known to this machine vouches"),
        ({"security": Security.TLS}, 'set security = "starttls"'),
        ({"from_": "chief@example.test"}, "does not let office-"),
        ({"from_": "somebody@rejected.test"}, "knows no mailbox of the address"),
    ],
)
def test_smtp_that_is_set_wrongly(settings: Settings, changes: dict[str, object], words: str) -> None:
    smtp = replace(settings.smtp, **changes)  # type: ignore[arg-type]

    assert words in told_by_smtp(replace(settings, smtp=smtp))


_GUARDED = """
protocol imap {{
  mail_plugins = acl
}}
plugin {{
  acl = vfile:{folder}/acls
}}
"""


@pytest.fixture
def guarded(authority: Authority) -> Iterator[Dovecot]:
    """A server on which a folder is there and may not be opened."""
    if dovecot_server.missing():
        pytest.skip(f"left out: {dovecot_server.missing()}")
    with temporary_folder("acl") as folder:
        folder.chmod(0o755)
        (folder / "acls").write_text("Gesperrt owner l\n", "utf-8")
        with dovecot_server.running(authority, more=_GUARDED.format(folder=folder)) as server:
            yield server


def test_mailbox_without_rights_on_the_folder(guarded: Dovecot) -> None:
    account = guarded.add_account()
    settings = MailboxSettings(
        host="localhost", port=guarded.imaps, ca_file=guarded.authority.ca_file,
        username=account.address, password=account.password, folder="Gesperrt",
    )  # fmt: skip
    guarded.doveadm("-o", "plugin/acl=", "mailbox", "create", "-u", account.address, "Gesperrt")

    assert f'{account.address} may not open the folder "Gesperrt"' in told(settings)


def test_certificates_that_do_not_fit(settings: Settings, own_dovecot: Dovecot) -> None:
    account = own_dovecot.add_account()
    mailbox = replace(
        settings.mailbox, port=own_dovecot.imaps, username=account.address, password=account.password
    )
    own_dovecot.serve_certificate(name="mail.elsewhere.test")
    assert "certificate of another name" in told(mailbox)

    own_dovecot.serve_certificate(expired=True)
    assert "certificate of localhost has expired" in told(mailbox)


def test_server_without_tls(settings: Settings, authority: Authority) -> None:
    with dovecot_server.running(authority, more="ssl = no") as server:
        mailbox = replace(settings.mailbox, port=server.imap, security=Security.STARTTLS)
        assert "knows no STARTTLS" in told(mailbox)


def test_clock_that_is_slow_is_told_by_the_newest_mail(office: TestOffice, settings: Settings) -> None:
    office.arrive([(registration("Anna Albrecht", "a@outside.test"), RECEIVED)])
    database, event = open_ledger(settings), load_event(office.folder)
    with ImapMailbox(settings.mailbox, TRIAL_TIMEOUT) as mailbox:
        slow = list(_first_run(mailbox, database, event.opens_at, RECEIVED - timedelta(hours=1)))
        right = list(_first_run(mailbox, database, event.opens_at, RECEIVED + timedelta(hours=1)))
    database.close()

    assert [(one.name, one.ok) for one in slow] == [("next run", True), ("clock", False)]
    assert "clock of this machine is slow" in slow[1].text
    assert [(one.name, one.ok) for one in right] == [("next run", True)]


def test_server_that_says_nothing(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailbox = replace(settings.mailbox, port=silent.getsockname()[1], security=Security.STARTTLS)
        assert "does not answer on port" in told(mailbox, SocketTimeout(connect=0.3, read=0.3))


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (b"534 5.7.9 Application-specific password required.", "wants an app password"),
        (
            b"535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
            'set sign_in = "oauth"',
        ),
        (b"535 5.7.139 SmtpClientAuthentication is disabled for the Tenant.", "admin center"),
        (b"535 5.7.8 authentication failed", "User name or password are wrong"),
    ],
)
def test_words_of_large_services(settings: Settings, refusal: bytes, words: str) -> None:
    greeting = b"250-test\n250 AUTH PLAIN"
    with scripted({"EHLO": [greeting], "AUTH": [refusal]}) as server:
        smtp = SmtpSettings(
            host="localhost", port=server.port, security=Security.NONE, username="a@b.test", password="geheim"
        )
        sentence = told_by_smtp(replace(settings, smtp=smtp))

    assert words in sentence
    assert "geheim" not in sentence


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (":geheim@", ":falsch@", "does not accept the user or the password"),
        ("/test_", "/other_", "no such database"),
        (":PORT/", ":9/", "No database server answers"),
    ],
)
def test_database_server_that_keeps_us_out(
    settings: Settings, postgres: Postgres, postgres_url: str, old: str, new: str, words: str
) -> None:
    url = postgres_url.replace(old.replace("PORT", str(postgres.port)), new)
    with pytest.raises(MailbotError) as refused:
        open_ledger(replace(settings, database=url))

    assert words in advise_database(refused.value)
    assert "falsch" not in str(refused.value)
