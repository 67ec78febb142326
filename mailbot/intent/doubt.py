"""What speaks against acting: reasons for a person to look, and what only the sender can say."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.assignment import Party
from mailbot.intent.gate import tricks, unanswerable
from mailbot.intent.identity import same_person
from mailbot.intent.leaving import is_writer
from mailbot.intent.model import Kind, Participant
from mailbot.intent.reading import Reading
from mailbot.intent.request import is_question


def held_back(
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
    if people[0].how == "text" and not is_writer(people[0], reading):
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


def missing_from(reading: Reading) -> tuple[str, ...]:
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
