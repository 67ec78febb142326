"""The organisers' desk as an ASGI application, and how it is served."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mailbot.config import WebSettings
from mailbot.delivery import shipped_templates
from mailbot.errors import MailbotError
from mailbot.flow import Office
from mailbot.flow.brake import Brake
from mailbot.web.cookies import SECRET_FILE, Cookies, secret_in
from mailbot.web.door import HEADERS, failing, route
from mailbot.web.monitoring import monitoring
from mailbot.web.pages import PAGES
from mailbot.web.visit import Desk
from mailbot.web.words import LANGUAGES, Words


def create_app(offices: Office | Sequence[Office], tickets: Iterable[str] = ()) -> Starlette:
    """The desk over an open office, or those of several events. tickets: see `visit.Desk`.

    Raises: ConfigError if the secret cannot be read or made.
    """
    offices = (offices,) if isinstance(offices, Office) else tuple(offices)
    office = offices[0]
    settings = office.settings.web or WebSettings()
    folder = shipped_templates() / "web"
    words = {language: Words(language, folder) for language in LANGUAGES}
    secret = secret_in(settings.secret_file or office.folder / SECRET_FILE)
    desk = Desk(_current(offices), words, Cookies(secret), Brake(), set(tickets))

    async def lost(request: Request, _error: Exception) -> Response:
        return await run_in_threadpool(failing, desk, request, 404)

    async def not_so(request: Request, _error: Exception) -> Response:
        return await run_in_threadpool(failing, desk, request, 405)

    async def too_much(request: Request, _error: Exception) -> Response:
        return await run_in_threadpool(failing, desk, request, 413)

    routes: list[BaseRoute] = [route(desk, page) for page in PAGES]
    routes += [
        *monitoring(desk.offices),
        Mount("/static", StaticFiles(directory=folder / "static")),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(_Headers)],
        exception_handlers={404: lost, 405: not_so, 413: too_much},
    )


def _current(offices: Sequence[Office]) -> Callable[[], tuple[Office, ...]]:
    """The offices with the files of their events as they are now; while one cannot be read, as it was."""
    held = {office.event.id: (replace(office, beside=()), 0) for office in offices}
    lock = threading.Lock()

    def current() -> tuple[Office, ...]:
        with lock:
            for key, (office, seen) in held.items():
                changed = _changed_at(office.folder / office.file)
                if changed != seen:
                    held[key] = (office, changed)
                    with suppress(MailbotError):
                        held[key] = (office.refreshed(), changed)
            return tuple(office for office, _ in held.values())

    return current


def _changed_at(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


class _Headers:
    """Puts the headers on every answer, files and errors too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        static = scope.get("path", "").startswith("/static/")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                wanted = HEADERS | ({"Cache-Control": "no-cache"} if static else {})
                for name, value in wanted.items():
                    if name.lower().encode() not in present:
                        message["headers"].append((name.lower().encode(), value.encode()))
            await send(message)

        await self._app(scope, receive, with_headers)


def serve(offices: Office | Sequence[Office]) -> None:
    """Serves until SIGINT or SIGTERM."""
    uvicorn.Server(_config(offices)).run()


@contextmanager
def serving(
    offices: Office | Sequence[Office], port: int | None = None, tickets: Iterable[str] = ()
) -> Iterator[str]:
    """Serves in a thread beside the worker for as long as this lasts; gives the desk's address.

    port: the one that is set, unless given; 0: any that is free.
    """
    server = uvicorn.Server(_config(offices, port, tickets))
    # Signals belong to the worker in the main thread; uvicorn leaves them alone in any other.
    thread = threading.Thread(target=server.run, name="desk", daemon=True)
    thread.start()
    try:
        yield _address(server, thread)
    finally:
        server.should_exit = True
        thread.join(timeout=5)


def _address(server: uvicorn.Server, thread: threading.Thread) -> str:
    """Where the desk can be reached, as soon as it can; the port that was asked for if it cannot."""
    while thread.is_alive() and not server.started:
        time.sleep(0.01)
    sockets = [s for one in getattr(server, "servers", ()) for s in one.sockets]
    port = sockets[0].getsockname()[1] if sockets else server.config.port
    return f"http://{server.config.host}:{port}"


def _config(
    offices: Office | Sequence[Office], port: int | None = None, tickets: Iterable[str] = ()
) -> uvicorn.Config:
    first = offices if isinstance(offices, Office) else offices[0]
    settings = first.settings.web or WebSettings()
    return uvicorn.Config(
        create_app(offices, tickets),
        host=settings.host,
        port=settings.port if port is None else port,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=list(settings.proxies),
    )
