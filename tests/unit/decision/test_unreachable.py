"""Whom no mail reaches any more is held for a person, and the seat passes on; nothing else does that."""

from __future__ import annotations

import pytest

from mailbot.decision import Decision, Disposition, lost_alarms
from mailbot.envelope import Notice, Status
from mailbot.intent.model import Action, Kind
from mailbot.message.model import Bounce
from tests.ledger import Ledger, event, intent, mail_from, person

ANNA, BERND = "anna@example.org", "bernd@example.org"


@pytest.fixture
def ledger() -> Ledger:
    """Workshop 1 has one seat: Anna sits there, Bernd waits."""
    ledger = Ledger(event({"1": 1, "2": 1, "3": None}))
    ledger.receive(intent(person("Anna Eins")), mail_from(ANNA))
    ledger.receive(intent(person("Bernd Zwei")), mail_from(BERND))
    return ledger


def come_back(
    ledger: Ledger, number: int, *to: str, status: str = "5.1.1", permanent: bool = True
) -> Decision:
    """A report about our mail with this number (from 0)."""
    ours = f"<mailbot.{ledger.sent[number].key}@office.test>"
    report = Bounce(to, permanent, status, original_message_id=ours)
    mail = mail_from("mailer-daemon@office.test", answers=ours, bounce=report)
    return ledger.receive(intent(kind=Kind.BOUNCE, action=Action.IGNORE), mail)


def test_address_that_does_not_exist_holds_the_registration_and_passes_the_seat_on(ledger: Ledger) -> None:
    decision = come_back(ledger, 0, "Anna@Example.org")

    assert (decision.disposition, decision.reason) == (Disposition.RECORDED, "unreachable")
    assert decision.bounced == f"<mailbot.{ledger.sent[0].key}@office.test>"
    assert (ledger.named("Anna Eins").status, ledger.seated("1")) == (Status.HELD, ["Bernd Zwei"])
    assert [(n.notice, n.to) for n in decision.notifications] == [(Notice.PROMOTION, BERND)]


@pytest.mark.parametrize(
    ("to", "status", "permanent"),
    [
        (ANNA, "5.2.2", True),
        (ANNA, "5.7.1", True),
        (ANNA, "5.0.0", True),
        (ANNA, "5.1.8", True),
        (ANNA, "", True),
        (ANNA, "4.1.1", False),
        ("other@example.org", "5.1.1", True),
    ],
)
def test_other_reports_leave_the_registration(ledger: Ledger, to: str, status: str, permanent: bool) -> None:
    decision = come_back(ledger, 0, to, status=status, permanent=permanent)

    assert (decision.reason, decision.registrations) == ("bounce", ())
    assert ledger.seated("1") == ["Anna Eins"]


def test_second_report_changes_nothing_more(ledger: Ledger) -> None:
    come_back(ledger, 0, ANNA)

    assert come_back(ledger, 0, ANNA).reason == "bounce"


def test_who_has_cancelled_stays_cancelled(ledger: Ledger) -> None:
    ledger.receive(intent(person("Anna Eins", None), kind=Kind.CANCELLATION), mail_from(ANNA))

    assert come_back(ledger, 0, ANNA).reason == "bounce"
    assert ledger.named("Anna Eins").status is Status.CANCELLED


def test_report_about_the_promotion_lets_the_next_one_move_up(ledger: Ledger) -> None:
    ledger.receive(intent(person("Carl Drei")), mail_from("carl@example.org"))
    come_back(ledger, 0, ANNA)
    promotion = next(n for n, told in enumerate(ledger.sent) if told.notice is Notice.PROMOTION)

    come_back(ledger, promotion, BERND)

    assert ledger.seated("1") == ["Carl Drei"]


def test_after_the_event_nobody_is_held(ledger: Ledger) -> None:
    ledger.now = ledger.event.ends_at

    assert come_back(ledger, 0, ANNA).reason == "bounce"


def test_organisers_hear_whom_to_look_for(ledger: Ledger) -> None:
    decision = come_back(ledger, 0, ANNA)
    alarms = lost_alarms(decision, ledger.event, ["olga@office.test", "ole@office.test"], ledger.now)

    assert [(n.notice, n.to) for n in alarms] == [
        (Notice.ALARM, "olga@office.test"),
        (Notice.ALARM, "ole@office.test"),
    ]
    assert "Anna Eins" in alarms[0].text
    assert ANNA in alarms[0].text
    assert len({n.key for n in alarms}) == 2
    assert lost_alarms(come_back(ledger, 0, ANNA), ledger.event, ["olga@office.test"], ledger.now) == ()
