"""Substitutes and corrected names: whose place somebody takes, as far as the mail says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.intent.assignment import Party
from mailbot.intent.identity import same_person
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.model import Participant
from mailbot.intent.names import Name, name_at
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
        if token.shape is not Shape.WORD:
            return None
        title = everything().exactly("salutation", token.fold) or everything().exactly("academic", token.fold)
        if token.capital or not token.cased or title:
            return name_at(unit.tokens, start, unit.text, words)
        small = token.fold in words.stopwords or words.is_a("relation", token.fold)
        if not small and not words.exactly("particle", token.fold):
            return None
    return None


def replaced(party: Party, units: Sequence[Unit], writer: Name | None, words: Lexicon) -> str | None:
    """Whose place somebody takes or whose name is corrected, as written; the party loses who is replaced."""
    old = replaced_in(units, words)
    if old is not None:
        without(party, old)
        return old.text
    others = [p for p in party.people if writer is None or p.name is None or not same_person(p.name, writer)]
    if writer is not None and others and any(u.has("in_my_place") for u in units):
        without(party, writer)
        return writer.text
    return corrected_from(units)


def corrected_from(units: Sequence[Unit]) -> str | None:
    """The wrong spelling in "ich heiße Kowalczyk, nicht Kowalczik": a refused word like the writer's name."""
    for unit in units:
        if not unit.has("introduce", "change", "correction"):
            continue
        for cue in unit.cues:
            if cue.name not in ("reject", "negation") or cue.end >= len(unit.tokens):
                continue
            wrong = unit.tokens[cue.end]
            near = [t for t in unit.tokens[: cue.start] if t.shape is Shape.WORD and t.capital]
            if wrong.capital and any(_alike(wrong.fold, t.fold) for t in near):
                return wrong.text
    return None


def _alike(wrong: str, right: str) -> bool:
    """True for two spellings of one name: same beginning, hardly different in length, not the same."""
    return wrong != right and wrong[:2] == right[:2] and abs(len(wrong) - len(right)) <= 2 and len(wrong) > 3


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
