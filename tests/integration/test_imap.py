"""The mailbox room against Dovecot: what is new, the mails themselves, and where handled ones go."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from imapclient import IMAPClient, SocketTimeout

from mailbot.config import MailboxSettings, Security
from mailbot.errors import ConfigError
from mailbot.mailbox import ImapMailbox, Listed, MailboxRefused, MailboxUnreachable
from mailbot.mailbox import imap as imap_module
from mailbot.mailbox.connection import connect, quiet
from mailbot.message import parse
from tests.letters import RECEIVED, registration, with_file
from tests.servers import dovecot as dovecot_server
from tests.servers.authority import Authority
from tests.servers.dovecot import Account, Dovecot
from tests.servers.sessions import end_sessions

RAW = registration("Anna Albrecht", "anna@x.test")
MODEST = "IMAP4rev1 LITERAL+ STARTTLS AUTH=PLAIN NAMESPACE"
"""What a server says that can neither MOVE nor IDLE nor expunge by UID."""


def settings(server: Dovecot, account: Account, folder: str = "INBOX") -> MailboxSettings:
    return MailboxSettings(
        host="localhost",
        port=server.imaps,
        ca_file=server.authority.ca_file,
        username=account.address,
        password=account.password,
        folder=folder,
    )


@pytest.fixture
def mailbox(dovecot: Dovecot, account: Account) -> Iterator[ImapMailbox]:
    with ImapMailbox(settings(dovecot, account)) as mailbox:
        yield mailbox


def senders(server: Dovecot, account: Account, folder: str) -> int:
    return len(server.messages(account, folder))


def test_quiet_turns_off_what_imapclient_turned_on(dovecot: Dovecot, account: Account) -> None:
    """Imapclient formats every literal for imaplib's debug log, ten times slower for a mail of 1 MB. If
    this fails because it does so no more, `quiet` can go.
    """
    context = dovecot.authority.client_context()
    with IMAPClient("localhost", port=dovecot.imaps, ssl_context=context) as shipped:
        assert shipped._imap.debug > 0
        quiet(shipped)
        assert shipped._imap.debug == 0
    ours = connect(settings(dovecot, account))
    assert ours._imap.debug == 0
    ours.logout()


def test_library_warnings_stay_out_of_stderr() -> None:
    assert logging.getLogger("imapclient").handlers


def test_uids_sees_what_came_since_the_last_look(
    mailbox: ImapMailbox, dovecot: Dovecot, account: Account
) -> None:
    """Without NOOP the first SEARCH answers from the old view of the folder."""
    assert mailbox.uids() == []
    for expected in ([1], [1, 2], [1, 2, 3]):
        dovecot.append(account, RAW, RECEIVED)
        assert mailbox.uids() == expected


def test_uids_after_the_last_one_are_none(mailbox: ImapMailbox, dovecot: Dovecot, account: Account) -> None:
    """`UID SEARCH n:*` names the highest UID even where it is lower than n (RFC 9051, 9)."""
    dovecot.append_all(account, [(RAW, RECEIVED)] * 3)

    assert [mailbox.uids(after) for after in (0, 2, 3, 900)] == [[1, 2, 3], [3], [], []]


def test_listed_gives_the_instant_of_receipt_with_its_offset(
    mailbox: ImapMailbox, dovecot: Dovecot, account: Account
) -> None:
    instants = [
        datetime(2021, 9, 24, 23, 59, 59, tzinfo=timezone(timedelta(hours=2))),
        datetime(2021, 10, 31, 2, 30, tzinfo=timezone(timedelta(hours=1))),
        datetime(2021, 1, 1, tzinfo=timezone(-timedelta(hours=9, minutes=30))),
    ]
    dovecot.append_all(account, [(RAW, instant) for instant in instants])
    listed = mailbox.listed([*mailbox.uids(), 99])

    assert [(one.uid, one.received, one.size) for one in listed] == [
        (uid, instant, len(RAW)) for uid, instant in enumerate(instants, 1)
    ]
    assert all(one.received.tzinfo is not None for one in listed)


def test_fetch_gives_the_very_bytes_in_order_and_leaves_read_marks(
    mailbox: ImapMailbox, dovecot: Dovecot, account: Account
) -> None:
    odd = b"Subject: \xff\xe4\r\n\r\n.\r\n\xfc\r\n"
    dovecot.append_all(account, [(RAW, RECEIVED), (odd, RECEIVED)])
    listed = mailbox.listed(mailbox.uids())
    raws = mailbox.fetch([listed[1], listed[0], Listed(99, RECEIVED, 5)])

    assert [(raw.uid, raw.data) for raw in raws] == [(2, odd), (1, RAW)]
    assert raws[0].mailbox == mailbox.key
    with dovecot.client(account, "INBOX") as client:
        assert client.search("SEEN") == []


def test_fetch_of_a_huge_mail_gives_its_beginning(
    mailbox: ImapMailbox, dovecot: Dovecot, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_module, "WHOLE_OCTETS", 100)
    monkeypatch.setattr(imap_module, "ALL_OCTETS", 100)
    dovecot.append_all(account, [(RAW, RECEIVED), (b"Subject: x\r\n\r\n", RECEIVED)])
    raws = mailbox.fetch(mailbox.listed(mailbox.uids()))

    assert [raw.data for raw in raws] == [RAW[:100], b"Subject: x\r\n\r\n"]
    assert raws[0].size == len(RAW)


def test_fetch_leaves_out_and_names_what_the_server_cannot_give(
    mailbox: ImapMailbox, dovecot: Dovecot, account: Account
) -> None:
    closed = registration("Berta Brandt", "berta@x.test")
    dovecot.append_all(account, [(RAW, RECEIVED), (closed, RECEIVED), (RAW, RECEIVED)])
    listed = mailbox.listed(mailbox.uids())
    files = (dovecot.folder / "mail" / account.address / "Maildir").glob("*/*.M*")
    (second,) = [file for file in files if b"Berta" in file.read_bytes()]
    second.chmod(0)

    assert [raw.uid for raw in mailbox.fetch(listed)] == [1, 3]
    assert list(mailbox.unreadable) == [2]


def test_key_names_account_folder_and_incarnation(
    mailbox: ImapMailbox, dovecot: Dovecot, account: Account
) -> None:
    with dovecot.client(account) as client:
        validity = client.folder_status("INBOX", ["UIDVALIDITY"])[b"UIDVALIDITY"]

    key = mailbox.key
    assert (key.account, key.folder, key.uidvalidity) == (f"{account.address}@localhost", "INBOX", validity)


@pytest.mark.parametrize("folder", ["Fertig", "Fachtag 2021/Bestätigt", "A/B/C"])
def test_move_makes_the_folder_and_leaves_the_others(
    mailbox: ImapMailbox, dovecot: Dovecot, account: Account, folder: str
) -> None:
    dovecot.append_all(account, [(RAW, RECEIVED)] * 3)
    assert not mailbox.folder_exists(folder)
    mailbox.move([], folder)
    assert not mailbox.folder_exists(folder)
    mailbox.move([1, 3], folder)
    mailbox.move([1, 3, 99], folder)

    assert mailbox.folder_exists(folder)
    assert mailbox.uids() == [2]
    assert senders(dovecot, account, folder) == 2


@pytest.fixture(scope="module")
def modest(authority: Authority) -> Iterator[Dovecot]:
    """A server that says it can do little, and whose folders are named as on many shared hosts."""
    if reason := dovecot_server.missing():
        pytest.skip(f"left out: {reason}")
    with dovecot_server.running(
        authority, capability=f"{MODEST} UIDPLUS", separator=".", prefix="INBOX."
    ) as server:
        yield server


@pytest.fixture(scope="module")
def poor(authority: Authority) -> Iterator[Dovecot]:
    """A server that cannot even expunge by UID."""
    if reason := dovecot_server.missing():
        pytest.skip(f"left out: {reason}")
    with dovecot_server.running(authority, capability=MODEST) as server:
        yield server


def test_move_without_move_copies_and_expunges_these_alone(modest: Dovecot) -> None:
    account = modest.add_account()
    modest.append_all(account, [(RAW, RECEIVED)] * 3)
    with modest.client(account, "INBOX") as person:
        person.delete_messages([3])
    with ImapMailbox(settings(modest, account)) as mailbox:
        assert not {"MOVE", "IDLE"} & set(mailbox.capabilities)
        mailbox.move([1], "Fachtag/Bestätigt")

        # What a person has marked as deleted is theirs to expunge.
        assert mailbox.uids() == [2, 3]
    assert senders(modest, account, "INBOX.Fachtag.Bestätigt") == 1


def test_move_without_uidplus_copies_and_deletes_nothing(poor: Dovecot) -> None:
    account = poor.add_account()
    poor.append_all(account, [(RAW, RECEIVED)] * 2)
    with ImapMailbox(settings(poor, account)) as mailbox:
        mailbox.move([1], "Fertig")

        assert mailbox.uids() == [1, 2]
    with poor.client(account, "INBOX") as person:
        assert person.search("DELETED") == []
    assert senders(poor, account, "Fertig") == 1


@pytest.mark.parametrize("folder", ["Fachtag/Eingang", "INBOX/Fachtag/Eingang", "INBOX.Fachtag.Eingang"])
def test_folder_in_the_servers_own_spelling_or_in_ours(modest: Dovecot, folder: str) -> None:
    account = modest.add_account()
    with modest.client(account) as client:
        client.create_folder("INBOX.Fachtag.Eingang")
    modest.append(account, RAW, RECEIVED, "INBOX.Fachtag.Eingang")

    with ImapMailbox(settings(modest, account, folder)) as mailbox:
        assert mailbox.uids() == [1]
        assert mailbox.folder_exists(folder)


def test_keyword_is_set_beside_the_other_flags(
    mailbox: ImapMailbox, dovecot: Dovecot, account: Account
) -> None:
    dovecot.append_all(account, [(RAW, RECEIVED)] * 2)
    mailbox.uids()
    mailbox.set_keyword([1], "$MailbotHandled")
    mailbox.set_keyword([1], "$MailbotHandled")

    assert mailbox.takes_keywords
    with dovecot.client(account, "INBOX") as client:
        assert client.search(["KEYWORD", "$MailbotHandled"]) == [1]
        assert client.search("SEEN") == []


def test_idle_tells_of_new_mail(mailbox: ImapMailbox, dovecot: Dovecot, account: Account) -> None:
    timer = threading.Timer(0.3, lambda: dovecot.append(account, RAW, RECEIVED))
    timer.start()
    began = time.monotonic()

    assert mailbox.idle(60, lambda: False)
    assert time.monotonic() - began < 30
    timer.join()
    # The connection is of use afterwards, and silence is told from news.
    assert mailbox.uids() == [1]
    assert not mailbox.idle(1, lambda: False)


def test_idle_ends_when_it_is_told_to(mailbox: ImapMailbox) -> None:
    began = time.monotonic()

    assert not mailbox.idle(60, lambda: True)
    assert time.monotonic() - began < 30


def test_starttls_is_used_where_it_is_asked_for(dovecot: Dovecot, account: Account) -> None:
    wanted = replace(settings(dovecot, account), port=dovecot.imap, security=Security.STARTTLS)
    with ImapMailbox(wanted) as mailbox:
        assert mailbox.uids() == []


def test_starttls_that_is_not_offered_is_refused_before_the_password_is_said() -> None:
    said: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] here\r\n")
            for line in lines:
                said.append(line)
                tag, _, command = line.partition(b" ")
                listing = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" if command.startswith(b"CAPA") else b""
                connection.sendall(listing + tag + b" OK done\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,), daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        wanted = MailboxSettings(
            host="127.0.0.1", port=port, security=Security.STARTTLS, username="office", password="geheim"
        )
        with pytest.raises(MailboxRefused, match="STARTTLS"):
            ImapMailbox(wanted).__enter__()
        thread.join(5)
    assert b"geheim" not in b"".join(said)


def test_session_that_the_server_ends_is_unreachable(dovecot: Dovecot, account: Account) -> None:
    with ImapMailbox(settings(dovecot, account)) as mailbox:
        end_sessions(dovecot, account)
        time.sleep(0.2)
        with pytest.raises(MailboxUnreachable):
            mailbox.uids()


def test_server_that_is_not_there_is_unreachable(own_dovecot: Dovecot) -> None:
    account = own_dovecot.add_account()
    own_dovecot.stop()
    with pytest.raises(MailboxUnreachable, match="refused"):
        ImapMailbox(settings(own_dovecot, account)).__enter__()


def test_server_that_says_nothing_is_unreachable_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        wanted = MailboxSettings(host="127.0.0.1", port=silent.getsockname()[1], username="a", password="b")
        began = time.monotonic()
        with pytest.raises(MailboxUnreachable), ImapMailbox(wanted, SocketTimeout(1, 1)):
            pass
        assert time.monotonic() - began < 30


@pytest.mark.parametrize("missing", ["host", "username", "password"])
def test_settings_that_are_missing_are_named(missing: str) -> None:
    given = {"host": "localhost", "username": "a", "password": "b"}
    del given[missing]
    with pytest.raises(ConfigError, match=f"mailbox.{missing}"):
        ImapMailbox(MailboxSettings(**given))  # type: ignore[arg-type]


def test_password_that_is_wrong_is_refused_and_leaves_no_connection(
    dovecot: Dovecot, account: Account
) -> None:
    with pytest.raises(MailboxRefused, match="refuses the log-in"):
        ImapMailbox(settings(dovecot, Account(account.address, "falsch"))).__enter__()
    # A socket that nobody closes is a ResourceWarning, which pytest makes an error.
    with pytest.raises(MailboxRefused, match='no folder "Keiner"'):
        ImapMailbox(settings(dovecot, account, "Keiner")).__enter__()


def test_fetch_of_a_large_mail_gives_its_text_and_small_files_and_leaves_the_mail_as_it_is(
    mailbox: ImapMailbox, dovecot: Dovecot, account: Account
) -> None:
    raw = registration("Clara Conrad", "clara@x.test")
    mail = BytesParser(EmailMessage, policy=policy.SMTP).parsebytes(with_file(raw, "Klein.txt"))
    for name, size in (("Film.mp4", 5_000_000), ("Bild.jpg", 100_000)):
        mail.add_attachment(bytes(size), "application", "octet-stream", filename=name)
    mail.add_attachment(BytesParser(EmailMessage, policy=policy.SMTP).parsebytes(RAW))
    whole = mail.as_bytes()
    dovecot.append_all(account, [(whole, RECEIVED), (RAW, RECEIVED)])
    first, second = mailbox.fetch(mailbox.listed(mailbox.uids()))
    read, expected = parse(first.data), parse(whole)

    assert (second.data, first.size) == (RAW, len(whole))
    assert len(first.data) < 300_000
    assert (read.plain, read.defects, read.message_id) == (expected.plain, (), expected.message_id)
    assert read.forwarded == expected.forwarded
    files = {a.filename: (a.size, a.text) for a in read.attachments}
    wanted = {a.filename: (a.size, a.text) for a in expected.attachments}
    assert files.pop("Film.mp4")[0] >= wanted.pop("Film.mp4")[0]
    assert files == wanted
    assert dovecot.messages(account)[0] == whole
    with dovecot.client(account, "INBOX") as client:
        assert client.search("SEEN") == []
