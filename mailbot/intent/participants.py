"""Who comes and what each of them wants: names joined with wishes, counts compared, doubts collected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from mailbot.intent.assignment import Party, assign
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.counts import announced
from mailbot.intent.forms import is_row, people_in_forms, person_in_row
from mailbot.intent.identity import fuller, same_person
from mailbot.intent.language import listed, name_list
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.marks import Mark
from mailbot.intent.model import Evidence, Source
from mailbot.intent.names import Name
from mailbot.intent.organisation import is_organisation
from mailbot.intent.people import Found, Person, excluded, names_in
from mailbot.intent.request import Request
from mailbot.intent.stance import is_question
from mailbot.intent.spots import chooses_for_self
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role, Unit
from mailbot.intent.writer import Writer


def gather(
    layout: Layout, marks: Sequence[Mark], writer: Writer, request: Request, words: Lexicon, event: Catalogue
) -> Party:
    """The party of the mail."""
    hosts = _hosts(event, writer)
    named, loose = _named(layout, marks, writer, words, hosts, event)
    party = Party()
    party.announced, party.extra = announced(layout, marks)
    named += _as_announced(named, loose, writer, party.announced)
    party.loose = [p.name for p in loose if p.name is not None and p not in named]
    party.writer_in = _writer_comes(layout, named, writer, request, marks, words)
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
    for person in people:
        person.writer = writer.name is not None and _is(person, writer.name)
        _lend_family_name(person, writer, words)
    party.people = people
    assign(party, layout, marks, request, event, words)
    return party


def _as_announced(
    named: Sequence[Person], loose: Sequence[Person], writer: Writer, count: int
) -> list[Person]:
    """Names in sentences that register nobody, where just so many people are announced."""
    full = [p for p in loose if p.name is not None and p.name.complete and len(p.name.parts) > 1]
    everybody = _merged([*full, *named], Writer(None))
    alone = not any(writer.name is not None and _is(p, writer.name) for p in everybody)
    return full if full and count > 1 and len(everybody) in (count, count - alone) else []


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
) -> tuple[list[Person], list[Person]]:
    people = people_in_forms(layout, words)
    loose: list[Person] = []
    closed = False
    marked = {m.place for m in marks if m.grade >= 2 and not m.old}
    for place, unit in enumerate((*layout.units, layout.subject)):
        if unit.role is Role.FIELD:
            if unit.label in ("attendance", "workshop"):
                loose += [
                    Person(f.name, None, place, f.name.start, f.name.end)
                    for f in names_in(unit, words)
                    if not excluded(f.name, layout, hosts)
                ]
            continue
        in_subject = unit.role is Role.SUBJECT
        closed = (closed or unit.has("closing") and len(unit.tokens) <= 6) and not in_subject
        if closed:
            # Below a closing formula stand the directors of the house and other small print.
            continue
        if is_row(unit, words) and not in_subject:
            people += [
                p
                for p in person_in_row(unit, place, words)
                if _row_person(p, unit, place in marked, layout, hosts)
            ]
            continue
        found = [
            f
            for f in names_in(unit, words)
            if not (excluded(f.name, layout, hosts) or _theme(f, event) or _led(f.name, place, marks))
        ]
        listing = len(found) > 1 and bool(marks) and _enumerates(unit, found)
        for one in found:
            person = Person(
                one.name, Evidence(one.name.text, unit.source, one.how), place, one.name.start, one.name.end
            )
            person.relation = _relation(unit, one.name, words)
            if in_subject:
                if one.how in ("formal", "listed") and one.name.complete and unit.has("register"):
                    person.place = -2
                    people.append(person)
            elif (listing or _takes_part(unit, place in marked)) and not _beside_introduction(unit, one.name, writer):
                people.append(person)
            elif unit.has("thanks", "hearsay", "past", "pass_on") or in_subject:
                continue
            elif writer.name is None or not same_person(writer.name, one.name):
                loose.append(person)
    return people, loose


def _enumerates(unit: Unit, found: Sequence[Found]) -> bool:
    """Like "das Spielmobil rückt an: Carmen Wilke, Jonas Baruth und Nora Lindig": full names in a row."""
    if is_question(unit) or unit.has("thanks", "hearsay", "past", "cancel", "decline", "self_out", "announce"):
        return False
    gaps = [unit.tokens[a.name.end : b.name.start] for a, b in pairwise(found)]
    joined = all(
        len(gap) <= 2 and all(t.text in ",;&+/" or everything().exactly("and", t.fold) for t in gap)
        for gap in gaps
    )
    return joined and all(len(f.name.parts) > 1 for f in found)


def _relation(unit: Unit, name: Name, words: Lexicon) -> str:
    """The word before the name, or its first, that says what the person is to the writer; empty for none."""
    for at in (name.start, name.start - 1):
        if at >= 0 and everything().exactly("relation", unit.tokens[at].fold):
            before = unit.tokens[at - 1].fold if at else ""
            mine = not words.exactly("salutation", unit.tokens[at].fold) or words.exactly(
                "possessive", before
            )
            return unit.tokens[at].fold if mine else ""
    return ""


def _row_person(person: Person, unit: Unit, marked: bool, layout: Layout, hosts: list[str]) -> bool:
    """A row's name that no list knows counts where the row has a column or a workshop beside it."""
    if person.name is None or excluded(person.name, layout, hosts):
        return False
    known = person.name.formal or person.name.title or any(listed(p) for p in person.name.parts)
    labelled = any(kind in ("name", "family", "given") for kind, _ in unit.cells)
    return bool(known) or labelled or (marked and not is_organisation(person.name.text))


def _led(name: Name, place: int, marks: Sequence[Mark]) -> bool:
    """True where the sentence means a workshop by this name, that of its leader, misspelt or not."""
    return any(m.rule == "leader" and m.place == place and name.start <= m.start < name.end for m in marks)


def _theme(found: Found, event: Catalogue) -> bool:
    """Words of the programme are no names, unless a title or salutation says so."""
    return found.how not in ("formal", "relation") and all(
        p in event.event_words or event.hits(p) for p in found.name.parts
    )


def _beside_introduction(unit: Unit, name: Name, writer: Writer) -> bool:
    """Another name in the sentence by which the writer introduces himself is told, not registered."""
    if not unit.has("introduce") or unit.has("self_and", "behalf", "register", "additional"):
        return False
    return writer.name is not None and not same_person(writer.name, name)


def _takes_part(unit: Unit, marked: bool) -> bool:
    """A name in running text is a participant's where its sentence registers or joins it to the writer."""
    if is_question(unit) and not unit.has("register"):
        return False
    if unit.has("hearsay", "thanks") and not marked:
        return False
    return marked or unit.has(
        "register", "behalf", "self_and", "pass_on", "introduce", "withdraw", "cancel", "change"
    )


def _lend_family_name(person: Person, writer: Writer, words: Lexicon) -> None:
    """Like "meine Frau Helga": wife, husband and children have the writer's family name if no other is said."""
    one, other = person.name, writer.name
    if one is None or other is None or not words.exactly("kin", person.relation):
        return
    if len(one.parts) == 1 and one.parts[0] in name_list("given") and len(other.text.split()) == 2:
        person.name = replace(one, text=f"{one.text} {other.text.split()[1]}", formal=False)


def _writer_comes(
    layout: Layout,
    named: Sequence[Person],
    writer: Writer,
    request: Request,
    marks: Sequence[Mark],
    words: Lexicon,
) -> bool:
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
        if unit.has("self_and") and unit.has("self") and (
            unit.has("register", "self_register") or any(p.place == place for p in named) or _counts(unit)
        ):
            return True
        if chooses_for_self(
            unit, [m for m in marks if m.place == place], [p for p in others if p.place == place], words
        ):
            return True
    return any(
        _first_person(u)
        and not u.has("behalf")
        and not is_question(u)
        and not _registers_others(u, [p for p in others if p.place == n], words)
        for n, u in enumerate(units)
    )


def _registers_others(unit: Unit, others: Sequence[Person], words: Lexicon) -> bool:
    """Like "I would like to register Mary Owusu": somebody else is put on the list, and no word says "me"."""
    if not others or not any(words.is_a("enrol", t.fold) for t in unit.tokens):
        return False
    return not any(words.exactly("oblique", t.fold) for t in unit.tokens)


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
                if (p.name and same_person(p.name, person.name) and "row" not in (p.how, person.how))
                or (p.name and p.how == "row" and person.how != "row" and same_person(p.name, person.name))
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
        known.relation = known.relation or person.relation
        known.organisation = known.organisation or person.organisation
        known.email = known.email or person.email
        if known.place == -2:
            known.place, known.start, known.end = person.place, person.start, person.end
    for person in people:
        if writer.name is not None and person.name is not None and same_person(person.name, writer.name):
            person.name = fuller(person.name, writer.name)
    return people


# -- who wants what --------------------------------------------------------------------------------------


def quoted_source(person: Person) -> Source:
    """Where the name of a person comes from."""
    return person.evidence.source if person.evidence else Source.BODY
