"""What kind of request the own words make, before anybody asks for whom and for which workshop.

Sentences that ask, that only imagine ("falls ich nicht kommen kann") or that tell of others are no
requests. Leaving needs a registration to leave: without any sign of one, "ich kann leider nicht" is a
regret. Words of registering count for this event unless they are about something else by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailbot.intent.announcing import is_source
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.layout import Layout, strip_reply
from mailbot.intent.lexicon import Lexicon, everything, words_of
from mailbot.intent.marks import Mark
from mailbot.intent.occasion import about_day, about_event, names_day, on_another_day, sent_on
from mailbot.intent.pictures import objects
from mailbot.intent.stance import asks, hesitates, is_hypothetical, is_question, tells
from mailbot.intent.staying import for_a_part, keeps, leaves_nobody, on_list
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role, Unit
from mailbot.message.model import Message


@dataclass(frozen=True, slots=True)
class Request:
    """What the sentences do. Each flag is about the own words as a whole; `units` is body and subject."""

    registers: bool
    firmly: bool
    registered: bool
    withdraws: tuple[int, ...]
    absent: tuple[int, ...]
    changes: bool
    asks: bool
    needs: bool
    objects: bool
    undecided: bool
    declines: bool
    elsewhere: bool
    about_event: bool
    announces: bool
    attaches: bool
    passes_on: bool
    partial: bool
    hearsay: bool
    thanks: bool
    invited: bool
    moves: bool
    sudden: bool
    privacy: bool
    another_day: bool
    about_day: bool


def classify(
    message: Message, layout: Layout, marks: Sequence[Mark], words: Lexicon, event: Catalogue, reply: bool
) -> Request:
    """The request that subject and own words make together."""
    units = layout.units
    told = [u for u in units if tells(u)]
    registers = [u for u in told if u.has("register", "self_register")]
    subject = layout.subject
    withdraws = _leaving(units, "withdraw", words) or (_subject_leaving(subject) if not registers else ())
    sent = sent_on(message, event)
    day = about_day(layout, words, event, sent)
    about = about_event(layout, marks, words, event, sent) or reply
    return Request(
        registers=bool(registers)
        or (subject.has("register") and not is_question(subject))
        or _has_rows(units),
        firmly=any(u.has("self_register") for u in registers),
        registered=any(on_list(u) or keeps(u) for u in units) or (reply and _ours(message, event)),
        withdraws=withdraws,
        absent=_leaving(units, "cancel", words, afar=any(u.has("livestream") for u in told)),
        changes=any(u.has("change") and not is_hypothetical(u, words) for u in told)
        or (subject.has("change") and not is_question(subject)),
        asks=any(asks(u) for u in units),
        needs=any(u.has("need") for u in told if u.role is Role.SENTENCE or u.label == "ignore"),
        objects=objects(units, event),
        undecided=any(hesitates(u) for u in units),
        declines=any(u.has("decline") and not for_a_part(u, words) for u in told)
        or any(_refusing_field(u) for u in units),
        elsewhere=_elsewhere((*units, subject), words, lambda u: names_day(u, words, event, sent))
        and not _points(marks, units, words)
        and not any(_entered(m, (*units, subject), words) for m in marks)
        and not _event_and_number(units, marks, day and not _course_or_letter(units, subject, words)),
        about_event=about,
        announces=any(u.has("announce") for u in units if u.role is not Role.ROW)
        or (subject.has("announce") and not _answers(message)),
        attaches=_attaches(message, units),
        passes_on=any(u.has("pass_on") for u in units),
        partial=any(u.has("partial") for u in told),
        hearsay=any(u.has("hearsay") for u in told),
        thanks=any(u.has("thanks") for u in units),
        invited=any(u.has("invitation") for u in units),
        moves=_moves(told, marks, units),
        sudden=any(u.has("sudden") for u in told),
        about_day=day,
        another_day=on_another_day(layout, words, event, sent),
        privacy=any(u.has("privacy") for u in units),
    )


def _answers(message: Message) -> bool:
    """True where the subject is that of the mail which is answered, and nothing the writer announces."""
    return message.subject.strip() != strip_reply(message.subject)


def _attaches(message: Message, units: Sequence[Unit]) -> bool:
    """True where the words point to an attachment, or hardly a word stands beside one (a scan)."""
    silent = sum(len(u.tokens) for u in units) <= 3
    pointed = any(u.has("attachment") for u in units)
    return (pointed or silent) and any(not a.inline for a in message.attachments)


def _moves(told: Sequence[Unit], marks: Sequence[Mark], units: Sequence[Unit]) -> bool:
    """True where one sentence changes and names what was before and what shall be: "von 1 in 2"."""
    known = {id(unit) for unit in told}
    for place, unit in enumerate(units):
        if id(unit) not in known or not unit.has("change", "correction", "from_choice", "registered"):
            continue
        here = [m for m in marks if m.place == place and not m.asked]
        both = any(m.old for m in here) and any(not m.old and not m.refused for m in here)
        if both and (unit.has("change", "registered") or any(u.has("change") for u in told)):
            return True
    return False


def _points(marks: Sequence[Mark], units: Sequence[Unit], words: Lexicon) -> bool:
    """True where a workshop of ours is named, be it as "Kurs": a single word far from the course is none."""
    return any(
        (
            m.grade >= 2
            and m.rule in ("title", "title-word", "alias", "leader")
            and not (m.rule == "title-word" and m.place < len(units) and _aside(m, units[m.place], words))
        )
        or (m.rule == "theme" and m.place < len(units) and _of_workshop(m, units[m.place], words))
        for m in marks
    )


def _of_workshop(mark: Mark, unit: Unit, words: Lexicon) -> bool:
    """Like "the workshop about housing": the theme of one of ours, although it sounds like a flat."""
    before = unit.tokens[max(0, mark.start - 3) : mark.start]
    return any(words.exactly("workshop", t.fold) for t in before)


def _aside(mark: Mark, unit: Unit, words: Lexicon) -> bool:
    """Like "arbeite" in "für den Integrationskurs B1, weil ich tagsüber arbeite"."""
    courses = [n for n, t in enumerate(unit.tokens) if t.shape is Shape.WORD and words.is_a("course", t.fold)]
    courses += [c.start for c in unit.cues if c.name == "other_object"]
    return bool(courses) and not any(0 < abs(n - mark.start) <= 3 for n in courses)


def _event_and_number(units: Sequence[Unit], marks: Sequence[Mark], day: bool) -> bool:
    """The event's day or a word for it, and the number of a workshop with the word for workshop."""
    return (day or any(_event_word(u) for u in units)) and any(
        m.sure and m.end - m.start > 1 and not m.old for m in marks
    )


def _entered(mark: Mark, units: Sequence[Unit], words: Lexicon) -> bool:
    """Like "ich melde mich für Workshop 2 an", whatever else the mail speaks of; or "Workshop 2 bitte",
    where nothing else is what it registers for: "Gruppe 3 bitte" may be the group of a language course.
    """
    afar, unit = mark.rule == "livestream", mark.unit
    sure = mark.sure and (afar or mark.end - mark.start > 1)
    if unit is None or not sure or mark.old or mark.refused or mark.asked:
        return False
    if afar and unit.has("other_plan") and not unit.has("withdraw", "change"):
        return True  # "I see the doctor in the afternoon, so I'll only join the livestream."
    if unit.has("other_object", "withdraw", "cancel", "change"):
        return False
    if unit.has("self_register"):
        return not _course(unit, words)
    return unit.has("please") and not any(u.has("other_object") and u.has("register") for u in units)


def _has_rows(units: Sequence[Unit]) -> bool:
    return any(u.role is Role.FIELD and u.label in ("name", "workshop") for u in units)


def _leaving(units: Sequence[Unit], cue_name: str, words: Lexicon, afar: bool = False) -> tuple[int, ...]:
    """Places of sentences that leave: not asked, not imagined, not denied.

    afar: the livestream is named, so that who cannot come in person ("vor Ort geht es nicht") takes part.
    """
    places = []
    for place, unit in enumerate(units):
        if unit.role is Role.FIELD or not tells(unit) or (afar and unit.has("onsite")):
            continue
        stream = max((c.start for c in unit.cues if c.name == "livestream"), default=-1)
        if cue_name == "cancel" and any(words.exactly("daypart", t.fold) for t in unit.tokens):
            continue
        for cue in unit.cues:
            if afar and cue.end <= stream:
                continue  # "I can't come but will join online" takes part.
            if cue.name == cue_name and not leaves_nobody(unit, cue, words):
                places.append(place)
                break
    return tuple(places)


def _refusing_field(unit: Unit) -> bool:
    """A ticked box or a field that says "nehme nicht teil"."""
    return unit.label == "attendance" and unit.has("cancel", "withdraw") and not unit.has("livestream")


def _subject_leaving(subject: Unit) -> tuple[int, ...]:
    return (-1,) if subject.has("withdraw") and not is_question(subject) else ()


def _elsewhere(units: Sequence[Unit], words: Lexicon, dated: Callable[[Unit], bool]) -> bool:
    """A sentence registers for a course, a flat, another year, and no sentence registers for the event."""
    registering = [u for u in units if u.has("register", "self_register") and not u.has("cancel", "withdraw")]
    if any(_event_word(u) or (dated(u) and not _by_name(u, words)) for u in registering):
        return False
    return any(_other_object(u, words) or _course(u, words) for u in registering)


def _other_object(unit: Unit, words: Lexicon) -> bool:
    return any(
        c.name == "other_object"
        and not is_source(unit, c.start, words)
        and not any(_labelled(unit, n, words) for n in range(c.start, c.end))
        for c in unit.cues
    )


def _by_name(unit: Unit, words: Lexicon) -> bool:
    """Like "den Deutschkurs am 7. Oktober": something else by name, though on the event's day."""
    joined = any(
        t.shape is Shape.WORD and words.is_a("course", t.fold) and not words.exactly("course", t.fold)
        for t in unit.tokens
    )
    return (joined or unit.has("other_object")) and not any(
        words.exactly("workshop", t.fold) for t in unit.tokens
    )


def _course_or_letter(units: Sequence[Unit], subject: Unit, words: Lexicon) -> bool:
    """True where a course is named, or a letter to many is written: both may be about the event's day."""
    return any(_course(u, words) or u.has("announce") for u in (*units, subject))


def _course(unit: Unit, words: Lexicon) -> bool:
    return any(
        t.shape is Shape.WORD and words.is_a("course", t.fold) and not _labelled(unit, n, words)
        for n, t in enumerate(unit.tokens)
    )


def _labelled(unit: Unit, n: int, words: Lexicon) -> bool:
    """Like "Kurs 2", "Kurs Nr. B": what some people call a workshop by its label, and no course."""
    k = n + 1
    while k < len(unit.tokens) and (
        words.is_a("number_sign", unit.tokens[k].fold) or unit.tokens[k].text == "."
    ):
        k += 1
    token = (
        unit.tokens[k] if words.is_a("number_sign", unit.tokens[n].fold) and k < len(unit.tokens) else None
    )
    return token is not None and len(token.text) == 1 and (token.text.isdecimal() or token.text.isupper())


def _event_word(unit: Unit) -> bool:
    return any(t.shape is Shape.WORD and everything().is_a("event", t.fold) for t in unit.tokens)


def _ours(message: Message, event: Catalogue) -> bool:
    """True where the mail answers one of ours: the answered Message-ID has the organiser's domain."""
    domain = event.event.organiser.email.rpartition("@")[2].lower()
    ids = (*message.in_reply_to, *message.references[-1:])
    return bool(domain) and any(domain in i.lower() for i in ids)


def _contains(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    width = len(phrase)
    return any(words[i : i + width] == phrase for i in range(len(words) - width + 1))


def is_reply(message: Message, event: Catalogue) -> bool:
    """True for an answer to a mail of ours: its Message-ID, or a quote that comes from the organiser."""
    if message.subject.strip() == strip_reply(message.subject) and not message.in_reply_to:
        return False
    if _ours(message, event):
        return True
    email = event.event.organiser.email.lower()
    folded = words_of(message.quoted[:6000])
    if sum(_contains(folded, title[:4]) for title in event.titles.values() if title) >= 2:
        return True
    return bool(message.quoted) and (
        (bool(email) and email in message.quoted.lower())
        or event.event.organiser.name.lower() in message.quoted.lower()
    )
