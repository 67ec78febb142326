"""An IMAP and SMTP server on loopback, in one thread, everything in memory: the demo's whole internet."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Collection, Coroutine, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from threading import Condition, Event, Thread
from types import TracebackType
from typing import Any, Self

from mailbot.clock import Clock
from mailbot.demo.imap import Imap
from mailbot.demo.smtp import Router, listen
from mailbot.errors import Permanent

HOST = "127.0.0.1"
_PATIENCE = 15.0
"""Seconds after which a server that does not answer is taken for dead."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that the server delivered: into which account, by which envelope, when (aware)."""

    account: str
    sender: str
    recipient: str
    received: datetime
    data: bytes


class MailServer:
    """A context manager that serves `passwords` (account to password) by IMAP and takes mail by SMTP.

    Mail for an address that is no account goes to the account `outside`, so that one can read
    there what was sent into the world. `now` gives the INTERNALDATE of what comes by SMTP. Port 0
    means any free one; the ports are bound, and known, when the object is made.

    Raises: Permanent when a port is taken or the server does not start.
    """

    def __init__(
        self,
        passwords: Mapping[str, str],
        outside: str,
        now: Clock,
        *,
        imap_port: int = 0,
        smtp_port: int = 0,
        undeliverable: Collection[str] = (),
    ) -> None:
        self._accounts = frozenset(passwords)
        self._passwords = dict(passwords)
        self._outside = outside
        self._now = now
        self._undeliverable = tuple(undeliverable)
        self._letters: list[Letter] = []
        self._news = Condition()
        self._ready = Event()
        self._failure: Exception | None = None
        self._thread = Thread(target=self._serve, name="demo-mail-server", daemon=True)
        with ExitStack() as on_failure:
            self._imap_socket = on_failure.enter_context(_bind(imap_port))
            self._smtp_socket = on_failure.enter_context(_bind(smtp_port))
            on_failure.pop_all()
        self.imap_port: int = self._imap_socket.getsockname()[1]
        self.smtp_port: int = self._smtp_socket.getsockname()[1]

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(_PATIENCE):
            raise Permanent("the demo's mail server does not start")
        if self._failure:
            raise Permanent(f"the demo's mail server does not start: {self._failure}") from self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_PATIENCE)

    def deliver(self, recipient: str, data: bytes, received: datetime, sender: str = "") -> None:
        """Put a mail into the mailbox of `recipient` as it is, with `received` (aware) as INTERNALDATE."""
        self._call(self._store(sender, recipient, data, received))

    def letters(self, account: str) -> tuple[Letter, ...]:
        """All mail that was delivered into `account`, in the order of delivery."""
        with self._news:
            return tuple(letter for letter in self._letters if letter.account == account)

    def wait_for_more(self, account: str, known: int, seconds: float) -> bool:
        """Wait until `account` has more than `known` mails; False when `seconds` are over before."""
        with self._news:
            return self._news.wait_for(lambda: self._count(account) > known, seconds)

    def _count(self, account: str) -> int:
        return sum(letter.account == account for letter in self._letters)

    def _call(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE)

    async def _store(self, sender: str, recipient: str, data: bytes, received: datetime) -> None:
        account = recipient.lower() if recipient.lower() in self._accounts else self._outside
        await self._imap.append(account, data, received)
        with self._news:
            self._letters.append(Letter(account, sender, recipient, received, data))
            self._news.notify_all()

    async def _accept(self, sender: str, recipient: str, data: bytes) -> None:
        await self._store(sender, recipient, data, self._now())

    def _serve(self) -> None:
        try:
            asyncio.run(self._main())
        except (OSError, RuntimeError, ValueError) as error:
            self._failure = error
            self._ready.set()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self._imap = Imap(self._passwords)
        imap = await self._imap.listen(self._imap_socket)
        router = Router(self._accept, self._now, self._undeliverable)
        smtp = await listen(router, self._smtp_socket, self._loop)
        self._ready.set()
        await self._stop.wait()
        imap.close()
        smtp.close()
        # Open connections, an idling worker's for one, end with the server; their tasks must be
        # seen to their end here, or the interpreter complains about them later.
        connections = asyncio.all_tasks() - {asyncio.current_task()}
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)


def _bind(port: int) -> socket.socket:
    try:
        listener = socket.create_server((HOST, port))
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Permanent(f"port {port} on {HOST} cannot be used: {reason}; --port names another") from error
    # asyncio switches Nagle's algorithm off (RFC 896) only for sockets that were made with an
    # explicit protocol; pymap writes an answer in pieces, and each command would take 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
