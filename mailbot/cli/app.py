"""The command line: options that every command shares, and how errors end."""

from __future__ import annotations

import getpass
import inspect
import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, get_type_hints

import typer

from mailbot.errors import ConfigError, MailbotError

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(
    name="mailbot",
    help="Registration for events by plain email: reads the mail, books the seat, answers.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Terminal:
    """Standard output or error for people; rich is loaded with the first line, as JSON needs none of it."""

    def __init__(self, **options: Any) -> None:
        self._options = options

    @cached_property
    def console(self) -> Console:
        """The console of rich."""
        from rich.console import Console

        return Console(**self._options)

    def print(self, *objects: Any, **options: Any) -> None:
        """As `rich.console.Console.print`."""
        self.console.print(*objects, **options)


# In a pipe there is no width to keep to; rich would wrap tables at 80 columns.
out = Terminal(width=None if sys.stdout.isatty() else 240)
err = Terminal(stderr=True, soft_wrap=True)


def main() -> None:
    """Runs a command. Exit 0: done, 1: failed, 2: wrong usage or configuration."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a sign must not end the work; file names may hold what is no sign at all.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except ConfigError as error:
        fail(str(error), 2)
    except MailbotError as error:
        fail(str(error), 1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def fail(text: str, code: int) -> NoReturn:
    """Ends with a line on stderr."""
    err.print(f"mailbot: {text}", markup=False, highlight=False)
    sys.exit(code)


def folder(context: typer.Context) -> Path:
    """The configuration folder of this call."""
    from mailbot.config import config_folder

    return config_folder(context.obj)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command works: the configuration folder, and the event that was named, or ""."""

    folder: Path
    event: str = ""


def place(context: typer.Context) -> Place:
    """The folder of this call, and the event of a command that is `of_event`."""
    return Place(folder(context), context.meta.get(_EVENT, ""))


def of_event(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the option `--event`, whose value `place` gives."""
    option = Annotated[
        str, typer.Option("--event", metavar="ID", help="Which event, where there are several.")
    ]

    @wraps(command)
    def chosen(*arguments: Any, event: str = "", **options: Any) -> None:
        options["context"].meta[_EVENT] = event
        command(*arguments, **options)

    # What typer is to read of the command must stand there evaluated, as the wrapper's own.
    hints = get_type_hints(command, include_extras=True) | {"event": option}
    keyword, own = inspect.Parameter.KEYWORD_ONLY, inspect.signature(command).parameters.values()
    added = inspect.Parameter("event", keyword, default="", annotation=option)
    parameters = [*(one.replace(kind=keyword, annotation=hints[one.name]) for one in own), added]
    vars(chosen)["__signature__"] = inspect.Signature(parameters)
    chosen.__annotations__ = hints
    return chosen


_EVENT = "mailbot.event"


def login() -> str:
    """Who is at this command line, as the audit trail is to have it."""
    try:
        return getpass.getuser()[:100]
    except (OSError, KeyError):
        return "organiser"


def instant(text: str) -> datetime:
    """A time given on the command line: ISO 8601 with offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no time; write 2021-09-24T23:59:00+02:00") from None
    if moment.tzinfo is None:
        raise typer.BadParameter(f"{text!r} has no offset; write 2021-09-24T23:59:00+02:00")
    return moment


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mailbot {version('mailbot')}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="DIR",
            help="Folder with event.toml and mailbot.toml (default: $MAILBOT_CONFIG, else ./config).",
        ),
    ] = None,
    show_version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Registration for events by plain email: reads the mail, books the seat, answers."""
    del show_version
    context.obj = config
