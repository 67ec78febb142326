"""What only looks like a registration is never booked, and what stands beside it in words still is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mailbot.intent import Action
from tests.unit.intent.mails import understood

_TRAPS = yaml.safe_load(Path(__file__).with_name("traps.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", _TRAPS, ids=lambda c: f"{c['name']}: {c['subject']}")
def test_a_trap_is_left_to_a_person_or_asked_about(case: dict[str, str]) -> None:
    intent = understood(case["mail"], on=case["event"], name=case["name"], subject=case["subject"])
    assert intent.action.value in case["may"].split(), intent


@pytest.mark.parametrize(
    ("own", "name", "workshop"),
    [
        ("Wenn noch Platz ist, komme ich gern in Workshop 2.\n\nRita Lorenz", "Rita Lorenz", "2"),
        ("Ist in Workshop 2 noch etwas frei? Wenn ja, melde ich mich an.\n\nRita Lorenz", "Rita Lorenz", "2"),
        ("Falls das geht, bitte Workshop 3.\n\nRita Lorenz", "Rita Lorenz", "3"),
        ("Mein Chef hat zugestimmt, ich komme in Workshop 1.\n\nKai Brandt", "Kai Brandt", "1"),
        ("Meine Chefin Inge Pahl möchte an Workshop 1 teilnehmen.\n\nKai Brandt", "Inge Pahl", "1"),
        (
            "Anmeldung für Workshop 2. Vielen Dank im Voraus für Ihre Bestätigung.\n\nKai Brandt",
            "Kai Brandt",
            "2",
        ),
        ("Ich freue mich auf Workshop 2 und melde mich an.\n\nKai Brandt", "Kai Brandt", "2"),
        ("Ich habe von Frau Thoms gehört, dass Sie einladen. Bitte Workshop 3.\n\nUte Ens", "Ute Ens", "3"),
        ("Frau Bürgermeisterin Ilse Krahl kommt in Workshop 1.\n\nKai Brandt, Vorzimmer", "Ilse Krahl", "1"),
        ("Ich melde mich für Workshop 1 an. Fotos sind kein Problem.\n\nRamona Pech", "Ramona Pech", "1"),
        ("Mój szef się zgodził, proszę mnie zapisać na warsztat 3.\n\nZofia Mazur", "Zofia Mazur", "3"),
        ("My boss agrees, so please put me down for workshop 2.\n\nTom Hale", "Tom Hale", "2"),
    ],
)
def test_a_registration_in_like_words_is_booked(own: str, name: str, workshop: str) -> None:
    intent = understood(own, name=name if name in own.splitlines()[-1] else "", subject="Fachtag")
    assert intent.action is Action.ACT, intent
    assert [(p.name, p.workshop) for p in intent.participants] == [(name, workshop)]
