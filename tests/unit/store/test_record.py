"""A decision is written down whole: mail, registrations, mails of ours, who did what; and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mailbot.decision import Arrival, Decision, Disposition, Line, Notification, Queue, Registration
from mailbot.envelope import Notice, OutboxState, Status
from mailbot.intent.model import Evidence, Source
from mailbot.store import Content, Database, Occasion, add_mail, record, reports
from mailbot.store.schema import AuditEntry, OutboxLine, OutboxRow, RawMail
from tests.ledger import START, intent, mail_from, person
from tests.mirror import outgoing

ANNA = Registration(
    "K7MQ-3XTP", "Anna Albrecht", "anna@x.test", Status.CONFIRMED, Queue(START, 1, 1), workshop="1", seat="1"
)
TOLD = Notification("key", Notice.CONFIRMATION, "anna@x.test", "de", START, lines=(Line(ANNA),))
BOOKED = Decision(Disposition.ACCEPTED, "booked", "A seat was free.", (ANNA,), (TOLD,))


def write(database: Database, decision: Decision, *told: Notification, hours: int = 0) -> None:
    """Records a decision that was made so many hours after START."""
    now = START + timedelta(hours=hours)
    with database.transaction() as tx:
        occasion = Occasion("test", "mailbot", "mail", now, now)
        record(tx, occasion, decision, [outgoing(n) for n in told])


def test_record_writes_registration_reply_and_who_did_it(database: Database) -> None:
    write(database, BOOKED, TOLD)

    with database.reading() as tx:
        (row,) = reports.registrations(tx, "test")
        assert (row["reference"], row["name"], row["status"]) == ("K7MQ-3XTP", "Anna Albrecht", "confirmed")
        (sent,) = reports.outbox(tx)
        assert (sent["notice"], sent["to"], sent["state"]) == ("confirmation", "anna@x.test", "queued")
        (line,) = tx.execute(select(OutboxLine.outbox_id, OutboxLine.registration_id)).all()
        assert line.outbox_id == sent["id"]
        (entry,) = tx.execute(select(*AuditEntry.__table__.columns)).all()
        assert (entry.actor, entry.action, entry.reason) == ("mailbot", "accepted", "booked")
        assert (entry.details["before"], entry.details["after"]["seat"]) == (None, "1")


def test_record_again_changes_the_row_and_keeps_when_it_came(database: Database) -> None:
    write(database, BOOKED, TOLD)
    moved = replace(ANNA, seat="2", workshop="2")
    write(database, replace(BOOKED, registrations=(moved,)), hours=5)

    with database.reading() as tx:
        (row,) = reports.registrations(tx, "test")
        last = tx.execute(select(AuditEntry.details).order_by(AuditEntry.id.desc())).scalars().first()
    assert (row["workshop"], row["received_at"], row["updated_at"]) == (
        "2",
        START,
        START + timedelta(hours=5),
    )
    assert last is not None
    assert (last["before"]["seat"], last["after"]["seat"]) == ("1", "2")


def test_record_is_all_or_nothing(database: Database) -> None:
    write(database, BOOKED, TOLD)
    bernd = replace(ANNA, reference="K7MQ-3XTP-2", name="Bernd Brandt")
    with pytest.raises(IntegrityError):  # a second mail of ours under the same key
        write(database, replace(BOOKED, registrations=(bernd,)), TOLD)

    with database.reading() as tx:
        assert [r["name"] for r in reports.registrations(tx, "test")] == ["Anna Albrecht"]


def test_record_bounce_marks_the_mail_of_ours(database: Database) -> None:
    write(database, BOOKED, TOLD)
    bounce = Decision(Disposition.RECORDED, "bounce", "It came back.", bounced="<mailbot.key@office.test>")
    write(database, bounce)

    with database.reading() as tx:
        assert tx.execute(select(OutboxRow.state)).scalar_one() == OutboxState.BOUNCED


@pytest.mark.parametrize("disposition", list(Disposition))
def test_add_mail_keeps_content_of_ours_only(database: Database, disposition: Disposition) -> None:
    understood = intent(replace(person(), evidence={"name": Evidence("Anna", Source.BODY, "test")}))
    content = Content(b"raw", mail_from("Anna@X.test"), understood)
    decision = Decision(disposition, "test", "A test.")
    with database.transaction() as tx:
        add_mail(tx, "test", Arrival(START, 1, "digest"), decision, content, START)
    with database.reading() as tx:
        (row,) = reports.mails(tx)
        raw = tx.execute(select(RawMail.data)).scalars().all()

    none_of_ours = disposition in (Disposition.IGNORED, Disposition.RECORDED)
    assert raw == ([] if none_of_ours else [b"raw"])
    assert row["from"] == (None if none_of_ours else "anna@x.test")
    assert row["subject"] == (None if none_of_ours else "Anmeldung")
    assert (row["understood"] is None) == none_of_ours
    if row["understood"]:
        assert row["understood"]["participants"][0]["evidence"]["name"]["text"] == "Anna"


def test_add_mail_longer_than_its_columns_is_cut_not_refused(database: Database) -> None:
    long = mail_from(f"{'a' * 400}@x.test", message_id=f"<{'m' * 2000}@x>", subject="s" * 9000)
    with database.transaction() as tx:
        decision = Decision(Disposition.HELD, "test", "A test.")
        add_mail(tx, "test", Arrival(START, 1, "digest"), decision, Content(b"", long), START)
    with database.reading() as tx:
        (row,) = reports.mails(tx)

    assert (len(row["from"]), len(row["message_id"]), len(row["subject"])) == (320, 1000, 9000)
