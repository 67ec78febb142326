"""`mailbot show`: the command with its options; what it tells is put together in `story`."""

from __future__ import annotations

from typing import Annotated

import typer

from mailbot.cli.actions import Json
from mailbot.cli.app import app, of_event, place


@app.command("show")
@of_event
def show_command(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="MAIL_ID|REFERENCE", help="A mail or a registration.")],
    raw: Annotated[bool, typer.Option("--raw", help="Print the mail as it came.")] = False,
    as_json: Json = False,
) -> None:
    """Explain a mail or a registration: what it was, what was done, why, which reply, by whom."""
    from mailbot.cli import story

    story.show(place(context), target, raw, as_json)
