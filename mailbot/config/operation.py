"""Settings of operation: when the office is alarmed, by which ways, and what the log looks like."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from mailbot.event import STRICT

NotNegative = Annotated[int, Field(ge=0)]
Seconds = Annotated[int, Field(ge=1, le=60)]


class LogFormat(StrEnum):
    """What a line of the log looks like; `auto`: text on a terminal, JSON elsewhere."""

    AUTO = "auto"
    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """The least weight of what is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class AlarmSettings:
    """After how long something that is not well is told; 0: never. `command`: what is run then, beside
    the mail to the organisers, with the alarm as JSON on its standard input.
    """

    mailbox_minutes: NotNegative = 30
    """Since the mailbox was last reached; at least two looks."""
    worker_minutes: NotNegative = 15
    """Since the worker's last sign of life."""
    unhandled_hours: NotNegative = 72
    """Since the oldest mail came that waits for a person; until the event ends."""
    outbox_minutes: NotNegative = 60
    """Since the oldest reply is due that nobody has refused, or none of several left."""
    deferred_hours: NotNegative = 24
    """Since the oldest reply is due that a server puts off again and again."""
    proof_minutes: NotNegative = 15
    """Since when mails lie in the mailbox that are not in the ledger."""
    disk_megabytes: NotNegative = 200
    """Room left for the ledger (SQLite only)."""
    backup_hours: NotNegative = 0
    """Since the last `mailbot backup`."""
    repeat_hours: NotNegative = 24
    """An alarm that lasts is told again after so long."""
    command: tuple[str, ...] = ()
    """A second way, beside mail: a program with its arguments, run in the folder of `mailbot.toml`, with
    the alarm as JSON on its standard input.
    """
    command_seconds: Seconds = 10
    """So long that program may take."""

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class LogSettings:
    """What the log looks like and how much it tells. `level` unset: `info` for the worker and the desk,
    `warning` for commands that end by themselves.
    """

    format: LogFormat = LogFormat.AUTO
    """What a line looks like; `auto`: text on a terminal, JSON elsewhere."""
    level: LogLevel | None = None
    """The least weight of what is logged. Unset: `info` for the worker and the desk, `warning` for
    commands that end by themselves.
    """

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT
