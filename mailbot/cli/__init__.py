"""The command line: every organiser action and every worker job, once."""

from mailbot.cli import commands
from mailbot.cli.app import app, main

__all__ = ["app", "commands", "main"]
