"""Whether the writer is one of those who come, or only registers others."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.counts import speaks_of_two
from mailbot.intent.identity import same_person
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.marks import Mark
from mailbot.intent.people import Person
from mailbot.intent.request import Request
from mailbot.intent.self_choice import chooses_for_self
from mailbot.intent.stance import is_question, not_i_but
from mailbot.intent.staying import for_a_part
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Unit
from mailbot.intent.writer import Writer


def writer_comes(
    layout: Layout,
    named: Sequence[Person],
    writer: Writer,
    request: Request,
    marks: Sequence[Mark],
    words: Lexicon,
) -> bool:
    """Whether the writer is one of those who come."""
    units = layout.units
    # "My brother and I cannot come in person, please register us both for the livestream."
    from_afar = any(joins_stream(u) for u in units)
    if (
        named
        and not from_afar
        and any(
            not_i_but(u, words)
            or (u.has("self_out") and not u.has("livestream") and not _goes(n, u, marks, named, words))
            for n, u in enumerate(units)
        )
    ):
        return False
    joined = from_afar or any(
        u.has("self_and") and u.has("self") and u.has("register") and not u.has("cancel") for u in units
    )
    if named and not joined and _is_away(units, request, marks, words):
        return False
    others = [p for p in named if p.name and not (writer.name and same_person(p.name, writer.name))]
    if not others:
        return True
    if len(others) < len(named):
        return False  # The writer is in the list already and must not come in twice.
    listed = {p.place for p in others if p.how in ("row", "form")}
    for place, unit in enumerate(units):
        headed = bool(listed & {place + 1, place + 2}) and not _says_i(unit, words)
        if not headed and _joins(unit, any(p.place == place for p in named)):
            return True
        if chooses_for_self(
            unit, [m for m in marks if m.place == place], [p for p in others if p.place == place], words
        ):
            return True
    # "Mein Vater Alfons Drescher … Wir möchten beide gern in den Workshop."
    return (len(others) == 1 and speaks_of_two(layout, words)) or any(
        _first_person(u)
        and not (listed & {n + 1, n + 2} and _heads_list(u, words))
        and not u.has("behalf")
        and not is_question(u)
        and not _registers_others(u, [p for p in others if p.place == n], words)
        for n, u in enumerate(units)
    )


def _is_away(units: Sequence[Unit], request: Request, marks: Sequence[Mark], words: Lexicon) -> bool:
    """Like "Ich selbst bin an dem Tag zum Lehrgang": the writer says to be elsewhere, and chooses nothing."""
    chosen = {m.place for m in marks if m.live}
    comes = ("register", "livestream", "wish", "past")
    away = [units[p] for p in request.absent if p < len(units)]
    away += [u for n, u in enumerate(units) if n not in chosen and u.has("away") and not u.has(*comes)]
    return any(u.has("self") and not for_a_part(u, words) for u in away)


def joins_stream(unit: Unit) -> bool:
    """Like "please register us both for the livestream": the writer and somebody else, from afar."""
    told = unit.has("register", "self_register", "behalf", "please")
    return told and unit.has("self_and") and unit.has("livestream") and not unit.has("cancel", "self_out")


def _joins(unit: Unit, named: bool) -> bool:
    """Like "ich und Frau Moll": the writer beside others, of whom one is named here or all are counted."""
    told = unit.has("register", "self_register") or named or _counts(unit)
    own = unit.has("self", "couple") or (unit.has("self_register") and unit.has("all"))
    return told and unit.has("self_and") and own


def _says_i(unit: Unit, words: Lexicon) -> bool:
    return any(words.exactly("first_person", t.fold) for t in unit.tokens)


def _heads_list(unit: Unit, words: Lexicon) -> bool:
    """Like "wir sind dabei, und zwar:", "ich möchte anmelden:": who comes stands below, and nobody else.

    "Ich melde mich und folgende Kollegen an:" names the writer himself.
    """
    return not any(words.exactly("oblique", t.fold) for t in unit.tokens)


def _goes(place: int, unit: Unit, marks: Sequence[Mark], named: Sequence[Person], words: Lexicon) -> bool:
    """Like "iar eu stau toată ziua la birou și aleg grupa …": whoever chooses for himself is not away."""
    here = [m for m in marks if m.place == place]
    return unit.has("self_register") and chooses_for_self(
        unit, here, [p for p in named if p.place == place], words
    )


def _registers_others(unit: Unit, others: Sequence[Person], words: Lexicon) -> bool:
    """Like "I would like to register Mary Owusu": somebody else is put on the list, and no word says "me"."""
    if not others:
        return False
    if not any(words.is_a("enrol", t.fold) for t in unit.tokens):
        return all(_is_for(unit, p.start, words) for p in others) and not unit.has("self_and")
    return not any(words.exactly("oblique", t.fold) for t in unit.tokens)


def _is_for(unit: Unit, start: int, words: Lexicon) -> bool:
    """Like "für Frau Dr. Marx bitte ich um einen Platz": who stands behind "for" comes, not who asks."""
    at = start - 1
    while at >= 0 and (
        unit.tokens[at].text == "."
        or any(words.exactly(k, unit.tokens[at].fold) for k in ("salutation", "academic", "possessive"))
        or words.is_a("relation", unit.tokens[at].fold)
    ):
        at -= 1
    return at >= 0 and words.exactly("on_behalf", unit.tokens[at].fold)


def _first_person(unit: Unit) -> bool:
    """Like "ich melde mich an"; like "zapisuję się", whose ending is its "I"."""
    if unit.has("self") or unit.has("self_and"):
        return unit.has("self") and unit.has("self_register") and unit.has("register")
    entered = [(c.start, c.end) for c in unit.cues if c.name == "register"]
    return any(
        c.start <= start and end <= c.end <= c.start + _VERB
        for c in unit.cues
        if c.name == "self_register"
        for start, end in entered
    )


_VERB = 2
"""Words of a verb with its pronoun: "mă înscriu"."""


def _counts(unit: Unit) -> bool:
    return any(t.shape is Shape.NUMBER or everything().number(t.fold) is not None for t in unit.tokens)


def writer_first(layout: Layout, people: Sequence[Person]) -> bool:
    """The writer stands first where a sentence speaks of himself before the others are named."""
    first = min((p.place for p in people if p.place >= 0), default=99)
    unit = layout.units[first] if first < len(layout.units) else None
    if unit is None:
        return False
    start = min((p.start for p in people if p.place == first), default=0)
    return any(c.name == "self" and c.start < start for c in unit.cues) or any(
        u.has("self_register", "self_and") for u in layout.units[:first]
    )
