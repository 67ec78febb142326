"""Replies as commands: answers to our question, cancellations, changes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.decision import Disposition
from mailbot.envelope import Attendance, Notice, Status
from mailbot.intent.model import FOR_OTHERS, Action, Evidence, Kind, Source
from tests.ledger import CLOSES, Ledger, event, intent, mail_from, person


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(event())


def test_question_missing_workshop_is_asked_once(ledger: Ledger) -> None:
    unclear = intent(person(workshop=None), action=Action.ASK, missing=("workshop",))

    first = ledger.receive(unclear)
    second = ledger.receive(unclear)

    assert (first.disposition, first.notifications[0].notice) == (Disposition.ASKED, Notice.QUESTION)
    assert first.notifications[0].missing == ("workshop",)
    assert (second.disposition, second.notifications) == (Disposition.HELD, ())


def test_question_answer_completes_the_registration(ledger: Ledger) -> None:
    ledger.receive(intent(person(workshop=None), action=Action.ASK, missing=("workshop",)))

    decision = ledger.receive(intent(person(None, "2"), kind=Kind.CHANGE))

    assert decision.disposition is Disposition.ACCEPTED
    assert [(r.name, r.seat) for r in ledger.rows.values()] == [("Anna Beispiel", "2")]


def test_question_answer_without_the_workshop_is_held(ledger: Ledger) -> None:
    ledger.receive(intent(person(workshop=None), action=Action.ASK, missing=("workshop",)))

    decision = ledger.receive(intent(person(workshop=None), action=Action.ASK, missing=("workshop",)))

    assert (decision.disposition, decision.reason) == (Disposition.HELD, "unclear-answer")


@pytest.mark.parametrize(("days", "status"), [(6, Status.CONFIRMED), (8, Status.DECLINED)])
def test_question_answer_after_the_deadline_counts_for_answer_days(
    ledger: Ledger, days: int, status: Status
) -> None:
    asked = CLOSES - timedelta(minutes=5)
    unclear = intent(person(workshop=None), action=Action.ASK, missing=("workshop",))
    ledger.receive(unclear, received=asked)

    ledger.receive(intent(person(None, "2"), kind=Kind.CHANGE), received=asked + timedelta(days=days))

    assert ledger.named("Anna Beispiel").status is status


def test_question_without_any_name_is_completed_by_the_name(ledger: Ledger) -> None:
    ledger.receive(intent(person(None, "3"), action=Action.ASK, missing=("name",)))

    ledger.receive(intent(person("Anna Beispiel", None), action=Action.ASK, missing=("workshop",)))

    assert ledger.seated("3") == ["Anna Beispiel"]


def test_cancellation_of_the_only_registration(ledger: Ledger) -> None:
    ledger.receive(intent(person()))

    decision = ledger.receive(intent(kind=Kind.CANCELLATION))

    assert decision.notifications[0].notice is Notice.CANCELLATION
    assert ledger.named("Anna Beispiel").status is Status.CANCELLED


def test_cancellation_of_one_of_a_group(ledger: Ledger) -> None:
    ledger.receive(intent(person("Anna Beispiel", "3"), person("Bernd Beispiel", "3")))

    ledger.receive(intent(person("Bernd Beispiel", None), kind=Kind.CANCELLATION))

    assert ledger.seated("3") == ["Anna Beispiel"]


def test_cancellation_unclear_who_of_a_group_is_held(ledger: Ledger) -> None:
    ledger.receive(intent(person("Carl Drei", "3"), person("Dora Vier", "3")))

    decision = ledger.receive(intent(kind=Kind.CANCELLATION))

    assert (decision.disposition, decision.reason) == (Disposition.HELD, "who-leaves")


def test_cancellation_without_registration_is_held(ledger: Ledger) -> None:
    assert ledger.receive(intent(kind=Kind.CANCELLATION)).reason == "unknown-registration"


def test_cancellation_from_another_address_is_held(ledger: Ledger) -> None:
    first = ledger.receive(intent(person()))
    ours = f"<mailbot.{first.notifications[0].key}@office.test>"

    decision = ledger.receive(
        intent(kind=Kind.CANCELLATION), mail_from("somebody@elsewhere.example", answers=ours)
    )

    assert (decision.disposition, decision.reason) == (Disposition.HELD, "another-address")
    assert ledger.seated("1") == ["Anna Beispiel"]


def test_cancelled_person_may_come_again(ledger: Ledger) -> None:
    ledger.receive(intent(person()))
    ledger.receive(intent(kind=Kind.CANCELLATION))

    assert ledger.receive(intent(person())).disposition is Disposition.ACCEPTED


def test_change_of_nobody_known_is_held(ledger: Ledger) -> None:
    assert ledger.receive(intent(person(), kind=Kind.CHANGE)).reason == "unknown-registration"


def test_question_open_another_person_of_the_same_address_is_registered(ledger: Ledger) -> None:
    ledger.receive(intent(person("Anna Eins", None), action=Action.ASK, missing=("workshop",)))

    ledger.receive(intent(person("Berta Zwei", "2")))

    assert ledger.seated("2") == ["Berta Zwei"]
    assert ledger.named("Anna Eins").status is Status.PENDING


def test_question_answered_in_the_name_of_somebody_else_is_held(ledger: Ledger) -> None:
    asked = ledger.receive(intent(person("Anna Eins", None), action=Action.ASK, missing=("workshop",)))
    ours = f"<mailbot.{asked.notifications[0].key}@office.test>"

    decision = ledger.receive(intent(person("Berta Zwei", "2"), kind=Kind.CHANGE), mail_from(answers=ours))

    assert (decision.disposition, decision.reason) == (Disposition.HELD, "unclear-answer")


def test_change_another_person_takes_over_the_place(ledger: Ledger) -> None:
    ledger.receive(intent(person("Karin Lorenz", "1"), person("Paul Kern", "3")))
    reference = ledger.named("Karin Lorenz").reference

    instead = replace(person("Murat Yilmaz", None), replaces="Frau Lorenz".removeprefix("Frau "))
    decision = ledger.receive(intent(instead, kind=Kind.CHANGE))

    assert decision.disposition is Disposition.CHANGED
    assert ledger.rows[reference].name == "Murat Yilmaz"
    assert ledger.seated("1") == ["Murat Yilmaz"]


def test_change_corrected_spelling_keeps_everything_else(ledger: Ledger) -> None:
    ledger.receive(intent(person("Anna Dworschak", "1")))

    ledger.receive(intent(person("Anna Dworzak", None), kind=Kind.CHANGE))

    assert [(r.name, r.seat) for r in ledger.rows.values()] == [("Anna Dworzak", "1")]


def test_change_one_person_more_is_registered(ledger: Ledger) -> None:
    ledger.receive(intent(person("Karin Lorenz", "3")))

    ledger.receive(intent(person("Paul Kern", "3"), kind=Kind.CHANGE))

    assert ledger.seated("3") == ["Karin Lorenz", "Paul Kern"]


def test_change_of_somebody_unknown_without_a_wish_is_held(ledger: Ledger) -> None:
    ledger.receive(intent(person("Karin Lorenz", "3"), person("Ina Lorenz", "3")))

    assert ledger.receive(intent(person("Paul Kern", None), kind=Kind.CHANGE)).reason == "who-is-meant"


def test_change_spelling_of_a_livestream_guest_does_not_bring_them_on_site(ledger: Ledger) -> None:
    ledger.receive(intent(person("Anna Dworschak", None, livestream=True)))

    ledger.receive(intent(person("Anna Dworzak", None), kind=Kind.CHANGE))

    assert ledger.named("Anna Dworzak").attendance is Attendance.LIVESTREAM


def test_cancellation_of_everyone(ledger: Ledger) -> None:
    ledger.receive(intent(person("Carl Drei", "3"), person("Dora Vier", "3")))

    ledger.receive(replace(intent(kind=Kind.CANCELLATION), everyone=True))

    assert ledger.seated("3") == []


def test_change_counts_the_revision_up(ledger: Ledger) -> None:
    ledger.receive(intent(person()))
    ledger.receive(intent(person(workshop="3"), kind=Kind.CHANGE))
    decision = ledger.receive(intent(kind=Kind.CANCELLATION))

    assert [n.lines[0].registration.sequence for n in ledger.sent] == [0, 1, 2]
    assert decision.registrations[0].sequence == 2


def test_cancellation_for_others_is_carried_out_for_those_whom_the_sender_registered(ledger: Ledger) -> None:
    ledger.receive(intent(person("Anna Beispiel"), person("Bernd Brandt")))
    leaves = replace(
        intent(person("Bernd Brandt", None), kind=Kind.CANCELLATION, action=Action.REVIEW), reason=FOR_OTHERS
    )
    stranger = ledger.receive(leaves, mail_from("clara@example.org"))
    decision = ledger.receive(leaves)

    assert (stranger.disposition, stranger.reason) == (Disposition.HELD, FOR_OTHERS)
    assert decision.disposition is Disposition.CANCELLED
    assert ledger.named("Anna Beispiel").status is Status.CONFIRMED
    assert ledger.named("Bernd Brandt").status is Status.CANCELLED


def test_cancellation_with_the_reference_of_another_contact_touches_nobody(ledger: Ledger) -> None:
    ledger.receive(intent(person()))
    ledger.receive(intent(person("Bernd Brandt")), mail_from("bernd@example.org"))
    answered = f"<mailbot.{ledger.sent[0].key}@office.test>"
    decision = ledger.receive(
        intent(kind=Kind.CANCELLATION), mail_from("bernd@example.org", answers=answered)
    )

    assert (decision.disposition, decision.reason) == (Disposition.HELD, "another-address")
    assert all(row.live for row in ledger.rows.values())


def test_question_answered_has_the_position_of_the_first_mail() -> None:
    ledger = Ledger(event({"1": 0}))
    ledger.receive(intent(person("Anna Eins", None), action=Action.ASK, missing=("workshop",)))
    ledger.receive(intent(person("Berta Zwei")), mail_from("berta@example.org"))
    decision = ledger.receive(intent(person("Anna Eins")))

    assert [line.position for line in decision.notifications[0].lines] == [1]
    assert [r.name for r in ledger.waiting()["1"]] == ["Anna Eins", "Berta Zwei"]


def test_change_of_mind_of_somebody_seated_who_waits_elsewhere_keeps_the_seat() -> None:
    ledger = Ledger(event({"1": 1, "2": 1}))
    for name, workshop in (("Anna Eins", "1"), ("Berta Zwei", "2"), ("Carla Drei", "1")):
        ledger.receive(intent(person(name, workshop)), mail_from(f"{name.split()[0].lower()}@example.org"))
    ledger.receive(intent(person("Anna Eins", "2")), mail_from("anna@example.org"))
    ledger.receive(intent(person("Anna Eins", "1")), mail_from("anna@example.org"))
    anna = ledger.named("Anna Eins")

    assert (anna.status, anna.seat, anna.waiting_for) == (Status.CONFIRMED, "1", None)


def test_change_that_only_adds_a_second_choice_keeps_the_place_on_the_list() -> None:
    ledger = Ledger(event({"1": 0, "2": 0}))
    ledger.receive(intent(person("Anna Eins")))
    ledger.receive(intent(person("Berta Zwei")), mail_from("berta@example.org"))
    decision = ledger.receive(intent(person("Anna Eins", "1", "2")))

    assert [line.position for line in decision.notifications[0].lines] == [1]


@pytest.mark.parametrize(
    ("source", "before", "after"),
    [
        (Source.BODY, "Caritas Freiburg", "Caritas Freiberg"),
        (Source.SIGNATURE, "Caritas Freiburg", "Caritas Freiburg"),
        (Source.SIGNATURE, "", "Caritas Freiberg"),
        (Source.BODY, "CARITAS  Freiberg", "CARITAS  Freiberg"),
    ],
)
def test_same_person_again_with_another_organisation_is_a_change(
    ledger: Ledger, source: Source, before: str, after: str
) -> None:
    ledger.receive(intent(replace(person(), organisation=before)))
    found = {"organisation": Evidence("Caritas Freiberg", source, "test")}
    decision = ledger.receive(intent(replace(person(), organisation="Caritas Freiberg", evidence=found)))

    notice = Notice.CONFIRMATION if before == after else Notice.CHANGE
    assert [n.notice for n in decision.notifications] == [notice]
    assert [(r.organisation, r.seat) for r in ledger.rows.values()] == [(after, "1")]


def test_change_of_the_spelling_that_is_said_to_be_wrong_is_made(ledger: Ledger) -> None:
    ledger.receive(intent(replace(person("Anna Mueller"), title="Dr.")))
    right = replace(person("Anna Müller", None), replaces="Anna Mueller")
    decision = ledger.receive(intent(right, kind=Kind.CHANGE))

    assert [n.notice for n in decision.notifications] == [Notice.CHANGE]
    assert [(r.name, r.title, r.seat) for r in ledger.rows.values()] == [("Anna Müller", "Dr.", "1")]


def test_same_person_again_written_another_way_stands_as_it_was(ledger: Ledger) -> None:
    ledger.receive(intent(person("Anna Müller")))

    assert ledger.receive(intent(person("Anna Mueller"))).disposition is Disposition.REPEATED
    assert [r.name for r in ledger.rows.values()] == ["Anna Müller"]


def test_cancellation_below_the_mail_about_a_colleague_is_held(ledger: Ledger) -> None:
    ledger.receive(intent(person("Anna Beispiel", "3")))
    ledger.receive(intent(person("Bernd Zwei", "3")))
    told = f"<mailbot.{ledger.sent[-1].key}@office.test>"

    decision = ledger.receive(intent(kind=Kind.CANCELLATION), mail_from(answers=told))

    assert (decision.disposition, decision.reason) == (Disposition.HELD, "who-leaves")


def test_cancellation_below_the_mail_about_the_only_registration(ledger: Ledger) -> None:
    ledger.receive(intent(person("Bernd Zwei", "3")))
    told = f"<mailbot.{ledger.sent[-1].key}@office.test>"

    decision = ledger.receive(intent(kind=Kind.CANCELLATION), mail_from(answers=told))

    assert decision.disposition is Disposition.CANCELLED


def test_registration_without_a_name_below_the_mail_about_a_colleague_means_the_colleague(
    ledger: Ledger,
) -> None:
    ledger.receive(intent(person("Bernd Zwei", "3")))
    told = f"<mailbot.{ledger.sent[-1].key}@office.test>"
    header = {"name": Evidence("Anna Beispiel", Source.HEADER, "test")}
    unsigned = replace(person("Anna Beispiel", "1"), evidence=header)

    ledger.receive(intent(unsigned), mail_from(answers=told))

    assert [(r.name, r.seat) for r in ledger.rows.values()] == [("Bernd Zwei", "1")]


def test_cancellation_of_the_one_whose_reference_stands_in_the_text(ledger: Ledger) -> None:
    ledger.receive(intent(person("Anna Beispiel", "3"), person("Bernd Zwei", "3")))
    bernd = ledger.named("Bernd Zwei").reference

    ledger.receive(intent(kind=Kind.CANCELLATION), mail_from(own=f"Bitte {bernd} absagen."))

    assert ledger.seated("3") == ["Anna Beispiel"]
