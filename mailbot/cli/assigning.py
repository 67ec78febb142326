"""`mailbot assign`: an organiser says for which event of its mailbox a mail is."""

from __future__ import annotations

import typer

from mailbot.cli.actions import By, Json, MailId
from mailbot.cli.app import app, of_event, place


@app.command("assign")
@of_event
def assign_command(context: typer.Context, mail_id: MailId, by: By = "", as_json: Json = False) -> None:
    """Say for which event (--event) a mail is that fits several; it is worked on as if it came for that."""
    from mailbot.cli import acting

    acting.assign(place(context), by, mail_id).show(as_json)
