"""Whether somebody objects to being filmed or photographed, or merely speaks of pictures.

Taking part presupposes consent to recordings, so that a refusal is for a person to see. A negation
counts only in the clause that speaks of pictures, or in a short sentence right behind it ("Das möchte
ich nicht."); "nichts gegen Fotos", "keine Einwände" consent.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.breaks import COMMAS, STOPS
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.lexicon import Cue, everything
from mailbot.intent.unit import Role, Unit

_SHORT = 12
"""How many tokens a sentence may have that refuses what the sentence before it spoke of."""


def objects(units: Sequence[Unit], event: Catalogue) -> bool:
    """True where one sentence, or one and its neighbour, refuses pictures."""
    for n, unit in enumerate(units):
        pictures = _pictures(unit, event)
        if (unit.role is Role.FIELD and unit.label != "ignore") or not pictures:
            continue
        if unit.has("conditional") or _cannot_see(unit, pictures):
            continue
        if _refuses(unit, pictures):
            return True
        following = units[n + 1] if n + 1 < len(units) else None
        if following is not None and not unit.has("consent") and _takes_up(following):
            return True
    return False


def _cannot_see(unit: Unit, pictures: Sequence[Cue]) -> bool:
    """Like "Bilder kann ich nicht lesen": what somebody cannot perceive, and does not refuse."""
    refusals = [c.start for c in unit.cues if c.name in ("objection", "negation") and c.end - c.start == 1]
    if any(0 <= p.start - r <= 2 for r in refusals for p in pictures):
        return False  # "Bitte keine Kamera auf mich, meine Familie darf nicht sehen, wo ich bin."
    behind = [t.fold for r in refusals for t in unit.tokens[r + 1 : r + 3]]
    return bool(pictures) and any(everything().exactly("perceive", word) for word in behind)


def _pictures(unit: Unit, event: Catalogue) -> list[Cue]:
    """Where the unit speaks of pictures; a workshop that is about them is no recording.

    "Kein Foto von mir" is about the writer, whatever the workshops are about.
    """
    refused = {c.end for c in unit.cues if c.name in ("objection", "negation") and c.end - c.start == 1}
    return [
        c
        for c in unit.cues
        if c.name == "photo"
        and (
            not any(event.hits(t.fold) for t in unit.tokens[c.start : c.end])
            or (c.start in refused and unit.has("self"))
        )
    ]


def _refuses(unit: Unit, pictures: Sequence[Cue]) -> bool:
    """A refusal in the clause that speaks of pictures; consent in it speaks against."""
    refusals = [c for c in unit.cues if c.name in ("objection", "negation")]
    consents = [c for c in unit.cues if c.name == "consent"]
    free = [r for r in refusals if not any(c.start <= r.start < c.end for c in consents)]
    # "nu sunt de acord": a negation right before words of consent turns them round.
    strong = [
        r
        for r in refusals
        if r.end - r.start > 1
        or len(unit.tokens[r.start].fold) > 7
        or any(c.start - 2 <= r.start < c.start for c in consents)
    ]
    if consents and not strong:
        return False
    return any(r in strong or _one_clause(unit, r, p) for r in free for p in pictures)


def _one_clause(unit: Unit, one: Cue, other: Cue) -> bool:
    """True where no strong break stands between two cues; a subordinate clause is part of its sentence."""
    start, end = sorted((one.start, other.start))
    between = unit.tokens[start:end]
    breaks = sum(t.text in STOPS - COMMAS for t in between) + 0.5 * sum(t.text in COMMAS for t in between)
    return breaks < 1 and len(between) <= 14


def _takes_up(unit: Unit) -> bool:
    """Like "Das möchte ich nicht.", "Dem widerspreche ich.": a short refusal of what was said before."""
    if unit.has("conditional"):
        return False
    if unit.has("consent", "register") or len(unit.tokens) > _SHORT:
        long = any(c.name == "objection" and len(unit.tokens[c.start].fold) > 7 for c in unit.cues)
        return long and not unit.has("consent", "register")
    return unit.has("self") and unit.has("objection", "negation") and not unit.has("cancel")
