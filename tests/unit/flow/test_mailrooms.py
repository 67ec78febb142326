"""Several mailboxes and events on one ledger: what one does is nothing to the other, but where it must."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.decision import AlreadyDone, Disposition, Refused, Rule
from mailbot.flow import health, heldmail, mailrooms, open_office, open_offices
from mailbot.flow.assigning import assign
from mailbot.flow.erase import erase_everything, forget
from mailbot.flow.health import Pulse, begin
from mailbot.flow.outcome import Unknown
from mailbot.flow.restore import put_back
from mailbot.store import reports, was_restored, write_backup
from tests.houses import House, receive_at
from tests.letters import RECEIVED, letter, registration
from tests.servers.installation import DIGITAL, EVENTS, GARDEN, HEALTH

BOTH = "ich melde mich für Workshop 1 an."


def states(house: House, event: str) -> list[str]:
    return [row["state"] for row in house.rows(reports.outbox, event)]


def names(house: House, event: str) -> dict[str, str]:
    with house.offices[0].database.reading() as tx:
        return {row["name"]: row["status"] for row in reports.registrations(tx, event)}


def test_same_mail_to_two_mailboxes_is_a_row_of_each_and_again_it_is_none(tmp_path: Path) -> None:
    house = House(tmp_path)
    mail = letter(
        "Anna Albrecht <anna@x.test>", "Anmeldung", "Ich komme zum Gartentag, Workshop 2.\n\nAnna Albrecht"
    )
    first, second = house.receive("north", mail), house.receive("south", mail)
    again = [house.receive(mailbox, mail) for mailbox in ("north", "south")]

    assert (first.repeated, second.repeated) == (False, False)
    assert all(one.repeated for one in again)
    assert len(
        {row["message_id"] for event in (HEALTH, GARDEN) for row in house.rows(reports.outbox, event)}
    ) == len(states(house, HEALTH)) + len(states(house, GARDEN))


def test_mail_of_before_there_were_several_is_known(tmp_path: Path) -> None:
    (tmp_path / "event.toml").write_text(EVENTS[HEALTH], "utf-8")
    (tmp_path / "mailbot.toml").write_text('[mailbox]\nusername = "north@example.test"\n', "utf-8")
    single = open_office(tmp_path, lambda: RECEIVED)
    assert (single.name, single.served, single.events, single.undecided) == ("", (), (HEALTH,), HEALTH)
    mail = registration("Anna Albrecht", "anna@x.test")
    old = receive_at(single, mail)
    assert old.decision.disposition is Disposition.ACCEPTED
    single.database.close()
    (tmp_path / "event.toml").unlink()

    house = House(tmp_path)

    assert house.receive("north", mail).repeated
    assert not house.receive("south", mail).repeated


def test_limit_of_one_mailbox_keeps_no_reply_of_another_back(tmp_path: Path) -> None:
    house = House(tmp_path, "[limits]\nreplies_per_hour = 1\n")
    house.write("north", "Anna Albrecht", BOTH)
    house.write("north", "Bernd Brandt", BOTH)
    house.write("south", "Clara Conrad", "ich komme zum Gartentag, Workshop 2.")
    house.write("south", "Dieter Dietze", "ich möchte zu „Tablets im Unterricht“.")

    assert states(house, HEALTH) == ["queued", "withheld"]
    assert states(house, GARDEN) == ["queued"]
    assert states(house, DIGITAL) == ["withheld"]


def test_sign_of_life_is_that_of_its_mailbox(tmp_path: Path) -> None:
    house = House(tmp_path)
    for room in mailrooms(house.offices):
        with room.database.transaction() as tx:
            begin(room, tx)
    house.now = RECEIVED + timedelta(hours=1)
    Pulse(house.room("north")).beat(at_once=True)

    assert Rule.WORKER not in health(house.office(HEALTH)).failing
    assert Rule.WORKER in health(house.office(GARDEN)).failing
    assert Rule.WORKER in health(house.office(DIGITAL)).failing


def test_disk_and_backup_are_told_by_one_of_all(tmp_path: Path) -> None:
    house = House(tmp_path, "[alarm]\nbackup_hours = 1\n")
    for room in mailrooms(house.offices):
        with room.database.transaction() as tx:
            begin(room, tx)
    house.now = RECEIVED + timedelta(hours=2)

    assert [one.event.id for one in house.offices if Rule.BACKUP in health(one).failing] == [DIGITAL]


def test_mail_that_waits_for_its_event_is_worked_on_in_its_turn(tmp_path: Path) -> None:
    house = House(tmp_path)
    waiting = house.write("south", "Anna Albrecht", BOTH)
    assert (waiting.decision.disposition, waiting.decision.reason) == (Disposition.HELD, "which-event")
    house.now = RECEIVED + timedelta(hours=1)
    for name in ("Bernd Brandt", "Clara Conrad", "Dieter Dietze", "Elke Engel"):
        house.write("south", name, "ich komme zum Gartentag, Workshop 1.")
    (number,) = [row["id"] for row in house.rows(reports.mails, house.office(GARDEN).undecided)]
    with pytest.raises(Refused, match="for which event"):
        heldmail.accept(house.office(GARDEN), "boss", number)

    done = assign(house.office(GARDEN), "boss", number)

    assert (done.action, done.mail_id) == ("waitlisted", number)
    (row,) = [row for row in house.rows(reports.mails, GARDEN) if row["id"] == number]
    assert row["from"] == "anna.albrecht@outside.test"
    assert names(house, GARDEN)["Anna Albrecht"] == "waitlisted"
    for office in (house.office(GARDEN), house.office(DIGITAL)):
        with pytest.raises((AlreadyDone, Unknown)):
            assign(office, "boss", number)
    with pytest.raises(Unknown):
        assign(house.office(HEALTH), "boss", number)


def test_reply_to_an_assigned_mail_obeys_the_mode(tmp_path: Path) -> None:
    house = House(tmp_path, 'mode = "supervised"\n')
    house.write("south", "Anna Albrecht", BOTH)
    (number,) = [row["id"] for row in house.rows(reports.mails, house.office(GARDEN).undecided)]

    assign(house.office(DIGITAL), "boss", number)

    assert states(house, DIGITAL) == ["withheld"]


def test_whoever_is_forgotten_gives_their_seats_of_all_events_back(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("north", "Anna Albrecht", BOTH)
    house.write("south", "Anna Albrecht", "ich komme zum Gartentag, Workshop 1.")
    for name in ("Bernd Brandt", "Clara Conrad", "Dieter Dietze", "Elke Engel"):
        house.write("south", name, "ich komme zum Gartentag, Workshop 1.")
    assert names(house, GARDEN)["Elke Engel"] == "waitlisted"

    forget(house.offices[0], "anna.albrecht@outside.test", "boss", everywhere=house.offices)

    assert names(house, HEALTH) == {}
    assert set(names(house, GARDEN).values()) == {"confirmed"}


def test_retention_of_one_event_leaves_the_others(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("south", "Anna Albrecht", "ich komme zum Gartentag, Workshop 1.")
    house.write("south", "Bernd Brandt", "ich möchte zu „Tablets im Unterricht“.")
    house.write("south", "Clara Conrad", BOTH)
    undecided = house.office(GARDEN).undecided

    erase_everything(house.office(DIGITAL), "retention")
    assert names(house, DIGITAL) == {}
    assert "Anna Albrecht" in names(house, GARDEN)
    assert [row["from"] for row in house.rows(reports.mails, undecided)] == ["clara.conrad@outside.test"]

    erase_everything(house.office(GARDEN), "retention")
    assert [row["from"] for row in house.rows(reports.mails, undecided)] == [None]


def test_restored_ledger_is_told_of_to_every_event(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.write("north", "Anna Albrecht", BOTH)
    write_backup(house.offices[0].database, tmp_path / "copy.db")
    house.offices[0].database.close()
    (tmp_path / "mailbot.db").unlink()
    offices = open_offices(tmp_path, lambda: RECEIVED)

    put_back(offices, tmp_path / "copy.db")

    with offices[0].database.reading() as tx:
        assert all(was_restored(tx, one.event.id) for one in offices)
