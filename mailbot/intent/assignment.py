"""Who wants what: wishes from the own row or form, the own clause, or what holds for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.choice import Wish, settle
from mailbot.intent.layout import Layout
from mailbot.intent.marks import LIVESTREAM, Mark
from mailbot.intent.names import Name
from mailbot.intent.people import Person
from mailbot.intent.request import Request
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role, Unit


@dataclass(slots=True)
class Party:
    """Everybody the mail puts on the list, with a wish each.

    announced: how many the words promise, 0 where they do not say. unplaced: "which" where several
    workshops are named and nobody knows who goes where. loose: names that could not be placed.
    """

    people: list[Person] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    announced: int = 0
    extra: int = 0
    which: bool = False
    writer_in: bool = False
    loose: list[Name] = field(default_factory=list)


def assign(
    party: Party,
    layout: Layout,
    marks: Sequence[Mark],
    request: Request,
    event: Catalogue,
) -> None:
    """A wish for everybody: from the own row or form, the own clause, or what holds for all."""
    body = [
        m
        for m in marks
        if 0 <= m.place < len(layout.units) and (not m.asked or layout.units[m.place].has("self_register"))
    ]
    subject = [m for m in marks if m.place >= len(layout.units) and not m.asked]
    if len(party.people) <= 1:
        wish = _single(body, subject, request, event)
        party.wishes = [wish for _ in party.people] or [wish]
        return
    own_places = {p.place for p in party.people if p.how in ("row", "form")}
    form_places = {place for p in party.people for places in p.fields.values() for place in places}
    common_marks = [m for m in body if m.place not in own_places | form_places] or (
        [] if any(m.place in own_places | form_places for m in body) else subject
    )
    owned = _by_clause(party, common_marks, layout)
    general = [m for m in common_marks if m not in {x for ms in owned.values() for x in ms}]
    headings = _headings(layout, common_marks)
    default = settle(general, event)
    for number, person in enumerate(party.people):
        mine = _marks_of(person, body, owned.get(number, []), headings, party)
        wish = settle(mine, event) if mine else default
        if mine and wish.workshop is None and not wish.livestream and not wish.doubt and default.workshop:
            wish = Wish(default.workshop, wish.alternative, default.livestream, "", default.mark, wish.second)
        party.wishes.append(wish)
    if default.doubt == "choice" and not any(w.doubt == "" and w.workshop for w in party.wishes):
        party.which = True


def _single(body: list[Mark], subject: list[Mark], request: Request, event: Catalogue) -> Wish:
    wish = settle(body, event, request.remaining and not any(m.grade == 3 and not m.refused for m in body))
    if not body or (wish.workshop is None and not wish.livestream and not wish.doubt):
        from_subject = settle(subject, event)
        return from_subject if subject else wish
    several = {
        m.workshop for m in subject if m.grade >= 2 and m.workshop not in (None, LIVESTREAM) and not m.refused
    }
    if wish.workshop in several and len(several) > 1 and wish.mark and wish.mark.grade < 3:
        return Wish(doubt="choice", mark=wish.mark)
    strong = {
        m.workshop
        for m in subject
        if m.grade == 3 and m.workshop not in (None, LIVESTREAM) and not m.old and not m.refused
    }
    changed = any(m.corrected for m in body) or request.changes
    if (
        wish.workshop
        and strong
        and wish.workshop not in strong
        and not changed
        and wish.mark
        and wish.mark.grade == 3
    ):
        return Wish(doubt="choice", mark=wish.mark)
    if wish.workshop and wish.mark and wish.mark.grade < 3 and len(strong) == 1 and not changed:
        chosen = next(iter(strong))
        if chosen != wish.workshop:
            return Wish(doubt="choice", mark=wish.mark) if wish.mark.grade == 2 else settle(subject, event)
    return wish


def _marks_of(
    person: Person, body: Sequence[Mark], owned: list[Mark], headings: dict[int, list[Mark]], party: Party
) -> list[Mark]:
    if person.how == "form" and person.fields:
        places = {
            p
            for kind in ("workshop", "first_choice", "second_choice", "attendance")
            for p in person.fields.get(kind, [])
        }
        return [m for m in body if m.place in places]
    if person.how == "row":
        mine = [m for m in body if m.place == person.place]
        mates = [p for p in party.people if p.place == person.place and p is not person]
        if mine and mates:
            return _nearest(person, mine)
        return mine or headings.get(person.place, []) or owned
    return owned


def _nearest(person: Person, mine: list[Mark]) -> list[Mark]:
    """Several names and marks in one row: a mark belongs to the names before it since the last mark."""
    if len({m.workshop for m in mine}) <= 1:
        return mine
    after = [m for m in mine if m.start >= person.end]
    return after[:1] or mine


def _headings(layout: Layout, marks: Sequence[Mark]) -> dict[int, list[Mark]]:
    """Row -> the marks of the line that heads its list ("Workshop 1:")."""
    found: dict[int, list[Mark]] = {}
    current: list[Mark] = []
    for place, unit in enumerate(layout.units):
        mine = [m for m in marks if m.place == place and not m.old and not m.refused]
        if (
            mine
            and (unit.text.rstrip().endswith(":") or len(unit.tokens) <= 8)
            and len({m.workshop for m in mine}) == 1
        ):
            current = mine
        elif unit.role is Role.SENTENCE and not mine and len(unit.tokens) > 12:
            current = []
        found[place] = current
    return found


def _by_clause(party: Party, marks: Sequence[Mark], layout: Layout) -> dict[int, list[Mark]]:
    """Marks that belong to somebody named in the same sentence: to those named since the last mark.

    "A und B in den ersten, C in den zweiten"; "alle in den dritten, nur Frau C in den zweiten".
    """
    owned: dict[int, list[Mark]] = {}
    for place in sorted({m.place for m in marks if m.place < len(layout.units)}):
        unit = layout.units[place]
        mine = [m for m in marks if m.place == place]
        spots = _spots(unit, party)
        if not spots:
            continue
        shared = (
            len({m.workshop for m in mine}) == 1 and not unit.has("except") and _everybody(spots, party, unit)
        )
        if shared and (unit.has("all") or max(at for at, _ in spots) < max(m.start for m in mine)):
            continue
        _walk_clause(unit, mine, spots, owned)
    return owned


def _everybody(spots: Sequence[tuple[int, int]], party: Party, unit: Unit) -> bool:
    return unit.has("all") or {n for _, n in spots} == set(range(len(party.people)))


def _spots(unit: Unit, party: Party) -> list[tuple[int, int]]:
    """(token, number of the person) for every place where the unit names one of the party, or "ich"."""
    found: list[tuple[int, int]] = []
    for number, person in enumerate(party.people):
        if person.name is None:
            continue
        parts = [p for p in person.name.parts if len(p) > 2]
        at = next((i for i, t in enumerate(unit.tokens) if t.fold in parts and t.shape is Shape.WORD), None)
        if at is None and person.how == "writer":
            plural = {c.start for c in unit.cues if c.name == "all"}
            at = next((c.start for c in unit.cues if c.name == "self" and c.start not in plural), None)
        if at is not None:
            found.append((at, number))
    return sorted(found)


def _walk_clause(
    unit: Unit, mine: Sequence[Mark], spots: Sequence[tuple[int, int]], owned: dict[int, list[Mark]]
) -> None:
    pending: list[int] = []
    last: list[int] = []
    for _at, what in sorted([(a, n) for a, n in spots] + [(m.start, m) for m in mine], key=lambda x: x[0]):
        if isinstance(what, int):
            pending.append(what)
            continue
        group_word = any(c.name == "all" and c.start < what.start for c in unit.cues)
        if pending:
            last = pending
            pending = []
        elif group_word and not last:
            continue
        for number in last:
            owned.setdefault(number, []).append(what)
    if pending and not owned and len({m.workshop for m in mine}) == 1:
        for number in pending:
            owned.setdefault(number, []).extend(mine)
