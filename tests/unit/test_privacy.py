"""docs/privacy.md says of every table what is in it, and tells the times that the program keeps to."""

from __future__ import annotations

import re

from mailbot.flow.accounts import IDLE, LONGEST
from mailbot.flow.heldmail import UNDO_FOR
from mailbot.store.privacy import Erasure
from tests import pages
from tests.servers.office import PROJECT

PAGE = "docs/privacy.md"


def test_every_table_of_the_ledger_is_told_of() -> None:
    told = [
        name
        for row in re.findall(r"(?m)^\| (`.*?`) \|", pages.text(PAGE))
        for name in re.findall(r"`(\w+)`", row)
    ]

    assert sorted(told) == sorted(Erasure.metadata.tables)


def test_times_are_those_of_the_program() -> None:
    hours, days = 3600, 24 * 3600
    text = " ".join(pages.text(PAGE).split())

    assert f"endet nach {IDLE.total_seconds() / hours:g} Stunden ohne Nutzung" in text
    assert f"spätestens nach {LONGEST.total_seconds() / hours:g})" in text
    assert UNDO_FOR.total_seconds() == days
    assert "verliert ihren Inhalt nach einem Tag" in text


def test_backups_are_kept_as_long_as_the_timer_keeps_them() -> None:
    unit = (PROJECT / "deploy" / "mailbot-backup.service").read_text("utf-8")

    assert "backup --keep 20 " in unit
    assert "Sicherungen nach ⟨20⟩ Tagen" in pages.text(PAGE)
    assert "zwanzig Tage lang" in " ".join(pages.text(PAGE).split())


def test_every_cookie_of_the_desk_is_told_of() -> None:
    source = (PROJECT / "mailbot" / "web" / "cookies.py").read_text("utf-8")
    kept = re.findall(r'(?m)^(\w+) = "mailbot', source)

    # Signing in, the language, the event, the form's protection.
    assert kept == ["SESSION", "LANGUAGE", "EVENT", "KNOCK"]
