"""Two scripts that do the same traffic as mailbot and understand nothing: what it is measured against."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from smtplib import SMTP

from imap_tools import MailBox

from mailbot.mailbox.connection import quiet
from tests.benchmarks.ground import HANDLED, Ground
from tests.servers.dovecot import Account

_REPLY = b"From: office@example.test\r\nTo: somebody@verein.example\r\nSubject: Ihre Anmeldung\r\n\r\n"
_REPLY += b"Guten Tag, Ihre Anmeldung ist eingetragen.\r\n" * 200
"""As many octets as a confirmation in text and HTML with its calendar entry has."""
_ADDRESSES = ("office@example.test", ["somebody@verein.example"])


@contextmanager
def _database(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("create table mails (uid integer primary key, raw blob, reply blob)")
    yield connection
    connection.close()


def lean(ground: Ground, account: Account) -> int:
    """As little as possible: whole batches fetched and moved, one SMTP connection, one transaction a mail."""
    with (
        ground.dovecot.client(account) as client,
        _database(ground.folder / f"lean-{account.address}.db") as database,
        SMTP("127.0.0.1", ground.sink) as smtp,
    ):
        quiet(client)
        client.select_folder("INBOX")
        client.create_folder(HANDLED)
        uids = client.search("ALL")
        for start in range(0, len(uids), 100):
            batch = uids[start : start + 100]
            for uid, item in client.fetch(batch, ["BODY.PEEK[]", "INTERNALDATE"]).items():
                _keep(database, uid, item[b"BODY[]"])
                smtp.sendmail(*_ADDRESSES, _REPLY)
            client.move(batch, HANDLED)
    return len(uids)


def hobby(ground: Ground, account: Account) -> int:
    """As one finds it written down: mail by mail, an SMTP connection for each, each moved by itself."""
    done = 0
    context = ground.dovecot.authority.client_context()
    with (
        MailBox("localhost", port=ground.dovecot.imaps, ssl_context=context).login(
            account.address, account.password
        ) as mailbox,
        _database(ground.folder / f"hobby-{account.address}.db") as database,
    ):
        mailbox.folder.create(HANDLED)
        for message in mailbox.fetch(mark_seen=False):
            assert message.subject
            assert message.from_
            assert message.text
            _keep(database, int(message.uid or 0), message.obj.as_bytes())
            with SMTP("127.0.0.1", ground.sink) as smtp:
                smtp.sendmail(*_ADDRESSES, _REPLY)
            mailbox.move(message.uid or "", HANDLED)
            done += 1
    return done


def _keep(database: sqlite3.Connection, uid: int, raw: bytes) -> None:
    database.execute("begin immediate")
    database.execute("insert into mails values (?, ?, ?)", (uid, raw, _REPLY))
    database.execute("commit")
