"""`mailbot check` against real servers: it passes, and it names what is broken."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.integration.ledger import places
from tests.letters import RECEIVED, registration
from tests.servers.dovecot import Dovecot
from tests.servers.office import TestOffice


@pytest.mark.parametrize("kind", ["office", "postgres_office"])
def test_check_passes(kind: str, request: pytest.FixtureRequest) -> None:
    office: TestOffice = request.getfixturevalue(kind)
    done = office.mailbot("check")

    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_check_names_wrong_password(office: TestOffice) -> None:
    (office.folder / "password").write_text("falsch", encoding="utf-8")
    done = office.mailbot("check")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    failed = [line for line in (done.stdout + done.stderr).splitlines() if "AUTHENTICATIONFAILED" in line]
    assert len(failed) == 1


def test_check_names_unreachable_server(office: TestOffice) -> None:
    office.change("mailbot.toml", f"port = {office.dovecot.imaps}", "port = 9")
    done = office.mailbot("check")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "refused" in done.stdout + done.stderr


def test_check_names_expired_certificate(office: TestOffice, own_dovecot: Dovecot) -> None:
    own_dovecot.serve_certificate(expired=True)
    office.change("mailbot.toml", f"port = {office.dovecot.imaps}", f"port = {own_dovecot.imaps}")
    done = office.mailbot("check")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "expired" in done.stdout + done.stderr


def test_check_names_refused_submission(office: TestOffice) -> None:
    office.change("mailbot.toml", f"port = {office.postfix.submission}", "port = 9")
    done = office.mailbot("check")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "refused" in done.stdout + done.stderr


def test_check_names_filing_without_a_folder(office: TestOffice) -> None:
    office.change("mailbot.toml", 'filing = "none"', 'filing = "move"\nhandled_folder = ""')
    done = office.mailbot("check")

    assert done.returncode == 1
    assert "FAIL filing: mailbox.handled_folder is not set" in done.stdout


def test_check_says_what_the_next_run_would_do_and_changes_nothing(office: TestOffice) -> None:
    office.arrive([(registration("Anna Albrecht", "a@outside.test"), RECEIVED)] * 2)
    office.arrive([(registration("Anna Albrecht", "a@outside.test"), RECEIVED - timedelta(days=99))])
    office.change("mailbot.toml", 'filing = "none"', 'filing = "move"\nhandled_folder = "Fertig"')
    done = office.mailbot("check")

    assert "3 mails are new; 1 of them are from before the opening" in done.stdout
    assert "Fertig will be made" in done.stdout
    assert len(office.dovecot.messages(office.account)) == 3
    assert places(office) == 0
