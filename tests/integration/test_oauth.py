"""Signing in by OAuth 2 at a real Dovecot and Postfix, which look at the tokens themselves (local JWT)."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from mailbot.config import Mechanism, Security, Settings, load_settings
from mailbot.delivery import SmtpRefused, Submission
from mailbot.flow.advice import advise
from mailbot.flow.trying import try_mailbox, try_sending
from mailbot.mailbox import MailboxRefused
from mailbot.tokens.access import _held, _refused
from tests.integration.ledger import outbox
from tests.letters import AS_OF, RECEIVED, registration
from tests.servers import dovecot as dovecot_server
from tests.servers import postfix as postfix_server
from tests.servers import submission as submission_service
from tests.servers.authority import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.office import TestOffice, open_office
from tests.servers.postfix import Postfix
from tests.servers.process import temporary_folder
from tests.servers.provider import ISSUER, SECRET, TENANT, Provider, providing
from tests.servers.scripted_smtp import ScriptedSmtp, scripted
from tests.servers.submission import SubmissionService

BOX = "anmeldung@example.test"
LATER = "2021-09-03T12:05:00+02:00"
_SERVER = """
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""
_VALIDATION = """\
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = email
active_attribute =
active_value =
scope =
issuers = {issuer}
"""


@pytest.fixture(scope="module")
def keys() -> Iterator[Path]:
    """Where Dovecot looks for the provider's key; its account may read it."""
    with temporary_folder("oauth") as folder:
        folder.chmod(0o755)
        yield folder


@pytest.fixture(scope="module")
def provider(authority: Authority, keys: Path) -> Iterator[Provider]:
    with providing(authority, keys, BOX) as server:
        place = keys / "keys" / "default" / "RS256"
        place.mkdir(parents=True)
        (place / "default").write_bytes(server.public_key)
        (keys / "oauth2.conf").write_text(_VALIDATION.format(folder=keys, issuer=ISSUER), "utf-8")
        yield server


@pytest.fixture(scope="module")
def service() -> SubmissionService:
    """Dovecot's own submission, before the same Postfix."""
    return submission_service.planned()


@pytest.fixture(scope="module")
def post(
    authority: Authority, keys: Path, provider: Provider, service: SubmissionService
) -> Iterator[Postfix]:
    del provider
    missing = dovecot_server.missing() or postfix_server.missing()
    if missing:
        pytest.skip(f"left out: {missing}")
    more = _SERVER.format(folder=keys)
    if not submission_service.missing():
        more += service.configuration
    with (
        dovecot_server.running(authority, more=more) as dovecot,
        postfix_server.running(dovecot, service.relay) as postfix,
    ):
        yield postfix


@pytest.fixture
def office(post: Postfix, provider: Provider, tmp_path: Path) -> Iterator[TestOffice]:
    """An office whose mailbox is opened by tokens alone."""
    office = open_office(tmp_path, post)
    provider.user = office.account.address
    provider.refusals.clear()
    provider.claims.clear()
    provider.asked.clear()
    provider.life = 3600
    (tmp_path / "password").unlink()
    (tmp_path / "client.secret").write_text(SECRET, "utf-8")
    (tmp_path / "client.secret").chmod(0o600)
    text = (tmp_path / "mailbot.toml").read_text("utf-8")
    text = text.replace('password_file = "password"', 'sign_in = "oauth"')
    text += f"""
[oauth]
tenant = "{TENANT}"
client_id = "app"
client_secret_file = "client.secret"
authority = "{provider.url}"
ca_file = "{post.dovecot.authority.ca_file}"
"""
    (tmp_path / "mailbot.toml").write_text(text, "utf-8")
    yield office
    _held.clear()
    _refused.clear()


@pytest.fixture
def submitting(office: TestOffice, service: SubmissionService) -> TestOffice:
    """The same office, whose replies Dovecot takes."""
    if missing := submission_service.missing():
        pytest.skip(f"left out: {missing}")
    office.change("mailbot.toml", f"port = {office.postfix.submission}", f"port = {service.submission}")
    return office


def append(office: TestOffice, line: str) -> None:
    """One more line at the end of mailbot.toml, in the table [oauth]."""
    with (office.folder / "mailbot.toml").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def logins(office: TestOffice) -> set[tuple[str, str]]:
    """By what means the office signed in where; its mails were put there by password."""
    pattern = rf"(\w+)-login: Info: Login: user=<{re.escape(office.account.address)}>, method=(\w+)"
    found = {(service, method.lower()) for service, method in re.findall(pattern, office.dovecot.log())}
    return {(service, method) for service, method in found if method != "plain"}


@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_mail_is_read_and_answered_by_token_alone(office: TestOffice, mechanism: str) -> None:
    with (office.folder / "mailbot.toml").open("a", encoding="utf-8") as file:
        file.write(f'mechanism = "{mechanism}"\n')
    office.arrive([(registration("Sabine Richter", f"sabine.{mechanism}@outside.test"), RECEIVED)])
    done = office.mailbot("run", "--once", "--as-of", AS_OF)

    assert (done.returncode, done.stderr) == (0, "")
    assert [row["state"] for row in outbox(office)] == ["sent"]
    assert office.answers(f"sabine.{mechanism}@outside.test")


def test_check_says_that_all_is_well_and_until_when(office: TestOffice) -> None:
    soon = (datetime.now(UTC) + timedelta(days=20)).date()
    with (office.folder / "mailbot.toml").open("a", encoding="utf-8") as file:
        file.write(f"secret_expires = {soon}\n")
    done = office.mailbot("check")

    assert done.returncode == 0, done.stdout
    assert f"ok   oauth: the client secret works until {soon}" in done.stdout


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("secret", "the client secret is wrong: enter its value, not its id"),
        ("expired", "the token is good, and the server refuses it"),
        ("other", "look at mailbox.username"),
        ("secret-gone", "make a new one and enter it"),
    ],
)
def test_check_says_what_to_do(office: TestOffice, provider: Provider, case: str, words: str) -> None:
    if case == "secret":
        (office.folder / "client.secret").write_text("falsch", "utf-8")
    elif case == "expired":
        provider.life = -60
    elif case == "other":
        provider.user = "somebody@example.test"
    else:
        with (office.folder / "mailbot.toml").open("a", encoding="utf-8") as file:
            file.write("secret_expires = 2021-01-01\n")
    done = office.mailbot("check")

    assert done.returncode == 1
    assert words in done.stdout
    assert "falsch" not in done.stdout + done.stderr
    assert "Bearer" not in done.stdout + done.stderr


def test_shared_mailbox_is_opened_by_somebody_else_s_token(office: TestOffice, provider: Provider) -> None:
    office.change("mailbot.toml", 'client_secret_file = "client.secret"', 'grant = "device-code"')
    signed_in = office.mailbot("sign-in")
    office.arrive([(registration("Peter Vogel", "peter.shared@outside.test"), RECEIVED)])
    done = office.mailbot("run", "--once", "--as-of", AS_OF)

    # Frau Weber signed in; the mailbox that is opened, and that replies come from, is the office's.
    assert (signed_in.returncode, "signed in as frau.weber@amt.test" in signed_in.stdout) == (0, True)
    assert (done.returncode, done.stderr) == (0, "")
    assert office.answers("peter.shared@outside.test")
    assert (office.folder / "oauth.token").stat().st_mode & 0o777 == 0o600
    assert provider.user == office.account.address


def test_worker_goes_on_when_its_token_runs_out(office: TestOffice, provider: Provider) -> None:
    provider.life = 302  # good for two seconds beyond the margin
    for number in range(2):
        address = f"token.{number}@outside.test"
        office.arrive([(registration(f"Anna {'AB'[number]}lbrecht", address), RECEIVED)])
        assert office.mailbot("run", "--once", "--as-of", AS_OF).returncode == 0
        assert office.answers(address)
    assert len(provider.asked) >= 2


def let_another_send(office: TestOffice, application: str, user: str) -> None:
    """Replies leave by a token of their own: that of another application, for another user."""
    path = office.folder / "mailbot.toml"
    text = path.read_text("utf-8")
    start, _, table = text.partition("[oauth]")
    before, _, smtp = start.partition("[smtp]")
    sending = table.replace('client_id = "app"', f'client_id = "{application}"')
    smtp = smtp.replace(f'username = "{office.account.address}"', f'username = "{user}"')
    path.write_text(f"{before}[smtp]{smtp}[oauth]{table}\n[smtp.oauth]{sending}", "utf-8")


@pytest.mark.parametrize(("mechanism", "security"), [("xoauth2", "starttls"), ("oauthbearer", "tls")])
def test_one_token_opens_the_mailbox_and_the_submission_of_dovecot(
    submitting: TestOffice,
    provider: Provider,
    service: SubmissionService,
    mechanism: str,
    security: str,
) -> None:
    office, address = submitting, f"jana.{mechanism}@outside.test"
    if security == "tls":
        old = f'port = {service.submission}\nsecurity = "starttls"'
        office.change("mailbot.toml", old, f'port = {service.submissions}\nsecurity = "tls"')
    append(office, f'mechanism = "{mechanism}"')
    office.arrive([(registration("Jana Jahn", address), RECEIVED)])
    done = office.mailbot("run", "--once", "--as-of", AS_OF)

    assert (done.returncode, done.stderr) == (0, "")
    assert len(office.answers(address)) == 1
    assert logins(office) == {("imap", mechanism), ("submission", mechanism)}
    assert len([form for form in provider.asked if "grant_type" in form]) == 1


@pytest.mark.parametrize("wrong", [{"exp": 1_630_000_000}, {"email": "somebody@example.test"}], ids=str)
def test_token_that_submission_refuses_is_told_with_what_to_do(
    submitting: TestOffice, provider: Provider, wrong: dict[str, Any]
) -> None:
    let_another_send(submitting, "sending", submitting.account.address)
    provider.claims["sending"] = wrong
    settings = load_settings(submitting.folder, {})
    try_mailbox(settings)
    with pytest.raises(SmtpRefused, match="the token is good, and the server refuses it") as refused:
        try_sending(settings)

    assert advise(refused.value, settings.smtp) == ""
    assert "look at smtp.username" in str(refused.value)
    assert "in its log why (its clock" in str(refused.value)


def test_reply_waits_while_submission_refuses_the_token(submitting: TestOffice, provider: Provider) -> None:
    office, address = submitting, "clara.conrad@outside.test"
    let_another_send(office, "sending", office.account.address)
    provider.claims["sending"] = {"exp": 1_630_000_000}
    office.arrive([(registration("Clara Conrad", address), RECEIVED)])
    refused = office.mailbot("run", "--once", "--as-of", AS_OF)

    assert (refused.returncode, "refuses the log-in" in refused.stderr) == (1, True)
    assert [row["state"] for row in outbox(office)] == ["queued"]

    provider.claims.clear()
    done = office.mailbot("run", "--once", "--as-of", LATER)

    assert (done.returncode, done.stderr) == (0, "")
    assert [row["state"] for row in outbox(office)] == ["sent"]
    assert len(office.answers(address)) == 1


def test_reply_of_the_shared_mailbox_is_submitted_by_a_person_s_token(
    submitting: TestOffice, provider: Provider
) -> None:
    office, person = submitting, submitting.dovecot.add_account()
    let_another_send(office, "sending", person.address)
    provider.claims["sending"] = {"email": person.address}
    office.arrive([(registration("Peter Vogel", "peter.person@outside.test"), RECEIVED)])
    done = office.mailbot("run", "--once", "--as-of", AS_OF)
    (answer,) = office.answers("peter.person@outside.test")

    assert (done.returncode, done.stderr) == (0, "")
    assert f"<{office.account.address}>" in message_from_bytes(answer)["From"]
    assert f"submission-login: Info: Login: user=<{person.address}>, method=XOAUTH2" in office.dovecot.log()


def by_bearer(settings: Settings, server: ScriptedSmtp, user: str) -> Submission:
    """Mail for a server of the test's own, the token handed over by OAUTHBEARER."""
    oauth = settings.smtp.oauth
    assert oauth is not None
    oauth = replace(oauth, mechanism=Mechanism.OAUTHBEARER)
    return Submission(
        replace(
            settings.smtp,
            host="127.0.0.1",
            port=server.port,
            security=Security.NONE,
            username=user,
            oauth=oauth,
        )
    )


def test_long_token_waits_for_the_challenge_and_the_name_keeps_its_signs(office: TestOffice) -> None:
    replies = {"EHLO": [b"250-test\n250 AUTH OAUTHBEARER"], "AUTH": [b"334 "]}
    settings = load_settings(office.folder, {})
    with scripted(replies) as server, by_bearer(settings, server, "amt=1,2@example.test") as submission:
        submission.open()

    assert server.commands[1] == "AUTH OAUTHBEARER"
    assert b64decode(server.commands[2]).startswith(b"n,a=amt=3D1=2C2@example.test,\x01auth=Bearer ")


def test_server_that_takes_no_such_tokens_is_told_with_what_it_takes(
    office: TestOffice, dovecot: Dovecot
) -> None:
    settings = load_settings(office.folder, {})
    replies = {"EHLO": [b"250-test\n250 AUTH LOGIN XOAUTH2"], "AUTH": [b"504 5.5.4 Unrecognized"]}
    with scripted(replies) as server, by_bearer(settings, server, "amt@example.test") as submission:
        with pytest.raises(SmtpRefused) as refused:
            submission.open()
        assert [c for c in server.commands if "AUTH" in c] == ["AUTH OAUTHBEARER"]
    told = 'it offers no OAUTHBEARER, but LOGIN, XOAUTH2 (set oauth.mechanism = "xoauth2")'
    assert (told in str(refused.value), advise(refused.value, settings.smtp)) == (True, "")

    with pytest.raises(MailboxRefused) as unknown:
        try_mailbox(replace(settings, mailbox=replace(settings.mailbox, port=dovecot.imaps)))
    told = 'it offers no XOAUTH2, but LOGIN, PLAIN (it takes no tokens: set sign_in = "password")'
    assert (told in str(unknown.value), advise(unknown.value, settings.mailbox)) == (True, "")
