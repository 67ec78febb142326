"""Scripts: what happens when, and what must come of it; the words are explained in README.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar

import yaml
from pydantic import BeforeValidator, Field, TypeAdapter

from mailbot.event import STRICT
from tests.letters import BERLIN


def moment(value: object) -> object:
    """Local time of the office unless an offset is written; a day alone is its first instant."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return moment.replace(tzinfo=BERLIN)
    return moment


Moment = Annotated[datetime, BeforeValidator(moment)]
MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)
Words = Annotated[tuple[str, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else v or ())]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens (a mail, an organiser's action, a change of the event or of the settings,
    or only that time passes), the look into the mailbox that follows it, and what must come of it.
    """

    at: Moment | None = None
    mail: str = ""
    sender: Annotated[str, Field(validation_alias="from")] = ""
    subject: str = ""
    text: str = ""
    client: str = "plain"
    answers: str = ""
    again: str = ""
    times: int = 1
    received: Moment | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    unread: bool = False
    organiser: Mapping[str, Any] | None = None
    refused: str = ""
    event: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    becomes: str = ""
    writes: Annotated[Mapping[str, Words], Field(validation_alias="we write")] = field(default_factory=dict)
    unsaid: Annotated[Words, Field(validation_alias="not said")] = ()
    withheld: Annotated[Mapping[str, str], Field(validation_alias="held back")] = field(default_factory=dict)
    listed: Annotated[str | None, Field(validation_alias="list")] = None

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@dataclass(frozen=True, slots=True)
class Script:
    """One story. `clockwork`: organisers are told by mail and reminders go out, as in a real office;
    without it only what is written to participants is looked at.
    """

    title: str
    steps: tuple[Step, ...]
    event: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    clockwork: bool = False
    listed: Annotated[str | None, Field(validation_alias="list")] = None

    __pydantic_config__: ClassVar[dict[str, str | bool]] = STRICT


@cache
def scripts() -> Mapping[str, Script]:
    """All scripts beside this file, by file and title."""
    reader = TypeAdapter(tuple[Script, ...])
    found: dict[str, Script] = {}
    for file in sorted(Path(__file__).parent.glob("*.yaml")):
        for script in reader.validate_python(yaml.safe_load(file.read_text("utf-8"))):
            name = f"{file.stem}: {script.title}"
            assert name not in found, name
            found[name] = script
    return found
