"""The command line: every organiser action and every worker job, once."""

from mailbot.cli import commands

# isort: split
# Commands are listed as they are imported: first the worker's and the lists, then the organisers'.
from mailbot.cli import (
    actions,
    assigning,
    deploying,
    desk,
    founding,
    keeping,
    rehearsing,
    telling,
    undoing,
    watching,
)
from mailbot.cli.app import app, main

__all__ = [
    "actions",
    "app",
    "assigning",
    "commands",
    "deploying",
    "desk",
    "founding",
    "keeping",
    "main",
    "rehearsing",
    "telling",
    "undoing",
    "watching",
]
