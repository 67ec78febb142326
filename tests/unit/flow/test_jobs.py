"""Scheduled work: each job once, late where it still helps, passed over where it does not."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.flow.check import check
from mailbot.flow.jobs import run_jobs
from mailbot.flow.sweep import expire_overdue, promote_waiting, prove_counts
from tests.desks import Desk
from tests.letters import PEOPLE, office_mail, registration

BERLIN = ZoneInfo("Europe/Berlin")
EVENT = datetime(2021, 10, 7, 8, 30, tzinfo=BERLIN)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, datetime(2021, 9, 3, 6, 0, tzinfo=BERLIN))
    desk.receive(registration("Anna Beispiel", "anna@example.org"))
    return desk


def test_digest_tells_once_a_day_what_was_decided(desk: Desk) -> None:
    desk.now = datetime(2021, 9, 3, 7, 0, tzinfo=BERLIN)

    assert run_jobs(desk.office) == ["digest.2021-09-03"]
    assert run_jobs(desk.office) == []
    assert [row["to"] for row in desk.outbox("digest")] == ["organisation@example.test"]


def test_digest_is_not_sent_when_there_is_nothing(desk: Desk) -> None:
    desk.now = datetime(2021, 9, 3, 7, 0, tzinfo=BERLIN)
    run_jobs(desk.office)
    desk.receive(office_mail("papier@example.org"))
    desk.now += timedelta(days=1)

    assert run_jobs(desk.office) == ["digest.2021-09-04"]
    assert len(desk.outbox("digest")) == 1


def test_digest_after_an_outage_is_one_and_tells_of_everything(desk: Desk) -> None:
    desk.now = datetime(2021, 9, 3, 7, 0, tzinfo=BERLIN)
    run_jobs(desk.office)
    desk.receive(registration("Berta Vogel", "berta@example.org"))
    desk.now = datetime(2021, 9, 9, 15, 0, tzinfo=BERLIN)

    run_jobs(desk.office)

    assert len(desk.outbox("digest")) == 2


@pytest.mark.parametrize(
    ("now", "reminders"),
    [
        (EVENT - timedelta(days=4), 0),
        (datetime(2021, 10, 4, 8, 59, tzinfo=BERLIN), 0),
        (datetime(2021, 10, 4, 9, 0, tzinfo=BERLIN), 1),
        (EVENT - timedelta(minutes=1), 1),
        (EVENT, 0),
    ],
)
def test_reminder_late_until_the_event_starts(desk: Desk, now: datetime, reminders: int) -> None:
    desk.now = now

    run_jobs(desk.office)
    run_jobs(desk.office)

    assert [row["to"] for row in desk.outbox("reminder")] == ["anna@example.org"] * reminders


def test_reminder_goes_once_to_each_contact(desk: Desk) -> None:
    desk.receive(registration("Bernd Beispiel", "anna@example.org", identifier="second"))
    desk.now = EVENT - timedelta(days=1)

    run_jobs(desk.office)

    assert len(desk.outbox("reminder")) == 1


def test_reminder_missed_is_never_sent(desk: Desk) -> None:
    desk.now = EVENT
    assert "reminder" in run_jobs(desk.office)
    desk.now = EVENT - timedelta(hours=1)

    assert "reminder" not in run_jobs(desk.office)
    assert desk.outbox("reminder") == []


def test_closing_report_when_registration_closes(desk: Desk) -> None:
    desk.now = datetime(2021, 9, 24, 23, 59, tzinfo=BERLIN)
    before = run_jobs(desk.office)
    desk.now = datetime(2021, 9, 25, 0, 0, tzinfo=BERLIN)
    after = run_jobs(desk.office)

    assert ("closing" in before, "closing" in after) == (False, True)


def test_limit_is_told_to_organisers_once_a_day(desk: Desk) -> None:
    for number in range(15):
        desk.receive(registration(PEOPLE[number], "anna@example.org", identifier=f"m{number}"))

    run_jobs(desk.office)
    run_jobs(desk.office)

    held_back = [row for row in desk.outbox() if row["reason"] == "limit-per-address"]
    assert len(held_back) == 6
    assert len(desk.outbox("alarm")) == 1


def test_retention_erases_everybody_and_leaves_a_proof(tmp_path: Path) -> None:
    desk = Desk(tmp_path, settings="[retention]\ndays_after_event = 30\n")
    desk.receive(registration("Anna Beispiel", "anna@example.org"))
    desk.now = EVENT + timedelta(days=29)
    run_jobs(desk.office)
    before = len(desk.registrations())
    desk.now = EVENT + timedelta(days=31)

    run_jobs(desk.office)

    assert (before, desk.registrations()) == (1, [])
    desk.office.database.close()
    assert b"Anna Beispiel" not in b"".join(f.read_bytes() for f in tmp_path.glob("mailbot.db*"))


def test_offer_that_nobody_takes_passes_to_the_next(tmp_path: Path) -> None:
    desk = Desk(tmp_path, settings='[waiting]\npromotion = "offer"\n')
    desk.edit_event("seats = 40", "seats = 0")
    for name in ("Anna Beispiel", "Berta Vogel"):
        desk.receive(registration(name, f"{name.split()[0].lower()}@example.org"))
    desk.edit_event("seats = 0", "seats = 1")
    promote_waiting(desk.office)
    offered = [row["to"] for row in desk.outbox("promotion")]
    desk.now += timedelta(days=5)

    expire_overdue(desk.office)

    assert offered == ["anna@example.org"]
    assert [row["status"] for row in desk.registrations()] == ["cancelled", "waitlisted"]
    assert [row["to"] for row in desk.outbox("promotion")] == ["anna@example.org", "berta@example.org"]


def test_question_that_nobody_answers_ends_after_its_time(desk: Desk) -> None:
    desk.write("Carl Mehnert <carl@example.org>", "Hiermit melde ich mich zum Fachtag an.\n\nCarl Mehnert")
    status = desk.registrations()[-1]["status"]
    desk.now = datetime(2021, 9, 25, 12, 0, tzinfo=BERLIN)

    expire_overdue(desk.office)

    assert (status, desk.registrations()[-1]["status"]) == ("pending", "declined")


def test_counts_that_are_wrong_are_named_by_the_check_and_mended_once_a_day(desk: Desk) -> None:
    assert prove_counts(desk.office) == ""
    with desk.office.database.transaction() as tx:
        tx.exec_driver_sql("update counts set people = 40 where kind = 'seated'")
    found = {one.name: one for one in check(desk.folder, lambda: desk.now)}
    again = prove_counts(desk.office)
    desk.now += timedelta(days=1)
    told = prove_counts(desk.office)

    assert "kept 40, counted 1" in found["counts"].text
    assert not found["counts"].ok
    assert again == ""
    assert "found wrong, the first: seated '2': kept 40, counted 1; all was counted anew" in told
    assert "counts" not in {one.name for one in check(desk.folder, lambda: desk.now)}
    with desk.office.database.reading() as tx:
        entries = tx.exec_driver_sql("select action, details from audit where reason = 'counted-anew'").all()
    assert [entry[0] for entry in entries] == ["counts"]
    assert "kept 40" in entries[0][1]
