"""Who comes and what each of them wants: names joined with wishes, counts compared, doubts collected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.choice import LIVESTREAM, Mark, Wish, settle
from mailbot.intent.layout import Layout, Role, Unit
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.model import Evidence, Source
from mailbot.intent.names import Name, fuller, listed, same_person
from mailbot.intent.organisation import is_organisation
from mailbot.intent.people import Found, Person, excluded, is_row, names_in, people_in_forms, person_in_row
from mailbot.intent.request import Request, is_question
from mailbot.intent.tokens import Shape
from mailbot.intent.writer import Writer


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


def gather(
    layout: Layout, marks: Sequence[Mark], writer: Writer, request: Request, words: Lexicon, event: Catalogue
) -> Party:
    """The party of the mail."""
    hosts = _hosts(event, writer)
    named, loose = _named(layout, marks, writer, words, hosts, event)
    party = Party(loose=loose)
    party.writer_in = _writer_comes(layout, named, writer, request)
    people = _merged(named, writer)
    if (
        party.writer_in
        and writer.name is not None
        and not any(_is(p, writer.name) or _in_other_script(p, writer) for p in people)
    ):
        own = Person(writer.name, writer.evidence, -1, how="writer")
        if _writer_first(layout, people):
            people.insert(0, own)
        else:
            people.append(own)
    if party.writer_in and writer.partner is not None and not any(_is(p, writer.partner) for p in people):
        people.append(Person(writer.partner, writer.evidence, -1, how="partner"))
    party.people = people
    party.announced, party.extra = _announced(layout, marks)
    _assign(party, layout, marks, writer, request, words, event)
    return party


def _is(person: Person, name: Name) -> bool:
    return person.name is not None and same_person(person.name, name)


def _in_other_script(person: Person, writer: Writer) -> bool:
    """True where the header's name can be this person's in another script."""
    if writer.name is None or person.name is None or writer.evidence is None:
        return False
    header_only = writer.evidence.rule == "from-display-name"
    return (
        header_only
        and writer.name.text[:1].isascii() != person.name.text[:1].isascii()
        and len(
            {t.lower() != t.upper() or not t.isascii() for t in (writer.name.text[:1], person.name.text[:1])}
        )
        == 1
    )


def _hosts(event: Catalogue, writer: Writer) -> list[str]:
    """Leaders, speakers and the organiser's people, the writer excepted."""
    names = [leader for w in event.event.workshops for leader in w.leaders]
    names += [s for item in event.event.programme for s in item.speakers] + [event.event.organiser.name]
    cleaned = [n.split("(")[0].strip() for n in names if n]
    return [n for n in cleaned if writer.name is None or not same_person(writer.name, n)]


def _named(
    layout: Layout, marks: Sequence[Mark], writer: Writer, words: Lexicon, hosts: list[str], event: Catalogue
) -> tuple[list[Person], list[Name]]:
    people = people_in_forms(layout, words)
    loose: list[Name] = []
    marked = {m.place for m in marks if m.grade >= 2 and not m.old}
    for place, unit in enumerate((*layout.units, layout.subject)):
        if unit.role is Role.FIELD:
            if unit.label in ("attendance", "workshop"):
                loose += [f.name for f in names_in(unit, words) if not excluded(f.name, layout, hosts)]
            continue
        in_subject = unit.role is Role.SUBJECT
        if is_row(unit, words) and not in_subject:
            people += [
                p
                for p in person_in_row(unit, place, words)
                if _row_person(p, unit, place in marked, layout, hosts)
            ]
            continue
        found = [
            f for f in names_in(unit, words) if not excluded(f.name, layout, hosts) and not _theme(f, event)
        ]
        for one in found:
            person = Person(
                one.name, Evidence(one.name.text, unit.source, one.how), place, one.name.start, one.name.end
            )
            if in_subject:
                if one.how in ("formal", "listed") and one.name.complete and unit.has("register"):
                    person.place = -2
                    people.append(person)
            elif _takes_part(unit, one.name, place in marked, writer):
                people.append(person)
            elif not unit.has("thanks", "hearsay", "past", "pass_on") and not in_subject:
                if writer.name is None or not same_person(writer.name, one.name):
                    loose.append(one.name)
    return people, loose


def _row_person(person: Person, unit: Unit, marked: bool, layout: Layout, hosts: list[str]) -> bool:
    """A row's name that no list knows counts where the row has a column or a workshop beside it."""
    if person.name is None or excluded(person.name, layout, hosts):
        return False
    known = person.name.formal or person.name.title or any(listed(p) for p in person.name.parts)
    labelled = any(kind in ("name", "family", "given") for kind, _ in unit.cells)
    return bool(known) or labelled or (marked and not is_organisation(person.name.text))


def _theme(found: Found, event: Catalogue) -> bool:
    """Words of the programme are no names, unless a title or salutation says so."""
    return found.how not in ("formal", "relation") and all(
        p in event.event_words or event.hits(p) for p in found.name.parts
    )


def _takes_part(unit: Unit, name: Name, marked: bool, writer: Writer) -> bool:
    """A name in running text is a participant's where its sentence registers or joins it to the writer."""
    if is_question(unit) and not unit.has("register"):
        return False
    if unit.has("hearsay", "thanks") and not marked:
        return False
    return marked or unit.has(
        "register", "behalf", "self_and", "pass_on", "introduce", "withdraw", "cancel", "change"
    )


def _writer_comes(layout: Layout, named: Sequence[Person], writer: Writer, request: Request) -> bool:
    """Whether the writer is one of those who come."""
    units = layout.units
    if any(u.has("self_out") and not u.has("livestream") for u in units if named):
        return False
    if named and any(units[p].has("self") for p in request.absent if p < len(units)):
        return False
    others = [p for p in named if p.name and not (writer.name and same_person(p.name, writer.name))]
    if not others:
        return True
    if len(others) < len(named):
        return False  # The writer is in the list already and must not come in twice.
    for place, unit in enumerate(units):
        if unit.has("self_and") and (
            unit.has("register", "self_register") or any(p.place == place for p in named) or _counts(unit)
        ):
            return True
    return any(_first_person(u) and not u.has("behalf") and not is_question(u) for u in units)


def _first_person(unit: Unit) -> bool:
    return unit.has("self") and unit.has("self_register") and unit.has("register")


def _counts(unit: Unit) -> bool:
    return any(t.shape is Shape.NUMBER or t.fold in everything().numbers for t in unit.tokens)


def _writer_first(layout: Layout, people: Sequence[Person]) -> bool:
    """The writer stands first where a sentence speaks of himself before the others are named."""
    first = min((p.place for p in people if p.place >= 0), default=99)
    unit = layout.units[first] if first < len(layout.units) else None
    if unit is None:
        return False
    start = min((p.start for p in people if p.place == first), default=0)
    return any(c.name == "self" and c.start < start for c in unit.cues) or any(
        u.has("self_register", "self_and") for u in layout.units[:first]
    )


def _merged(named: Sequence[Person], writer: Writer) -> list[Person]:
    """One person for all places that name the same one; the fullest name goes."""
    people: list[Person] = []
    for person in named:
        if person.name is None:
            continue
        known = next(
            (
                p
                for p in people
                if (p.name and same_person(p.name, person.name) and p.how != "row")
                or (p.name and p.name.parts == person.name.parts)
            ),
            None,
        )
        if known is None or known.name is None:
            people.append(person)
            continue
        known.name = fuller(known.name, person.name)
        if person.how in ("row", "form") and known.how == "text":
            known.place, known.start, known.end, known.how = (
                person.place,
                person.start,
                person.end,
                person.how,
            )
        known.fields = known.fields or person.fields
        known.organisation = known.organisation or person.organisation
        known.email = known.email or person.email
        if known.place == -2:
            known.place, known.start, known.end = person.place, person.start, person.end
    for person in people:
        if writer.name is not None and person.name is not None and same_person(person.name, writer.name):
            person.name = fuller(person.name, writer.name)
    return people


def _announced(layout: Layout, marks: Sequence[Mark]) -> tuple[int, int]:
    """How many people the words promise; and how many more than the named where "noch", "und ich" add."""
    total = extra = 0
    marked = {m.place for m in marks}
    for place, unit in enumerate((*layout.units, layout.subject)):
        if unit.role in (Role.FIELD, Role.ROW) or (is_question(unit) and not unit.has("register")):
            continue
        if not (unit.has("register", "behalf", "self_and", "all") or place in marked):
            continue
        count = _count_in(unit)
        if count:
            adds = unit.has("additional")
            if adds:
                extra = max(extra, 1)
            total = max(total, count)
    return total, extra


def _count_in(unit: Unit) -> int:
    whole = everything()
    best = 0
    for n, token in enumerate(unit.tokens):
        value = (
            int(token.fold)
            if token.shape is Shape.NUMBER and len(token.fold) <= 2
            else (whole.numbers.get(token.fold, 0) if token.shape is Shape.WORD else 0)
        )
        if not 1 <= value <= 60:
            continue
        near = unit.tokens[n + 1 : n + 4]
        unit_word = next(
            (k for k, t in enumerate(near) if t.shape is Shape.WORD and whole.is_a("unit", t.fold)), None
        )
        before = unit.tokens[n - 1].fold if n else ""
        if (
            (
                unit_word is not None
                and not any(t.text in ".,:" for t in near[:unit_word])
                and not whole.is_a("workshop", before)
            )
            or (before == "zu" and token.fold.endswith("t") and value > 1)
            or (value > 1 and any(c.name == "self_and" and c.start <= n < c.end for c in unit.cues))
        ):
            best = max(best, value)
    return best


# -- who wants what --------------------------------------------------------------------------------------


def _assign(
    party: Party,
    layout: Layout,
    marks: Sequence[Mark],
    writer: Writer,
    request: Request,
    words: Lexicon,
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
        wish = _single(party, body, subject, layout, request, event)
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
        mine = _marks_of(person, body, owned.get(number, []), headings, party, layout)
        wish = settle(mine, event) if mine else default
        if mine and wish.workshop is None and not wish.livestream and not wish.doubt and default.workshop:
            wish = Wish(default.workshop, wish.alternative, default.livestream, "", default.mark, wish.second)
        party.wishes.append(wish)
    if default.doubt == "choice" and not any(w.doubt == "" and w.workshop for w in party.wishes):
        party.which = True


def _single(
    party: Party, body: list[Mark], subject: list[Mark], layout: Layout, request: Request, event: Catalogue
) -> Wish:
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
    person: Person,
    body: Sequence[Mark],
    owned: list[Mark],
    headings: dict[int, list[Mark]],
    party: Party,
    layout: Layout,
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
            return owned.get(0, mine) if isinstance(owned, dict) else _nearest(person, mates, mine)
        return mine or headings.get(person.place, []) or owned
    return owned


def _nearest(person: Person, mates: Sequence[Person], mine: list[Mark]) -> list[Mark]:
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
    for at, what in sorted([(a, n) for a, n in spots] + [(m.start, m) for m in mine], key=lambda x: x[0]):  # type: ignore[misc]
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


def quoted_source(person: Person) -> Source:
    """Where the name of a person comes from."""
    return person.evidence.source if person.evidence else Source.BODY
