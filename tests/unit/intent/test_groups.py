"""Groups of all shapes: who comes, and who goes where."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mailbot.intent import Action
from tests.unit.intent.mails import understood
from tests.unit.intent.people import check

_FILE = Path(__file__).with_name("groups.yaml")


def cases(section: str) -> list[tuple[str, str]]:
    """The mails of one section of groups.yaml with the people they put on the list."""
    found = yaml.safe_load(_FILE.read_text("utf-8"))[section]
    return [(case["mail"], case["people"]) for case in found]


@pytest.mark.parametrize(("own", "expected"), cases("running"))
def test_groups_in_running_text(own: str, expected: str) -> None:
    check(own, expected, name="")


@pytest.mark.parametrize(("own", "expected"), cases("lists"))
def test_groups_in_lists_and_tables(own: str, expected: str) -> None:
    check(own, expected, name="")


@pytest.mark.parametrize(("own", "expected"), cases("languages"))
def test_groups_in_other_languages(own: str, expected: str) -> None:
    check(own, expected, name="")


@pytest.mark.parametrize(("own", "expected"), cases("further"))
def test_groups_in_words_seen_once(own: str, expected: str) -> None:
    check(own, expected, name="", subject="Anmeldung Fachtag")


def test_groups_announced_and_not_all_named_are_asked_for() -> None:
    own = "Wir kommen zu dritt, Ute Kranz, Heiner Moll und noch jemand, alle Workshop 1."
    check(own, "Ute Kranz > 1; Heiner Moll > 1", "ask", name="")


def test_groups_thanked_and_greeted_people_do_not_come() -> None:
    greeting = "Sehr geehrte Frau Kranz,\n\nvielen Dank, auch an Herrn Moll."
    check(f"{greeting} Ich melde mich für Workshop 2 an.\n\nBo Nyström", "Bo Nyström > 2", name="")


def test_groups_leader_named_with_a_workshop_does_not_come() -> None:
    own = "Ich komme in den Workshop 2 mit Frau Schrenk und Herrn Chaimite.\n\nBo Nyström"
    check(own, "Bo Nyström > 2", name="")


@pytest.mark.parametrize(
    "own",
    [
        "Bitte melden Sie Herrn Uwe Sasse für Workshop 1 an. Bei Rückfragen hilft Frau Ilka Thoms.\n\nAmt 50",
        "Frau Ilka Thoms und Herr Uwe Sasse kommen, Frau Thoms in Workshop 1. Herr Sasse entscheidet noch.",
        "Wir kommen zu dritt in Workshop 2.\n\nUwe Sasse",
        "Uwe Sasse und seine Frau kommen in Workshop 2.",
        "Anmeldung: Uwe Sasse und N. N., Workshop 2",
        "Ich komme mit meinem Sohn in Workshop 2.\nUwe Sasse",
        "Ich melde mich für Workshop 1 an. Frau Ilka Thoms kommt vielleicht nach.\nUwe Sasse",
        "Für meinen Verein kommen Uwe Sasse (WS 1) und Ilka Thoms. Danke!\n\nBert Mau",
        "Ich melde mich für Workshop 1 an, im Auftrag meiner Chefin Ilka Thoms.\nUwe Sasse",
        "Workshop 1: Sasse, Thoms\nWorkshop 2: Mau\n\nAnmeldung vom Jugendamt",
    ],
)
def test_groups_with_somebody_in_doubt_are_not_booked(own: str) -> None:
    assert understood(own, name="", subject="Anmeldung Fachtag").action is not Action.ACT
