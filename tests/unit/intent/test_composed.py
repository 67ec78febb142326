"""Mails composed of sentences that each work alone: what is wanted stays so beside any other words."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from mailbot.intent import Action, Intent
from mailbot.intent.model import Kind
from tests.corpus.load import event
from tests.unit.intent.mails import understood

_VOICES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("composed.yaml").read_text("utf-8")
)
_NAMES = (
    "Hannelore Wiechert", "Olena Marchenko", "Mehmet Kılıç", "Tomasz Wójcik", "Fatima Rahmani",
    "Abdi Warsame", "Jean-Luc Perrin", "Katrin Hölzer-Benz", "Dragan Ilić", "Pål Nyström", "Sanne de Wit",
    "Priya Natarajan",
)  # fmt: skip
_HOUSES = ("Caritas Rodental", "Jugendhaus Kesselberg", "Helferkreis Neudorf e. V.")
_EVENTS = {
    "fachtag": ("der", "Fachtag", "7. Oktober", "7 October"),
    "tagung": ("die", "Vereinstagung", "16. März", "16 March"),
    "pflegetag": ("der", "Pflegetag", "14.11.", "November 14"),
    "kultur": ("die", "Kulturwerkstatt", "20. September", "20 September"),
    "elterntag": ("der", "Elterntag", "25.4.", "April 25"),
}
"""Article, name and day, in German and in English."""


def _told(code: str, on: str, draw: random.Random) -> dict[str, Any]:
    """What the places of the sentences stand for in one mail; `id` is the workshop behind {w}."""
    article, name, german, english = _EVENTS[on]
    wanted, other = draw.sample(list(event(on).workshops), 2)

    def called(one: Any) -> str:
        titled = len(one.id) > 1 or draw.random() < 0.5
        word = "Workshop" if code == "de" else "workshop"
        return f"{word} „{one.title}“" if titled else f"{word} {one.id}"

    her = article == "die"
    return {
        "id": wanted.id,
        "w": called(wanted),
        "x": called(other),
        "n": draw.choice(_NAMES),
        "o": draw.choice(_HOUSES),
        "d": german if code == "de" else english,
        "ev": name,
        "zev": f"zur {name}" if her else f"zum {name}",
        "fev": f"für die {name}" if her else f"für den {name}",
        "amev": f"an der {name}" if her else f"am {name}",
        "beiev": f"bei der {name}" if her else f"beim {name}",
        "dev": f"die {name}" if her else f"den {name}",
        "derev": f"der {name}" if her else f"des {name}s",
    }


def _read(code: str, sentence: str, beside: bool, seed: int) -> tuple[Intent, dict[str, Any]]:
    """The intent of a mail around the sentence, and what its places stand for."""
    draw, voice = random.Random(f"{sentence}{seed}"), _VOICES[code]
    on = draw.choice(sorted(_EVENTS))
    told = _told(code, on, draw)
    said = [sentence, *([draw.choice(voice["beside"])] if beside else [])]
    body = draw.choice((" ", "\n\n")).join(said)
    text = draw.choice(voice["opening"]) + body + "\n\n" + draw.choice(voice["closing"])
    subject = draw.choice(("{ev}", "{ev} {d}", ""))
    return understood(text.format(**told), on=on, subject=subject.format(**told), name=told["n"]), told


def _sentences(kind: str) -> list[tuple[str, str]]:
    return [(code, sentence) for code in sorted(_VOICES) for sentence in _VOICES[code][kind]]


@pytest.mark.parametrize(("code", "sentence"), _sentences("books") + _sentences("changes"))
def test_read_composed_choice_is_booked(code: str, sentence: str) -> None:
    intent, told = _read(code, sentence, True, 1)
    assert intent.action is Action.ACT, intent
    assert [(p.name, p.workshop) for p in intent.participants] == [(told["n"], told["id"])]


@pytest.mark.parametrize(("code", "sentence"), _sentences("asks"))
def test_read_composed_registration_without_workshop_is_asked(code: str, sentence: str) -> None:
    intent, _ = _read(code, sentence, True, 2)
    assert (intent.action, intent.missing) == (Action.ASK, ("workshop",)), intent


@pytest.mark.parametrize(("code", "sentence"), _sentences("leaves"))
def test_read_composed_cancellation_is_carried_out(code: str, sentence: str) -> None:
    intent, _ = _read(code, sentence, False, 3)
    assert (intent.kind, intent.action) == (Kind.CANCELLATION, Action.ACT), intent


@pytest.mark.parametrize("seed", [4, 5])
@pytest.mark.parametrize(("code", "sentence"), _sentences("nothing") + _sentences("wonders"))
def test_read_composed_words_that_register_nobody_do_no_harm(code: str, sentence: str, seed: int) -> None:
    intent, _ = _read(code, sentence, False, seed)
    assert intent.action not in (Action.ACT, Action.ASK), intent
