"""Properties of organiser actions: whatever people write and organisers do, seats and lists hold."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mailbot.decision import (
    AlreadyDone,
    Arrival,
    Caller,
    Decision,
    Desk,
    Origin,
    Queue,
    Refused,
    Registration,
    entering,
    organising,
    place_after_grant,
)
from mailbot.envelope import Status
from mailbot.event import Event
from tests.ledger import Ledger, event, intent, mail_from, person

LIMITS = st.none() | st.integers(0, 3)
EVENTS = st.builds(
    lambda a, b, c, total: event({"1": a, "2": b, "3": c}, total), LIMITS, LIMITS, LIMITS, LIMITS
)
ACTIONS = ("mail", "mail", "mail", "late", "cancel", "move", "grant", "merge", "add")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(ACTIONS),
        st.integers(0, 11),
        st.integers(0, 11),
        st.sampled_from(["1", "2", "3", "livestream"]),
    ),
    max_size=25,
)


def _desk(ledger: Ledger, people: list[Registration], place: Queue, number: int) -> Desk:
    contact = people[0].contact if people else ""
    known = ledger.snapshot(mail_from(contact), Arrival(place.received, place.uid, ""))
    snapshot = replace(known, thread=tuple(people))
    return Desk(snapshot, ledger.event, ledger.policy, ledger.now, f"act{number}")


def _act(ledger: Ledger, number: int, step: tuple[str, int, int, str]) -> Decision | None:
    """One step; an organiser's refusal changes nothing."""
    action, one, other, target = step
    ledger.now += timedelta(minutes=1)
    rows = sorted(ledger.rows.values(), key=lambda r: r.reference)
    name, first = f"Person {number}x", rows[one % len(rows)] if rows else None
    if action in ("mail", "late") or first is None:
        workshop = None if target == "livestream" else target
        wish = person(name, workshop, livestream=workshop is None)
        received = ledger.event.closes_at if action == "late" else ledger.now
        return ledger.receive(intent(wish), mail_from(f"p{one}@example.org"), received)
    try:
        decision = _organise(ledger, number, action, (first, rows[other % len(rows)]), target)
    except (AlreadyDone, Refused):
        return None
    ledger.apply(decision)
    return decision


def _organise(
    ledger: Ledger, number: int, action: str, pair: tuple[Registration, Registration], target: str
) -> Decision:
    first, second = pair
    if action == "add":
        workshop = None if target == "livestream" else target
        wish = person(f"Person {number}x", workshop, livestream=workshop is None)
        place = Queue(ledger.now - timedelta(minutes=number % 5), 0, number)
        return entering.add(_desk(ledger, [], place, number), Caller(wish), place, Origin.TELEPHONE)
    place = place_after_grant(first, ledger.now)
    desk = _desk(ledger, [first, second], place, number)
    if action == "cancel":
        return organising.cancel(desk, [first])
    if action == "move":
        return organising.move(desk, first, target)
    if action == "grant":
        return organising.grant(desk, [first])
    return organising.merge(desk, first, second)


def _full(ledger: Ledger, workshop: str) -> bool:
    seats = next(w.seats for w in ledger.event.workshops if w.id == workshop)
    total = sum(r.takes_seat for r in ledger.rows.values())
    event_full = ledger.event.seats is not None and total >= ledger.event.seats
    return event_full or (seats is not None and len(ledger.seated(workshop)) >= seats)


@given(EVENTS, STEPS)
def test_seats_and_lists_hold_under_organisers(event_: Event, steps: list[tuple[str, int, int, str]]) -> None:
    ledger = Ledger(event_)
    for number, step in enumerate(steps):
        _act(ledger, number, step)
        taken = Counter(r.seat for r in ledger.rows.values() if r.takes_seat)

        assert event_.seats is None or taken.total() <= event_.seats
        assert all(w.seats is None or taken[w.id] <= w.seats for w in event_.workshops)
        assert all(_full(ledger, workshop) for workshop in ledger.waiting())
        for row in ledger.rows.values():
            assert row.live or (row.seat, row.waiting_for, row.offered) == (None, None, None)
            assert (row.status is Status.WAITLISTED) <= (row.waiting_for is not None)


@given(EVENTS, STEPS)
def test_nobody_is_skipped_and_everybody_is_told_once(
    event_: Event, steps: list[tuple[str, int, int, str]]
) -> None:
    ledger = Ledger(event_)
    for number, step in enumerate(steps):
        before = ledger.waiting()
        decision = _act(ledger, number, step)
        if decision is None:
            assert ledger.waiting() == before
            continue
        told = Counter(line.registration.reference for n in decision.notifications for line in n.lines)
        changed = {r.reference for r in decision.registrations}
        assert all(count == 1 for count in told.values())
        assert set(told) <= changed
        seated = [n.reference for n in decision.notifications if n.notice.value == "promotion"]
        for line in before.values():
            places = [r.reference in seated for r in line if ledger.rows[r.reference].live]
            if step[0] != "move":
                assert places == sorted(places, reverse=True) or event_.seats is not None
    keys = [n.key for n in ledger.sent]
    assert len(keys) == len(set(keys))
