"""What every server under test needs: an account without rights, a folder, a port, a clean end."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE_SECONDS = 60.0
"""How long a server may take to start on a busy machine before the test fails."""


class ServerError(RuntimeError):
    """A server under test did not start or refused a command; its log is in the text."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The account that a server runs as; `foreign` where it is not our own."""

    uid: int
    gid: int
    user: str
    group: str
    foreign: bool

    def start(self, command: list[str], log: Path, environment: dict[str, str] | None = None) -> Server:
        """Start a server in the foreground as this account; what it prints goes to `log`."""
        with log.open("ab") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=log.parent,
                env=environment,
                user=self.uid if self.foreign else None,
                group=self.gid if self.foreign else None,
                extra_groups=[] if self.foreign else None,
            )
        return Server(process, log)

    def run(self, command: list[str], folder: Path, data: bytes = b"") -> bytes:
        """Run a command to its end as this account in `folder`; its output, or ServerError."""
        done = subprocess.run(
            command,
            check=False,
            input=data,
            capture_output=True,
            cwd=folder,
            user=self.uid if self.foreign else None,
            group=self.gid if self.foreign else None,
            extra_groups=[] if self.foreign else None,
        )
        if done.returncode:
            said = (done.stdout + done.stderr).decode(errors="replace")
            raise ServerError(f"{' '.join(command)} ended with {done.returncode}: {said}")
        return done.stdout

    def give(self, folder: Path) -> None:
        """Make everything below `folder` belong to this account."""
        if self.foreign:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.uid, self.gid)


def unprivileged() -> Identity:
    """Our own account, or `nobody` where we are root: database servers refuse to run as root."""
    uid = os.geteuid()
    entry = pwd.getpwnam("nobody") if uid == 0 else pwd.getpwuid(uid)
    return Identity(
        uid=entry.pw_uid,
        gid=entry.pw_gid,
        user=entry.pw_name,
        group=grp.getgrgid(entry.pw_gid).gr_name,
        foreign=uid == 0,
    )


@dataclass(slots=True)
class Server:
    """A server process in the foreground and the file that its output goes to."""

    process: subprocess.Popen[bytes]
    log: Path

    def await_port(self, port: int, *, greets: bool = True) -> None:
        """Return when the server accepts connections on `port` (and greets, as mail servers do)."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not answers(port, greets=greets):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise ServerError(f"{self.process.args!r} did not start:\n{self.said()}")
            time.sleep(0.01)

    def said(self) -> str:
        """What the server has printed."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def signal(self, number: int) -> None:
        """Send a signal and wait for the end of the process; kill it when that takes too long."""
        if self.process.poll() is not None:
            return
        self.process.send_signal(number)
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_ports(count: int) -> list[int]:
    """Loopback ports that nobody listens on; all are found before any is let go, so none comes twice."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def program(name: str) -> str | None:
    """The full path of a server program; Debian keeps them where only root looks."""
    return shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")


def answers(port: int, *, greets: bool) -> bool:
    """Whether something accepts connections on a loopback port and, if `greets`, speaks first."""
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as connection:
            return not greets or bool(connection.recv(200))
    except OSError:
        return False


@contextmanager
def temporary_folder(name: str) -> Iterator[Path]:
    """A folder that is gone afterwards; its path is short, because socket paths must be."""
    folder = Path(tempfile.mkdtemp(prefix=f"mailbot-{name}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
