"""The rule table: each rule on both sides of its border."""

from datetime import UTC, datetime, timedelta

import pytest

from mailbot.decision import Disposition
from mailbot.envelope import Attendance, Notice, Status
from mailbot.intent.model import Action, Kind
from mailbot.message.model import Address, Automatic, AutomaticKind, Bounce, Sign
from tests.ledger import CLOSES, OPENS, Ledger, event, intent, mail_from, person


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(event())


def test_registration_complete_is_confirmed(ledger: Ledger) -> None:
    decision = ledger.receive(intent(person()))

    assert (decision.disposition, decision.reason) == (Disposition.ACCEPTED, "confirmed")
    assert [n.notice for n in decision.notifications] == [Notice.CONFIRMATION]
    assert decision.notifications[0].to == "anna@example.org"
    assert decision.notifications[0].in_reply_to == "<theirs@example.org>"


@pytest.mark.parametrize(
    ("received", "disposition"),
    [
        (OPENS - timedelta(microseconds=1), Disposition.RECORDED),
        (OPENS, Disposition.ACCEPTED),
        (CLOSES - timedelta(microseconds=1), Disposition.ACCEPTED),
        (CLOSES, Disposition.DECLINED),
    ],
)
def test_registration_counts_by_time_of_receipt(
    ledger: Ledger, received: datetime, disposition: Disposition
) -> None:
    assert ledger.receive(intent(person()), received=received).disposition is disposition


def test_registration_late_is_told_which_time_counted(ledger: Ledger) -> None:
    decision = ledger.receive(intent(person()), received=CLOSES)

    assert [(n.notice, n.received) for n in decision.notifications] == [(Notice.LATE, CLOSES)]
    assert ledger.named("Anna Beispiel").status is Status.DECLINED


def test_registration_in_time_but_decided_later_counts(ledger: Ledger) -> None:
    ledger.now = CLOSES + timedelta(days=2)

    decision = ledger.receive(intent(person()), received=CLOSES - timedelta(minutes=1))

    assert decision.disposition is Disposition.ACCEPTED


def test_registration_full_workshop_tells_position_and_room_elsewhere(ledger: Ledger) -> None:
    ledger.receive(intent(person("Berta Zwei", "2")), mail_from("berta@example.org"))

    decision = ledger.receive(intent(person(workshop="2")))

    notice = decision.notifications[0]
    assert (decision.disposition, notice.notice) == (Disposition.WAITLISTED, Notice.WAITLIST)
    assert (notice.lines[0].position, notice.free) == (1, ("1", "3"))


def test_registration_group_gets_one_reply_with_each_outcome(ledger: Ledger) -> None:
    people = [person(f"Person {n}x", "1") for n in range(3)]

    decision = ledger.receive(intent(*people))

    assert [r.status.value for r in decision.registrations] == ["confirmed", "confirmed", "waitlisted"]
    assert [n.notice for n in decision.notifications] == [Notice.CONFIRMATION]
    assert [line.position for line in decision.notifications[0].lines] == [None, None, 1]
    assert len({r.reference for r in decision.registrations}) == 3


def test_registration_again_stands_and_is_repeated(ledger: Ledger) -> None:
    ledger.receive(intent(person()))

    decision = ledger.receive(intent(person("Beispiel, Anna")))

    assert decision.disposition is Disposition.REPEATED
    assert decision.notifications[0].repeated
    assert len(ledger.rows) == 1


def test_registration_again_with_another_workshop_is_a_move(ledger: Ledger) -> None:
    ledger.receive(intent(person()))

    decision = ledger.receive(intent(person(workshop="3")))

    assert (decision.disposition, decision.notifications[0].notice) == (Disposition.CHANGED, Notice.CHANGE)
    assert (ledger.seated("1"), ledger.seated("3")) == ([], ["Anna Beispiel"])


def test_registration_move_to_a_full_workshop_keeps_the_seat(ledger: Ledger) -> None:
    ledger.receive(intent(person("Berta Zwei", "2")), mail_from("berta@example.org"))
    ledger.receive(intent(person()))

    ledger.receive(intent(person(workshop="2"), kind=Kind.CHANGE))

    moved = ledger.named("Anna Beispiel")
    assert (moved.status, moved.seat, moved.waiting_for) == (Status.CONFIRMED, "1", "2")


def test_registration_move_to_the_livestream_frees_the_seat(ledger: Ledger) -> None:
    ledger.receive(intent(person("Berta Zwei", "2")), mail_from("berta@example.org"))
    ledger.receive(intent(person(workshop="2")))

    ledger.receive(
        intent(person("Berta Zwei", None, livestream=True), kind=Kind.CHANGE), mail_from("berta@example.org")
    )

    assert ledger.named("Berta Zwei").attendance is Attendance.LIVESTREAM
    assert ledger.seated("2") == ["Anna Beispiel"]


def test_registration_several_people_share_one_address(ledger: Ledger) -> None:
    ledger.receive(intent(person("Anna Beispiel")))
    ledger.receive(intent(person("Bernd Beispiel")))

    assert ledger.seated("1") == ["Anna Beispiel", "Bernd Beispiel"]


def test_registration_livestream_that_is_not_offered_is_held() -> None:
    ledger = Ledger(event(livestream=False))

    decision = ledger.receive(intent(person(workshop=None, livestream=True)))

    assert (decision.disposition, decision.reason) == (Disposition.HELD, "no-livestream")


def test_machine_strong_sign_gets_nothing(ledger: Ledger) -> None:
    machine = Automatic(Sign.STRONG, AutomaticKind.OUT_OF_OFFICE, ("auto-submitted",))

    decision = ledger.receive(intent(person()), mail_from(automatic=machine))

    assert (decision.disposition, decision.registrations) == (Disposition.IGNORED, ())
    assert decision.notifications == ()


def test_machine_weak_sign_is_held_with_what_was_understood(ledger: Ledger) -> None:
    decision = ledger.receive(
        intent(person()), mail_from(automatic=Automatic(Sign.WEAK, None, ("precedence",)))
    )

    assert (decision.reason, decision.notifications) == ("weak-automatic", ())
    assert ledger.named("Anna Beispiel").status is Status.HELD


@pytest.mark.parametrize(("permanent", "noted"), [(True, "<ours@office.test>"), (False, "")])
def test_bounce_is_noted_only_if_permanent(ledger: Ledger, permanent: bool, noted: str) -> None:
    bounce = Bounce(("a@example.org",), permanent, original_message_id="<ours@office.test>")

    decision = ledger.receive(intent(kind=Kind.BOUNCE, action=Action.IGNORE), mail_from(bounce=bounce))

    assert (decision.disposition, decision.bounced) == (Disposition.RECORDED, noted)


@pytest.mark.parametrize(
    "changes",
    [
        {"senders": ()},
        {"senders": (Address("", "a@example.org"), Address("", "b@example.org"))},
        {"reply_to": (Address("", "victim@elsewhere.example"),)},
    ],
)
def test_return_address_unclear_is_held(ledger: Ledger, changes: dict[str, object]) -> None:
    decision = ledger.receive(intent(person()), mail_from(**changes))  # type: ignore[arg-type]

    assert (decision.disposition, decision.notifications) == (Disposition.HELD, ())


def test_reply_to_at_the_same_domain_is_no_obstacle(ledger: Ledger) -> None:
    mail = mail_from(reply_to=(Address("", "office@example.org"),))

    assert ledger.receive(intent(person()), mail).disposition is Disposition.ACCEPTED


def test_after_the_event_nothing_is_answered(ledger: Ledger) -> None:
    decision = ledger.receive(intent(person()), received=datetime(2021, 10, 8, tzinfo=UTC))

    assert (decision.reason, decision.notifications) == ("after-event", ())


@pytest.mark.parametrize("kind", list(Kind))
def test_review_never_sends_anything(ledger: Ledger, kind: Kind) -> None:
    decision = ledger.receive(intent(person(), kind=kind, action=Action.REVIEW))

    assert decision.notifications == ()
    assert decision.disposition in (Disposition.HELD, Disposition.IGNORED)


@pytest.mark.parametrize("kind", list(Kind))
def test_ignore_never_touches_anything(ledger: Ledger, kind: Kind) -> None:
    decision = ledger.receive(intent(person(), kind=kind, action=Action.IGNORE))

    assert (decision.notifications, decision.registrations) == ((), ())


def test_registration_of_the_same_person_from_another_address_is_no_second_one(ledger: Ledger) -> None:
    ledger.receive(intent(person()))
    answered = f"<mailbot.{ledger.sent[0].key}@office.test>"
    again = intent(person(workshop="2"))
    decision = ledger.receive(again, mail_from("anna@home.example", answers=answered))

    assert (decision.disposition, decision.reason) == (Disposition.HELD, "another-address")
    assert len(ledger.rows) == 1


def test_change_of_several_by_one_mail_gives_each_a_place_of_their_own() -> None:
    ledger = Ledger(event({"1": 0, "2": None, "3": None}))
    for number, name in enumerate(("Anna Eins", "Berta Zwei")):
        ledger.receive(intent(person(name, "2")), received=ledger.now + timedelta(minutes=number))
    decision = ledger.receive(intent(person("Berta Zwei", "1"), person("Anna Eins", "1")))

    assert [line.position for line in decision.notifications[0].lines] == [1, 2]
    assert [r.name for r in ledger.waiting()["1"]] == ["Berta Zwei", "Anna Eins"]
