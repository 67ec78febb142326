"""Cancellations: acted upon only where the writer himself leaves and nothing else is in doubt."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.breaks import STOPS, between_marks
from mailbot.intent.bystanders import clause
from mailbot.intent.choice import Wish
from mailbot.intent.gainsaid import Leave, gainsaid, is_adverb
from mailbot.intent.gate import unanswerable
from mailbot.intent.identity import same_person
from mailbot.intent.lexicon import Cue, Lexicon
from mailbot.intent.model import FOR_OTHERS, Action, Evidence, Intent, Kind, Source
from mailbot.intent.people import Person
from mailbot.intent.reading import Reading
from mailbot.intent.record import participant
from mailbot.intent.spots import spots
from mailbot.intent.unit import Unit


def cancellation(reading: Reading, authentication: str) -> Intent:
    """The intent of a mail by which somebody leaves; `authentication` as from `gate.authentication`."""
    request = reading.request
    places = set(request.withdraws + request.absent)
    leavers = _leavers(reading, places)
    others = leavers or _companions(reading, places)
    people = tuple(participant(p, Wish(), reading) for p in others)
    joined = not leavers or any(
        _with_writer(u) or u.has("everyone", "couple") for n, u in _units(reading) if n in places
    )
    sender = None
    if reading.writer.name:
        own = Person(reading.writer.name, reading.writer.evidence, how="writer")
        sender = participant(own, Wish(), reading)
    if others and joined and sender:
        people = (sender, *people)

    def intent(action: Action, reason: str, explanation: str) -> Intent:
        return Intent(
            Kind.CANCELLATION,
            action,
            reason,
            explanation,
            reading.language,
            action is Action.REVIEW,
            people,
            everyone=_everyone(reading, places) and not others,
            sender=None if people else sender,
        )

    reason, explanation = _held(reading, authentication, places, others)
    if reason:
        return intent(Action.REVIEW, reason, explanation)
    return intent(Action.ACT, "cancels", "Somebody who registered no longer comes.")


def _held(
    reading: Reading,
    authentication: str,
    places: set[int],
    others: Sequence[Person],
) -> tuple[str, str]:
    """Why a person must look at a cancellation: reason and sentence; both empty where nobody must."""
    if authentication == "fail":
        return "sender-not-proven", "The sender's domain says that this mail is not from it."
    if unanswerable(reading.message):
        return unanswerable(reading.message), "Nobody can tell who writes."
    units = reading.layout.units
    writer_leaves = any(units[p].has("self") for p in places if 0 <= p < len(units))
    beside = [
        p
        for p in reading.party.people
        if p.how not in ("writer", "partner")
        and p not in others
        and not is_writer(p, reading)
        and not (0 <= p.place < len(units) and _stays(units[p.place], p.place, places))
    ]
    changes = any(_changes(u, reading.words) for n, u in _units(reading) if n not in places)
    if any(0 <= p.place < len(units) and _takes_over(units[p.place]) for p in beside):
        return "third-party", "Somebody else is to come instead."
    loose = [n for n in reading.party.loose if not any(p.name == n for p in others)]
    loose = [n for n in loose if reading.writer.name is None or not same_person(n, reading.writer.name)]
    if any(_goes_over(u) for n, u in _units(reading) if n in places):
        return "unclear", "It may leave one workshop for another."
    if changes or ((beside or loose) and not (writer_leaves and not others)):
        return "third-party", "Somebody else is named or something is changed beside it."
    if any(_of_host(n, u, reading) for n, u in enumerate(units) if n in places):
        return "third-party", "Somebody who leads a workshop does not come."
    if not others and any(_third_person(u, reading) for n, u in enumerate(units) if n in places):
        return "third-party", "Somebody else leaves, whom a pronoun names."
    together = any(_with_writer(u) for n, u in _units(reading) if n in places)
    if others and not together and not any(_registered_them(u, reading.words) for u in units):
        return FOR_OTHERS, "Somebody cancels for somebody else."
    leave = Leave(reading, frozenset(places), others)
    return gainsaid(leave) or _doubt(reading, places) or ("", "")


def _goes_over(unit: Unit) -> bool:
    """Like "ben ikinciye geçmek istiyorum, birinciden adımı silin": out of one workshop, into another."""
    told = ("withdraw", "cancel", "in_my_place")
    leaves = {n for c in unit.cues if c.name in told for n in range(c.start, c.end)}
    moves = any(c.name == "change" and leaves.isdisjoint(range(c.start, c.end)) for c in unit.cues)
    return moves and unit.has("self") and unit.has("register", "wish") and unit.has("please")


def _changes(unit: Unit, words: Lexicon) -> bool:
    """False for "unser Schulfest ist auf den Tag verlegt", "they moved my shift": why somebody leaves."""
    told = [c for c in unit.cues if c.name == "change"]
    return not unit.has("away") and any(
        not any(words.is_a("postpones", t.fold) for t in unit.tokens[c.start : c.end]) for c in told
    )


def _units(reading: Reading) -> list[tuple[int, Unit]]:
    return list(enumerate(reading.layout.units))


def _leavers(reading: Reading, places: set[int]) -> list[Person]:
    """Those of whom the leaving sentences speak, by name or as "er", "sie"; the writer is left out."""
    people = reading.party.people
    meant = {s.number for n, u in _units(reading) if n in places for s in spots(u, n, people, reading.words)}
    return [
        p
        for n, p in enumerate(people)
        if p.how != "writer" and not p.writer and (n in meant or p.place in places)
    ]


def _companions(reading: Reading, places: set[int]) -> list[Person]:
    """Who is named elsewhere where "my wife and I" or "none of us" leave: "Zbigniew i Halina Sroka"."""
    if not any(_of_several(u, reading.words) for n, u in _units(reading) if n in places):
        return []
    named = [p for p in reading.party.people if p.how not in ("writer", "partner") and not p.writer]
    loose = [Person(n, Evidence(n.text, Source.BODY, "named"), how="text") for n in reading.party.loose]
    return [p for p in (*named, *loose) if not is_writer(p, reading)]


def _of_several(unit: Unit, words: Lexicon) -> bool:
    """True where the words of leaving speak of the writer and somebody else."""
    kinds = ("we", "both")
    if unit.has("everyone", "couple") or any(words.exactly(k, t.fold) for k in kinds for t in unit.tokens):
        return True
    own = {c.start for c in unit.cues if c.name == "self"}
    together = any(c.name == "all" and c.start in own for c in unit.cues)  # Polish "nas", Turkish "bizi"
    return together or _with_writer(unit)


def _with_writer(unit: Unit) -> bool:
    """Like "Frau Kern und ich kommen nicht"; not "sie ist krank, (aber) ich selbst komme"."""
    joined = unit.first("self_and")
    if joined is None or any(c.name == "but" and c.start <= joined.start for c in unit.cues):
        return False
    left, right = between_marks(unit.tokens, joined.start, joined.end, STOPS)
    said = {c.name for c in unit.cues if left <= c.start and c.end <= right}
    return not said & {"register", "self_register"} or bool(said & {"cancel", "withdraw", "negation"})


def _stays(unit: Unit, place: int, places: set[int]) -> bool:
    """Like "Pavel und ich sind weiterhin dabei": told beside the cancellation, and nothing leaves."""
    comes = unit.has("register", "registered", "self_register")
    return place not in places and comes and not unit.has("cancel", "withdraw", "change", "negation")


def _takes_over(unit: Unit) -> bool:
    """Like "Mein Enkel Leon würde meinen Platz übernehmen": the place is not free."""
    return unit.has("pass_on", "stands_in", "in_my_place", "in_place_of")


def _registered_them(unit: Unit, words: Lexicon) -> bool:
    """Like "die Plätze, die ich gebucht hatte", "unsere Anmeldungen": the writer registered them all."""
    own = [c.start for c in unit.cues if c.name == "self"]
    if any(c.name == "registered" and c.start - 6 <= n < c.end for c in unit.cues for n in own):
        return True
    told = [n for n, t in enumerate(unit.tokens) if words.exactly("possessive", t.fold)]
    return any(c.name == "register" and 0 < c.start - n <= 3 for c in unit.cues for n in told)


def _wavers(reading: Reading, places: set[int]) -> bool:
    """False for "Vielleicht freut sich jemand über den Platz": that the sender leaves is clear."""
    return any(
        any(c.name == "undecided" and not _of_the_place(u, c) for c in u.cues)
        and (n in places or u.has("self", "self_register"))
        and not u.has("another_time")
        for n, u in _units(reading)
    )


def _of_the_place(unit: Unit, doubt: Cue) -> bool:
    """Like "Please take me off the list, maybe somebody needs the seat": behind words of leaving."""
    left, right = between_marks(unit.tokens, doubt.start, doubt.end, STOPS)
    leaves = any(c.name in ("cancel", "withdraw") and c.end <= left for c in unit.cues)
    own = any(c.name in ("self", "self_register") and left <= c.start < right for c in unit.cues)
    return leaves and not own


def _doubt(reading: Reading, places: set[int]) -> tuple[str, str] | None:
    """Why a person must look at a cancellation whose people are clear; None for no reason."""
    request = reading.request
    if request.hearsay or (request.undecided and _wavers(reading, places)):
        return "hearsay", "It tells of somebody's plans without certainty."
    if request.privacy:
        return "personal-data", "It speaks of the sender's personal data, too."
    if request.partial:
        return "partly", "Only a part of the day is cancelled."
    if request.asks:
        return "question", "A question stands beside the cancellation."
    if not (request.registered or request.withdraws or request.sudden):
        return "unclear", "It may be a cancellation."
    return None


def _of_host(place: int, unit: Unit, reading: Reading) -> bool:
    """Like "Annett Schrenk kommt nicht": a leader is named before the words of leaving, and no "I"."""
    cue = unit.first("cancel")
    if cue is None or unit.has("self"):
        return False
    return any(m.rule == "leader" and m.place == place and m.start < cue.end for m in reading.marks)


def of_anothers(unit: Unit, words: Lexicon) -> bool:
    """Like "My wife can't come": the only word of the first person says whose relation leaves."""
    cues = [c for c in unit.cues if c.name == "cancel"]
    said = [c.start for c in unit.cues if c.name == "self"]
    said += [n for n, t in enumerate(unit.tokens) if words.exactly("possessive", t.fold)]
    return bool(cues) and all(_by_relation(unit, cue, said, words) for cue in cues)


def _by_relation(unit: Unit, cue: Cue, said: Sequence[int], words: Lexicon) -> bool:
    """True where every word of the first person up to the words of leaving stands before a relation, or the
    clause is somebody else's: "der Enkel fährt mich hin, er selbst muss arbeiten".
    """
    left, right = clause(unit, cue.start)
    here = [t.fold for t in unit.tokens[left:right]]
    if words.exactly("third_person", here[0]) and not any(words.exactly("first_person", w) for w in here):
        return unit.tokens[left].text[:1].islower()
    own = [n for n in said if n < cue.end]
    near = [unit.tokens[n + 1].fold for n in own if n + 1 < len(unit.tokens)]
    return bool(near) and all(words.exactly("relation", w) for w in near) and max(own) < cue.start


def _third_person(unit: Unit, reading: Reading) -> bool:
    """Like "sie ist krank und kommt nicht": a pronoun of the third person before the words of leaving."""
    cue = unit.first("cancel")
    if cue is None or any(c.name == "self" and c.start < cue.end for c in unit.cues):
        return False
    before = unit.tokens[: cue.start]
    return any(
        reading.words.exactly("third_person", t.fold)
        and (not t.capital or n == 0)
        and not is_adverb(unit, n, reading)
        for n, t in enumerate(before)
    )


def _everyone(reading: Reading, places: set[int]) -> bool:
    """True where the words of leaving mean a whole group: "wir kommen alle nicht"."""
    units = (*reading.layout.units, reading.layout.subject)
    return any(units[p].has("everyone") and not units[p].has("except") for p in places)


def is_writer(person: Person, reading: Reading) -> bool:
    """True where the person is the one who writes."""
    return (
        reading.writer.name is not None
        and person.name is not None
        and same_person(person.name, reading.writer.name)
    )
