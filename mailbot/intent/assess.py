"""The conclusion: kind and action, what is missing, what a person must see.

A registration is acted upon only where every participant has a name and one workshop or the
livestream, the announced number fits, nobody named is left over, and nothing in the mail speaks
against it. What only the sender can give is asked for; every other doubt goes to a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.envelope import Attendance
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.choice import LIVESTREAM, Mark, Wish
from mailbot.intent.gate import tricks, unanswerable
from mailbot.intent.layout import Layout, Role
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.model import Action, Evidence, Intent, Kind, Participant
from mailbot.intent.names import same_person
from mailbot.intent.organisation import beside, from_signature, from_text, subject_of
from mailbot.intent.participants import Party
from mailbot.intent.people import Person
from mailbot.intent.request import Request, is_hypothetical, is_polite, is_question
from mailbot.intent.writer import Writer
from mailbot.message.model import Message


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was seen in one mail, before the conclusion."""

    message: Message
    event: Catalogue
    language: str
    words: Lexicon
    layout: Layout
    reply: bool
    marks: tuple[Mark, ...]
    request: Request
    writer: Writer
    party: Party

    @property
    def wished(self) -> bool:
        """True where anybody's workshop, livestream or doubt about one was found."""
        return any(w.workshop or w.livestream or w.doubt for w in self.party.wishes)

    @property
    def listed(self) -> bool:
        """True where a form, list or table names people with their workshops."""
        return self.wished and any(p.how in ("row", "form") for p in self.party.people)

    @property
    def firm(self) -> bool:
        """True where a sentence registers for certain: the writer, somebody named, or a choice of one's own."""
        named = {p.place for p in self.party.people if p.how != "writer"}
        chosen = {
            m.place
            for m in self.marks
            if m.grade >= 1 and not (m.old or m.refused or (m.asked and not m.unit))
        }
        sure = {m.place for m in self.marks if m.grade >= 2 and not (m.old or m.refused or m.asked)}
        for place, unit in enumerate((*self.layout.units, self.layout.subject)):
            if unit.role not in (Role.SENTENCE, Role.ROW, Role.FIELD) or unit.has("undecided", "past"):
                continue
            if (is_question(unit) and not is_polite(unit)) or is_hypothetical(unit, self.words):
                continue
            if unit.has("self_register") and (unit.has("register") or place in chosen):
                return True
            wanted = unit.has("please", "first_choice") or (unit.has("register") and not self.request.asks)
            if place in sure and wanted:
                return True
            if unit.has("register", "behalf", "self_and") and (
                place in named or (unit.has("behalf") and named)
            ):
                return True
        subject = self.layout.subject
        return (
            self.wished
            and subject.has("register")
            and not is_question(subject)
            and not self.request.registered
        )

    @property
    def personal(self) -> bool:
        """True where somebody registers in the first person, in a sentence that announces nothing."""
        return any(
            u.has("self") and u.has("self_register") and u.has("register") and not u.has("announce")
            for u in self.layout.units
        )

    @property
    def answers(self) -> bool:
        """True for a reply to a mail of ours that names a choice."""
        return self.reply and self.wished

    @property
    def terse(self) -> bool:
        """True for a mail of one or two sentences that hardly says more than a workshop's number or title."""
        sure = any(m.grade == 3 and not m.old and not m.refused and not m.asked for m in self.marks)
        words = sum(len(u.tokens) for u in self.layout.units)
        return sure and len(self.layout.units) <= 2 and words <= 14

    @property
    def leader(self) -> bool:
        """True where the writer leads a workshop or speaks at the event."""
        name = self.writer.name
        hosts = [x for w in self.event.event.workshops for x in w.leaders]
        hosts += [x for item in self.event.event.programme for x in item.speakers]
        return name is not None and name.complete and any(same_person(name, h.split("(")[0]) for h in hosts)


def assess(reading: Reading, authentication: str) -> Intent:
    """The intent that follows from a reading; `authentication` as from `gate.authentication`."""
    kind, reason = _kind(reading)
    language = reading.language
    if kind is Kind.OTHER:
        if reason in _SEEN:
            return Intent(kind, Action.REVIEW, reason, _SEEN[reason], language, True)
        return Intent(kind, Action.IGNORE, reason, "Nothing in it asks for anything of this event.", language)
    if kind is Kind.QUESTION:
        return Intent(
            kind, Action.REVIEW, "question", "It asks something and registers nobody.", language, True
        )
    if kind is Kind.CANCELLATION:
        return _cancellation(reading, authentication)
    return _registration(reading, kind, authentication, reason == "uncertain")


_SEEN = {
    "elsewhere": "It registers for something else, in words that also fit the event.",
    "already-registered": "It tells of a registration that exists and asks for nothing certain.",
    "leader": "Somebody who leads or speaks at the event writes.",
    "undecided": "The sender has not decided yet.",
    "regret": "Somebody declines an invitation.",
}
"""Kinds of mail that are no registration, but that a person should see."""


def _kind(reading: Reading) -> tuple[Kind, str]:
    """What sort of mail it is, and why."""
    request, wished, firm = reading.request, reading.wished, reading.firm
    if reading.leader:
        return (Kind.QUESTION, "question") if request.asks else (Kind.OTHER, "leader")
    if request.announces and not reading.personal and not request.registered and not reading.answers:
        return Kind.OTHER, "announcement"
    if (
        request.declines
        and not request.registered
        and not any(w.workshop or w.livestream for w in reading.party.wishes)
    ):
        return Kind.OTHER, "regret"
    if request.withdraws and request.registered and not wished:
        return Kind.CANCELLATION, "leaves"
    if request.elsewhere:
        return Kind.OTHER, "elsewhere" if request.about_event and not _points(reading) else "no-registration"
    leaving = bool(request.withdraws or request.absent)
    if leaving and not wished:
        if request.registered or (request.withdraws and not request.declines):
            return Kind.CANCELLATION, "leaves"
        if not firm or request.declines:
            return (Kind.QUESTION, "question") if request.asks else (Kind.OTHER, "regret")
    if request.registered and not request.changes and not reading.answers and not wished:
        if request.asks or request.needs:
            return Kind.QUESTION, "question"
        return Kind.OTHER, "no-registration" if request.thanks else "already-registered"
    if request.undecided and not reading.answers:
        return (Kind.QUESTION, "question") if request.asks else (Kind.OTHER, "undecided")
    if request.asks and not firm and not reading.answers:
        return Kind.QUESTION, "question"
    if not (firm or reading.listed or reading.answers or reading.terse):
        if request.asks:
            return Kind.QUESTION, "question"
        return (Kind.REGISTRATION, "uncertain") if _perhaps(reading) else (Kind.OTHER, "no-registration")
    if not request.about_event and not wished:
        if not (reading.personal and sum(len(u.tokens) for u in reading.layout.units) <= 16):
            return Kind.OTHER, "elsewhere" if firm else "no-registration"
    if request.registered and request.changes and not (reading.reply and not leaving):
        return Kind.CHANGE, "changes"
    return Kind.REGISTRATION, "registers"


def _points(reading: Reading) -> bool:
    """True where a course or the like is named for certain and the event is not."""
    return not any(m.grade >= 3 and m.rule == "title" for m in reading.marks)


def _perhaps(reading: Reading) -> bool:
    """True where a workshop is chosen in words that no cue knows as registering: a person must see it."""
    live = [m for m in reading.marks if m.grade >= 2 and not (m.old or m.refused or m.asked)]
    return bool(live) and reading.request.about_event and not reading.request.announces


def _registration(reading: Reading, kind: Kind, authentication: str, uncertain: bool) -> Intent:
    people = participants(reading)
    request = reading.request
    missing = _missing(reading)
    attention = request.asks or request.needs or request.objects

    def intent(action: Action, reason: str, explanation: str, extra: bool = False) -> Intent:
        return Intent(
            kind, action, reason, explanation, reading.language, attention or extra, people, missing
        )

    held = _held(reading, kind, authentication, people)
    if uncertain:
        held = held or ("uncertain", "It names a workshop, but no sentence registers for certain.")
    if held:
        return intent(Action.REVIEW, held[0], held[1], True)
    if missing:
        return intent(
            Action.ASK, "missing-" + missing[0], "Only the sender can say: " + ", ".join(missing) + "."
        )
    return intent(Action.ACT, "complete", "Everybody has a name and one workshop or the livestream.")


def _held(
    reading: Reading, kind: Kind, authentication: str, people: Sequence[Participant]
) -> tuple[str, str] | None:
    """Why a person must look, whatever is missing."""
    request, party, message = reading.request, reading.party, reading.message
    reason = unanswerable(message)
    if reason:
        return reason, "Nobody can tell where an answer may be sent."
    if tricks([p.name for p in people] + [p.organisation for p in people] + [message.subject]):
        return "markup", "A field holds code instead of words."
    if request.objects:
        return "objection-to-pictures", "Somebody objects to being filmed or photographed."
    people_named = [p.name for p in party.people if p.name]
    if any(
        n.complete and len(n.parts) > 1 and not any(same_person(n, p) for p in people_named)
        for n in party.loose
    ):
        return "unplaced-name", "Somebody is named, and nobody can tell whether he or she comes."
    if _speaks_for_others(reading):
        return "on-behalf", "It registers somebody else, and nobody can tell whom."
    if kind is Kind.CHANGE and authentication == "fail":
        return "sender-not-proven", "The sender's domain says that this mail is not from it."
    sure = any(m.grade == 3 and not m.old and not m.refused for m in reading.marks)
    if request.attaches and (not sure or not people):
        return "attachment", "The registration stands in an attachment."
    if request.partial and not reading.wished:
        return "without-workshop", "Somebody comes for a part of the day only and wants no workshop."
    if not reading.event.event.livestream and any(
        u.has("livestream") and u.has("register") for u in reading.layout.units
    ):
        if not _titled(reading):
            return "no-livestream", "Somebody wants to take part from afar, which this event does not offer."
    if (
        request.absent
        and kind is Kind.REGISTRATION
        and any(w.workshop for w in party.wishes)
        and _self_absent(reading)
    ):
        return "absent", "The sender cannot come and names a workshop all the same."
    if any(w.livestream and w.workshop for w in party.wishes):
        return "livestream-and-workshop", "A workshop and the livestream are named for one person."
    if party.announced and len(people) > party.announced + party.extra and not _fits_without_writer(party):
        return "more-named", "More people are named than announced."
    if request.undecided:
        return "undecided", "The sender has not decided yet."
    if (
        kind is Kind.CHANGE
        and any(p.how != "writer" for p in party.people)
        and (request.absent or request.withdraws)
    ):
        return "substitute", "Somebody takes another's place."
    if kind is Kind.CHANGE and request.hearsay:
        return "hearsay", "It tells of somebody else's plans."
    return None


def _speaks_for_others(reading: Reading) -> bool:
    """True where a sentence registers on behalf and only the writer was found, or somebody without a name."""
    people = reading.party.people
    if len(people) != 1 or people[0].how not in ("writer", "text"):
        return False
    if people[0].how == "text" and not _is_writer(people[0], reading):
        return (
            people[0].name is not None
            and reading.words.is_a("role", people[0].name.parts[0])
            and len(people[0].name.parts) == 1
        )
    return any(u.has("behalf") and not u.has("self_and") and not is_question(u) for u in reading.layout.units)


def _titled(reading: Reading) -> bool:
    """True where the word for taking part from afar belongs to the programme."""
    folds = {
        t.fold
        for u in reading.layout.units
        for c in u.cues
        if c.name == "livestream"
        for t in u.tokens[c.start : c.end]
    }
    return any(f in reading.event.event_words or reading.event.hits(f) for f in folds)


def _self_absent(reading: Reading) -> bool:
    units = reading.layout.units
    places = [p for p in reading.request.absent if p < len(units)]
    writer_in = any(p.how == "writer" for p in reading.party.people) or len(reading.party.people) <= 1
    return writer_in and any(units[p].has("self") and not units[p].has("correction") for p in places)


def _fits_without_writer(party: Party) -> bool:
    return party.writer_in and len(party.people) - 1 == party.announced


def _missing(reading: Reading) -> tuple[str, ...]:
    party = reading.party
    found: list[str] = []
    if not party.people:
        found.append("names" if party.announced > 1 else "name")
    elif party.announced > len(party.people):
        found.append("names")
    if _companion(reading):
        found.append("names")
    if any(p.name is None or not p.name.complete for p in party.people):
        found.append("name")
    if party.which:
        found.append("which")
    elif reading.event.order:
        for wish in party.wishes:
            if wish.doubt:
                found.append(wish.doubt)
            elif not wish.workshop and not wish.livestream:
                found.append("workshop")
    return tuple(dict.fromkeys(found))


def _companion(reading: Reading) -> bool:
    """ "meine Frau und ich", "mich und einen Kollegen": somebody comes along whom nobody names."""
    if len(reading.party.people) != 1 or reading.party.people[0].how not in ("writer", "text"):
        return False
    for unit in reading.layout.units:
        if not unit.has("self_and") or is_question(unit) or not unit.has("register", "all"):
            continue
        cue = next(c for c in unit.cues if c.name == "self_and")
        near = unit.tokens[max(0, cue.start - 4) : cue.end + 4]
        if any(reading.words.exactly("relation", t.fold) for t in near):
            return True
    return False


def _cancellation(reading: Reading, authentication: str) -> Intent:
    request = reading.request
    places = set(request.withdraws + request.absent)
    names = [p for p in reading.party.people if p.place in places]
    others = [p for p in names if p.how != "writer"]
    people = tuple(_participant(p, Wish(), reading) for p in others)
    if (
        others
        and any(u.has("self_and") for n, u in enumerate(reading.layout.units) if n in places)
        and reading.writer.name
    ):
        own = Person(reading.writer.name, reading.writer.evidence, how="writer")
        people = (_participant(own, Wish(), reading), *people)

    def intent(action: Action, reason: str, explanation: str) -> Intent:
        return Intent(
            Kind.CANCELLATION, action, reason, explanation, reading.language, action is Action.REVIEW, people
        )

    if authentication == "fail":
        return intent(
            Action.REVIEW, "sender-not-proven", "The sender's domain says that this mail is not from it."
        )
    if unanswerable(reading.message):
        return intent(Action.REVIEW, unanswerable(reading.message), "Nobody can tell who writes.")
    units = reading.layout.units
    own = any(units[p].has("self") for p in places if 0 <= p < len(units))
    named = [
        p for p in reading.party.people if p.how not in ("writer", "partner") and not _is_writer(p, reading)
    ]
    if request.changes or ((named or reading.party.loose) and not (own and not others)):
        return intent(
            Action.REVIEW, "third-party", "Somebody else is named or something is changed beside it."
        )
    if others and not any(p.how == "writer" for p in names):
        return intent(Action.REVIEW, "third-party", "Somebody cancels for somebody else.")
    if request.hearsay or request.undecided:
        return intent(Action.REVIEW, "hearsay", "It tells of somebody's plans without certainty.")
    if request.partial:
        return intent(Action.REVIEW, "partly", "Only a part of the day is cancelled.")
    if request.asks:
        return intent(Action.REVIEW, "question", "A question stands beside the cancellation.")
    if not request.registered and not request.withdraws:
        return intent(Action.REVIEW, "unclear", "It may be a cancellation.")
    return intent(Action.ACT, "cancels", "Somebody who registered no longer comes.")


def _is_writer(person: Person, reading: Reading) -> bool:
    return (
        reading.writer.name is not None
        and person.name is not None
        and same_person(person.name, reading.writer.name)
    )


# -- participants ------------------------------------------------------------------------------------------


def participants(reading: Reading) -> tuple[Participant, ...]:
    """Everybody of the party as participants with evidence."""
    pairs = zip(reading.party.people, reading.party.wishes, strict=False)
    return tuple(_participant(person, wish, reading) for person, wish in pairs)


def _participant(person: Person, wish: Wish, reading: Reading) -> Participant:
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
    from mailbot.intent.model import Source

    return Evidence(text, source or Source.BODY, f"{mark.rule}:{mark.workshop or LIVESTREAM}")


def _organisation(person: Person, reading: Reading) -> tuple[str, Evidence] | None:
    """The organisation stated for this person, else the one stated for all."""
    layout, words, event = reading.layout, reading.words, reading.event
    units = (*layout.units, layout.subject)
    if person.organisation:
        from mailbot.intent.model import Source

        return person.organisation, Evidence(person.organisation, Source.BODY, "table-column")
    if person.fields.get("organisation"):
        unit = layout.units[person.fields["organisation"][0]]
        return unit.text, Evidence(unit.text, unit.source, "form-field")
    if 0 <= person.place < len(units) and person.end:
        own = beside(units[person.place], person.end, words, event)
        if own:
            return own, Evidence(own, units[person.place].source, "beside-name")
    domain = reading.message.sender.domain if reading.message.sender else ""
    told = from_text(layout.units, words, event)
    signed = from_signature(layout, reading.writer.line, reading.writer.rest, domain, words, event)
    field = next((u for u in layout.units if u.label == "organisation"), None)
    if field is not None:
        return field.text, Evidence(field.text, field.source, "form-field")
    return told or signed or subject_of(layout.units, words, event)
