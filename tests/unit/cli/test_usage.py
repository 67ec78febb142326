"""Exit codes and words: 0 done, 1 failed, 2 wrong usage or configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import Desk
from tests.unit.cli.conftest import Mailbot


@pytest.mark.parametrize("arguments", [["--help"], ["run", "-h"], ["--version"]])
def test_help_and_version_are_done(mailbot: Mailbot, arguments: list[str]) -> None:
    done = mailbot(*arguments)

    assert (done.code, done.err) == (0, "")
    assert "mailbot" in done.text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "--as-of", "2021-09-03T12:00:00+02:00"], "--as-of goes with --once only"),
        (["run", "--once", "--as-of", "2021-09-03T12:00:00"], "has no offset"),
        (["run", "--once", "--as-of", "gestern"], "is no time"),
        (["rnu"], "rnu"),
        (["registrations", "--format", "pdf"], "pdf"),
        (["read"], "PATH"),
    ],
)
def test_wrong_usage_ends_with_2(mailbot: Mailbot, arguments: list[str], words: str) -> None:
    done = mailbot(*arguments)

    assert done.code == 2
    assert words in done.err


@pytest.mark.parametrize("command", [["run", "--once"], ["registrations"], ["read", "x.eml"], ["web"]])
def test_wrong_configuration_ends_with_2_and_one_line(
    tmp_path: Path, mailbot: Mailbot, command: list[str]
) -> None:
    Desk(tmp_path)
    (tmp_path / "event.toml").write_text("seats = [", "utf-8")
    done = mailbot("--config", tmp_path, *command)

    assert done.code == 2
    assert len(done.err.splitlines()) == 1
    assert "event.toml" in done.err


def test_configuration_comes_from_the_environment_too(
    tmp_path: Path, mailbot: Mailbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    Desk(tmp_path)
    monkeypatch.setenv("MAILBOT_CONFIG", str(tmp_path))

    assert mailbot("registrations", "--format", "json").code == 0
