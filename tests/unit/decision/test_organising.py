"""What organisers do to registrations, in the ledger in memory: each rule and each refusal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.decision import (
    AlreadyDone,
    Arrival,
    Caller,
    Correction,
    Decision,
    Desk,
    Origin,
    Queue,
    Refused,
    Registration,
    entering,
    organising,
)
from mailbot.envelope import Attendance, Notice, Status
from mailbot.event import Event
from mailbot.intent.model import Action
from tests.ledger import CLOSES, Ledger, event, intent, mail_from, person

ANNA, BERTA, CARL = "Anna Eins", "Berta Zwei", "Carl Drei"


@pytest.fixture
def ledger() -> Ledger:
    """Workshop 2 has one seat: Anna sits there, Berta and Carl wait for it in that order."""
    ledger = Ledger(event())
    for name in (ANNA, BERTA, CARL):
        ledger.receive(intent(person(name, "2")), mail_from(f"{name.split()[0].lower()}@example.org"))
    return ledger


def desk(ledger: Ledger, *people: Registration, cause: str = "act1", **changes: object) -> Desk:
    order = people[0].queue if people else Queue(ledger.now)
    contact = people[0].contact if people else str(changes.pop("contact", ""))
    known = ledger.snapshot(mail_from(contact), Arrival(order.received, order.uid, ""))
    made = Desk(replace(known, thread=people), ledger.event, ledger.policy, ledger.now, cause)
    return replace(made, **changes)  # type: ignore[arg-type]


def act(ledger: Ledger, decision: Decision) -> list[tuple[Notice, str]]:
    """Takes a decision over; gives who is told what."""
    ledger.apply(decision)
    return [(n.notice, n.to.partition("@")[0]) for n in decision.notifications]


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        action()
    return caught.value.reason


def test_cancel_tells_the_person_and_whoever_moves_up(ledger: Ledger) -> None:
    anna = ledger.named(ANNA)

    told = act(ledger, organising.cancel(desk(ledger, anna), [anna]))

    assert told == [(Notice.CANCELLATION, "anna"), (Notice.PROMOTION, "berta")]
    assert ledger.seated("2") == [BERTA]


def test_cancel_of_a_group_is_one_mail_for_each_contact(ledger: Ledger) -> None:
    group = [person("Dora Vier", "3"), person("Emil Fünf", "3")]
    people = ledger.receive(intent(*group), mail_from("dora@example.org")).registrations

    decision = organising.cancel(desk(ledger, *people, ledger.named(CARL)), [*people, ledger.named(CARL)])

    assert [(n.to, len(n.lines)) for n in decision.notifications] == [
        ("carl@example.org", 1),
        ("dora@example.org", 2),
    ]


def test_cancel_in_silence_tells_only_whoever_moves_up(ledger: Ledger) -> None:
    anna = ledger.named(ANNA)

    assert act(ledger, organising.cancel(desk(ledger, anna), [anna], tell=False)) == [
        (Notice.PROMOTION, "berta")
    ]


def test_cancel_again_is_already_done(ledger: Ledger) -> None:
    anna = ledger.named(ANNA)
    ledger.apply(organising.cancel(desk(ledger, anna), [anna]))

    with pytest.raises(AlreadyDone, match=anna.reference):
        organising.cancel(desk(ledger), [ledger.named(ANNA)])


def test_cancel_of_somebody_whose_mail_waits_is_refused(ledger: Ledger) -> None:
    ledger.receive(intent(person("Dora Vier"), action=Action.REVIEW), mail_from("dora@example.org"))
    dora = ledger.named("Dora Vier")

    waits = desk(ledger, dora, waits={dora.reference: 7})

    assert refused(lambda: organising.cancel(waits, [dora])) == "mail-waits"
    assert act(ledger, organising.cancel(desk(ledger, dora), [dora])) == [(Notice.CANCELLATION, "dora")]


def test_move_frees_the_seat_for_the_next(ledger: Ledger) -> None:
    anna = ledger.named(ANNA)

    told = act(ledger, organising.move(desk(ledger, anna), anna, "3"))

    assert told == [(Notice.CHANGE, "anna"), (Notice.PROMOTION, "berta")]
    assert (ledger.seated("3"), ledger.seated("2")) == ([ANNA], [BERTA])


def test_move_to_the_livestream_and_back(ledger: Ledger) -> None:
    anna = ledger.named(ANNA)
    ledger.apply(organising.move(desk(ledger, anna), anna, "livestream"))
    streaming = ledger.named(ANNA)
    ledger.apply(organising.move(desk(ledger, streaming, cause="act2"), streaming, "1"))

    back = ledger.named(ANNA)
    assert (streaming.attendance, streaming.seat) == (Attendance.LIVESTREAM, None)
    assert (back.attendance, back.seat, back.status) == (Attendance.ON_SITE, "1", Status.CONFIRMED)


def test_move_past_the_last_seat_needs_the_word(ledger: Ledger) -> None:
    carl = ledger.named(CARL)

    assert refused(lambda: organising.move(desk(ledger, carl), carl, "2")) == "full"
    decision = organising.move(desk(ledger, carl), carl, "2", overbook=True)
    assert act(ledger, decision) == [(Notice.PROMOTION, "carl")]
    assert decision.reason == "overbooked-by-organiser"
    assert ledger.seated("2") == [ANNA, CARL]


def test_move_by_hand_passes_the_list_when_promotions_have_ended(ledger: Ledger) -> None:
    ledger.policy = replace(ledger.policy, promote_until=ledger.now)
    anna, carl = ledger.named(ANNA), ledger.named(CARL)
    assert act(ledger, organising.cancel(desk(ledger, anna), [anna])) == [(Notice.CANCELLATION, "anna")]

    assert act(ledger, organising.move(desk(ledger, carl), carl, "2")) == [(Notice.PROMOTION, "carl")]


def test_move_completes_somebody_who_was_asked(ledger: Ledger) -> None:
    asked = intent(person("Dora Vier", None), action=Action.ASK, missing=("workshop",))
    ledger.receive(asked, mail_from("dora@example.org"))
    dora = ledger.named("Dora Vier")

    seated = organising.move(desk(ledger, dora), dora, "1")
    waiting = organising.move(desk(ledger, dora), dora, "2")

    assert (seated.notifications[0].notice, waiting.notifications[0].notice) == (
        Notice.CONFIRMATION,
        Notice.WAITLIST,
    )
    assert waiting.notifications[0].lines[0].position == 3


@pytest.mark.parametrize(("target", "reason"), [("9", "unknown-workshop"), ("on-site", "unknown-workshop")])
def test_move_to_nowhere_is_refused(ledger: Ledger, target: str, reason: str) -> None:
    anna = ledger.named(ANNA)

    assert refused(lambda: organising.move(desk(ledger, anna), anna, target)) == reason


def test_move_to_where_somebody_sits_is_already_done(ledger: Ledger) -> None:
    anna = ledger.named(ANNA)

    with pytest.raises(AlreadyDone):
        organising.move(desk(ledger, anna), anna, "2")


def test_move_at_an_event_without_workshops_or_livestream() -> None:
    ledger = Ledger(event({}, 1, livestream=False))
    ledger.receive(intent(person(workshop=None)))
    anna = ledger.named("Anna Beispiel")

    assert refused(lambda: organising.move(desk(ledger, anna), anna, "livestream")) == "no-livestream"
    with pytest.raises(AlreadyDone):
        organising.move(desk(ledger, anna), anna, "on-site")


def late(ledger: Ledger, name: str, workshop: str | None, minutes: int = 0) -> Registration:
    received = CLOSES + timedelta(minutes=minutes)
    ledger.receive(intent(person(name, workshop)), mail_from("late@example.org"), received)
    ledger.now = max(ledger.now, received)
    return ledger.named(name)


def test_grant_seats_a_late_registration(ledger: Ledger) -> None:
    dora = late(ledger, "Dora Vier", "1")

    told = act(ledger, organising.grant(desk(ledger, dora), [dora]))

    assert (told, dora.status) == ([(Notice.CONFIRMATION, "late")], Status.DECLINED)
    assert ledger.named("Dora Vier").seat == "1"


def test_grant_keeps_the_order_of_receipt(ledger: Ledger) -> None:
    emil, dora = late(ledger, "Emil Fünf", "2", 9), late(ledger, "Dora Vier", "2", 1)
    ledger.apply(organising.grant(desk(ledger, emil), [emil]))

    decision = organising.grant(desk(ledger, dora, cause="act2"), [dora])
    ledger.apply(decision)

    assert [r.name for r in ledger.waiting()["2"]] == [BERTA, CARL, "Dora Vier", "Emil Fünf"]
    assert decision.notifications[0].lines[0].position == 3


def test_grant_brings_a_cancelled_one_back_at_the_end_of_the_list(ledger: Ledger) -> None:
    anna = ledger.named(ANNA)
    ledger.apply(organising.cancel(desk(ledger, anna), [anna]))
    gone = ledger.named(ANNA)
    ledger.now += timedelta(minutes=1)

    ledger.apply(organising.grant(desk(ledger, gone, cause="act2"), [gone]))

    assert [r.name for r in ledger.waiting()["2"]] == [CARL, ANNA]


def test_grant_without_a_workshop_needs_one(ledger: Ledger) -> None:
    dora = late(ledger, "Dora Vier", None)

    assert refused(lambda: organising.grant(desk(ledger, dora), [dora])) == "no-workshop"
    assert organising.grant(desk(ledger, dora), [dora], "3").registrations[0].seat == "3"
    streamed = organising.grant(desk(ledger, dora), [dora], "livestream").registrations[0]
    assert streamed.attendance is Attendance.LIVESTREAM


def test_grant_of_what_stands_is_already_done(ledger: Ledger) -> None:
    anna = ledger.named(ANNA)

    with pytest.raises(AlreadyDone):
        organising.grant(desk(ledger, anna), [anna])


def test_merge_passes_the_seat_on_and_tells_only_the_next(ledger: Ledger) -> None:
    ledger.receive(intent(person("A. Eins", "3")), mail_from("anna.privat@example.org"))
    keep, drop = ledger.named("A. Eins"), ledger.named(ANNA)

    told = act(ledger, organising.merge(desk(ledger, keep, drop), keep, drop))

    assert told == [(Notice.PROMOTION, "berta")]
    assert (ledger.seated("2"), ledger.seated("3")) == ([BERTA], ["A. Eins"])


def test_merge_gives_the_one_that_stays_the_seat_it_waits_for(ledger: Ledger) -> None:
    keep, drop = ledger.named(CARL), ledger.named(ANNA)

    told = act(ledger, organising.merge(desk(ledger, keep, drop), keep, drop))

    assert (told, ledger.seated("2")) == ([], [CARL])
    assert [r.name for r in ledger.waiting()["2"]] == [BERTA]


def test_merge_keeps_the_earlier_place(ledger: Ledger) -> None:
    ledger.receive(intent(person("B. Zwei", "2")), mail_from("zwei@example.org"))
    keep, drop = ledger.named("B. Zwei"), ledger.named(BERTA)

    ledger.apply(organising.merge(desk(ledger, keep, drop), keep, drop))

    assert [r.name for r in ledger.waiting()["2"]] == ["B. Zwei", CARL]


def test_merge_of_one_with_itself_or_with_a_cancelled_one(ledger: Ledger) -> None:
    anna, berta = ledger.named(ANNA), ledger.named(BERTA)
    ledger.apply(organising.cancel(desk(ledger, berta), [berta]))
    gone = ledger.named(BERTA)

    assert refused(lambda: organising.merge(desk(ledger, anna), anna, anna)) == "same"
    assert refused(lambda: organising.merge(desk(ledger, anna), gone, anna)) == "cancelled"
    with pytest.raises(AlreadyDone):
        organising.merge(desk(ledger, anna), anna, gone)


def test_correct_is_silent_unless_wanted(ledger: Ledger) -> None:
    carl = ledger.named(CARL)
    correction = Correction(name=" Karl  Drei ", organisation="Caritas", contact="Karl@Example.ORG")

    quiet = organising.correct(desk(ledger, carl), carl, correction)
    loud = organising.correct(desk(ledger, carl), carl, correction, tell=True)

    after = quiet.registrations[0]
    assert (after.name, after.organisation, after.contact) == ("Karl Drei", "Caritas", "karl@example.org")
    assert (quiet.notifications, after.waiting_for, after.queue) == ((), carl.waiting_for, carl.queue)
    assert [(n.notice, n.to, n.lines[0].position) for n in loud.notifications] == [
        (Notice.CHANGE, "karl@example.org", 2)
    ]


def test_correct_refuses_no_name_and_nothing_new(ledger: Ledger) -> None:
    carl = ledger.named(CARL)

    assert refused(lambda: organising.correct(desk(ledger, carl), carl, Correction(name=" "))) == "no-name"
    with pytest.raises(AlreadyDone):
        organising.correct(desk(ledger, carl), carl, Correction(name=CARL))


def caller(name: str = "Dora Vier", workshop: str | None = "2", contact: str = "") -> Caller:
    return Caller(person(name, workshop), contact)


def test_add_takes_its_place_by_the_time_of_receipt(ledger: Ledger) -> None:
    order = Queue(ledger.named(BERTA).queue.received - timedelta(seconds=30))
    known = ledger.snapshot(mail_from(""), Arrival(order.received, 0, ""))

    decision = entering.add(desk(ledger, snapshot=known), caller(), order, Origin.TELEPHONE)
    told = act(ledger, decision)

    assert told == []
    assert [r.name for r in ledger.waiting()["2"]] == ["Dora Vier", BERTA, CARL]


def test_add_with_an_address_is_answered(ledger: Ledger) -> None:
    asked = desk(ledger, contact="dora@example.org")

    told = act(
        ledger,
        entering.add(
            asked, caller(workshop="1", contact="dora@example.org"), Queue(ledger.now), Origin.PAPER
        ),
    )

    assert told == [(Notice.CONFIRMATION, "dora")]


@pytest.mark.parametrize(
    ("origin", "exception", "status"),
    [
        (Origin.PAPER, False, Status.DECLINED),
        (Origin.PAPER, True, Status.CONFIRMED),
        (Origin.WALK_IN, False, Status.CONFIRMED),
    ],
)
def test_add_after_the_deadline(ledger: Ledger, origin: Origin, *, exception: bool, status: Status) -> None:
    ledger.now = CLOSES

    decision = entering.add(desk(ledger), caller(workshop="1"), Queue(CLOSES), origin, exception=exception)

    assert decision.registrations[0].status is status


def test_add_of_the_same_person_needs_the_word(ledger: Ledger) -> None:
    order = Queue(ledger.now)
    ledger.apply(entering.add(desk(ledger), caller(), order, Origin.TELEPHONE))
    again = desk(ledger, cause="act2")

    with pytest.raises(AlreadyDone, match="Dora Vier"):
        entering.add(again, caller("Vier, Dora"), order, Origin.TELEPHONE)
    assert entering.add(again, caller(), order, Origin.TELEPHONE, namesake=True).registrations


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (caller(""), "no-name"),
        (caller(workshop=None), "no-workshop"),
        (caller(workshop="9"), "unknown-workshop"),
    ],
)
def test_add_of_something_incomplete_is_refused(ledger: Ledger, entry: Caller, reason: str) -> None:
    assert refused(lambda: entering.add(desk(ledger), entry, Queue(ledger.now), Origin.PAPER)) == reason


def test_add_from_the_future_is_refused(ledger: Ledger) -> None:
    later = Queue(ledger.now + timedelta(seconds=1))

    assert refused(lambda: entering.add(desk(ledger), caller(), later, Origin.PAPER)) == "not-yet"


def test_nobody_is_skipped_when_a_seat_of_the_whole_event_becomes_free() -> None:
    ledger = Ledger(event({"1": None, "2": None}, 1))
    for name, workshop in ((ANNA, "1"), (BERTA, "2"), (CARL, "1")):
        ledger.receive(intent(person(name, workshop)), mail_from(f"{name.split()[0].lower()}@example.org"))
    anna = ledger.named(ANNA)

    told = act(ledger, organising.move(desk(ledger, anna), anna, "livestream"))

    assert told == [(Notice.CHANGE, "anna"), (Notice.PROMOTION, "berta")]


def test_event_without_livestream_takes_nobody_to_it() -> None:
    bare: Event = event(livestream=False)
    entry = Caller(person("Dora Vier", None, livestream=True))

    assert (
        refused(lambda: entering.add(desk(Ledger(bare)), entry, Queue(Ledger(bare).now), Origin.PAPER))
        == "no-livestream"
    )
