"""`mailbot deploy`: what a machine needs to run it as a service."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mailbot.cli.app import app, out


@app.command("deploy")
def deploy_command(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to lay the files out in.")],
) -> None:
    """Lay out systemd units, a backup timer and reverse proxies; existing files are left as they are."""
    from mailbot.flow import lay_out_deployment

    for path, written in lay_out_deployment(directory):
        out.print(f"{'wrote' if written else 'kept '} {path}", markup=False, highlight=False, soft_wrap=True)
