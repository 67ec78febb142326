"""Announcements: to whom, once each, at a limited rate, taken up after a crash."""

from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.decision import Policy
from mailbot.flow.bulk import UnknownAudience, announce, continue_announcements, preview
from mailbot.store import begin_announcement
from tests.desks import Desk
from tests.letters import PEOPLE, registration


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    for number, workshop in enumerate("1122"):
        desk.receive(registration(PEOPLE[number], f"p{number}@example.org", workshop))
    return desk


@pytest.mark.parametrize(
    ("audience", "expected"),
    [("all", 4), ("workshop:1", 2), ("workshop:3", 0), ("waiting", 0), ("livestream", 0)],
)
def test_announce_reaches_its_audience(desk: Desk, audience: str, expected: int) -> None:
    shown = preview(desk.office, audience, "Der Eingang ist hinten.")

    announce(desk.office, audience, "Der Eingang ist hinten.", "Frau Muster")

    assert (shown.contacts, len(desk.outbox("announcement"))) == (expected, expected)


@pytest.mark.parametrize("audience", ["nobody", "workshop", "workshop:9", "all:1"])
def test_announce_unknown_audience_is_refused(desk: Desk, audience: str) -> None:
    with pytest.raises(UnknownAudience):
        announce(desk.office, audience, "x", "y")

    assert desk.outbox("announcement") == []


def test_announce_carries_the_text(desk: Desk) -> None:
    shown = preview(desk.office, "all", "Der Eingang ist hinten.")

    assert shown.sample is not None
    assert b"Der Eingang ist hinten." in shown.sample


def test_announce_broken_off_goes_on_without_doubles(desk: Desk) -> None:
    announce(desk.office, "workshop:1", "Erste Zeile.", "Frau Muster")
    with desk.office.database.transaction() as tx:
        number = begin_announcement(tx, desk.office.event.id, "all", "Zweite.", "Frau Muster", desk.now)

    continue_announcements(desk.office)
    continue_announcements(desk.office)

    assert number == 2
    assert sorted(row["to"] for row in desk.outbox("announcement")) == sorted(
        ["p0@example.org", "p1@example.org", *(f"p{n}@example.org" for n in range(4))]
    )


def test_announce_leaves_at_a_limited_rate(tmp_path: Path) -> None:
    desk = Desk(tmp_path, settings="[limits]\nbulk_per_minute = 2\n")
    for number in range(5):
        desk.receive(registration(PEOPLE[number], f"p{number}@example.org"))

    announce(desk.office, "all", "x", "y")

    due = [row["next_attempt_at"] - desk.now for row in desk.outbox("announcement")]
    assert due == [timedelta(minutes=n // 2) for n in range(5)]


def test_announce_does_not_count_as_replies(desk: Desk) -> None:
    for _ in range(Policy().replies_per_address_per_day):
        announce(desk.office, "all", "x", "y")

    handled = desk.receive(registration("Neue Person", "p0@example.org", identifier="new"))

    assert [out.withheld for out in handled.outgoing] == [""]
