"""An SMTP server that says what a test wants it to say, where a test wants it said."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

CUT = b""
"""In place of a reply: the connection is closed without one."""
SILENCE = b"..."
"""In place of a reply: nothing is said, and the connection stays."""
_USUAL = {"GREETING": b"220 test", "EHLO": b"250 test", "DATA": b"354 go on", "QUIT": b"221 bye"}


@dataclass(slots=True)
class ScriptedSmtp:
    """`replies`: for each verb the replies it gets, one after the other, then the usual one. `GREETING` is
    what is said first, `.` the reply to the mail itself.
    """

    replies: dict[str, list[bytes]]
    port: int = 0
    commands: list[str] = field(default_factory=list)
    stored: list[bytes] = field(default_factory=list)
    connections: int = 0

    def _serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                self.connections += 1
                with connection, connection.makefile("rb") as lines, suppress(OSError):
                    self._talk(connection, lines)

    def _talk(self, connection: socket.socket, lines: Iterator[bytes]) -> None:
        if not self._answer(connection, "GREETING"):
            return
        for line in lines:
            command = line.decode("utf-8", "replace").strip()
            verb = command.partition(" ")[0].upper()
            self.commands.append(command)
            if not self._answer(connection, verb):
                return
            if verb == "QUIT":
                return
            if verb == "DATA" and self._began:
                mail = b"".join(iter(lambda: next(lines), b".\r\n"))
                self.stored.append(mail)
                if not self._answer(connection, "."):
                    return

    _began: bool = False

    def _answer(self, connection: socket.socket, verb: str) -> bool:
        script = self.replies.get(verb)
        reply = script.pop(0) if script else _USUAL.get(verb, b"250 ok")
        self._began = reply.startswith(b"354")
        if reply not in (CUT, SILENCE):
            connection.sendall(reply.replace(b"\n", b"\r\n") + b"\r\n")
        return reply != CUT


@contextmanager
def scripted(replies: Mapping[str, Sequence[bytes]] | None = None) -> Iterator[ScriptedSmtp]:
    """A server on a free port of this machine that takes one connection after the other."""
    server = ScriptedSmtp({verb: list(said) for verb, said in (replies or {}).items()})
    listener = socket.create_server(("127.0.0.1", 0))
    server.port = listener.getsockname()[1]
    thread = threading.Thread(target=server._serve, args=(listener,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        # Closing alone would leave the thread waiting in accept().
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
