"""Which of several events a mail names: by its day, its title, a workshop's, by words that no other has.

Policy. What fits two events names neither: their common day, words that both titles have, a title that is
part of the other's. What is left is strong (a day; a title, written out or three words of it in a row; an
alias) or weak (a single word of a title, of the place, a leader). Strong words are held against strong ones
only, so that a word that some other event has by chance takes nothing from a mail that names its own; weak
ones count where there is nothing else, and where two events have some, for neither.

The own words come first. What a forwarded mail says, an attachment, or a quoted one, counts only where
those before it name nothing: who answers an old invitation in words of their own means what these say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mailbot.event import Event
from mailbot.intent.bounds import bounded
from mailbot.intent.catalogue import catalogue
from mailbot.intent.detect import detect
from mailbot.intent.layout import Layout, lay_out
from mailbot.intent.lexicon import lexicon, words_of
from mailbot.intent.occasion import about_day, sent_on
from mailbot.message.model import Message

Said = tuple[str, ...]
"""What in a mail points to an event: the words themselves."""

_RUN = 3
"""So many words of a title in a row are the title."""

_LONG = 4


@dataclass(frozen=True, slots=True)
class _Signs:
    """What in one text points to one event."""

    strong: frozenset[Said]
    weak: frozenset[Said]


def named(message: Message, events: Sequence[Event]) -> frozenset[str]:
    """The ids of those of these events that the mail names; pure, whatever the order of the events."""
    message, _cut = bounded(message)
    for text in _texts(message):
        found = _named(text, events, {e.id: sent_on(message, catalogue(e)) for e in events})
        if found:
            return found
    return frozenset()


def _texts(message: Message) -> Iterator[Message]:
    """The mail as its own words say it, then as those that come with it do."""
    yield Message(subject=message.subject, senders=(), own=message.own)
    for one in message.forwarded[:1]:
        yield Message(subject=one.subject, senders=(), own=one.text)
    for attachment in message.attachments:
        if attachment.text.strip() and not attachment.inline:
            yield Message(senders=(), own=attachment.text)
    if message.quoted.strip():
        yield Message(senders=(), own=message.quoted)


def _named(text: Message, events: Sequence[Event], sent: Mapping[str, date | None]) -> frozenset[str]:
    text, _cut = bounded(text)
    signs = {event.id: _signs(text, event, sent[event.id]) for event in events}
    strong = _own({key: one.strong for key, one in signs.items()})
    return strong or _own({key: one.weak for key, one in signs.items()})


def _own(signs: Mapping[str, frozenset[Said]]) -> frozenset[str]:
    """The events to which something points that points to no other one."""
    return frozenset(
        key
        for key, said in signs.items()
        if any(
            not any(_within(one, o) for k, others in signs.items() if k != key for o in others)
            for one in said
        )
    )


def _within(one: Said, other: Said) -> bool:
    """Whether `one` stands within `other`, or is the same."""
    width = len(one)
    return any(other[at : at + width] == one for at in range(len(other) - width + 1))


def _signs(text: Message, event: Event, sent: date | None) -> _Signs:
    known = catalogue(event)
    words = lexicon(
        tuple(dict.fromkeys((detect(text.own or text.subject, event.language), event.language, "en")))
    )
    layout: Layout = lay_out(text, words, known)
    said = words_of(f"{text.subject}\n{text.own}")
    strong = {
        phrase for title in (*known.event_phrases, *known.titles.values()) for phrase in _runs(title, said)
    }
    strong |= {
        words_of(alias) for alias in event.aliases if words_of(alias) and _within(words_of(alias), said)
    }
    if about_day(layout, words, known, sent):
        strong.add(("day", str(event.starts.month), str(event.starts.day)))
    single = known.event_words | {w for w in words_of(event.place) if len(w) > _LONG}
    leaders = {words_of(name.split("(")[0])[-2:] for w in event.workshops for name in w.leaders}
    weak = {(word,) for word in said if word in single}
    return _Signs(
        frozenset(strong), frozenset(weak | {n for n in leaders if len(n) > 1 and _within(n, said)})
    )


def _runs(title: Said, said: Said) -> Iterator[Said]:
    """The longest stretches of the title that stand in what is said: three words of it, or all of two."""
    for begin in range(len(title)):
        for at in range(len(said)):
            width = 0
            while begin + width < len(title) and said[at + width : at + width + 1] == (title[begin + width],):
                width += 1
            if width >= _RUN or (width == len(title) and width > 1):
                yield title[begin : begin + width]
