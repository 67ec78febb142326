"""Offers: a seat is kept for whoever is next, who takes it, leaves it, or lets it pass."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailbot.decision import Disposition, Policy
from mailbot.decision.offers import offer_ends
from mailbot.envelope import Notice, Status
from mailbot.intent.model import Action, Answer, Kind
from tests.ledger import Ledger, event, intent, mail_from, person

BERLIN = ZoneInfo("Europe/Berlin")
YES = replace(intent(kind=Kind.OTHER, action=Action.IGNORE), answer=Answer.YES)
NO = replace(intent(kind=Kind.OTHER, action=Action.IGNORE), answer=Answer.NO)


@pytest.fixture
def ledger() -> Ledger:
    """Anna has the one seat; Berta and Carla wait; Anna's seat becomes free and is offered to Berta."""
    ledger = Ledger(event({"1": 1, "2": 1}), Policy(withhold_old=False, offers=True))
    for name in ("Anna Eins", "Berta Zwei", "Carla Drei"):
        ledger.receive(intent(person(name, "1")), mail_from(f"{name.split()[0].lower()}@example.org"))
    ledger.receive(intent(kind=Kind.CANCELLATION), mail_from("anna@example.org"))
    return ledger


def test_offer_is_made_to_the_first_and_keeps_the_seat(ledger: Ledger) -> None:
    offered = ledger.named("Berta Zwei")

    assert (offered.status, offered.offered, offered.seat) == (Status.WAITLISTED, "1", None)
    assert ledger.named("Carla Drei").offered is None
    assert [(n.notice, n.to) for n in ledger.sent[-1:]] == [(Notice.PROMOTION, "berta@example.org")]


def test_offer_newcomers_do_not_get_the_kept_seat(ledger: Ledger) -> None:
    ledger.receive(intent(person("Dora Vier", "1")), mail_from("dora@example.org"))

    assert ledger.named("Dora Vier").status is Status.WAITLISTED


def test_offer_taken_by_a_bare_yes(ledger: Ledger) -> None:
    decision = ledger.receive(YES, mail_from("berta@example.org"))

    assert decision.notifications[0].notice is Notice.CONFIRMATION
    assert (ledger.seated("1"), ledger.named("Berta Zwei").offered) == (["Berta Zwei"], None)


def test_offer_declined_passes_to_the_next(ledger: Ledger) -> None:
    ledger.receive(NO, mail_from("berta@example.org"))

    assert ledger.named("Berta Zwei").status is Status.CANCELLED
    assert ledger.named("Carla Drei").offered == "1"


def test_offer_taken_too_late_is_held(ledger: Ledger) -> None:
    ledger.now += timedelta(days=5)

    assert ledger.receive(YES, mail_from("berta@example.org")).disposition is Disposition.HELD


def test_offer_yes_from_somebody_who_has_none_is_left_alone(ledger: Ledger) -> None:
    assert ledger.receive(YES, mail_from("carla@example.org")).disposition is Disposition.IGNORED


@pytest.mark.parametrize(
    ("made", "ends"),
    [
        (datetime(2021, 9, 6, 10, 0), datetime(2021, 9, 8, 10, 0)),
        (datetime(2021, 9, 6, 22, 0), datetime(2021, 9, 9, 12, 0)),
        (datetime(2021, 9, 6, 5, 0), datetime(2021, 9, 8, 12, 0)),
        (datetime(2021, 9, 10, 10, 0), datetime(2021, 9, 13, 12, 0)),
        (datetime(2021, 9, 9, 21, 0), datetime(2021, 9, 13, 12, 0)),
        (datetime(2021, 9, 6, 20, 0), datetime(2021, 9, 9, 12, 0)),
        (datetime(2021, 9, 6, 8, 0), datetime(2021, 9, 8, 8, 0)),
    ],
)
def test_offer_ends_never_at_night_or_on_a_sunday(made: datetime, ends: datetime) -> None:
    assert offer_ends(made.replace(tzinfo=BERLIN).astimezone(UTC), event()) == ends.replace(tzinfo=BERLIN)
