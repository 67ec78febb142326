"""Names that were written down wrongly: two spellings of one name in words about how it is spelt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from mailbot.intent.names import Name
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Unit

_TOLD = ("introduce", "change", "correction", "spelling")


def respelt(units: Sequence[Unit], writer: Name | None, named: Sequence[Name]) -> str | None:
    """The wrong spelling in "ich heiße Kowalczyk, nicht Kowalczik", as written; None where none is told.

    named: everybody whom the mail names. Wrong is what is refused, else what the writer is not called, else
    what was named first.
    """
    refused = next(_refused(units), None)
    if refused is not None:
        return refused
    if not any(u.has("spelling", "correction") for u in units):
        return None
    parts = {part for name in named for part in name.parts}
    said = [t for u in units for t in u.tokens if _name_like(t)]
    for at, known in enumerate(said):
        if known.fold not in parts:
            continue
        other = next((n for n, t in enumerate(said) if _alike(t.fold, known.fold)), None)
        if other is not None:
            own = writer is not None and known.fold in writer.parts
            return said[other].text if own else said[min(at, other)].text
    return None


def _refused(units: Sequence[Unit]) -> Iterator[str]:
    for unit in units:
        if not unit.has(*_TOLD):
            continue
        for cue in unit.cues:
            if cue.name not in ("reject", "negation") or cue.end >= len(unit.tokens):
                continue
            wrong = unit.tokens[cue.end]
            others = [*unit.tokens[: cue.start], *unit.tokens[cue.end + 1 :]]
            if wrong.capital and any(_name_like(t) and _alike(wrong.fold, t.fold) for t in others):
                yield wrong.text
            elif wrong.capital and unit.has("introduce") and unit.has("correction", "but"):
                behind = unit.tokens[cue.end + 1 : cue.end + 2]
                yield " ".join([wrong.text, *(t.text for t in behind if _name_like(t))])


def _name_like(token: Token) -> bool:
    return token.shape is Shape.WORD and (token.capital or not token.cased)


def _alike(wrong: str, right: str) -> bool:
    """True for two spellings of one name: the same first letter, at most two letters different."""
    if wrong == right or wrong[:1] != right[:1] or min(len(wrong), len(right)) < _SHORTEST:
        return False
    return Levenshtein.distance(wrong, right, score_cutoff=2) <= (2 if len(wrong) > _SHORT else 1)


_SHORTEST, _SHORT = 4, 5
"""Letters of a name that can be told misspelt at all; of one where only a single letter may differ."""
