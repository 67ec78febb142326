"""Names of every origin and shape, told by their place and form and not by lists alone."""

from __future__ import annotations

import pytest

from tests.unit.intent.people import check

SIGNED = [
    "Xiomara Quispe Huamán",
    "Nguyễn Thị Hồng Nhung",
    "Trần Văn Đức",
    "Oluwaseun Adébáyò",
    "Maria De Luca",
    "Anne-Laure de La Tour",
    "Graf Moritz von und zu Ravensberg",
    "Sinéad O'Shaughnessy",
    "Kouamé N'Guessan",
    "Jean-Baptiste D'Almeida",
    "Gülşen Yıldırım-Schäfer",
    "Þóra Guðmundsdóttir",
    "Sławomir Wąs",
    "Ghebrehiwet Tesfamariam",
    "Abdulrahman al-Khatib",
    "Олена Лук'яненко",
    "Ольга Сергеевна Громова",
    "Mbali Xulu",
    "Li Wei",
    "Hannah von Wietersheim-Krambs",
    "Kim Boll",
    "Rosa Winter",
    "Ernst Sommer",
    "Frank Montag",
]

FORMS = [
    ("Name: xanthe pappas", "xanthe pappas"),
    ("Name, Vorname: Pappas, Xanthe", "Xanthe Pappas"),
    ("Nachname: Winter\nVorname: Rosa", "Rosa Winter"),
    ("Name: Dr. med. Rosa Winter, M.A.", "Rosa Winter"),
    ("Teilnehmerin: Frau Prof. Dr. Rosa Winter", "Rosa Winter"),
    ("Name: WINTER Rosa", "WINTER Rosa"),
    ("Nombre: Marisol\nApellidos: Quispe Huamán", "Marisol Quispe Huamán"),
    ("Ad: Orhan\nSoyad: Demirtaş", "Orhan Demirtaş"),
    ("Vorname: Rosa\nName: Winter", "Rosa Winter"),
    ("Vorname Nachname: Xanthe Pappas", "Xanthe Pappas"),
    ("Name des Teilnehmers: Bo Nyström (Erzieher)", "Bo Nyström"),
    ("Ім'я: Олена\nПрізвище: Шевчук", "Олена Шевчук"),
]

HEADERS = [
    ("Pappas, Xanthe", "Xanthe Pappas"),
    ("Xanthe Pappas (Jugendamt)", "Xanthe Pappas"),
    ("xanthe pappas", "Xanthe Pappas"),
    ("PAPPAS Xanthe", "PAPPAS Xanthe"),
    ("Pappas, Xanthe (Stadt Gera, Amt 51)", "Xanthe Pappas"),
    ("Dr. Xanthe Pappas", "Xanthe Pappas"),
    ("Xanthe Pappas | Haus am Markt", "Xanthe Pappas"),
    ("'Xanthe Pappas'", "Xanthe Pappas"),
    ("Xanthe Pappas via Formular", "Xanthe Pappas"),
    ("Xanthe Pappas - Haus am Markt", "Xanthe Pappas"),
]


@pytest.mark.parametrize("name", SIGNED)
def test_names_in_signatures(name: str) -> None:
    check(
        f"Ich melde mich für Workshop 2 zum Fachtag an.\n\nMit freundlichen Grüßen\n{name}",
        f"{name} > 2",
        name="",
    )


@pytest.mark.parametrize("name", SIGNED)
def test_names_behind_a_salutation_of_somebody_else(name: str) -> None:
    if name.startswith("Graf"):
        return
    check(
        f"Hiermit melde ich Herrn {name} für Workshop 2 zum Fachtag an.\n\nSekretariat",
        f"{name} > 2",
        name="",
    )


@pytest.mark.parametrize("name", SIGNED[:20])
def test_names_in_running_text_beside_the_workshop(name: str) -> None:
    check(
        f"Bitte melden Sie {name} für Workshop 2 zum Fachtag an.\n\nMfG\nSekretariat", f"{name} > 2", name=""
    )


@pytest.mark.parametrize(("form", "name"), FORMS)
def test_names_in_forms(form: str, name: str) -> None:
    check(f"Anmeldung zum Fachtag\n{form}\nWorkshop: 2\n", f"{name} > 2", name="")


@pytest.mark.parametrize(("header", "name"), HEADERS)
def test_names_in_from_headers(header: str, name: str) -> None:
    check("Ich melde mich für Workshop 2 zum Fachtag an.", f"{name} > 2", name=header)


@pytest.mark.parametrize(
    ("own", "header", "name"),
    [
        ("ich komme in workshop 2\nlg xanthe pappas", "", "xanthe pappas"),
        ("ich komme in Workshop 2\nLG Xanthe", "Xanthe Pappas", "Xanthe Pappas"),
        ("Ich komme in Workshop 2.\nViele Grüße\nX. Pappas", "Xanthe Pappas", "Xanthe Pappas"),
        ("Ich komme in Workshop 2.\nViele Grüße\nXP", "Xanthe Pappas", "Xanthe Pappas"),
        ("Ich komme in Workshop 2.\nViele Grüße\nXanthe Pappas", "schnuffel77", "Xanthe Pappas"),
        ("Ich komme in Workshop 2.\nGruß Pappas", "Xanthe Pappas", "Xanthe Pappas"),
        ("Я хочу в воркшоп 2.\n\nСергей Нойман", "Sergej Neumann", "Сергей Нойман"),
    ],
)
def test_names_merged_with_the_header(own: str, header: str, name: str) -> None:
    check(own, f"{name} > 2", name=header, subject="Anmeldung Fachtag")
