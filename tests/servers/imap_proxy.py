"""A proxy before a real IMAP server that cuts, stalls or falsifies where a test wants it."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO

_LITERAL = re.compile(rb"\{(\d+)\}\r\n\Z")

Rewrite = Callable[[str, bytes], bytes]
"""Gets a command, and the server's whole answer to it; gives the answer that the client gets."""


class Fault(StrEnum):
    """What becomes of a command."""

    BEFORE = "cut before the server has the command"
    AFTER = "cut after the server has done it, before any word of the answer"
    MIDDLE = "cut in the middle of the answer"
    STALL = "done by the server, and nothing is said, but the connection stays"


@dataclass(slots=True)
class ImapProxy:
    """Speaks IMAP without TLS on `port`, to `target`. `commands`: those seen since `arm`, without tags.

    before: called with each command before the server gets it. rewrite: see there.
    """

    target: int
    port: int = 0
    commands: list[str] = field(default_factory=list)
    struck: str = ""
    before: Callable[[str], None] = lambda _: None
    rewrite: Rewrite = lambda _, answer: answer
    _number: int = 0
    _verb: str = ""
    _fault: Fault | None = None
    _deaf: threading.Event = field(default_factory=threading.Event)
    _sockets: list[socket.socket] = field(default_factory=list)

    def arm(self, number: int = 0, fault: Fault | None = None, verb: str = "") -> None:
        """From now on, the command of this number (from 1, over all connections), or the first that
        begins with `verb`, meets this fault; `struck` tells which one that was. Without arguments: none.
        """
        self.commands, self.struck = [], ""
        self._number, self._fault, self._verb = number, fault, verb

    def deafen(self) -> None:
        """Connections that stand now go on standing, but nothing comes through any more: as when a
        firewall has forgotten them. New connections are not concerned.
        """
        self._deaf.set()
        self._deaf = threading.Event()

    def _serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                self._sockets.append(client)
                threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        with client, suppress(OSError), socket.create_connection(("127.0.0.1", self.target), 60) as server:
            self._sockets.append(server)
            with client.makefile("rb") as asked, server.makefile("rb") as said:
                client.sendall(_unit(said))
                self._talk(_Pipe(client, server, asked, said))
            # The client is to see an end, not to wait for the garbage collector.
            for end in (client, server):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def _talk(self, pipe: _Pipe) -> None:
        deaf = self._deaf
        for line in pipe.asked:
            if deaf.is_set():
                continue
            tag, _, words = line.rstrip(b"\r\n").partition(b" ")
            command = words.decode("ascii", "replace")
            self.commands.append(command)
            fault = self._fault_of(command)
            self.before(command)
            if fault is Fault.BEFORE:
                return
            pipe.server.sendall(line)
            if command.upper() == "IDLE":
                self._idle(pipe, tag, deaf)
                continue
            answer = b"".join(_answer(pipe.said, tag))
            if fault is Fault.AFTER:
                return
            if fault is Fault.MIDDLE:
                pipe.client.sendall(answer[: len(answer) // 2])
                return
            if fault is Fault.STALL:
                pipe.asked.read()
                return
            pipe.client.sendall(self.rewrite(command, answer))

    def _fault_of(self, command: str) -> Fault | None:
        wanted = command.upper().startswith(self._verb) if self._verb else len(self.commands) == self._number
        if self.struck or self._fault is None or not wanted:
            return None
        self.struck = command
        return self._fault

    def _idle(self, pipe: _Pipe, tag: bytes, deaf: threading.Event) -> None:
        """Hands on at once what the server tells, until it has ended the command."""

        def hear() -> None:
            with suppress(OSError, ValueError):
                line = pipe.asked.readline()
                if not deaf.is_set():
                    pipe.server.sendall(line)

        listening = threading.Thread(target=hear, daemon=True)
        listening.start()
        told = b""
        while not told.startswith(tag + b" "):
            told = _unit(pipe.said)
            if not deaf.is_set():
                pipe.client.sendall(told)
        listening.join()


@dataclass(frozen=True, slots=True)
class _Pipe:
    """Both ends of a connection, and what is read from each."""

    client: socket.socket
    server: socket.socket
    asked: BinaryIO
    said: BinaryIO


def _unit(said: BinaryIO) -> bytes:
    """One response with all its literals (RFC 9051, 4.3).

    Raises: ConnectionError at the end of the connection.
    """
    whole = b""
    while True:
        line = said.readline()
        if not line:
            raise ConnectionError
        whole += line
        literal = _LITERAL.search(line)
        if literal is None:
            return whole
        whole += said.read(int(literal[1]))


def _answer(said: BinaryIO, tag: bytes) -> Iterator[bytes]:
    while True:
        unit = _unit(said)
        yield unit
        if unit.startswith(tag + b" "):
            return


@contextmanager
def before(target: int) -> Iterator[ImapProxy]:
    """A proxy on a free port of this machine, before the server on the port `target`."""
    proxy = ImapProxy(target)
    listener = socket.create_server(("127.0.0.1", 0))
    proxy.port = listener.getsockname()[1]
    thread = threading.Thread(target=proxy._serve, args=(listener,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        # Closing alone would leave threads waiting in accept() and recv().
        for one in (listener, *proxy._sockets):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
