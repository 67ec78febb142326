"""What monitoring programs read: `/livez`, `/healthz` and `/metrics`; numbers and times, never a person.

Whoever reaches the desk may read whether all is well. How it stands in detail tells outsiders how many
people register and when nobody looks, so it is told to this machine alone, or to whoever knows the word in
`web.metrics_token_file` (RFC 6750, 2.1). A request that a proxy passed on is none of this machine.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable

from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import CollectorRegistry
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from mailbot.config import is_loopback
from mailbot.errors import MailbotError
from mailbot.flow import Office, health
from mailbot.flow.health import all_in_values, in_values
from mailbot.web.metrics import Measurements

_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def monitoring(offices: Callable[[], tuple[Office, ...]]) -> list[BaseRoute]:
    """The routes, over the offices as they are now."""

    def livez(request: Request) -> Response:
        """Whether the desk itself lives: for who restarts it when it does not."""
        del request
        return JSONResponse({"status": "ok"})

    def healthz(request: Request) -> Response:
        """Whether all of it works, the worker and the servers included."""
        try:
            every = offices()
            found = {office.event.id: health(office) for office in every}
        except MailbotError:
            return JSONResponse({"status": "failing", "failing": ["ledger"]}, 503)
        told = all_in_values(found) if len(found) > 1 else in_values(found[every[0].event.id])
        if not may_ask(request, every[0]):
            told = {"status": told["status"]}
        return JSONResponse(told, 200 if told["status"] == "ok" else 503)

    def metrics(request: Request) -> Response:
        """The same in numbers for Prometheus; asked by others, there is no such page."""
        if not may_ask(request, offices()[0]):
            return Response("Not Found", 404, media_type="text/plain")
        registry = CollectorRegistry()
        registry.register(Measurements(offices()))
        encode, media_type = choose_encoder(request.headers.get("accept", ""))
        try:
            return Response(encode(registry), media_type=media_type)
        except MailbotError:
            return Response("The ledger cannot be read.", 503, media_type="text/plain")

    return [Route("/livez", livez), Route("/healthz", healthz), Route("/metrics", metrics)]


def may_ask(request: Request, office: Office) -> bool:
    """Whether who asks may know numbers: by the word of the office, where it has one, else by being here."""
    token = office.settings.web.metrics_token if office.settings.web else ""
    if token:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
    here = request.client is not None and is_loopback(request.client.host)
    return here and not any(name in request.headers for name in _PASSED_ON)
