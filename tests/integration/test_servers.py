"""The servers under test do what the other tests rely on."""

from __future__ import annotations

import smtplib
import ssl
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage

import psycopg
import pytest
from imapclient.exceptions import LoginError

from tests.servers.authority import Authority
from tests.servers.dovecot import Account, Dovecot
from tests.servers.postfix import Postfix

RECEIVED = datetime(2021, 9, 3, 8, 12, tzinfo=UTC)


def letter(sender: str, recipient: str, subject: str = "Anmeldung") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, recipient, subject
    mail["Message-ID"] = f"<{subject.lower()}@{sender.rpartition('@')[2]}>"
    mail.set_content("Ich melde mich für Workshop 2 an.\n")
    return mail


def submit(postfix: Postfix, account: Account, mail: EmailMessage) -> dict[str, tuple[int, bytes]]:
    """Hand a mail in as mailbot does: STARTTLS, login, and the recipients that were refused."""
    with smtplib.SMTP("localhost", postfix.submission, timeout=20) as client:
        client.starttls(context=postfix.dovecot.authority.client_context())
        client.login(account.address, account.password)
        return client.send_message(mail, account.address)


def test_dovecot_keeps_time_of_receipt(dovecot: Dovecot, account: Account) -> None:
    dovecot.append(account, letter("a@outside.test", account.address).as_bytes(), RECEIVED)

    with dovecot.client(account, "INBOX") as client:
        found = client.fetch([1], ["INTERNALDATE", "FLAGS"])[1]
    assert found[b"INTERNALDATE"].timestamp() == RECEIVED.timestamp()
    assert b"\\Seen" not in found[b"FLAGS"]


def test_dovecot_gives_back_the_bytes(dovecot: Dovecot, account: Account) -> None:
    raw = b"Subject: \xff\xfe\r\n\r\nGr\xfc\xdfe\r\n"
    dovecot.append(account, raw, RECEIVED)

    assert dovecot.messages(account) == [raw]


def test_dovecot_refuses_wrong_password(dovecot: Dovecot, account: Account) -> None:
    with pytest.raises(LoginError), dovecot.client(Account(account.address, "falsch")):
        pass


def test_dovecot_knows_only_its_own_accounts(dovecot: Dovecot) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        dovecot.deliver("a@outside.test", f"nobody@{dovecot.domain}", b"Subject: x\r\n\r\n")
    assert [code for code, _ in refused.value.recipients.values()] == [550]


def test_dovecot_knows_every_address_outside(dovecot: Dovecot) -> None:
    dovecot.deliver("a@outside.test", "B.Muster@outside.test", b"Subject: x\r\n\r\n")

    assert len(dovecot.messages(dovecot.outside("B.Muster@outside.test"))) == 1


def test_dovecot_verifies_by_our_authority_only(dovecot: Dovecot) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        ssl.get_server_certificate(
            ("localhost", dovecot.imaps), ca_certs=ssl.get_default_verify_paths().cafile or ""
        )


def test_dovecot_restarts_with_its_mail(own_dovecot: Dovecot) -> None:
    account = own_dovecot.add_account()
    own_dovecot.append(account, b"Subject: x\r\n\r\n", RECEIVED)
    own_dovecot.restart()

    assert len(own_dovecot.messages(account)) == 1


def test_dovecot_with_expired_certificate_is_not_trusted(own_dovecot: Dovecot) -> None:
    account = own_dovecot.add_account()
    own_dovecot.serve_certificate(expired=True)

    with pytest.raises(ssl.SSLCertVerificationError, match="expired"), own_dovecot.client(account):
        pass


def test_doveadm_moves_mail_behind_our_back(dovecot: Dovecot, account: Account) -> None:
    dovecot.append(account, b"Subject: x\r\n\r\n", RECEIVED)
    dovecot.doveadm("mailbox", "create", "-u", account.address, "Erledigt")
    dovecot.doveadm("move", "-u", account.address, "Erledigt", "mailbox", "INBOX", "all")

    assert (len(dovecot.messages(account)), len(dovecot.messages(account, "Erledigt"))) == (0, 1)


def test_postfix_delivers_to_both_sides(postfix: Postfix, account: Account) -> None:
    outside = postfix.dovecot.outside("s.richter@diakonie.outside.test")
    assert submit(postfix, account, letter(account.address, outside.address)) == {}
    with smtplib.SMTP("localhost", postfix.smtp, timeout=20) as client:
        client.send_message(letter(outside.address, account.address, "Antwort"))
    postfix.settle()

    (received,) = postfix.dovecot.messages(outside)
    assert message_from_bytes(received)["Subject"] == "Anmeldung"
    (answer,) = postfix.dovecot.messages(account)
    assert message_from_bytes(answer)["Subject"] == "Antwort"


def test_postfix_over_tls_from_the_first_byte(postfix: Postfix, account: Account) -> None:
    context = postfix.dovecot.authority.client_context()
    with smtplib.SMTP_SSL("localhost", postfix.submissions, context=context, timeout=20) as client:
        code, _ = client.login(account.address, account.password)

    assert code == 235


def test_postfix_refuses_who_has_not_logged_in(postfix: Postfix, account: Account) -> None:
    with smtplib.SMTP("localhost", postfix.submission, timeout=20) as client:
        client.starttls(context=postfix.dovecot.authority.client_context())
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            client.send_message(letter(account.address, "b@outside.test"))


def test_postfix_refuses_wrong_password(postfix: Postfix, account: Account) -> None:
    with smtplib.SMTP("localhost", postfix.submission, timeout=20) as client:
        client.starttls(context=postfix.dovecot.authority.client_context())
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login(account.address, "falsch")


@pytest.mark.parametrize(("domain", "code"), [("rejected.test", 550), ("busy.test", 451)])
def test_postfix_refuses_by_domain(postfix: Postfix, account: Account, domain: str, code: int) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        submit(postfix, account, letter(account.address, f"b@{domain}"))
    assert [reply[0] for reply in refused.value.recipients.values()] == [code]


@pytest.mark.parametrize("recipient", ["b@nowhere.test", "nobody@example.test"])
def test_postfix_returns_what_cannot_be_delivered(postfix: Postfix, account: Account, recipient: str) -> None:
    submit(postfix, account, letter(account.address, recipient))
    postfix.settle()

    (raw,) = postfix.dovecot.messages(account)
    report = message_from_bytes(raw)
    assert report.get_content_type() == "multipart/report"
    assert report["Return-Path"] == "<>"
    assert f"rfc822;{recipient}" in raw.decode().replace(" ", "")


def test_postfix_keeps_what_is_late(postfix: Postfix, account: Account) -> None:
    submit(postfix, account, letter(account.address, "b@silent.test"))
    postfix.settle()

    assert [mail["sender"] for mail in postfix.queue()] == [account.address]


def test_postgres_gives_every_test_its_database(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE seat (id int)")
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()

    assert names == [("seat",)]


def test_authority_issues_for_this_machine(authority: Authority) -> None:
    assert authority.client_context().check_hostname
