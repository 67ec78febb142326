"""A terminal in front of a program, and somebody at it who waits for words and types lines."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 30.0
"""How long the program may think on a busy machine."""


@dataclass(slots=True)
class Terminal:
    """What stands on it is `screen`."""

    process: subprocess.Popen[bytes]
    _end: int
    screen: str = ""
    _read: int = 0

    def await_words(self, words: str) -> None:
        """Return when these words have come since the last ones that were waited for."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while words not in self.screen[self._read :]:
            in_time = time.monotonic() < deadline
            assert in_time, f"no {words!r} in:\n{self.screen}"
            more = self._more()
            assert more, f"no {words!r} before the end of:\n{self.screen}"
        self._read = self.screen.index(words, self._read) + len(words)

    def answer(self, words: str, line: str = "") -> None:
        """Wait for a question, and type a line. What is typed before a terminal has stopped to echo is lost:
        of a question for a password, the blank after it must be waited for.
        """
        self.await_words(words)
        os.write(self._end, f"{line}\n".encode())

    def leave(self, words: str) -> None:
        """Wait for a question, and end the input (Ctrl-D)."""
        self.await_words(words)
        os.write(self._end, b"\x04")

    def end(self) -> int:
        """Wait for the end of the program; its exit code."""
        while self._more():
            pass
        return self.process.wait(PATIENCE_SECONDS)

    def _more(self) -> bool:
        """Read on; False when the program has closed the terminal."""
        ready, _, _ = select.select([self._end], [], [], PATIENCE_SECONDS)
        with suppress(OSError):
            data = os.read(self._end, 65536) if ready else b""
            self.screen += data.decode("utf-8", "replace").replace("\r\n", "\n")
            return bool(data)
        return False


@contextmanager
def at_terminal(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Iterator[Terminal]:
    """The program at a terminal of its own; killed if it does not end."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, cwd=folder, env=dict(environment), start_new_session=True
    )
    os.close(its)
    try:
        yield Terminal(process, ours)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(ours)
