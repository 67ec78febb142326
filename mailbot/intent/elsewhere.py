"""Whether what somebody registers for is another occasion: another weekday, another name, another thing.

"Ich bin dabei" fits a birthday and a blood donation. What the sentence that registers names instead of the
event ("zum Spendenlauf", "für die Impfung"), or else the subject, decides; a workshop of ours by its number
or title is never taken for something else.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.language import listed
from mailbot.intent.lexicon import everything
from mailbot.intent.occasion import names_day
from mailbot.intent.reading import Reading
from mailbot.intent.stance import asks, tells
from mailbot.intent.strangeness import LONG, for_event, unknown
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Role, Unit
from mailbot.intent.vocabulary import Trait


def for_another_occasion(reading: Reading) -> bool:
    """True where the words that register, or the subject above them, name something that is not the event.

    A long mail tells a story, where "in der Kreiszeitung" and the like are no occasion.
    """
    request, layout = reading.request, reading.layout
    if reading.reply or request.registered or reading.listed or request.withdraws or request.absent:
        return False
    units = [u for u in layout.units if u.role is Role.SENTENCE]
    said = [u for u in units if tells(u) and u.has("register", "self_register")]
    if any(_renamed(u, reading) for u in said):
        return True
    if any(_object(u, reading, certain=True) for u in said):
        return not any(_by_name(u, reading) for u in said)
    sure = any(m.sure and m.end - m.start > 1 and not m.old for m in reading.marks)
    streams = any(w.livestream for w in reading.party.wishes)
    if sure or streams or sum(len(u.tokens) for u in units) > _SHORT:
        return False
    if any(_object(u, reading) for u in said):
        return not any(_by_name(u, reading) for u in said)
    if any(_names_event(u, reading) for u in (*units, layout.subject)):
        return False
    if _by_a_theme_alone(units, reading):
        return True
    asking = [u for u in units if asks(u) and u.has("self")]
    return any(_on_weekday(u, reading) for u in (*said, *asking)) or _titled(reading)


def _by_a_theme_alone(units: Sequence[Unit], reading: Reading) -> bool:
    """Like "Es geht um Teilhabe im Gemeinderat": a theme of ours, where nothing enrols or names a choice."""
    live = [m for m in reading.marks if m.live]
    weak = bool(live) and all(
        m.rule in ("theme", "title-word", "alias") and not (m.unit and m.unit.has(*_WANTS)) for m in live
    )
    words, told = reading.words, [u for u in (*units, reading.layout.subject) if tells(u)]
    chosen = any(u.has("first_choice", "please", "invitation") for u in told)
    enrols = any(t.shape is Shape.WORD and words.is_a("enrol", t.fold) for u in told for t in u.tokens)
    day = str(reading.event.event.starts.day)
    dated = any(t.text.strip(".") == day for u in units for t in u.tokens)  # "kochen am 24.!"
    return weak and not (enrols or dated) and not chosen and not reading.layout.subject.has("register")


_WANTS = ("self_register", "wish", "change")
"""Cues of a sentence whose theme somebody wants."""
_SHORT = 40
"""Up to so many words and marks a mail says nothing beside what it registers for."""


def _names_event(unit: Unit, reading: Reading) -> bool:
    return _by_name(unit, reading) or names_day(unit, reading.words, reading.event, None)


def _by_name(unit: Unit, reading: Reading) -> bool:
    """True where the unit has a word of the event's name, or a plain word for an event or a workshop."""
    return any(t.shape is Shape.WORD and for_event(t.fold, reading) for t in unit.tokens)


def _object(unit: Unit, reading: Reading, certain: bool = False) -> bool:
    """Like "zur Blutspende", "für die Impfung": a noun of nothing we know behind a word that leads to it.

    certain: only words for an occasion count.
    """
    tokens = unit.tokens
    about = {n for c in unit.cues if c.name == "regarding" for n in range(c.start, c.end)}
    for n, token in enumerate(tokens):
        if (
            n == 0
            or n in about
            or not _strange(token, reading, certain)
            or not _registered_for(unit, n, reading)
        ):
            continue
        for before in reversed(tokens[max(0, n - 1 - _BETWEEN) : n]):
            if _leads(before, reading):
                return True
            if before.capital or not before.cased:
                break
    return False


def _registered_for(unit: Unit, at: int, reading: Reading) -> bool:
    """True where no comma and no "and" stands between token `at` and words that register."""
    cues = [c for c in unit.cues if c.name == "register"] or [
        c for c in unit.cues if c.name == "self_register"
    ]
    gaps = [(min(c.end, at), max(c.start, at)) for c in cues]
    return any(
        not any(t.text in ",;:–" or reading.words.exactly("and", t.fold) for t in unit.tokens[a:b])
        for a, b in gaps
    )


_BETWEEN = 2
"""At most so many words lie between the word that leads to a noun and the noun: "an der grossen"."""


def _leads(token: Token, reading: Reading) -> bool:
    return reading.words.exactly("goes_to", token.fold)


def _strange(token: Token, reading: Reading, certain: bool = False) -> bool:
    """True for a noun that is no word of the event, its workshops, its place or the people of the mail."""
    word, words = token.fold, reading.words
    noun = Trait.CAPITAL_NOUNS in words.traits and token.shape is Shape.WORD and token.cased and token.capital
    if not noun or len(word) < LONG - 1 or token.text.isupper():
        return False  # In capitals stands a reference of ours, "ABCD-EFGH", or the short form of a house.
    if words.is_a("occasion", word) and not (reading.event.hits(word) or for_event(word, reading)):
        return True
    # Where a theme of ours is named, only a word for an occasion speaks against it.
    return not (certain or reading.wished or listed(word)) and unknown(token.fold, reading)


def _on_weekday(unit: Unit, reading: Reading) -> bool:
    """Like "am Donnerstag", where the event is on another day of the week."""
    words, event = reading.words, reading.event.event
    days = {event.starts_at.isoweekday(), event.ends_at.isoweekday()}
    if unit.has("past", "lately", "pending", "undecided", "registered"):
        return False
    return any(
        words.weekdays.get(t.fold, min(days)) not in days and words.exactly("on_day", before.fold)
        for before, t in zip(unit.tokens, unit.tokens[1:], strict=False)
    )


def _renamed(unit: Unit, reading: Reading) -> bool:
    """Like "am Fachtag Demenz", "zum Fachtag in Leipzig": another theme or place behind the event's name."""
    tokens = unit.tokens if Trait.CAPITAL_NOUNS in reading.words.traits else ()
    for n, token in enumerate(tokens[:-1]):
        named = token.fold in reading.event.event_words and everything().is_a("event", token.fold)
        if not (named and token.capital):
            continue
        if any(c.name == "other_object" and 0 < c.start - n <= _BETWEEN for c in unit.cues):
            return True  # "den Fachtag im nächsten Jahr"
        behind = tokens[n + 1]
        if behind.fold == _IN and n + 2 < len(tokens):
            behind = tokens[n + 2]
        noun = behind.cased and behind.capital and behind.shape is Shape.WORD and len(behind.text) > LONG - 1
        if noun and unknown(behind.fold, reading) and not _told_by_cue(unit, behind):
            return True
    return False


_IN = "in"


def _told_by_cue(unit: Unit, token: Token) -> bool:
    return any(token in unit.tokens[c.start : c.end] and c.end - c.start <= _BETWEEN for c in unit.cues)


def _titled(reading: Reading) -> bool:
    """Like "Re: Mittagessen" above "Bin dabei!": the subject names what it is about."""
    subject = reading.layout.subject
    if subject.has("register", "self_register", "registered", "question") or reading.wished:
        return False
    nouns = [t for t in subject.tokens if _strange(t, reading)]
    return bool(nouns) and not any(reading.event.hits(t.fold) for t in subject.tokens)
