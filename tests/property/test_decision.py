"""Properties of decisions: whatever comes in whatever order, seats and promises hold."""

from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mailbot.decision import Decision, Policy
from mailbot.envelope import Notice, Status
from mailbot.intent.model import Action, Intent, Kind
from tests.ledger import START, Ledger, event, intent, mail_from, person

NAMES = st.sampled_from(["Anna Eins", "Berta Zwei", "Carl Drei", "Dora Vier", "Emil Fünf"])
WORKSHOPS = st.sampled_from(["1", "2", "3"])
CHOICES = st.sampled_from([None, "1", "2", "3", "livestream"])
PEOPLE = st.builds(person, NAMES, WORKSHOPS, CHOICES) | st.builds(
    person, NAMES, st.none(), st.none(), livestream=st.just(value=True)
)
INTENTS = st.one_of(
    st.lists(PEOPLE, min_size=1, max_size=3, unique_by=lambda p: p.name).map(lambda p: intent(*p)),
    PEOPLE.map(lambda p: intent(p, kind=Kind.CHANGE)),
    st.lists(PEOPLE, max_size=1).map(lambda p: intent(*p, kind=Kind.CANCELLATION)),
    NAMES.map(lambda n: intent(person(n, None), action=Action.ASK, missing=("workshop",))),
    st.just(intent(kind=Kind.OTHER, action=Action.IGNORE)),
    PEOPLE.map(lambda p: intent(p, action=Action.REVIEW)),
)
CONTACTS = st.sampled_from(["a@example.org", "b@example.org", "c@example.org", "d@example.org"])
MAILS = st.lists(st.tuples(INTENTS, CONTACTS, st.integers(0, 40)), max_size=30)
LIMITS = st.none() | st.integers(0, 4)
EVENTS = st.builds(
    lambda a, b, c, total: event({"1": a, "2": b, "3": c}, total), LIMITS, LIMITS, LIMITS, LIMITS
)


def _play(ledger: Ledger, mails: list[tuple[Intent, str, int]]) -> list[Decision]:
    return [
        ledger.receive(understood, mail_from(contact), START + timedelta(days=days))
        for understood, contact, days in mails
    ]


def _full(ledger: Ledger, workshop: str | None) -> bool:
    seats = next((w.seats for w in ledger.event.workshops if w.id == workshop), None)
    total = sum(r.takes_seat for r in ledger.rows.values())
    event_full = ledger.event.seats is not None and total >= ledger.event.seats
    return event_full or (seats is not None and len(ledger.seated(workshop or "")) >= seats)


@given(EVENTS, MAILS)
def test_seats_are_never_exceeded(event_: object, mails: list[tuple[Intent, str, int]]) -> None:
    ledger = Ledger(event_)  # type: ignore[arg-type]
    for mail in mails:
        _play(ledger, [mail])
        taken = Counter(r.seat for r in ledger.rows.values() if r.takes_seat)

        assert ledger.event.seats is None or taken.total() <= ledger.event.seats
        for workshop in ledger.event.workshops:
            assert workshop.seats is None or taken[workshop.id] <= workshop.seats


@given(EVENTS, MAILS)
def test_nobody_waits_while_their_workshop_has_a_seat(
    event_: object, mails: list[tuple[Intent, str, int]]
) -> None:
    ledger = Ledger(event_, Policy(withhold_old=False))  # type: ignore[arg-type]
    _play(ledger, mails)

    for workshop, line in ledger.waiting().items():
        seated_elsewhere = any(r.takes_seat for r in line)
        seats = next(w.seats for w in ledger.event.workshops if w.id == workshop)
        assert _full(ledger, workshop)
        assert not seated_elsewhere or (seats is not None and len(ledger.seated(workshop)) >= seats)


@given(EVENTS, MAILS)
def test_confirmed_people_have_what_they_wished_for(
    event_: object, mails: list[tuple[Intent, str, int]]
) -> None:
    ledger = Ledger(event_)  # type: ignore[arg-type]
    _play(ledger, mails)

    for row in ledger.rows.values():
        if row.takes_seat:
            assert row.seat in (row.workshop, row.alternative) or row.waiting_for == row.workshop
        if row.status is Status.WAITLISTED:
            assert row.waiting_for == row.workshop
            assert row.seat is None
        if not row.live:
            assert (row.seat, row.waiting_for) == (None, None)


@given(EVENTS, MAILS)
def test_one_person_of_one_contact_is_registered_once(
    event_: object, mails: list[tuple[Intent, str, int]]
) -> None:
    ledger = Ledger(event_)  # type: ignore[arg-type]
    _play(ledger, mails)

    live = Counter((r.contact, r.name) for r in ledger.rows.values() if r.live)
    assert all(n == 1 for n in live.values())


@given(EVENTS, MAILS)
def test_same_registration_again_changes_nothing(
    event_: object, mails: list[tuple[Intent, str, int]]
) -> None:
    ledger = Ledger(event_)  # type: ignore[arg-type]
    for understood, contact, days in mails:
        _play(ledger, [(understood, contact, days)])
        before = dict(ledger.rows)
        stands = understood.kind is Kind.REGISTRATION and understood.action is Action.ACT and days <= 23
        if stands:
            ledger.receive(understood, mail_from(contact), START + timedelta(days=days))
            assert ledger.rows == before


@given(EVENTS, MAILS)
def test_each_decision_answers_its_mail_at_most_once(
    event_: object, mails: list[tuple[Intent, str, int]]
) -> None:
    ledger = Ledger(event_)  # type: ignore[arg-type]
    decisions = _play(ledger, mails)

    for (_, contact, _days), decision in zip(mails, decisions, strict=True):
        answers = [n for n in decision.notifications if n.notice is not Notice.PROMOTION]
        assert len(answers) <= 1
        assert all(n.to == contact for n in answers)
    keys = [n.key for n in ledger.sent]
    assert len(keys) == len(set(keys))


@given(EVENTS, MAILS)
def test_whoever_writes_first_is_served_first(event_: object, mails: list[tuple[Intent, str, int]]) -> None:
    """Among people who only ever registered for one workshop, none is seated before an earlier one."""
    ledger = Ledger(event_)  # type: ignore[arg-type]
    only = [
        (intent(person(f"Person {n}x", "1")), f"p{n}@example.org", n)
        for n, (_, _, _) in enumerate(mails[:15])
    ]
    _play(ledger, only)

    seated = [
        r.status is Status.CONFIRMED
        for r in sorted(ledger.rows.values(), key=lambda r: r.queue.key)
        if r.live
    ]
    assert seated == sorted(seated, reverse=True)
