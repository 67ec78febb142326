"""Answers are read as people write them; what cannot be is refused with what would be right."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import typer

from mailbot.cli.questions import QUESTIONS, Answers, Question
from mailbot.config import Grant, Security, Server, load_settings
from tests.servers.nameserver import answering
from tests.unit.cli.conftest import Mailbot

ANSWERS: Answers = {"starts": datetime(2031, 10, 7, 9)}


def question(key: str) -> Question:
    return next(q for q in QUESTIONS if q.key == key)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("starts", "2031-10-07", datetime(2031, 10, 7, 9)),
        ("starts", "2031-10-07 08:30", datetime(2031, 10, 7, 8, 30)),
        ("starts", "7.10.2031", datetime(2031, 10, 7, 9)),
        ("starts", "7. 10. 2031, 8.30 Uhr", datetime(2031, 10, 7, 8, 30)),
        ("ends", "16:00", datetime(2031, 10, 7, 16)),
        ("ends", "8.10.2031 12", datetime(2031, 10, 8, 12)),
        ("deadline", "2031-09-24", date(2031, 9, 24)),
        ("deadline", "24.9.2031 12:00", datetime(2031, 9, 24, 12)),
        ("seats", "", None),
        ("seats", "60", 60),
        ("livestream", "Nein", False),
        ("workshop", "Gärten; 20; A. A., B.", {"title": "Gärten", "seats": 20, "leaders": ["A. A.", "B."]}),
        ("workshop", "Brücken", {"title": "Brücken"}),
        ("imap", "imap.amt.test", Server("imap.amt.test", 993, Security.TLS)),
        ("imap", "imap.amt.test:143", Server("imap.amt.test", 143, Security.STARTTLS)),
        ("smtp", "smtp.amt.test:2525:none", Server("smtp.amt.test", 2525, Security.NONE)),
        ("address", "a@AMT.test", "a@amt.test"),
    ],
)  # fmt: skip
def test_answer_is_understood(key: str, text: str, value: Any) -> None:
    assert question(key).value(text, ANSWERS) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("title", ""), ("starts", "31.2.2031"), ("starts", "bald"), ("starts", "7.10.2031 abends"),
        ("ends", "25:00"), ("seats", "viele"), ("seats", "-1"), ("livestream", "vielleicht"),
        ("workshop", ";20"), ("workshop", "A;1;B;C"), ("imap", "imap.amt.test:viele"), ("imap", ":993"),
        ("imap", "a:993:ssl"), ("imap", "a:70000"), ("address", "amt.test"), ("mode", "auto"),
        ("ca_file", "gone.pem"),
    ],
)  # fmt: skip
def test_answer_that_cannot_be_is_refused(key: str, text: str) -> None:
    with pytest.raises(typer.BadParameter):
        question(key).value(text, ANSWERS)


def test_every_question_has_its_flag_but_secrets(mailbot: Mailbot) -> None:
    text = mailbot("init", "--help").text
    flags = {q.key: f"{q.flag} TEXT" in text for q in QUESTIONS}

    assert {key for key, there in flags.items() if not there} == {"password", "client_secret"}
    assert len(flags) == len(QUESTIONS)


def test_flags_without_what_is_needed_are_wrong_usage(mailbot: Mailbot, tmp_path: Path) -> None:
    done = mailbot("init", tmp_path / "amt", "--title", "Tag")

    assert (done.code, "--starts" in done.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


PERSONAL = ("--address", "verein@outlook.com", "--tenant", "consumers", "--client-id", "c", "--no-check")


def test_mailbox_that_takes_no_passwords_is_set_up_for_oauth(mailbot: Mailbot, tmp_path: Path) -> None:
    done = mailbot("init", tmp_path, "--title", "Tag", "--starts", "7.10.2031", *PERSONAL)
    settings = load_settings(tmp_path / "config", {})

    assert done.code == 0, done.err
    assert settings.smtp.host == "smtp-mail.outlook.com"
    assert settings.smtp.oauth is not None
    assert (settings.smtp.oauth.grant, settings.smtp.oauth.tenant) == (Grant.DEVICE_CODE, "consumers")


def test_flags_change_no_file_that_is_there_unless_told_to(mailbot: Mailbot, tmp_path: Path) -> None:
    given = ("init", tmp_path, "--title", "Tag", "--starts", "7.10.2031", *PERSONAL)
    mailbot(*given)
    before = (tmp_path / "config" / "event.toml").read_text("utf-8")
    again = mailbot(*given, "--seats", "5")
    assert (again.code, "--overwrite" in again.err) == (1, True)
    assert (tmp_path / "config" / "event.toml").read_text("utf-8") == before

    assert mailbot(*given, "--seats", "5", "--overwrite").code == 0
    assert "\nseats = 5\n" in (tmp_path / "config" / "event.toml").read_text("utf-8")
    assert (tmp_path / "config" / "event.toml.1").read_text("utf-8") == before


def test_servers_elsewhere_that_only_dns_names_get_no_password_unasked(
    mailbot: Mailbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone = {
        ("_imaps._tcp.amt.test.", "SRV"): ["0 0 993 imap.elsewhere.test."],
        ("_submissions._tcp.amt.test.", "SRV"): ["0 0 465 smtp.elsewhere.test."],
    }
    with answering(zone) as resolver:
        monkeypatch.setattr("dns.resolver.Resolver", lambda: resolver)
        done = mailbot("init", tmp_path, "--title", "Tag", "--starts", "7.10.2031", "--address", "a@amt.test")

    assert (done.code, "confirm with --imap and --smtp" in done.err) == (2, True)
