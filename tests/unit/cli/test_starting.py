"""`init` lays out what can be edited and keeps what was; `check` names each thing that is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import Desk
from tests.servers.office import PROJECT
from tests.servers.scripted_smtp import scripted
from tests.unit.cli.conftest import Mailbot


def test_init_lays_out_configuration_and_templates(tmp_path: Path, mailbot: Mailbot) -> None:
    done = mailbot("init", tmp_path / "amt")

    assert done.code == 0
    for file in ("config/event.toml", "config/mailbot.toml", "templates/mail/de/confirmation.txt"):
        assert (tmp_path / "amt" / file).read_bytes() == (PROJECT / file).read_bytes()
        assert file in done.text
    assert f"mailbot --config {tmp_path / 'amt' / 'config'} check" in done.text


def test_init_keeps_what_is_there(tmp_path: Path, mailbot: Mailbot) -> None:
    mailbot("init", tmp_path)
    (tmp_path / "config" / "event.toml").write_text("meins", "utf-8")
    (tmp_path / "config" / "mailbot.toml").unlink()
    done = mailbot("init", tmp_path)

    assert (tmp_path / "config" / "event.toml").read_text("utf-8") == "meins"
    assert f"kept  {tmp_path / 'config' / 'event.toml'}" in done.text
    assert f"wrote {tmp_path / 'config' / 'mailbot.toml'}" in done.text


def test_init_where_nothing_can_be_written_ends_with_1(mailbot: Mailbot) -> None:
    done = mailbot("init", "/proc/amt")

    assert done.code == 1
    assert "/proc/amt" in done.err
    assert len(done.err.splitlines()) == 1


def failed(text: str) -> list[str]:
    """The names of the things that `check` found broken."""
    return [line.split()[1].rstrip(":") for line in text.splitlines() if line.startswith("FAIL")]


def test_check_names_what_is_not_set(tmp_path: Path, mailbot: Mailbot) -> None:
    Desk(tmp_path)
    done = mailbot("--config", tmp_path, "check")

    assert done.code == 1
    assert failed(done.text) == ["mailbox", "smtp"]
    assert done.err == "mailbot: 2 of the checks failed\n"
    assert "mailbox.host" in done.text
    assert "note dates: The event ended on 2021-10-07" in done.text


@pytest.mark.parametrize(
    ("file", "text", "broken", "words"),
    [
        ("event.toml", "id = 7", "event.toml", "title"),
        ("mailbot.toml", "mode = 'auto'", "mailbot.toml", "mode"),
        ("mailbot.toml", "database = 'sqlite:////proc/x.db'", "database", "/proc/x.db"),
        ("mailbot.toml", "templates = 'nix'\n[smtp]\nfrom = 'a@example.org'", "templates", "no folder"),
    ],
)
def test_check_names_each_broken_thing(
    tmp_path: Path, mailbot: Mailbot, file: str, text: str, broken: str, words: str
) -> None:
    Desk(tmp_path)
    (tmp_path / file).write_text(text, "utf-8")
    done = mailbot("--config", tmp_path, "check")

    assert done.code == 1
    assert broken in failed(done.text)
    (line,) = [line for line in done.text.splitlines() if line.startswith(f"FAIL {broken}")]
    assert words in line


def test_check_names_a_template_with_its_line(tmp_path: Path, mailbot: Mailbot) -> None:
    Desk(tmp_path)
    own = tmp_path / "eigene" / "mail" / "de"
    own.mkdir(parents=True)
    (own / "late.txt").write_text("Guten Tag,\n\n{{ event.tittle }}\n", encoding="utf-8")
    text = (tmp_path / "mailbot.toml").read_text("utf-8")
    (tmp_path / "mailbot.toml").write_text('templates = "eigene"\n' + text, "utf-8")
    done = mailbot("--config", tmp_path, "check")

    assert "templates" in failed(done.text)
    assert "late.txt:3" in done.text


def test_check_passes_over_smtp_that_works(tmp_path: Path, mailbot: Mailbot) -> None:
    Desk(tmp_path)
    with scripted() as server:
        text = (tmp_path / "mailbot.toml").read_text("utf-8")
        smtp = f'[smtp]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"'
        (tmp_path / "mailbot.toml").write_text(text.replace("[smtp]", smtp), "utf-8")
        done = mailbot("--config", tmp_path, "check")

    assert failed(done.text) == ["mailbox"]
    assert server.stored == []
