"""Each way a mail can end at an SMTP server: what became of it, and what becomes of the connection."""

from __future__ import annotations

import socket
import ssl
import threading
from base64 import b64decode
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.config import Security, SmtpSettings
from mailbot.delivery import Outcome, SmtpRefused, SmtpUnreachable, Submission
from mailbot.envelope import OutgoingMessage
from mailbot.errors import ConfigError
from tests.servers.authority import Authority
from tests.servers.scripted_smtp import CUT, SILENCE, ScriptedSmtp, scripted

MAIL = OutgoingMessage(
    "<1@office.test>", "office@office.test", "anna@x.test", "Anmeldung", b"Subject: x\r\n\r\nx\r\n"
)
SENT, TEMPORARY, PERMANENT, UNKNOWN = Outcome.SENT, Outcome.TEMPORARY, Outcome.PERMANENT, Outcome.UNKNOWN


def settings(server: ScriptedSmtp, security: Security = Security.NONE) -> SmtpSettings:
    return SmtpSettings(host="127.0.0.1", port=server.port, security=security)


@pytest.mark.parametrize(
    ("replies", "outcome", "code", "connections"),
    [
        ({".": [b"250 2.0.0 queued as 4711"]}, SENT, 250, 1),
        ({".": [b"252 taken, I think"]}, SENT, 252, 1),
        ({"RCPT": [b"251 will forward"]}, SENT, 250, 1),
        ({"RCPT": [b"550 5.1.1 no such mailbox"]}, PERMANENT, 550, 1),
        ({"RCPT": [b"451 4.7.1 greylisted"]}, TEMPORARY, 451, 1),
        ({"RCPT": [b"552 5.2.2 mailbox full"]}, TEMPORARY, 552, 1),
        ({"MAIL": [b"552 5.3.4 too large"]}, PERMANENT, 552, 1),
        ({"MAIL": [b"555 no such parameter"]}, PERMANENT, 555, 1),
        ({"RCPT": [b"550 5.4.5 daily sending quota exceeded"]}, TEMPORARY, 550, 1),
        ({".": [b"550 5.4.5 daily sending quota exceeded"]}, TEMPORARY, 550, 1),
        ({"MAIL": [b"550 5.4.5 daily sending quota exceeded"]}, TEMPORARY, 550, 1),
        ({"MAIL": [b"452 4.3.1 disk full"]}, TEMPORARY, 452, 1),
        ({"MAIL": [b"421 going down"]}, TEMPORARY, 421, 2),
        ({"DATA": [b"554 no valid recipients"]}, PERMANENT, 554, 1),
        ({"DATA": [b"451 not now"]}, TEMPORARY, 451, 1),
        ({".": [b"554 5.6.0 looks like spam"]}, PERMANENT, 554, 1),
        ({".": [b"452 4.3.1 disk full"]}, TEMPORARY, 452, 1),
        ({".": [b"421 going down"]}, TEMPORARY, 421, 2),
        ({".": [b"550-no\n550 and once more no"]}, PERMANENT, 550, 1),
        ({".": [CUT]}, UNKNOWN, 0, 2),
        ({".": [SILENCE]}, UNKNOWN, 0, 2),
        ({".": [b"was?"]}, UNKNOWN, 0, 2),
        ({".": [b"x" * 20_000]}, UNKNOWN, 0, 2),
        ({"RCPT": [b"550 no"], "RSET": [CUT]}, PERMANENT, 550, 2),
        ({"RCPT": [b"was?"]}, TEMPORARY, -1, 2),
    ],
    ids=str,
)
def test_submit_tells_what_became_of_the_mail(
    replies: dict[str, list[bytes]], outcome: Outcome, code: int, connections: int
) -> None:
    """And the next mail goes through, over a new connection where the old one is of no use any more."""
    with scripted(replies) as server, Submission(settings(server), timeout=1) as submission:
        submitted = submission.submit(MAIL)
        after = submission.submit(replace(MAIL, message_id="<2@office.test>", rcpt_to="b@x.test"))

    assert (submitted.outcome, submitted.reply.code) == (outcome, code)
    assert after.outcome is SENT
    assert server.connections == connections


@pytest.mark.parametrize(
    "replies",
    [
        {"MAIL": [b"553 5.7.1 not your address"]},
        {"MAIL": [b"550 5.7.708 no traffic accepted from here"]},
        {"MAIL": [b"530 5.7.0 authentication required"]},
        {"RCPT": [b"530 5.7.0 authentication required"]},
    ],
    ids=str,
)
def test_submit_refusal_of_the_sender_is_none_of_the_mail(replies: dict[str, list[bytes]]) -> None:
    """Else one wrong setting would make failures of all replies, one after the other."""
    with scripted(replies) as server, Submission(settings(server)) as submission:
        with pytest.raises(SmtpRefused, match=r"refuses office@office\.test: 5[35]"):
            submission.submit(MAIL)
        assert submission.submit(MAIL).outcome is SENT

    assert len(server.stored) == 1


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_submit_connection_lost_before_the_data_touched_nothing(verb: str) -> None:
    with scripted({verb: [CUT]}) as server, Submission(settings(server), timeout=1) as submission:
        with pytest.raises(SmtpUnreachable):
            submission.submit(MAIL)
        assert server.stored == []
        assert submission.submit(MAIL).outcome is SENT


def test_submit_keeps_the_words_of_the_server() -> None:
    replies = {".": [b"250 2.0.0 Ok: queued as 4711"]}
    with scripted(replies) as server, Submission(settings(server)) as submission:
        assert submission.submit(MAIL).reply.text == "2.0.0 Ok: queued as 4711"


def test_submit_sends_the_very_bytes() -> None:
    data = b"Subject: x\r\n\r\n.hidden\r\n..\r\nend without line end"
    with scripted() as server, Submission(settings(server)) as submission:
        submission.submit(replace(MAIL, data=data))

    # Lines that begin with a dot get one more on the way (RFC 5321, 4.5.2).
    assert server.stored == [b"Subject: x\r\n\r\n..hidden\r\n...\r\nend without line end\r\n"]


def test_submit_address_with_umlaut_needs_a_server_that_takes_it() -> None:
    mail = replace(MAIL, rcpt_to="jürgen@x.test")
    with scripted({"EHLO": [b"250-test\n250 SMTPUTF8"]}) as able, scripted() as unable:
        with Submission(settings(able)) as submission:
            assert submission.submit(mail).outcome is SENT
            assert submission.submit(MAIL).outcome is SENT
        with Submission(settings(unable)) as submission:
            assert submission.submit(mail).outcome is PERMANENT
            assert submission.submit(MAIL).outcome is SENT

    assert "rcpt TO:<jürgen@x.test>" in able.commands
    assert len(unable.stored) == 1


def test_submit_many_mails_goes_over_one_connection() -> None:
    with scripted() as server, Submission(settings(server)) as submission:
        for _ in range(5):
            submission.submit(MAIL)

    assert (server.connections, len(server.stored)) == (1, 5)
    assert server.commands[-1].upper() == "QUIT"


def test_open_without_starttls_is_refused_and_no_word_of_the_mail_is_said() -> None:
    with scripted() as server:
        wanted = replace(settings(server, Security.STARTTLS), username="office", password="geheim")
        with Submission(wanted) as submission, pytest.raises(SmtpRefused, match="STARTTLS"):
            submission.submit(MAIL)

    assert [c for c in server.commands if not c.lower().startswith(("ehlo", "quit"))] == []
    assert server.stored == []


@pytest.mark.parametrize(
    ("replies", "error"),
    [
        ({"GREETING": [b"554 no service for you"]}, SmtpRefused),
        ({"GREETING": [b"421 too busy"]}, SmtpUnreachable),
        ({"GREETING": [CUT]}, SmtpUnreachable),
        ({"GREETING": [SILENCE]}, SmtpUnreachable),
        ({"EHLO": [b"250-test\n250 AUTH PLAIN"], "AUTH": [b"535 5.7.8 wrong"]}, SmtpRefused),
        ({"EHLO": [b"250-test\n250 AUTH PLAIN"], "AUTH": [b"454 4.7.0 try later"]}, SmtpUnreachable),
        ({"EHLO": [b"250 no log-in here"]}, SmtpRefused),
    ],
    ids=str,
)
def test_open_that_fails_says_whether_it_may_pass(
    replies: dict[str, list[bytes]], error: type[Exception]
) -> None:
    with scripted(replies) as server:
        wanted = replace(settings(server), username="office", password="geheim")
        with Submission(wanted, timeout=1) as submission, pytest.raises(error) as problem:
            submission.open()

    assert f"127.0.0.1:{server.port}" in str(problem.value)
    assert "geheim" not in str(problem.value)


@pytest.mark.parametrize("password", ["geheim", "gehäim-ß"])
def test_open_logs_in_with_any_password(password: str) -> None:
    with scripted({"EHLO": [b"250-test\n250 AUTH PLAIN"], "AUTH": [b"235 welcome"]}) as server:
        submission = Submission(replace(settings(server), username="office", password=password))
        submission.open()
        submission.close()

    (command,) = [c for c in server.commands if c.startswith("AUTH")]
    assert b64decode(command.removeprefix("AUTH PLAIN ")).decode() == f"\0office\0{password}"


def test_submission_without_a_host_is_wrong_configuration() -> None:
    with pytest.raises(ConfigError, match=r"smtp\.host"):
        Submission(SmtpSettings())


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_open_certificate_that_has_expired_is_refused_before_the_password_is_said(
    authority: Authority, tmp_path: Path, security: Security
) -> None:
    authority.write(tmp_path / "expired.pem", expired=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "expired.pem")
    said: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        plain, _ = listener.accept()
        with plain, suppress(OSError):
            if security is Security.STARTTLS:
                plain.sendall(b"220 test\r\n")
                said.append(plain.recv(1000))
                plain.sendall(b"250-test\r\n250 STARTTLS\r\n")
                said.append(plain.recv(1000))
                plain.sendall(b"220 go on\r\n")
            with context.wrap_socket(plain, server_side=True) as secured:
                said.append(secured.recv(1000))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,), daemon=True)
        thread.start()
        wanted = SmtpSettings(
            host="localhost",
            port=listener.getsockname()[1],
            security=security,
            ca_file=authority.ca_file,
            username="office",
            password="geheim",
        )
        with Submission(wanted, timeout=5) as submission, pytest.raises(SmtpRefused, match="expired"):
            submission.submit(MAIL)
        thread.join(5)
    assert [words.partition(b" ")[0].strip() for words in said] in ([], [b"ehlo", b"STARTTLS"])
