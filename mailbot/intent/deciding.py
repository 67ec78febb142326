"""Whether the sender has decided: doubts, and conditions that only the sender's side can meet.

A doubt which workshop it will be can be asked; a doubt whether somebody comes at all needs a person. A
condition behind the words that register ("…, falls ich einen Babysitter finde") is such a doubt; one that
the office can meet ("…, falls noch Platz ist") is none.
"""

from __future__ import annotations

from mailbot.intent.breaks import BREAKS
from mailbot.intent.certainty import of_another_time
from mailbot.intent.lexicon import Cue, Lexicon
from mailbot.intent.reading import Reading
from mailbot.intent.stance import hesitates, is_question, tells
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Role, Unit


def undecided(reading: Reading) -> bool:
    """A doubt in a sentence that chooses or registers, or none that registers for certain."""
    if not reading.request.undecided:
        return False
    chosen = {m.place for m in reading.marks if m.live}
    units = reading.layout.units
    doubtful = [n for n, u in enumerate(units) if hesitates(u) and (n in chosen or not _politely(u))]
    doubtful = [n for n in doubtful if of_another_time(units[n]) and not _left_open(reading, units[n])]
    doubtful = [n for n in doubtful if not (_between(reading, n) or _which(reading, n))]
    # "… vertrage keine Laktose, vielleicht geht das mit dem Eintopf": the doubt is about a need.
    doubtful = [n for n in doubtful if n in chosen or not units[n].has("need")]
    return not reading.firm or any(n in chosen or units[n].has("register") for n in doubtful)


def _politely(unit: Unit) -> bool:
    """Like "Gibt es vielleicht eine Betreuung für Kinder?": the word only makes the question polite."""
    return is_question(unit) and all(c.end - c.start == 1 for c in unit.cues if c.name == "undecided")


def _which(reading: Reading, place: int) -> bool:
    """Like "Welchen Workshop ich besuche, weiß ich noch nicht": not whether, but which."""
    unit = reading.layout.units[place]
    named = any(reading.words.is_a("workshop", t.fold) for t in unit.tokens)
    settled = any(m.place == place for m in reading.marks)
    return (
        named
        and not settled
        and unit.has("interrogative", "either")
        and not unit.has("conditional", "cancel")
    )


def _between(reading: Reading, place: int) -> bool:
    """Like "zwischen A und C kann ich mich nicht entscheiden": the doubt is which, and that can be asked."""
    here = {m.workshop for m in reading.marks if m.place == place and not (m.old or m.refused)}
    alone = len(reading.party.people) == 1
    return len(here) > 1 or (alone and any(w.doubt for w in reading.party.wishes))


def _left_open(reading: Reading, unit: Unit) -> bool:
    """Like "Bettina hat sich noch nicht entschieden": one of several lacks a workshop, and can be asked."""
    open_ = [
        part
        for p, w in zip(reading.party.people, reading.party.wishes, strict=False)
        if p.name is not None and not (w.workshop or w.livestream)
        for part in p.name.parts
    ]
    if len(reading.party.people) < 2:
        return False
    at = [n for n, t in enumerate(unit.tokens) if t.capital and t.fold in open_]
    doubt = next((c.start for c in unit.cues if c.name == "undecided"), 0)
    # "Ich gehe zu Frau Moll, die Christl kann sich noch nicht entscheiden": who doubts stands nearest before.
    subjects = at + [c.start for c in unit.cues if c.name == "self"]
    before = [n for n in subjects if n <= doubt] or subjects
    return bool(at) and bool(before) and max(before) in at


def is_pending(reading: Reading) -> bool:
    """Like "die Genehmigung steht noch aus", "I'll only know on Friday": said anywhere, unless of which."""
    return any(
        unit.role is Role.SENTENCE
        and unit.has("pending")
        and (is_question(unit) or not _which(reading, place))
        and not _between(reading, place)
        for place, unit in enumerate(reading.layout.units)
    )


def on_condition(reading: Reading) -> bool:
    """Like "Ich komme zu Workshop 2, falls ich einen Babysitter finde": nobody but the sender can tell."""
    chosen = {m.place for m in reading.marks if m.live}
    return any(
        unit.role is Role.SENTENCE
        and tells(unit)
        and (place in chosen or unit.has("register", "self_register"))
        and any(_conditions(unit, cue, place, reading) for cue in unit.cues if cue.name == "conditional")
        for place, unit in enumerate(reading.layout.units)
    )


_OFFERED = (
    "available",
    "full",
    "second_choice",
    "polite",
    "consent",
    "please",
    "register",
    "livestream",
    "cancel",
    "withdraw",
    "change",
    "first_choice",
)
"""Cues of a condition that the office can meet, that is polite, or that speaks of later changes."""
_BREAKS = BREAKS | {"."}


def _conditions(unit: Unit, cue: Cue, place: int, reading: Reading) -> bool:
    """True where the clause before this condition registers the writer, and the office cannot meet it."""
    words, tokens = reading.words, unit.tokens
    left = max((n + 1 for n, t in enumerate(tokens[: max(0, cue.start - 1)]) if t.text in _BREAKS), default=0)
    stop = next((n for n in range(cue.end, len(tokens)) if tokens[n].text in _BREAKS), len(tokens))
    here = {c.name for c in unit.cues if left <= c.start < c.end <= cue.start}
    said = {"register", "self_register"} <= here
    said = said or any(m.place == place and left <= m.start < m.end <= cue.start for m in reading.marks)
    if not said or any(c.name in ("asking", "question", "thanks") and c.end <= cue.start for c in unit.cues):
        return False
    if _opens_another(unit, cue, stop, words) or any(
        c.name == "polite_if" and cue.start == c.start for c in unit.cues
    ):
        return False
    if any(c.name in _OFFERED and cue.start <= c.start < stop for c in unit.cues):
        return False
    spoken = [t for t in tokens[cue.end : stop] if t.shape is Shape.WORD]
    counted = any(words.is_a("unit", t.fold) for t in spoken)
    return len(spoken) > 1 and not counted and not any(_to_you(t, words) for t in spoken)


def _to_you(token: Token, words: Lexicon) -> bool:
    """True for whom the mail speaks to; in German only a capital letter tells "Sie" from "sie"."""
    own = words.exactly("third_person", token.fold)
    return words.exactly("you", token.fold) and (token.capital or not own)


def _opens_another(unit: Unit, cue: Cue, stop: int, words: Lexicon) -> bool:
    """Like "…, und wenn ich es schaffe, bringe ich Kuchen mit": the condition of what follows it."""
    before = unit.tokens[cue.start - 1].fold if cue.start else ""
    return stop < len(unit.tokens) and words.exactly("and", before)
