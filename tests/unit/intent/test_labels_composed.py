"""Labels of workshops in every dress, composed with requests and with remarks that hold other numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from mailbot.intent import Action, read
from tests.corpus.load import event
from tests.unit.intent.mails import mail

DRESSES = (
    "Workshop {n}", "WS {n}", "WS{n}", "workshop{n}", "Workshop Nr. {n}", "Workshop Ziff. {n}", "WS-Nr. {n}",
    "Workshop Ziffer {n}", "W{n}", "W {n}", "Workshop #{n}", "Workshop No. {n}", "Workshop: {n}", "Nr. {n}",
    "Workshop ({n})", "Workshop „{n}“", "Workshop mit der Nummer {n}", "Workshop der Nr. {n}", "Ziffer {n}",
    "Workhsop {n}", "Wokshop {n}", "Workshob {n}", "Wksp. {n}", "Worksh. {n}", "N° {n}", "#{n}", "No {n}",
    "Angebot {n}", "Angebot Nr. {n}", "Variante {n}", "Option {n}", "Thema {n}", "Gruppe {n}", "Kurs {n}",
    "Seminar {n}", "Workshopnummer {n}",
)  # fmt: skip
NUMBERED = (
    "Workshop {roman}", "Workshop Nr. {roman}", "den {ord}en Workshop", "{n}. Workshop", "Workshop 0{n}",
    "den {n}ten Workshop", "den {ord}en in der Liste", "den {ord}en Punkt", "den {ord}genannten Workshop",
    "Workshop {arabic}", "das {ord}e Thema", "den {ord}en der Workshops",
)  # fmt: skip
LETTERED = (
    "Workshop {low}", "den {n}-Workshop", "Buchstabe {n}", "Workshop Buchstabe {n}", "den Buchstaben {n}",
    "Workshop {n})", "gruppe {low}", "Workshop-{n}", "Workshop *{n}*", "den {ord}genannten Workshop",
)  # fmt: skip
LAST = (
    "den letzten in der Liste", "den letztgenannten Workshop", "den zuletzt genannten",
    "den Workshop ganz unten", "den untersten auf der Liste", "den letzten der Workshops",
)  # fmt: skip
REQUESTS = (
    "ich melde mich zur Veranstaltung an, und zwar für {x}.",
    "bitte merken Sie mich für {x} vor.",
    "Anmeldung zur Tagung, {x}.", "ich würde gern an {x} teilnehmen.",
    "bitte reservieren Sie mir einen Platz, {x}.",
    "ich habe mich für {x} entschieden und melde mich hiermit an.",
    "ich möchte zur Tagung kommen; mein Wunsch ist {x}.",
)  # fmt: skip
REMARKS = (
    "", "Ich komme mit dem Zug um 8:45 Uhr an.", "Meine Telefonnummer: 0371 / 55 45 3.",
    "Ich bin 64 Jahre alt.",
    "Ihr Schreiben vom 3.9., Az. 12-4/2 liegt mir vor.", "Mein Büro ist Raum 2.14.", "Ich wohne Hauptstr. 4.",
    "Ich arbeite seit 5 Jahren in der Beratung.", "Ich komme etwa 10 Minuten später.",
)  # fmt: skip
ORDINALS = ("erst", "zweit", "dritt", "viert", "fünft")
ROMAN = ("I", "II", "III", "IV", "V")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def labelled() -> Iterator[tuple[str, str, str]]:
    """(event, workshop, what it is called) for every dress, on events with numbers and with letters."""
    draw = random.Random(7)
    for about, own in (
        ("fachtag", NUMBERED),
        ("helfertag", NUMBERED),
        ("tagung", LETTERED),
        ("energietag", LETTERED),
    ):
        ids = [w.id for w in event(about).workshops]
        for dress in (*DRESSES, *own, *LAST):
            at = len(ids) - 1 if dress in LAST else draw.randrange(len(ids))
            n = ids[at]
            yield (
                about,
                n,
                dress.format(
                    n=n, low=n.lower(), ord=ORDINALS[at], roman=ROMAN[at], arabic=n.translate(ARABIC)
                ),
            )


@pytest.mark.parametrize(("about", "workshop", "called"), list(labelled()))
def test_read_label_in_any_dress(about: str, workshop: str, called: str) -> None:
    draw = random.Random(f"{about}{called}")
    misread = []
    for _ in range(2):
        own = f"Guten Tag,\n\n{draw.choice(REQUESTS).format(x=called)} {draw.choice(REMARKS)}"
        intent = read(mail(f"{own}\n\nViele Grüße\nHenrike Osterloh", name="Henrike Osterloh"), event(about))
        booked = [(p.name, p.workshop) for p in intent.participants]
        if intent.action is not Action.ACT or booked != [("Henrike Osterloh", workshop)]:
            misread.append((own, intent.reason, booked))

    assert not misread
