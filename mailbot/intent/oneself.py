"""What somebody tells of himself, in a clause that registers nobody."""

from __future__ import annotations

from mailbot.intent.breaks import BREAKS
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.tokens import WAW
from mailbot.intent.unit import Unit

_ENDS = BREAKS | {"."}


def of_oneself(unit: Unit, n: int, words: Lexicon, of: tuple[str, ...] = ("owns", "works")) -> bool:
    """Like "ich habe drei Kinder und …", "ich arbeite mit zwei Kolleginnen": nobody of these is to come.

    n: where a number or a name stands. of: the cues that tell so; of names only work does, as "ich habe mit
    Frau X telefoniert" tells too little of her. Only where the clause neither registers nor names a workshop,
    and the next does not go on about those people.
    """
    if not unit.has(*of):
        return False
    left = next((i + 1 for i in range(n - 1, -1, -1) if unit.tokens[i].text in _ENDS), 0)
    own = {c.start for c in unit.cues if c.name == "self_register"}
    ends = (
        i
        for i in range(n, len(unit.tokens))
        if unit.tokens[i].text in _ENDS
        or _and(unit.tokens[i].fold, words)
        or (i in own and unit.tokens[i].fold.startswith(WAW))
    )
    right = next(ends, len(unit.tokens))
    opens = unit.tokens[right + 1].fold if right + 1 < len(unit.tokens) else ""
    if words.exactly("relative", opens):
        return False
    told = {c.name for c in unit.cues if left <= c.start < right}
    against = {"register", "behalf", "livestream"}
    against |= set() if told & {"works", "talks"} else {"additional", "self_and"}
    verbs = {n for c in unit.cues if c.name in of for n in range(c.start, c.end)}
    others = [t.fold for n, t in enumerate(unit.tokens[:right]) if n >= left and n not in verbs]
    kinds = ("workshop", "event") if "owns" in told else ("workshop", "event", "we")
    named = any(words.exactly(kind, word) for word in others for kind in kinds)
    return not told.isdisjoint(of) and not (told & against or named)


def sits_beside(unit: Unit, start: int, end: int, words: Lexicon) -> bool:
    """Like "ich würde gern neben Frau X sitzen": beside whom one sits has a seat of her own, or none.

    start, end: the tokens of the name.
    """
    for cue in unit.cues:
        if cue.name != "sits":
            continue
        (_, one), (other, _) = sorted(((cue.start, cue.end), (start, end)))
        between = unit.tokens[one:other]
        parted = any(
            t.text in _ENDS or _and(t.fold, words) or words.exactly("workshop", t.fold) for t in between
        )
        if len(between) <= _BESIDE and not parted:
            return True
    return False


_BESIDE = 4
"""Arabic writes its "and" together with the word behind it."""


def _and(word: str, words: Lexicon) -> bool:
    """Turkish "ile" is "and" as well as "with"."""
    return words.exactly("and", word) and not words.exactly("circumstance", word)


def approves(unit: Unit) -> bool:
    """Like "Frau X weiß Bescheid und hat es genehmigt", "die Rechnung bitte an Frau X": who allows or pays
    does not come.
    """
    if unit.has("register", "additional", "all", "self_register"):
        return False
    return unit.has("invoice") or (unit.has("approves") and not unit.has("behalf"))
