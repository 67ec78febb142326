"""`mailbot check`, `web` and `init`: how an administrator meets the program."""

from __future__ import annotations

from pathlib import Path

from mailbot.cli.app import fail, out
from mailbot.clock import system
from mailbot.config import WebSettings, load_event, load_settings
from mailbot.flow import check as examine
from mailbot.flow import lay_out, open_ledger
from mailbot.web import serve


def check(config: Path) -> None:
    """Prints one line for each thing examined; ends with exit code 1 if any fails."""
    failed = 0
    for found in examine(config, system):
        sign, style = ("ok  ", "green") if found.ok else ("FAIL", "bold red")
        out.print(sign, style=style, end=" ", highlight=False)
        out.print(f"{found.name}: {found.text}", markup=False, highlight=False, soft_wrap=True)
        failed += not found.ok
    if failed:
        fail(f"{failed} of the checks failed", 1)


def web(config: Path) -> None:
    """Serves the desk until stopped."""
    settings, event = load_settings(config), load_event(config)
    listen = settings.web or WebSettings()
    out.print(f"the desk is at http://{listen.host}:{listen.port}/", highlight=False)
    serve(open_ledger(settings), event, listen.host, listen.port)


def init(directory: Path) -> None:
    """Lays out files for editing and says what comes next."""
    for path, written in lay_out(directory):
        out.print(f"{'wrote' if written else 'kept '} {path}", markup=False, highlight=False, soft_wrap=True)
    config = directory / "config"
    out.print(f"Next: edit {config}, then: mailbot --config {config} check", markup=False, soft_wrap=True)
