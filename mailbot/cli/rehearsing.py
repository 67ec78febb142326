"""`mailbot rehearse`: what would be booked and answered, without booking or answering anything."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mailbot.cli.app import Place, app, err, fail, instant, of_event, out
from mailbot.cli.app import place as place_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mailbot.clock import Clock
    from mailbot.flow.rehearse import Source
    from mailbot.flow.rehearsed import Played, Rehearsal

ARRIVAL = "arrival"
_COLUMNS = ("received_at", "from", "subject", "outcome", "people", "letters")


@app.command("rehearse")
@of_event
def rehearse_command(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH…", help="Mail files, mbox files, Maildirs or folders."),
    ] = None,
    mailbox: Annotated[
        bool, typer.Option("--mailbox", help="The mails in the office's mailbox, which is only looked at.")
    ] = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar=f"TIME|{ARRIVAL}",
            help="When all are worked on (ISO 8601 with offset), or each when it came; usual for files.",
        ),
    ] = None,
    letters: Annotated[bool, typer.Option("--letters", help="Show the texts that would be written.")] = False,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR|FILE", help="Show what is otherwise than with this configuration or earlier result."
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="The whole result as JSON, with the texts.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the JSON to a file.")
    ] = None,
) -> None:
    """Rehearse: show what would be booked and answered; nothing is booked, sent, moved or marked.

    Works on existing mail: of files, or of the mailbox with --mailbox. Files are worked on as they came in,
    the mailbox as the next run would, if the ledger were empty.
    """
    if bool(paths) == mailbox:
        raise typer.BadParameter("name files or folders, or give --mailbox")
    from mailbot.clock import fixed, system

    given = as_of or ("" if mailbox else ARRIVAL)
    at = None if given == ARRIVAL else fixed(instant(given)) if given else system
    _rehearse(place_of(context), paths or [], at, against, letters=letters, as_json=as_json, output=output)


def _rehearse(
    where: Place,
    paths: list[Path],
    clock: Clock | None,
    against: Path | None,
    *,
    letters: bool,
    as_json: bool,
    output: Path | None,
) -> None:
    from mailbot.cli.logs import log_to_stderr
    from mailbot.config import LogLevel, load_installation
    from mailbot.flow.rehearse import mailbox_of
    from mailbot.flow.rehearsed import values
    from mailbot.mailbox import MailArchive

    config, first = where.folder, load_installation(where.folder)[0]
    zone = first.event.zone
    log_to_stderr(first.settings.log, LogLevel.ERROR)
    earlier = _kept(against) if against is not None and not against.is_dir() else None
    other = [against] if against is not None and earlier is None else []
    source: Source = MailArchive(paths) if paths else mailbox_of(config, other, where.event)
    rehearsal = _played(config, source, clock, where.event)
    if against is not None and earlier is None:
        earlier = values(_played(against, source, clock, where.event))
    for place, why in source.skipped.items():
        err.print(f"mailbot: left out {place}: {why}", markup=False, highlight=False)
    found = values(rehearsal)
    if as_json or output is not None:
        _write(found, output)
    if as_json:
        return
    if earlier is not None:
        _show_differences(earlier, found)
        return
    _show(rehearsal, zone, letters=letters)


def _played(config: Path, source: Source, clock: Clock | None, event: str) -> Rehearsal:
    from mailbot.cli.progress import progress_bar
    from mailbot.flow.rehearse import rehearse

    with progress_bar() as progress:
        task = progress.add_task("rehearsing", total=None)
        return rehearse(
            config,
            source,
            clock,
            lambda done, all_: progress.update(task, completed=done, total=all_),
            event,
        )


def _show(rehearsal: Rehearsal, zone: ZoneInfo, *, letters: bool) -> None:
    from mailbot.cli.output import Format, write_rows

    rows = [_row(mail) for mail in rehearsal.mails]
    write_rows(rows, _COLUMNS, Format.TABLE, zone, None, out)
    for mail in rehearsal.mails if letters else ():
        for letter in mail.letters:
            out.print()
            _say(f"── {letter.notice} to {letter.to}: {letter.subject}", style="bold")
            _say(letter.text.strip())
    out.print()
    _summarise(rehearsal)


def _row(mail: Played) -> dict[str, Any]:
    notices = [
        f"{one.notice} to {one.to}{f' (waits: {one.withheld})' if one.withheld else ''}"
        for one in mail.letters
    ]
    return {
        "received_at": mail.received,
        "from": mail.sender,
        "subject": mail.subject,
        "outcome": f"{f'{mail.event}: ' if mail.event else ''}{mail.disposition} ({mail.reason})",
        "people": "\n".join(one.said for one in mail.people),
        "letters": "\n".join(notices),
    }


def _summarise(rehearsal: Rehearsal) -> None:
    from mailbot.flow.rehearsed import booked

    ends = [f"{number} {words}" for words, number in booked(rehearsal.counts) if number]
    _say(f"mails: {len(rehearsal.mails)} = {' + '.join(ends) or 'none'}")
    if rehearsal.before_opening:
        _say(f"older: {rehearsal.before_opening} from before registration opened, never answered")
    for place, (taken, waiting, seats) in rehearsal.seats.items():
        full = f"{taken} of {seats}" if seats is not None else str(taken)
        name = place if place == "livestream" else f"workshop {place}"
        _say(f"{name}: {full}{f', {waiting} waiting' if waiting else ''}")
    _say(f"letters: {rehearsal.letters} would be written; none was")
    if rehearsal.over:
        _say(
            "The event is over, so mail is no longer answered; "
            "--as-of arrival shows what would have been done."
        )


def _show_differences(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Each mail that ends otherwise: `-` there, `+` here. Exit code 0 all the same: to differ is no fault."""
    from mailbot.flow.rehearsed import compared

    found = compared(before, after)
    for one in found:
        mail = one.mail
        _say(f"{mail['received']}  {mail['sender']}  {mail['subject']}  ({mail['place']})", style="bold")
        for line in one.lines:
            _say(f"  {line}", style="green" if line.startswith("+") else "red")
    there, here = before.get("mailbot", "?"), after["mailbot"]
    versions = f" (mailbot {there} and {here})" if there != here else ""
    _say(f"{len(found)} of {len(after['mails'])} mails end otherwise{versions}")


def _kept(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        fail(f"{file} is neither a configuration folder nor a result of `mailbot rehearse`: {error}", 2)
    return found if isinstance(found, dict) else {}


def _write(found: dict[str, Any], output: Path | None) -> None:
    """The result speaks of people: a file of it is for its owner alone."""
    data = (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")
    if output is None:
        sys.stdout.buffer.write(data)
        return
    try:
        with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            stream.write(data)
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}", 1)


def _say(text: str, style: str | None = None) -> None:
    out.print(text, style=style, markup=False, highlight=False, soft_wrap=True)
