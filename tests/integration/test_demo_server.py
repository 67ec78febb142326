"""The demo's mail server, tried with the clients that mailbot and visitors use."""

from __future__ import annotations

import select
import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from mailbot import clock
from mailbot.demo.server import HOST, MailServer
from mailbot.errors import Permanent

NOW = datetime(2021, 9, 6, 8, 14, tzinfo=UTC)
OFFICE = "office@fachtag.example"
OUTSIDE = "outside"
PASSWORDS = {OFFICE: "one", OUTSIDE: "two"}
GONE = "gone@nowhere.example"
# Bare 8-bit bytes, a tab-folded header and trailing blanks: what re-serialising servers spoil.
MAIL = (
    b"From: Ada <ada@nord.example>\r\nTo: undisclosed-recipients:;\r\nSubject: a\r\n\tb\r\n"
    b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\xfc\xdfe  \r\n\r\n"
)


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A running server with an office and the outside."""
    with MailServer(PASSWORDS, OUTSIDE, clock.fixed(NOW), undeliverable=[GONE]) as running:
        yield running


@contextmanager
def logged_in(server: MailServer, account: str = OFFICE) -> Iterator[IMAPClient]:
    """An IMAP session; Nagle's algorithm off, since pymap answers nothing to half a command."""
    with IMAPClient(HOST, server.imap_port, ssl=False) as client:
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.login(account, PASSWORDS[account])
        yield client


def bodies(server: MailServer, account: str = OFFICE) -> list[bytes]:
    """Every mail in INBOX, as the server gives it."""
    with logged_in(server, account) as client:
        client.select_folder("INBOX", readonly=True)
        uids = client.search()
        fetched = client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
        return [fetched[uid][b"BODY[]"] for uid in uids]


def test_delivered_mail_is_fetched_byte_for_byte_with_its_time(server: MailServer) -> None:
    """The time that counts for the deadline is the one we deliver with."""
    server.deliver(OFFICE, MAIL, NOW)
    with logged_in(server) as client:
        client.normalise_times = False
        client.select_folder("INBOX")
        fetched = client.fetch(client.search(), ["BODY.PEEK[]", "INTERNALDATE", "FLAGS"])
    (row,) = fetched.values()
    assert row[b"BODY[]"] == MAIL
    assert row[b"INTERNALDATE"] == NOW
    assert b"\\Seen" not in row[b"FLAGS"]


def test_smtp_delivers_by_envelope_and_leaves_the_bytes_alone(server: MailServer) -> None:
    """The To header names nobody; the envelope decides."""
    with smtplib.SMTP(HOST, server.smtp_port) as client:
        client.sendmail("ada@nord.example", [OFFICE.upper()], MAIL)
    (data,) = bodies(server)
    assert data.endswith(MAIL)
    assert data.startswith(b"Return-Path: <ada@nord.example>\r\n")
    (letter,) = server.letters(OFFICE)
    assert (letter.received, letter.recipient) == (NOW, OFFICE.upper())


def test_smtp_to_the_world_is_read_in_the_outside_account(server: MailServer) -> None:
    """Replies must be readable for a visitor, whoever they are for."""
    with smtplib.SMTP(HOST, server.smtp_port) as client:
        client.sendmail(OFFICE, ["ada@nord.example", "ben@west.example"], MAIL)
    assert len(bodies(server, OUTSIDE)) == 2
    assert bodies(server) == []
    recipients = [letter.recipient for letter in server.letters(OUTSIDE)]
    assert recipients == ["ada@nord.example", "ben@west.example"]


def test_mail_to_an_address_that_is_gone_comes_back_as_delivery_report(server: MailServer) -> None:
    """RFC 3464: multipart/report, no return path, the lost mail's Message-ID inside."""
    with smtplib.SMTP(HOST, server.smtp_port) as client:
        client.sendmail(OFFICE, [GONE], b"Message-ID: <lost@fachtag.example>\r\n" + MAIL)
    (data,) = bodies(server)
    report = message_from_bytes(data)
    assert report.get_content_type() == "multipart/report"
    assert report["Return-Path"] == "<>"
    status = report.get_payload(1)
    assert not isinstance(status, str)
    assert "5.1.1" in str(status)
    assert b"<lost@fachtag.example>" in data
    assert server.letters(OUTSIDE) == ()


def test_keywords_and_folders_are_kept(server: MailServer) -> None:
    """Filing happens by keyword or by moving; both must work here."""
    server.deliver(OFFICE, MAIL, NOW)
    with logged_in(server) as client:
        client.create_folder("Anmeldungen/Zu klären")
        selected = client.select_folder("INBOX")
        assert b"\\*" in selected[b"PERMANENTFLAGS"]
        uids = client.search()
        client.add_flags(uids, [b"$Handled"])
        assert client.search(["KEYWORD", "$Handled"]) == uids
        client.move(uids, "Anmeldungen/Zu klären")
        assert client.search() == []
        client.select_folder("Anmeldungen/Zu klären")
        assert len(client.search()) == 1


def test_login_with_wrong_password_is_refused(server: MailServer) -> None:
    """A server that takes any password would hide a broken log-in."""
    with IMAPClient(HOST, server.imap_port, ssl=False) as client, pytest.raises(LoginError):
        client.login(OFFICE, "two")


def test_new_mail_wakes_an_idling_client_and_stop_ends_it(server: MailServer) -> None:
    """The worker idles while visitors write; leaving the demo must not hang on it."""
    with logged_in(server) as client:
        client.select_folder("INBOX", readonly=True)
        client.idle()
        server.deliver(OFFICE, MAIL, NOW)
        ready, _, _ = select.select([client.socket()], [], [], 5)
        assert ready
        assert (1, b"EXISTS") in client.idle_done()[1]


def test_stop_with_an_open_idle_is_clean() -> None:
    """Warnings are errors here: a task left behind would fail this test."""
    with MailServer({OFFICE: "one"}, OFFICE, clock.fixed(NOW)) as server:
        client = IMAPClient(HOST, server.imap_port, ssl=False)
        client.login(OFFICE, "one")
        client.select_folder("INBOX")
        client.idle()
    client.shutdown()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HOST, server.imap_port), timeout=1)


def test_taken_port_is_named_with_a_way_out() -> None:
    """A second demo on the same port gets a sentence, no traceback."""
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Permanent, match=rf"port {port} on 127\.0\.0\.1 .*--port"):
            MailServer({OFFICE: "one"}, OFFICE, clock.fixed(NOW), imap_port=port)
