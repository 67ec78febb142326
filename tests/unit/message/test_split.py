"""Own words, quote and forwarded mail, as mail programs of many languages put them together."""

import pytest

from mailbot.message.split import Context, prefix_kind, split

OURS = frozenset({"office@example.net"})
ANSWER = Context("AW: Ihre Anmeldung", "anna@example.org", OURS, answers=True)
OWN = "Guten Tag,\n\nich nehme Workshop 2 am 07.10.2021."
ORIGINAL = "Guten Tag Frau Beispiel,\n\nwelchen Workshop möchten Sie?"
MARKED = "\n".join(f"> {line}".rstrip() for line in ORIGINAL.split("\n"))

ATTRIBUTIONS = [
    "Am Do., 2. Sept. 2021 um 10:11 Uhr schrieb Das Büro <\noffice@example.net>:",
    "Am 02.09.21 um 10:11 schrieb Das Büro:",
    "Das Büro <office@example.net> schrieb am Do., 2. Sept. 2021,\n10:11:",
    "On Thu, Sep 2, 2021 at 10:11 AM Das Büro <office@example.net>\nwrote:",
    "Le jeu. 2 sept. 2021 à 10:11, Das Büro <office@example.net> a écrit :",
    "El jue, 2 sept 2021 a las 10:11, Das Büro (<office@example.net>) escribió:",
    "Il giorno gio 2 set 2021 alle ore 10:11 Das Büro <office@example.net> ha scritto:",
    "czw., 2 wrz 2021 o 10:11 Das Büro <office@example.net> napisał(a):",
    "чт, 2 сент. 2021 г. в 10:11, Das Büro <office@example.net>:",
    "чт, 2 вер. 2021 р. о 10:11 Das Büro <office@example.net> пише:",
    "Das Büro <office@example.net>, 2 Eyl 2021 Per, 10:11 tarihinde şunu\nyazdı:",
    "Vào Th 5, 2 thg 9, 2021 vào lúc 10:11 Das Büro <office@example.net> đã viết:",
    "În joi, 2 sept. 2021 la 10:11, Das Büro <office@example.net> a scris:",
    "Op do 2 sep. 2021 om 10:11 schreef Das Büro <office@example.net>:",
    "čt 2. 9. 2021 v 10:11 odesílatel Das Büro <office@example.net> napsal:",
    "في الخميس، ٢ سبتمبر ٢٠٢١ في ١٠:١١ ص تمت كتابة ما يلي بواسطة Das Büro <\noffice@example.net>:",
    "در تاریخ پنجشنبه ۲ سپتامبر ۲۰۲۱، ۱۰:۱۱ Das Büro <office@example.net> نوشت:",
    "Den tors 2 sep. 2021 kl 10:11 skrev Das Büro <office@example.net>:",
    "2021年9月2日(木) 10:11 Das Büro <office@example.net>:",
    "2021-09-02 10:11 GMT+02:00 Das Büro <office@example.net>:",
    '>>> "Das Büro" <office@example.net> 02.09.2021 10:11 >>>',
    "-----office@example.net schrieb: -----",
    "Das Büro wrote:",
]

BLOCKS = """\
Von: Das Büro <office@example.net>
Gesendet: Donnerstag, 2. September 2021 10:11
An: Anna
Betreff: Ihre Anmeldung

-----Ursprüngliche Nachricht-----
Von: Das Büro
Gesendet: Do 2. September 2021 10:11
An: Anna
Betreff: x

*Von:* Das Büro [mailto:office@example.net]
*Gesendet:* Donnerstag, 2. September 2021 10:11
*An:* Anna
*Betreff:* x

Gesendet: Donnerstag, 02. September 2021 um 10:11 Uhr
Von: "Das Büro" <office@example.net>
An: a@example.org
Betreff: x

-----Original-Nachricht-----
Betreff: x
Datum: 2021-09-02T10:11:22+0200
Von: "Das Büro" <office@example.net>
An: a

________________________________
From: Das Büro <office@example.net>
Sent: Thursday, September 2, 2021 10:11:22 AM
To: Anna
Subject: x

-------- Ursprüngliche Nachricht --------
Von: Das Büro <office@example.net>
Datum: 02.09.21 10:11 (GMT+01:00)
An: a
Betreff: x

Von:\tDas Büro <office@example.net>
An:\tAnna
Datum:\t02.09.2021 10:11
Betreff:\tx

De : Das Büro <office@example.net>
Envoyé : jeudi 2 septembre 2021 10:11
À : Anna
Objet : x

От: Das Büro <office@example.net>
Отправлено: 2 сентября 2021 г. 10:11
Кому: Anna
Тема: x

Od: Das Büro <office@example.net>
Wysłano: czwartek, 2 września 2021 10:11
Do: Anna
Temat: x

من: Das Büro <office@example.net>
التاريخ: ٢ سبتمبر ٢٠٢١ ١٠:١١
إلى: Anna
الموضوع: x

Kimden: Das Büro <office@example.net>
Gönderildi: 2 Eylül 2021 Perşembe 10:11
Kime: Anna
Konu: x
""".strip().split("\n\n")


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_split_marked_quote_below_own_words(attribution: str) -> None:
    parts = split(f"{OWN}\n\n{attribution}\n\n{MARKED}\n", ANSWER)

    assert parts.own == OWN
    assert parts.quoted.endswith(ORIGINAL)


@pytest.mark.parametrize("attribution", ATTRIBUTIONS[:-1])
def test_split_unmarked_quote_below_own_words(attribution: str) -> None:
    parts = split(f"{OWN}\n\n{attribution}\n\n{ORIGINAL}\n", ANSWER)

    assert parts.own == OWN
    assert parts.quoted.endswith(ORIGINAL)


@pytest.mark.parametrize("block", BLOCKS)
def test_split_header_block_below_own_words(block: str) -> None:
    parts = split(f"{OWN}\n\n{block}\n\n{ORIGINAL}\n", ANSWER)

    assert parts.own == OWN
    assert parts.quoted.endswith(ORIGINAL)
    assert parts.forwarded == ()


@pytest.mark.parametrize("block", BLOCKS)
def test_split_header_block_under_forward_subject_is_forwarded(block: str) -> None:
    mail = f"Bitte aufnehmen.\n\n{block}\n\nIch komme zu Workshop 3.\n\nViele Grüße\nAnna Beispiel"
    parts = split(mail, Context("WG: Anmeldung", "poststelle@example.org", OURS))

    assert parts.own == "Bitte aufnehmen."
    assert [forward.text for forward in parts.forwarded] == ["Ich komme zu Workshop 3.\n\nViele Grüße"]
    assert [forward.signature for forward in parts.forwarded] == ["Anna Beispiel"]
    assert [forward.sender.name for forward in parts.forwarded if forward.sender] == ["Das Büro"]


@pytest.mark.parametrize(
    "separator",
    [
        "---------- Forwarded message ---------",
        "-------- Weitergeleitete Nachricht --------",
        "Begin forwarded message:",
        "Anfang der weitergeleiteten Nachricht:",
        "---------- Пересылаемое сообщение ----------",
        "-------- Message transféré --------",
    ],
)
def test_split_forward_separator_without_forward_subject(separator: str) -> None:
    block = (
        "From: Anna <anna@example.org>\nDate: Thu, 2 Sep 2021 10:11\nSubject: Anmeldung\nTo: x@example.com"
    )
    parts = split(
        f"Siehe unten.\n\n{separator}\n{block}\n\nWorkshop 3 bitte.",
        Context("Anmeldung", "x@example.com", OURS),
    )

    assert parts.own == "Siehe unten."
    assert [(forward.subject, forward.text) for forward in parts.forwarded] == [
        ("Anmeldung", "Workshop 3 bitte.")
    ]


def test_split_forward_under_marks() -> None:
    quoted = (
        f"Anfang der weitergeleiteten Nachricht:\n\n{BLOCKS[6].partition(chr(10))[2]}\n\nWorkshop 3 bitte."
    )
    parts = split(
        "Bitte:\n\n" + "\n".join(f"> {line}" for line in quoted.split("\n")),
        Context("Fwd: y", "x@example.com"),
    )

    assert parts.own == "Bitte:"
    assert [forward.text for forward in parts.forwarded] == ["Workshop 3 bitte."]


def test_split_forward_within_forward() -> None:
    inner = (
        "Von: Jan <jan@example.org>\nGesendet: 1. September 2021 09:00\nAn: Anna\nBetreff: z\n\nIch komme."
    )
    outer = f"{BLOCKS[0].replace('Betreff: ', 'Betreff: WG: ')}\n\nHier Jan.\n\n{inner}"
    parts = split(f"Bitte.\n\n{outer}", Context("WG: WG: z", "x@example.com"))

    assert [forward.text for forward in parts.forwarded] == ["Hier Jan.", "Ich komme."]


def test_split_answers_between_quoted_lines_are_own() -> None:
    parts = split("> Welcher Workshop?\nDer zweite.\n> Vor Ort?\nNein, Livestream.", ANSWER)

    assert parts.own == "Der zweite.\n\nNein, Livestream."
    assert parts.quoted == "Welcher Workshop?\nVor Ort?"


@pytest.mark.parametrize(
    "text",
    [
        "Am 02.09.2021 um 10 Uhr war ich bei Ihnen und schrieb die Prüfung.\nNun möchte ich kommen.",
        "Hallo,\n\nVon: 01.03.2027\nBis: 30.04.2027\nAn: drei Tagen\nBetreff: B2\n\nDas ist wichtig.",
        "Meine Termine:\nAm 02.09.2027 um 10:11 Uhr: Arzt\nAm 03.09.2027: frei\n\nBis dann",
        "Name: Anna\nDatum: 07.10.2021\nWorkshop: 2\nVon: Diakonie",
        "Es kommen:\n- Anna Beispiel\n- Jan Weber",
        "Frau Weber schrieb mir von dem Fachtag.",
        "Hallo,\n\nwie am 02.09.2021 um 10:15 Uhr geschrieben:\n\nAnna kommt zu Workshop 2.",
        "Hallo,\n\nam 02.09.2021 um 10:15 schrieb ich Ihnen:\n\nAnna kommt zu Workshop 2.",
        "Hallo,\n\nhier meine Mail von 02.09.2021, 10:15:\n\nAnna kommt zu Workshop 2.",
    ],
)
def test_split_text_that_looks_like_a_header_stays_own(text: str) -> None:
    assert split(text, Context("Anmeldung")).own == text


def test_split_answer_below_the_quote_is_own() -> None:
    parts = split(f"{ATTRIBUTIONS[0]}\n{MARKED}\n\nWorkshop 2, danke.", ANSWER)

    assert parts.own == "Workshop 2, danke."


def test_split_own_header_above_own_words() -> None:
    text = "Von: Anna <anna@example.org>\nDatum: 02.09.2021 10:11\nBetreff: Anmeldung\n\nIch komme."

    assert split(text, Context("Anmeldung", "anna@example.org")).own == "Ich komme."


def test_split_empty_answer_over_our_mail_has_no_own_words() -> None:
    parts = split(f"{BLOCKS[0]}\n\n{ORIGINAL}", ANSWER)

    assert (parts.own, parts.forwarded) == ("", ())


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("WG: x", "forward"),
        ("Fwd: x", "forward"),
        ("AW: WG: x", "reply"),
        ("Re[2]: x", "reply"),
        ("Frage: x", ""),
        ("x", ""),
    ],
)
def test_prefix_kind_of_subject(subject: str, kind: str) -> None:
    assert prefix_kind(subject) == kind
