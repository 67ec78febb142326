"""References: stable, tellable, found again in what people write."""

import pytest

from mailbot.decision.reference import reference, references_in


def test_reference_same_digest_same_reference() -> None:
    assert reference("abc") == reference("abc")
    assert reference("abc") != reference("abd")
    assert reference("abc", 2) == f"{reference('abc')}-2"


def test_reference_has_no_sign_that_is_mistaken_for_another() -> None:
    signs = set("".join(reference(str(n)) for n in range(2000)))

    assert signs <= set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ-")


@pytest.mark.parametrize("written", ["{}", "Ihr Zeichen: {}.", "({})", "ref {} bitte", "{},"])
def test_references_in_finds_what_people_copy(written: str) -> None:
    mine = reference("some mail")

    assert references_in(written.format(mine)) == (mine,)
    assert references_in(written.format(mine.lower())) == (mine,)
    assert references_in(written.format(mine.replace("-", " "))) == (mine,)


def test_references_in_keeps_the_number_of_the_participant() -> None:
    assert references_in(f"es geht um {reference('x', 3)}") == (reference("x", 3),)


def test_references_in_plain_text_has_none() -> None:
    assert references_in("Tel. 03731 / 799 3683, am 07.10.2021") == ()
