"""What the database keeps of itself is what there is, however registrations are written."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, text, update

from mailbot.decision import Queue
from mailbot.envelope import MailboxKey
from mailbot.store import Database, open_mailbox
from mailbot.store.counting import Miscount, count_anew, forget_empty, miscounted, not_before, totals
from mailbot.store.schema import AuditEntry, OutboxLine, RegistrationRow
from tests.crowd import fill
from tests.ledger import START

R = RegistrationRow
EVENT = "test"
PEOPLE = 300


@pytest.fixture
def crowd(database: Database) -> Database:
    """A quarter of the crowd waits on six lists; somebody comes each second."""
    people(database, PEOPLE)
    return database


def people(database: Database, number: int) -> None:
    with database.transaction() as tx:
        mailbox = open_mailbox(tx, MailboxKey("office@example.test", "INBOX", 1), START)
    fill(database, EVENT, number, START, mailbox.id)


def waiting_from(database: Database, place: Queue) -> dict[str, int]:
    """Counted one by one."""
    with database.reading() as tx:
        rows = tx.execute(
            text(
                "select waiting_for, queue_received, queue_uid, queue_ordinal from registrations"
                " where waiting_for is not null and status = 'waitlisted'"
            ).columns(R.waiting_for, R.queue_received, R.queue_uid, R.queue_ordinal)
        ).all()
    found: dict[str, int] = {}
    for list_, *key in rows:
        if tuple(key) >= place.key:
            found[list_] = found.get(list_, 0) + 1
    return found


def test_counts_follow_every_way_of_writing(crowd: Database) -> None:
    steps = [
        update(R).where(R.id < 50).values(status="cancelled", seat=None, waiting_for=None),
        update(R).where(R.status == "waitlisted", R.id < 120).values(offered="2", waiting_for="2"),
        update(R).where(R.id.between(120, 160)).values(queue_received=START + timedelta(days=9)),
        update(R).where(R.id.between(160, 170)).values(event_id="another"),
        update(R).where(R.id.between(170, 180)).values(attendance="livestream", seat=None),
        update(R).where(R.id.between(180, 190)).values(name="Somebody else"),
        delete(AuditEntry),
        delete(OutboxLine),
        delete(R).where(R.id.between(190, 250)),
    ]
    for step in steps:
        with crowd.transaction() as tx:
            tx.execute(step)
        with crowd.reading() as tx:
            assert (miscounted(tx, EVENT), miscounted(tx, "another")) == ((), ())


def test_counts_are_of_one_event(crowd: Database) -> None:
    with crowd.reading() as tx:
        assert totals(tx, "another").statuses == {}
        assert sum(totals(tx, EVENT).statuses.values()) == PEOPLE


@pytest.mark.parametrize("seconds", [-1, 0, 1, 63, 64, 65, 100.5, 299, 300, 4096, 300_000, -300_000])
def test_place_in_the_order_is_found_whatever_span_it_is_in(crowd: Database, seconds: float) -> None:
    with crowd.transaction() as tx:
        for number, days in enumerate((0.04, 0.05, 1, 2, 3.1, 4, 30, 300), 1):
            came = START + timedelta(days=days)
            tx.execute(update(R).where(R.id == number * 20 - 6).values(queue_received=came))
    for uid in (0, 7, 10**6):
        place = Queue(START + timedelta(seconds=seconds), uid, 1)
        with crowd.reading() as tx:
            assert not_before(tx, EVENT, place) == waiting_from(crowd, place)


def test_place_of_a_moment_just_before_a_second_is_in_that_second(database: Database) -> None:
    late = datetime(2021, 9, 1, 8, 0, 3, 999_999, START.tzinfo)
    people(database, 20)
    with database.transaction() as tx:
        tx.execute(update(R).values(queue_received=late))
    with database.reading() as tx:
        assert miscounted(tx, EVENT) == ()
        assert sum(not_before(tx, EVENT, Queue(late, 0)).values()) == 5
        assert not_before(tx, EVENT, Queue(late + timedelta(microseconds=1), 0)) == {}


def test_difference_is_named_and_mended(crowd: Database) -> None:
    with crowd.transaction() as tx:
        tx.exec_driver_sql("update counts set people = people + 2 where kind = 'seated' and place = '1'")
    with crowd.transaction() as tx:
        (found,) = miscounted(tx, EVENT)
        assert (found.kind, found.place, found.kept - found.counted) == ("seated", "1", 2)
        assert isinstance(found, Miscount)
        count_anew(tx, EVENT)
    with crowd.reading() as tx:
        assert miscounted(tx, EVENT) == ()


def test_nothing_is_kept_of_spans_in_which_nobody_stands_any_more(crowd: Database) -> None:
    with crowd.transaction() as tx:
        tx.execute(update(R).values(status="cancelled", seat=None, waiting_for=None))
        forget_empty(tx)
        assert tx.exec_driver_sql("select kind, place, people from counts").all() == [
            ("status", "cancelled", PEOPLE)
        ]
