"""Every document shows only what is there: commands, options, targets, settings, files and links."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import TypeAdapter

from mailbot.cli import app
from mailbot.config import load_settings
from mailbot.event import Event
from tests import pages
from tests.pages import PAGES
from tests.servers.office import PROJECT

# Words that stand for a command in a sentence about all of them.
STANDS_FOR_ANY = {"COMMAND", "…"}
# Names of files that look like a key of a table.
FILES = {"web.secret", "oauth.token"}


def wrong(line: list[str]) -> str:
    """What is wrong with the words after `mailbot`, as far as they can tell; "" where nothing is."""
    command: Any = typer.main.get_group(app)
    words = [word.strip("[],") for word in line]
    while words and (inner := getattr(command, "commands", {})) and not words[0].startswith("-"):
        if words[0] in STANDS_FOR_ANY:
            return ""
        if words[0] not in inner:
            return f"there is no command {words[0]}"
        command = inner[words.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    options = [word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)]
    return ", ".join(f"{command.name} has no {option}" for option in options if option not in known)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_is_there(page: str) -> None:
    mistakes = {" ".join(words): wrong(words) for words in pages.mailbot_commands(page)}

    assert {line: mistake for line, mistake in mistakes.items() if mistake} == {}


def test_every_command_is_told_of_somewhere() -> None:
    told = {words[0] for page in PAGES for words in pages.mailbot_commands(page)}
    told |= {word for span in pages.spans("README.md") for word in span.split()[:1]}

    assert set(typer.main.get_group(app).commands) - told == set()


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("run --once", ""),
        ("run [--once]", ""),
        ("web user add NAME", ""),
        ("COMMAND --help", ""),
        ("runs", "there is no command runs"),
        ("run --twice", "run has no --twice"),
        ("web user ad NAME", "there is no command ad"),
        ("backup --keep=3 --all x", "backup has no --all"),
    ],
)
def test_wrong_command_is_noticed(line: str, mistake: str) -> None:
    assert wrong(line.split()) == mistake


@pytest.mark.parametrize("page", PAGES)
def test_every_target_of_make_is_there(page: str) -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (PROJECT / "Makefile").read_text("utf-8")))

    assert pages.make_targets(page) - targets == set()


def test_every_target_of_make_is_told_of() -> None:
    phony = re.findall(r"(?m)^\.PHONY: (.*)$", (PROJECT / "Makefile").read_text("utf-8"))[0].split()
    told = pages.make_targets("README.md") | pages.make_targets("CONTRIBUTING.md")

    # The others are the parts of `make check` and `make test`.
    assert set(phony) - told <= {"static", "rules", "format", "types", "arrows", "unit", "tests"}


@pytest.mark.parametrize("page", PAGES)
def test_every_piece_of_toml_is_taken(page: str, tmp_path: Path) -> None:
    for number, block in enumerate(pages.blocks(page, "toml")):
        table = tomllib.loads(block)
        if pages.belongs_to_event(table):
            least = {"id": "x", "title": "x", "starts": "2021-10-07T08:30:00"}
            TypeAdapter(Event).validate_python(least | table)
            continue
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in re.findall(r'_file = "([^"]+)"', block):
            if name.startswith("/run/"):
                # Mounted only while the service runs: the key must be one, the file cannot be there.
                block = re.sub(rf'(?m)^(\w+_file = )"{re.escape(name)}"', r'\1"secret"', block)  # noqa: PLW2901
                name = "secret"  # noqa: PLW2901
            (folder / name).write_text("geheim\n", "utf-8")
            (folder / name).chmod(0o600)
        (folder / "mailbot.toml").write_text(block, "utf-8")
        load_settings(folder, {})


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_that_is_named_is_one(page: str) -> None:
    settings, event = pages.settings_keys(), pages.event_keys()
    keys = {key for known in (settings, event) for table in known.values() for key in table}
    for span in pages.spans(page):
        if match := re.fullmatch(r"([a-z]+)\.([a-z_]+)", span):
            table, key = match.groups()
            if (table in settings or table in event) and span not in FILES:
                assert key in settings.get(table, set()) | event.get(table, set()) | {"toml"}, span
        elif match := re.fullmatch(r"\[+([a-z.]+)\]+", span):
            assert match[1].partition(".")[0] in {*settings, *event}, span
        elif match := re.fullmatch(r'([a-z_]+) = ("[^"]*"|\d[\d-]*|true|false)', span):
            assert match[1] in keys, span


@pytest.mark.parametrize("page", PAGES)
def test_every_variable_of_the_environment_is_one(page: str) -> None:
    keys = pages.settings_keys()
    for name in set(re.findall(r"\bMAILBOT_[A-Z_]+\b", pages.text(page))):
        table, separator, key = name.removeprefix("MAILBOT_").lower().partition("__")
        known = key in keys.get(table, set()) if separator else table in keys[""]
        assert known or name in {"MAILBOT_CONFIG", "MAILBOT_ALARM_RULE", "MAILBOT_ALARM_PHASE"}, name


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_named_exists(page: str) -> None:
    missing = [path for path in pages.files(page) if not any(PROJECT.glob(path.rstrip("/")))]

    assert missing == []


def test_every_unit_that_is_named_is_shipped() -> None:
    shipped = {file.name for file in (PROJECT / "deploy").iterdir()}
    named = {
        name
        for page in PAGES
        for name in re.findall(r"\bmailbot[\w-]*\.(?:service|timer)\b", pages.text(page))
    }

    assert {"mailbot.service", "mailbot-backup.timer"} <= named <= shipped


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    for target in pages.links(page):
        file, _, anchor = target.partition("#")
        path = (PROJECT / page).parent / file if file else PROJECT / page
        assert path.exists(), target
        if anchor:
            headings = re.findall(r"(?m)^#+ (.*)$", path.read_text("utf-8"))
            anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in anchors, target
