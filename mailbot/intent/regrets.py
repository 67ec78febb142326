"""Mails that name a workshop and register nobody: regrets, and what looks back on a day that is over."""

from __future__ import annotations

from mailbot.intent.lexicon import Cue, Lexicon
from mailbot.intent.marks import Mark
from mailbot.intent.reading import Reading
from mailbot.intent.stance import is_question
from mailbot.intent.streams import LIVESTREAM
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role, Unit

_STAYS = ("register", "livestream", "available", "please", "second_choice", "need", "question")
"""Cues of a clause behind a "but" that goes on with the registration."""


def is_regretted(reading: Reading) -> bool:
    """Like "Ich würde gern zu Workshop 2 kommen, aber da bin ich im Urlaub": nobody comes."""
    return any(
        unit.role is Role.SENTENCE
        and any(_stays_away(unit, cue, place, reading) for cue in unit.cues if cue.name == "but")
        for place, unit in enumerate(reading.layout.units)
    )


def _stays_away(unit: Unit, but: Cue, place: int, reading: Reading) -> bool:
    """True where a choice stands before this "but", and behind it that the writer is somewhere else."""
    words, behind = reading.words, unit.tokens[but.end :]
    live = [m for m in reading.marks if m.place == place and m.live]
    if not any(m.end <= but.start for m in live) or any(m.start >= but.end for m in live):
        return False
    said = {c.name for c in unit.cues if c.start >= but.end}
    gone = any(c.name == "away" and c.start >= but.start for c in unit.cues)
    others = any(words.exactly("relation", t.fold) for t in behind)
    partly = any(words.exactly("daypart", t.fold) for t in behind)
    return gone and not (others or partly) and said.isdisjoint(_STAYS)


def looks_back(reading: Reading) -> bool:
    """Like "Letzte Woche war ich in Workshop 2": a workshop of a day that is over, or thanks for one."""
    live = [m for m in reading.marks if not (m.old or m.refused)]
    units = reading.layout.units
    if any(_was_there(units[m.place], m, reading.words) for m in live if m.place < len(units)):
        return True
    wants = any(_enrols(u, reading.words) or u.has("please") for u in units if not is_question(u))
    return not wants and any(u.has("thanks") and u.has("lately") and not u.has(*_BEFORE) for u in units)


_BEFORE = ("invitation", "registered", "asking", "hearsay", "talks", "attachment")
"""Cues of thanks for a letter or a talk of yesterday."""


def _was_there(unit: Unit, mark: Mark, words: Lexicon) -> bool:
    """Like "yesterday I attended workshop 2", "I left my umbrella in the room of workshop 2"."""
    lately = unit.has("lately")
    if lately and any(c.name == "attended" and _near(c, mark) for c in unit.cues):
        return True
    goes_on = ("please", "hearsay", "registered", "change", "register", "self_register")
    if mark.workshop == LIVESTREAM or _enrols(unit, words):
        return False  # "Gestern las ich davon und melde mich für Workshop 2 an."
    return (lately and not unit.has(*goes_on)) or (
        unit.has("left_behind") and not unit.has("register", "please")
    )


def _near(cue: Cue, mark: Mark) -> bool:
    return max(cue.start - mark.end, mark.start - cue.end) <= _BESIDE


_BESIDE = 4
"""At most so many words lie between having been there and the workshop."""


def _enrols(unit: Unit, words: Lexicon) -> bool:
    return any(t.shape is Shape.WORD and words.is_a("enrol", t.fold) for t in unit.tokens)
