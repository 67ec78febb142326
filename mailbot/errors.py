"""Exception bases: what may pass by itself, what will not, and what a person must put right."""

from __future__ import annotations


class MailbotError(Exception):
    """Base of every error that mailbot raises on purpose; its text is fit for a terminal."""


class Temporary(MailbotError):
    """May pass by itself: the same step may be tried again later without harm."""


class Permanent(MailbotError):
    """Will not pass by itself: trying the same again gives the same answer."""


class ConfigError(Permanent):
    """A setting is missing or wrong.

    Args:
        file: the file (or `environment`) that holds the setting.
        key: dotted name of the setting, `mailbox.port`; empty when the whole file is meant.
        problem: what is wrong with it, with the value where there is one.
        remedy: what would be right.
    """

    def __init__(self, file: str, key: str, problem: str, remedy: str = "") -> None:
        self.file, self.key, self.problem, self.remedy = file, key, problem, remedy
        where = f"{file}: {key}" if key else file
        super().__init__(f"{where}: {problem}" + (f" ({remedy})" if remedy else ""))
