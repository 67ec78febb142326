"""Sentences that take somebody up or add somebody: pronouns, names told later, "und meine Schwester auch"."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.identity import same_person
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.people import Person
from mailbot.intent.stance import is_question
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Unit
from mailbot.intent.writer import Writer


def adds(unit: Unit, place: int, layout: Layout, marked: set[int], words: Lexicon) -> bool:
    """Like "Und meine Schwester Petra auch.": a sentence without a verb adds somebody to the one before."""
    said = [t for t in unit.tokens if t.shape is Shape.WORD]
    if place == 0 or not 0 < len(said) <= 8 or is_question(unit):
        return False
    if unit.has("thanks", "hearsay", "past", "cancel", "decline", "negation", "undecided", "announce"):
        return False
    before = layout.units[place - 1]
    registers = place - 1 in marked or before.has("register", "self_register", "all")
    added = words.exactly("and", said[0].fold) or any(words.exactly("too", t.fold) for t in said)
    return registers and added and not is_question(before)


_BRIEF, _CALLED = 9, 16
"""Words and marks at most of a sentence that says who was meant; more where it says what they are called."""


def explained(person: Person, layout: Layout, words: Lexicon) -> str:
    """Like "Ich komme mit meiner Freundin. Sie heißt Leila Moradi.": the word that announced the one named.

    Empty where nobody was announced.
    """
    unit = layout.units[person.place] if 0 <= person.place < len(layout.units) else None
    before = unit.tokens[: person.start] if unit is not None else ()
    called = any(words.exactly("called", t.fold) for t in before) or (
        bool(before) and words.exactly("third_person", before[0].fold)
    )
    if unit is None or len(unit.tokens) > (_CALLED if called else _BRIEF) or is_question(unit):
        return ""
    if unit.has("register", "thanks", "negation"):
        return ""
    related = [t.fold for t in before if words.exactly("relation", t.fold)]
    pronoun = any(words.exactly("third_person", t.fold) for t in before)
    for other in layout.units[: person.place]:
        if not other.has("self_and", "couple") or is_question(other) or other.has("cancel"):
            continue
        told = [t.fold for t in other.tokens if words.exactly("relation", t.fold)]
        # "وزوجتي", and my wife, is "زوجتي", my wife.
        same = [word for word in told if any(word[:4] == r[:4] or word.endswith(r) for r in related)]
        if same or (pronoun and not related and told):
            return (same or told)[0]
    return ""


def meant_after(
    person: Person, loose: Sequence[Person], layout: Layout, marked: set[int], words: Lexicon
) -> bool:
    """Like "Ich betreue Frau Elke Rost. Sie möchte in Workshop 2": a pronoun takes the name up."""
    if person.place < 0 or [p.place for p in loose].count(person.place) != 1:
        return False
    for place in range(person.place + 1, min(person.place + 3, len(layout.units))):
        unit = layout.units[place]
        # "Sie möchte in Workshop 2", "Für sie bitte Workshop 2"
        opens = unit.tokens[1:2] if unit.tokens and _for(unit, words) else unit.tokens[:1]
        if not any(words.exactly("third_person", t.fold) for t in opens):
            continue
        comma = next((n for n, t in enumerate(unit.tokens) if t.text == ","), len(unit.tokens))
        # "Sie möchte in Workshop 2, ich fahre sie nur hin": the writer has a clause of his own.
        own = any(c.name == "self" and c.start < comma for c in unit.cues)
        if own or unit.has("cancel", "decline", "negation", "hearsay", "past") or is_question(unit):
            return False
        return place in marked or unit.has("register", "self_register", "wish", "please")
    return False


def _for(unit: Unit, words: Lexicon) -> bool:
    return words.exactly("on_behalf", unit.tokens[0].fold) and unit.has("please")


def is_entered(person: Person, unit: Unit, behind: Unit | None) -> bool:
    """Like "My colleague Anna Kern cannot travel; please put her down for the livestream": a pronoun takes
    the name up and enters it, in the same sentence or at the beginning of the next one, `behind`.
    """
    against = ("withdraw", "hearsay", "past", "conditional")
    if any(c.name == "enrols_them" and c.start >= person.end for c in unit.cues):
        return not unit.has(*against)
    enters = behind.first("enrols_them") if behind is not None else None
    if behind is None or enters is None or behind.has("cancel", "negation", *against):
        return False
    return enters.start <= _OPENING and not is_question(unit)


_OPENING = 3
"""So many words may stand before the words that enter whoever was named before."""


def named_again(person: Person, layout: Layout, marked: set[int]) -> bool:
    """Like "Meine Frau heißt Maryna Rahmani. Maryna will Workshop 3": chosen for by the given name."""
    if person.name is None or person.place < 0 or len(person.name.parts) < 2:
        return False
    given = person.name.parts[0]
    for place in range(person.place + 1, len(layout.units)):
        unit = layout.units[place]
        if place not in marked or is_question(unit):
            continue
        if unit.has("hearsay", "past", "cancel", "decline", "thanks") or not unit.has("wish", "register"):
            continue
        if len(given) > 2 and any(t.fold == given and (t.capital or not t.cased) for t in unit.tokens):
            return True
    return False


def named_before(person: Person, layout: Layout, words: Lexicon) -> bool:
    """Like "Pia und ich wollen zu Workshop 2. Pia heißt Pia Schlichting": the given name was there before."""
    if person.name is None or person.place < 1 or len(person.name.parts) < 2:
        return False
    given, unit = person.name.parts[0], layout.units[person.place]
    if len(given) < 3 or not any(words.exactly("called", t.fold) for t in unit.tokens):
        return False
    return any(
        other.has("self_and", "register")
        and not other.has("cancel", "decline", "hearsay", "past")
        and not is_question(other)
        and any(t.fold == given and (t.capital or not t.cased) for t in other.tokens)
        for other in layout.units[: person.place]
    )


def named_by_parent(
    person: Person, people: Sequence[Person], unit: Unit, writer: Writer, words: Lexicon
) -> bool:
    """Like "hier ist Anna Kern, Mutter von Lukas Kern": named to say who the writer is, and does not come."""
    if writer.name is None or person.name is None or not unit.has("introduce") or person.start < 2:
        return False
    if any(p.name is not None and same_person(p.name, person.name) for p in people):
        return False
    of, parent = unit.tokens[person.start - 1].fold, unit.tokens[person.start - 2].fold
    return words.exactly("possession", of) and words.exactly("relation", parent)
