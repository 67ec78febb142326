"""The waiting list: who moves up, in what order, until when."""

from dataclasses import replace
from datetime import timedelta

from mailbot.decision import Policy
from mailbot.envelope import Notice, Status
from mailbot.intent.model import Kind
from tests.ledger import CLOSES, Ledger, event, intent, mail_from, person


def _full(policy: Policy | None = None) -> Ledger:
    """One seat in workshop 1, one in 2: Anna sits in 1, Berta waits for 1 in 2, Carla waits for 2."""
    ledger = Ledger(event({"1": 1, "2": 1}), policy or Policy(withhold_old=False))
    ledger.receive(intent(person("Anna Eins", "1")), mail_from("anna@example.org"))
    ledger.receive(intent(person("Berta Zwei", "1", "2")), mail_from("berta@example.org"))
    ledger.receive(intent(person("Carla Drei", "2")), mail_from("carla@example.org"))
    return ledger


def test_promotion_cascades_through_the_second_choice() -> None:
    ledger = _full()

    ledger.receive(intent(kind=Kind.CANCELLATION), mail_from("anna@example.org"))

    assert (ledger.seated("1"), ledger.seated("2")) == (["Berta Zwei"], ["Carla Drei"])
    assert ledger.waiting() == {}


def test_promotion_tells_each_promoted_person_once() -> None:
    ledger = _full()

    ledger.receive(intent(kind=Kind.CANCELLATION), mail_from("anna@example.org"))

    told = [(n.notice, n.to) for n in ledger.sent if n.notice is Notice.PROMOTION]
    assert told == [(Notice.PROMOTION, "berta@example.org"), (Notice.PROMOTION, "carla@example.org")]


def test_promotion_raised_seats_go_to_the_first_who_waits() -> None:
    ledger = Ledger(event({"1": 1}))
    for number in range(4):
        ledger.receive(intent(person(f"Person {number}x", "1")), mail_from(f"p{number}@example.org"))
    ledger.event = event({"1": 3})

    moved = ledger.sweep()

    assert [r.name for r in moved] == ["Person 1x", "Person 2x"]
    assert [r.name for r in ledger.waiting()["1"]] == ["Person 3x"]


def test_promotion_ends_at_promote_until() -> None:
    ledger = _full(Policy(withhold_old=False, promote_until=CLOSES - timedelta(days=10)))
    ledger.now = CLOSES - timedelta(days=9)

    ledger.receive(intent(kind=Kind.CANCELLATION), mail_from("anna@example.org"))

    assert ledger.seated("1") == []
    assert ledger.named("Berta Zwei").waiting_for == "1"


def test_promotion_total_limit_frees_the_list_of_another_workshop() -> None:
    ledger = Ledger(event({"1": 5, "2": 5}, total=1))
    ledger.receive(intent(person("Anna Eins", "1")), mail_from("anna@example.org"))
    ledger.receive(intent(person("Berta Zwei", "2")), mail_from("berta@example.org"))

    ledger.receive(intent(kind=Kind.CANCELLATION), mail_from("anna@example.org"))

    assert ledger.named("Berta Zwei").status is Status.CONFIRMED


def test_position_is_counted_from_one_in_order_of_receipt() -> None:
    ledger = Ledger(event({"1": 0}))
    first = ledger.receive(intent(person("Anna Eins", "1")), mail_from("anna@example.org"))
    later = ledger.receive(intent(person("Berta Zwei", "1")), mail_from("berta@example.org"))

    assert first.notifications[0].lines[0].position == 1
    assert later.notifications[0].lines[0].position == 2


def test_position_mail_received_earlier_goes_before() -> None:
    ledger = Ledger(event({"1": 0}))
    ledger.receive(intent(person("Anna Eins", "1")), mail_from("anna@example.org"))
    early = ledger.receive(
        intent(person("Berta Zwei", "1")), mail_from("berta@example.org"), ledger.now - timedelta(days=1)
    )

    assert early.notifications[0].lines[0].position == 1


def test_heads_in_any_order_give_the_same_promotion() -> None:
    ledger = _full()
    ledger.rows = dict(reversed(ledger.rows.items()))
    ledger.event = replace(ledger.event, workshops=event({"1": 2, "2": 1}).workshops)

    assert [r.name for r in ledger.sweep()] == ["Berta Zwei", "Carla Drei"]
