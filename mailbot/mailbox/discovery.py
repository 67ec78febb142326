"""Which servers serve a mail address: known services, what the domain publishes (RFC 6186), a guess.

A domain may name its servers in DNS (SRV records), or its mail may be taken in by a service that is known
(MX records). Nobody vouches for what DNS says (RFC 6186, 6): whoever asked is shown the names before a
password goes there. Without DNS, and where it is slow, there is a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mailbot.config import MailService, Security, Server, service_behind, service_of

if TYPE_CHECKING:
    from dns.resolver import Resolver

_SECONDS = 2.0
"""For one question to DNS."""


class Source(StrEnum):
    """How we know."""

    KNOWN = "a service that is known"
    PUBLISHED = "what the domain publishes"
    HOSTED = "the service that takes in the domain's mail"
    GUESSED = "a guess"


@dataclass(frozen=True, slots=True)
class Servers:
    """Those for IMAP and SMTP; service: whose they are, where that is known."""

    imap: Server
    smtp: Server
    source: Source
    service: MailService | None = None


def discover(domain: str, resolver: Resolver | None = None) -> Servers:
    """The servers for addresses of this domain; never fails. resolver: another than the system's."""
    known = service_of(domain)
    if known is not None:
        return Servers(*known.servers(), Source.KNOWN, known)
    guess = Servers(
        Server(f"imap.{domain}", 993, Security.TLS),
        Server(f"smtp.{domain}", 587, Security.STARTTLS),
        Source.GUESSED,
    )
    resolver = resolver or _system()
    if resolver is None:
        return guess
    found = service_behind(_exchangers(resolver, domain))
    imap = _published(resolver, domain, {"_imaps": Security.TLS, "_imap": Security.STARTTLS})
    smtp = _published(resolver, domain, {"_submissions": Security.TLS, "_submission": Security.STARTTLS})
    if imap is not None and smtp is not None:
        return Servers(imap, smtp, Source.PUBLISHED, found[0] if found else None)
    if found is not None:
        service, exchanger = found
        return Servers(*service.servers(exchanger), Source.HOSTED, service)
    return Servers(imap or guess.imap, smtp or guess.smtp, Source.GUESSED)


def _system() -> Resolver | None:
    from dns.resolver import NoResolverConfiguration, Resolver  # noqa: PLC0415 - only who sets up needs DNS

    try:
        return Resolver()
    except (NoResolverConfiguration, OSError):
        return None


def _asked(resolver: Resolver, name: str, kind: str) -> list[str]:
    """The records as text; none where there is no answer in time."""
    from dns.exception import DNSException  # noqa: PLC0415 - as above

    try:
        return [record.to_text() for record in resolver.resolve(name, kind, lifetime=_SECONDS)]
    except (DNSException, OSError, UnicodeError):
        return []


def _exchangers(resolver: Resolver, domain: str) -> list[str]:
    """The hosts that take in mail for the domain, the preferred one first (RFC 5321, 5.1)."""
    records = [record.split() for record in _asked(resolver, domain, "MX")]
    return [host for _, host in sorted((int(r[0]), r[1].rstrip(".")) for r in records if len(r) == 2)]


def _published(resolver: Resolver, domain: str, names: dict[str, Security]) -> Server | None:
    """The first service that the domain names; the target "." says that there is none (RFC 2782)."""
    for name, security in names.items():
        records = [r.split() for r in _asked(resolver, f"{name}._tcp.{domain}", "SRV")]
        offered = sorted((int(r[0]), -int(r[1]), r[3].rstrip("."), int(r[2])) for r in records if len(r) == 4)
        if offered and offered[0][2]:
            _, _, host, port = offered[0]
            return Server(host, port, security)
    return None
