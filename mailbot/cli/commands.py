"""Every command with its options and help; the work is imported when a command runs, so that each
command starts as fast as its own needs allow.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli.app import app, folder, instant, of_event, place
from mailbot.cli.output import Format

FormatOption = Annotated[Format, typer.Option("--format", help="How the list is written.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")]


@app.command("read")
@of_event
def read_command(
    context: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Mail files (.eml), or folders of them.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, in input order.")] = False,
) -> None:
    """Show what mailbot understands of mails in files; nothing is booked, nothing is sent."""
    from mailbot.cli import reading

    raise typer.Exit(reading.read_files(place(context), paths, as_json))


@app.command("run")
def run_command(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Fetch, decide, send all that is due, exit.")] = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="TIME", help="Set the clock (ISO 8601 with offset); only with --once."
        ),
    ] = None,
    mailboxes: Annotated[
        list[str] | None,
        typer.Option("--mailbox", metavar="NAME", help="Of several mailboxes this one; may be repeated."),
    ] = None,
    of_crew: Annotated[str, typer.Option("--of-crew", hidden=True)] = "",
) -> None:
    """Work: read new mail, book seats, send replies; until stopped, or once."""
    if as_of is not None and not once:
        raise typer.BadParameter("--as-of goes with --once only")
    moment = instant(as_of) if as_of is not None else None
    from mailbot.cli import running

    running.run(folder(context), once, moment, mailboxes or (), of_crew)


@app.command("registrations")
@of_event
def registrations_command(
    context: typer.Context, format_: FormatOption = Format.TABLE, output: OutputOption = None
) -> None:
    """List the participants: who, where, and how their registration stands."""
    from mailbot.cli import lists

    lists.show("registrations", place(context), format_, output)


@app.command("held")
@of_event
def held_command(
    context: typer.Context, format_: FormatOption = Format.TABLE, output: OutputOption = None
) -> None:
    """List the mails that wait for a person."""
    from mailbot.cli import lists

    lists.show("held", place(context), format_, output)


@app.command("mails")
@of_event
def mails_command(
    context: typer.Context, format_: FormatOption = Format.TABLE, output: OutputOption = None
) -> None:
    """List every mail: what it was, what was done, why, which reply."""
    from mailbot.cli import lists

    lists.show("mails", place(context), format_, output)


@app.command("outbox")
@of_event
def outbox_command(
    context: typer.Context, format_: FormatOption = Format.TABLE, output: OutputOption = None
) -> None:
    """List our own mails: withheld, queued, sent, failed with the server's words."""
    from mailbot.cli import lists

    lists.show("outbox", place(context), format_, output)


@app.command("seats")
@of_event
def seats_command(
    context: typer.Context, format_: FormatOption = Format.TABLE, output: OutputOption = None
) -> None:
    """List how full each workshop is, and who says how many seats there are."""
    from mailbot.cli import lists

    lists.show_seats(place(context), format_, output)


@app.command("badges")
@of_event
def badges_command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="PDF to write: ten badges on a sheet of A4.")],
    workshop: Annotated[str | None, typer.Option("--workshop", help="Id of a workshop; else all.")] = None,
    blank: Annotated[int, typer.Option("--blank", min=0, max=1000, help="Empty badges at the end.")] = 0,
) -> None:
    """Write name badges of everybody who has a seat on site, to print."""
    from mailbot.cli import lists

    lists.write_badges(place(context), file, workshop, blank)


@app.command("set-seats")
@of_event
def set_seats_command(
    context: typer.Context,
    workshop: Annotated[str, typer.Argument(metavar="WORKSHOP", help="Id of a workshop, or all.")],
    seats: Annotated[str, typer.Argument(metavar="SEATS", help="A number, unlimited, or file.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it (default: you).")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
) -> None:
    """Set the seats of a workshop or of the event; whoever waits moves up at once. `file`: as event.toml."""
    from mailbot.cli import acting

    acting.set_seats(place(context), by, workshop, seats).show(as_json)


@app.command("check")
def check_command(context: typer.Context) -> None:
    """Check configuration, database, mail servers and templates; say what the first run would do."""
    from mailbot.cli import starting

    starting.check(folder(context))


@app.command("sign-in")
def sign_in_command(
    context: typer.Context,
    mailbox: Annotated[str, typer.Option("--mailbox", metavar="NAME", help="Of several mailboxes.")] = "",
) -> None:
    """Sign in once at Microsoft 365 with a code, for oauth.grant = "device-code"; then the worker can."""
    from mailbot.cli import starting

    starting.sign_in(folder(context), mailbox)


@app.command("demo")
def demo_command(
    once: Annotated[bool, typer.Option("--once", help="Play the inbox, show the result, exit.")] = False,
    port: Annotated[
        int | None, typer.Option("--port", min=1024, max=65000, help="First of the ports used.")
    ] = None,
) -> None:
    """Try it: play an invented inbox on a mail server of its own; needs no settings."""
    from mailbot.demo import play

    raise typer.Exit(play(once, port))


@app.command("announce")
@of_event
def announce_command(
    context: typer.Context,
    text: Annotated[
        str, typer.Argument(metavar="FILE", help="Text of the announcement; - for standard input.")
    ],
    to: Annotated[str, typer.Option("--to", help="all, workshop:ID, waiting or livestream.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show who would get it, and one copy.")
    ] = False,
    by: Annotated[str, typer.Option("--by", help="Who sends it, for the history.")] = "organiser",
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
) -> None:
    """Write to many participants: one mail each, through the outbox, at a limited rate."""
    from mailbot.cli import data

    data.announce(place(context), to, text, by, dry_run=dry_run, as_json=as_json)


@app.command("access")
@of_event
def access_command(
    context: typer.Context,
    whom: Annotated[str, typer.Argument(metavar="ADDRESS|REFERENCE", help="Who it is about.")],
) -> None:
    """Show everything that is held of somebody, as JSON (Art. 15 GDPR)."""
    from mailbot.cli import data

    data.access(place(context), whom)


@app.command("forget")
@of_event
def forget_command(
    context: typer.Context,
    whom: Annotated[str, typer.Argument(metavar="ADDRESS|REFERENCE", help="Whom to forget.")],
    by: Annotated[str, typer.Option("--by", help="Who asked for it, for the proof.")] = "organiser",
) -> None:
    """Forget somebody everywhere: ledger, mails, outbox, history, filed mails (Art. 17 GDPR)."""
    from mailbot.cli import data

    data.forget(place(context), whom, by)


@app.command("erasures")
def erasures_command(context: typer.Context) -> None:
    """Show the proofs of what was erased, as JSON; they name nobody."""
    from mailbot.cli import data

    data.erasures(folder(context))
