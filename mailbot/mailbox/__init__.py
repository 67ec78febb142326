"""The shared mailbox over IMAP: what is new, the mails themselves, and where handled ones go."""

from mailbot.mailbox.cursor import Listed, batches, in_order
from mailbot.mailbox.imap import ImapMailbox, MailboxRefused, MailboxUnreachable

__all__ = ["ImapMailbox", "Listed", "MailboxRefused", "MailboxUnreachable", "batches", "in_order"]
