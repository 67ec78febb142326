"""A first run with nothing set up: a mail server, an inbox and the real worker, all on this machine."""

from __future__ import annotations

import sys

from mailbot.errors import MailbotError

_EXTRA = frozenset(("aiosmtpd", "proxyprotocol", "pymap", "pysasl"))


def play(once: bool, port: int | None) -> int:
    """Play the demo on this terminal and give the exit code.

    Args:
        once: end after the summary; else stay up and answer what visitors send.
        port: IMAP is served on this one and SMTP on the next; None: on any two free ones.
    """
    try:
        # The mail server is an extra; without it there must be a sentence, not a traceback.
        from mailbot.demo.screenplay import perform  # noqa: PLC0415
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _EXTRA:
            raise
        print(f"the demo needs {missing}; install it with: pip install aiosmtpd pymap", file=sys.stderr)  # noqa: T201
        return 1
    try:
        return perform(once=once, port=port)
    except MailbotError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
