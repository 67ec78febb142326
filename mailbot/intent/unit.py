"""One sentence, field, row or line of the own words, with its tokens and cues."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from mailbot.intent.lexicon import Cue
from mailbot.intent.model import Source
from mailbot.intent.tokens import Token


class Role(Enum):
    """What a unit of text is in its mail."""

    SUBJECT = "subject"
    SENTENCE = "sentence"
    FIELD = "field"
    ROW = "row"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence, field, row or line with its tokens and cues.

    label: for a field, what kind of field. cells: for a row of a table, (kind, text) per column.
    block: units of one list, table or form share it.
    """

    text: str
    role: Role
    source: Source
    tokens: tuple[Token, ...]
    cues: tuple[Cue, ...]
    label: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    block: int = 0

    def has(self, *names: str) -> bool:
        """True where one of these cues stands in the unit."""
        for cue in self.cues:  # noqa: SIM110 - asked thousands of times a mail; a generator costs twice as much
            if cue.name in names:
                return True
        return False

    def first(self, name: str) -> Cue | None:
        """The first cue of this name."""
        return next((cue for cue in self.cues if cue.name == name), None)
