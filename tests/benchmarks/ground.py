"""What the benchmarks stand on: a Dovecot with TLS, an SMTP server that takes everything, an office."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mailbot.flow import Office, open_office
from tests.letters import RECEIVED
from tests.servers import dovecot as dovecot_server
from tests.servers.authority import Authority
from tests.servers.dovecot import Account, Dovecot
from tests.servers.office import PROJECT
from tests.servers.process import answers, free_ports, program, unprivileged

HANDLED = "Fertig"
NOW = RECEIVED + timedelta(hours=12)
_SETTINGS = """\
database = "{database}"
[mailbox]
host = "localhost"
port = {imaps}
ca_file = "{ca_file}"
username = "{account.address}"
password = "{account.password}"
catch_up = "send"
filing = "move"
handled_folder = "Fertig"
{more}
[smtp]
host = "127.0.0.1"
port = {sink}
security = "none"
from = "Anmeldung <{account.address}>"
[limits]
replies_per_hour = 100000000
replies_per_address_per_day = 100000000
"""
RESULTS = PROJECT / "build" / "bench.json"


@dataclass(frozen=True, slots=True)
class Ground:
    """The servers; `sink` is the port of Postfix' smtp-sink, which takes every mail and forgets it."""

    folder: Path
    dovecot: Dovecot
    sink: int

    def furnish(self, account: Account, name: str = "", database: str = "", more: str = "") -> Path:
        """A folder with the configuration of an office on this mailbox; more: lines of `[mailbox]`."""
        folder = self.folder / (name or account.address)
        folder.mkdir(exist_ok=True)
        shutil.copy(PROJECT / "config" / "event.toml", folder)
        text = _SETTINGS.format(
            database=database or "sqlite:///mailbot.db",
            imaps=self.dovecot.imaps,
            ca_file=self.dovecot.authority.ca_file,
            account=account,
            more=more,
            sink=self.sink,
        )
        (folder / "mailbot.toml").touch(0o600)
        (folder / "mailbot.toml").write_text(text, "utf-8")
        return folder

    @contextmanager
    def office(self, account: Account, database: str = "") -> Iterator[Office]:
        """An office in this process, whose clock stands at half a day after the mails began to come."""
        office = open_office(self.furnish(account, database=database), lambda: NOW)
        try:
            yield office
        finally:
            office.database.close()


@contextmanager
def ground(folder: Path) -> Iterator[Ground]:
    """Servers of one's own for one benchmark."""
    (port,) = free_ports(1)
    sink = unprivileged().start(
        [program("smtp-sink") or "smtp-sink", "-c", f"127.0.0.1:{port}", "500"], folder / "sink.log"
    )
    try:
        while not answers(port, greets=True):
            time.sleep(0.02)
        with dovecot_server.running(Authority(folder)) as dovecot:
            yield Ground(folder, dovecot, port)
    finally:
        sink.process.kill()
        sink.process.wait()


def note(name: str, figures: dict[str, Any], lines: Sequence[str] = ()) -> None:
    """Keeps figures for docs/performance.md (`python -m scripts.performance`) and prints them."""
    RESULTS.parent.mkdir(exist_ok=True)
    known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    known[name] = figures | {"measured": f"{datetime.now(UTC):%Y-%m-%d}"}
    RESULTS.write_text(json.dumps(known, indent=1), "utf-8")
    print("\n" + "\n".join(lines or [f"{name}: {figures}"]))  # noqa: T201 - what it is for


def peak_of(command: list[str], folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """Runs a command to its end; its peak of resident memory in MB, and what it printed."""
    measure = "import resource,subprocess,sys\nd=subprocess.run(sys.argv[1:]).returncode\n"
    measure += "print('PEAK', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss//1024)\nsys.exit(d)"
    done = subprocess.run(
        [command[0], "-c", measure, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.rpartition("PEAK")[2]), done.stdout
