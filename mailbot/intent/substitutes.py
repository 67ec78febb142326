"""Substitutes of whom nobody can tell whether they come: in a condition, called off, or for nobody known."""

from __future__ import annotations

from mailbot.intent.clauses import comes_in
from mailbot.intent.fold import fold
from mailbot.intent.leaving import is_writer
from mailbot.intent.lexicon import Cue
from mailbot.intent.reading import Reading
from mailbot.intent.unit import Unit

_INSTEAD = ("in_my_place", "in_their_place", "in_place_of", "stands_in")


def doubtful_substitute(reading: Reading) -> bool:
    """True where somebody comes instead of somebody else only perhaps, not after all, or for nobody known."""
    units, request = reading.layout.units, reading.request
    if any(_if_needed(u) for u in units) and _other_named(reading):
        return True
    stays = not (request.absent or request.withdraws) and any(comes_in(u, reading.words) for u in units)
    if stays and any(u.has("in_my_place") for u in units):
        return _other_named(reading)
    return _nobody_instead(reading) or _unheard_instead(reading) or _of_another(reading)


def _nobody_instead(reading: Reading) -> bool:
    """Like "Anna was registered. Put Bert in her place": where Bert is not found, Anna would be booked.

    Arabic "بدلاً منها", instead of her, is also instead of it: of a workshop, where another is chosen.
    """
    chosen = {m.place for m in reading.marks if m.sure and m.live}
    own = {n for n, u in enumerate(reading.layout.units) if n in chosen and u.has("self_register")}
    told = [n for n, u in enumerate(reading.layout.units) if u.has("in_their_place") and n not in own]
    return bool(told) and not any(p.place in told for p in reading.party.people)


def _unheard_instead(reading: Reading) -> bool:
    """Like "Anstelle von mir kommt …" with a name that nobody knows: the writer would be booked once more."""
    comes = any(u.has("in_my_place") and u.has("in_place_of") for u in reading.layout.units)
    people = reading.party.people
    return comes and bool(people) and all(is_writer(p, reading) for p in people) and reading.wished


def _of_another(reading: Reading) -> bool:
    """Like "Meine Kollegin heißt nicht Meier, sondern Maier": it is not the writer who is spelt anew."""
    people, words = reading.party.people, reading.words
    if reading.replaced is None or any(p.how != "writer" for p in people):
        return False
    wrong = fold(reading.replaced)
    return any(
        any(t.fold == wrong for t in u.tokens)
        and not any(words.exactly("first_person", t.fold) for t in u.tokens)
        and any(
            words.exactly("possessive", t.fold) and words.exactly("relation", u.tokens[n + 1].fold)
            for n, t in enumerate(u.tokens[:-1])
        )
        for u in reading.layout.units
    )


def _if_needed(unit: Unit) -> bool:
    """Like "If I fall ill, may Owen come in my place?": the writer still means to come."""
    return unit.has(*_INSTEAD) and unit.has("conditional")


def _other_named(reading: Reading) -> bool:
    """Like "Owen was to come in my place, but I come myself": another than the writer would be booked."""
    return any(p.how != "writer" and not p.writer for p in reading.party.people)


def registered_me(reading: Reading) -> bool:
    """Like "Owen has registered me for workshop 3 by mistake": who is named put the writer on the list."""
    people, words = reading.party.people, reading.words
    if len(people) != 1 or people[0].how != "text" or people[0].writer or reading.replaced:
        return False
    unit = reading.layout.units[people[0].place] if 0 <= people[0].place < len(reading.layout.units) else None
    if unit is None or unit.has("in_my_place", "self_and"):
        return False
    return any(
        words.exactly("oblique", t.fold)
        and any(c.start <= n < c.end + 3 for c in _entries(unit, people[0].end))
        for n, t in enumerate(unit.tokens)
        if n >= people[0].end
    )


def _entries(unit: Unit, at: int) -> list[Cue]:
    """The words of being registered behind token `at`."""
    return [c for c in unit.cues if c.name in ("registered", "register") and c.start >= at]
