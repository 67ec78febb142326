"""The second choice where somebody is brief: in the field of a form, in an entry of a list."""

from __future__ import annotations

import pytest

from mailbot.intent import Action
from tests.unit.intent.mails import understood


@pytest.mark.parametrize(
    ("said", "alternative"),
    [
        ("2, wenn voll dann 1", "1"),
        ("Workshop 2, notfalls 1", "1"),
        ("WS 2 (ersatzweise 3)", "3"),
        ("am liebsten Workshop 2, sonst 3", "3"),
        ("2, alternativ Livestream", "livestream"),
        ("2", None),
    ],
)
def test_second_choice_beside_the_first(said: str, alternative: str | None) -> None:
    form = understood(f"Anmeldung\n\nName: Rahel Tesfay\nWorkshop: {said}\n\nRahel Tesfay")
    entries = understood(
        f"Hallo, wir melden uns an:\n\nRahel Tesfay: {said}\nMoritz Hellwig: {said}\n\nMoritz Hellwig"
    )
    for read in (form, entries):
        assert read.action is Action.ACT, read.reason
        assert {(p.workshop, p.alternative) for p in read.participants} == {("2", alternative)}


def test_two_workshops_for_one_person_are_no_second_choice() -> None:
    assert understood("Anmeldung\n\nName: Rahel Tesfay\nWorkshop: 2 oder 3\n\nRahel").action is Action.ASK


def test_the_secretary_is_not_counted_into_a_list_that_is_one_short() -> None:
    read = understood(
        "Guten Tag,\n\ndas Ausbildungswerk meldet drei Leute für Workshop 3 an:\n\nFrau Doreen Kühnel\n"
        "Herr Maik Tänzer\n\nMit freundlichen Grüßen\nSteffi Buchwald\nSekretariat"
    )
    assert read.action is not Action.ACT
    assert "Steffi Buchwald" not in [p.name for p in read.participants]
