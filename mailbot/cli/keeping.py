"""`mailbot backup` and `restore`: a copy of the ledger in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli.app import app, err, fail, folder, out


@app.command("backup")
def backup_command(
    context: typer.Context,
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|FOLDER", help="A file that is not there yet, or a folder for one named by the time."
        ),
    ],
    keep: Annotated[
        int | None,
        typer.Option("--keep", min=1, metavar="N", help="Delete all but the N newest in FOLDER."),
    ] = None,
) -> None:
    """Copy the whole ledger into one file, while the worker goes on; for SQLite and PostgreSQL alike."""
    if keep is not None and not path.is_dir():
        raise typer.BadParameter(f"--keep goes with a folder, and {path} is none")
    from mailbot.clock import system
    from mailbot.config import load_settings
    from mailbot.flow import open_ledger
    from mailbot.store import BACKUP, dated, give_sign, thin_out, write_backup

    now = system()
    file = dated(path, now) if path.is_dir() else path
    database = open_ledger(load_settings(folder(context)))
    try:
        rows = write_backup(database, file)
        with database.transaction() as tx:
            give_sign(tx, BACKUP, now)
    finally:
        database.close()
    out.print(f"{file}: {rows} rows, {file.stat().st_size} bytes", markup=False, highlight=False)
    for gone in thin_out(path, keep) if keep is not None else ():
        out.print(f"{gone}: deleted", markup=False, highlight=False)


@app.command("restore")
def restore_command(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="What `mailbot backup` wrote.")] = None,
    mailbox_only: Annotated[
        bool, typer.Option("--mailbox-only", help="The ledger is back; bring the mailbox into line again.")
    ] = False,
) -> None:
    """Put a backup into an empty database, and mails that were filed since back to where mail comes in.

    What the first run after it writes waits for a person: it may have been sent before.
    """
    if (file is None) != mailbox_only:
        raise typer.BadParameter("either FILE or --mailbox-only")
    from rich.progress import Progress

    from mailbot.clock import system
    from mailbot.flow import mailrooms, open_offices
    from mailbot.flow.restore import bring_back, put_back
    from mailbot.mailbox import MailboxRefused, MailboxUnreachable

    offices = open_offices(folder(context), system)
    database, moved = offices[0].database, {}
    try:
        if file is not None:
            rows = put_back(offices, file)
            out.print(f"{rows} rows are back in {database.shown}", markup=False, highlight=False)
        with Progress(console=err.console, transient=True, disable=not err.console.is_terminal) as progress:
            task = progress.add_task("looking at filed mail", total=None)
            for room in mailrooms(offices):
                moved[room.settings.mailbox.folder + (f" of {room.name}" if room.name else "")] = bring_back(
                    room, lambda done, of: progress.update(task, completed=done, total=of)
                )
    except (MailboxUnreachable, MailboxRefused) as error:
        fail(f"{error}; the ledger is back, for the mailbox repeat: mailbot restore --mailbox-only", 1)
    finally:
        database.close()
    for where, count in moved.items():
        out.print(f"mails moved back to {where}: {count}", markup=False, highlight=False)
    out.print(
        "Next: `mailbot run --once`; its replies wait. Look at them (`mailbot outbox`, or the desk),"
        " drop those that were sent before, release the others.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
