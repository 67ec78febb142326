"""A password is told to the server that it belongs to, and to nobody else."""

from __future__ import annotations

import ssl
import stat

import pytest

from mailbot.config import MailboxSettings, SmtpSettings
from mailbot.delivery import session
from mailbot.mailbox import connection
from tests.integration.ledger import registrations
from tests.letters import AS_OF, RECEIVED, registration
from tests.servers.office import PROJECT, TestOffice

SECRET = "gänz-geheim-48151623"
LATER = ("run", "--once", "--as-of", AS_OF)


def ensure_nowhere(office: TestOffice, *said: str) -> None:
    """The secret stands in nothing that was printed, and in no file but its own."""
    forms = (SECRET, SECRET.encode("unicode_escape").decode(), "48151623", SECRET[::-1])
    for text in said:
        for form in forms:
            assert form not in text
    for path in office.folder.rglob("*"):
        if path.is_file() and path.name not in ("password", "mailbot.toml"):
            assert b"48151623" not in path.read_bytes(), path


FAULTS = {
    "wrong password": None,
    "no such folder": ('folder = "INBOX"', 'folder = "Keins"'),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_password_is_nowhere_but_in_its_file_whatever_fails(office: TestOffice, fault: str) -> None:
    (office.folder / "password").write_text(SECRET, encoding="utf-8")
    office.arrive([(registration("Sabine Richter", "sabine@outside.test"), RECEIVED)])
    change = FAULTS[fault]
    if change is not None:
        old, new = change
        office.change("mailbot.toml", old, new)
    loud = {"MAILBOT_LOG__LEVEL": "debug", "PYTHONWARNINGS": "default"}

    for command in (("check",), LATER):
        done = office.mailbot(*command, **loud)
        assert "Traceback" not in done.stderr
        ensure_nowhere(office, done.stdout, done.stderr)


def test_password_is_nowhere_after_it_was_used(office: TestOffice) -> None:
    office.arrive([(registration("Sabine Richter", "sabine@outside.test"), RECEIVED)])
    entry = office.dovecot.folder / "accounts" / office.account.address
    entry.write_text(f"{office.account.address}:{SECRET}\n", encoding="utf-8")
    (office.folder / "password").write_text(SECRET, encoding="utf-8")

    check, run = office.mailbot("check"), office.mailbot(*LATER, MAILBOT_LOG__LEVEL="debug")

    assert (check.returncode, run.returncode) == (0, 0), check.stdout + run.stderr
    assert len(registrations(office)) == 1
    ensure_nowhere(office, check.stdout, check.stderr, run.stdout, run.stderr)


def test_password_file_that_others_may_read_is_refused(office: TestOffice) -> None:
    (office.folder / "password").chmod(0o640)

    run, check = office.mailbot(*LATER), office.mailbot("check")

    assert (run.returncode, check.returncode) == (2, 1)
    for said in (run.stderr, check.stdout):
        assert "password_file: others may read" in said
        assert "chmod 600" in said


def test_what_is_written_is_for_the_owner_alone(office: TestOffice) -> None:
    office.arrive([(registration("Sabine Richter", "sabine@outside.test"), RECEIVED)])
    assert office.mailbot(*LATER).returncode == 0
    copy = office.folder / "copy.db"
    assert office.mailbot("backup", str(copy)).returncode == 0

    written = [copy, *office.folder.glob("mailbot.db*")]
    assert len(written) >= 2
    for path in written:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_servers_are_verified_and_old_tls_is_refused_on_both_sides() -> None:
    contexts = (
        connection.tls_context(MailboxSettings(host="mail.example")),
        session.tls_context(SmtpSettings(host="mail.example")),
    )
    for context in contexts:
        assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname


def test_nothing_switches_the_verification_of_servers_off() -> None:
    for path in (PROJECT / "mailbot").rglob("*.py"):
        source = path.read_text("utf-8")
        for way_out in ("CERT_NONE", "CERT_OPTIONAL", "check_hostname", "_unverified", "PROTOCOL_"):
            assert way_out not in source, path
