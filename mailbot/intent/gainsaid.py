"""What speaks against acting upon a cancellation: somebody comes, or something else is meant.

A wrong cancellation is the worst that can happen, so that every sign of another meaning calls a person:
words that take the mail back, somebody who comes, a thing that is cancelled beside the seat (lunch, the
parking space), somebody else's registration, and people named where it is not said that they leave.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mailbot.intent.clauses import LEAVING, Part, comes_in, comings, parts_of, within
from mailbot.intent.identity import same_person
from mailbot.intent.otherthings import clause_around, of_a_thing, other_matter
from mailbot.intent.people import Person, excluded, names_in
from mailbot.intent.reading import Reading
from mailbot.intent.spots import spots
from mailbot.intent.staying import keeps
from mailbot.intent.unit import Role, Unit

Doubt = tuple[str, str]
"""A reason and the sentence that explains it."""


@dataclass(frozen=True, slots=True)
class Leave:
    """What the rules look at: the reading, where it leaves, and who leaves beside the writer."""

    reading: Reading
    places: frozenset[int]
    leavers: Sequence[Person]

    @property
    def units(self) -> list[tuple[int, Unit]]:
        """The sentences that leave, with their places; the subject has -1."""
        units = (*self.reading.layout.units, self.reading.layout.subject)
        return [(n, units[n]) for n in sorted(self.places)]


def gainsaid(leave: Leave) -> Doubt | None:
    """Why a person must look at a cancellation that speaks against itself; None for no reason."""
    return next(((reason, text) for reason, text, rule in _RULES if rule(leave)), None)


def _mistaken(leave: Leave) -> bool:
    """Like "Please disregard my cancellation", "Meine Absage war ein Irrtum"."""
    return any(u.has("mistaken") for u in leave.reading.layout.units)


def _keeps(leave: Leave) -> bool:
    """Like "please leave my registration as it was", "I hope I need not cancel"."""
    return not leave.leavers and any(
        keeps(u) or (u.has("keeps_place") and not u.has("negation", "objection"))
        for u in leave.reading.layout.units
    )


def _comes(leave: Leave) -> bool:
    """Like "I had to cancel, but now it works after all: I'm coming"; "my colleague is ill, I'm coming"."""
    reading = leave.reading
    return not leave.leavers and any(comes_in(u, reading.words) for u in reading.layout.units)


def _something_else(leave: Leave) -> bool:
    """Like "Den Parkplatz bitte stornieren": no words of leaving are clear of another thing.

    Where something is cancelled in words ("stornieren"), one such word must be about the seat.
    """
    told = [(u, c) for _, u in leave.units for c in u.cues if c.name in ("cancel", "withdraw")]
    clear = [c.name for u, c in told if not of_a_thing(u, c, leave.reading)]
    if any(c.name == "withdraw" for _, c in told):
        return "withdraw" not in clear and not _cannot_come(leave)
    return bool(told) and not clear


def _cannot_come(leave: Leave) -> bool:
    """Like "Neither Priya nor I can come; our train has been cancelled": a sentence of its own says so."""
    absent = [u for n, u in leave.units if n in leave.reading.request.absent]
    return any(
        u.has("self")
        and not u.has("withdraw")
        and any(c.name == "cancel" and not of_a_thing(u, c, leave.reading) for c in u.cues)
        for u in absent
    )


def _of_others(leave: Leave) -> bool:
    """Like "Marc Lefort has left us. Please cancel his registration": another is meant, not "me"."""
    told = [
        (u, clause_around(u, c.start, c.end, leave.reading))
        for _, u in leave.units
        for c in u.cues
        if c.name == "withdraw" and not leave.leavers
    ]
    return bool(told) and all(_means_another(u, part, leave.reading) for u, part in told)


def _means_another(unit: Unit, part: Part, reading: Reading) -> bool:
    """Like "annuler son inscription"; or without "I" and "my" where another is named or meant."""
    seats = [c for c in within(unit, part) if c.name == "register"]
    if any(c.start - 1 <= n < c.end for n in _pronouns(unit, part, reading, ("anothers",)) for c in seats):
        return True
    another = _another(unit, part, reading) or _others_named(reading)
    return another and not _speaks_of_self(unit, part, reading)


def _speaks_of_self(unit: Unit, part: Part, reading: Reading) -> bool:
    """True where the clause says "I", "me" or "my"."""
    kinds, told = ("first_person", "oblique", "possessive", "we"), ["self"]
    if not _another(unit, part, reading):
        told.append("self_register")
    return any(c.name in told for c in within(unit, part)) or any(
        reading.words.exactly(kind, t.fold) for t in unit.tokens[slice(*part)] for kind in kinds
    )


def _another(unit: Unit, part: Part, reading: Reading) -> bool:
    """True where the clause says "her", "his", "theirs"."""
    return bool(_pronouns(unit, part, reading, ("third_person", "anothers")))


def _pronouns(unit: Unit, part: Part, reading: Reading, kinds: tuple[str, ...]) -> list[int]:
    """Where words of these kinds stand for somebody; a capital inside a sentence is a form of address."""
    return [
        n
        for n, t in enumerate(unit.tokens[slice(*part)], part[0])
        if any(reading.words.exactly(kind, t.fold) for kind in kinds)
        and not ((t.capital and n > 0) or is_adverb(unit, n, reading))
    ]


def _others_named(reading: Reading) -> bool:
    """True where the mail names somebody who neither writes nor is spoken to."""
    writer, layout = reading.writer.name, reading.layout
    found = [
        one.name
        for u in (*layout.units, layout.subject)
        if u.role in (Role.SENTENCE, Role.SUBJECT)
        for one in names_in(u, reading.words)
    ]
    return any(
        not (excluded(name, layout, ()) or (writer is not None and same_person(name, writer)))
        for name in found
    )


Told = tuple[Unit, Part]
"""A clause of a sentence."""


def _who_leaves(leave: Leave) -> bool:
    """Like "Anna and I can't come, only Peter does": somebody named where nothing says that he leaves."""
    reading = leave.reading
    for person in leave.leavers:
        told = _clauses_about(person, leave)
        if told and not any(_says_leaving(u, part, reading) for u, part in told):
            return True
        if told and _only_reason(told, leave):
            return True
    return False


def _clauses_about(person: Person, leave: Leave) -> list[Told]:
    """The clauses of the leaving sentences that speak of the person, by name or pronoun."""
    people, words = leave.reading.party.people, leave.reading.words
    number = next((n for n, p in enumerate(people) if p is person), -1)
    return [
        (unit, _clause_of(unit, spot.at))
        for place, unit in leave.units
        if unit.role is not Role.ROW and not _of_all(unit, leave.reading)
        for spot in spots(unit, place, people, words)
        if spot.number == number and not is_adverb(unit, spot.at, leave.reading)
    ]


def is_adverb(unit: Unit, n: int, reading: Reading) -> bool:
    """Like Turkish "o yüzden", "therefore", and "o gün", "that day": no "o", he."""
    following = unit.tokens[n + 1].fold if n + 1 < len(unit.tokens) else ""
    return any(reading.words.exactly(kind, following) for kind in ("circumstance", "unit", "daypart"))


def _of_all(unit: Unit, reading: Reading) -> bool:
    """Like "Neither of us can come: Anna and Peter", "we can't come": no clause says who."""
    said = (reading.words.exactly(kind, t.fold) for kind in ("we", "both") for t in unit.tokens)
    return (unit.has("everyone", "couple") or any(said)) and not comes_in(unit, reading.words)


def _clause_of(unit: Unit, at: int) -> Part:
    """The clause of a name, with what follows where the clause is but one entry of a list of names."""
    parts = parts_of(unit)
    here = next((n for n, (left, right) in enumerate(parts) if left <= at < right), 0)
    last = here
    while last + 1 < len(parts) and _is_entry(unit, parts[last]):
        last += 1
    return parts[here][0], parts[last][1]


def _is_entry(unit: Unit, part: Part) -> bool:
    """True for "my colleague Anna Berger" between commas: a few words that tell nothing."""
    return part[1] - part[0] <= _ENTRY and not any(c.name in _TELLING for c in within(unit, part))


_TELLING = (*LEAVING, "register", "registered", "sudden")
_ENTRY = 6
"""So many words has an entry of a list at most."""


def _says_leaving(unit: Unit, part: Part, reading: Reading) -> bool:
    """True where the clause has words of leaving, and none of coming beside them."""
    left, right = part
    leaving = [
        c
        for c in unit.cues
        if c.name in LEAVING and c.start < right and c.end > left and not of_a_thing(unit, c, reading)
    ]
    coming = [
        c
        for c in comings(unit, part, reading.words)
        if not any(w.start <= c.start and c.end <= w.end for w in leaving)
    ]
    denied = any(c.name == "negation" for c in within(unit, part))
    return bool(leaving) and (not coming or denied or any(c.name == "withdraw" for c in leaving))


def _only_reason(told: Sequence[Told], leave: Leave) -> bool:
    """Like "My colleague Anna Berger is ill, so I have to cancel my registration": she is but the reason."""
    if any(c.name == "withdraw" for u, part in told for c in within(u, part)):
        return False
    return any(
        not any(unit is u and part == other for u, other in told) and _leaves_alone(unit, part, leave.reading)
        for _, unit in leave.units
        for part in parts_of(unit)
    )


def _leaves_alone(unit: Unit, part: Part, reading: Reading) -> bool:
    """True for a clause in which the writer leaves and nobody with him."""
    said = {c.name for c in within(unit, part)}
    if not said & {"withdraw", "cancel"} or said & {"self_and", "couple", "everyone"}:
        return False
    own = "please" not in said or _speaks_of_self(unit, part, reading)
    return own and not _another(unit, part, reading)


def _away(leave: Leave) -> bool:
    """Like "Ich bin bis Freitag krank. Bitte wenden Sie sich an Frau Kern.": no word of the event is said."""
    reading = leave.reading
    return not reading.request.withdraws and any(u.has("away_note") for u in reading.layout.units)


Rule = tuple[str, str, Callable[[Leave], bool]]
"""A reason, the sentence that explains it, and when it holds."""

_RULES: tuple[Rule, ...] = (
    ("taken-back", "It may take a cancellation back.", _mistaken),
    ("taken-back", "It asks to keep the registration.", _keeps),
    ("comes-too", "It says both that somebody leaves and that the sender comes.", _comes),
    ("something-else", "Something else than the registration may be cancelled.", _something_else),
    ("third-party", "Somebody else's registration may be cancelled.", _of_others),
    ("third-party", "Somebody is named, and nobody can tell whether he or she leaves.", _who_leaves),
    (
        "elsewhere",
        "Something is cancelled, and the subject tells of another matter than the event.",
        lambda leave: other_matter(leave.reading),
    ),
    ("away-note", "It may be a note that somebody is away from work.", _away),
)
