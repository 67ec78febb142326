"""Waits at the mailbox for new mail by IDLE (RFC 2177), on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable

from mailbot.config import MailboxSettings
from mailbot.mailbox import ImapMailbox

RENEW_SECONDS = 9 * 60
"""Servers drop a silent connection after 30 minutes, some firewalls after ten (RFC 2177, 3)."""


def watch_mailbox(settings: MailboxSettings, wake: Callable[[], object], stopped: Callable[[], bool]) -> None:
    """Calls `wake` whenever mail comes in, until `stopped` says so; returns at once if the server
    knows no IDLE.

    Raises: MailboxUnreachable, MailboxRefused when the connection is lost; call again later.
    """
    with ImapMailbox(settings) as mailbox:
        if "IDLE" not in mailbox.capabilities:
            return
        wake()  # what came between the last look and this IDLE would otherwise wait for the poll
        while not stopped():
            if mailbox.idle(RENEW_SECONDS, stopped):
                wake()
