"""What speaks against acting: reasons for a person to look, and what only the sender can say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mailbot.intent.assignment import Party
from mailbot.intent.behalf import speaks_for_others
from mailbot.intent.brought import mentioned_only
from mailbot.intent.deciding import is_pending, on_condition, undecided
from mailbot.intent.elsewhere import for_another_occasion
from mailbot.intent.gate import is_code, is_garbled, tricks, unanswerable
from mailbot.intent.hearsay import by_hearsay
from mailbot.intent.leaving import is_writer, of_anothers
from mailbot.intent.lexicon import Cue, Lexicon
from mailbot.intent.marks import Mark
from mailbot.intent.misdirected import asks_a_colleague, asks_for_something_else
from mailbot.intent.model import Kind, Participant
from mailbot.intent.partly import livestream_and_workshop, without_workshop
from mailbot.intent.reading import Reading
from mailbot.intent.regrets import is_regretted, looks_back
from mailbot.intent.stance import is_question
from mailbot.intent.substitutes import doubtful_substitute, registered_me
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Unit
from mailbot.intent.unplaced import unplaced


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules look at: the reading, its kind, the sender's authentication, the participants."""

    reading: Reading
    kind: Kind
    authentication: str
    people: Sequence[Participant]


def held_back(
    reading: Reading, kind: Kind, authentication: str, people: Sequence[Participant]
) -> tuple[str, str] | None:
    """Why a person must look, whatever is missing: reason and sentence of the first rule that holds."""
    reason = unanswerable(reading.message)
    if reason:
        return reason, "Nobody can tell where an answer may be sent."
    case = Case(reading, kind, authentication, people)
    return next(((code, text) for code, text, rule in _RULES if rule(case)), None)


def _in_attachment(case: Case) -> bool:
    sure = any(m.sure and not m.old and not m.refused for m in case.reading.marks)
    return case.reading.request.attaches and not (sure and case.people)


def _no_livestream(case: Case) -> bool:
    reading = case.reading
    asked = any(u.has("livestream") and u.has("register") for u in reading.layout.units)
    return not reading.event.event.livestream and asked and not _titled(reading)


def _absent_and_choosing(case: Case) -> bool:
    reading = case.reading
    chosen = any(w.workshop for w in reading.party.wishes)
    registers = case.kind is Kind.REGISTRATION
    return bool(reading.request.absent) and registers and chosen and _self_absent(reading)


def _more_named(case: Case) -> bool:
    party = case.reading.party
    over = bool(party.announced) and len(case.people) > party.announced + party.extra
    return over and not _fits_without_writer(party)


def _taken_back(case: Case) -> bool:
    """Like "Da komme ich natürlich gern. Nicht!", "bis dahin tragen Sie mich bitte nicht ein"."""
    units = case.reading.layout.units
    own = any(p.how == "writer" or p.writer for p in case.reading.party.people)
    if own and any(u.has("do_not_enter") for u in units):
        return True
    for before, unit in pairwise(units):
        said = [i for i, t in enumerate(unit.tokens) if t.shape is Shape.WORD]
        no = {i for c in unit.cues if c.name in ("negation", "objection") for i in range(c.start, c.end)}
        if 0 < len(said) <= 2 and no.issuperset(said) and before.has("register") and not is_question(before):
            return True
    return False


def _on_duty(case: Case) -> bool:
    """Words of a task in a sentence that registers, without a verb of enrolling."""
    words, marks = case.reading.words, case.reading.marks
    return any(
        any(c.name == "duty" and not (_read_there(u, c, words) or _of_leader(u, c, marks)) for c in u.cues)
        and (u.has("register", "self_register") or any(m.unit is u for m in case.reading.marks))
        and u.has("self")
        and not is_question(u)
        and not any(t.shape is Shape.WORD and words.is_a("enrol", t.fold) for t in u.tokens)
        for u in case.reading.layout.units
    )


def _of_leader(unit: Unit, duty: Cue, marks: Sequence[Mark]) -> bool:
    """Like "was Frau Kindt zu berichten hat": behind a leader's name the task is the leader's."""
    return any(m.unit is unit and m.rule == "leader" and abs(m.start - duty.start) <= _NEAR for m in marks)


_NEAR = 8
"""So many words lie at most between who leads and the task: "animé notamment par Mme Hupfer"."""


def _read_there(unit: Unit, duty: Cue, words: Lexicon) -> bool:
    """Like "aus der Zeitung", "in der Presse": where somebody has read of the event."""
    before = [t.fold for t in unit.tokens[max(0, duty.start - 2) : duty.start]]
    behind = [t.fold for t in unit.tokens[duty.end : duty.end + 3]]
    if before[-1:] == ["-"] or any(_is_house(one, words) for one in behind):
        return True  # "the English-speaking congregation", "a catering company"
    if before and words.exactly("definite", before[-1]):
        before = before[:-1]
    return bool(before) and any(words.exactly(kind, before[-1]) for kind in ("preposition", "circumstance"))


def _is_house(word: str, words: Lexicon) -> bool:
    return words.is_a("organisation", word) and not words.exactly("workshop", word)


def _substitute(case: Case) -> bool:
    request = case.reading.request
    others = not all(is_writer(p, case.reading) for p in case.reading.party.people)
    if case.reading.replaced and len(case.people) == 1:
        return False
    return case.kind is Kind.CHANGE and others and bool(request.absent or request.withdraws)


Rule = tuple[str, str, Callable[[Case], bool]]
"""A reason, the sentence that explains it, and when it holds."""

_RULES: tuple[Rule, ...] = (
    (
        "markup",
        "A field holds code instead of words.",
        lambda c: (
            tricks([p.name for p in c.people] + [p.organisation for p in c.people])
            or is_code(c.reading.message.subject)
            or is_garbled(c.reading.message.own)
        ),
    ),
    (
        "objection-to-pictures",
        "Somebody objects to being filmed or photographed.",
        lambda c: c.reading.request.objects,
    ),
    (
        "unplaced-name",
        "Somebody is named, and nobody can tell whether he or she comes.",
        lambda c: unplaced(c.reading) or mentioned_only(c.reading),
    ),
    (
        "on-behalf",
        "It registers somebody else, and nobody can tell whom.",
        lambda c: speaks_for_others(c.reading),
    ),
    (
        "sender-not-proven",
        "The sender's domain says that this mail is not from it.",
        lambda c: c.kind is Kind.CHANGE and c.authentication == "fail",
    ),
    ("attachment", "The registration stands in an attachment.", _in_attachment),
    (
        "without-workshop",
        "Somebody comes for a part of the day only and wants no workshop.",
        lambda c: without_workshop(c.reading),
    ),
    (
        "no-livestream",
        "Somebody wants to take part from afar, which the event does not offer.",
        _no_livestream,
    ),
    ("absent", "The sender cannot come and names a workshop all the same.", _absent_and_choosing),
    (
        "livestream-and-workshop",
        "A workshop and the livestream are named for one person.",
        lambda c: livestream_and_workshop(c.reading),
    ),
    ("more-named", "More people are named than announced.", _more_named),
    ("undecided", "The sender has not decided yet.", lambda c: undecided(c.reading)),
    (
        "condition",
        "It hangs on something that only the sender will know.",
        lambda c: on_condition(c.reading) or (is_pending(c.reading) and not missing_from(c.reading)),
    ),
    (
        "regret",
        "It says in the same breath that the sender is somewhere else on that day.",
        lambda c: is_regretted(c.reading),
    ),
    ("over", "It looks back on a day that is over.", lambda c: looks_back(c.reading)),
    (
        "another-request",
        "It asks for something else: flyers, a room, equipment.",
        lambda c: asks_for_something_else(c.reading),
    ),
    (
        "other-occasion",
        "It names something else than this event that it registers for.",
        lambda c: c.kind is Kind.REGISTRATION and for_another_occasion(c.reading),
    ),
    (
        "not-for-us",
        "It asks a boss or a colleague, and not the office.",
        lambda c: asks_a_colleague(c.reading),
    ),
    ("taken-back", "It says no right behind the words that register.", _taken_back),
    ("duty", "Somebody comes to work at the event or to report on it.", _on_duty),
    ("substitute", "Somebody takes another's place.", _substitute),
    (
        "substitute",
        "Nobody can tell for certain who comes instead of whom.",
        lambda c: doubtful_substitute(c.reading),
    ),
    (
        "on-behalf",
        "Somebody who is named has registered the sender.",
        lambda c: registered_me(c.reading),
    ),
    (
        "hearsay",
        "It tells of somebody else's plans.",
        lambda c: by_hearsay(c.reading, c.kind),
    ),
)


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
    people = reading.party.people
    sends = reading.party.announced > 1  # "Fünf von uns kommen, ich selbst bin im Urlaub."
    own = any(p.how == "writer" or is_writer(p, reading) for p in people) if people else not sends
    return own and any(
        units[p].has("self") and not units[p].has("correction") and not of_anothers(units[p], reading.words)
        for p in places
    )


def _fits_without_writer(party: Party) -> bool:
    return party.writer_in and len(party.people) - 1 == party.announced


def _wants_both(mark: Mark | None, reading: Reading) -> bool:
    """Like "both the one about old letters and the one about looms", of which only one was understood.

    So is "Bitte tragen Sie mich in beide ein", whatever stands before it.
    """
    words = reading.words
    if any(u.has("wants_both") and not is_question(u) for u in reading.layout.units):
        return True
    if mark is None or mark.unit is None or mark.sure:
        return False
    tokens = mark.unit.tokens
    pair = [n for n, t in enumerate(tokens[:-1]) if words.exactly("both", t.fold) and n < mark.start]
    opened = any(words.exactly("article", tokens[n + 1].fold) for n in pair)
    ands = [n for n, t in enumerate(tokens[:-1]) if words.exactly("and", t.fold) and pair and n > pair[0]]
    return opened and any(words.exactly("article", tokens[n + 1].fold) for n in ands)


def missing_from(reading: Reading) -> tuple[str, ...]:
    """What only the sender can say, in the order of asking: see Intent.missing."""
    party = reading.party
    found: list[str] = []
    if not party.people:
        found.append("names" if party.announced > 1 else "name")
    elif party.announced > len(party.people):
        found.append("names")
    if any(p.name is None or not p.name.complete for p in party.people):
        found.append("name")
    if party.which:
        found.append("which")
    elif reading.event.order:
        for wish in party.wishes:
            if wish.doubt:
                found.append(wish.doubt)
            elif len(party.people) == 1 and _wants_both(wish.mark, reading):
                found.append("choice")
            elif not wish.workshop and not wish.livestream:
                found.append("workshop")
    return tuple(dict.fromkeys(found))
