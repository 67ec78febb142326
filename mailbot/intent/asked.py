"""Whether a question beside words of registering leaves anything registered."""

from __future__ import annotations

from mailbot.intent.reading import Reading
from mailbot.intent.stance import asks, tells, weakly


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
