"""Where a sentence speaks of whom: by name, by "ich", by "er" or "sie", by "meine Frau"; and who goes where.

People and workshops of one sentence are runs: "A und B in den ersten, C in den zweiten" goes from the
people to the workshop behind them; "in den ersten A und B, in den zweiten C" the other way round; "A und
B in dieser Reihenfolge in den ersten und zweiten" pairs them off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mailbot.intent.inflection import same_case
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.marks import Mark
from mailbot.intent.people import Person
from mailbot.intent.runs import Spot, joined, said_again
from mailbot.intent.self_choice import clause_start
from mailbot.intent.streams import LIVESTREAM
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Unit
from mailbot.intent.vocabulary import Trait


def spots(unit: Unit, place: int, people: Sequence[Person], words: Lexicon) -> list[Spot]:
    """Every place where the unit speaks of one of the people, in order."""
    found: list[Spot] = []
    for number, person in enumerate(people):
        if person.name is None:
            continue
        if person.place == place and person.end:
            found.append(Spot(person.start, number))
        parts = _telling(person, people)
        own = range(person.start, person.end) if person.place == place else range(0)
        found += [
            Spot(i, number)
            for i, t in enumerate(unit.tokens)
            if i not in own and t.fold in parts and (t.capital or not t.cased)
        ][:2]
        if not any(s.number == number for s in found):
            found += _inflected(unit, number, parts, people)
        if person.relation and person.place != place:
            found += [
                Spot(i, number)
                for i, t in enumerate(unit.tokens)
                if t.fold[:3] == person.relation[:3] and _is_relation(unit, i, words)
            ][:1]
    found += _first_person(unit, people, words)
    found += _verbs_of_own(unit, people, found, words)
    found += _third_person(unit, people, found, words)
    return sorted(found, key=lambda s: s.at)


def _inflected(unit: Unit, number: int, parts: frozenset[str], people: Sequence[Person]) -> list[Spot]:
    """Where the name stands in another case: "Sandei" of Sanda, "Кима" of Ким, "Annas" of Anna."""
    others = {p for other in people if other.name for p in other.name.parts}
    return [
        Spot(i, number)
        for i, t in enumerate(unit.tokens)
        if t.shape is Shape.WORD
        and (t.capital or not t.cased)
        and t.fold not in others
        and any(_same_stem(t.fold, part) for part in parts)
        and sum(any(_same_stem(t.fold, p) for p in _telling(o, people)) for o in people) == 1
    ][:1]


def _same_stem(word: str, name: str) -> bool:
    """True where two folded words differ by an ending of at most three letters."""
    stem = next(
        (n for n, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name))
    )
    return stem >= max(3, len(name) - 2) and len(word) - stem <= 3 and word != name


def _telling(person: Person, people: Sequence[Person]) -> frozenset[str]:
    """The words of the name that nobody else of the party has; where there are none, all of them."""
    own = [p for p in person.name.parts if len(p) > 2] if person.name else []
    others = {p for other in people if other is not person and other.name for p in other.name.parts}
    return frozenset(p for p in own if not any(same_case(p, o) for o in others)) or frozenset(own)


def _first_person(unit: Unit, people: Sequence[Person], words: Lexicon) -> list[Spot]:
    writer = next((n for n, p in enumerate(people) if p.writer), None)
    if writer is None:
        return []
    return [
        Spot(i, writer, True)
        for i, t in enumerate(unit.tokens)
        if (t.shape is Shape.WORD and words.exactly("first_person", t.fold))
        or any(c.name == "for_my_part" and c.start == i for c in unit.cues)
    ]


def _verbs_of_own(unit: Unit, people: Sequence[Person], found: Sequence[Spot], words: Lexicon) -> list[Spot]:
    """Like "Quisiera inscribirme", "zapisuję się": the verb itself says who speaks, and no pronoun does.

    Behind somebody named in its clause it has another subject: "Anna and Peter would like to come", and so
    it has where the writer is named: "Los dos, Anna y Pedro, queremos …".
    """
    writer = next((n for n, p in enumerate(people) if p.writer), None)
    if writer is None or any(s.number == writer for s in found):
        return []
    verbs = [c for c in unit.cues if c.name == "self_register"]
    result: list[Spot] = []
    for verb in verbs:
        left = clause_start(unit, verb.start, words)
        while left > 1 and words.exactly("and", unit.tokens[left - 1].fold):
            left = clause_start(unit, left - 1, words)
        if not any(left <= s.at < verb.end for s in found) and not result:
            result.append(Spot(verb.start, writer, True))
    return result


def _is_relation(unit: Unit, i: int, words: Lexicon) -> bool:
    """Like "meine Frau", "Kollegin": a word for somebody, and no salutation before a name."""
    word = unit.tokens[i].fold
    if not words.exactly("relation", word) or (i and words.number(unit.tokens[i - 1].fold) is not None):
        return False  # "Two colleagues" are a group, nobody by himself.
    before = unit.tokens[i - 1].fold if i else ""
    return not words.exactly("salutation", word) or words.exactly("possessive", before)


def _third_person(unit: Unit, people: Sequence[Person], found: Sequence[Spot], words: Lexicon) -> list[Spot]:
    """Like "er", "she": meant is the one other person named before in the sentence, or the one in the party.

    A capital letter inside a sentence is the polite form of address in German ("Sie") and means no third.
    """
    result: list[Spot] = []
    named = {p.relation[:3] for p in people if p.relation}
    for i, token in enumerate(unit.tokens):
        formal = token.capital and (i or (Trait.CAPITAL_NOUNS in words.traits and len(token.fold) > 2))
        related = _is_relation(unit, i, words) and token.fold[:3] not in named
        pronoun = words.exactly("third_person", token.fold) and not words.exactly("first_person", token.fold)
        if not related and (formal or not pronoun):
            continue  # Polish "ją", her, is folded like "ja", I.
        before = {s.number for s in found if s.at < i and not people[s.number].writer}
        others = before or {n for n, p in enumerate(people) if not p.writer}
        if len(others) == 1:
            result.append(Spot(i, others.pop()))
    return result


Item = Spot | Mark
"""Somebody or a workshop, as they come in a sentence."""


def owned_marks(
    unit: Unit, marks: Sequence[Mark], found: Sequence[Spot], words: Lexicon
) -> dict[int, list[Mark]]:
    """Number of the person -> the marks of this unit that are theirs."""
    found, marks, owned = _without_excepted(unit, found, marks)
    if not marks:
        return owned
    order: list[tuple[int, Item]] = [(s.at, s) for s in _without_heading(found, marks)]
    order += [(m.start, m) for m in marks]
    runs = _runs(item for _, item in sorted(order, key=lambda pair: pair[0]))
    groups = [[i for i in run if isinstance(i, Spot)] or None for run in runs]
    people = [_without_subject(said_again(g), unit, words) if g else None for g in groups]
    apart = 1 if len({m.workshop for m in marks}) > 1 else 3
    people = [joined(g, unit, apart) if g else None for g in people]
    chosen = [[i for i in run if isinstance(i, Mark)] for run in runs]

    def give(numbers: Iterable[int], given: Sequence[Mark]) -> None:
        for number in dict.fromkeys(numbers):
            owned.setdefault(number, []).extend(given)

    if len(runs) == 2 and people[0] and unit.has("respectively"):
        names = list(dict.fromkeys(s.number for s in people[0]))
        own = list({m.workshop: m for m in chosen[1]}.values())
        if len(names) == len(own) > 1:
            for name, mark in zip(names, own, strict=True):
                give([name], [mark])
            return owned
    if len(runs) == 3 and people[1] and len({s.number for s in people[1]}) == 2 and not people[0]:
        # "In Workshop 1 geht Anna, Omar in Workshop 2": each stands beside the own workshop.
        give([people[1][0].number], chosen[0])
        give([people[1][-1].number], chosen[2])
        return owned
    forward = people[0] is None and people[-1] is not None
    for here, group in enumerate(people):
        beside = here - 1 if forward else here + 1
        if group and 0 <= beside < len(runs):
            give((s.number for s in group), chosen[beside])
        elif group and len({m.workshop for m in marks}) == 1 and _adds_nothing(group, marks[0], unit):
            give((s.number for s in group if s.number not in owned), marks[:1])
    return owned


def _without_excepted(
    unit: Unit, found: Sequence[Spot], marks: Sequence[Mark]
) -> tuple[Sequence[Spot], Sequence[Mark], dict[int, list[Mark]]]:
    """Those who are left out of "alle" and what is said of them; they own nothing so far."""
    out = next((c.start for c in unit.cues if c.name == "except"), 0) if unit.has("all") else 0
    if not out or not any(s.at > out for s in found):
        return found, marks, {}
    # What stands before "except" is for the others; behind a colon the list of all may follow.
    stop = next((i for i, t in enumerate(unit.tokens) if i > out and t.text == ":"), len(unit.tokens))
    found, marks = [s for s in found if out < s.at < stop], [m for m in marks if m.start > out]
    twice = [s for n, s in enumerate(found) if s.number in {o.number for o in found[:n]}]
    again = [s for s in twice if any(m.start < s.at for m in marks)]
    if again:
        found, marks = again, [m for m in marks if m.start > again[0].at]
    return found, marks, {s.number: [] for s in found}


def _after_others(found: Sequence[Spot], marks: Sequence[Mark]) -> tuple[Sequence[Spot], Sequence[Mark]]:
    """Like "Alle bis auf Anna in den zweiten, Anna in den ersten": the first workshop is for the others."""
    before = [m.start for m in marks]
    again = [s for s in found if before and before[0] < s.at < before[-1]]
    return (again, [m for m in marks if m.start > again[0].at]) if again else (found, marks)


def _adds_nothing(group: Sequence[Spot], mark: Mark, unit: Unit) -> bool:
    """Like "…, ebenso Frau Kern": hardly a word follows the name, so that no other wish can stand there."""
    behind = [t for t in unit.tokens[group[-1].at + 1 :] if t.shape is Shape.WORD and not t.capital]
    if mark.start and unit.tokens[mark.start - 1].text == "(":
        # "Uwe Sasse (Workshop 1) und Ilka Thoms": what stands in brackets is said of the one before them.
        return False
    return len(behind) <= 3 and not unit.has("except", "undecided")


def _runs(items: Iterable[Item]) -> list[list[Item]]:
    """The items cut where people change to workshops or back."""
    runs: list[list[Item]] = []
    for item in items:
        if runs and isinstance(runs[-1][-1], Spot) == isinstance(item, Spot):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _without_heading(found: Sequence[Spot], marks: Sequence[Mark]) -> list[Spot]:
    """Like "Eugen und Halina, der erste für mich, der letzte für sie": the names before are a heading."""
    first = min(m.start for m in marks)
    head, rest = [s for s in found if s.at < first], [s for s in found if s.at > first]
    again = {s.number for s in head} <= {s.number for s in rest}
    return rest if head and again and len({s.number for s in head}) > 1 else list(found)


def _without_subject(group: list[Spot], unit: Unit, words: Lexicon) -> list[Spot]:
    """Like "Ich möchte Frau Kern für … anmelden": whoever registers is not registered by that.

    "Ich" stays where it is alone, or joined to the next person by "und", "mit" and the like.
    """
    own = [s for s in group if s.own]
    others = [s for s in group if not s.own]
    if not own or not others:
        return group
    gap = unit.tokens[own[-1].at + 1 : others[0].at]
    oblique = words.exactly("oblique", unit.tokens[own[-1].at].fold)
    joined = any(words.exactly("and", t.fold) or t.text in "&+" for t in gap)
    return group if oblique or joined or others[0].at < own[0].at else others


def _in_reason(unit: Unit, at: int, marks: Sequence[Mark], words: Lexicon) -> bool:
    """Like the "we" of "I take 2 since we are short of umpires": it tells why, and not for whom."""
    end = max(m.end for m in marks)
    return any(words.exactly("causal", t.fold) for t in unit.tokens[end:at])


def shared(unit: Unit, marks: Sequence[Mark], found: Sequence[Spot], everybody: int, words: Lexicon) -> bool:
    """True where one workshop holds for the whole party: "alle in den dritten", or everybody before it."""
    if len({m.workshop for m in marks if m.workshop != LIVESTREAM} or {LIVESTREAM}) != 1 or unit.has(
        "except"
    ):
        return False
    before = [s for s in found if s.at < max(m.start for m in marks)]
    meant = joined(said_again(before), unit, 3)
    named = len({s.number for s in meant}) == everybody
    # "Wir kommen beide: Uwe an den Kochtopf, Ilka unter die Poeten": each has a word of the own.
    apart = len({s.number for s in before}) > len({s.number for s in meant})
    last = max((s.at for s in before), default=-1)
    everyone = any(
        c.name == "all" and (not apart or c.start > last) and not _in_reason(unit, c.start, marks, words)
        for c in unit.cues
    )
    # "بدي سجل بالورشة 2 أنا وزوجي مازن الحسن": the writer and somebody else, behind the choice; or before
    # it, and nobody of the two by himself.
    behind = max(m.end for m in marks)
    pair = everybody == 2 and any(
        c.name == "couple" and (c.start >= behind or all(c.start <= s.at < c.end for s in found))
        for c in unit.cues
    )
    return everyone or pair or (named and max(s.at for s in found) < max(m.start for m in marks))
