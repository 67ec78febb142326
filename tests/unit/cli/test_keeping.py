"""`mailbot backup` into a folder: a file for each moment, and the oldest ones go."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from typer.testing import CliRunner

from mailbot.cli import app
from tests.desks import Desk

FIRST = datetime(2021, 9, 6, 2, 30, tzinfo=UTC)


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


def backup(desk: Desk, *arguments: object, day: int = 0) -> tuple[int, str]:
    with time_machine.travel(FIRST + timedelta(days=day), tick=False):
        command = ["--config", str(desk.folder), "backup", *map(str, arguments)]
        done = CliRunner().invoke(app, command, catch_exceptions=False)
    return done.exit_code, done.output


def test_backup_into_a_folder_keeps_the_newest_and_touches_nothing_else(
    tmp_path: Path, backups: Path
) -> None:
    desk = Desk(tmp_path)
    others = ["mailbot-2001-01-01T000000Z.db.old", "before-upgrade.db", "notes.txt"]
    for name in others:
        (backups / name).touch()
    for day in range(3):
        assert backup(desk, backups, "--keep", 2, day=day)[0] == 0
    _, said = backup(desk, backups, "--keep", 2, day=3)

    assert sorted(file.name for file in backups.iterdir()) == sorted(
        [*others, "mailbot-2021-09-08T023000Z.db", "mailbot-2021-09-09T023000Z.db"]
    )
    assert re.search(r"mailbot-2021-09-07T023000Z\.db: deleted", said)


def test_backup_into_a_folder_without_keep_deletes_nothing(tmp_path: Path, backups: Path) -> None:
    desk = Desk(tmp_path)
    for day in range(3):
        backup(desk, backups, day=day)

    assert len(list(backups.iterdir())) == 3


def test_backup_that_fails_deletes_nothing(tmp_path: Path, backups: Path) -> None:
    desk = Desk(tmp_path)
    backup(desk, backups)
    (backups / "mailbot-2021-09-07T023000Z.db").mkdir()
    with pytest.raises(Exception, match="is there already"):
        backup(desk, backups, "--keep", 1, day=1)

    assert (backups / "mailbot-2021-09-06T023000Z.db").is_file()


def test_keep_goes_with_a_folder(tmp_path: Path) -> None:
    code, said = backup(Desk(tmp_path), tmp_path / "one.db", "--keep", 2)

    assert code == 2
    assert "--keep goes with a folder" in " ".join(said.replace("│", " ").split())
