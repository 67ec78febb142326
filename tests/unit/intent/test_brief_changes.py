"""Brief words around workshops and places: from here to there, in somebody's place, with a tag at the end."""

from __future__ import annotations

import pytest

from mailbot.intent import Action, Kind
from tests.unit.intent.mails import understood

NAME = "Ute Finkenzeller"


@pytest.mark.parametrize(
    "said",
    [
        "ich bin für Workshop 1 angemeldet und würde lieber nach 2 wechseln.",
        "ich möchte gern von 1 nach 2 wechseln.",
        "ich möchte von der 1 auf 2 umbuchen.",
        "bitte umbuchen: 2 statt 1.",
        "please move me from 1 to 2.",
    ],
)
def test_change_between_bare_labels(said: str) -> None:
    read = understood(f"Guten Tag,\n\n{said}\n\n{NAME}", name=NAME)
    assert (read.kind, read.action) == (Kind.CHANGE, Action.ACT), read.reason
    assert [p.workshop for p in read.participants] == ["2"]


def test_number_of_people_is_no_workshop_that_somebody_moves_to() -> None:
    read = understood(
        f"Guten Tag,\n\nich möchte meine Anmeldung ändern: wir kommen zu 2.\n\n{NAME}", name=NAME
    )
    assert read.action is not Action.ACT


@pytest.mark.parametrize(
    "said",
    [
        "ich bin für Workshop 3 angemeldet. An meiner Stelle kommt meine Kollegin Erika Kern.",
        "Sie haben mich für den Workshop 3 notiert. An meiner Stelle kommt Erika Kern, der Workshop bleibt.",
    ],
)
def test_who_comes_in_somebodys_place_takes_the_workshop_that_is_told(said: str) -> None:
    read = understood(f"Guten Tag,\n\n{said}\n\n{NAME}", name=NAME)
    assert (read.kind, read.action) == (Kind.CHANGE, Action.ACT), read.reason
    assert [(p.name, p.workshop) for p in read.participants] == [("Erika Kern", "3")]


@pytest.mark.parametrize(
    "said",
    [
        "Herr Knoll fällt aus, ich selber komme wie ausgemacht.",
        "Herr Knoll muss ins Krankenhaus und kommt nicht, ich komme aber.",
    ],
)
def test_who_says_that_he_comes_does_not_leave_with_the_other(said: str) -> None:
    read = understood(f"Guten Tag,\n\nich hatte Herrn Knoll und mich angemeldet. {said}\n\n{NAME}", name=NAME)
    assert read.kind is Kind.CANCELLATION
    assert [p.name for p in read.participants] == ["Knoll"]


@pytest.mark.parametrize("tag", ["geht das noch?", "ist noch Platz?", "ist das möglich?"])
def test_tag_that_asks_for_room_leaves_the_registration(tag: str) -> None:
    read = understood(f"Hallo, ich würde gern in Workshop 2 mitmachen, {tag}\n\n{NAME}", name=NAME)
    assert read.action is Action.ACT, read.reason
    assert [p.workshop for p in read.participants] == ["2"]


def test_association_is_nobodys_name() -> None:
    read = understood(
        "Merhaba,\n\nFreiberg Kadın Derneği adına toplantıya katılacağım, 2. atölye.\n\nHatice Erdem",
        name="Hatice Erdem",
    )
    assert [p.name for p in read.participants] == ["Hatice Erdem"]


@pytest.mark.parametrize(
    ("addition", "expected"),
    [
        ("Nachtrag: Frau Ehrlich hat sich doch für die 2 entschieden.", ["2", "1", "3"]),
        ("Korrektur: Beate Ehrlich geht in Workshop 2.", ["2", "1", "3"]),
        ("Frau Ehrlich ist Vegetarierin.", ["1", "1", "3"]),
    ],
)
def test_what_is_said_last_of_somebody_in_a_list_counts(addition: str, expected: list[str]) -> None:
    read = understood(
        "Guten Tag,\n\nfür die KJF nehmen teil:\nBeate Ehrlich (1)\nJürgen Petzold (1)\nIdil Osman (3)\n\n"
        f"{addition}\n\nMit freundlichen Grüßen\nJürgen Petzold",
        name="Jürgen Petzold",
    )
    assert read.action is Action.ACT, read.reason
    assert [p.workshop for p in read.participants] == expected


def test_day_of_the_event_is_no_workshop_with_the_same_word() -> None:
    read = understood("Hello,\n\nI'd like to sign up for the repair day.\n\nFiona Allan", on="reparaturtag")
    assert read.action is Action.ASK
