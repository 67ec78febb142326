"""Whether a sentence chooses for the one who writes: "ich", "mich" or a verb goes straight to a workshop."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.breaks import STOPS
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.marks import Mark
from mailbot.intent.people import Person
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Unit


def chooses_for_self(unit: Unit, marks: Sequence[Mark], people: Sequence[Person], words: Lexicon) -> bool:
    """True where "ich" or "mich" goes straight to a workshop, nobody else being named between them."""
    live = [m for m in marks if m.live]
    if people and len({m.workshop for m in live}) > len(people) and _verb_chooses(unit, live, people):
        return True
    for at, token in enumerate(unit.tokens):
        if token.shape is not Shape.WORD or not words.exactly("first_person", token.fold):
            continue
        behind = min((m.start for m in live if m.start > at), default=0)
        if not behind or any(clause_start(unit, at, words) <= p.start < behind for p in people):
            continue
        between = unit.tokens[at + 1 : behind]
        if any(c.name == "behalf" and c.start < behind <= c.end and c.end > behind for c in unit.cues):
            continue  # "Ich möchte meine Eltern für Workshop 2 anmelden"
        if words.exactly("oblique", token.fold):
            if not any(t.text in STOPS or t.text == "(" for t in between):
                return True
        elif not any(words.is_a("enrol", t.fold) for t in (*unit.tokens[max(0, at - 2) : at], *between)):
            return True
        else:
            # "I am signing up for workshop 1, my friend Ana for 2": what stands behind a comma is no object.
            other = min((p.start for p in people if p.start > behind), default=0)
            if any(t.text in STOPS for t in unit.tokens[behind:other]):
                return True
    return False


def _verb_chooses(unit: Unit, live: Sequence[Mark], people: Sequence[Person]) -> bool:
    """Like "أرجو تسجيلي في ورشة 1 وتسجيل أخي …": the first is the writer's, said by the verb."""
    first = min(m.start for m in live)
    verb = next((c for c in unit.cues if c.name == "self_register" and c.start < first), None)
    return verb is not None and all(p.start > first for p in people)


def clause_start(unit: Unit, at: int, words: Lexicon) -> int:
    """Where the clause around token `at` begins: behind a comma, a bracket or "und"."""
    depth = 0
    while at > 0:
        before = unit.tokens[at - 1]
        depth += (before.text == ")") - (before.text == "(" and depth > 0)
        if not depth and (before.text in STOPS or words.exactly("and", before.fold)):
            break
        at -= 1
    return at
