"""The demo's script: which mails arrive when, read from `inbox.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from typing import Annotated, ClassVar

from pydantic import Field, TypeAdapter

from mailbot.event import STRICT

_Sender = Annotated[str, Field(validation_alias="from")]


@dataclass(frozen=True, slots=True)
class Forward:
    """A mail that is passed on below another; `at` is local time."""

    from_: _Sender
    to: str
    at: datetime
    subject: str
    body: str

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class ScriptedMail:
    """One arrival; the keys are explained in `inbox.toml`. `at` is in the event's timezone.

    Either `again` names an earlier mail that comes once more, or the other fields make a new one.
    """

    id: str
    at: datetime
    from_: _Sender = ""
    subject: str = ""
    client: str = "plain"
    body: str = ""
    again: str = ""
    answers: str = ""
    quote: bool = True
    forwards: Forward | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT

    @property
    def message_id(self) -> str:
        """Its Message-ID, with angle brackets (RFC 5322, 3.6.4)."""
        return f"<{self.id}.{self.at:%Y%m%d}@{self.from_.rpartition('@')[2].rstrip('>')}>"


@dataclass(frozen=True, slots=True)
class Inbox:
    """All arrivals in their order, and the addresses that our replies cannot reach."""

    mails: tuple[ScriptedMail, ...]
    undeliverable: tuple[str, ...] = ()

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT

    def find(self, identifier: str) -> ScriptedMail:
        """The mail of this id.

        Raises: KeyError if there is none.
        """
        for mail in self.mails:
            if mail.id == identifier:
                return mail
        raise KeyError(identifier)


def load_inbox() -> Inbox:
    """The inbox that is shipped with the package."""
    text = files("mailbot.demo").joinpath("inbox.toml").read_text("utf-8")
    return TypeAdapter(Inbox).validate_python(tomllib.loads(text))
