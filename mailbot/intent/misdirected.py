"""Mails that ask the office for something else (flyers, a room), and such as ask a boss or a colleague."""

from __future__ import annotations

from mailbot.intent.layout import strip_reply
from mailbot.intent.reading import Reading
from mailbot.intent.stance import is_question
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role, Unit


def asks_for_something_else(reading: Reading) -> bool:
    """Like "Could you send us 30 flyers?", "we need the seminar room": nothing else is chosen."""
    units = reading.layout.units
    other = {n for n, u in enumerate(units) if u.role is Role.SENTENCE and u.has("other_request")}
    chosen = {m.place for m in reading.marks if m.grade > 1 and m.live}
    sure = {m.place for m in reading.marks if m.place in chosen and m.sure and m.end - m.start > 1}
    asked = any(_asks(units[n]) for n in other) or any(_asks(u) for u in units)
    return (
        bool(other)
        and asked
        and not sure - other
        and not any(_enrols(u, reading) and not is_question(u) for u in units)
    )


def asks_beside(reading: Reading) -> bool:
    """Like "Workshop 1, and please send me the list of participants": something to see to beside the seat."""
    units = reading.layout.units
    return any(u.role is Role.SENTENCE and u.has("other_request") and _asks(u) for u in units)


def _asks(unit: Unit) -> bool:
    return is_question(unit) or unit.has("polite", "please", "question")


def _enrols(unit: Unit, reading: Reading) -> bool:
    return any(t.shape is Shape.WORD and reading.words.is_a("enrol", t.fold) for t in unit.tokens)


def asks_a_colleague(reading: Reading) -> bool:
    """Like "Hiermit beantrage ich die Dienstreise zum Fachtag", "Gehst du hin?": it is not for the office."""
    subject, layout = reading.message.subject, reading.layout
    own = (layout.subject,) if subject.strip() == strip_reply(subject) else ()
    return any(u.role in (Role.SENTENCE, Role.SUBJECT) and u.has("to_others") for u in (*layout.units, *own))
