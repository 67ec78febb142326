"""Forgetting: everywhere, with a proof, and the seat passes on."""

from pathlib import Path

import pytest

from mailbot.config import Mode
from mailbot.decision import Caller, Origin
from mailbot.flow import organiser
from mailbot.flow.erase import access, erase_everything, forget
from mailbot.intent.model import Participant
from mailbot.store import privacy, reports
from tests.desks import Desk
from tests.letters import doubtful, letter, office_mail, registration


def _desk(folder: Path) -> Desk:
    desk = Desk(folder)
    desk.edit_event("seats = 40", "seats = 1")
    desk.receive(registration("Anna Geheimnis", "anna@example.org"))
    desk.receive(registration("Berta Vogel", "berta@example.org"))
    return desk


def test_access_holds_everything_of_one_person_and_nothing_of_others(tmp_path: Path) -> None:
    held = access(_desk(tmp_path).office, "Anna@Example.org")

    assert {kind: len(rows) for kind, rows in held.items()} == {
        "registrations": 1,
        "mails": 1,
        "replies": 1,
        "history": 1,
    }
    assert "Anna Geheimnis" in held["mails"][0]["raw"]
    assert "Berta" not in str(held)


def test_forget_leaves_no_trace_in_any_file(tmp_path: Path) -> None:
    desk = _desk(tmp_path)

    counts = forget(desk.office, "anna@example.org", "Frau Muster")
    desk.office.database.close()

    left = b"".join(file.read_bytes() for file in tmp_path.glob("mailbot.db*"))
    assert (counts["registrations"], counts["mails"], counts["replies"]) == (1, 1, 1)
    for word in (b"Geheimnis", b"anna@example.org"):
        assert word not in left
    assert b"Berta Vogel" in left


def test_forget_leaves_a_proof_without_names(tmp_path: Path) -> None:
    desk = _desk(tmp_path)
    forget(desk.office, "anna@example.org", "Frau Muster")

    with desk.office.database.reading() as tx:
        proof = privacy.erasures(tx)

    assert [(row["actor"], row["cause"]) for row in proof] == [("Frau Muster", "forget")]
    assert "anna" not in str(proof).lower()


def test_forget_passes_the_seat_on(tmp_path: Path) -> None:
    desk = _desk(tmp_path)

    forget(desk.office, "anna@example.org", "Frau Muster")

    assert [(row["name"], row["status"]) for row in desk.registrations()] == [("Berta Vogel", "confirmed")]
    assert [row["to"] for row in desk.outbox("promotion")] == ["berta@example.org"]


def test_forget_the_same_mail_again_is_not_taken_for_new(tmp_path: Path) -> None:
    desk = _desk(tmp_path)
    mail = registration("Anna Geheimnis", "anna@example.org")
    forget(desk.office, "anna@example.org", "Frau Muster")

    assert desk.receive(mail).repeated


def test_forget_somebody_unknown_erases_nothing(tmp_path: Path) -> None:
    counts = forget(_desk(tmp_path).office, "niemand@example.org", "Frau Muster")

    assert sum(counts.values()) == 0


def _rang(desk: Desk) -> str:
    """Somebody whom only a telephone reaches; their reference."""
    caller = Caller(Participant("Gerd Geheimnis", workshop="3"), phone="03731 4711")
    return organiser.add(desk.office, "Olga", caller, Origin.TELEPHONE).registrations[0].reference


def _left_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("mailbot.db*"))


def test_forget_reaches_who_has_no_address_by_the_reference(tmp_path: Path) -> None:
    desk = _desk(tmp_path)
    reference = _rang(desk)
    assert access(desk.office, reference.lower())["registrations"][0]["phone"] == "03731 4711"

    counts = forget(desk.office, reference, "Frau Muster")
    desk.office.database.close()

    assert counts["registrations"] == 1
    for word in (b"Gerd", b"4711"):
        assert word not in _left_in(tmp_path)
    assert b"Anna Geheimnis" in _left_in(tmp_path)


def test_forget_one_of_a_group_leaves_the_others_registered(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write(
        "Anna Albrecht <anna@example.org>",
        "Hiermit melde ich folgende Personen zum Fachtag an:\n\nAnna Albrecht, Workshop 2\n"
        "Bernd Geheimnis, Workshop 3\n\nAnna Albrecht\n",
    )
    reference = next(row["reference"] for row in desk.registrations() if row["name"] == "Bernd Geheimnis")

    forget(desk.office, reference, "Frau Muster")
    desk.office.database.close()

    assert b"Bernd" not in _left_in(tmp_path)
    desk.reopen()
    assert [(row["name"], row["status"]) for row in desk.registrations()] == [("Anna Albrecht", "confirmed")]


def test_forget_closes_what_waited(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.receive(doubtful("Anna Geheimnis", "anna@example.org"))
    forget(desk.office, "anna@example.org", "Frau Muster")

    with desk.office.database.reading() as tx:
        assert list(reports.mails(tx, "held")) == []


def test_forget_in_supervised_mode_lets_nobody_be_told_unseen(tmp_path: Path) -> None:
    desk = _desk(tmp_path)
    desk.with_settings(mode=Mode.SUPERVISED)
    forget(desk.office, "anna@example.org", "Frau Muster")

    assert [(row["state"], row["reason"]) for row in desk.outbox("promotion")] == [("withheld", "supervised")]


@pytest.mark.parametrize("word", ["Geheimnis", "4711", "anna@example.org", "Verborgen", "berta@example.org"])
def test_erase_everything_leaves_nothing_of_anybody(tmp_path: Path, word: str) -> None:
    desk = _desk(tmp_path)
    _rang(desk)
    desk.receive(doubtful("Carla Verborgen", "carla@example.org"))
    senders = "Dora Verborgen <dora@example.org>, Emil Verborgen <emil@example.org>"
    desk.receive(
        letter(senders, "Anmeldung", "Wir möchten zu Workshop 2.\n\nDora Verborgen", identifier="two")
    )
    desk.receive(office_mail("schulz@papier.test"))

    total = erase_everything(desk.office, "retention")
    desk.office.database.close()

    assert word.encode() not in _left_in(tmp_path)
    assert (total["registrations"] >= 3, total["mails"]) == (True, 4)
