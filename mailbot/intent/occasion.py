"""Whether a mail is about this event: by its day, its name, one of its workshops; or about another day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.fold import same_sound
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon, everything, words_of
from mailbot.intent.marks import Mark
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Unit
from mailbot.message.model import Message


def about_event(
    layout: Layout, marks: Sequence[Mark], words: Lexicon, event: Catalogue, sent: date | None = None
) -> bool:
    """True where the mail names the event: its date, a word of its title, or for such an event."""
    said = any(u.has("register", "please", "change", "registered") for u in (layout.subject, *layout.units))
    said = said or any(kind == "workshop" and text for u in layout.units for kind, text in u.cells)
    if any(_fits_no_other(m) or (said and m.rule == "theme") for m in marks):
        return True
    day, month = event.event.starts.day, event.event.starts.month
    for unit in (layout.subject, *layout.units):
        if _names_date(unit, day, month, words) or _soon(unit, event, words, sent):
            return True
        if unit.has("invitation") and unit.has("register") and unit.has("self_register"):
            return True
        if unit.has("self_register") and _names_place(unit, event, abroad=True):
            return True
        for token in unit.tokens:
            if token.shape is Shape.WORD and (
                token.fold in event.naming or everything().is_a("event", token.fold)
            ):
                return True
    return False


def _names_place(unit: Unit, event: Catalogue, abroad: bool = False) -> bool:
    """True where the unit names the place of the event, in whatever letters; abroad: in others than Latin."""
    place = [w for w in words_of(event.event.place) if len(w) > 4]
    for token in unit.tokens:
        if token.capital and token.fold in place and not abroad:
            return True
        if token.shape is Shape.WORD and not token.fold.isascii():
            # Arabic writes "in" as the first letter of the word: "بفرايبرغ".
            forms = (token.fold,) if token.cased else (token.fold, token.fold[1:])
            if any(same_sound(form, w) for form in forms for w in place):
                return True
    return False


def _fits_no_other(mark: Mark) -> bool:
    """False for a bare "first" or "online", and for a single word of a theme ("I hope you can read it")."""
    if mark.end - mark.start > 1:
        return True
    if mark.rule == "livestream":
        return mark.sure
    return mark.rule != "ordinal" and not (mark.rule == "theme" and mark.grade == 1)


def names_event(
    layout: Layout, marks: Sequence[Mark], words: Lexicon, event: Catalogue, sent: date | None = None
) -> bool:
    """True where nothing else can be meant: the event's date, its name, or a workshop by number or title."""
    if any(m.sure and (m.end - m.start > 1 or m.rule in ("field", "title", "livestream")) for m in marks):
        return True
    if any(m.rule == "leader" and m.unit is not None and m.unit.has("register") for m in marks):
        return True
    day, month = event.event.starts.day, event.event.starts.month
    for unit in (layout.subject, *layout.units):
        if unit.has("register") and _names_place(unit, event):
            return True
        if any(m.unit is unit and m.grade == 2 for m in marks) and any(
            words.exactly("workshop", t.fold) for t in unit.tokens
        ):
            return True
        if (
            _names_date(unit, day, month, words)
            or _soon(unit, event, words, sent)
            or any(t.shape is Shape.WORD and t.fold in event.naming for t in unit.tokens)
        ):
            return True
    return False


def on_another_day(layout: Layout, words: Lexicon, event: Catalogue, sent: date | None) -> bool:
    """True where a sentence registers for a day to come that is not the event's, and none names that.

    "Bitte melden Sie mich für den Workshop am 12. November an" is about somebody else's workshop. Days
    that are over or that only end or begin something ("bis 24. September") say nothing.
    """
    first, last = event.event.starts_at.date(), event.event.ends_at.date()
    if about_day(layout, words, event, sent):
        return False
    sent = sent or date(first.year, 1, 1)
    for unit in (layout.subject, *layout.units):
        if not unit.has("register", "self_register"):
            continue
        for day, month, at in _dates(unit, words):
            before = unit.tokens[at - 1].fold if at else ""
            if not everything().exactly("on_day", before):
                continue
            year = sent.year + (1 if (month, day) < (sent.month, sent.day) and month < 3 else 0)
            if month <= 12 and 0 < day <= monthrange(year, month)[1]:
                meant = date(year, month, day)
                if meant > sent and not first <= meant <= last:
                    return True
    return False


def about_day(layout: Layout, words: Lexicon, event: Catalogue, sent: date | None) -> bool:
    """True where any sentence or the subject names the day of the event."""
    return any(names_day(u, words, event, sent) for u in (layout.subject, *layout.units))


def names_day(unit: Unit, words: Lexicon, event: Catalogue, sent: date | None) -> bool:
    """True where the unit names the day of the event."""
    day, month = event.event.starts.day, event.event.starts.month
    return _names_date(unit, day, month, words) or _soon(unit, event, words, sent)


def sent_on(message: Message, event: Catalogue) -> date | None:
    """The day on which the mail says that it was written, in the event's timezone."""
    if message.date is None:
        return None
    aware = message.date if message.date.tzinfo else message.date.replace(tzinfo=event.event.zone)
    return aware.astimezone(event.event.zone).date()


def _soon(unit: Unit, event: Catalogue, words: Lexicon, sent: date | None) -> bool:
    """Like "morgen", "heute", "am Samstag" in the week before, where that is the day of the event."""
    if sent is None:
        return False
    ahead = (event.event.starts_at.date() - sent).days
    if 0 < ahead < 7:
        weekday = event.event.starts_at.isoweekday()
        if any(words.weekdays.get(t.fold) == weekday for t in unit.tokens):
            return True
    kind = {0: "today", 1: "tomorrow"}.get(ahead)
    return kind is not None and any(words.exactly(kind, t.fold) for t in unit.tokens)


def _dates(unit: Unit, words: Lexicon) -> Iterator[tuple[int, int, int]]:
    """Day, month and first token of the dates with day and month in the unit."""
    tokens = unit.tokens
    for n, token in enumerate(tokens):
        if token.shape is Shape.OPAQUE:
            match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})(?:\.(?:\d{2}|\d{4}))?", token.fold)
            if match and 1 <= int(match[2]) <= 12:
                yield int(match[1]), int(match[2]), n
        elif token.shape is Shape.NUMBER and len(token.fold) <= 2:
            for near in tokens[n + 1 : n + 3]:
                month = words.months.get(near.fold)
                if month is not None and near.shape is not Shape.MARK:
                    yield int(token.fold), month, n
                    break


def _names_date(unit: Unit, day: int, month: int, words: Lexicon) -> bool:
    for n, token in enumerate(unit.tokens):
        if token.shape is Shape.OPAQUE:
            numbers = [int(p) for p in re.findall(r"\d+", token.fold)[:3] if len(p) <= 4]
            if {(day, month), (month, day)}.intersection(pairwise(numbers)):
                return True  # "16.10.2025" is not the tenth of October, though both numbers are in it.
        near = unit.tokens[n + 1 : n + 4]
        if token.shape is Shape.NUMBER and token.fold.lstrip("0") == str(day):
            if any(
                words.months.get(t.fold, everything().months.get(t.fold)) == month
                for t in (*near, *unit.tokens[max(0, n - 2) : n])
            ):
                return True
            if any(t.shape is Shape.NUMBER and t.fold.lstrip("0") == str(month) for t in near):
                return True
    return False
