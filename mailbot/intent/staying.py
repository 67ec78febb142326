"""Words of leaving that leave nobody out: denied, told of a part of the day, or part of a move."""

from __future__ import annotations

from mailbot.intent.language import listed
from mailbot.intent.lexicon import Cue, Lexicon, everything
from mailbot.intent.stance import imagined, only_registers, put_right, told_of_past
from mailbot.intent.unit import Unit


def leaves_nobody(unit: Unit, cue: Cue, words: Lexicon) -> bool:
    """True where words of leaving are imagined, denied, past or a reason, or only the writer stays away."""
    return (
        imagined(unit, cue.end)
        or denied(unit, cue)
        or put_right(unit, cue)
        or told_of_past(unit, cue.start)
        or only_registers(unit, cue, words)
        or told_as_reason(unit, cue, words)
        or goes_over(unit, cue)
        or leaves_a_list(unit, cue)
        or leaves_something_else(unit, cue, words)
        or (cue.name == "cancel" and sends_another(unit))
    )


def leaves_a_list(unit: Unit, cue: Cue) -> bool:
    """Like "nehmen Sie mich aus dem Verteiler": who wants no more mail gives up no seat."""
    return cue.name == "withdraw" and bool(_near(unit, cue, "mailing_list"))


def leaves_something_else(unit: Unit, cue: Cue, words: Lexicon) -> bool:
    """Like "dafür habe ich einen Arzttermin abgesagt", "ich komme nicht mit dem Auto"."""
    if cue.name == "cancel" and _near(unit, cue, "by_vehicle"):
        return True
    other = _near(unit, cue, "other_plan")
    if not other or cue.name != "withdraw":
        return False
    left, right = min(cue.start, *(c.start for c in other)), max(cue.end, *(c.end for c in other))
    between = unit.tokens[left:right]
    parted = any(
        t.text in ",;:.،؛" or (words.exactly("and", t.fold) and not words.exactly("circumstance", t.fold))
        for t in between
    )
    # "Wegen eines Arzttermins sage ich ab" leaves us.
    return not parted and not any(
        words.exactly("causal", t.fold) for t in unit.tokens[max(0, left - 3) : right]
    )


def _near(unit: Unit, cue: Cue, name: str) -> list[Cue]:
    return [
        c for c in unit.cues if c.name == name and c.start <= cue.end + _FAR and cue.start <= c.end + _FAR
    ]


_FAR = 4
"""At most so many tokens lie between leaving and what is left."""


def denied(unit: Unit, cue: Cue) -> bool:
    """Like "ich sage auf keinen Fall ab": a negation inside or right before words of withdrawing."""
    if cue.name != "withdraw":
        return False
    end = next((n for n in range(cue.end, len(unit.tokens)) if _parts(unit, n)), len(unit.tokens))
    return any(
        c.name in ("negation", "objection")
        and cue.start - 2 <= c.start
        and c.end <= end
        and not any(t.text in ",;.،" for t in unit.tokens[c.end : cue.start])
        for c in unit.cues
    )


def _parts(unit: Unit, n: int) -> bool:
    """True for a mark that ends a clause, and for "and"."""
    return unit.tokens[n].text in ",;.:–—()!،؛" or everything().exactly("and", unit.tokens[n].fold)


def told_as_reason(unit: Unit, cue: Cue, words: Lexicon) -> bool:
    """Like "ich möchte zu Gruppe 2, weil mein Hund oft krank ist": why somebody comes, and no leaving."""
    why = [n for n, t in enumerate(unit.tokens[: cue.start]) if words.exactly("causal", t.fold)]
    wants = any(
        c.name in ("wish", "self_register", "register") and c.end <= min(why, default=0) for c in unit.cues
    )
    leaves = any(c.name in ("cancel", "withdraw", "decline", "negation") and c is not cue for c in unit.cues)
    return wants and not leaves


def on_list(unit: Unit) -> bool:
    """True where somebody says to be on the list; "in addition to my registration" goes on to another."""
    more = [c for c in unit.cues if c.name == "additional"]
    told = [c for c in unit.cues if c.name == "registered"]
    return any(not any(a.start <= c.start < a.end for a in more) for c in told)


def sends_another(unit: Unit) -> bool:
    """Like "ich bin verhindert, für uns kommt Peter Lang": who stays away was never on the list.

    The writer leaves in one clause, and another one registers somebody who is named there. Words for a
    place that is handed on ("an meiner Stelle") tell of a substitute instead.
    """
    if not unit.has("self", "self_out") or unit.has(
        "withdraw", "in_my_place", "in_place_of", "change", "past"
    ):
        return False
    leaves = next((c for c in unit.cues if c.name == "cancel"), None)
    if leaves is None or on_list(unit):
        return False
    parts = (n for n, t in enumerate(unit.tokens) if n > leaves.start and t.text in ",،;")
    behind = next(parts, len(unit.tokens))
    named = any(listed(t.fold) and (t.capital or not t.cased) for t in unit.tokens[behind:])
    own = any(c.name == "self_register" and c.start > behind + 2 for c in unit.cues)
    return named and not own and any(c.name == "register" and c.start > behind for c in unit.cues)


def keeps(unit: Unit) -> bool:
    """Like "Please don't cancel my registration": what must not be cancelled exists."""
    return any(c.name == "withdraw" and denied(unit, c) for c in unit.cues)


def goes_over(unit: Unit, cue: Cue) -> bool:
    """Like "streichen Sie mich aus Workshop 1 und setzen Sie mich in Workshop 2": one move, no leaving."""
    return any(c.name == "change" and c.start <= cue.start and c.end > cue.end + 1 for c in unit.cues)


def for_a_part(unit: Unit, words: Lexicon) -> bool:
    """Like "Am Vormittag kann ich leider nicht", "Meine Kollegin kann leider nicht": the writer comes."""
    if any(words.exactly("daypart", t.fold) for t in unit.tokens):
        return True
    own = any(words.exactly("first_person", t.fold) or words.exactly("we", t.fold) for t in unit.tokens)
    return not own and any(
        words.exactly("possessive", t.fold) and words.exactly("relation", unit.tokens[n + 1].fold)
        for n, t in enumerate(unit.tokens[:-1])
    )
