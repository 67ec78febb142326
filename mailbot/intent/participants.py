"""Who comes and what each of them wants: names joined with wishes, counts compared, doubts collected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.intent.assignment import Party, assign
from mailbot.intent.bystanders import clause
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.choice import Wish
from mailbot.intent.companions import comes_along
from mailbot.intent.counts import announced, nameless, speaks_of_two
from mailbot.intent.headcounts import headcount
from mailbot.intent.identity import fuller, same_person, script
from mailbot.intent.language import listed, name_list
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.marks import Mark
from mailbot.intent.mentioned import named_in
from mailbot.intent.names import Name
from mailbot.intent.people import Person, names_in
from mailbot.intent.presence import joins_stream, writer_comes, writer_first
from mailbot.intent.request import Request
from mailbot.intent.stance import is_question
from mailbot.intent.unit import Unit
from mailbot.intent.writer import Writer


def gather(
    layout: Layout, marks: Sequence[Mark], writer: Writer, request: Request, words: Lexicon, event: Catalogue
) -> Party:
    """The party of the mail."""
    hosts = _hosts(event, writer)
    named, loose = named_in(layout, marks, writer, words, hosts, event)
    party = Party()
    party.announced, party.extra = announced(layout, marks, words)
    added, with_writer = _as_announced(named, loose, writer, party.announced, layout)
    named += added
    party.loose = [p.name for p in loose if p.name is not None and p not in named]
    sends = not named and party.announced > 1 and any(u.has("self_out") for u in layout.units)
    party.writer_in = with_writer or (
        not sends and writer_comes(layout, named, writer, request, marks, words)
    )  # "Tragen Sie fünf von uns ein. Ich selbst bin im Urlaub."
    people = _merged(named, writer)
    _fill_out(people, loose)
    _fill_family_names(people, layout, words)
    if (
        party.writer_in
        and writer.name is not None
        and not any(_is(p, writer.name) or _in_other_script(p, writer) for p in people)
    ):
        own = Person(writer.name, writer.evidence, -1, how="writer")
        if writer_first(layout, people):
            people.insert(0, own)
        else:
            people.append(own)
    if party.writer_in and writer.partner is not None and not any(_is(p, writer.partner) for p in people):
        people.append(Person(writer.partner, writer.evidence, -1, how="partner"))
    for person in people:
        person.writer = writer.name is not None and _is(person, writer.name)
        _lend_family_name(person, writer, words)
    party.people = people
    if len(people) == 1 and party.announced < 2 and speaks_of_two(layout, words):
        party.announced = 2
    if nameless(layout, marks, [p.relation for p in people], {p.place for p in people}, words) or comes_along(
        layout, marks, people, words
    ):
        party.announced = max(party.announced, len(people) + 1)
    party.announced = max(party.announced, headcount(layout, marks, words))
    assign(party, layout, marks, request, event, words)
    if any(_only_writer(u) for u in layout.units) and any(p.how == "writer" or p.writer for p in people):
        _leave_writer(party)
    return party


def _only_writer(unit: Unit) -> bool:
    """Like "bitte melden Sie nur mich an": whoever else is named does not come."""
    return unit.has("enter_only_me") and not unit.has("behalf", "additional") and not is_question(unit)


def _leave_writer(party: Party) -> None:
    """Takes everybody but the writer out of the party, with the workshops that are said of them alone."""
    others = [p for p in party.people if not (p.how == "writer" or p.writer)]
    pairs = [(p, w) for p, w in zip(party.people, party.wishes, strict=True) if p not in others]
    party.people = [p for p, _ in pairs]
    party.wishes = [Wish() if _of_others(w.mark, others) else w for _, w in pairs]
    party.announced, party.loose = 0, []


def _of_others(mark: Mark | None, others: Sequence[Person]) -> bool:
    """Like the dance of "Carla goes dancing, I come to cook": in the clause of somebody else."""
    if mark is None or mark.unit is None:
        return False
    for person in others:
        left, right = clause(mark.unit, person.start) if person.place == mark.place else (0, 0)
        if left <= mark.start < right:
            return True
    return False


def _fill_out(people: Sequence[Person], loose: Sequence[Person]) -> None:
    """The fuller form of a name, though it stands where nobody is registered ("Betreuer von Bruno Moll")."""
    for person in people:
        for other in loose:
            if person.name and other.name and same_person(person.name, other.name):
                person.name = fuller(person.name, other.name)


def _fill_family_names(people: Sequence[Person], layout: Layout, words: Lexicon) -> None:
    """The whole name of a "Frau Leitgeb" who is called "Walburga Leitgeb" elsewhere, and nobody else is."""
    short = [p for p in people if p.name is not None and p.name.formal and len(p.name.parts) == 1]
    if not short:
        return
    named = [p.name for p in people if p.name is not None]
    seen = [f.name for u in layout.units for f in names_in(u, words) if len(f.name.parts) > 1]
    seen = [n for n in seen if not any(n.parts == known.parts for known in named)]
    for person in short:
        family = person.name.parts[0] if person.name else ""
        whole = {n.parts: n for n in seen if n.parts[-1] == family}
        if len(whole) == 1 and person.name:
            person.name = fuller(person.name, next(iter(whole.values())))


def _as_announced(
    named: Sequence[Person], loose: Sequence[Person], writer: Writer, count: int, layout: Layout
) -> tuple[list[Person], bool]:
    """Names in sentences that register nobody, where just so many people are announced.

    Also whether the writer is one of the number, as where "my husband and I" announces two.
    """
    full = [p for p in loose if p.name is not None and p.name.complete and len(p.name.parts) > 1]
    if not named and any(joins_stream(u) for u in layout.units):
        # "My brother X and I cannot come in person, please register us both for the livestream."
        beside = [p for p in full if layout.units[p.place].has("self_and", "couple")]
        return beside, bool(beside)
    everybody = _merged([*full, *named], Writer(None))
    alone = not any(writer.name is not None and _is(p, writer.name) for p in everybody)
    if not full or count < 2 or len(everybody) not in (count, count - alone):
        return [], False
    own = any(u.has("self_and", "couple") and u.has("register") for u in layout.units)
    return full, own and alone and len(everybody) == count - 1


def _is(person: Person, name: Name) -> bool:
    return person.name is not None and same_person(person.name, name)


def _in_other_script(person: Person, writer: Writer) -> bool:
    """True where the header's name can be this person's in another script."""
    if writer.name is None or person.name is None or writer.evidence is None or person.relation:
        return False
    header_only = writer.evidence.rule == "from-display-name"
    return header_only and script(writer.name.text) != script(person.name.text)


def _hosts(event: Catalogue, writer: Writer) -> list[str]:
    """Leaders, speakers and the organiser's people, the writer excepted."""
    names = [leader for w in event.event.workshops for leader in w.leaders]
    names += [s for item in event.event.programme for s in item.speakers] + [event.event.organiser.name]
    cleaned = [n.split("(")[0].strip() for n in names if n]
    return [n for n in cleaned if writer.name is None or not same_person(writer.name, n)]


def _lend_family_name(person: Person, writer: Writer, words: Lexicon) -> None:
    """Like "meine Frau Helga": wife, husband and children share the writer's name if none is said."""
    one, other = person.name, writer.name
    if one is None or other is None or not words.exactly("kin", person.relation):
        return
    given = one.parts[0] in name_list("given") or not listed(one.parts[0])
    if len(one.parts) == 1 and given and len(other.text.split()) == 2:
        person.name = replace(one, text=f"{one.text} {other.text.split()[1]}", formal=False)


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
                if (p.name and same_person(p.name, person.name) and not p.how == person.how == "row")
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
