"""How far a long command has come, shown on stderr while it works."""

from __future__ import annotations

import sys

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from mailbot.cli.app import err


def progress_bar() -> Progress:
    """A bar with the count and the time left; nothing where stderr is no terminal, and nothing stays."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err.console,
        transient=True,
        disable=not sys.stderr.isatty(),
    )
