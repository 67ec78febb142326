"""Every mail is seen once at each place, and is one row wherever it turns up again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from mailbot.decision import Arrival, Decision, Disposition
from mailbot.envelope import MailboxKey
from mailbot.store import (
    Content,
    Database,
    Sighting,
    add_location,
    add_mail,
    advance,
    filed,
    find_mail,
    mailbox_cursor,
    open_mailbox,
    prove,
    record_unread,
    reports,
    to_file,
    unseen,
)
from mailbot.store.schema import Mailbox
from tests.ledger import START

KEY = MailboxKey("office@imap.test", "INBOX", 7)
HELD = Decision(Disposition.HELD, "test", "A test.")


def add(database: Database, uid: int, digest: str, filing: str = "none", key: MailboxKey = KEY) -> int:
    """A held mail that stands at this UID; the id of its row."""
    with database.transaction() as tx:
        state = open_mailbox(tx, key, START)
        mail_id = add_mail(tx, "test", Arrival(START, uid, digest), HELD, Content(b"x"), START)
        add_location(tx, state, uid, mail_id, filing)
    return mail_id


def test_unseen_leaves_out_what_has_its_row(database: Database) -> None:
    add(database, 5, "five")
    many = range(1, 1300)
    with database.transaction() as tx:
        state = open_mailbox(tx, KEY, START)

        assert unseen(tx, state, [9, 5, 3, 9]) == [3, 9]
        assert unseen(tx, state, many) == [uid for uid in many if uid != 5]
        scattered = range(5, 60_000, 40)
        assert unseen(tx, state, scattered) == list(scattered)[1:]


def test_unseen_is_asked_of_one_incarnation_of_one_folder(database: Database) -> None:
    add(database, 5, "five")
    others = [MailboxKey("office@imap.test", "INBOX", 8), MailboxKey("office@imap.test", "Ablage", 7)]
    with database.transaction() as tx:
        assert [unseen(tx, open_mailbox(tx, other, START), [5]) for other in others] == [[5], [5]]


def test_one_place_holds_one_mail(database: Database) -> None:
    add(database, 5, "five")
    with pytest.raises(Exception, match="UNIQUE"):
        add(database, 5, "another")
    with database.reading() as tx:
        assert find_mail(tx, "another") is None


def test_find_mail_knows_how_it_ended(database: Database) -> None:
    mail_id = add(database, 5, "five")
    with database.reading() as tx:
        known = find_mail(tx, "five")

    assert known is not None
    assert (known.id, known.disposition) == (mail_id, Disposition.HELD)


def test_cursor_never_goes_back(database: Database) -> None:
    with database.transaction() as tx:
        state = open_mailbox(tx, KEY, START)
        advance(tx, state, 9)
        advance(tx, state, 4)
    with database.reading() as tx:
        assert (mailbox_cursor(tx, KEY), mailbox_cursor(tx, MailboxKey("x", "INBOX", 7))) == (9, 0)


def test_first_run_is_that_of_the_folder_and_outlives_a_new_uidvalidity(database: Database) -> None:
    later = START + timedelta(days=3)
    with database.transaction() as tx:
        open_mailbox(tx, KEY, START)
        again = open_mailbox(tx, KEY, later)
        anew = open_mailbox(tx, MailboxKey(KEY.account, KEY.folder, 8), later)
        other = open_mailbox(tx, MailboxKey(KEY.account, "Ablage", 8), later)

    assert (again.first_run_at, anew.first_run_at, other.first_run_at) == (START, START, later)
    assert anew.read_to == 0
    assert anew.id != again.id


def test_contact_is_noted_each_time(database: Database) -> None:
    for hours in (0, 5):
        with database.transaction() as tx:
            open_mailbox(tx, KEY, START + timedelta(hours=hours))
    with database.reading() as tx:
        assert reports.last_contact(tx) == START + timedelta(hours=5)
        assert tx.execute(select(Mailbox.id)).all() == [(1,)]


def test_record_unread_makes_one_row_without_content_for_each(database: Database) -> None:
    sightings = [Sighting(uid, START + timedelta(minutes=uid)) for uid in (2, 3)]
    with database.transaction() as tx:
        state = open_mailbox(tx, KEY, START)
        record_unread(tx, state, [], "test", ("x", "X."), START)
        record_unread(tx, state, sightings, "test", ("before-opening", "Too early."), START)
    with database.reading() as tx:
        rows = list(reports.mails(tx))

        assert [(r["received_at"], r["disposition"], r["reason"]) for r in rows] == [
            (START + timedelta(minutes=2), "recorded", "before-opening"),
            (START + timedelta(minutes=3), "recorded", "before-opening"),
        ]
        assert all(r["from"] is r["subject"] is r["message_id"] is None for r in rows)
        assert reports.mails_in_ledger(tx) == 2
        assert unseen(tx, state, [1, 2, 3]) == [1]


def test_to_file_lists_what_waits_until_it_is_filed(database: Database) -> None:
    for uid, filing in ((1, "handled"), (2, "none"), (3, "held"), (4, "handled")):
        add(database, uid, f"mail {uid}", filing)
    with database.transaction() as tx:
        state = open_mailbox(tx, KEY, START)
        assert to_file(tx, state, 2) == [(1, "handled"), (3, "held")]
        filed(tx, state, [1, 3])

        assert to_file(tx, state, 2) == [(4, "handled")]


def test_proof_names_what_has_no_row_and_is_kept_for_people(database: Database) -> None:
    add(database, 5, "five")
    with database.transaction() as tx:
        assert reports.last_proof(tx) is None
        state = open_mailbox(tx, KEY, START)
        assert prove(tx, state, [5, 6, 8]) == (6, 8)
        assert reports.last_proof(tx) == (3, 2)
        assert prove(tx, state, [5]) == ()
        assert reports.last_proof(tx) == (1, 0)
