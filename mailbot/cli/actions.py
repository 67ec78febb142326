"""The organisers' commands with their options and help; what they do is imported when they run."""

from __future__ import annotations

from typing import Annotated

import typer

from mailbot.cli.app import app, instant, of_event, place

By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who does it (default: your login name).")]
Json = Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")]
Silent = Annotated[bool, typer.Option("--silent", help="Write no mail to those concerned.")]
Exception_ = Annotated[bool, typer.Option("--exception", help="Also if it came too late.")]
MailId = Annotated[int, typer.Argument(metavar="MAIL_ID", help="Number of a held mail (`mailbot held`).")]
Reference = Annotated[str, typer.Argument(metavar="REFERENCE", help="A registration, such as K7MQ-3XTP.")]
References = Annotated[list[str], typer.Argument(metavar="REFERENCE…", help="Registrations.")]
OutboxIds = Annotated[list[int], typer.Argument(metavar="ID…", help="Mails of ours (`mailbot outbox`).")]
Contact = Annotated[
    str, typer.Option("--email", metavar="ADDRESS", help="Where replies go, if not to the sender.")
]
TextFile = Annotated[
    str | None, typer.Argument(metavar="[FILE]", help="File with the text; - for standard input.")
]
Text = Annotated[str | None, typer.Option("--text", help="The text itself.")]


@app.command("accept")
@of_event
def accept_command(
    context: typer.Context,
    mail_id: MailId,
    participants: Annotated[
        list[str] | None,
        typer.Option(
            "--participant",
            metavar='"NAME; ORGANISATION; WORKSHOP[; ALTERNATIVE]"',
            help="Who takes part, for each person; without it, those whom the mail names. "
            "What is left empty stays as it was understood.",
        ),
    ] = None,
    email: Contact = "",
    exception: Exception_ = False,
    by: By = "",
    as_json: Json = False,
) -> None:
    """Accept a held mail as a registration; seated as if understood when it was received."""
    from mailbot.cli import acting

    acting.accept(place(context), by, mail_id, participants or [], email, exception).show(as_json)


@app.command("dismiss")
@of_event
def dismiss_command(context: typer.Context, mail_id: MailId, by: By = "", as_json: Json = False) -> None:
    """Close a held mail that is no registration; nobody is written to."""
    from mailbot.cli import acting

    acting.dismiss(place(context), by, mail_id).show(as_json)


@app.command("answer")
@of_event
def answer_command(
    context: typer.Context,
    mail_id: MailId,
    file: TextFile = None,
    text: Text = None,
    email: Contact = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Answer a held mail with a text of your own and close it."""
    from mailbot.cli import acting

    acting.answer(place(context), by, mail_id, acting.words(file, text), email).show(as_json)


@app.command("ask")
@of_event
def ask_command(
    context: typer.Context,
    mail_id: MailId,
    missing: Annotated[
        list[str],
        typer.Option("--missing", help="workshop, choice, unknown-workshop, name or names; may be repeated."),
    ],
    email: Contact = "",
    exception: Exception_ = False,
    by: By = "",
    as_json: Json = False,
) -> None:
    """Ask the sender of a held mail for what is missing."""
    from mailbot.cli import acting

    acting.ask(place(context), by, mail_id, missing, email, exception).show(as_json)


@app.command("cancel")
@of_event
def cancel_command(
    context: typer.Context,
    references: References,
    text: Annotated[str, typer.Option("--text", help="Words of your own for the mail.")] = "",
    silent: Silent = False,
    by: By = "",
    as_json: Json = False,
) -> None:
    """Cancel registrations; whoever is next moves up and is told."""
    from mailbot.cli import acting

    acting.cancel(place(context), by, references, text, silent).show(as_json)


@app.command("move")
@of_event
def move_command(
    context: typer.Context,
    reference: Reference,
    target: Annotated[str, typer.Argument(metavar="WORKSHOP", help="Id of a workshop, or livestream.")],
    overbook: Annotated[bool, typer.Option("--overbook", help="Even if no seat is left.")] = False,
    text: Annotated[str, typer.Option("--text", help="Words of your own for the mail.")] = "",
    silent: Silent = False,
    by: By = "",
    as_json: Json = False,
) -> None:
    """Move somebody to another workshop, to the livestream or back."""
    from mailbot.cli import acting

    acting.move(place(context), by, reference, target, text, overbook=overbook, silent=silent).show(as_json)


@app.command("grant")
@of_event
def grant_command(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="REFERENCE|MAIL_ID", help="What came too late.")],
    workshop: Annotated[
        str | None, typer.Option("--workshop", help="The wish of a registration that names none.")
    ] = None,
    silent: Silent = False,
    by: By = "",
    as_json: Json = False,
) -> None:
    """Make an exception after the deadline, or bring a cancelled registration back."""
    from mailbot.cli import acting

    acting.grant(place(context), by, target, workshop, silent).show(as_json)


@app.command("merge")
@of_event
def merge_command(
    context: typer.Context,
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="The registration that stays.")],
    drop: Annotated[str, typer.Argument(metavar="DROP", help="The duplicate; goes without a mail.")],
    by: By = "",
    as_json: Json = False,
) -> None:
    """Make one registration of two of the same person."""
    from mailbot.cli import acting

    acting.merge(place(context), by, keep, drop).show(as_json)


@app.command("correct")
@of_event
def correct_command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    reference: Reference,
    name: Annotated[str | None, typer.Option("--name", help="Given and family name.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="Academic title.")] = None,
    organisation: Annotated[str | None, typer.Option("--organisation", help="Organisation.")] = None,
    email: Annotated[str | None, typer.Option("--email", help="Where mails go.")] = None,
    phone: Annotated[str | None, typer.Option("--phone", help="Telephone number.")] = None,
    tell: Annotated[bool, typer.Option("--tell", help="Write a mail that says how it stands now.")] = False,
    by: By = "",
    as_json: Json = False,
) -> None:
    """Correct a name, a title, an organisation, an address or a telephone number."""
    from mailbot.cli import acting

    fields = (name, title, organisation, email, phone)
    acting.correct(place(context), by, reference, fields, tell=tell).show(as_json)


@app.command("add")
@of_event
def add_command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    name: Annotated[str, typer.Option("--name", help="Given and family name.")],
    workshop: Annotated[
        str, typer.Option("--workshop", help="Id of a workshop, livestream, or on-site without workshops.")
    ],
    alternative: Annotated[str | None, typer.Option("--alternative", help="Second choice.")] = None,
    organisation: Annotated[str, typer.Option("--organisation", help="Organisation.")] = "",
    title: Annotated[str, typer.Option("--title", help="Academic title.")] = "",
    email: Annotated[str, typer.Option("--email", help="Address for the reply; without it, none.")] = "",
    phone: Annotated[str, typer.Option("--phone", help="Telephone number, for those without address.")] = "",
    received: Annotated[
        str | None,
        typer.Option("--received", metavar="TIME", help="When it came (ISO 8601 with offset); default: now."),
    ] = None,
    source: Annotated[str, typer.Option("--source", help="telephone, paper or walk-in.")] = "telephone",
    clerk: Annotated[str, typer.Option("--clerk", help="Who took it down, if not you.")] = "",
    exception: Exception_ = False,
    namesake: Annotated[
        bool, typer.Option("--namesake", help="Somebody else of that name is registered already.")
    ] = False,
    by: By = "",
    as_json: Json = False,
) -> None:
    """Register somebody who rang, wrote on paper or stands at the door."""
    moment = instant(received) if received is not None else None
    from mailbot.cli import acting

    entry = acting.Entry(
        (name, title, organisation, workshop, alternative),
        (email, phone),
        moment,
        source,
        clerk,
        exception,
        namesake,
    )
    acting.add(place(context), by, entry).show(as_json)


@app.command("resend")
@of_event
def resend_command(context: typer.Context, reference: Reference, by: By = "", as_json: Json = False) -> None:
    """Send the last notice about a registration once more."""
    from mailbot.cli import acting

    acting.resend(place(context), by, reference).show(as_json)


@app.command("release")
@of_event
def release_command(
    context: typer.Context,
    ids: Annotated[list[int] | None, typer.Argument(metavar="[ID…]", help="Withheld mails of ours.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that is withheld and still true.")] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Even if the registration has changed since.")
    ] = False,
    by: By = "",
    as_json: Json = False,
) -> None:
    """Let withheld mails leave with the next run."""
    if bool(ids) == everything:
        raise typer.BadParameter("name mails of ours, or say --all")
    from mailbot.cli import acting

    acting.release(place(context), by, ids or [], anyway=anyway).show(as_json)


@app.command("drop")
@of_event
def drop_command(context: typer.Context, ids: OutboxIds, by: By = "", as_json: Json = False) -> None:
    """Throw withheld mails away; they are never sent."""
    from mailbot.cli import acting

    acting.drop(place(context), by, ids).show(as_json)


@app.command("edit")
@of_event
def edit_command(
    context: typer.Context,
    outbox_id: Annotated[int, typer.Argument(metavar="ID", help="A withheld mail of ours.")],
    file: TextFile = None,
    text: Text = None,
    subject: Annotated[str, typer.Option("--subject", help="Another subject.")] = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Give a withheld mail another text; it leaves when it is released."""
    from mailbot.cli import acting

    acting.edit(place(context), by, outbox_id, acting.words(file, text), subject).show(as_json)


@app.command("retry")
@of_event
def retry_command(context: typer.Context, ids: OutboxIds, by: By = "", as_json: Json = False) -> None:
    """Send failed or deferred mails again with the next run."""
    from mailbot.cli import acting

    acting.retry(place(context), by, ids).show(as_json)
