"""The crew: a worker for each of several mailboxes, every one a process of its own, until told to stop.

What goes wrong at one mailbox (a server that hangs, a mail that takes long, a crash) stays in its process.
One that ended is started anew, at once if it had worked for a minute, else after a pause that doubles; one
that has given no sign for a quarter of an hour is killed first. The service manager hears from the crew
alone: that all are ready, and that the crew itself lives. Each worker has a pipe to the crew, and ends when
that does: nobody works on unseen.
"""

from __future__ import annotations

import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

import structlog

from mailbot.flow import ServiceManager

_TICK_SECONDS = 1.0
_ALIVE_SECONDS = 30.0
_SILENT_SECONDS = 900.0
"""Longer than any step of a worker takes; it gives a sign at each mail and once a minute."""
_STEADY_SECONDS = 60.0
_LONGEST_PAUSE = 60.0
_GRACE_SECONDS = 75.0
"""For the mail in hand; the service manager waits for 90 seconds in all."""
log = structlog.get_logger()


@dataclass(slots=True)
class _Hand:
    """One mailbox of the crew. command: what works on it; `line`: where its words arrive; times: as
    `time.monotonic` gives them.
    """

    name: str
    command: Sequence[str]
    line: socket.socket
    process: subprocess.Popen[bytes] | None = None
    ready: bool = False
    began: float = 0.0
    heard: float = 0.0
    pause: float = 0.0
    due: float = field(default=0.0)

    @property
    def address(self) -> str:
        """Where the worker tells how it stands, as `ServiceManager` takes it."""
        return "@" + str(self.line.getsockname()[1:], "ascii")


class Crew:
    """Keeps a worker running for each mailbox; `run` blocks. commands: by mailbox, to which `OPTION` and an
    address are added.
    """

    OPTION = "--of-crew"

    def __init__(self, commands: Mapping[str, Sequence[str]], manager: ServiceManager | None = None) -> None:
        self._hands = [_Hand(name, command, _line()) for name, command in commands.items()]
        self._manager = manager or ServiceManager()
        self._stop = False
        self._failed = 0
        self._told_ready = False
        self._told_alive = 0.0

    def stop(self) -> None:
        """Every worker finishes the mail in hand, then all end; safe in a signal handler and from threads."""
        self._stop = True

    def stop_on_signals(self) -> None:
        """SIGTERM and SIGINT end the crew cleanly; call from the main thread."""

        def ended(_number: int, _frame: FrameType | None) -> None:
            self.stop()

        signal.signal(signal.SIGTERM, ended)
        signal.signal(signal.SIGINT, ended)

    def run(self) -> int:
        """Until stopped, which gives 0; or until a worker ends before it was ever ready, since that does not
        pass by itself (the database cannot be used, somebody else works on it): gives its exit code.
        """
        with selectors.DefaultSelector() as lines:
            for hand in self._hands:
                lines.register(hand.line, selectors.EVENT_READ, hand)
            try:
                while not self._stop:
                    for hand in self._hands:
                        self._see_to(hand)
                    for key, _ in lines.select(_TICK_SECONDS):
                        self._listen(key.data)
                    self._tell()
            finally:
                self._manager.stopping()
                self._end()
        return self._failed

    def _see_to(self, hand: _Hand) -> None:
        now = time.monotonic()
        if hand.process is None:
            if now >= hand.due:
                self._start(hand, now)
        elif hand.process.poll() is not None:
            if not hand.ready:
                self._failed, self._stop = abs(hand.process.returncode) or 1, True
            steady = now - hand.began >= _STEADY_SECONDS
            hand.pause = 0.0 if steady else min(_LONGEST_PAUSE, max(1.0, hand.pause * 2))
            hand.due = now + hand.pause
            log.error("a worker ended", mailbox=hand.name, code=hand.process.returncode, again_in=hand.pause)
            _close(hand)
        elif now - hand.heard > _SILENT_SECONDS:
            log.error("a worker hangs", mailbox=hand.name)
            hand.process.kill()

    def _start(self, hand: _Hand, now: float) -> None:
        hand.process = subprocess.Popen(  # noqa: S603 - our own program
            [*hand.command, self.OPTION, hand.address], stdin=subprocess.PIPE
        )
        hand.began = hand.heard = now

    def _listen(self, hand: _Hand) -> None:
        with suppress(BlockingIOError):
            while word := hand.line.recv(100):
                hand.heard = time.monotonic()
                hand.ready = hand.ready or word == b"READY=1"

    def _tell(self) -> None:
        if not self._told_ready and all(hand.ready for hand in self._hands):
            self._told_ready = True
            self._manager.ready()
        if time.monotonic() - self._told_alive >= _ALIVE_SECONDS:
            self._told_alive = time.monotonic()
            self._manager.alive()

    def _end(self) -> None:
        working = [(hand, hand.process) for hand in self._hands if hand.process is not None]
        for _, process in working:
            process.send_signal(signal.SIGTERM)
        until = time.monotonic() + _GRACE_SECONDS
        for hand, process in working:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("a worker was killed: it did not end", mailbox=hand.name)
                process.kill()
                process.wait()
            _close(hand)
        for hand in self._hands:
            hand.line.close()
        log.info("stopped")


def _close(hand: _Hand) -> None:
    if hand.process is not None and hand.process.stdin is not None:
        hand.process.stdin.close()
    hand.process = None


def _line() -> socket.socket:
    """A socket of our own that needs no file; the system chooses its name (unix(7), autobind)."""
    line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    line.bind("")
    return line
