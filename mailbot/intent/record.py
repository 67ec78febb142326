"""The people of a reading as participants, with the evidence for every field."""

from __future__ import annotations

from dataclasses import replace

from mailbot.envelope import Attendance
from mailbot.intent.affiliation import behind, below, confirmed, confirms, heading
from mailbot.intent.choice import Wish
from mailbot.intent.letterhead import from_signature
from mailbot.intent.lexicon import words_of
from mailbot.intent.marks import Mark
from mailbot.intent.model import Evidence, Participant, Source
from mailbot.intent.organisation import before_closing, beside, from_text, subject_of
from mailbot.intent.people import SUBJECT, Person
from mailbot.intent.reading import Reading
from mailbot.intent.streams import LIVESTREAM


def participants(reading: Reading) -> tuple[Participant, ...]:
    """Everybody of the party as participants with evidence."""
    pairs = zip(reading.party.people, reading.party.wishes, strict=False)
    return tuple(participant(person, wish, reading) for person, wish in pairs)


def in_former_place(people: tuple[Participant, ...], reading: Reading) -> tuple[Participant, ...]:
    """Like "Ich bin für Workshop 3 angemeldet. An meiner Stelle kommt Frau Kern": she takes that workshop."""
    told = [m for m in reading.marks if m.workshop and not (m.refused or m.second or m.asked)]
    told = [m for m in told if m.workshop != LIVESTREAM]
    best = max((m.grade for m in told), default=0)
    before = {m.workshop: m for m in told if m.grade == best}
    open_ = len(people) == 1 and people[0].workshop is None and people[0].attendance is Attendance.ON_SITE
    if not open_ or len(before) != 1:
        return people
    workshop, mark = next(iter(before.items()))
    evidence = {**people[0].evidence, "workshop": _of_mark(mark)}
    return (replace(people[0], workshop=workshop, evidence=evidence),)


def participant(person: Person, wish: Wish, reading: Reading) -> Participant:
    """One person and wish as a participant with evidence for each field that is set."""
    evidence: dict[str, Evidence] = {}
    if person.evidence is not None and person.name is not None:
        evidence["name"] = person.evidence
    organisation = _organisation(person, reading)
    if organisation is not None:
        evidence["organisation"] = organisation[1]
    if wish.mark is not None and (wish.workshop or wish.livestream) and not wish.doubt:
        evidence["attendance" if wish.livestream else "workshop"] = _of_mark(wish.mark)
    if wish.second is not None and wish.alternative:
        evidence["alternative"] = _of_mark(wish.second)
    title = person.name.title if person.name else ""
    return Participant(
        name=person.name.text if person.name else None,
        title=title or None,
        email=person.email,
        organisation=organisation[0] if organisation else None,
        workshop=wish.workshop if not wish.doubt and not wish.livestream else None,
        alternative=wish.alternative if not wish.doubt else None,
        attendance=Attendance.LIVESTREAM if wish.livestream and wish.workshop is None else Attendance.ON_SITE,
        evidence=evidence,
    )


def _of_mark(mark: Mark) -> Evidence:
    source = mark.unit.source if mark.unit else None
    text = mark.unit.text[:160] if mark.unit and len(mark.text) < 3 else mark.text
    return Evidence(text, source or Source.BODY, f"{mark.rule}:{mark.workshop or LIVESTREAM}")


def _organisation(person: Person, reading: Reading) -> tuple[str, Evidence] | None:
    """The organisation stated for this person, else the one stated for all."""
    layout, words, event = reading.layout, reading.words, reading.event
    units = (*layout.units, layout.subject)
    if person.organisation:
        return person.organisation, Evidence(person.organisation, Source.BODY, "table-column")
    if person.fields.get("organisation"):
        unit = layout.units[person.fields["organisation"][0]]
        return unit.text, Evidence(unit.text, unit.source, "form-field")
    domain = reading.message.sender.domain if reading.message.sender else ""
    place = len(layout.units) if person.place == SUBJECT else person.place
    if 0 <= place < len(units) and person.end:
        unit = units[place]
        own = beside(unit, person.end, words, event) or behind(unit, person.end, words, event, domain)
        if own:
            return own, Evidence(own, unit.source, "beside-name")
        if place < len(layout.units) and (own := below(layout.units, place, words, event, domain)):
            return own, Evidence(own, unit.source, "below-name")
    return _of_all(reading, domain)


def _of_all(reading: Reading, domain: str) -> tuple[str, Evidence] | None:
    """The organisation that the mail states for everybody: in a field, the body, the signature."""
    layout, words, event, writer = reading.layout, reading.words, reading.event, reading.writer
    field = next((u for u in layout.units if u.label == "organisation"), None)
    if field is not None:
        return field.text, Evidence(field.text, field.source, "form-field")
    body = before_closing(layout.units)
    told = from_text(body, words, event, domain)
    signed = from_signature(layout, writer.name, writer.line, writer.rest, domain, words, event)
    if told and signed:
        short, full = words_of(told[0]), words_of(signed[0])
        if set(short) < set(full) or len(short) == 1 < len(full):
            # The signature writes out what the body calls by its short name, or by the department alone.
            return signed
    if told or signed:
        return told or signed
    own = writer.name.parts if writer.name else ()
    said = subject_of(body, event)
    if said and any(words.exactly("salutation", w) for w in words_of(said[0])):
        said = None  # "Statt Herrn Lorenz kommt …"
    if said and confirms(domain, [w for w in words_of(said[0]) if w not in own]):
        return said
    found = confirmed((*body, layout.subject), words, event, domain, own)
    if found is None and said is None and (alone := heading(body, words, event)):
        return alone[0], Evidence(alone[0], alone[1].source, "heading")
    return (found[0], Evidence(found[0], found[1].source, "confirmed-by-domain")) if found else said
