"""Changes: another workshop, another person, a name spelt right, one person more.

Who is meant: the registered person of that name; else the one whose place the mail says is taken
("statt Frau Lorenz"); else the one whose name differs by a few letters only, which is then a
correction; else, where the mail names nobody, the only one whom this contact has registered. A name
that nobody has is one person more if the mail says all that a registration needs. Anything else is
for a person. Another person takes over the place, its order and its reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from mailbot.decision.case import Case, says_attendance, says_name
from mailbot.decision.model import Decision, Registration
from mailbot.decision.people import name_key, same_person
from mailbot.decision.registering import register
from mailbot.intent.model import Participant

_MISSPELT = 0.8
"""Likeness of two names from which one is taken for a misspelling of the other."""


def change(case: Case) -> Decision:
    """Carries out a change, or holds it if it is not clear whose registration it alters."""
    live = tuple(r for r in case.mine if r.live)
    if not live:
        if case.snapshot.thread:
            return case.hold("another-address", "The registration was made from another address.")
        return case.hold("unknown-registration", "It is not clear which registration is to be changed.")
    people: list[Participant] = []
    renamed: dict[str, Participant] = {}
    for participant in case.intent.participants:
        old = _meant(participant, live)
        if old is None:
            if not (says_name(participant) and says_attendance(participant)):
                return case.hold("who-is-meant", "It is not clear whose registration is to be changed.")
            people.append(participant)
            continue
        if _other_name(participant, old):
            renamed[old.reference] = participant
        people.append(replace(participant, name=old.name))
    if not people:
        return case.hold("what-to-change", "It is not clear what is to be changed.")
    return register(case, people, renamed)


def _other_name(participant: Participant, old: Registration) -> bool:
    """Whether a mail gives somebody another name; of two ways to write the same one, only if it says
    which is wrong.
    """
    if not says_name(participant) or participant.name == old.name:
        return False
    return bool(participant.replaces) or not same_person(participant.name or "", old.name)


def _meant(participant: Participant, live: Sequence[Registration]) -> Registration | None:
    if participant.replaces:
        return _only([r for r in live if _called(r, participant.replaces)])
    if not says_name(participant):
        return (
            live[0]
            if len(live) == 1
            else _only([r for r in live if same_person(r.name, participant.name or "")])
        )
    name = participant.name or ""
    same = _only([r for r in live if same_person(r.name, name)])
    return same or _only([r for r in live if _misspelt(r.name, name)])


def _only(found: list[Registration]) -> Registration | None:
    return found[0] if len(found) == 1 else None


def _called(registration: Registration, words: str) -> bool:
    """Whether somebody is called so, by the whole name or by one part of it ("Frau Lorenz")."""
    parts = set(name_key(words))
    return bool(parts) and parts <= set(name_key(registration.name))


def _misspelt(one: str, other: str) -> bool:
    first, second = " ".join(name_key(one)), " ".join(name_key(other))
    return SequenceMatcher(None, first, second).ratio() >= _MISSPELT
