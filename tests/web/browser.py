"""Debian's chromium, driven by Playwright, and a desk that it can reach on loopback."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from mailbot.envelope import Role
from mailbot.flow.accounts import add_user
from mailbot.web import create_app
from tests.desks import Desk
from tests.servers.process import PATIENCE_SECONDS, ServerError, program

PASSWORD = "ein langes Wort"
_PROGRAM = "chromium"


def missing() -> str:
    """Why no browser can run here; empty where one can."""
    return "" if program(_PROGRAM) else "Chromium is not installed: apt-get install chromium"


@contextmanager
def running() -> Iterator[Browser]:
    """A browser without a window; it downloads nothing, and its sandbox needs rights that tests lack."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(_PROGRAM), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(folder: Path) -> Iterator[tuple[Desk, str]]:
    """A desk with one organiser on a free port of this machine, and its address."""
    desk = Desk(folder)
    add_user(desk.office, "anna", PASSWORD, Role.ORGANISER)
    config = uvicorn.Config(create_app(desk.office), log_level="warning", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            _await_start(server)
            yield desk, f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE_SECONDS)


def _await_start(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not server.started:
        if time.monotonic() > deadline:
            raise ServerError("the desk did not start")
        time.sleep(0.02)
