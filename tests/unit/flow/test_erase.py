"""Forgetting: everywhere, with a proof, and the seat passes on."""

from pathlib import Path

from mailbot.flow.erase import access, forget
from mailbot.store import privacy
from tests.desks import Desk
from tests.letters import registration


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
