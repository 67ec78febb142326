"""Themes of events that nobody has read for, in other words than theirs; boxes, and "your workshop"."""

from __future__ import annotations

from datetime import datetime

import pytest

from mailbot.event import Event, Workshop
from mailbot.intent import Action, read
from tests.unit.intent.mails import mail, understood


def _event(identifier: str, title: str, subtitle: str, workshops: tuple[Workshop, ...]) -> Event:
    return Event(
        id=identifier,
        title=title,
        subtitle=subtitle,
        starts=datetime(2025, 6, 14, 10),
        livestream=True,
        workshops=workshops,
    )


EVENTS = {
    "werkstatt": _event(
        "werkstatt",
        "Tag der offenen Werkstatt",
        "Nachbarschaftszentrum Lindenhof",
        (
            Workshop("holz", "Vom Brett zum Hocker", "Sägen, leimen, schleifen.", ("Knut Rehbein",)),
            Workshop("naehen", "Rock, Tasche, Kissen", "Mit der Nähmaschine.", ("Zeliha Demir",)),
            Workshop("fahrrad", "Läuft wie geschmiert", "Kette, Bremse, Licht.", ("Pavel Novotny",)),
            Workshop("brot", "Sauer macht lustig", "Sauerteig ansetzen, Brot backen.", ("Marie Lefort",)),
        ),
    ),
    "kinderschutz": _event(
        "kinderschutz",
        "Fachforum Kinderschutz",
        "Jugendamt Landkreis Oderau",
        (
            Workshop("A", "Hinsehen und handeln", "Kindeswohlgefährdung erkennen.", ("Dr. Silke Arndt",)),
            Workshop("B", "Wenn die Seele weint", "Trauma bei Kindern.", ("Prof. Ralf Tiede",)),
            Workshop("C", "Eltern als Partner", "Elterngespräche führen.", ("Nadja Fuhrmann",)),
            Workshop("D", "Netz ohne Fallstricke", "Cybermobbing, Jugendmedienschutz.", ("Tim Kowalke",)),
        ),
    ),
    "verein": _event(
        "verein",
        "Vereinstag Kreissportbund",
        "Sportschule Seeberg",
        (
            Workshop("1", "Wer macht weiter?", "Nachfolge im Vorstand finden.", ("Gerd Wolter",)),
            Workshop("2", "Alle mit an Bord", "Inklusion: Menschen mit Behinderung.", ("Petra Simoneit",)),
            Workshop("3", "Halle warm, Kosten runter", "Energie sparen in Sportstätten.", ("Frank Uhde",)),
            Workshop("4", "Nein heißt Nein", "Schutz vor sexualisierter Gewalt.", ("Jule Reimann",)),
            Workshop("5", "Fit bis hundert", "Bewegung für Hochbetagte.", ("Dr. Ines Pohl",)),
        ),
    ),
}

CHOSEN = [
    ("werkstatt", "Hi, please sign me up for 14 June. I would like to learn how to fix my bike.", "fahrrad"),
    ("werkstatt", "Ich nehme am 14. Juni teil. Ich interessiere mich fürs Brotbacken.", "brot"),
    ("werkstatt", "Bonjour, je voudrais participer le 14 juin. La couture me tente beaucoup.", "naehen"),
    ("werkstatt", "Bonjour, inscrivez-moi s.v.p. pour la menuiserie.", "holz"),
    ("werkstatt", "Добрый день! Запишите меня на 14 июня, я хочу научиться шить.", "naehen"),
    ("werkstatt", "Hola, quiero apuntarme el 14 de junio. Me gustaría arreglar mi bicicleta.", "fahrrad"),
    ("werkstatt", "Dzień dobry, chcę się zapisać na 14 czerwca. Interesuje mnie pieczenie chleba.", "brot"),
    ("kinderschutz", "Bitte tragen Sie mich für den Workshop über Mobbing im Internet ein.", "D"),
    ("kinderschutz", "Please register me for the session on child protection.", "A"),
    ("kinderschutz", "I would like to attend the workshop on talking with parents.", "C"),
    ("kinderschutz", "Quisiera inscribirme en el taller sobre trauma infantil.", "B"),
    ("kinderschutz", "Siber zorbalık atölyesine katılmak istiyorum.", "D"),
    ("verein", "Ich würde gern an dem Workshop über Energiekosten teilnehmen.", "3"),
    ("verein", "I would like to join the workshop about people with disabilities in sport.", "2"),
    ("verein", "Chcę uczestniczyć w warsztacie o niepełnosprawności.", "2"),
    ("verein", "Me apunto al taller sobre violencia sexual.", "4"),
    ("verein", "أريد التسجيل في ورشة توفير الطاقة.", "3"),
]

TALK = [
    ("werkstatt", "Ich komme mit dem Fahrrad und melde mich zum Tag der offenen Werkstatt an."),
    ("werkstatt", "Ich melde mich zum Tag der offenen Werkstatt an. Soll ich Kuchen backen?"),
    ("kinderschutz", "Ich bin Elternvertreterin und melde mich zum Fachforum Kinderschutz an."),
    ("verein", "Ich bin Vorstand des TSV Seeberg und melde mich zum Vereinstag an."),
    ("verein", "Die letzten beiden Male war ich dabei. Ich melde mich zum Vereinstag an."),
]

OTHER = [
    ("verein", "Name: Erika Beispiel\nWorkshop: [ ] 1  [ ] 2  [x] 3  [ ] 4", "3"),
    ("kinderschutz", "Name: Erika Beispiel\nWorkshop: ☐ A ☒ B ☐ C ☐ D", "B"),
    ("verein", "Liebe Frau Simoneit,\n\nich melde mich gern für Ihren Workshop am Vereinstag an.", "2"),
    ("verein", "Ich melde mich für Workshop 3 an; sollte die 3 voll sein, nehme ich die 5.", "3"),
    ("kinderschutz", "Bitte melden Sie mich für Workshop C an, C-Lizenz habe ich auch.", "C"),
]


@pytest.mark.parametrize(("on", "words", "wanted"), [*CHOSEN, *OTHER])
def test_read_theme_in_other_words_is_booked(on: str, words: str, wanted: str) -> None:
    intent = read(mail(words), EVENTS[on])

    assert (intent.action, [p.workshop for p in intent.participants]) == (Action.ACT, [wanted])


@pytest.mark.parametrize(("on", "words"), TALK)
def test_read_theme_that_is_only_talk_books_nothing(on: str, words: str) -> None:
    assert read(mail(words), EVENTS[on]).action is not Action.ACT


def test_a_single_word_of_a_theme_in_a_mail_about_something_else_books_nobody() -> None:
    own = "Hi,\n\nthis message has a header with no subtype. I hope you can still read it.\n\nMe"
    intent = understood(own, on="elterntag", name="John Doe", subject="A test message")

    assert intent.action not in (Action.ACT, Action.ASK)
