"""Who wants what: wishes from the own row or form, the own clause, or what holds for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mailbot.intent.bearing import bearing
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.choice import Wish, confirmed, settle
from mailbot.intent.groups import group_spots
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.marks import Mark
from mailbot.intent.names import Name
from mailbot.intent.people import Person
from mailbot.intent.request import Request
from mailbot.intent.runs import Spot
from mailbot.intent.spots import owned_marks, shared, spots
from mailbot.intent.streams import LIVESTREAM
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role
from mailbot.intent.unread import unread


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
    words: Lexicon,
) -> None:
    """A wish for everybody: from the own row or form, the own clause, or what holds for all."""
    body = [m for m in marks if 0 <= m.place < len(layout.units) and not m.asked]
    body = bearing(body, party.people, layout)
    subject = [m for m in marks if m.place >= len(layout.units) and not m.asked]
    if len(party.people) <= 1:
        wish = _single(body, subject, request, event)
        party.wishes = [wish for _ in party.people] or [wish]
        return
    own_places = {p.place for p in party.people if p.how in ("row", "form")}
    form_places = _form_places(party, layout)
    common_marks = [m for m in body if m.place not in own_places | form_places] or (
        [] if any(m.place in own_places | form_places for m in body) else subject
    )
    owned = _by_clause(party, common_marks, layout, words)
    taken = {m for given in owned.values() for m in given}
    sure = {m.place for m in taken if m.sure}
    general = [m for m in common_marks if m not in taken]
    headings = _headings(layout, common_marks, party)
    default = _for_all(general, event)
    if default.doubt:
        # A mere theme beside a workshop that is somebody's for certain is talk.
        default = _for_all([m for m in general if m.grade > 1 or m.place not in sure], event)
    for number, person in enumerate(party.people):
        mine = _marks_of(person, body, owned.get(number, []), headings, party)
        if person.writer and person.place < 0 and not mine:
            mine = _beside_me(own_places, body, layout, words)
        silent = number in owned or unread(person, party.people, body, layout, words)
        wish = settle(mine, event) if mine else Wish() if silent else default
        if mine and wish.workshop is None and not wish.livestream and not wish.doubt and default.workshop:
            wish = Wish(default.workshop, wish.alternative, default.livestream, "", default.mark, wish.second)
        if not (wish.workshop or wish.livestream) and _ditto(person, layout) and party.wishes:
            wish = party.wishes[-1]
        elif not (wish.workshop or wish.livestream) and number not in owned and party.wishes:
            wish = (
                _like_before(party) if person.added or _along(person, layout, general, taken, words) else wish
            )
        party.wishes.append(_as_said_last(number, wish, party, body, layout, words, event))
    if default.doubt == "choice" and not any(w.doubt == "" and w.workshop for w in party.wishes):
        party.which = True


def _form_places(party: Party, layout: Layout) -> set[int]:
    """The fields that are somebody's own; "Workshop: E (beide)" below the last of two holds for both."""
    return {
        place
        for p in party.people
        for places in p.fields.values()
        for place in places
        if not (len(party.people) > 1 and layout.units[place].has("all"))
    }


def _ditto(person: Person, layout: Layout) -> bool:
    """Like the row "Anna Kern – ebenso": the same as in the row above."""
    own = 0 <= person.place < len(layout.units) and person.how == "row"
    return own and layout.units[person.place].has("ditto")


def _as_said_last(
    number: int,
    wish: Wish,
    party: Party,
    body: Sequence[Mark],
    layout: Layout,
    words: Lexicon,
    event: Catalogue,
) -> Wish:
    """Like "… Ehrlich, Beate (1) … Nachtrag: Frau Ehrlich hat sich doch für die 2 entschieden".

    Where a later sentence about nobody else says another workshop and no word corrects, it is a doubt.
    """
    person = party.people[number]
    if person.how not in ("row", "form") or not wish.workshop:
        return wish
    later: list[Mark] = []
    for place, unit in enumerate(layout.units):
        if place <= person.place or unit.role is not Role.SENTENCE:
            continue
        if {s.number for s in spots(unit, place, party.people, words)} == {number}:
            later += [m for m in body if m.place == place and m.grade > 1 and not (m.old or m.refused)]
    if not later or wish.workshop in {m.workshop for m in later} or all(m.second for m in later):
        return wish
    corrects = any(layout.units[m.place].has("correction", "change", "but") for m in later)
    return settle(later, event) if corrects else Wish(doubt="choice")


def _beside_me(places: set[int], body: Sequence[Mark], layout: Layout, words: Lexicon) -> list[Mark]:
    """Like "Wenn das Herz stolpert: Traudl Kienast und ich": the writer in a row of others."""
    rows = {n for n in places if 0 <= n < len(layout.units)}
    mine = {n for n in rows if any(words.exactly("first_person", t.fold) for t in layout.units[n].tokens)}
    return [m for m in body if m.place in mine] if len(mine) == 1 else []


def _along(person: Person, layout: Layout, general: Sequence[Mark], taken: set[Mark], words: Lexicon) -> bool:
    """Like "… na warsztat 2, ze mną przyjdzie siostra Ewa": comes along where the sentence chooses.

    In a sentence of its own only who takes "the same workshop" does.
    """
    if not 0 <= person.place < len(layout.units) or person.how not in ("text", "couple"):
        return False
    unit = layout.units[person.place]
    if general or unit.has("cancel", "undecided", "negation") or len({m.workshop for m in taken}) != 1:
        return False
    if unit.has("same"):
        return True
    too = any(t.shape is Shape.WORD and words.exactly("too", t.fold) for t in unit.tokens)
    here = any(m.place == person.place and m.start < person.start for m in taken)
    same = unit.has("all") and bool(person.relation) and not unit.has("register", "self")
    return same or (here and (too or unit.has("additional", "self_and")))


def _like_before(party: Party) -> Wish:
    """What was chosen by whoever stands before one who is only added: "Und meine Schwester auch."."""
    before = [w for w in party.wishes if w.workshop or w.livestream]
    chosen = {(w.workshop, w.livestream) for w in before}
    return before[-1] if len(chosen) == 1 else Wish()


def _for_all(marks: Sequence[Mark], event: Catalogue) -> Wish:
    """What holds for everybody; where one sentence points to several workshops in any words, a doubt."""
    wish = settle(marks, event)
    live = [m for m in marks if not (m.old or m.refused or m.second or m.corrected)]
    if wish.mark and confirmed(wish.mark, live):
        live = [m for m in live if m.grade > 1]
    for place in {m.place for m in live}:
        here = [m for m in live if m.place == place and m.workshop not in (None, LIVESTREAM)]
        sure = any(m.sure for m in here)
        named = {m.workshop for m in here if m.grade > 1 or not sure}
        if wish.workshop and len(named) > 1 and not wish.doubt:
            return Wish(doubt="choice", mark=wish.mark)
    return wish


def _single(body: list[Mark], subject: list[Mark], request: Request, event: Catalogue) -> Wish:
    wish = settle(body, event)
    if not body or (wish.workshop is None and not wish.livestream and not wish.doubt):
        from_subject = settle(subject, event)
        return from_subject if subject else wish
    several = {
        m.workshop
        for m in subject
        if m.grade >= 2 and m.workshop not in (None, LIVESTREAM) and not (m.refused or m.old)
    }
    if wish.workshop in several and len(several) > 1 and wish.mark and not wish.mark.sure:
        return Wish(doubt="choice", mark=wish.mark)
    strong = {
        m.workshop
        for m in subject
        if m.sure and m.workshop not in (None, LIVESTREAM) and not m.old and not m.refused
    }
    changed = any(m.corrected for m in body) or request.changes
    if (
        wish.workshop
        and strong
        and wish.workshop not in strong
        and not changed
        and wish.mark
        and wish.mark.sure
    ):
        return Wish(doubt="choice", mark=wish.mark)
    if wish.workshop and wish.mark and not wish.mark.sure and len(strong) == 1 and not changed:
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
        } or {person.place}
        return [m for m in body if m.place in places] or headings.get(person.place, [])
    if person.how == "row":
        mine = [m for m in body if m.place == person.place]
        mates = [p for p in party.people if p.place == person.place and p is not person]
        if mine and mates:
            return _nearest(person, mine)
        return mine or owned or headings.get(person.place, [])
    return owned


def _nearest(person: Person, mine: list[Mark]) -> list[Mark]:
    """Several names and marks in one row: a mark belongs to the names before it since the last mark."""
    if len({m.workshop for m in mine}) <= 1:
        return mine
    after = [m for m in mine if m.start >= person.end]
    return after[:1] or mine


def _headings(layout: Layout, marks: Sequence[Mark], party: Party) -> dict[int, list[Mark]]:
    """Row -> the marks of the line that heads its list ("Workshop 1:"), or of the lines below each name."""
    rows = sorted({p.place for p in party.people if p.how in ("row", "form")})
    between = any(rows[0] < m.place < rows[-1] for m in marks) if rows else False
    if rows and (between or len(rows) == 1) and not any(m.place < rows[0] for m in marks):
        return {
            row: [m for m in marks if row < m.place < until]
            for row, until in zip(rows, [*rows[1:], len(layout.units)], strict=True)
        }
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


def _by_clause(party: Party, marks: Sequence[Mark], layout: Layout, words: Lexicon) -> dict[int, list[Mark]]:
    """Number of the person -> the marks that sentences give to this person and not to all."""
    owned: dict[int, list[Mark]] = {}
    for place in sorted({m.place for m in marks if m.place < len(layout.units)}):
        unit = layout.units[place]
        mine = [m for m in marks if m.place == place]
        if any(m.sure for m in mine):
            # A mere theme beside numbers and titles is talk ("meine Mitarbeiterin").
            mine = [m for m in mine if m.grade > 1]
        found = spots(unit, place, party.people, words)
        groups = group_spots(unit, place, party.people, [s.number for s in found], words)
        found = sorted([*found, *(Spot(at, n) for at, n in groups)], key=lambda s: s.at)
        if found and not shared(unit, mine, found, len(party.people), words):
            for number, given in owned_marks(unit, mine, found, words).items():
                owned.setdefault(number, []).extend(given)
    return owned
