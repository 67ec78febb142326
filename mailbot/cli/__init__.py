"""The command line: every organiser action and every worker job, once."""

from mailbot.cli import commands

# isort: split
# Commands are listed as they are imported: first the worker's and the lists, then the organisers'.
from mailbot.cli import actions, deploying, desk, founding, keeping, rehearsing, undoing, watching
from mailbot.cli.app import app, main

__all__ = [
    "actions",
    "app",
    "commands",
    "deploying",
    "desk",
    "founding",
    "keeping",
    "main",
    "rehearsing",
    "undoing",
    "watching",
]
