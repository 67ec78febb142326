"""Whom the own words name: those who come, and those of whom nobody can tell yet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mailbot.intent.absentees import is_absent
from mailbot.intent.beside import relation_of
from mailbot.intent.bystanders import (
    before_i,
    elsewhen,
    in_a_reason,
    is_bystander,
    is_officer,
    kept_away,
    talked_to,
    told_of,
)
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.forms import is_row, people_in_forms, person_in_row
from mailbot.intent.host import is_led
from mailbot.intent.identity import same_person
from mailbot.intent.language import listed
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.marks import Mark
from mailbot.intent.model import Evidence
from mailbot.intent.oneself import approves, of_oneself, sits_beside
from mailbot.intent.organisation import is_organisation
from mailbot.intent.people import SUBJECT, Person, excluded, names_in
from mailbot.intent.stance import is_question, put_right
from mailbot.intent.streams import LIVESTREAM
from mailbot.intent.taken_up import (
    adds,
    explained,
    is_entered,
    meant_after,
    named_again,
    named_before,
    named_by_parent,
)
from mailbot.intent.unit import Role, Unit
from mailbot.intent.writer import Writer


def named_in(
    layout: Layout, marks: Sequence[Mark], writer: Writer, words: Lexicon, hosts: list[str], event: Catalogue
) -> tuple[list[Person], list[Person]]:
    """Those whom the mail names as coming, and those of whom it does not say so.

    hosts: names of those who lead, speak or organise; they come anyway. A place of -2 is the subject's.
    """
    people = people_in_forms(layout, words)
    loose: list[Person] = []
    marked = {m.place for m in marks if m.grade >= 2 and not m.old}
    rows: list[Person] = []
    for place, unit in enumerate(layout.units[: _end(layout, marked)]):
        if unit.role is Role.FIELD:
            if unit.label in ("attendance", "workshop"):
                here = [p for p in _persons(unit, place, words) if not _excluded(p, layout, hosts)]
                # "Teilnahme: Rosa Held und Max Pohl" names who comes; "Workshop: 2, Max Pohl" may not.
                (people if unit.label == "attendance" else loose).extend(here)
            continue
        if is_row(unit, words):
            here = person_in_row(unit, place, words) or _self_in(unit, place, writer, words)
            rows += [p for p in here if not _excluded(p, layout, hosts, marks)]
            continue
        found = [
            p
            for p in _persons(unit, place, words)
            if not (_excluded(p, layout, hosts, marks) or _theme(p, event) or is_led(p, marks, event))
        ]
        listing = len(found) > 1 and bool(marks) and _enumerates(unit, found)
        behind = next(iter(layout.units[place + 1 :]), None)
        entered = [p for p in found if is_entered(p, unit, behind)]
        absent = [p for p in found if p not in entered and is_absent(p, found, unit, marks, words)]
        absent += [p for p in found if p not in entered and _stays_away(p, unit, marks, words)]
        found = [p for p in found if p not in absent]
        added = adds(unit, place, layout, marked, words)
        for one in found:
            one.added = added
            if talked_to(one, unit, words):
                continue
            comes = one in entered or listing or added or _takes_part(unit, place in marked)
            if is_bystander(one, unit, words) and not unit.has("in_my_place"):
                loose.append(one)
            elif comes and not _beside_introduction(unit, one, writer):
                people.append(one)
            elif not _only_told_of(one, unit, writer, words):
                loose.append(one)
    taken = _taken_up(loose, layout, marked, words)
    people, loose = people + taken, [p for p in loose if p not in taken]
    loose = [p for p in loose if not named_by_parent(p, people, layout.units[p.place], writer, words)]
    people += _row_persons(rows, layout, marked)
    return people + _in_subject(layout, words, hosts, event), loose


def _only_told_of(one: Person, unit: Unit, writer: Writer, words: Lexicon) -> bool:
    """Somebody who is thanked, who has told or allowed something, or who writes: nobody to ask about."""
    told = unit.has("thanks", "hearsay", "past", "pass_on") or approves(unit)
    return told or _is_writer(one, writer) or is_officer(one, unit, words)


def _self_in(unit: Unit, place: int, writer: Writer, words: Lexicon) -> list[Person]:
    """The writer, where a row of a list says "ich", or begins with it: "me, in person, workshop 3"."""
    row = Person(writer.name, Evidence(unit.text, unit.source, "table-row"), place, how="row")
    opens = unit.role is Role.ROW and any(words.exactly("first_person", t.fold) for t in unit.tokens[:1])
    return [row] if writer.name and (opens or any(kind == "self" for kind, _ in unit.cells)) else []


def _end(layout: Layout, marked: set[int]) -> int:
    """How many units are the message: below a closing formula stand directors and other small print.

    "Danke für die Einladung!" at the top closes nothing.
    """
    units = layout.units
    wanted = max(
        [*marked, *(n for n, u in enumerate(units) if u.has("self_register", "in_my_place"))], default=-1
    )
    return next(
        (n for n, u in enumerate(units) if n > wanted and u.has("closing") and len(u.tokens) <= 6),
        len(units),
    )


def _taken_up(loose: Sequence[Person], layout: Layout, marked: set[int], words: Lexicon) -> list[Person]:
    """Those whom another sentence announces or a pronoun takes up, with the word that announces them."""
    taken: list[Person] = []
    for one in loose:
        relation = explained(one, layout, words)
        after = meant_after(one, loose, layout, marked, words)
        before = named_before(one, layout, words)
        behind = next(iter(layout.units[one.place + 1 :]), None)
        entered = one.place >= 0 and is_entered(one, layout.units[one.place], behind)
        if relation or after or before or entered or named_again(one, layout, marked):
            one.relation = relation or one.relation
            taken.append(one)
    return taken


def _persons(unit: Unit, place: int, words: Lexicon) -> list[Person]:
    """Everybody named in the unit, with the place of the name and how it was told."""
    found: list[Person] = []
    for one in names_in(unit, words):
        person = Person(
            one.name, Evidence(one.name.text, unit.source, one.how), place, one.name.start, one.name.end
        )
        person.relation = relation_of(unit, one.name, words)
        found.append(person)
    return found


def _in_subject(layout: Layout, words: Lexicon, hosts: list[str], event: Catalogue) -> list[Person]:
    """Whoever the subject registers by a full name."""
    if not layout.subject.has("register"):
        return []
    return [
        p
        for p in _persons(layout.subject, SUBJECT, words)
        if p.name is not None
        and p.name.complete
        and _told(p) in ("formal", "listed")
        and (p.name.formal or not everything().is_a("event", p.name.parts[-1]))  # "Sewing Day"
        and not (_excluded(p, layout, hosts) or _theme(p, event) or _in_house(p.name.text, layout))
    ]


def _in_house(name: str, layout: Layout) -> bool:
    """Like the "Spedition Hallmann" of a signature's "Spedition Hallmann & Töchter GmbH"."""
    return any(name in line and name != line.strip() and is_organisation(line) for line in layout.signature)


def _told(one: Person) -> str:
    """How the name was told to be one (see `Found`)."""
    return one.evidence.rule if one.evidence else ""


def _excluded(one: Person, layout: Layout, hosts: list[str], marks: Sequence[Mark] = ()) -> bool:
    return one.name is None or excluded(one.name, layout, hosts) or _titled(one, marks)


def _is_writer(one: Person, writer: Writer) -> bool:
    return writer.name is not None and one.name is not None and same_person(writer.name, one.name)


def _stays_away(person: Person, unit: Unit, marks: Sequence[Mark], words: Lexicon) -> bool:
    """Like "mein Mann Dirk kommt nicht mit" where somebody else chooses a workshop."""
    streaming = any(m.live and m.workshop == LIVESTREAM for m in marks)
    if streaming and any(c.name == "self_and" and c.start <= person.start <= c.end for c in unit.cues):
        return False  # "My brother X and I cannot come in person": both of them watch, or neither.
    if of_oneself(unit, person.start, words, ("works",)) or elsewhen(person, unit, words):
        return True
    if told_of(person, unit, words) or kept_away(person, unit, marks):
        return True
    if in_a_reason(person, unit, marks, words):
        return True
    if before_i(person, unit, marks, words):
        return True
    if (unit.has("invoice") and approves(unit)) or sits_beside(unit, person.start, person.end, words):
        return True
    here = any(m.place == person.place for m in marks)
    others = any(m.place != person.place and m.live for m in marks)
    if here or not others or unit.has("change", "in_place_of", "in_my_place"):
        return False
    for cue in unit.cues:
        first, last = sorted(((person.start, person.end), (cue.start, cue.end)))
        near = all(t.text not in ",;:" for t in unit.tokens[first[1] : last[0]])
        if cue.name in ("cancel", "decline") and near and not put_right(unit, cue):
            return True
    return False


def _enumerates(unit: Unit, found: Sequence[Person]) -> bool:
    """Like "das Spielmobil rückt an: Carmen Wilke, Jonas Baruth und Nora Lindig": full names in a row."""
    against = ("thanks", "hearsay", "past", "cancel", "decline", "self_out", "announce")
    if is_question(unit) or unit.has(*against):
        return False
    for one, other in pairwise(found):
        gap = unit.tokens[one.end : other.start]
        if len(gap) > 2 or not all(t.text in ",;&+/" or everything().exactly("and", t.fold) for t in gap):
            return False
    return all(p.name is not None and len(p.name.parts) > 1 for p in found)


def _row_persons(rows: Sequence[Person], layout: Layout, marked: set[int]) -> list[Person]:
    """The entries of lists that are people.

    A name that no list of the world knows counts where its row has a column or a workshop beside it, or
    stands right beside an entry of two words or more that is somebody.
    """
    sure = {p.place for p in rows if _surely(p, layout.units[p.place], p.place in marked)}
    kept: list[Person] = []
    for person in rows:
        near = {person.place - 1, person.place + 1} & sure
        name = person.name
        like = name is not None and len(name.parts) > 1 and not is_organisation(name.text)
        if person.place in sure or (near and like):
            sure.add(person.place)
            kept.append(person)
    return kept


def _surely(person: Person, unit: Unit, marked: bool) -> bool:
    name = person.name
    if name is None:
        return False
    known = name.formal or name.title or any(listed(p) for p in name.parts)
    labelled = any(kind in ("name", "family", "given", "self") for kind, _ in unit.cells)
    return bool(known) or labelled or (marked and not is_organisation(name.text))


def _titled(person: Person, marks: Sequence[Mark]) -> bool:
    """Like the "Das Handy" of "Das Handy kann mehr": it stands inside a title."""
    return any(
        m.rule == "title" and m.place == person.place and m.start <= person.start and person.end <= m.end
        for m in marks
        if m.unit is not None and not m.unit.label and person.end > person.start
    )


def _theme(person: Person, event: Catalogue) -> bool:
    """Words of the programme are no names, unless a title or salutation says so."""
    # "Kosten von Tierarzt": the small word between two words of the programme is none of a name.
    parts = [p for p in (person.name.parts if person.name else ()) if not everything().is_stop(p)]
    return (
        bool(parts)
        and _told(person) not in ("formal", "relation")
        and all(p in event.event_words or event.hits(p) for p in parts)
    )


def _beside_introduction(unit: Unit, person: Person, writer: Writer) -> bool:
    """Another name in the sentence by which the writer introduces himself is told, not registered."""
    if not unit.has("introduce") or unit.has("self_and", "behalf", "register", "additional"):
        return False
    return writer.name is not None and not _is_writer(person, writer)


def _takes_part(unit: Unit, marked: bool) -> bool:
    """A name in running text is a participant's where its sentence registers or joins it to the writer."""
    if is_question(unit) and not unit.has("register", "in_my_place"):
        return False
    if unit.has("hearsay", "thanks") and not marked:
        return False
    return marked or unit.has(
        "register",
        "behalf",
        "self_and",
        "pass_on",
        "introduce",
        "withdraw",
        "cancel",
        "change",
        "in_my_place",
    )
