"""Seats: the file says how many, an organiser may say otherwise, and the last word counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.decision import WHOLE_EVENT, AlreadyDone, Refused, SeatLimit, set_seats, standing, with_limits
from mailbot.event import Event
from tests.ledger import event

FILED = event({"1": 2, "2": 1, "3": None}, 10)


def in_file(place: str, seats: int | None) -> Event:
    """The event after somebody wrote other seats into its file."""
    if place == WHOLE_EVENT:
        return replace(FILED, seats=seats)
    return replace(
        FILED, workshops=tuple(replace(w, seats=seats) if w.id == place else w for w in FILED.workshops)
    )


@pytest.mark.parametrize(("place", "seats"), [("1", 5), ("1", None), ("1", 0), ("3", 4), (WHOLE_EVENT, 3)])
def test_set_seats_count_instead_of_the_file(place: str, seats: int | None) -> None:
    limit = set_seats(FILED, (), place, seats)

    assert with_limits(FILED, [limit]) == in_file(place, seats)


def test_set_seats_give_way_to_a_file_that_was_changed_since() -> None:
    limit = set_seats(FILED, (), "1", 5)

    assert with_limits(in_file("1", 3), [limit]) == in_file("1", 3)
    assert with_limits(in_file("2", 7), [limit]).workshops[0].seats == 5


def test_set_seats_again_counts_from_the_file_as_it_is_then() -> None:
    first = set_seats(FILED, (), "1", 5)
    second = set_seats(in_file("1", 3), [first], "1", 5)

    assert second == SeatLimit("1", 5, 3)


def test_set_seats_of_a_workshop_that_went_are_forgotten() -> None:
    limit = set_seats(FILED, (), "3", 5)
    without = replace(FILED, workshops=FILED.workshops[:2])

    assert with_limits(without, [limit]) == without


@pytest.mark.parametrize(("place", "seats", "reason"), [("9", 5, "unknown-workshop"), ("1", -1, "no-number")])
def test_set_seats_refuses_what_makes_no_sense(place: str, seats: int, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        set_seats(FILED, (), place, seats)
    assert refused.value.reason == reason


def test_set_seats_to_what_stands_is_done_already() -> None:
    limit = set_seats(FILED, (), "1", 5)

    with pytest.raises(AlreadyDone, match="2 seats already"):
        set_seats(FILED, (), "1", 2)
    with pytest.raises(AlreadyDone, match="5 seats already"):
        set_seats(FILED, [limit], "1", 5)
    assert standing(FILED, [set_seats(FILED, [limit], "1", 2)])["1"].seats == 2
