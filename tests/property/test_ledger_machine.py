"""Whatever people write, organisers do, seats change and time passes: the promises of the ledger hold.

The machine plays on rules and store together, with intents given directly. After each step:

- no workshop and no event holds more than its seats (nobody loses one when seats are taken away);
- a seat stays free only while nobody who waits could take it (until promotions end);
- nobody is passed over: whoever moves up was the first of those who could;
- each person is told once of each change, and what they were last told is how they stand;
- the counts that the database keeps are what there is to be counted;
- database and memory agree on every registration and on every mail of ours;
- a mail that was worked on would not be worked on again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from mailbot.decision import (
    WHOLE_EVENT,
    AlreadyDone,
    Caller,
    Correction,
    Decision,
    Origin,
    Policy,
    Queue,
    Refused,
    Registration,
    SeatLimit,
    entering,
    organising,
    place_after_grant,
    seats_of,
    set_seats,
    with_limits,
)
from mailbot.envelope import Status
from mailbot.event import Event
from mailbot.intent.model import Action, Answer, Intent, Kind, Participant
from mailbot.message.model import Bounce
from mailbot.store import Database
from tests.ledger import START, event, intent, mail_from, person
from tests.twin import Twin

NAMES = st.sampled_from(["Anna Eins", "Berta Zwei", "Carl Drei", "Dora Vier"])
CONTACTS = st.sampled_from(["a@example.org", "b@example.org", "c@example.org"])
WORKSHOPS = st.sampled_from(["1", "2", "3"])
SECOND = st.sampled_from([None, None, "1", "2", "3", "livestream"])
WISHES = st.builds(person, NAMES, WORKSHOPS, SECOND) | st.builds(
    person, NAMES, st.none(), livestream=st.just(value=True)
)
LIMITS = st.none() | st.integers(0, 3)
NUMBERS = st.integers(0, 50)
Change = tuple[Registration | None, Registration]


class LedgerMachine(RuleBasedStateMachine):
    """One event from its opening on; `database` is given by a subclass and emptied at the beginning."""

    database: Database

    @initialize(one=LIMITS, two=LIMITS, total=st.none() | st.integers(1, 5), offers=st.booleans())
    def open(self, one: int | None, two: int | None, total: int | None, offers: bool) -> None:
        about: Event = event({"1": one, "2": two, "3": None}, total)
        self.twin = Twin(about, Policy(withhold_old=False, offers=offers), database=self.database)
        self.filed = about
        self.limits: dict[str, SeatLimit] = {}
        self.spare: Counter[str] = Counter()
        self.silent: set[str] = set()

    # What people write.

    @rule(people=st.lists(WISHES, min_size=1, max_size=3, unique_by=lambda p: p.name), contact=CONTACTS)
    def registers(self, people: list[Participant], contact: str) -> None:
        self.mail(intent(*people), contact)

    @rule(name=NAMES, contact=CONTACTS)
    def registers_without_a_workshop(self, name: str, contact: str) -> None:
        self.mail(intent(person(name, None), action=Action.ASK, missing=("workshop",)), contact)

    @rule(wish=WISHES, contact=CONTACTS, number=NUMBERS)
    def answers(self, wish: Participant, contact: str, number: int) -> None:
        self.mail(intent(wish), contact, self.twin.answering(number))

    @rule(wish=WISHES, contact=CONTACTS, replaces=st.none() | NAMES)
    def changes(self, wish: Participant, contact: str, replaces: str | None) -> None:
        self.mail(intent(replace(wish, replaces=replaces), kind=Kind.CHANGE), contact)

    @rule(names=st.lists(NAMES, max_size=2, unique=True), contact=CONTACTS, everyone=st.booleans())
    def cancels(self, names: list[str], contact: str, everyone: bool) -> None:
        people = [person(name, None) for name in names]
        self.mail(replace(intent(*people, kind=Kind.CANCELLATION), everyone=everyone), contact)

    @rule(said=st.sampled_from([Answer.YES, Answer.NO]), contact=CONTACTS)
    def says_yes_or_no(self, said: Answer, contact: str) -> None:
        self.mail(replace(intent(kind=Kind.OTHER, action=Action.IGNORE), answer=said), contact)

    @rule(wish=WISHES, contact=CONTACTS)
    def is_unclear(self, wish: Participant, contact: str) -> None:
        self.mail(intent(wish, action=Action.REVIEW), contact)

    # What organisers do.

    @rule(number=NUMBERS)
    def is_cancelled(self, number: int) -> None:
        self.organise(number, lambda r: organising.cancel(self.twin.desk([r], r.queue), [r]))

    @rule(number=NUMBERS, place=WORKSHOPS | st.just("livestream"))
    def is_moved(self, number: int, place: str) -> None:
        self.organise(number, lambda r: organising.move(self.twin.desk([r], r.queue), r, place))

    @rule(number=NUMBERS, workshop=st.none() | WORKSHOPS)
    def is_granted(self, number: int, workshop: str | None) -> None:
        def grant(r: Registration) -> Decision:
            place = place_after_grant(r, self.twin.now)
            return organising.grant(self.twin.desk([r], place), [r], workshop)

        self.organise(number, grant)

    @rule(number=NUMBERS, other=NUMBERS)
    def is_merged(self, number: int, other: int) -> None:
        rows = list(self.twin.rows.values())
        drop = rows[other % len(rows)] if rows else None

        def merge(r: Registration) -> Decision:
            assert drop is not None
            return organising.merge(self.twin.desk([r, drop], r.queue), r, drop)

        self.organise(number, merge, silently=True)

    @rule(number=NUMBERS)
    def is_corrected(self, number: int) -> None:
        def correct(r: Registration) -> Decision:
            return organising.correct(self.twin.desk([r], r.queue), r, Correction(organisation="AWO"))

        self.organise(number, correct, silently=True)

    @rule(wish=WISHES, contact=CONTACTS | st.just(""), minutes=st.integers(0, 600))
    def rings_up(self, wish: Participant, contact: str, minutes: int) -> None:
        place = Queue(self.twin.now - timedelta(minutes=minutes), 0, self.twin.actions + 1)
        desk = replace(self.twin.desk([], place), cause=f"call{self.twin.actions:010d}")
        known = tuple(r for r in self.twin.rows.values() if r.contact == contact)
        desk = replace(desk, snapshot=replace(desk.snapshot, known=known))
        self.step(lambda: entering.add(desk, Caller(wish, contact), place, Origin.TELEPHONE))

    # What mail servers say.

    @rule(number=NUMBERS, status=st.sampled_from(["5.1.1", "5.2.2"]), permanent=st.booleans())
    def comes_back(self, number: int, status: str, permanent: bool) -> None:
        ours = self.twin.answering(number)
        if not ours:
            return
        to = self.twin.sent[number % len(self.twin.sent)].to
        report = Bounce((to,), permanent, status, original_message_id=ours)
        message = mail_from("mailer-daemon@office.test", answers=ours, bounce=report)
        before = dict(self.twin.rows)
        understood = intent(kind=Kind.BOUNCE, action=Action.IGNORE)
        self.judge(before, self.twin.receive(understood, message), by_organiser=False)

    # What changes by itself.

    @rule(workshop=WORKSHOPS, seats=LIMITS)
    def seats_change_in_the_file(self, workshop: str, seats: int | None) -> None:
        workshops = [replace(w, seats=seats) if w.id == workshop else w for w in self.filed.workshops]
        self.filed = replace(self.filed, workshops=tuple(workshops))
        self.seats_count()

    @rule(place=WORKSHOPS | st.just(WHOLE_EVENT), seats=LIMITS)
    def seats_are_set(self, place: str, seats: int | None) -> None:
        try:
            self.limits[place] = set_seats(self.filed, self.limits.values(), place, seats)
        except AlreadyDone:
            return
        self.seats_count()
        assert seats_of(self.twin.event, place) == seats

    def seats_count(self) -> None:
        """What the file and organisers say by now counts, and those who wait move up."""
        self.twin.event = with_limits(self.filed, self.limits.values())
        self.spare = Counter(dict.fromkeys(("1", "2", "3", "all"), 10**6))
        self.sweep()

    @rule(total=LIMITS)
    def the_house_changes(self, total: int | None) -> None:
        self.filed = replace(self.filed, seats=total)
        self.seats_count()

    @rule(offers=st.booleans())
    def offers_are_turned(self, offers: bool) -> None:
        self.twin.policy = replace(self.twin.policy, offers=offers)

    @rule(hours=st.sampled_from([1, 12, 49, 24 * 7]))
    @precondition(lambda self: self.twin.now < START + timedelta(days=45))
    def time_passes(self, hours: int) -> None:
        self.twin.now += timedelta(hours=hours)
        while (ended := self.twin.due()) is not None:
            self.step(lambda ended=ended: ended, quiet=ended.reason == "no-answer")  # type: ignore[misc]

    # How a step is taken.

    def mail(self, understood: Intent, contact: str, answers: str = "") -> None:
        message = mail_from(contact, answers=answers)
        before = dict(self.twin.rows)
        self.judge(before, self.twin.receive(understood, message), by_organiser=False)

    def organise(
        self, number: int, action: Callable[[Registration], Decision], *, silently: bool = False
    ) -> None:
        rows = list(self.twin.rows.values())
        if rows:
            chosen = rows[number % len(rows)]
            self.step(lambda: action(chosen), quiet=silently, by_organiser=True)

    def sweep(self) -> None:
        while (moved := self.twin.moving_up()) is not None:
            self.step(lambda moved=moved: moved)  # type: ignore[misc]

    def step(
        self, action: Callable[[], Decision], *, quiet: bool = False, by_organiser: bool = False
    ) -> None:
        before = dict(self.twin.rows)
        try:
            decision = action()
        except (AlreadyDone, Refused):
            return
        self.twin.take(decision)
        self.judge(before, decision, quiet=quiet, by_organiser=by_organiser)

    def judge(
        self, before: dict[str, Registration], decision: Decision, *, quiet: bool = False, by_organiser: bool
    ) -> None:
        """What holds for this one decision."""
        changes = [(before.get(r.reference), r) for r in decision.registrations]
        lines = Counter(line.registration.reference for n in decision.notifications for line in n.lines)
        assert all(n == 1 for n in lines.values()), "told twice of one change"
        self.silent -= set(lines)
        for old, new in changes:
            if new.contact and old != new and lines[new.reference] == 0:
                assert quiet or new.status is Status.HELD, f"{new} was told nothing"
                self.silent.add(new.reference)
        if not by_organiser:
            self.nobody_is_passed_over(before, changes)

    def nobody_is_passed_over(self, before: dict[str, Registration], changes: list[Change]) -> None:
        up = [old for old, new in changes if old is not None and _moved_up(old, new)]
        for first in before.values():
            now = self.twin.rows[first.reference]
            waits = first.live and first.waiting_for and not first.offered
            if not waits or now.offered or not now.live or now.waiting_for != first.waiting_for:
                continue
            for second in up:
                same = second.waiting_for == first.waiting_for and second.reference != first.reference
                later = second.queue.key > first.queue.key
                needs_less = second.takes_seat and not first.takes_seat
                assert not (same and later and not needs_less), f"{second} passed over {first}"

    # What always holds.

    @invariant()
    def seats_are_never_exceeded(self) -> None:
        held = [(r.holds, r) for r in self.twin.rows.values()]
        taken = Counter(workshop for holds, _ in held for workshop in holds)
        taken["all"] = sum(bool(holds) for holds, _ in held)
        limits = {w.id: w.seats for w in self.twin.event.workshops} | {"all": self.twin.event.seats}
        for place, limit in limits.items():
            if limit is None:
                self.spare[place] = 0
                continue
            self.spare[place] = min(self.spare[place], max(0, taken[place] - limit))
            assert taken[place] <= limit + self.spare[place], place

    @invariant()
    def no_seat_is_empty_while_somebody_could_take_it(self) -> None:
        about = self.twin.event
        if self.twin.now >= about.starts_at:
            return
        taken = Counter(workshop for r in self.twin.rows.values() for workshop in r.holds)
        total = sum(bool(r.holds) for r in self.twin.rows.values())
        limits = {w.id: w.seats for w in about.workshops}
        for r in self.twin.rows.values():
            if not r.live or not r.waiting_for or r.offered:
                continue
            limit = limits[r.waiting_for]
            room = limit is None or taken[r.waiting_for] < limit
            assert not (room and (r.takes_seat or about.seats is None or total < about.seats)), r

    @invariant()
    def everybody_knows_how_they_stand(self) -> None:
        last = {line.registration.reference: line.registration for n in self.twin.sent for line in n.lines}
        for reference, row in self.twin.rows.items():
            settled = row.status in (Status.CONFIRMED, Status.WAITLISTED)
            if settled and row.contact and reference not in self.silent:
                assert _standing(last[reference]) == _standing(row)

    @invariant()
    def statuses_make_sense(self) -> None:
        for row in self.twin.rows.values():
            assert row.live or (row.seat, row.waiting_for, row.offered) == (None, None, None)
            assert row.seat is None or row.seat != row.waiting_for
            assert (row.offered is None) == (row.offered_until is None)
            assert row.offered in (None, row.waiting_for)
            if row.status is Status.WAITLISTED:
                assert (row.seat, row.waiting_for is None) == (None, False)

    @invariant()
    def database_and_memory_agree(self) -> None:
        assert self.twin.stored() == self.twin.rows
        ours = Counter(
            (n.key, tuple(sorted({line.registration.reference for line in n.lines}))) for n in self.twin.sent
        )
        assert Counter(self.twin.told()) == ours
        assert max(Counter(n.key for n in self.twin.sent).values(), default=1) == 1

    @invariant()
    def what_is_kept_is_what_is_counted(self) -> None:
        assert self.twin.miscounted() == ()

    @invariant()
    def no_mail_is_worked_on_twice(self) -> None:
        assert all(self.twin.known(digest) for digest in sorted(self.twin.digests)[-1:])


def _moved_up(old: Registration, new: Registration) -> bool:
    """Whether somebody who waited got the seat that they waited for, or the offer of it."""
    if old.waiting_for is None or not old.live or old.offered:
        return False
    return new.offered == old.waiting_for or (new.takes_seat and new.seat == old.waiting_for)


def _standing(registration: Registration) -> tuple[object, ...]:
    return (
        registration.status,
        registration.seat,
        registration.waiting_for,
        registration.attendance,
        registration.offered,
        registration.offered_until,
        registration.name,
    )


def play(database: Database, examples: int, steps: int) -> None:
    """The machine on a database, so many examples of so many steps."""
    machine = type("Machine", (LedgerMachine,), {"database": database})
    run(machine, settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'mailbot.db'}")
    database.migrate()
    yield database
    database.close()


def test_ledger_keeps_its_promises(ledger: Database) -> None:
    play(ledger, 20, 30)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_ledger_keeps_its_promises_for_long(ledger: Database) -> None:
    play(ledger, 500, 60)
