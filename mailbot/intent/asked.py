"""Whether a question beside words of registering leaves anything registered."""

from __future__ import annotations

from mailbot.intent.reading import Reading
from mailbot.intent.stance import asks, tells, weakly
from mailbot.intent.unit import Unit


def filled_in(reading: Reading) -> bool:
    """A field of a form that chooses, and somebody in a field for names."""
    fields = {n for n, u in enumerate(reading.layout.units) if u.label in ("workshop", "first_choice")}
    live = any(m.place in fields and not (m.old or m.refused) for m in reading.marks)
    return live and any(p.how == "form" for p in reading.party.people)


def merely_interested(reading: Reading) -> bool:
    """Like "Ich interessiere mich für Workshop 2. Könnten Sie mir Informationen schicken?"."""
    said = [(u, c) for u in reading.layout.units for c in u.cues if c.name == "register" and tells(u)]
    asked = any(u.has("question") for u in reading.layout.units if asks(u))
    return (
        asked
        and bool(said)
        and all(
            any(reading.words.is_a("interested", t.fold) for t in u.tokens[c.start : c.end]) for u, c in said
        )
    )


def asks_about_it(reading: Reading) -> bool:
    """Like "Ich muss zum Fachtag gehen. Kann ich den Termin ändern?": nothing is chosen, the question counts.

    The question is about registering itself or about something else, and nothing but a verb that fits
    anything registers.
    """
    if (
        reading.wished
        or reading.listed
        or any(tells(u) and not weakly(u, reading.words) for u in reading.layout.units)
    ):
        return False
    asked = [u for u in reading.layout.units if asks(u)]
    return any(u.has("other_object", "change", "withdraw", "register", "enrol") for u in asked)


def hangs_on_answer(reading: Reading) -> bool:
    """Like "Does workshop 3 cost anything? If not, I will register.": the answer comes first.

    Where the question is whether there is room, or whether one may register at all, the answer is ours.
    """
    units = reading.layout.units
    chosen = {m.place for m in reading.marks if m.live}
    said = [n for n, u in enumerate(units) if u.has("register", "self_register") and tells(u)]
    before = [units[n - 1] for n in said if n and asks(units[n - 1])]
    if not chosen and any(u.has("pointless") for u in units):
        return True  # "Is there an interpreter? We would like to come, but without one there is no point."
    return (
        bool(said)
        and len(before) == len(said)
        and all(n not in chosen and _conditional(units[n]) and not units[n].has("please") for n in said)
        and not any(u.has("available", "full", "register") for u in before)
    )


def _conditional(unit: Unit) -> bool:
    return any(c.name == "conditional" and c.start <= 1 for c in unit.cues)
