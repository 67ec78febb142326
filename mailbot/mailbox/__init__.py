"""The shared mailbox over IMAP: what is new, the mails themselves, and where handled ones go."""

from mailbot.mailbox.archive import MailArchive, NoMail
from mailbot.mailbox.connection import (
    TRIAL_TIMEOUT,
    FolderRefused,
    LogInRefused,
    MailboxRefused,
    MailboxUnreachable,
)
from mailbot.mailbox.cursor import Listed, batches, in_order
from mailbot.mailbox.discovery import Servers, Source, discover
from mailbot.mailbox.erase import erase_from
from mailbot.mailbox.imap import ImapMailbox

__all__ = [
    "TRIAL_TIMEOUT",
    "FolderRefused",
    "ImapMailbox",
    "Listed",
    "LogInRefused",
    "MailArchive",
    "MailboxRefused",
    "MailboxUnreachable",
    "NoMail",
    "Servers",
    "Source",
    "batches",
    "discover",
    "erase_from",
    "in_order",
]
