"""The reading half of the demo's mail server: pymap in memory, with keywords and cheap passwords."""

from __future__ import annotations

import socket
import sys
from argparse import Namespace
from asyncio import AbstractServer, BaseTransport, StreamReader, StreamReaderProtocol, get_running_loop
from collections.abc import Mapping
from datetime import datetime

from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet
from pymap.imap import IMAPServer
from pymap.interfaces.message import CachedMessage
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import ObjectId
from pymap.parsing.specials.flag import Flag, Wildcard
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import Cleartext

# Config wants what pymap's command line would have given. Nothing here opens a port: the sockets are ours.
_ARGUMENTS = Namespace(
    demo_data=False,
    demo_user="-",
    demo_password="-",  # noqa: S106 - pymap's own account, which is never created here
    host=None,
    port=0,
    debug=False,
    cert=None,
    key=None,
    passlib_cfg=None,
    tls=False,
    proxy_protocol=None,
    inherited_sockets=None,
)


class Folder(MailboxData):
    r"""A folder that keeps keywords: `\*` in PERMANENTFLAGS (RFC 9051, 7.1), which pymap leaves out."""

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        """System flags and any keyword."""
        return super().permanent_flags | {Wildcard}


class Account(MailboxSet):
    """The folders of one account; INBOX is there from the start."""

    def __init__(self) -> None:
        super().__init__()
        self._inbox = Folder(self._content_cache, self._thread_cache)

    async def add_mailbox(self, name: str) -> ObjectId:
        """A new folder.

        Raises: ValueError if there is one of this name.
        """
        async with self._set_lock.write_lock():
            if name in self._set:
                raise ValueError(name)
            self._set[name] = folder = Folder(self._content_cache, self._thread_cache)
            return folder.mailbox_id


class _PromptProtocol(StreamReaderProtocol):
    """Acknowledges at once what it reads.

    Clients send a command in pieces and, by Nagle's algorithm (RFC 896), hold the second back until
    the first is acknowledged; an acknowledgement delayed by 40 ms (RFC 1122, 4.2.3.2) would then
    stand before every answer. The option does not last, so it is set again with each piece.
    """

    _socket: socket.socket | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Remember the connection's socket."""
        super().connection_made(transport)
        self._socket = transport.get_extra_info("socket")

    def data_received(self, data: bytes) -> None:
        """Pass the data on and acknowledge it."""
        super().data_received(data)
        if self._socket is not None and sys.platform == "linux":
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


class Imap:
    """Accounts in memory, served by IMAP4rev1; lives inside one running event loop."""

    def __init__(self, passwords: Mapping[str, str]) -> None:
        # The passwords are made for one run and guard invented mails: hashing them only costs time.
        self._config = Config.from_args(_ARGUMENTS, hash_context=Cleartext())
        self._login = Login(self._config)
        self._passwords = passwords

    async def listen(self, listener: socket.socket) -> AbstractServer:
        """Serve the accounts on a bound socket."""
        hashes = Passwords(self._config)
        for name, password in self._passwords.items():
            secret = await hashes.hash_password(password)
            self._login.users_dict[name] = UserMetadata(self._config, name, password=secret)
            self._config.set_cache[name] = (Account(), FilterSet())
        serve = ProxyProtocolReader(self._config.proxy_protocol).get_callback(
            IMAPServer(self._login, self._config)
        )
        loop = get_running_loop()
        return await loop.create_server(
            lambda: _PromptProtocol(StreamReader(loop=loop), serve, loop), sock=listener
        )

    async def append(self, account: str, data: bytes, received: datetime) -> CachedMessage:
        """Put a mail into INBOX, bytes untouched, with `received` (aware) as its INTERNALDATE."""
        folders, _ = self._config.set_cache[account]
        inbox = await folders.get_mailbox("INBOX")
        return await inbox.append(AppendMessage(data, received), recent=True)
