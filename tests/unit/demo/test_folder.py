"""The demo's office is configured as a real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailbot.clock import system
from mailbot.config import EVENT_FILE, load_event, load_settings
from mailbot.demo.folder import ADDRESS, change_event, edited, furnish
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


def test_furnish_gives_the_shipped_event_with_the_demo_s_server(tmp_path: Path) -> None:
    with MailServer({ADDRESS: "p"}, ADDRESS, system) as server:
        folder = furnish(tmp_path, server, "p", {("2", "seats"): "5"})
    settings, event = load_settings(folder, {}), load_event(folder)
    assert (settings.mailbox.host, settings.mailbox.effective_port) == ("127.0.0.1", server.imap_port)
    assert (settings.smtp.effective_port, settings.mailbox.password) == (server.smtp_port, "p")
    assert [workshop.seats for workshop in event.workshops] == [40, 5, 40]
    assert event.organiser.email == ADDRESS


def test_furnish_refuses_an_event_that_the_demo_does_not_play(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / EVENT_FILE).write_text('id = "b"\ntitle = "B"\nstarts = 2021-10-07T08:30:00\n')
    with MailServer({ADDRESS: "p"}, ADDRESS, system) as server, pytest.raises(Permanent, match="describes b"):
        furnish(tmp_path, server, "p", {})


def test_change_event_is_seen_by_the_next_reading(tmp_path: Path) -> None:
    (tmp_path / EVENT_FILE).write_text('id = "a"\ntitle = "A"\nstarts = 2021-10-07T08:30:00\nseats = 3\n')
    change_event(tmp_path, {("", "seats"): "4"})
    assert load_event(tmp_path).seats == 4
