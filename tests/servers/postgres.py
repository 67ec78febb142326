"""PostgreSQL by `initdb` into a temporary folder, as an account without rights, on loopback."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers.process import (
    PATIENCE_SECONDS,
    Server,
    ServerError,
    free_ports,
    temporary_folder,
    unprivileged,
)

_USER, _PASSWORD = "mailbot", "geheim"
_DEBIAN_VERSIONS = Path("/usr/lib/postgresql")


@dataclass(slots=True)
class Postgres:
    """A running server; every test takes a database of its own."""

    port: int
    _server: Server
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def create_database(self) -> str:
        """A new empty database; its URL as `mailbot.toml` wants it."""
        name = f"test_{next(self._numbers)}"
        self._execute("CREATE DATABASE {}", name)
        return f"postgresql+psycopg://{_USER}:{_PASSWORD}@127.0.0.1:{self.port}/{name}"

    def drop_database(self, url: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", url.rpartition("/")[2])

    def end_sessions(self, url: str) -> None:
        """End every session on a database, as an administrator or a restart does."""
        statement = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(statement, [url.rpartition("/")[2]])

    def await_ready(self) -> None:
        """Return when databases can be used: the port opens before the server has started up."""
        self._server.await_port(self.port, greets=False)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                psycopg.connect(self._address()).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise ServerError(f"PostgreSQL does not get ready:\n{self._server.said()}") from None
                time.sleep(0.05)
            else:
                return

    def _address(self) -> str:
        return f"postgresql://{_USER}:{_PASSWORD}@127.0.0.1:{self.port}/postgres"

    def _execute(self, statement: str, name: str) -> None:
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def missing() -> str:
    """Why PostgreSQL cannot run here; empty where it can."""
    return "" if _programs() else "PostgreSQL is not installed: apt-get install postgresql"


@contextmanager
def running() -> Iterator[Postgres]:
    """A PostgreSQL of one's own; it is gone without a trace afterwards."""
    identity, programs = unprivileged(), _programs()
    if programs is None:
        raise RuntimeError(missing())
    with temporary_folder("postgres") as folder:
        data, (port,) = folder / "data", free_ports(1)
        (folder / "password").write_text(_PASSWORD, encoding="ascii")
        identity.give(folder)
        identity.run(
            [
                str(programs / "initdb"),
                *("--pgdata", str(data), "--username", _USER, "--pwfile", str(folder / "password")),
                *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"),
            ],
            folder,
        )
        settings = {
            "port": str(port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(folder),
            # The data live for seconds: nothing is gained by waiting for the disk.
            "fsync": "off",
        }
        options = [text for name, value in settings.items() for text in ("-c", f"{name}={value}")]
        server = identity.start(
            [str(programs / "postgres"), "-D", str(data), *options], folder / "output.log"
        )
        try:
            postgres = Postgres(port, server)
            postgres.await_ready()
            yield postgres
        finally:
            # A fast shutdown: open sessions are ended (PostgreSQL manual, "Shutting Down the Server").
            server.signal(signal.SIGINT)


def _programs() -> Path | None:
    """The folder of the newest server programs; Debian keeps them off the PATH."""
    found = sorted(_DEBIAN_VERSIONS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    elsewhere = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(elsewhere).resolve().parent if elsewhere else None
