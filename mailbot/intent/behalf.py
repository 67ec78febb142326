"""Whether a mail registers somebody else on behalf of whom nobody can tell."""

from __future__ import annotations

from mailbot.intent.leaving import is_writer
from mailbot.intent.lexicon import Cue
from mailbot.intent.reading import Reading
from mailbot.intent.stance import is_question, tells
from mailbot.intent.unheard import names_somebody
from mailbot.intent.unit import Unit


def speaks_for_others(reading: Reading) -> bool:
    """True where a sentence registers on behalf and only the writer was found, or somebody without a name."""
    people = reading.party.people
    if len(people) != 1 or people[0].how not in ("writer", "text"):
        return False
    if people[0].how == "writer" and _another_comes(reading):
        return True
    if reading.party.announced > 1 and reading.party.writer_in:
        return False  # "There are three of us; I send the names tomorrow": who is missing is asked for.
    if people[0].how == "text" and not is_writer(people[0], reading):
        return (
            people[0].name is not None
            and reading.words.is_a("role", people[0].name.parts[0])
            and len(people[0].name.parts) == 1
        )
    places = [
        place
        for place, u in enumerate(reading.layout.units)
        if _behalf(reading, place) and not u.has("self_and", "thanks") and not is_question(u)
    ]
    if not places or not any(p.how == "writer" or p.writer for p in people):
        return bool(places)
    units = reading.layout.units
    # "Ich melde mich an … Die Namen schicke ich": only a sentence that registers speaks for others.
    own = any(
        u.has("self_register") and u.has("register") and tells(u)
        for n, u in enumerate(units)
        if n not in places
    )
    return not own or any(units[p].has("register") for p in places)


def _another_comes(reading: Reading) -> bool:
    """Like "Mein Chef möchte in Workshop 1": the only sentence that registers is about somebody unnamed."""
    units = reading.layout.units
    if any(tells(u) and names_somebody(u, reading.words) for u in units):
        return True
    chosen = {m.place for m in reading.marks if m.live}
    speaking = [n for n, u in enumerate(units) if tells(u) and (n in chosen or u.has("register"))]
    others = [n for n in speaking if _somebody(units[n], reading)]
    return bool(others) and not any(_first_person(units[n], reading) for n in speaking)


def _somebody(unit: Unit, reading: Reading) -> bool:
    """True where a sentence begins with somebody by relation or office, and registers behind that."""
    words = reading.words
    if not unit.has("register", "wish"):
        return False
    if unit.tokens and words.exactly("third_person", unit.tokens[0].fold):
        return True
    if unit.has("hearsay", "past", "consent"):
        return False
    for i, token in enumerate(unit.tokens[:6]):
        first = i == 0 and words.exactly("definite", token.fold)
        if not (first or words.exactly("possessive", token.fold)):
            continue
        for k in range(i + 1, min(i + 4, len(unit.tokens))):
            word = unit.tokens[k].fold
            if any(words.is_a(kind, word) for kind in ("relation", "kin", "role")):
                # "Mein Chef möchte …"; "Bitte melden Sie meinen Mann an."
                enrols = any(words.is_a("enrol", t.fold) for t in unit.tokens)
                return enrols or any(c.start > k for c in unit.cues if c.name in ("register", "wish"))
    return False


def _first_person(unit: Unit, reading: Reading) -> bool:
    """True where the writer speaks of himself or herself."""
    words = reading.words
    ours = {n for n, t in enumerate(unit.tokens) if words.exactly("possessive", t.fold)}
    said = {n for n, t in enumerate(unit.tokens) if words.exactly("first_person", t.fold)}
    said |= {n for c in unit.cues if c.name == "self" for n in range(c.start, c.end)}
    return bool(said - ours)


def _behalf(reading: Reading, place: int) -> bool:
    """True where words of registering for somebody go on to a person, not to a workshop or its leader."""
    unit = reading.layout.units[place]
    if not unit.has("behalf"):
        return False
    starts = {m.start for m in reading.marks if m.place == place}
    starts |= {n for n, t in enumerate(unit.tokens) if reading.words.exactly("workshop", t.fold)}
    led = {m.start for m in reading.marks if m.place == place and m.rule == "leader"}
    own = {n for n, t in enumerate(unit.tokens) if reading.words.exactly("oblique", t.fold)}
    return any(
        c.name == "behalf"
        # "Bitte schicken Sie mir den Zugang" sends something to the writer, nobody anywhere.
        and not own.intersection(range(c.start, c.end + 3))
        and not starts.intersection(range(c.start, c.end + 3))
        and not led.intersection(range(c.start, c.end))
        and not _after_own_choice(unit, c, starts)
        and not _own_thing(unit, c, reading)
        and not _for_own_house(unit, c, reading)
        for c in unit.cues
    )


def _for_own_house(unit: Unit, behalf: Cue, reading: Reading) -> bool:
    """Like "ich nehme im Namen unseres Vereins teil": whoever comes for a house comes himself."""
    near = unit.tokens[max(0, behalf.start - 2) : behalf.end + 3]
    words = reading.words
    house = any(words.is_a("organisation", t.fold) and not words.is_a("workshop", t.fold) for t in near)
    enrols = [n for n, t in enumerate(unit.tokens) if words.is_a("enrol", t.fold)]
    return house and unit.has("self_register") and all(_oneself(unit, n, reading) for n in enrols)


def _oneself(unit: Unit, at: int, reading: Reading) -> bool:
    """Like "register for workshop 2", "me inscribo", "zgłaszam swój udział": the writer is whom it enrols."""
    words, near = reading.words, range(max(0, at - 2), min(at + 3, len(unit.tokens)))
    reflexive = any(words.exactly("oblique", unit.tokens[n].fold) for n in near)
    seats = {c.start - 1 for c in unit.cues if c.name == "register"}
    reflexive |= any(n in seats and words.exactly("possessive", unit.tokens[n].fold) for n in near)
    chosen = any(m.unit is unit and at < m.start <= at + 3 and m.grade > 1 for m in reading.marks)
    return reflexive or chosen


def _own_thing(unit: Unit, behalf: Cue, reading: Reading) -> bool:
    """Like "bitte setzen Sie meinen Namen auf die Liste": no person, but something of the writer's."""
    words, end = reading.words, behalf.end
    own = words.exactly("possessive", unit.tokens[end - 1].fold)
    return own and any(words.exactly("own_thing", t.fold) for t in unit.tokens[end : end + 2])


def _after_own_choice(unit: Unit, behalf: Cue, starts: set[int]) -> bool:
    """Like "Ich nehme Workshop A, weil die Dame, die ich pflege, …": chosen before the comma."""
    own = [c for c in unit.cues if c.name == "self_register" and c.start < behalf.start]
    chosen = [s for s in starts if s < behalf.start]
    return bool(own and chosen) and any(t.text == "," for t in unit.tokens[max(chosen) : behalf.start])
