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
    from mailbot.flow import open_office
    from mailbot.web import serve

    office = open_office(folder(context), system)
    log_to_stderr(office.settings.log, LogLevel.INFO)
    listen = office.settings.web or WebSettings()
    out.print(f"the desk is at http://{listen.host}:{listen.port}/", highlight=False)
    serve(office)


@user.command("add")
def add_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.ORGANISER,
    stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from a pipe.")] = False,
) -> None:
    """Let somebody sign in; of somebody who may already, change password and role."""
    from mailbot.clock import system
    from mailbot.flow import open_office
    from mailbot.flow.accounts import add_user

    password = sys.stdin.readline().rstrip("\r\n") if stdin else _asked()
    add_user(open_office(folder(context), system), name, password, role, login())
    out.print(f"{name} may sign in as {role.value}", markup=False, highlight=False)


@user.command("remove")
def remove_command(
    context: typer.Context, name: Annotated[str, typer.Argument(help="The name to sign in with.")]
) -> None:
    """Let somebody sign in no more, from this moment on."""
    from mailbot.clock import system
    from mailbot.flow import open_office
    from mailbot.flow.accounts import remove_user

    remove_user(open_office(folder(context), system), name, login())
    out.print(f"{name} may sign in no more", markup=False, highlight=False)


@user.command("list")
def list_command(context: typer.Context) -> None:
    """Say who may sign in."""
    from mailbot.clock import system
    from mailbot.flow import open_office
    from mailbot.flow.accounts import all_users

    for one in all_users(open_office(folder(context), system)):
        out.print(f"{one.name}  {one.role.value}", markup=False, highlight=False)


def _asked() -> str:
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        fail("the two passwords are not the same", 2)
    return first
