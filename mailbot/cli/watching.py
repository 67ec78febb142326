"""`mailbot health`: whether all is well, for people and for programs that watch over programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from mailbot.cli.app import app, fail, folder, out

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.decision import Sign
    from mailbot.flow import Health


@app.command("health")
def health_command(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="What /healthz says, as JSON.")] = False,
) -> None:
    """Say whether all is well, from the ledger alone: asks no server. Exit code 1 if something is not."""
    from mailbot.clock import system
    from mailbot.flow import health, open_offices
    from mailbot.flow.health import all_in_values, in_values

    offices = open_offices(folder(context), system)
    try:
        found = {office.event.id: health(office) for office in offices}
    finally:
        offices[0].database.close()
    well = all(one.well for one in found.values())
    if as_json:
        values = in_values(found[offices[0].event.id]) if len(found) == 1 else all_in_values(found)
        out.print(json.dumps(values, indent=1), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(0 if well else 1)
    for office in offices:
        if len(offices) > 1:
            out.print(office.event.id, style="bold", markup=False, highlight=False)
        _show(found[office.event.id])
    zone = offices[0].event.zone
    for one in next(iter(found.values())).places:
        works = f"works on {', '.join(one.mailboxes)}" if one.mailboxes else "stands by"
        since = (one.working_since or one.since).astimezone(zone)
        line = f"     worker {one.holder}: {works} since {since:%Y-%m-%d %H:%M}"
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    if not well:
        failing = [
            rule.value if len(found) == 1 else f"{rule.value} ({event})"
            for event, one in found.items()
            for rule in one.failing
        ]
        fail(f"not well: {', '.join(failing)}", 1)


def _show(found: Health) -> None:
    for sign in found.signs:
        well = sign.rule not in found.failing
        out.print("ok  " if well else "FAIL", style="green" if well else "bold red", end=" ", highlight=False)
        out.print(_line(sign, found.at), markup=False, highlight=False, soft_wrap=True)


def _line(sign: Sign, now: datetime) -> str:
    from mailbot.decision import Rule, alarm_name

    name = f"{sign.rule.value} ({alarm_name(sign.rule)}):"
    if sign.rule is Rule.DISK:
        return f"{name} {sign.count} MB free" if sign.count is not None else f"{name} not known"
    if sign.rule is Rule.SECRET:
        return f"{name} {sign.count} days left" if sign.since else f"{name} does not run out"
    if sign.since is None:
        return (
            f"{name} nothing"
            if sign.rule not in (Rule.WORKER, Rule.MAILBOX, Rule.BACKUP)
            else f"{name} never"
        )
    limit = f", limit {_span(sign.limit)}" if sign.limit else ", no limit"
    return f"{name} {_span((now - sign.since).total_seconds())}{limit}"


def _span(seconds: float) -> str:
    """A length of time in the unit that says most: "90 min", "3 h", "12 days"."""
    minutes = int(seconds // 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"
