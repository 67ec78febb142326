"""Whether a mail registers for certain: a sentence that does, or a bare choice with nothing beside it.

A word of registering with the writer, somebody named or a workshop beside it is certain. Where only a
wish ("ich möchte", "bitte") stands beside a workshop, the sentence may want something else of it ("den
Beamer für Workshop 2"): it is certain only where hardly another word is left over. What is asked,
imagined, told of the past or of others, or not decided, is never certain.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.assignment import Party
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.marks import Mark
from mailbot.intent.request import Request
from mailbot.intent.stance import (
    asked_from,
    asks,
    hesitates,
    is_hypothetical,
    is_topic,
    left_over,
    only_registers,
    tells,
    weakly,
)
from mailbot.intent.staying import sends_another
from mailbot.intent.streams import LIVESTREAM
from mailbot.intent.talk import counted, enrols, unknown
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Role, Unit
from mailbot.intent.vocabulary import Trait

_BARE_UNITS, _BARE_WORDS = 4, 30
"""How much a mail may say that is taken for a bare choice."""
_LIST_UNITS, _LIST_WORDS = 10, 60
"""How much it may say where it is a list of names and nouns from its beginning to its end."""


def registers_for_certain(
    layout: Layout,
    marks: Sequence[Mark],
    party: Party,
    request: Request,
    words: Lexicon,
    event: Catalogue,
) -> bool:
    """True where a sentence registers for certain: for oneself, somebody named, or a choice."""
    named = {p.place for p in party.people if p.how != "writer"}
    chosen = [m for m in marks if m.grade >= 1 and m.live]
    known = _known(party, event)
    for place, unit in enumerate((*layout.units, layout.subject)):
        if not _may_register(unit, words) or _hangs_on_answer(layout.units, place):
            continue
        if unit.has("asks_link") and request.registered:
            continue  # "Ich bin angemeldet, bitte schicken Sie mir den Link."
        spoken = [m for m in chosen if m.place == place]
        here = [m for m in spoken if not is_topic(unit, m.start, words)]
        if spoken and not here and weakly(unit, words):
            continue
        sure = [m for m in here if m.grade >= 2]
        noun = Trait.KNOWN_WORDS in words.traits and not enrols(unit)
        if unit.has("self_register") and unit.has("register") and not (noun and unknown(unit, words, known)):
            return True
        plain = bool(here) and not _strange(unit, here, words, known)
        if (plain and unit.has("self_register")) or (here and unit.has("asks_link")):
            return True
        if sure and plain and unit.has("please", "first_choice"):
            return True
        if unit.has("please") and unit.has("register") and _names(unit, place, party):
            return True
        if sure and plain and unit.has("wish") and (place in named or _speaks_of(unit, party)):
            return True
        strict = Trait.KNOWN_WORDS in words.traits and not enrols(unit) and not unit.has("thanks")
        told = unit.has("announce")
        free = not (request.asks or strict or told or unit.has("hearsay"))
        if sure and unit.has("register") and ((plain and not (strict and told)) or free):
            return True
        if unit.has("register", "behalf", "self_and") and (
            place in named or (unit.has("behalf") and bool(named))
        ):
            return True
    imagines = any(is_hypothetical(u, words) for u in layout.units if u.has("register", "self_register"))
    talks = _only_talks(layout, chosen, words, known)
    return not imagines and not talks and _headed(layout, party, request)


def _only_talks(layout: Layout, chosen: Sequence[Mark], words: Lexicon, known: frozenset[str]) -> bool:
    """Like "Die Rechnung für Workshop 2 liegt bei": each sentence about a workshop tells something."""
    places = {m.place for m in chosen if m.place < len(layout.units)}
    if Trait.KNOWN_WORDS not in words.traits or any(
        enrols(u) for n, u in enumerate(layout.units) if n not in places
    ):
        return False
    told = [(layout.units[n], [m for m in chosen if m.place == n]) for n in places]
    return bool(told) and all(
        unit.role is Role.SENTENCE
        and not (unit.has("self_register", "first_choice", "all", "behalf") or enrols(unit))
        and not any(counted(t, words) for t in unit.tokens)
        and (unit.has("hearsay") or _strange(unit, here, words, known))
        for unit, here in told
    )


def _speaks_of(unit: Unit, party: Party) -> bool:
    """Like "Falk passt in die 3, Aylin will in die 1": of somebody who was named in full before."""
    others = {part for p in party.people if p.name and not p.writer for part in p.name.parts if len(part) > 2}
    return any(t.capital and t.fold in others for t in unit.tokens)


def _names(unit: Unit, place: int, party: Party) -> bool:
    """Like "Bitte einen Platz für Rieke Althoff", signed by her, or "Прошу записать:" above names."""
    said = {t.fold for t in unit.tokens if t.capital or not t.cased}
    names = [p.name for p in party.people if p.name is not None and p.name.complete]
    rows = unit.text.rstrip().endswith(":") and place + 1 in [p.place for p in party.people if p.how == "row"]
    return rows or any(len(n.parts) > 1 and said.issuperset(n.parts) for n in names)


def _may_register(unit: Unit, words: Lexicon) -> bool:
    """False for what is asked, imagined, past, undecided, or tells that others are registered."""
    if unit.role not in (Role.SENTENCE, Role.ROW, Role.FIELD) or of_another_time(unit):
        return False
    if unit.has("at_the_door") or (unit.has("remark") and not unit.has("register")):
        return False  # "Unser Techniker meldet sich am Empfang an."
    if not tells(unit) or is_hypothetical(unit, words) or _only_in_condition(unit):
        return False
    stream = max((c.start for c in unit.cues if c.name == "livestream"), default=-1)
    # "I can't come but will join online": who stays away from the place takes part.
    leaves = [c for c in unit.cues if c.name in ("cancel", "withdraw") and c.end > stream]
    if leaves and unit.has("negation", "objection", "sudden") and not unit.has("but"):
        return sends_another(unit) or any(only_registers(unit, c, words) for c in leaves)
    told = unit.has("registered") and not unit.has("self", "change", "please", "correction", "self_register")
    return not (told or _only_told(unit))


def _only_told(unit: Unit) -> bool:
    """Like "I am registered for the livestream": nothing registers beside the words that tell of it."""
    told = [c for c in unit.cues if c.name == "registered"]
    verbs = [c for c in unit.cues if c.name in ("register", "self_register")]
    return bool(told) and all(any(t.start <= v.start and v.end <= t.end for t in told) for v in verbs)


def _hangs_on_answer(units: Sequence[Unit], place: int) -> bool:
    """Like "Is workshop 2 in English? If so, I will come.": the answer decides, and it is not about seats."""
    if not 0 < place < len(units) or not asks(units[place - 1]) or units[place - 1].has("available", "full"):
        return False
    opening = next((c for c in units[place].cues if c.name == "conditional" and c.start <= 1), None)
    if opening is None:
        return False
    clause = units[place].tokens[opening.end : opening.end + 3]
    return any(t.text in ",،" for t in clause)


def _only_in_condition(unit: Unit) -> bool:
    """Like "Wenn das nicht geht, hat es keinen Zweck": what could register belongs to the condition."""
    cue = next((c for c in unit.cues if c.name == "conditional" and c.start <= 1), None)
    if cue is None or unit.has("please", "first_choice", "yes"):
        return False
    stop = next((i for i, t in enumerate(unit.tokens) if t.text in ",،" and i > cue.start), len(unit.tokens))
    verbs = [c for c in unit.cues if c.name == "register"]
    return bool(verbs) and stop < len(unit.tokens) and all(c.start < stop for c in verbs)


def of_another_time(unit: Unit) -> bool:
    """True for what is past, or not decided yet; a word of today or a "but" may turn it round."""
    if unit.has("past") and not unit.has("now"):
        return True
    doubts = [c.end for c in unit.cues if c.name == "undecided"] if hesitates(unit) else []
    turns = [c.start for c in unit.cues if c.name == "but"]
    certain = [c.end for c in unit.cues if c.name == "register"]
    return bool(doubts) and not any(max(doubts) <= t < end for t in turns for end in certain)


def _headed(layout: Layout, party: Party, request: Request) -> bool:
    """A subject that registers, over a body that chooses."""
    subject = layout.subject
    chosen = any(w.workshop or w.livestream or w.doubt for w in party.wishes)
    if not subject.has("register") or asks(subject) or request.registered:
        return False
    takes_part = request.about_event and not request.asks and not request.announces
    return chosen or (takes_part and any(u.has("register") and tells(u) for u in layout.units))


def _known(party: Party, event: Catalogue) -> frozenset[str]:
    """Words that belong to the people of the mail or to the leaders and the titles of the event."""
    names = {part for p in party.people if p.name for part in p.name.parts}
    leaders = {part for leader in event.leaders for part in str(leader).lower().split()}
    return frozenset(names | leaders | event.event_words)


def _strange(unit: Unit, here: Sequence[Mark], words: Lexicon, known: frozenset[str]) -> bool:
    """True where the clause of the choice says more than a choice: another object, another verb."""
    rest = _rest(unit, here, words, known)
    if unit.tokens and any(words.is_a("listing", t.fold) for t in unit.tokens[:2]):
        return True  # "Die Teilnehmerliste für Workshop 2 …" is what somebody writes about.
    if len(rest) > (2 if Trait.CAPITAL_NOUNS in words.traits else 1):
        return True
    if Trait.CAPITAL_NOUNS not in words.traits or not rest:
        return False
    first = min(m.start for m in here)
    object_before = any(
        t.capital and t is not unit.tokens[0] and 0 <= first - unit.tokens.index(t) <= 5 for t in rest
    )
    if not object_before and _joins(rest):
        return False
    last = rest[-1]
    closing = [t for t in unit.tokens if t.shape is Shape.WORD][-1]
    return object_before or (
        last is closing and not last.capital and last.fold.endswith(("en", "ern", "eln"))
    )


def _joins(rest: Sequence[Token]) -> bool:
    """Like "gern würde ich bei den Plakaten mitdrucken": a verb of one's own that says "with you"."""
    return len(rest) == 1 and rest[0].fold.startswith("mit") and not rest[0].capital


def _rest(unit: Unit, here: Sequence[Mark], words: Lexicon, known: frozenset[str]) -> list[Token]:
    spans = [(m.start, m.end) for m in here]
    return [
        t for t in left_over(unit, spans, words) if t.fold not in known and not words.is_a("activity", t.fold)
    ]


_NOT_BARE = (
    "announce",
    "attachment",
    "cancel",
    "withdraw",
    "decline",
    "undecided",
    "past",
    "programme",
    "registered",
    "change",
    "need",
    "question",
    "hearsay",
    "thanks",
)


def is_bare(
    layout: Layout, marks: Sequence[Mark], party: Party, request: Request, words: Lexicon, event: Catalogue
) -> bool:
    """True for a mail of a few words that chooses a workshop and hardly says anything else."""
    if len({m.workshop for m in marks if m.sure and not (m.old or m.refused or m.second)}) > 1:
        return False  # Who names several workshops says something about them.
    known = _known(party, event)
    length = sum(len(u.tokens) for u in layout.units)
    if len(layout.units) > _BARE_UNITS or length > _BARE_WORDS:
        told = [u for u in layout.units if not u.has("need", "thanks", "please")]
        nominal = all(_nominal(u, words, known) and not u.has(*_NOT_BARE) for u in told)
        long = len(layout.units) > _LIST_UNITS or length > _LIST_WORDS
        # A list of several may be anybody's list of anything; see Reading.listed.
        if long or len(party.people) > 1 or not nominal:
            return False
    units = (*layout.units, layout.subject)
    wanted = any(u.has("please", "register", "self_register", "first_choice") for u in units) or any(
        p.how != "writer" for p in party.people
    )
    for mark in marks:
        if not mark.sure or mark.old or mark.refused or mark.asked or mark.workshop == LIVESTREAM:
            continue
        unit = units[mark.place]
        if unit.role is Role.SUBJECT and layout.units:
            continue
        if mark.rule == "number" and mark.end - mark.start == 1 and not (request.about_day or wanted):
            continue  # "One 1" may be anything.
        if asked_from(unit) is not None or is_hypothetical(unit, words) or unit.has(*_NOT_BARE):
            continue
        here = [m for m in marks if m.place == mark.place]
        if not _rest(unit, here, words, known) and _nominal(unit, words, known):
            return True
    return False


def _nominal(unit: Unit, words: Lexicon, known: frozenset[str]) -> bool:
    """True where the unit is a list of names and nouns: no word in small letters tells anything."""
    said = {
        i
        for c in unit.cues
        if c.name in ("register", "please", "self_register", "available")
        for i in range(c.start, c.end)
    }
    small = [
        t
        for i, t in enumerate(unit.tokens)
        if t.shape is Shape.WORD
        and i not in said
        and not t.capital
        and t.fold not in words.stopwords
        and t.fold not in known
        and not words.is_a("workshop", t.fold)
    ]
    return len(small) <= 6 and not any(t.cased for t in small)
