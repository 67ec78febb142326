"""What the documents show: blocks of code, commands with their options, settings, files and links."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from functools import cache

from mailbot.config import Settings
from mailbot.config.reference import reference
from mailbot.event import Event
from tests.servers.office import PROJECT

PAGES = ("README.md", "CONTRIBUTING.md", *(f"docs/{file.name}" for file in (PROJECT / "docs").glob("*.md")))
FOLDERS = ("mailbot/", "tests/", "scripts/", "docs/", "templates/", "config/", "deploy/")


@cache
def text(page: str) -> str:
    """A document as it stands."""
    return (PROJECT / page).read_text("utf-8")


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of code of one language."""
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```", text(page))


def spans(page: str) -> list[str]:
    """The code within sentences, blocks left out; a table's escaped bar is a bar."""
    prose = re.sub(r"(?ms)^```.*?^```", "", text(page))
    return [" ".join(span.split()).replace("\\|", "|") for span in re.findall(r"`([^`]+)`", prose)]


def shell_lines(page: str) -> Iterator[list[str]]:
    """Each line of the shell in words, comments left out: of blocks, and of sentences."""
    lines = [line for block in blocks(page, "sh") for line in block.replace("\\\n", " ").splitlines()]
    for line in [*lines, *spans(page)]:
        try:
            words = shlex.split(line.removeprefix("$ "), comments=True)
        except ValueError:
            continue
        if words:
            yield words


def mailbot_commands(page: str) -> Iterator[list[str]]:
    """The words after `mailbot`, wherever it is called by a line: by its name or path, or in a container."""
    for words in shell_lines(page):
        if words[0] in ("podman", "docker") and words[1] in ("run", "exec") and "mailbot" in words:
            last = len(words) - words[::-1].index("mailbot")
            called = words[last:]
        elif words[0].rpartition("/")[2] == "mailbot":
            called = words[1:]
        else:
            continue
        if called[:1] == ["--config"]:
            called = called[2:]
        if called:
            yield called


def make_targets(page: str) -> set[str]:
    """The targets that are named after `make`."""
    return {words[1] for words in shell_lines(page) if words[0] == "make" and len(words) > 1}


def links(page: str) -> list[str]:
    """Where links and pictures lead that stay within the repository."""
    found = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"(?ms)^```.*?^```", "", text(page)))
    return [target for target in found if "://" not in target and not target.startswith("mailto:")]


def files(page: str) -> set[str]:
    """Files and folders that are named by their path from the root; `<…>` and `…` stand for anything."""
    named = [word for span in spans(page) for word in span.split() if word.startswith(FOLDERS)]
    named += [word for words in shell_lines(page) for word in words[1:] if word.startswith(FOLDERS)]
    paths = {word.partition("::")[0].partition(":")[0].rstrip(".,;") for word in named}
    return {re.sub(r"<[^>]*>|…", "*", path) for path in paths if "{" not in path}


@cache
def settings_keys() -> dict[str, frozenset[str]]:
    """The keys of each table of mailbot.toml; "" for those above the first table."""
    return {table.name: frozenset(key.name for key in table.keys) for table in reference(Settings)}


@cache
def event_keys() -> dict[str, frozenset[str]]:
    """The same of event.toml."""
    return {table.name: frozenset(key.name for key in table.keys) for table in reference(Event)}


def belongs_to_event(table: dict[str, object]) -> bool:
    """Whether a piece of TOML is one of event.toml: each of its names is known there."""
    return set(table) <= {field.name for field in fields(Event)}
