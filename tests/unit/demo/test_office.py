"""The demo's office is configured as a real one, and the environment stays out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot import clock
from mailbot.clock import system
from mailbot.config import load_event
from mailbot.demo.office import ADDRESS, OUTSIDE, edited, set_up
from mailbot.demo.server import MailServer
from mailbot.errors import Permanent

TEXT = """\
id = "day"
seats = 120 # in all
[[workshops]]
id = "1"
seats = 40
[[workshops]]
id = "b"
seats = 40
"""


def test_edited_changes_only_the_named_lines() -> None:
    changed = edited(TEXT, {("", "seats"): "9", ("b", "seats"): "2"})
    assert changed == TEXT.replace("120 # in all", "9").replace('"b"\nseats = 40', '"b"\nseats = 2')


def test_edited_refuses_a_key_that_is_not_there() -> None:
    with pytest.raises(Permanent, match="livestream"):
        edited(TEXT, {("1", "livestream"): "true"})


def test_set_up_gives_the_shipped_event_with_the_demo_s_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILBOT_MAILBOX__HOST", "imap.real.example")
    with MailServer({ADDRESS: "p"}, ADDRESS, clock.fixed(system())) as server:
        office = set_up(tmp_path, server, "p", {("2", "seats"): "5"})
    settings, event = office.settings(), load_event(tmp_path)
    assert (settings.mailbox.host, settings.mailbox.effective_port) == ("127.0.0.1", server.imap_port)
    assert (settings.smtp.effective_port, settings.mailbox.password) == (server.smtp_port, "p")
    assert [workshop.seats for workshop in event.workshops] == [40, 5, 40]
    assert event.organiser.email == ADDRESS
    office.change_event({("2", "seats"): "6"})
    assert [workshop.seats for workshop in load_event(tmp_path).workshops] == [40, 6, 40]
    assert OUTSIDE != ADDRESS
