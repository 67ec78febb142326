"""Words that belong neither to the event nor to the people of a mail: those of another matter."""

from __future__ import annotations

from mailbot.intent.lexicon import everything, words_of
from mailbot.intent.reading import Reading

_KNOWN = (
    *("workshop", "organisation", "role", "relation", "kin", "unit", "measure", "daypart", "own_thing"),
    *("salutation", "academic", "topic_noun", "place_word", "broadcast", "possessive", "listing", "interest"),
    *("number_sign", "enrol", "enrol_noun", "tomorrow", "today", "circumstance"),
)
"""Kinds of words that name no occasion and no matter."""
LONG = 5
"""From so many letters on a word inside another one tells that both mean the same."""


def unknown(word: str, reading: Reading) -> bool:
    """True for a folded word of neither the event nor the mail's people and places, and of no known kind."""
    words, whole = reading.words, everything()
    if for_event(word, reading) or _titles(word, reading) or reading.event.hits(word):
        return False
    if word in words.months or word in words.weekdays or word in words.stopwords or words.is_cue(word):
        return False
    if word in _told(reading) or any(words.is_a(kind, word) for kind in _KNOWN):
        return False
    return not any(whole.exactly(kind, word) for kind in ("relation", "role", "organisation"))


def for_event(word: str, reading: Reading) -> bool:
    """True for a folded word of the event's name, or a plain word for an event or a workshop."""
    whole = everything()
    if word in reading.event.event_words or whole.exactly("event", word) or whole.exactly("workshop", word):
        return True
    return len(word) > LONG and any(
        word in e or e in word for e in reading.event.event_words if len(e) > LONG
    )


def _titles(word: str, reading: Reading) -> bool:
    event = reading.event
    return any(word in title for title in event.titles.values()) or any(word in p for p, _ in event.phrases)


def _told(reading: Reading) -> frozenset[str]:
    """The words of names, houses and places that belong to the mail or the event."""
    party = reading.party
    people = {part for p in party.people if p.name for part in p.name.parts}
    loose = {part for n in party.loose for part in n.parts}
    houses = {w for p in party.people if p.organisation for w in words_of(str(p.organisation))}
    event = reading.event.event
    places = set(words_of(f"{event.place} {event.organiser.name} {event.organiser.unit}"))
    return frozenset(people | loose | houses | places | set(words_of(reading.message.signature)))
