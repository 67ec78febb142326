"""Message and event to intent: what is wanted, by whom, for which workshop, and what remains unclear."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mailbot.envelope import Attendance
from mailbot.event import Event
from mailbot.intent.addressed import addressed
from mailbot.intent.answer import bare_answer
from mailbot.intent.assess import assess
from mailbot.intent.bounds import bounded, shortened
from mailbot.intent.catalogue import catalogue
from mailbot.intent.detect import detect
from mailbot.intent.elimination import by_elimination
from mailbot.intent.fold import is_toned
from mailbot.intent.gate import authentication, machine, unanswerable
from mailbot.intent.givenback import with_rows
from mailbot.intent.identity import same_person
from mailbot.intent.language import languages
from mailbot.intent.layout import Layout, is_frame, lay_out
from mailbot.intent.lexicon import Lexicon, lexicon
from mailbot.intent.marks import marks_in
from mailbot.intent.model import Action, Intent, Kind, Participant, Source
from mailbot.intent.participants import gather
from mailbot.intent.reading import Reading
from mailbot.intent.replacing import replaced
from mailbot.intent.request import classify, is_reply
from mailbot.intent.titled import with_titles_as_words
from mailbot.intent.turning import of_free_seats, of_leaving, of_looking_forward, of_taking_back
from mailbot.intent.writer import Writer, find_writer
from mailbot.message.model import Message, Sign


def read(message: Message, event: Event, trusted_authserv: str = "") -> Intent:
    """What `message` wants of `event`, with evidence for every field; pure, never raises on any text.

    trusted_authserv: the authserv-id (RFC 8601, 2.2) of the own mail server; only its pass counts.
    """
    message, cut = bounded(message)
    language = detect(_written(message), event.language)
    automatic = machine(message)
    if automatic is not None:
        return replace(automatic, language=language)
    reading = examine(message, event, language)
    sender = authentication(message, trusted_authserv)
    intent = _passed_on(reading, message, event, language) or _concluded(reading, event, sender)
    intent = _with_attached(intent, message, event)
    if message.automatic.sign is Sign.WEAK:
        return _weak(intent, reading)
    if cut and intent.action in (Action.ACT, Action.ASK):
        intent = replace(
            intent, action=Action.REVIEW, reason="too-long", explanation=_TOO_LONG, attention=True
        )
    return replace(
        intent,
        references=references_in(f"{message.subject}\n{message.own}"),
        answer=bare_answer(reading.layout, reading.writer.name, reading.words),
    )


_TOO_LONG = "The mail is so long that only its beginning was read."


def _concluded(reading: Reading, event: Event, sender: str) -> Intent:
    """What follows from the reading; where only the workshop is missing, from a wider look at themes."""
    intent = assess(reading, sender)
    # Who leaves the workshop open in so many words names none elsewhere.
    lacking = (
        intent.action is Action.ASK and intent.missing == ("workshop",) and not reading.request.undecided
    )
    # Whoever registers for certain and names nothing of the event may still name a theme of it.
    unnamed = intent.reason == "elsewhere" and reading.firm and not reading.request.elsewhere
    if not (lacking or unnamed):
        return intent
    wider = assess(_seen(reading.message, event, reading, wide=True), sender)
    same = [p.name for p in wider.participants] == [p.name for p in intent.participants]
    if unnamed:
        return wider if wider.action is Action.ACT else intent
    return wider if wider.action is Action.ACT and wider.kind is intent.kind and same else intent


_REFERENCE = re.compile(r"(?<![A-Z0-9-])([2-9A-HJ-NP-Z]{4})[-‐‑–]([2-9A-HJ-NP-Z]{4})(-\d{1,3})?(?![A-Z0-9])")
"""How registrations are called in mails of ours: two groups of four signs without 0, 1, I and O."""


def references_in(text: str) -> tuple[str, ...]:
    """All that could be references of ours in a text, in order, each once."""
    found = (f"{a}-{b}{c or ''}" for a, b, c in _REFERENCE.findall(text.upper()))
    return tuple(dict.fromkeys(r for r in found if any(s.isdigit() for s in r)))


def _with_attached(intent: Intent, message: Message, event: Event) -> Intent:
    """What attachments say beside a mail that says little itself, for a person to look at."""
    silent = intent.kind is Kind.OTHER and intent.reason in ("no-registration", "unclear")
    if intent.reason != "attachment" and not silent:
        return intent
    found = suggested(message, event, intent.language)
    if intent.reason == "attachment":
        return replace(intent, participants=found or intent.participants)
    if not any(p.workshop or p.attendance is Attendance.LIVESTREAM for p in found):
        return intent
    return replace(
        intent,
        kind=Kind.REGISTRATION,
        action=Action.REVIEW,
        reason="attachment",
        explanation="The registration stands in an attachment.",
        attention=True,
        participants=found,
    )


def suggested(message: Message, event: Event, language: str) -> tuple[Participant, ...]:
    """Whom the attachments name, as a suggestion to the person who looks. language: of the mail."""
    found: list[Participant] = []
    for attachment in message.attachments:
        if attachment.text.strip() and not attachment.inline:
            inner = Message(senders=(), own=shortened(attachment.text)[0])
            within = assess(examine(inner, event, detect(inner.own, language)), "")
            found += [_from(p, Source.ATTACHMENT) for p in within.participants if p.name]
    return tuple(found[:60])


def _written(message: Message) -> str:
    """The text whose language counts: the own words, without greeting and closing where more is said.

    People who write in another language often borrow the polite frame of the language around them.
    """
    if not message.own.strip():
        return message.subject
    lines = [line for line in message.own.splitlines() if line.strip()]
    body = "\n".join(line for line in lines if not is_frame(line))
    return body if len(body.split()) >= 4 else f"{message.own}\n{message.signature}"


def examine(message: Message, event: Event, language: str) -> Reading:
    """Everything that can be seen in the own words of the message."""
    toned = languages()[language].tonal and is_toned(message.own)
    words = lexicon(tuple(dict.fromkeys((language, event.language, "en"))), toned)
    known = catalogue(event)
    layout = with_titles_as_words(lay_out(message, words, known), known, words)
    return _seen(message, event, _Laid(language, words, layout, find_writer(message, layout, words)))


@dataclass(frozen=True, slots=True)
class _Laid:
    """What does not depend on how widely one looks for workshops."""

    language: str
    words: Lexicon
    layout: Layout
    writer: Writer


def _seen(message: Message, event: Event, laid: _Laid | Reading, wide: bool = False) -> Reading:
    """The workshops, wishes and people in the words that were laid out; wide: themes wherever they stand."""
    words, layout, known = laid.words, laid.layout, catalogue(event)
    reply = is_reply(message, known)
    units = (*layout.units, layout.subject)
    marks = [m for place, unit in enumerate(units) for m in marks_in(unit, place, words, known, reply, wide)]
    if wide:
        marks += addressed(message.own, layout.units, words, known)
    request = with_rows(classify(message, layout, marks, words, known, reply), layout.units)
    marks = of_leaving(marks, request.withdraws + request.absent)
    marks = of_taking_back(of_free_seats(marks, units), units)
    marks = by_elimination(of_looking_forward(marks, request.registered), layout.units, words, known)
    party = gather(layout, marks, laid.writer, request, words, known)
    old = replaced(party, layout.units, layout.subject, laid.writer.name, words)
    return Reading(
        message, known, laid.language, words, layout, reply, tuple(marks), request, laid.writer, party, old
    )


def _passed_on(reading: Reading, message: Message, event: Event, language: str) -> Intent | None:
    """The registration in a forwarded or quoted mail that the own words ask to take over, or None."""
    inner = _inner(message)
    if inner is None or (reading.wished and not reading.request.passes_on):
        return None
    silent = not any(unit.has("register", "question", "thanks") for unit in reading.layout.units)
    hands_on = reading.request.passes_on or (bool(message.forwarded) and _hands_on(reading))
    if not hands_on and not (silent and message.forwarded):
        return None
    within = examine(inner, event, detect(inner.own, language))
    found = assess(within, "")
    if found.kind is not Kind.REGISTRATION:
        return None
    people = tuple(_from(p, Source.FORWARDED) for p in found.participants)
    own = any(
        u.has("self_and") and u.has("self_register") and not u.has("self_out") for u in reading.layout.units
    )
    if hands_on and found.action is Action.ACT and not unanswerable(message) and not own:
        beside = _beside(reading, people)
        if beside is not None:
            return replace(found, language=language, participants=people + beside, reason="passed-on")
    return replace(
        found,
        action=Action.REVIEW,
        language=language,
        participants=people,
        reason="forwarded",
        explanation="It passes on somebody else's registration; a person must see to it.",
        attention=True,
        missing=(),
    )


def _hands_on(reading: Reading) -> bool:
    """Like "Bitte eintragen!" above a forwarded registration: it registers, and not the writer."""
    told = [
        u for u in reading.layout.units if u.has("register", "self_register") and u.has("please", "polite")
    ]
    return bool(told) and not any(reading.words.exactly("oblique", t.fold) for u in told for t in u.tokens)


def _beside(reading: Reading, people: tuple[Participant, ...]) -> tuple[Participant, ...] | None:
    """Whom the own words register beside those of the forwarded mail; None where a choice is missing."""
    units = [u for u in reading.layout.units if u.has("register", "self_register")]
    if not reading.wished or not any(
        reading.words.exactly("oblique", t.fold) for u in units for t in u.tokens
    ):
        return ()
    own = [p for p in assess(reading, "").participants if p.name]
    added = [p for p in own if not any(same_person(p.name or "", q.name or "") for q in people)]
    return tuple(added) if all(p.workshop or p.attendance is Attendance.LIVESTREAM for p in added) else None


def _inner(message: Message) -> Message | None:
    """The mail inside this one as a message of its own: forwarded, else what is quoted."""
    if message.forwarded:
        one = message.forwarded[0]
        senders = (one.sender,) if one.sender else ()
        return Message(subject=one.subject, senders=senders, own=one.text, signature=one.signature)
    return None


def _from(person: Participant, source: Source) -> Participant:
    evidence = {k: replace(e, source=source) for k, e in person.evidence.items()}
    return replace(person, evidence=evidence)


def _weak(intent: Intent, reading: Reading) -> Intent:
    """Weak signs of a machine: no answer; a person sees it where it looks like a registration."""
    if (
        intent.kind in (Kind.REGISTRATION, Kind.CHANGE, Kind.CANCELLATION)
        and intent.action is not Action.IGNORE
    ):
        return replace(intent, action=Action.REVIEW, reason="maybe-automatic", attention=True)
    if _scanned(reading):
        return Intent(
            Kind.REGISTRATION,
            Action.REVIEW,
            "attachment",
            "A machine sent it, and the registration may stand in the attachment.",
            intent.language,
            attention=True,
        )
    return Intent(
        Kind.AUTOMATIC,
        Action.IGNORE,
        "automatic",
        "Weak signs of a machine, and no registration.",
        intent.language,
    )


def _scanned(reading: Reading) -> bool:
    """Like the mail of a copier that sends a scan: its subject registers for the event, with a file."""
    subject, request = reading.layout.subject, reading.request
    attached = any(not a.inline for a in reading.message.attachments)
    meant = request.about_event and not (request.announces or request.elsewhere)
    return attached and meant and subject.has("register")
