"""The same things said in each language are understood alike; ways.yaml has what is said and what it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from mailbot.intent import Intent
from tests.unit.intent.mails import understood

_WAYS = yaml.safe_load(Path(__file__).with_name("ways.yaml").read_text("utf-8"))
_NAMES = {
    "de": ("Anna Berger", "Peter Lang"),
    "en": ("Anna Berger", "Peter Lang"),
    "fr": ("Claire Dubois", "Marc Lefort"),
    "es": ("Lucía Navarro", "Pedro Molina"),
    "pl": ("Ewa Nowicka", "Marek Zieliński"),
    "uk": ("Олена Ткачук", "Андрій Кравець"),
    "ru": ("Елена Соколова", "Андрей Морозов"),
    "tr": ("Elif Kaya", "Murat Demir"),
    "ro": ("Ioana Munteanu", "Radu Popescu"),
    "vi": ("Nguyễn Thị Lan", "Trần Văn Minh"),
    "ar": ("ليلى حداد", "سامي خليل"),
    "fa": ("مریم رضایی", "حسین کریمی"),
}
"""Who writes, and somebody else, by language."""


@pytest.mark.parametrize("way", _WAYS, ids=lambda way: str(way["said"]))
def test_what_is_said_is_understood_in_every_language(way: dict[str, Any]) -> None:
    wrong = {
        code: outcome for code in way["in"] if not fits(outcome := read_as(way["in"][code], code), way["may"])
    }

    assert wrong == {}


def read_as(said: str, code: str) -> Intent:
    writer, other = _NAMES[code]
    text = said.replace("{A}", writer).replace("{B}", other)
    return understood(f"{text}\n\n{writer}", on="fachtag", name=writer, subject="7.10.")


def fits(intent: Intent, may: dict[str, Any]) -> bool:
    """Whether kind, action and workshops are what they may be; without workshops, any are."""
    acts = intent.action.value == "act"
    right = acts == (may["action"] == "act") and (may["action"] != "ask" or intent.action.value == "ask")
    went = [p.workshop if p.attendance.value == "on-site" else "L" for p in intent.participants]
    return (
        right
        and may["kind"] in ("*", intent.kind.value)
        and ("workshops" not in may or sorted(map(str, went)) == sorted(map(str, may["workshops"])))
    )
