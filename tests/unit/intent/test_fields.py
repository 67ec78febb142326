"""Themes paraphrased on events that their lists were not written for, and themes that are only talk."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from mailbot.event import Event, Workshop
from mailbot.intent import Action, Intent, read
from tests.corpus.load import event
from tests.unit.intent.mails import mail

FIELDS = yaml.safe_load((Path(__file__).parent / "fields.yaml").read_text("utf-8"))

WITH_NOUN = (
    "ich interessiere mich für {x} und melde mich hiermit an.",
    "hiermit melde ich mich an, und zwar für {x}.",
    "ich möchte mich für {x} anmelden.",
)
EVENTS = {
    field["id"]: Event(
        id=field["id"],
        title=field["title"],
        subtitle=field["subtitle"],
        starts=datetime(2025, 5, 17, 9, 30),
        livestream=True,
        workshops=tuple(
            Workshop(w["id"], w["title"], w["description"], tuple(w["leaders"])) for w in field["workshops"]
        ),
    )
    for field in FIELDS
}
CALLED = [
    (field["id"], workshop["id"], WITH_NOUN[(n + k) % 3].format(x=x))
    for field in FIELDS
    for workshop in field["workshops"]
    for n, x in enumerate(workshop["said"])
    for k in (0, 1)
]
TOLD = [
    (field["id"], workshop["id"], x)
    for field in FIELDS
    for workshop in field["workshops"]
    for x in workshop["told"]
]


def written(text: str, about: Event) -> Intent:
    """What is read in a mail of this one sentence, with a greeting and a name."""
    return read(mail(f"{text}\n\nHenrike Osterloh", name="Henrike Osterloh", subject="Anmeldung"), about)


@pytest.mark.parametrize(("about", "workshop", "text"), CALLED)
def test_read_theme_as_noun(about: str, workshop: str, text: str) -> None:
    intent = written(f"Guten Tag,\n\n{text}", EVENTS[about])

    assert intent.action is Action.ACT
    assert [(p.name, p.workshop) for p in intent.participants] == [("Henrike Osterloh", workshop)]


@pytest.mark.parametrize(("about", "workshop", "text"), TOLD)
def test_read_theme_in_a_sentence(about: str, workshop: str, text: str) -> None:
    if text.isascii() or any(letter in text for letter in "äöüß"):
        text = f"Guten Tag,\n\n{text}"
    intent = written(text, EVENTS[about])

    # Who only needs something and points back ("also bitte dieser Workshop") may be held for a person.
    assert intent.action is not Action.ACT or [(p.name, p.workshop) for p in intent.participants] == [
        ("Henrike Osterloh", workshop)
    ]


def test_read_themes_in_sentences_mostly_booked() -> None:
    booked = [written(text, EVENTS[about]).action is Action.ACT for about, _, text in TOLD]

    assert sum(booked) >= 0.8 * len(TOLD)


@pytest.mark.parametrize(
    ("about", "text"),
    [
        ("jugendhilfe", "Ich komme vom Kinderschutzbund und melde mich an."),
        ("jugendhilfe", "Nach meiner Trennung habe ich wieder mehr Zeit und melde mich gern an."),
        ("jugendhilfe", "Wir haben die Einladung auf Instagram gesehen. Ich melde mich an."),
        ("jugendhilfe", "Ich bin Kinderschutzfachkraft beim Jugendamt und möchte teilnehmen."),
        ("sportbund", "Ich bin Steuerberaterin und möchte gern teilnehmen."),
        ("sportbund", "Ich bin Kassenwart beim TSV und melde mich an."),
        ("sportbund", "Wir vom Solarverein Freital kommen gern, ich melde mich hiermit an."),
        ("sportbund", "Als Übungsleiter beim SV Blau-Weiß möchte ich gern kommen."),
        ("frauentag", "Ich bin seit Januar in Rente und melde mich hiermit an."),
        ("frauentag", "Ich arbeite in der Pflege und melde mich an."),
        ("frauentag", "Ich bin Leiterin des Frauenhauses und möchte teilnehmen."),
        ("frauentag", "Ich pflege meine Mutter und kann erst ab 10 Uhr kommen, melde mich aber hiermit an."),
        ("hospiz", "Wegen meiner Rückenschmerzen brauche ich einen Stuhl mit Lehne. Ich melde mich an."),
        ("hospiz", "Ich bin Trauerbegleiterin und melde mich an."),
        ("hospiz", "Als Notarin komme ich gern, bitte merken Sie mich vor."),
        ("ausbildung", "Mein Deutsch ist noch nicht so gut, aber ich melde mich an."),
        ("ausbildung", "Ich arbeite als Ausbilder auf der Baustelle und melde mich an."),
        ("gartentag", "Ich komme mit dem Bus und melde mich hiermit an."),
        ("gartentag", "Ich bringe gern einen Kuchen mit und melde mich an."),
        ("gartentag", "Ich bin Vorsitzender des Imkervereins und melde mich an."),
        ("gartentag", "Den Kompost haben wir zu Hause schon. Ich melde mich hiermit an."),
    ],
)
def test_read_theme_that_is_only_talk_chooses_nothing(about: str, text: str) -> None:
    intent = written(f"Guten Tag,\n\n{text}", EVENTS[about])

    assert intent.action is not Action.ACT


def test_read_title_with_a_comparison_is_chosen() -> None:
    text = "Guten Tag,\n\nich melde mich zum Fachtag an. Mein Interesse gilt „Mehr als Folklore“."
    intent = written(text, event("fachtag"))

    assert [(p.name, p.workshop) for p in intent.participants] == [("Henrike Osterloh", "2")]
