"""Who comes: people named in lists, beside others, by relation, by a pronoun, and who only writes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.unit.intent.people import check

_FILE = Path(__file__).with_name("who.yaml")


def cases(section: str) -> list[tuple[str, str, str, str]]:
    """The mails of one section of who.yaml, whom they put on the list, the action, the display name."""
    found = yaml.safe_load(_FILE.read_text("utf-8"))[section]
    return [(c["mail"], c["people"], c.get("action", "act"), c.get("name", "")) for c in found]


@pytest.mark.parametrize(("own", "expected", "action", "name"), cases("lists"))
def test_who_comes_in_lists(own: str, expected: str, action: str, name: str) -> None:
    check(own, expected, action, name=name, subject="Anmeldung Fachtag")


@pytest.mark.parametrize(("own", "expected", "action", "name"), cases("counts"))
def test_who_comes_with_numbers_that_announce_nobody(own: str, expected: str, action: str, name: str) -> None:
    check(own, expected, action, name=name, subject="Anmeldung Fachtag")


@pytest.mark.parametrize(("own", "expected", "action", "name"), cases("others"))
def test_who_comes_beside_or_instead_of_the_writer(own: str, expected: str, action: str, name: str) -> None:
    check(own, expected, action, name=name, subject="Anmeldung Fachtag")


@pytest.mark.parametrize(("own", "expected", "action", "name"), cases("beside"))
def test_who_comes_by_what_stands_beside_a_name(own: str, expected: str, action: str, name: str) -> None:
    check(own, expected, action, name=name, subject="Anmeldung Fachtag")
