"""Tells the service manager how it stands, so that it need not guess (sd_notify(3)).

One word a datagram. What cannot be told is passed over: the manager then does what it does with a program
that says nothing, and our work does not depend on it.
"""

from __future__ import annotations

import socket
from contextlib import suppress


class ServiceManager:
    """Whoever started us and wants to hear. address: the path of its socket, "@" first for one without a
    path; "" where nobody wants to hear.
    """

    def __init__(self, address: str = "") -> None:
        self._address = "\0" + address[1:] if address.startswith("@") else address

    def ready(self) -> None:
        """We work from now on."""
        self._tell("READY=1")

    def alive(self) -> None:
        """We still get on; who says so too seldom is started anew."""
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """We were told to stop, and finish what is in hand."""
        self._tell("STOPPING=1")

    def _tell(self, word: str) -> None:
        if self._address:
            with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                line.sendto(word.encode(), self._address)
