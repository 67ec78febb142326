"""`mailbot read`: one answer for each file, whatever is in it; nothing else happens."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from mailbot.cli import reading
from tests.desks import Desk
from tests.letters import office_mail, registration
from tests.unit.cli.conftest import Ended, Mailbot

FIELDS = {"file", "kind", "action", "language", "attention", "reason", "explanation", "participants"}
PERSON = {
    "name", "title", "email", "organisation", "workshop", "alternative", "attendance", "evidence",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration folder, and mails beside it."""
    (tmp_path / "config").mkdir()
    Desk(tmp_path / "config")
    mails = tmp_path / "mails"
    mails.mkdir()
    (mails / "b.eml").write_bytes(office_mail("schulz@papier.test"))
    (mails / "a.eml").write_bytes(registration("Anna Albrecht", "anna@example.org"))
    (mails / "notes.txt").write_text("no mail")
    return tmp_path


def objects(done: Ended) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.text.splitlines()]


def read(mailbot: Mailbot, folder: Path, *paths: Path) -> Ended:
    return mailbot("--config", folder / "config", "read", "--json", *paths)


def test_read_folder_gives_one_object_a_mail_by_name(folder: Path, mailbot: Mailbot) -> None:
    found = objects(read(mailbot, folder, folder / "mails"))

    assert [Path(one["file"]).name for one in found] == ["a.eml", "b.eml"]
    assert [(one["kind"], one["action"]) for one in found] == [("registration", "act"), ("other", "ignore")]
    assert all(set(one) >= FIELDS for one in found)
    (person,) = found[0]["participants"]
    assert set(person) == PERSON
    assert set(person["evidence"]["name"]) == {"text", "source", "rule"}


def test_read_files_keeps_their_order(folder: Path, mailbot: Mailbot) -> None:
    paths = [folder / "mails" / name for name in ("b.eml", "a.eml", "b.eml", "notes.txt")]

    assert [one["file"] for one in objects(read(mailbot, folder, *paths))] == [str(p) for p in paths]


def test_read_missing_file_is_told_and_the_others_are_read(folder: Path, mailbot: Mailbot) -> None:
    done = read(mailbot, folder, folder / "nirgends.eml", folder / "mails" / "a.eml")

    assert done.code == 1
    assert done.err.splitlines() == [f"mailbot: {folder / 'nirgends.eml'}: there is no such file"]
    assert [one["action"] for one in objects(done)] == ["act"]


def test_read_file_that_cannot_be_read_is_for_review(folder: Path, mailbot: Mailbot) -> None:
    # Nobody can read from its beginning, not even root.
    unreadable = Path("/proc/self/mem")
    done = read(mailbot, folder, unreadable, folder / "mails" / "a.eml")
    first, second = objects(done)

    assert done.code == 0
    assert (first["kind"], first["action"], first["reason"]) == ("other", "review", "unreadable-file")
    assert second["action"] == "act"


def test_read_mail_that_breaks_the_program_is_for_review(
    folder: Path, mailbot: Mailbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(reading, "parse", stumble)
    done = read(mailbot, folder, folder / "mails")

    assert [(one["action"], one["reason"]) for one in objects(done)] == [("review", "error")] * 2


def test_read_any_bytes_and_any_file_name(folder: Path, mailbot: Mailbot) -> None:
    mails = folder / "odd"
    mails.mkdir()
    for number, raw in enumerate((b"", b"\0" * 99, os.urandom(999))):
        Path(os.fsdecode(os.fsencode(mails) + b"/\xff%d.eml" % number)).write_bytes(raw)
    done = read(mailbot, folder, mails)

    assert done.code == 0
    assert len(objects(done)) == 3


def test_read_for_people_shows_the_evidence(folder: Path, mailbot: Mailbot) -> None:
    done = mailbot("--config", folder / "config", "read", folder / "mails" / "a.eml")

    assert done.code == 0
    for words in ("registration → act", "Anna Albrecht", "form-field"):
        assert words in done.text


def test_read_changes_nothing(folder: Path, mailbot: Mailbot) -> None:
    before = {path: path.stat().st_mtime_ns for path in (folder / "mails").rglob("*")}
    (folder / "config" / "mailbot.db").unlink()
    read(mailbot, folder, folder / "mails")

    assert {path: path.stat().st_mtime_ns for path in (folder / "mails").rglob("*")} == before
    assert not (folder / "config" / "mailbot.db").exists()
