"""What organisers do with held mails, in the ledger in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailbot.decision import (
    Arrival,
    Case,
    Decision,
    Disposition,
    Refused,
    Registration,
    admitting,
)
from mailbot.envelope import Attendance, Notice, Status
from mailbot.intent.model import Action, Intent, Kind, Participant
from mailbot.message.model import Message
from tests.ledger import CLOSES, START, Ledger, event, intent, mail_from, person

DORA = "dora@example.org"


class Held:
    """A mail of Dora's that a person must decide, and what came of it."""

    def __init__(
        self, *people: Participant, received: datetime | None = None, kind: Kind = Kind.REGISTRATION
    ) -> None:
        self.ledger = Ledger(event())
        self.message: Message = mail_from(DORA)
        self.arrival = Arrival(received or START + timedelta(minutes=30), 99, "d" * 64)
        held = Case(
            self.arrival,
            self.message,
            intent(*people, kind=kind, action=Action.REVIEW),
            self.ledger.snapshot(self.message, self.arrival),
            self.ledger.event,
            self.ledger.policy,
            self.arrival.received,
        ).hold("doubtful", "A test.")
        self.ledger.apply(held)
        self.references = [r.reference for r in held.registrations]
        self.ledger.now = self.arrival.received + timedelta(hours=1)

    @property
    def rows(self) -> Sequence[Registration]:
        return [self.ledger.rows[reference] for reference in self.references]

    def case(self, *people: Participant) -> Case:
        understood: Intent = intent(*people)
        known = self.ledger.snapshot(self.message, self.arrival)
        return Case(
            self.arrival,
            self.message,
            understood,
            known,
            self.ledger.event,
            self.ledger.policy,
            self.ledger.now,
        )

    def accept(self, *people: Participant, exception: bool = False) -> Decision:
        decision = admitting.accept(self.case(*people), self.rows, exception=exception)
        self.ledger.apply(decision)
        return decision

    def statuses(self) -> dict[str, str]:
        return {r.name: r.status.value for r in self.ledger.rows.values()}


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        action()
    return caught.value.reason


def test_accept_seats_as_if_received_when_the_mail_was() -> None:
    held = Held(person("Dora Vier", "2"))
    for name in ("Emil Fünf", "Fritz Sechs"):
        held.ledger.receive(intent(person(name, "2")), mail_from(f"{name[0]}@example.org"))

    decision = held.accept(person("Dora Vier", "2"))

    assert [r.name for r in held.ledger.waiting()["2"]] == ["Dora Vier", "Fritz Sechs"]
    (notice,) = decision.notifications
    assert (decision.disposition, decision.reason) == (Disposition.WAITLISTED, "accepted-by-organiser")
    assert (notice.notice, notice.to, notice.in_reply_to) == (Notice.WAITLIST, DORA, "<theirs@example.org>")
    assert notice.lines[0].position == 1


def test_accept_with_corrections_doubles_nobody() -> None:
    held = Held(person("Dora Fier", "1"), person("Emil Fünf", "1"))
    before = held.references

    decision = held.accept(person("Emil Fünf", "3"), person("Dora Vier", "1"))

    assert held.statuses() == {"Dora Vier": "confirmed", "Emil Fünf": "confirmed"}
    assert (sorted(r.reference for r in decision.registrations), held.ledger.named("Emil Fünf").seat) == (
        sorted(before),
        "3",
    )


def test_accept_drops_who_is_left_out_and_adds_who_is_new() -> None:
    held = Held(person("Dora Vier", "1"), person("Emil Fünf", "1"))

    held.accept(person("Emil Fünf", "1"))
    more = Held(person("Dora Vier", "1"))
    more.accept(person("Gerd Sieben", "3"), person("Dora Vier", "1"))

    assert held.statuses() == {"Dora Vier": "cancelled", "Emil Fünf": "confirmed"}
    assert more.statuses() == {"Dora Vier": "confirmed", "Gerd Sieben": "confirmed"}
    assert len({r.reference for r in more.ledger.rows.values()}) == 2


def test_accept_keeps_what_the_organiser_leaves_open() -> None:
    held = Held(replace(person("Dora Vier", "1", "3"), organisation="Caritas", title="Dr."))

    held.accept(Participant("Dora Vier"))

    dora = held.ledger.named("Dora Vier")
    assert (dora.organisation, dora.title, dora.seat, dora.alternative) == ("Caritas", "Dr.", "1", "3")


def test_accept_changes_who_is_registered_already() -> None:
    held = Held(person("Dora Vier", "3"), kind=Kind.CHANGE)
    held.ledger.receive(intent(person("Dora Vier", "1")), mail_from(DORA))

    decision = held.accept(person("Dora Vier", "3"))

    assert (decision.disposition, held.ledger.seated("3"), held.ledger.seated("1")) == (
        Disposition.CHANGED,
        ["Dora Vier"],
        [],
    )


def test_accept_of_what_stands_repeats_it() -> None:
    held = Held(kind=Kind.QUESTION)
    held.ledger.receive(intent(person("Dora Vier", "1")), mail_from(DORA))

    decision = held.accept(person("Dora Vier", "1"))

    assert (decision.disposition, decision.notifications[0].repeated) == (Disposition.REPEATED, True)


def test_accept_completes_somebody_who_was_asked() -> None:
    held = Held(kind=Kind.OTHER)
    asked = intent(person("Dora Vier", None), action=Action.ASK, missing=("workshop",))
    held.ledger.receive(asked, mail_from(DORA))

    held.accept(person("Dora Vier", "1"))

    assert held.statuses() == {"Dora Vier": "confirmed"}


def test_accept_takes_the_livestream() -> None:
    held = Held(person("Dora Vier", "1"))

    held.accept(person("Dora Vier", None, livestream=True))

    assert held.ledger.named("Dora Vier").attendance is Attendance.LIVESTREAM


def test_accept_of_a_late_mail_needs_an_exception() -> None:
    held = Held(person("Dora Vier", "1"), received=CLOSES)

    assert refused(lambda: held.accept(person("Dora Vier", "1"))) == "too-late"
    held.accept(person("Dora Vier", "1"), exception=True)
    assert held.statuses() == {"Dora Vier": "confirmed"}


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ([], "nobody"),
        ([person("Dora Vier", "9")], "unknown-workshop"),
        ([person("Dora Vier", "1", "9")], "unknown-workshop"),
        ([person("Dora Vier", "1"), person("Vier, Dora", "2")], "named-twice"),
        ([person("Emil Fünf", None)], "incomplete"),
        ([person(None, "1")], "incomplete"),
    ],
)
def test_accept_of_something_incomplete_is_refused(people: list[Participant], reason: str) -> None:
    held = Held(kind=Kind.OTHER)

    assert refused(lambda: held.accept(*people)) == reason
    assert held.ledger.rows == {}


def test_accept_without_a_sender_is_refused() -> None:
    held = Held(person("Dora Vier", "1"))
    held.message = replace(held.message, senders=())

    assert refused(lambda: held.accept(person("Dora Vier", "1"))) == "no-sender"


def test_ask_back_waits_for_the_answer_in_order() -> None:
    held = Held(person("Dora Vier", None))

    decision = admitting.ask_back(held.case(), held.rows, ["workshop"])
    held.ledger.apply(decision)

    (question,) = decision.notifications
    assert (decision.disposition, question.notice, question.missing) == (
        Disposition.ASKED,
        Notice.QUESTION,
        ("workshop",),
    )
    assert held.statuses() == {"Dora Vier": "pending"}
    answer = mail_from(DORA, answers=f"<mailbot.{question.key}@office.test>")
    held.ledger.receive(intent(person("Dora Vier", "2")), answer)
    assert held.ledger.seated("2") == ["Dora Vier"]


def test_ask_back_of_a_mail_that_names_nobody() -> None:
    held = Held(kind=Kind.QUESTION)

    decision = admitting.ask_back(held.case(), [], ["name", "workshop"])

    assert [(r.name, r.status) for r in decision.registrations] == [("", Status.PENDING)]


def test_ask_back_is_refused_where_it_cannot_help() -> None:
    held = Held(person("Dora Vier", None))
    late = Held(person("Dora Vier", None), received=CLOSES)
    slow = Held(person("Dora Vier", None), received=CLOSES - timedelta(days=1))
    slow.ledger.now = CLOSES + timedelta(days=7)
    known = Held(kind=Kind.OTHER)
    known.ledger.receive(intent(person("Dora Vier", "1")), mail_from(DORA))

    def ask(one: Held, *missing: str) -> Callable[[], object]:
        return lambda: admitting.ask_back(one.case(person("Dora Vier", None)), one.rows, missing)

    assert refused(ask(held)) == "what-to-ask"
    assert refused(ask(held, "age")) == "what-to-ask"
    assert refused(ask(late, "workshop")) == "too-late"
    assert refused(ask(slow, "workshop")) == "answer-time-over"
    assert refused(ask(known, "workshop")) == "stands-already"


def test_ask_back_asks_once_only() -> None:
    held = Held(person("Emil Fünf", None))
    asked = intent(person("Dora Vier", None), action=Action.ASK, missing=("workshop",))
    held.ledger.receive(asked, mail_from(DORA))

    assert refused(lambda: admitting.ask_back(held.case(), held.rows, ["workshop"])) == "asked-already"


def test_answer_leaves_what_is_held_in_its_place() -> None:
    held = Held(person("Dora Vier", "1"))

    decision = admitting.answer_by_hand(held.case(), held.rows, "Ja, das geht.")

    (letter,) = decision.notifications
    assert (decision.disposition, decision.registrations) == (Disposition.ANSWERED, ())
    assert (letter.text, letter.to, letter.in_reply_to, letter.reference, letter.by_hand) == (
        "Ja, das geht.",
        DORA,
        "<theirs@example.org>",
        held.references[0],
        True,
    )
    assert refused(lambda: admitting.answer_by_hand(held.case(), held.rows, " \n")) == "no-text"


def test_answered_person_writes_again_and_is_accepted_in_the_old_place() -> None:
    held = Held(person("Dora Vier", "2"))
    held.ledger.receive(intent(person("Emil Fünf", "2")), mail_from("emil@example.org"), held.ledger.now)
    again = held.ledger.receive(intent(person("Dora Vier", "2")), mail_from(DORA))
    assert (again.disposition, again.reason) == (Disposition.HELD, "already-held")

    later = Arrival(held.ledger.now, 100, "e" * 64)
    case = replace(held.case(person("Dora Vier", "2")), arrival=later)
    held.ledger.apply(admitting.accept(case, []))

    assert [r.name for r in held.ledger.waiting()["2"]] == ["Dora Vier"]
    assert held.ledger.named("Dora Vier").reference == held.references[0]


def test_dismiss_drops_what_was_held_and_tells_nobody() -> None:
    held = Held(person("Dora Vier", "1"))

    decision = admitting.dismiss(held.rows)
    held.ledger.apply(decision)

    assert (decision.disposition, decision.notifications) == (Disposition.IGNORED, ())
    assert held.statuses() == {"Dora Vier": "cancelled"}
