"""The form of a case: a mail as its sender typed it, and what a careful clerk says it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from mailbot.intent.model import Action, Kind

Answers = tuple[str | None, ...]
"""The answers that are right for one field, any of them; None among them: nothing may be said."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the mail is about. Every field holds all the answers that are right."""

    name: Answers
    organisation: Answers = (None,)
    workshop: Answers = (None,)
    alternative: Answers = (None,)
    attendance: Answers = ("on-site",)


@dataclass(frozen=True, slots=True)
class Truth:
    """What a careful clerk makes of the mail; `also_fine` are other actions that can be defended."""

    kind: Kind
    action: Action
    language: str
    attention: bool
    participants: tuple[Person, ...]
    also_fine: tuple[Action, ...] = ()
    why: str = ""

    @property
    def allowed(self) -> frozenset[Action]:
        """Every action that is right."""
        return frozenset((self.action, *self.also_fine))

    def as_json(self) -> dict[str, Any]:
        """The truth as the scoring tool reads it: one right answer as itself, several as a list."""
        people = [
            {
                "name": _one_or_list(person.name),
                "organisation": _one_or_list(person.organisation),
                "workshop": _one_or_list(person.workshop),
                "alternative": _one_or_list(person.alternative),
                "attendance": _one_or_list(person.attendance),
            }
            for person in self.participants
        ]
        return {
            "kind": self.kind.value,
            "action": self.action.value,
            "also_fine": [action.value for action in self.also_fine],
            "language": self.language,
            "attention": self.attention,
            "participants": people,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Quote:
    """The mail that is answered or, where `forward` is set, passed on."""

    sender: str
    to: str
    date: datetime
    subject: str
    body: str
    language: str = "de"
    forward: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """A part beside the text: `text` where its content matters, else `size` octets of noise."""

    name: str
    type: str = "application/octet-stream"
    text: str | None = None
    size: int = 2000
    inline: bool = False
    charset: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Case:
    """One mail and its truth. `charset`, `cte` and `shape` override what the client would choose;
    `raw` replaces the whole mail. `date` is an aware local time, that of arrival as well.
    """

    id: str
    event: str
    truth: Truth
    sender: str = ""
    to: str = ""
    date: datetime | None = None
    subject: str = ""
    client: str = "plain"
    body: str = ""
    cc: str = ""
    return_path: str | None = None
    quote: Quote | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)
    attachments: tuple[Attached, ...] = ()
    charset: str | None = None
    cte: str | None = None
    shape: str | None = None
    html_body: str | None = None
    raw: str | None = None
    source: Path = Path()

    @property
    def held_out(self) -> bool:
        """Whether the case belongs to the part that is only scored on, never looked at."""
        return self.source.stem.endswith("-test")


def _one_or_list(answers: Answers) -> str | list[str | None] | None:
    return answers[0] if len(answers) == 1 else list(answers)
