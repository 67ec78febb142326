"""A page with the numbers of the event, and `/healthz` for machines.

There is no sign-in yet, so nothing here names a person: seats, states and times only.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from mailbot.decision import with_limits
from mailbot.errors import MailbotError
from mailbot.event import Event
from mailbot.store import Database, reports, seat_limits
from mailbot.web.page import Numbers, render

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def create_app(database: Database, event: Event) -> Starlette:
    """The desk as an ASGI application over an open ledger."""

    def overview(request: Request) -> Response:
        del request
        with database.reading() as tx:
            counting = with_limits(event, seat_limits(tx, event.id))
        return HTMLResponse(render(_numbers(database, event), counting), headers=_HEADERS)

    def healthz(request: Request) -> Response:
        del request
        try:
            numbers = _numbers(database, event)
        except MailbotError as error:
            return JSONResponse(
                {"status": "failing", "problem": str(error)}, status_code=503, headers=_HEADERS
            )
        contact = numbers.last_contact.isoformat() if numbers.last_contact else None
        return JSONResponse(
            {"status": "ok", "mailbox_contact": contact, "outbox": numbers.outbox}, headers=_HEADERS
        )

    return Starlette(routes=[Route("/", overview), Route("/healthz", healthz)])


def serve(database: Database, event: Event, host: str, port: int) -> None:
    """Serves until SIGINT or SIGTERM."""
    uvicorn.Server(_config(database, event, host, port)).run()


@contextmanager
def serving(database: Database, event: Event, host: str, port: int) -> Iterator[None]:
    """Serves in a thread beside the worker for as long as this lasts."""
    server = uvicorn.Server(_config(database, event, host, port))
    # Signals belong to the worker in the main thread; uvicorn leaves them alone in any other.
    thread = threading.Thread(target=server.run, name="desk", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=5)


def _config(database: Database, event: Event, host: str, port: int) -> uvicorn.Config:
    app = create_app(database, event)
    return uvicorn.Config(app, host=host, port=port, log_level="warning", server_header=False)


def _numbers(database: Database, event: Event) -> Numbers:
    with database.reading() as tx:
        return Numbers(
            workshops=reports.workshop_counts(tx, event.id),
            statuses=reports.counts_by(tx, "status"),
            dispositions=reports.counts_by(tx, "disposition"),
            outbox=reports.counts_by(tx, "state"),
            last_contact=reports.last_contact(tx),
        )
