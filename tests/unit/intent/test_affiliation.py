"""Organisations told by their slot, by the sender's domain, and by where the signature begins."""

from __future__ import annotations

import pytest

from mailbot.intent import read
from mailbot.message.model import Address, Message
from tests.corpus.load import event

REGISTERS = "Guten Tag,\n\nbitte melden Sie mich zum Workshop 2 an.\n\n"


def organisation(
    own: str, domain: str = "netzpost.example", subject: str = "", signature: str = ""
) -> str | None:
    """The organisation of the one whom Ria Demant registers, herself."""
    sender = Address("Ria Demant", f"ria.demant@{domain}")
    message = Message(senders=(sender,), own=own, subject=subject, signature=signature)
    people = read(message, event("fachtag")).participants
    assert len(people) == 1
    return people[0].organisation


SLOTS = [
    ("Bitte anmelden: Ria Demant (Lesecafé Oase), Workshop 2.", "Lesecafé Oase"),
    ("Bitte anmelden: Ria Demant, Heimatverein Sayda, Workshop 2.", "Heimatverein Sayda"),
    ("Bitte anmelden: Ria Demant / Kreisarchiv Mulde / Workshop 2.", "Kreisarchiv Mulde"),
    ("Bitte anmelden: Ria Demant – Turnerbund Penig – Workshop 2.", "Turnerbund Penig"),
    ("Please register Ria Demant (Brass Band Society) for workshop 2.", "Brass Band Society"),
    ("Bitte anmelden: Ria Demant (Rentnerin), Workshop 2.", None),
    ("Bitte anmelden: Ria Demant (Mittweida), Workshop 2.", None),
    ("Bitte anmelden: Ria Demant, Wilsdruff, Workshop 2.", None),
    ("Bitte anmelden: Ria Demant (gern vegetarisch), Workshop 2.", None),
    ("Bitte anmelden: Ria Demant (Frühaufsteherin), Workshop 2 (Folklore).", None),
]


@pytest.mark.parametrize(("own", "wanted"), SLOTS)
def test_organisation_in_a_slot_beside_the_name(own: str, wanted: str | None) -> None:
    assert organisation(own) == wanted


CONFIRMED = [
    (
        "Ria Demant (Kunterbunt Flöha), bitte Workshop 2 für mich buchen.",
        "kunterbunt-floeha.example",
        "Kunterbunt Flöha",
    ),
    ("Ria hier (Kessel Buntes), ich nehme Workshop 2.", "kessel-buntes.example", "Kessel Buntes"),
    # The domain alone states nothing.
    ("Ich melde mich für Workshop 2 an. Ria Demant", "kunterbunt-floeha.example", None),
    # Where somebody lives stays a place, whatever the domain.
    ("Ich wohne in Flöha und melde mich für Workshop 2 an. Ria Demant", "tafel-floeha.example", None),
]


@pytest.mark.parametrize(("own", "domain", "wanted"), CONFIRMED)
def test_organisation_that_the_domain_confirms(own: str, domain: str, wanted: str | None) -> None:
    assert organisation(own, domain) == wanted


ENDINGS = [
    ("Ria Demant\nSchwimmverein Delphin e.V.", "Schwimmverein Delphin e.V."),
    (
        "Ria Demant\nPersonal\nObsthof Lommatzsch eG, Dorfstr. 2, 01623 Lommatzsch\nVorstand: Kai Horn",
        "Obsthof Lommatzsch eG",
    ),
    ("R. Demant", None),
    ("Ria Demant, Harthau-Süd", None),
    ("Ria Demant | Quartiersbüro Nord | Etage 2, Zimmer 7", "Quartiersbüro Nord"),
    ("Ria Demant\nTransporte Rápidos S.L.\nTel. 0371 55", "Transporte Rápidos S.L."),
    ("Ria Demant\nResidence Trust Hall, Floor 2", "Residence Trust Hall"),
]


@pytest.mark.parametrize(("ending", "wanted"), ENDINGS)
def test_organisation_below_the_senders_name_without_a_closing(ending: str, wanted: str | None) -> None:
    assert organisation(REGISTERS + ending) == wanted


def test_organisation_on_the_line_below_the_name_in_the_body() -> None:
    own = "bitte für Workshop 2 eintragen:\n\nRia Demant\nTheaterverein Penig\n\nDanke!"

    assert organisation(own, signature="--\nIngenieurbüro Demant\nStatik") == "Theaterverein Penig"


def test_greeting_and_office_are_no_organisation() -> None:
    assert organisation("Liebes Team im Landratsamt, ich melde mich für Workshop 2 an.\n\nRia Demant") is None
