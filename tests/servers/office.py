"""An office to test with: a folder of configuration for the servers under test, and the command."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.servers.dovecot import Account, Dovecot
from tests.servers.postfix import Postfix
from tests.servers.process import Server

PROJECT = Path(__file__).parents[2]

_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "COLUMNS": "200", "PYTHONPATH": str(PROJECT)}
"""The program that runs is the one of this tree, whichever is installed."""
_SETTINGS = """\
database = "{database}"
mode = "automatic"

[mailbox]
host = "localhost"
port = {imaps}
security = "tls"
ca_file = "{ca_file}"
username = "{address}"
password_file = "password"
folder = "INBOX"
catch_up = "send"
filing = "none"

[smtp]
host = "localhost"
port = {submission}
security = "starttls"
ca_file = "{ca_file}"
username = "{address}"
password_file = "password"
from = "{address}"

[office]
notify = []
"""


@dataclass(frozen=True, slots=True)
class TestOffice:
    """The folder with event.toml and mailbot.toml, the shared mailbox, and the servers around it.

    Nobody gets digests and alarms unless a test says so: `organiser` is somebody who could.
    """

    __test__ = False

    folder: Path
    account: Account
    organiser: Account
    postfix: Postfix

    @property
    def dovecot(self) -> Dovecot:
        return self.postfix.dovecot

    def mailbot(
        self, *arguments: str, within: Sequence[str] = (), **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the command with this configuration as a user would; any exit code is returned.

        `within`: a command that runs the command given to it, such as `prlimit --fsize=4096`.
        """
        return subprocess.run(
            [*within, *self._command(*arguments)],
            cwd=self.folder,
            env=_ENVIRONMENT | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )

    @contextmanager
    def running(self, *arguments: str, within: Sequence[str] = (), **environment: str) -> Iterator[Server]:
        """The command as a process of its own, `run` unless told otherwise; killed if it does not end.
        `within`: as in `mailbot`.

        What it prints, its log lines included, is what `said` tells.
        """
        log = self.folder / f"output-{time.monotonic_ns()}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*within, *self._command(*(arguments or ("run",)))],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env=_ENVIRONMENT | environment,
            )
        server = Server(process, log)
        try:
            yield server
        finally:
            server.signal(signal.SIGTERM)

    def arrive(self, mails: Iterable[tuple[bytes, datetime]]) -> None:
        """Put mails into the shared mailbox, each with the (aware) instant at which it came."""
        self.dovecot.append_all(self.account, list(mails))

    def answers(self, address: str) -> list[bytes]:
        """What has come to an address outside, once Postfix has delivered everything."""
        self.postfix.settle()
        return self.dovecot.messages(self.dovecot.outside(address))

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "mailbot", "--config", str(self.folder), *arguments]

    def change(self, file: str, old: str, new: str) -> None:
        """Replace words in a configuration file; they must be there."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not say {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")


def open_office(folder: Path, postfix: Postfix, database: str = "sqlite:///mailbot.db") -> TestOffice:
    """Write the configuration of an office with a mailbox of its own for the event that is shipped."""
    dovecot = postfix.dovecot
    account, organiser = dovecot.add_account(), dovecot.add_account()
    shutil.copy(PROJECT / "config" / "event.toml", folder)
    for name in ("password", "mailbot.toml"):
        (folder / name).touch(0o600)
    (folder / "password").write_text(account.password, encoding="utf-8")
    settings = _SETTINGS.format(
        database=database,
        imaps=dovecot.imaps,
        submission=postfix.submission,
        ca_file=dovecot.authority.ca_file,
        address=account.address,
    )
    (folder / "mailbot.toml").write_text(settings, encoding="utf-8")
    return TestOffice(folder, account, organiser, postfix)
