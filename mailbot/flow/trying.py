"""Signs in at the mail servers as a run would, and changes nothing there."""

from __future__ import annotations

from email.utils import parseaddr

from mailbot.config import Settings
from mailbot.delivery import Submission
from mailbot.mailbox import TRIAL_TIMEOUT, ImapMailbox


def try_mailbox(settings: Settings) -> None:
    """Signs in at the IMAP server and looks into the folder, which stays as it is.

    Raises: MailboxUnreachable, MailboxRefused, ConfigError.
    """
    with ImapMailbox(settings.mailbox, TRIAL_TIMEOUT, readonly=True):
        pass


def try_sending(settings: Settings) -> None:
    """Signs in at the SMTP server and offers it a mail to ourselves, which is broken off: nothing is sent.

    Raises: SmtpUnreachable, SmtpRefused, ConfigError.
    """
    sender = parseaddr(settings.smtp.from_ or settings.mailbox.username)[1]
    with Submission(settings.smtp, TRIAL_TIMEOUT.connect) as submission:
        submission.open()
        if sender.isascii() and "@" in sender:
            submission.try_sender(sender, sender)
