"""Signs that a mail may be meant for the event, though nothing in it registers for certain."""

from __future__ import annotations

from mailbot.intent.occasion import names_event
from mailbot.intent.reading import Reading
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Unit

LONG = 60
"""From so many words and marks on, a mail must name the event or a workshop to be about it."""


def enters(reading: Reading) -> bool:
    """Like "Bitte melden Sie mich an", "setzen Sie mich auf die Liste": the office is to enter the writer."""
    words = reading.words
    return any(
        u.has("register")
        and u.has("self_register")
        and not u.has("withdraw", "negation")
        and any(words.exactly("oblique", t.fold) for t in u.tokens)
        for u in reading.layout.units
    )


def sign(reading: Reading) -> bool:
    """True where something in a person's mail of moderate length may be meant for the event.

    A word of registering, changing or leaving with the event named, a form of ours, or a reply to our
    mail that says more than thanks: a lost registration is worse than a look too many.
    """
    request, units = reading.request, (*reading.layout.units, reading.layout.subject)
    length = sum(len(u.tokens) for u in reading.layout.units)
    if request.announces or length > 4 * LONG:
        return False
    named = names_event(reading.layout, reading.marks, reading.words, reading.event)
    if named and any(u.has("register", "self_register", "change", "withdraw", "cancel") for u in units):
        return True
    if any(u.label in ("name", "workshop", "first_choice") for u in units) and request.about_event:
        return True
    if named and (reading.party.loose or any(u.has("please", "wish") for u in reading.layout.units)):
        return True
    if any(u.has("change") and u.has("register", "introduce", "registered") for u in units):
        return True
    if request.about_event and length <= LONG and any(_counts_people(u, reading) for u in units):
        return True
    live = [m for m in reading.marks if not m.refused]
    if length <= LONG and any(m.sure for m in live):
        return True
    if length <= LONG and any(u.has("self_register", "register") for u in units):
        wishes = any(u.has("self_register", "please", "wish") for u in units)
        if live or request.about_event or reading.layout.subject.has("register") or (wishes and length <= 25):
            return True
    said = [u for u in reading.layout.units if not u.has("thanks", "closing") and len(u.tokens) > 3]
    return reading.reply and bool(said) and length <= LONG


def _counts_people(unit: Unit, reading: Reading) -> bool:
    """Like "zwei Personen von uns": people counted in the first person."""
    words = reading.words
    return unit.has("self") and any(t.shape is Shape.WORD and words.is_a("unit", t.fold) for t in unit.tokens)
