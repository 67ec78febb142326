"""`mailbot check` and `init`: how an administrator meets the program."""

from __future__ import annotations

from pathlib import Path

from mailbot.cli.app import fail, out
from mailbot.clock import system
from mailbot.config import Settings, load_installation, load_settings
from mailbot.flow import check as examine
from mailbot.flow import lay_out
from mailbot.tokens import sign_in as sign_in_by_code


def check(config: Path) -> None:
    """Prints one line for each thing examined; ends with exit code 1 if any fails."""
    failed = show_findings(config)
    if failed:
        fail(f"{failed} of the checks failed", 1)


def show_findings(config: Path) -> int:
    """One line for each thing examined, and a server's own words below; gives how many fail."""
    failed = 0
    for found in examine(config, system):
        sign, style = ("ok  ", "green") if found.ok else ("FAIL", "bold red")
        sign, style = ("note", "yellow") if found.note else (sign, style)
        out.print(sign, style=style, end=" ", highlight=False)
        out.print(f"{found.name}: {found.text}", markup=False, highlight=False, soft_wrap=True)
        if found.said:
            out.print(f"     ({found.said})", style="dim", markup=False, highlight=False, soft_wrap=True)
        failed += not found.ok
    return failed


def _settings_of(config: Path, mailbox: str) -> Settings:
    every = {post.settings.mailbox.name: post.settings for post in load_installation(config)}
    if mailbox not in every:
        fail(f"--mailbox: there is no mailbox {mailbox!r} ({', '.join(filter(None, every))})", 2)
    return every[mailbox]


def init(directory: Path) -> None:
    """Lays out files for editing and says what comes next."""
    for path, written in lay_out(directory):
        out.print(f"{'wrote' if written else 'kept '} {path}", markup=False, highlight=False, soft_wrap=True)
    config = directory / "config"
    out.print(f"Next: edit {config}, then: mailbot --config {config} check", markup=False, soft_wrap=True)


def sign_in(config: Path, mailbox: str = "") -> None:
    """Somebody signs in at the provider, with the code that is shown; waits until that is done. mailbox: the
    name of one of several.
    """
    settings = load_settings(config) if not mailbox else _settings_of(config, mailbox)
    oauth = settings.mailbox.oauth or settings.smtp.oauth
    if oauth is None:
        fail('no server is signed in to by OAuth: set sign_in = "oauth" in [mailbox] and [smtp]', 2)
    who = sign_in_by_code(oauth, lambda words: out.print(words, markup=False, soft_wrap=True))
    out.print(
        f"signed in{' as ' + who if who else ''}; kept in {oauth.token_file}", markup=False, soft_wrap=True
    )
