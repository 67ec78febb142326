"""Commands that take an action back: `take-up`, `uncancel` and `undrop`."""

from __future__ import annotations

from typing import Annotated

import typer

from mailbot.cli.actions import By, Json, Reference, Silent
from mailbot.cli.app import app, of_event, place


@app.command("take-up")
@of_event
def take_up_command(
    context: typer.Context,
    mail_id: Annotated[int, typer.Argument(metavar="MAIL_ID", help="A mail that was dismissed.")],
    by: By = "",
    as_json: Json = False,
) -> None:
    """Undo `dismiss`: the mail waits again; possible for a day."""
    from mailbot.cli import acting

    acting.take_up(place(context), by, mail_id).show(as_json)


@app.command("uncancel")
@of_event
def uncancel_command(
    context: typer.Context, reference: Reference, silent: Silent = False, by: By = "", as_json: Json = False
) -> None:
    """Undo `cancel`: the registration stands as before, if its seat is still free."""
    from mailbot.cli import acting

    acting.restore(place(context), by, reference, silent).show(as_json)


@app.command("undrop")
@of_event
def undrop_command(
    context: typer.Context,
    outbox_id: Annotated[int, typer.Argument(metavar="ID", help="A mail of ours that was dropped.")],
    by: By = "",
    as_json: Json = False,
) -> None:
    """Undo `drop`: the mail waits for its release again."""
    from mailbot.cli import acting

    acting.undrop(place(context), by, outbox_id).show(as_json)
