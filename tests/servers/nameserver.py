"""A name server (RFC 1035) that knows what a test tells it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
from dns.resolver import Resolver


@contextmanager
def answering(zone: Mapping[tuple[str, str], list[str]]) -> Iterator[Resolver]:
    """A name server of our own that knows this zone and nothing else (RFC 1035)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def serve() -> None:
            with suppress(OSError):
                while True:
                    data, client = server.recvfrom(4096)
                    if not data:
                        return
                    server.sendto(_answer(data, zone), client)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        resolver = Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.getsockname()[1]
        yield resolver
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", server.getsockname())
        thread.join(5)


def _answer(data: bytes, zone: Mapping[tuple[str, str], list[str]]) -> bytes:
    query = dns.message.from_wire(data)
    asked = query.question[0]
    kind = dns.rdatatype.to_text(asked.rdtype)
    reply = dns.message.make_response(query)
    records = zone.get((asked.name.to_text(), kind))
    if records:
        reply.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *records))
    elif records is None:
        reply.set_rcode(dns.rcode.NXDOMAIN)
    return reply.to_wire()
