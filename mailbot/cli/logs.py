"""The log: one line an event, for people on a terminal, as JSON elsewhere, and never with personal data.

Our own modules log numbers and the program's own words. What comes from elsewhere is made harmless here:
libraries are heard from warnings on only (their lower levels repeat what they send and receive), every mail
address in any text is covered, and of an error its kind and its place in the program are told, not its
words, which may be those of a mail.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from mailbot.config import LogFormat, LogLevel, LogSettings
from mailbot.flow.traces import where

_ADDRESS = re.compile(r"[^\s<>\"'(),;:=\[\]]+@[^\s<>\"'(),;:=\[\]]+")
COVERED = "<address>"
Event = MutableMapping[str, Any]


def log_to_stderr(settings: LogSettings, usual: LogLevel, mailbox: str = "") -> None:
    """Logs to standard error from now on. usual: the level where the settings name none. mailbox: the name
    that each line has, of one of several.
    """
    kind = settings.format
    if kind is LogFormat.AUTO:
        kind = LogFormat.TEXT if sys.stderr.isatty() else LogFormat.JSON
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(kind, colours=sys.stderr.isatty(), mailbox=mailbox))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("mailbot").setLevel((settings.level or usual).value.upper())
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def formatter(kind: LogFormat, *, colours: bool = False, mailbox: str = "") -> logging.Formatter:
    """Writes a line for each record, of our own modules and of libraries alike."""

    def named(_logger: Any, _method: str, event: Event) -> Event:
        # A line of the worker may name the folder that it works on; the name says which of several.
        return {**event, "mailbox": mailbox} if mailbox else event

    last: structlog.typing.Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if kind is LogFormat.TEXT:
        last = structlog.dev.ConsoleRenderer(colors=colours, pad_event_to=0)
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ExtraAdder(),
            structlog.stdlib.add_log_level,
            named,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _covered,
            last,
        ]
    )


def _without_words(_logger: Any, _method: str, event: Event) -> Event:
    """An error as its kind and place."""
    found = event.pop("exc_info", None)
    record = event.get("_record")
    found = found or (record.exc_info if record is not None else None)
    event.pop("stack_info", None)
    error = sys.exc_info()[1] if found is True else found
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"], event["at"] = type(error).__name__, where(error)
    return event


def _covered(_logger: Any, _method: str, event: Event) -> Event:
    # structlog hands itself on as `_logger` and `_name`.
    return {name: cover(value) for name, value in event.items() if not name.startswith("_")}


def cover(value: Any) -> Any:
    """The same without mail addresses."""
    if isinstance(value, str):
        return _ADDRESS.sub(COVERED, value)
    return [cover(one) for one in value] if isinstance(value, list | tuple) else value
