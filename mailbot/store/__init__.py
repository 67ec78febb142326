"""The ledger: tables, transactions, what is remembered and what can be asked of it."""

from sqlalchemy import Connection

from mailbot.store import reports
from mailbot.store.intake import (
    KnownMail,
    MailboxState,
    Sighting,
    add_location,
    advance,
    filed,
    find_mail,
    mailbox_cursor,
    open_mailbox,
    record_unread,
    to_file,
    unseen,
)
from mailbot.store.outbox import (
    Claimed,
    claim,
    due,
    give_back,
    release_all,
    release_expired,
    settle,
)
from mailbot.store.record import Content, Occasion, Outgoing, add_mail, record
from mailbot.store.session import Database, DatabaseFailed, DatabaseUnusable, WorkerRunning
from mailbot.store.snapshot import seats_snapshot, snapshot

__all__ = [
    "Claimed",
    "Connection",
    "Content",
    "Database",
    "DatabaseFailed",
    "DatabaseUnusable",
    "KnownMail",
    "MailboxState",
    "Occasion",
    "Outgoing",
    "Sighting",
    "WorkerRunning",
    "add_location",
    "add_mail",
    "advance",
    "claim",
    "due",
    "filed",
    "find_mail",
    "give_back",
    "mailbox_cursor",
    "open_mailbox",
    "record",
    "record_unread",
    "release_all",
    "release_expired",
    "reports",
    "seats_snapshot",
    "settle",
    "snapshot",
    "to_file",
    "unseen",
]
