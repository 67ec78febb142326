"""Servers are found by the address: from what is known, from what DNS says, else guessed; never an error."""

from __future__ import annotations

import socket

import pytest
from dns.resolver import Resolver

from mailbot.config import Security, Server, services
from mailbot.mailbox import Source, discover
from tests.servers.nameserver import answering

ZONE = {
    ("_imaps._tcp.amt.test.", "SRV"): ["20 1 993 second.amt.test.", "10 1 1993 mail.amt.test."],
    ("_submission._tcp.amt.test.", "SRV"): ["0 1 587 mail.amt.test."],
    ("_submissions._tcp.amt.test.", "SRV"): ["0 0 0 ."],
    ("amt.test.", "MX"): ["10 mail.amt.test."],
    ("kreis.test.", "MX"): ["0 kreis-test.mail.protection.outlook.com."],
    ("verein.test.", "MX"): ["20 backup.test.", "10 w0123456.kasserver.com."],
    ("still.test.", "MX"): [],
}


def test_service_of_a_known_address_needs_no_dns() -> None:
    nowhere = Resolver(configure=False)
    found = discover("GMX.de", nowhere)

    assert (found.source, found.imap.host, found.smtp.host) == (Source.KNOWN, "imap.gmx.net", "mail.gmx.net")


def test_servers_that_a_domain_publishes_are_taken_in_its_order() -> None:
    with answering(ZONE) as resolver:
        found = discover("amt.test", resolver)

    assert found.source is Source.PUBLISHED
    assert found.imap == Server("mail.amt.test", 1993, Security.TLS)
    assert found.smtp == Server("mail.amt.test", 587, Security.STARTTLS)


def test_service_that_takes_in_the_mail_of_a_domain() -> None:
    with answering(ZONE) as resolver:
        microsoft, own_host = discover("kreis.test", resolver), discover("verein.test", resolver)

    assert microsoft.service is not None
    assert (microsoft.source, microsoft.service.name) == (Source.HOSTED, "Microsoft 365")
    assert microsoft.imap.host == "outlook.office365.com"
    assert own_host.imap == Server("w0123456.kasserver.com", 993, Security.TLS)


@pytest.mark.parametrize("domain", ["nirgends.test", "still.test", "x" * 70 + ".test", "ümlaut..test", ""])
def test_servers_that_nobody_knows_are_guessed(domain: str) -> None:
    with answering(ZONE) as resolver:
        found = discover(domain, resolver)

    assert found.source is Source.GUESSED
    assert found.imap == Server(f"imap.{domain}", 993, Security.TLS)


def test_name_server_that_does_not_answer_ends_in_a_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailbot.mailbox.discovery._SECONDS", 0.05)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        resolver = Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], silent.getsockname()[1]

        assert discover("amt.test", resolver).source is Source.GUESSED


def test_every_service_is_complete_and_found_by_its_own_names() -> None:
    assert len({one.name for one in services()}) == len(services())
    domains = [domain for one in services() for domain in one.domains]
    assert len(set(domains)) == len(domains)
    for one in services():
        assert one.domains or one.mx
        for server in one.servers("mx.example.org"):
            assert (server.port, server.security) in {
                (993, Security.TLS),
                (465, Security.TLS),
                (587, Security.STARTTLS),
            }
        assert not one.hint or one.hint.endswith(".")
