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
    worker_minutes: NotNegative = 15
    unhandled_hours: NotNegative = 72
    outbox_minutes: NotNegative = 60
    deferred_hours: NotNegative = 24
    proof_minutes: NotNegative = 15
    disk_megabytes: NotNegative = 200
    backup_hours: NotNegative = 0
    repeat_hours: NotNegative = 24
    command: tuple[str, ...] = ()
    command_seconds: Seconds = 10

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class LogSettings:
    """What the log looks like and how much it tells. `level` unset: `info` for the worker and the desk,
    `warning` for commands that end by themselves.
    """

    format: LogFormat = LogFormat.AUTO
    level: LogLevel | None = None

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT
