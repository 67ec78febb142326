"""Mails of one person in eleven languages, composed from inventories of sentences, workshops and frames."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from mailbot.intent import Action, read
from mailbot.intent.model import Kind
from mailbot.message.model import Message
from tests.corpus.load import event
from tests.unit.intent.mails import mail

HERE = Path(__file__).parent / "voices"
LETTERED = frozenset(("tagung", "energietag", "pflegetag", "wissenstag"))
EVENTS = ("fachtag", "helfertag", *sorted(LETTERED))
SAMPLES = 25


def entries(code: str) -> dict[str, list[str]]:
    """The inventories of a language: kind of part -> its entries."""
    data = tomllib.loads((HERE / f"{code}.toml").read_text("utf-8"))
    return {
        k: [x.strip() for x in v.splitlines() if x.strip()] for k, v in data.items() if isinstance(v, str)
    }


def composed(voice: dict[str, list[str]], kind: str, choice: random.Random) -> tuple[str, str, str, Message]:
    """Event, workshop, name and mail of one person, from entries chosen at random."""
    about = choice.choice(EVENTS)
    workshops = event(about).workshops
    place = choice.randrange(len(workshops))
    pattern = choice.choice(voice["letter" if about in LETTERED else "number"])
    shop = pattern.replace("{K}", workshops[place].id).replace("{k}", str(place + 1))
    name = choice.choice(voice["people"]).split("|")[0].strip()
    said = choice.choice(voice[kind]).replace("{w}", shop).replace("{n}", name).replace("{d}", "")
    frame = (choice.choice(voice["opening"]), said, f"{choice.choice(voice['closing'])}\n{name}")
    return about, workshops[place].id, name, mail("\n\n".join(frame), name=name)


@pytest.mark.parametrize("code", sorted(path.stem for path in HERE.glob("*.toml")))
def test_one_person_and_a_label_are_booked_in_every_language(code: str) -> None:
    voice, choice = entries(code), random.Random(code)
    right = wrong = 0
    for _ in range(SAMPLES):
        about, workshop, name, message = composed(voice, "self", choice)
        intent = read(message, event(about))
        booked = [(p.name, p.workshop) for p in intent.participants]
        if intent.action is Action.ACT:
            right += booked == [(name, workshop)]
            wrong += booked != [(name, workshop)]

    assert (wrong, right >= 0.7 * SAMPLES) == (0, True), f"{right} right, {wrong} wrong"


@pytest.mark.parametrize("code", sorted(path.stem for path in HERE.glob("*.toml")))
def test_questions_register_nobody_in_any_language(code: str) -> None:
    voice, choice = entries(code), random.Random(code)
    for _ in range(8):
        about, _workshop, _name, message = composed(voice, "question", choice)
        intent = read(message, event(about))

        assert intent.kind is not Kind.REGISTRATION or intent.action not in (Action.ACT, Action.ASK)
