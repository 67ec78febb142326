"""A line of the log: what it carries from our modules and from libraries, and what never gets into it."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from mailbot.cli.logs import cover, log_to_stderr
from mailbot.config import LogFormat, LogLevel, LogSettings

SECRET = "anna.beispiel@verein.example"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """What other tests log is their own affair."""
    root, ours = logging.getLogger(), logging.getLogger("mailbot")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    structlog.reset_defaults()


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_lines_of_both_ways_to_log_are_alike(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr(LogSettings(LogFormat.JSON), LogLevel.INFO)
    logging.getLogger("mailbot.mail").info("mail decided", extra={"mail": 7})
    structlog.get_logger("mailbot.worker").info("turn", mails=1)
    lines = logged(capsys)

    assert [set(line) for line in lines] == [
        {"event", "level", "timestamp", "mail"},
        {"event", "level", "timestamp", "mails"},
    ]
    assert (lines[0]["event"], lines[0]["mail"], lines[1]["level"]) == ("mail decided", 7, "info")


@pytest.mark.parametrize(
    ("level", "usual", "heard"),
    [
        (None, LogLevel.INFO, ["info", "error"]),
        (None, LogLevel.WARNING, ["error"]),
        (LogLevel.DEBUG, LogLevel.WARNING, ["debug", "info", "error"]),
    ],
)
def test_level_is_that_of_the_settings_else_the_usual_one(
    capsys: pytest.CaptureFixture[str], level: LogLevel | None, usual: LogLevel, heard: list[str]
) -> None:
    log_to_stderr(LogSettings(LogFormat.JSON, level), usual)
    for log in (logging.getLogger("mailbot.mail"), structlog.get_logger("mailbot.worker")):
        log.debug("a")
        log.info("b")
        log.error("c")
    # Libraries repeat on their lower levels what they send and receive.
    logging.getLogger("imapclient").debug("FETCH BODY[]")
    logging.getLogger("sqlalchemy.engine").info("INSERT")

    assert [line["level"] for line in logged(capsys)] == heard * 2


def fail_over_somebody() -> None:
    raise ValueError(f"cannot read Anna Beispiel <{SECRET}>")


def test_error_is_its_kind_and_place_and_not_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr(LogSettings(LogFormat.JSON), LogLevel.INFO)
    for log in (logging.getLogger("uvicorn.error"), structlog.get_logger("mailbot.web")):
        try:
            fail_over_somebody()
        except ValueError:
            log.exception("a page failed")
    lines = logged(capsys)

    for line in lines:
        assert (line["event"], line["error"]) == ("a page failed", "ValueError")
        assert isinstance(line["at"], list)
        assert line["at"][-1].endswith("fail_over_somebody")
        assert "Beispiel" not in json.dumps(line)
    assert len(lines) == 2


def test_text_is_a_line_each_and_without_the_words_of_errors_too(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr(LogSettings(LogFormat.TEXT), LogLevel.INFO)
    try:
        fail_over_somebody()
    except ValueError:
        structlog.get_logger("mailbot.web").exception("a page failed", number="ab12")
    (line,) = capsys.readouterr().err.splitlines()

    assert "a page failed" in line
    assert "number=ab12" in line
    assert "Beispiel" not in line


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        (f"550 <{SECRET}>: unknown", "550 <<address>>: unknown"),
        (f"log-in of {SECRET}: no", "log-in of <address>: no"),
        ("user=müller@köln.example failed", "user=<address> failed"),
        ([f"to {SECRET}", 7], ["to <address>", 7]),
        ("12 @ 3", "12 @ 3"),
        (7, 7),
    ],
)
def test_addresses_are_covered(text: object, covered: object) -> None:
    assert cover(text) == covered


def test_auto_is_json_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    assert not sys.stderr.isatty()
    log_to_stderr(LogSettings(), LogLevel.INFO)
    logging.getLogger("mailbot").info("x")

    assert logged(capsys)[0]["event"] == "x"
