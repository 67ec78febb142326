"""Mail services whose servers are known, by the domain of an address and by the servers that they run."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field, TypeAdapter

from mailbot.config.oauth import Provider
from mailbot.config.settings import Security
from mailbot.event import STRICT

Port = Annotated[int, Field(ge=1, le=65535)]


@dataclass(frozen=True, slots=True)
class Server:
    """Where a mail server listens, and how the connection is protected."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True, slots=True)
class MailService:
    """A service as `services.toml` describes it. oauth: who gives out the tokens without which it lets no
    program in; None: it takes passwords. hint: a sentence on what its customers stumble over.
    """

    name: str
    imap: tuple[str, Port, Security]
    smtp: tuple[str, Port, Security]
    domains: tuple[str, ...] = ()
    mx: tuple[str, ...] = ()
    oauth: Provider | None = None
    hint: str = ""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT

    def servers(self, exchanger: str = "") -> tuple[Server, Server]:
        """Those for IMAP and SMTP. exchanger: the host that takes mail for the domain (its MX record)."""
        return _server(self.imap, exchanger), _server(self.smtp, exchanger)


@cache
def services() -> tuple[MailService, ...]:
    """All that are known."""
    text = Path(__file__).with_name("services.toml").read_text("utf-8")
    return TypeAdapter(tuple[MailService, ...]).validate_python(tomllib.loads(text)["services"])


def service_of(domain: str) -> MailService | None:
    """The service whose customers have addresses in this domain."""
    return next((one for one in services() if domain.lower() in one.domains), None)


def service_behind(hosts: Iterable[str]) -> tuple[MailService, str] | None:
    """The service that runs one of these servers (MX hosts, or those of the settings), and the server."""
    for host in hosts:
        name = host.lower().rstrip(".")
        found = [
            (len(end), one) for one in services() for end in one.mx if name == end or name.endswith(f".{end}")
        ]
        if found:
            return max(found, key=lambda each: each[0])[1], name
    return None


def _server(words: tuple[str, int, Security], exchanger: str) -> Server:
    host, port, security = words
    return Server(exchanger if host == "{mx}" else host, port, security)
