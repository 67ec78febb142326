"""Whole mails of a few lines: lists, swaps, substitutes, leaving, asking and what looks like them."""

from __future__ import annotations

import pytest

from tests.unit.intent.mails import understood

CASES = (
    ("registration/act 3", "Fachtag 7.10.", "Hallo,\n\nSabine Kranz\nFrauentreff Flöha\nWorkshop 3\nvegan"),
    ("registration/act 1", "Fachtag", "Anmeldung:\nKranz Sabine\nSchlosserei Kranz\n1"),
    (
        "review|ignore",
        "Räume Fachtag",
        "Hallo,\n\nhier die Räume:\n\nWorkshop 1 – Saal A\nWorkshop 2 – Raum 1.04\nWorkshop 3 – Foyer",
    ),
    (
        "review|ignore",
        "Fachtag",
        "Hallo,\n\nzum Gegenlesen:\n\nWorkshop 1: Falk Ehnert, Gerd Baumann\nWorkshop 2: Claudia Wiesner",
    ),
    ("change/act 1|registration/act 1", "Fachtag", "bitte den Workshop ändern, ich nehme jetzt Workshop 1."),
    (
        "change/act 1|registration/act 1",
        "Fachtag",
        "ich bin schon bei euch eingetragen für Workshop 3 und möchte auf Workshop 1 umsteigen.",
    ),
    (
        "change/act livestream|registration/act livestream",
        "Fachtag",
        "ich bin angemeldet, möchte aber statt des Workshops lieber den Livestream nutzen.",
    ),
    (
        "change/act|change/review",
        "Fachtag",
        "ich bin in Workshop 2 angemeldet, aber krank. Meine Kollegin Paula Reim kommt an meiner Stelle.",
    ),
    (
        "registration/act 2",
        "Fachtag 7. Oktober",
        "ich selbst kann leider nicht, aber meine Kollegin Paula Reim möchte in Workshop 2.",
    ),
    (
        "registration/act 2",
        "Fachtag",
        "am 7. Oktober bin ich im Urlaub. Bitte melden Sie dafür Frau Paula Reim für Workshop 2 an.",
    ),
    (
        "registration/act 2",
        "Fachtag",
        "zum Fachtag kommt nicht unser Vorsitzender, sondern Frau Paula Reim. Sie nimmt Workshop 2.",
    ),
    (
        "cancellation/act|cancellation/review",
        "Fachtag",
        "rechnen Sie am 7. Oktober bitte nicht mit mir, ich habe einen Gipsarm.",
    ),
    (
        "cancellation/act|cancellation/review",
        "Meine Anmeldung zum Fachtag",
        "ihr müsst am 7.10. ohne mich anfangen, ich liege flach.",
    ),
    (
        "cancellation/act|cancellation/review",
        "Fachtag",
        "ich muss am 7. Oktober leider zu Hause bleiben, die Kinder haben Fieber.",
    ),
    (
        "cancellation/act|cancellation/review",
        "Fachtag",
        "bitte nehmen Sie mich wieder von der Teilnehmerliste.",
    ),
    ("cancellation/review", "Fachtag", "bitte löschen Sie meine Anmeldung und alle meine Daten (DSGVO)."),
    ("review", "Fachtag", "meine Tochter hatte sich angemeldet, sie liegt aber im Krankenhaus."),
    (
        "review|ignore",
        "AW: Einladung Fachtag",
        "vielen Dank für die Einladung. Leider kann ich am 7. Oktober nicht teilnehmen.",
    ),
    (
        "review|ignore",
        "Rückmeldung Fachtag",
        "( ) Ich nehme teil\n(x) Ich nehme nicht teil\n\nName: Sabine Kranz\nWorkshop:",
    ),
    (
        "registration/act 2",
        "Rückmeldung Fachtag",
        "(x) Ich nehme teil\n( ) Ich nehme nicht teil\n\nName: Sabine Kranz\nWorkshop: 2",
    ),
    (
        "review",
        "Termin",
        "ich soll am 7. Oktober zum Fachtag gehen. Kann ich meinen Termin bei Ihnen verschieben?",
    ),
    (
        "review",
        "Frage",
        "bei uns sagen viele, dass sie zum Fachtag kommen wollen. Soll ich die Leute sammeln und anmelden?",
    ),
    ("registration/ask", "Anmeldung", "ich komme gern zum Fachtag am 7. Oktober. Gibt es Parkplätze?"),
    ("registration/act 2", "Fachtag", "wer hat denn den schönen Flyer gemacht? Ich nehme Workshop 2."),
    (
        "review|ignore",
        "HRB 1234",
        "Ihre Anmeldung zum Handelsregister ist unvollständig. Die Unterschrift fehlt. Frist: 07.10.2021",
    ),
    (
        "review|ignore",
        "Messe",
        "wir haben Ihre Anmeldung für die Messe am 7. Oktober erhalten. Standnummer 2.",
    ),
    (
        "registration/act 2",
        "Anmeldung",
        "ich melde mich zu Workshop 2 an. Bilder kann ich schlecht erkennen, bitte vorlesen.",
    ),
    ("review", "Anmeldung", "ich melde mich zu Workshop 2 an. Ich möchte aber nicht gefilmt werden."),
    (
        "registration/act 2",
        "Anmeldung",
        "ich melde mich zu Workshop 2 an. Gefilmt zu werden macht mir nichts aus.",
    ),
    (
        "registration/act 2|registration/review|change/review|change/act 2",
        "AW: Bestätigung Ihrer Anmeldung",
        "danke für die Bestätigung! Meine Kollegin Paula Reim kommt auch mit, bitte ebenfalls Workshop 2.",
    ),
    ("ignore|review", "AW: Bestätigung Ihrer Anmeldung", "danke für die Bestätigung, ich freue mich!"),
    ("review|ignore", "Fachtag", "Herr Lutz hat erzählt, dass er wohl in Workshop 2 gehen will."),
    (
        "registration/act 2",
        "Fachtag",
        "Herr Lutz hat mir von Ihrem Fachtag erzählt. Ich möchte gern in Workshop 2.",
    ),
    (
        "registration/act 2",
        "Fachtag",
        "in der Zeitung habe ich von Ihrem Fachtag gelesen, ich komme in Workshop 2.",
    ),
    (
        "registration/act 2",
        "Fachtag",
        "ich arbeite bei der Zeitung und melde mich privat für Workshop 2 an.",
    ),
    ("review|registration/ask", "Fachtag", "vielleicht komme ich am 7. Oktober, ich sage noch Bescheid."),
    (
        "registration/act 2",
        "Fachtag",
        "ich komme in Workshop 2. Vielleicht etwas später, der Zug ist unsicher.",
    ),
    ("registration/act 2", "Fachtag", "erst war ich unsicher, aber jetzt melde ich mich für Workshop 2 an."),
    ("registration/act 2", "Fachtag", "ich habe lange überlegt, ob ich komme. Nun also: Workshop 2!"),
    ("review", "Fachtag", "wenn meine Chefin zustimmt, nehme ich Workshop 2. Ich melde mich noch."),
    ("registration/act 2", "Fachtag", "meine Chefin hat zugestimmt. Ich nehme Workshop 2."),
)
"""What is read, or one of several readings; the subject; the own words of Sabine Kranz."""


@pytest.mark.parametrize(("wanted", "subject", "words"), CASES)
def test_read_short_mail_is_understood(wanted: str, subject: str, words: str) -> None:
    intent = understood(f"Guten Tag,\n\n{words}", name="Sabine Kranz", subject=subject)
    chosen = "".join(f" {p.workshop or p.attendance}" for p in intent.participants)
    said = {intent.action.value, f"{intent.kind}/{intent.action}", f"{intent.kind}/{intent.action}{chosen}"}

    assert said & set(wanted.split("|")), (said, intent.reason)
