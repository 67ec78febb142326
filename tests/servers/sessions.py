"""Sessions of a mailbox that a server ends while somebody works in it."""

from __future__ import annotations

import time

from tests.servers.dovecot import Account, Dovecot


def end_sessions(dovecot: Dovecot, account: Account) -> None:
    """End every session of an account; they have ended when this returns, and not only been told to."""
    dovecot.doveadm("kick", account.address)
    while account.address in dovecot.doveadm("who", "-1", account.address):
        time.sleep(0.02)
