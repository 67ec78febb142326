"""Words that fit any mail: a bare number or letter, or a theme in the subject over a matter of their own."""

from __future__ import annotations

from mailbot.intent.lexicon import everything, words_of
from mailbot.intent.reading import Reading
from mailbot.intent.tokens import Shape


def is_bare_label(reading: Reading) -> bool:
    """True where a number or letter is all that points here: no reply to us, no word for workshop or event.

    "One 1" below a mail of somebody else chooses nothing.
    """
    live = [m for m in reading.marks if not (m.old or m.refused)]
    if reading.answers or not live or any(m.rule not in _BARE or m.end - m.start > 1 for m in live):
        return False
    whole = everything()
    told = (*words_of(reading.message.own[:500]), *words_of(reading.message.subject))
    kinds = ("workshop", "event")
    if any(whole.is_a(kind, w) or w in reading.event.event_words for w in told for kind in kinds):
        return False
    units = (reading.layout.subject, *reading.layout.units)
    if any(u.has("register", "self_register", "please", "first_choice", "wish", "invitation") for u in units):
        return False
    return not reading.request.about_day


_BARE = ("field", "number", "ordinal", "letter", "id")


def is_label_of_theirs(reading: Reading) -> bool:
    """Like the subject "Energieberatung" over "Wann hätten Sie einen Termin frei?".

    Only a theme in the subject points to the event, and a question follows: they want something else.
    """
    units = reading.layout.units
    live = [m for m in reading.marks if not (m.old or m.refused)]
    if not live or any(m.place < len(units) or m.grade > 1 for m in live):
        return False
    if reading.answers or reading.request.about_day:
        return False
    whole, known = everything(), reading.event.event_words
    return not any(
        t.shape is Shape.WORD and (t.fold in known or whole.is_a("event", t.fold))
        for u in units
        for t in u.tokens
    )
