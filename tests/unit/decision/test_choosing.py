"""For which of several events a mail is: what decides, and when a person must say it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from mailbot.decision import WHICH_EVENT, Claim, choose
from mailbot.event import Event
from mailbot.intent.model import Action, Intent, Kind
from tests.letters import BERLIN

NOW = datetime(2021, 9, 3, 12, tzinfo=BERLIN)
OPEN = Event("open", "Open", NOW.replace(tzinfo=None) + timedelta(days=30))
OTHER = Event("other", "Other", NOW.replace(tzinfo=None) + timedelta(days=40))
OVER = Event("over", "Over", NOW.replace(tzinfo=None) - timedelta(days=40))
LATER = Event(
    "later", "Later", NOW.replace(tzinfo=None) + timedelta(days=90),
    registration_opens=NOW.replace(tzinfo=None) + timedelta(days=9),
)  # fmt: skip
CLOSED = Event(
    "closed", "Closed", NOW.replace(tzinfo=None) + timedelta(days=9),
    registration_closes=NOW.replace(tzinfo=None) - timedelta(days=1),
)  # fmt: skip


def claim(event: Event, kind: Kind = Kind.REGISTRATION, action: Action = Action.ACT, **more: Any) -> Claim:
    return Claim(event, Intent(kind, action, "said", "It says so."), **more)


CASES: list[tuple[list[Claim], str]] = [
    ([claim(OVER)], "over"),
    ([claim(OPEN, named=True), claim(OTHER)], "open"),
    ([claim(OPEN, named=True), claim(OTHER, named=True)], ""),
    ([claim(OPEN), claim(OTHER)], ""),
    ([claim(OPEN, answered=True), claim(OTHER)], "open"),
    ([claim(OPEN, answered=True, named=True), claim(OTHER)], "open"),
    ([claim(OPEN, answered=True), claim(OTHER, named=True)], ""),
    ([claim(OPEN, answered=True, named=True), claim(OTHER, named=True)], ""),
    ([claim(OPEN, answered=True), claim(OTHER, answered=True)], ""),
    ([claim(OPEN, answered=True), claim(OTHER, answered=True, named=True)], "other"),
    ([claim(OPEN), claim(OTHER, Kind.OTHER, Action.IGNORE)], "open"),
    ([claim(OVER), claim(OPEN, Kind.OTHER, Action.IGNORE)], "over"),
    ([claim(OPEN), claim(OVER)], "open"),
    ([claim(OPEN), claim(LATER)], "open"),
    ([claim(OPEN), claim(CLOSED)], "open"),
    ([claim(CLOSED), claim(OVER)], "closed"),
    ([claim(OPEN, named=False), claim(OVER, named=True)], "over"),
    ([claim(OPEN, Kind.CANCELLATION, registered=True), claim(OTHER, Kind.CANCELLATION)], "open"),
    ([claim(OPEN, Kind.CANCELLATION, registered=True), claim(OTHER, Kind.OTHER, Action.IGNORE)], "open"),
    ([claim(k, Kind.CANCELLATION, registered=True) for k in (OPEN, OTHER)], ""),
    ([claim(OPEN, registered=True), claim(OTHER)], ""),
    ([claim(OPEN, Kind.OTHER, Action.IGNORE, registered=True), claim(OTHER, Kind.OTHER)], "open"),
]


@pytest.mark.parametrize(("claims", "wanted"), CASES)
def test_claim_that_counts(claims: list[Claim], wanted: str) -> None:
    for order in (claims, claims[::-1]):
        found = choose(order, NOW)
        assert (found.claim.event.id if found.claim else "") == wanted
        assert found.claim or (found.reason, found.nobodys) == (WHICH_EVENT, False)


def test_mail_that_is_none_of_ours_is_nobodys() -> None:
    found = choose([claim(e, Kind.OTHER, Action.IGNORE) for e in (OPEN, OTHER)], NOW)

    assert (found.claim, found.nobodys, found.reason) == (None, True, "said")
