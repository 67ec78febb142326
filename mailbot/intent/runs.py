"""Those of a run of people who belong together: nothing but names, commas and joints parts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.intent.lexicon import everything
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Unit


@dataclass(frozen=True, slots=True)
class Spot:
    """Token at which a unit speaks of the person with this number; `own` by a word for "I"."""

    at: int
    number: int
    own: bool = False


_OF_NAMES = ("relation", "possessive", "possessive_after", "and")


def joined(group: list[Spot], unit: Unit, apart: int) -> list[Spot]:
    """Those of a run whom nothing but names, commas and joints parts from the last one.

    "Mein Mann beim Erzählen, und ich gehe tanzen": he has words of his own, only nobody understood them.
    apart: from so many small words on, which must be more where nothing else tells people apart.
    """
    for n in range(len(group) - 1, 0, -1):
        gap = unit.tokens[group[n - 1].at : group[n].at]
        comma = next((i for i, t in enumerate(gap) if t.text in ",;"), 0)
        small = [t for i, t in enumerate(gap[:comma]) if t.cased and _no_name(gap, i)]
        # "… pe mine și pe colegul meu, Radu Toma": words of kinship and "my" belong to the name behind.
        small = [t for t in small if not any(everything().exactly(kind, t.fold) for kind in _OF_NAMES)]
        # "Mein Mann möchte kochen lernen, und ich …": a verb of the own has an object of the own.
        wishes = comma > 2 and any(
            c.name == "wish" and group[n - 1].at < c.start < group[n - 1].at + comma for c in unit.cues
        )
        if (len(small) >= apart and comma > 2) or wishes:
            return group[n:]
    return group


def _no_name(gap: Sequence[Token], i: int) -> bool:
    """True for a small word, and for a noun behind its article: "an den Kochtopf"."""
    noun = i > 0 and everything().exactly("definite", gap[i - 1].fold)
    return gap[i].shape is Shape.WORD and (not gap[i].capital or noun)


def said_again(group: list[Spot]) -> list[Spot]:
    """Like "Antje und ich kommen (sie in den zweiten …": who is named again is meant, not all before."""
    seen: set[int] = set()
    for n, spot in enumerate(group):
        if spot.number in seen:
            return group[n:]
        seen.add(spot.number)
    return group
