"""`registrations`, `held`, `mails` and `outbox` keep their contract."""

from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest

from tests.desks import Desk
from tests.letters import PEOPLE, RECEIVED, doubtful, office_mail, registration
from tests.unit.cli.conftest import Mailbot

CONTRACT = {
    "reference", "name", "organisation", "email", "workshop", "alternative", "attendance", "status",
    "position", "received_at", "source",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An office whose workshop 2 has one seat: one is in, one waits, one is held; and other mail."""
    desk = Desk(tmp_path)
    desk.edit_event("seats = 40", "seats = 1")
    for number, name in enumerate(PEOPLE[:2]):
        desk.receive(registration(name, f"p{number}@example.org"))
    desk.receive(doubtful(PEOPLE[2], "p2@example.org"))
    desk.receive(office_mail("schulz@papier.test"))
    return desk


def test_registrations_json_has_all_fields_of_the_contract(desk: Desk, mailbot: Mailbot) -> None:
    done = mailbot("--config", desk.folder, "registrations", "--format", "json")
    rows = json.loads(done.out)

    assert done.code == 0
    assert all(set(row) >= CONTRACT for row in rows)
    first, second = rows[:2]
    assert (first["name"], first["email"], first["workshop"], first["status"]) == (
        PEOPLE[0], "p0@example.org", "2", "confirmed",
    )  # fmt: skip
    assert (first["organisation"], first["attendance"], first["source"]) == (
        "Diakonie Freiberg", "on-site", "mail",
    )  # fmt: skip
    assert (first["position"], second["status"], second["position"]) == (None, "waitlisted", 1)
    assert first["received_at"] == RECEIVED.isoformat()


def test_mails_lists_every_mail_and_keeps_strangers_apart(desk: Desk, mailbot: Mailbot) -> None:
    rows = json.loads(mailbot("--config", desk.folder, "mails", "--format", "json").out)

    assert [row["disposition"] for row in rows] == ["accepted", "waitlisted", "held", "ignored"]
    assert "papier" not in json.dumps(rows)


def test_held_lists_what_waits_for_a_person(desk: Desk, mailbot: Mailbot) -> None:
    rows = json.loads(mailbot("--config", desk.folder, "held", "--format", "json").out)

    assert [(row["from"], row["reason"]) for row in rows] == [("p2@example.org", "reply-to-elsewhere")]


def test_outbox_lists_mails_of_ours(desk: Desk, mailbot: Mailbot) -> None:
    rows = json.loads(mailbot("--config", desk.folder, "outbox", "--format", "json").out)

    assert [(row["notice"], row["to"], row["state"]) for row in rows] == [
        ("confirmation", "p0@example.org", "queued"),
        ("waitlist", "p1@example.org", "queued"),
    ]


def test_lists_are_tables_unless_told_otherwise(desk: Desk, mailbot: Mailbot) -> None:
    done = mailbot("--config", desk.folder, "registrations")

    assert done.code == 0
    assert PEOPLE[0] in done.text
    assert "in all" in done.text


def test_lists_of_an_office_that_has_not_begun_are_empty(tmp_path: Path, mailbot: Mailbot) -> None:
    desk = Desk(tmp_path)

    assert json.loads(mailbot("--config", desk.folder, "mails", "--format", "json").out) == []


def test_list_that_cannot_be_written_ends_with_1_and_a_line(desk: Desk, mailbot: Mailbot) -> None:
    done = mailbot("--config", desk.folder, "mails", "-o", desk.folder / "no" / "list", "--format", "csv")

    assert done.code == 1
    assert done.err.startswith("mailbot: ")
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("format_", ["yaml", ""])
def test_list_in_an_unknown_format_is_wrong_usage(desk: Desk, mailbot: Mailbot, format_: str) -> None:
    assert mailbot("--config", desk.folder, "mails", "--format", format_).code == 2


def test_badges_are_written_to_a_file(desk: Desk, mailbot: Mailbot) -> None:
    file = desk.folder / "badges.pdf"
    done = mailbot("--config", desk.folder, "badges", file, "--workshop", "2", "--blank", "3")

    assert (done.code, done.text) == (0, f"4 badges are in {file}\n")
    assert PEOPLE[0] in pypdf.PdfReader(file).pages[0].extract_text()


@pytest.mark.parametrize("wrong", [("no/badges.pdf",), ("badges.pdf", "--workshop", "99")])
def test_badges_that_cannot_be_written_end_with_1_and_a_line(
    desk: Desk, mailbot: Mailbot, wrong: tuple[str, ...]
) -> None:
    done = mailbot("--config", desk.folder, "badges", desk.folder / wrong[0], *wrong[1:])

    assert (done.code, len(done.err.splitlines())) == (1, 1)
