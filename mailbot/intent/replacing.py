"""Substitutes and corrected names: whose place somebody takes, as far as the mail says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.intent.assignment import Party
from mailbot.intent.fold import fold
from mailbot.intent.identity import same_person
from mailbot.intent.language import listed
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.model import Participant
from mailbot.intent.names import Name, name_at
from mailbot.intent.respelling import respelt
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Unit


def replaced_in(units: Sequence[Unit], words: Lexicon) -> Name | None:
    """The name behind words like "anstelle von", or behind "für" where somebody stands in; None without."""
    for unit in units:
        starts = [c.end for c in unit.cues if c.name == "in_place_of"]
        if unit.has("stands_in"):
            starts += [c.end for c in unit.cues if c.name == "organisation_of"]
        for at in starts:
            name = _name_behind(unit, at, words)
            if name is not None:
                return name
    return None


def _name_behind(unit: Unit, at: int, words: Lexicon) -> Name | None:
    """The name at most three small words behind token `at`, in the same clause."""
    for start in range(at, min(at + 4, len(unit.tokens))):
        token = unit.tokens[start]
        own = any(words.exactly(kind, token.fold) for kind in ("first_person", "oblique"))
        if token.shape is not Shape.WORD or own:
            return None  # "Statt mir kommt Frau Moll": whoever follows comes.
        title = everything().exactly("salutation", token.fold) or everything().exactly("academic", token.fold)
        if token.capital or not token.cased or title:
            name = name_at(unit.tokens, start, unit.text, words)
            return name if name is not None and _is_somebody(name) else None
        small = token.fold in words.stopwords or words.is_a("relation", token.fold)
        if not small and not words.exactly("particle", token.fold):
            return None
    return None


def _is_somebody(name: Name) -> bool:
    """False for the "Kurpark" of "statt im Kurpark zu turnen"."""
    return name.formal or bool(name.title) or len(name.parts) > 1 or any(listed(p) for p in name.parts)


def replaced(
    party: Party, units: Sequence[Unit], subject: Unit, writer: Name | None, words: Lexicon
) -> str | None:
    """Whose place somebody takes or whose name is corrected, as written; the party loses who is replaced."""
    old = replaced_in(units, words)
    if old is not None and _left_empty(party, old, units):
        return None
    if old is not None:
        without(party, old)
        return old.text
    absent = _taken_up(party, units, writer)
    if absent is not None:
        without(party, absent)
        return absent.text
    others = [p for p in party.people if writer is None or p.name is None or not same_person(p.name, writer)]
    if writer is not None and others and any(u.has("in_my_place") for u in units):
        without(party, writer)
        return writer.text
    known = [p.name for p in party.people if p.name is not None]
    wrong = respelt((*units, subject), writer, known)
    if wrong is not None:
        party.loose = [n for n in party.loose if fold(wrong) not in n.parts]
        _drop_misspelt(party, fold(wrong))
        party.announced = 0 if len(party.people) == 1 else party.announced
    return wrong


def _drop_misspelt(party: Party, wrong: str) -> None:
    """Takes whoever is written in the wrong way out of the party, where somebody else remains."""
    pairs = zip(party.people, party.wishes, strict=False)
    rest = [(p, w) for p, w in pairs if p.name is None or wrong not in p.name.parts]
    if rest:
        party.people, party.wishes = [p for p, _ in rest], [w for _, w in rest]


def _left_empty(party: Party, old: Name, units: Sequence[Unit]) -> bool:
    """Like "please cancel the place of Peter Lang": a place is given back, and nobody comes instead."""
    alone = all(p.name is not None and same_person(p.name, old) for p in party.people)
    return alone and any(u.has("withdraw") for u in units) and not any(u.has("self_register") for u in units)


def _taken_up(party: Party, units: Sequence[Unit], writer: Name | None) -> Name | None:
    """Like "Frau Lorenz ist im Mutterschutz. An ihrer Stelle kommt Herr Voigt": the one a pronoun means.

    Only who comes instead stays in the party; whoever writes is registered already.
    """
    place = next((n for n, u in enumerate(units) if u.has("in_their_place")), -1)
    instead = [p for p in party.people if p.place == place and place >= 0]
    named = [p.name for p in party.people if p not in instead and p.name is not None] + party.loose
    others = [n for n in named if writer is None or not same_person(n, writer)]
    if len(instead) != 1 or not others or any(not same_person(n, others[0]) for n in others):
        return None
    kept = [(p, w) for p, w in zip(party.people, party.wishes, strict=False) if p in instead]
    party.people, party.wishes = [p for p, _ in kept], [w for _, w in kept]
    party.announced = 0
    return others[0]


def without(party: Party, old: Name) -> None:
    """Takes the one who is replaced out of the party, where exactly one other remains to take the place."""
    pairs = list(zip(party.people, party.wishes, strict=False))
    rest = [(p, w) for p, w in pairs if p.name is None or not same_person(p.name, old)]
    if rest:
        party.people = [p for p, _ in rest]
        party.wishes = [w for _, w in rest]
    party.loose = [n for n in party.loose if not same_person(n, old)]


def with_replaced(people: Sequence[Participant], old: str | None) -> tuple[Participant, ...]:
    """The one participant with the name whose place he or she takes; several stay as they are."""
    if not old or len(people) != 1 or (people[0].name and same_person(people[0].name, old) and " " in old):
        return tuple(people)
    return (replace(people[0], replaces=old),)
