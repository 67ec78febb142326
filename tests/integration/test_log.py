"""The log of a whole registration period at the lowest level: every mail's way, and nobody's name."""

from __future__ import annotations

import json
import logging
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
import structlog

from mailbot.cli.logs import log_to_stderr
from mailbot.config import LogFormat, LogLevel, LogSettings
from mailbot.demo import play
from mailbot.demo.inbox import load_inbox

PROGRAM_WORDS = {"Registration", "Workshop"}
"""Kinds of mail and reasons are called so as well."""


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Iterator[list[str]]:
    """The lines that the demo's registration period leaves behind at DEBUG."""
    root, ours = logging.getLogger(), logging.getLogger("mailbot")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    log_to_stderr(LogSettings(LogFormat.JSON, LogLevel.DEBUG), LogLevel.INFO)
    assert play(once=True, port=None) == 0
    yield capsys.readouterr().err.splitlines()
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    structlog.reset_defaults()


def personal() -> set[str]:
    """Every address, name and subject of the inbox, and every word of its mails that begins with a capital:
    names, organisations and places are among them.
    """
    found: set[str] = set()
    for mail in load_inbox().mails:
        found |= {mail.from_, mail.subject}
        found |= set(re.findall(r"[\w.+-]+@[\w.-]+", mail.from_ + mail.body))
        found |= set(re.findall(r"\b[A-ZÄÖÜА-ЯІЇЄ]\w{4,}", f"{mail.from_} {mail.subject} {mail.body}"))
        found |= {line.strip() for line in mail.body.splitlines() if len(line.strip()) > 12}
    return {text for text in found if text} - PROGRAM_WORDS


def test_log_of_a_registration_period_names_nobody_and_numbers_every_mail(log: list[str]) -> None:
    ways: dict[int, list[str]] = defaultdict(list)
    for line in map(json.loads, log):
        if line.get("mail") is not None:
            ways[line["mail"]].append(line["event"])
    text = "\n".join(log).lower()
    told = sorted(word for word in personal() if word.lower() in text)

    assert len(personal()) > 200
    assert told == []
    assert "@" not in text
    assert len(ways) >= len({m.id for m in load_inbox().mails if not m.again})
    assert all(way[:2] == ["mail read", "mail decided"] for way in ways.values())
    # Read, decided, replied, filed: the whole way of whoever got an answer.
    whole = [set(way) for way in ways.values() if "mail sent" in way]
    assert len(whole) > 10
    assert all({"mail read", "mail decided", "mail sent", "mail filed"} <= way for way in whole)
