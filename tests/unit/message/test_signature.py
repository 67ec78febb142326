"""Signatures: by delimiter, closing, footer and disclaimer, and what must not be taken for one."""

import pytest

from mailbot.message.signature import closing_of, is_mobile
from mailbot.message.split import split

CONTACT = "Diakonie Freiberg\nTel. 03731 555-0\nwww.diakonie.example"


@pytest.mark.parametrize(
    "closing",
    [
        *(
            "Mit freundlichen Grüßen",
            "Viele Grüße,",
            "LG",
            "Mit freundlichem Gruß",
            "Herzliche Grüße aus Freiberg",
        ),
        *(
            "Beste Grüße nach Mittelsachsen",
            "Mit Siedlergruß",
            "Danke und herzliche Grüße",
            "MfG",
            "Liebe Gruesse",
        ),
        *("Best regards", "Yours sincerely,", "Bien cordialement,", "Saludos cordiales", "Cordiali saluti"),
        *(
            "Pozdrawiam serdecznie",
            "Z poważaniem",
            "С уважением,",
            "З повагою",
            "Saygılarımla",
            "Trân trọng cảm ơn,",
        ),
        *(
            "Cu stimă,",
            "مع أطيب التحيات",
            "با احترام",
            "Met vriendelijke groet",
            "S pozdravem",
            "Med venlig hilsen",
        ),
    ],
)
def test_split_signature_below_closing(closing: str) -> None:
    parts = split(f"Ich komme zu Workshop 2.\n\n{closing}\nAnna Beispiel\n{CONTACT}")

    assert parts.own == f"Ich komme zu Workshop 2.\n\n{closing}"
    assert parts.signature == f"Anna Beispiel\n{CONTACT}"


def test_split_name_on_the_line_of_the_closing_stays_own() -> None:
    parts = split(f"Ich komme.\n\nViele Grüße Anna Beispiel\n{CONTACT}")

    assert parts.own.endswith("Viele Grüße Anna Beispiel")
    assert parts.signature == CONTACT


@pytest.mark.parametrize("delimiter", ["-- ", "--", "—", "____________________"])
def test_split_signature_below_delimiter(delimiter: str) -> None:
    parts = split(f"Ich komme.\n\n{delimiter}\nAnna Beispiel\n{CONTACT}")

    assert parts.own == "Ich komme."
    assert parts.signature.endswith(CONTACT)


@pytest.mark.parametrize(
    "below",
    [
        "PS: Bitte vegetarisch.",
        "P.S. Ich bringe Frau Schulz mit.",
        "Es kommen außerdem:\n- Jan Weber\n- Petra Kern",
        "Meine Kollegin Petra Kern möchte auch kommen, sie nimmt Workshop 3.",
        "Name: Jan Weber\nWorkshop: 3",
        "Workshop 2",
        "nur Livestream",
    ],
)
def test_split_words_below_the_name_are_own(below: str) -> None:
    parts = split(f"Ich komme.\n\nViele Grüße\nAnna Beispiel\n\n{below}")

    assert parts.own == f"Ich komme.\n\nViele Grüße\n{below}"
    assert parts.signature == "Anna Beispiel"


@pytest.mark.parametrize(
    "text",
    [
        "--\nName: Anna\nWorkshop: 2",
        "Nr.  Name          WS\n---------------------\n1    Anna B.   2\n2    Jan W.    3\n\nTel. 03731 555",
        "Grüße an Frau Weber ausrichten, und Workshop 2 bitte.",
        "Vielen Dank\nich nehme dann Workshop 2",
        "Sent from my desk, is much easier than my mobile phone.",
        "Hallo,\n--\nich komme zu Workshop 2\nund bringe mit:\nJan\nPetra\n\nMfG Anna Beispiel",
        "Es kommen:\n\n- Anna Beispiel",
        "Es kommen:\nBest, George\nBeispiel, Anna\nWeber, Jan",
        "با سلام و احترام\nمن مریم هستم\nکارگاه دوم",
        "Viele Grüße aus Freiberg\nIch komme zum Fachtag\nWorkshop 2",
    ],
)
def test_split_keeps_what_only_looks_like_a_signature(text: str) -> None:
    assert split(text).own == text


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Von meinem iPhone gesendet",
            "Gesendet von iPhone",
            "Gesendet von Outlook für Android",
            "Sent from my iPad",
        ),
        *(
            "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
            "Get Outlook for iOS<https://a.ms/x>",
        ),
        *(
            "Envoyé de mon iPhone",
            "Enviado desde mi iPhone",
            "Wysłane z iPhone'a",
            "Отправлено с iPhone",
            "Надіслано з iPhone",
        ),
        *(
            "iPhone'umdan gönderildi",
            "Đã gửi từ iPhone của tôi",
            "Trimis de pe iPhone-ul meu",
            "أرسلت من الآيفون",
            "Inviato da iPhone",
        ),
        *(
            "ارسال شده از آیفون من",
            "Verstuurd vanaf mijn iPhone",
            "Odesláno z iPhonu",
            "(Sent from mobile device)",
        ),
    ],
)
def test_split_footer_of_a_mobile_program_is_not_own(line: str) -> None:
    assert is_mobile(line)
    assert split(f"Workshop 2 bitte.\n\n{line}").own == "Workshop 2 bitte."


def test_split_words_below_a_mobile_footer_are_own() -> None:
    assert split("Workshop 2.\n\nVon meinem iPhone gesendet\n\nUnd Jan kommt mit.").own.endswith(
        "Und Jan kommt mit."
    )


def test_split_mobile_footer_alone_leaves_nothing_own() -> None:
    assert split("--\nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.").own == ""


def test_split_disclaimer_belongs_to_the_signature() -> None:
    disclaimer = (
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der Adressat sind, löschen Sie sie."
    )

    assert split(f"Ich komme.\n\nAnna\n\n{disclaimer}").own == "Ich komme.\n\nAnna"


def test_split_banner_above_is_left_out() -> None:
    banner = "ACHTUNG: Diese E-Mail kommt von außerhalb der Organisation. Klicken Sie auf keine Links."

    assert split(f"{banner}\n\nIch komme.").own == "Ich komme."


@pytest.mark.parametrize(
    "line", ["", "Viele Grüße an alle 12 Kollegen", "Grüße", "Regards, Team 7", "best of all"]
)
def test_closing_of_line_with_figures_or_words_is_none(line: str) -> None:
    assert closing_of(line) == ("grüße" if line == "Grüße" else "")
