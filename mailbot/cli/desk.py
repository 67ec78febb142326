"""`mailbot web`: the organisers' desk, and who may sign in there."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from mailbot.cli.app import app, fail, folder, login, out
from mailbot.envelope import Role

desk = typer.Typer(help="Serve the organisers' desk alone, without the worker; or say who may sign in.")
user = typer.Typer(help="Who may sign in at the desk.", no_args_is_help=True)
desk.add_typer(user, name="user")
app.add_typer(desk, name="web")


@desk.callback(invoke_without_command=True)
def web_command(context: typer.Context) -> None:
    """Serve the organisers' desk alone, without the worker."""
    if context.invoked_subcommand is not None:
        return
    from mailbot.cli.logs import log_to_stderr
    from mailbot.clock import system
    from mailbot.config import LogLevel, WebSettings
    from mailbot.flow import open_offices
    from mailbot.web import serve

    offices = open_offices(folder(context), system)
    log_to_stderr(offices[0].settings.log, LogLevel.INFO)
    listen = offices[0].settings.web or WebSettings()
    out.print(f"the desk is at http://{listen.host}:{listen.port}/", highlight=False)
    serve(offices)


@user.command("add")
def add_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.ORGANISER,
    events: Annotated[
        list[str] | None,
        typer.Option("--event", metavar="ID", help="See this event alone; may be repeated. Default: all."),
    ] = None,
    stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from a pipe.")] = False,
) -> None:
    """Let somebody sign in; of somebody who may already, change password and role."""
    from mailbot.clock import system
    from mailbot.flow import chosen, open_offices
    from mailbot.flow.accounts import add_user

    password = sys.stdin.readline().rstrip("\r\n") if stdin else _asked()
    offices = open_offices(folder(context), system)
    for event in events or ():
        chosen(offices, event)
    add_user(offices[0], name, password, role, login(), events=events or None)
    sees = f" and sees {', '.join(events)}" if events else ""
    out.print(f"{name} may sign in as {role.value}{sees}", markup=False, highlight=False)


@user.command("remove")
def remove_command(
    context: typer.Context, name: Annotated[str, typer.Argument(help="The name to sign in with.")]
) -> None:
    """Let somebody sign in no more, from this moment on."""
    from mailbot.clock import system
    from mailbot.flow import open_offices
    from mailbot.flow.accounts import remove_user

    remove_user(open_offices(folder(context), system)[0], name, login())
    out.print(f"{name} may sign in no more", markup=False, highlight=False)


@user.command("list")
def list_command(context: typer.Context) -> None:
    """Say who may sign in."""
    from mailbot.clock import system
    from mailbot.flow import open_offices
    from mailbot.flow.accounts import all_users

    for one in all_users(open_offices(folder(context), system)[0]):
        sees = f"  {', '.join(one.events)}" if one.events is not None else ""
        out.print(f"{one.name}  {one.role.value}{sees}", markup=False, highlight=False)


def _asked() -> str:
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        fail("the two passwords are not the same", 2)
    return first
