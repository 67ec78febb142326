"""The same things said in each language are understood alike; ways.yaml and themes.yaml say how."""

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
_UNHEARD = {
    "uk": ("Усман Чумі", "Ава Зінсу"),
    "ru": ("Усман Чуми", "Ава Зинсу"),
    "vi": ("Trịnh Quốc Khôi", "Doãn Thị Mây"),
    "ar": ("عثمان تشومي", "آوا زينسو"),
    "fa": ("عثمان چومی", "آوا زینسو"),
}
"""People with names that are in no list, wholly or in part."""


@pytest.mark.parametrize("way", _WAYS, ids=lambda way: str(way["said"]))
def test_what_is_said_is_understood_in_every_language(way: dict[str, Any]) -> None:
    event = way.get("event", "fachtag")
    wrong = {
        code: outcome
        for code in way["in"]
        if not fits(outcome := read_as(way["in"][code], code, event), way["may"])
    }

    assert wrong == {}


_THEMES = yaml.safe_load(Path(__file__).with_name("themes.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", _THEMES, ids=lambda case: str(case["language"]))
def test_theme_is_found_in_every_language(case: dict[str, Any]) -> None:
    went = {
        workshop: [
            p.workshop
            for p in read_as(
                case["said"].replace("{T}", theme), case["language"], event_of(workshop)
            ).participants
        ]
        for workshop, theme in case["themes"].items()
    }

    assert went == {workshop: [workshop] for workshop in case["themes"]}


def event_of(workshop: str) -> str:
    return "fachtag" if workshop.isdecimal() else "tagung" if len(workshop) == 1 else "kueche"


def read_as(said: str, code: str, on: str = "fachtag") -> Intent:
    writer, other = _NAMES[code]
    one, two = _UNHEARD.get(code, ("Ousmane Tchoumi", "Awa Zinsou"))
    text = said.replace("{A}", writer).replace("{B}", other).replace("{C}", one).replace("{D}", two)
    return understood(f"{text}\n\n{writer}", on=on, name=writer, subject="7.10.")


def fits(intent: Intent, may: dict[str, Any]) -> bool:
    """Whether kind, action and workshops are what they may be; without workshops, any are.

    only: a person may look; who is booked is booked for just these.
    """
    acts = intent.action.value == "act"
    if "only" in may:
        booked = acts and intent.kind.value == "registration"
        return intent.action.value == "review" or (
            booked and [p.workshop for p in intent.participants] == may["only"]
        )
    right = acts == (may["action"] == "act") and (may["action"] != "ask" or intent.action.value == "ask")
    went = [p.workshop if p.attendance.value == "on-site" else "L" for p in intent.participants]
    return (
        right
        and may["kind"] in ("*", intent.kind.value)
        and ("workshops" not in may or sorted(map(str, went)) == sorted(map(str, may["workshops"])))
    )
