"""Who wrote it: strong signs, weak signs, and people who only look like machines."""

import pytest

from mailbot.message import parse
from mailbot.message.model import AutomaticKind, Sign
from tests.unit.message.mails import mail, multipart, part

ABSENT = {
    "de": "ich bin bis einschließlich 1. Oktober nicht im Büro. Ihre Nachricht wird nicht weitergeleitet.",
    "en": "I am out of the office until 1 October. For urgent matters please contact my colleague.",
    "fr": "Je suis absent du bureau jusqu'au 1er. En cas d'urgence, merci de contacter le secrétariat.",
    "es": "Estoy de vacaciones hasta el 1 de octubre. En caso de urgencia llame a la oficina.",
    "pl": "Jestem nieobecny do 1 października. W pilnych sprawach proszę o kontakt z biurem.",
    "ru": "Я нахожусь в отпуске до 1 октября. По срочным вопросам обращайтесь к коллегам.",
    "uk": "Я у відпустці до 1 жовтня. Після повернення відповім.",
    "tr": "1 Ekim'e kadar izindeyim. Acil durumlarda ofisi arayın.",
    "ar": "أنا خارج المكتب حتى ١ أكتوبر. للأمور العاجلة يرجى الاتصال بالمكتب.",
    "it": "Sono in ferie fino al 1 ottobre. Per urgenze chiamare l'ufficio.",
    "nl": "Ik ben afwezig tot 1 oktober. In dringende gevallen belt u het kantoor.",
}


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"Auto-Submitted": "auto-replied"}, AutomaticKind.AUTO_REPLY),
        ({"Auto-Submitted": "auto-generated (comment)"}, AutomaticKind.MACHINE),
        ({"Return-Path": "<>"}, AutomaticKind.AUTO_REPLY),
        ({"X-Autoreply": "yes"}, AutomaticKind.AUTO_REPLY),
        ({"Precedence": "auto_reply"}, AutomaticKind.AUTO_REPLY),
        ({"From": "Mail Delivery System <MAILER-DAEMON@example.org>"}, AutomaticKind.MACHINE),
        ({"Subject": "Automatische Antwort: Ihre Anmeldung"}, AutomaticKind.OUT_OF_OFFICE),
        ({"Subject": "Out of Office: AW: x"}, AutomaticKind.OUT_OF_OFFICE),
        ({"List-Unsubscribe": "<https://example.org/u>", "Precedence": "bulk"}, AutomaticKind.MAILING_LIST),
        ({"X-Mailbot-Notice": "confirmation"}, AutomaticKind.OWN),
        ({"Message-ID": "<mailbot.1@example.net>"}, AutomaticKind.OWN),
        ({"From": "office@example.net"}, AutomaticKind.OWN),
    ],
)
def test_parse_strong_sign(fields: dict[str, str], kind: AutomaticKind) -> None:
    automatic = parse(mail("Hallo", **fields), frozenset({"office@example.net"})).automatic

    assert (automatic.sign, automatic.kind) == (Sign.STRONG, kind)
    assert automatic.signs


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"List-Id": "<list.example.org>"}, AutomaticKind.MAILING_LIST),
        ({"Precedence": "bulk"}, AutomaticKind.MAILING_LIST),
        ({"List-Unsubscribe": "<https://example.org/u>", "Precedence": "list"}, AutomaticKind.MAILING_LIST),
        ({"X-Auto-Response-Suppress": "All"}, None),
        ({"From": "no-reply@example.org"}, AutomaticKind.MACHINE),
        ({"From": "Scanner <scan-eg@example.org>"}, AutomaticKind.MACHINE),
        ({"X-Mailer": "KONICA MINOLTA bizhub C258"}, AutomaticKind.MACHINE),
    ],
)
def test_parse_weak_sign(fields: dict[str, str], kind: AutomaticKind | None) -> None:
    automatic = parse(mail("Hallo", **fields)).automatic

    assert (automatic.sign, automatic.kind) == (Sign.WEAK, kind)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"Auto-Submitted": "no"},
        {"Auto-Submitted": "No; comment"},
        {"Return-Path": "<anna@example.org>"},
        {"X-Autoreply": "no"},
        {"Subject": "AW: Automatische Antwort: x"},
        {"Subject": "Abwesenheit meiner Kollegin am 7.10."},
        {"Subject": "Gelesen: Ihr Programm, ich komme"},
        {"Precedence": "normal"},
        {"From": "Systemische Beratung <systemisch@example.org>"},
    ],
)
def test_parse_person_has_no_sign(fields: dict[str, str]) -> None:
    assert parse(mail("Ich melde mich an, Workshop 2.", **fields)).automatic.sign is Sign.NONE


@pytest.mark.parametrize("text", ABSENT.values(), ids=ABSENT)
def test_parse_absence_by_text_alone_is_weak(text: str) -> None:
    automatic = parse(
        mail(f"Guten Tag,\n\n{text}", Subject="Re: x", Content_Type="text/plain; charset=utf-8")
    ).automatic

    assert (automatic.sign, automatic.kind) == (Sign.WEAK, AutomaticKind.OUT_OF_OFFICE)


def test_parse_absence_that_says_it_is_automatic_is_strong() -> None:
    text = "Dies ist eine automatische Antwort. Ich bin im Urlaub."

    assert parse(mail(text)).automatic.sign is Sign.STRONG


@pytest.mark.parametrize(
    "text",
    [
        "Ich bin bis zum 20. im Urlaub und melde mich darum erst jetzt an: Workshop 2.",
        "Am 7.10. bin ich auf Dienstreise und komme nicht.",
        "In dringenden Fällen rufen Sie mich an. Ich nehme Workshop 1.",
    ],
)
def test_parse_absence_named_in_passing_is_no_sign(text: str) -> None:
    assert parse(mail(text)).automatic.sign is Sign.NONE


def test_parse_absence_in_the_quote_is_no_sign() -> None:
    quote = f"Am 02.09.21 um 10:11 schrieb Jan:\n> {ABSENT['de']}\n> Dies ist eine automatische Antwort."

    assert parse(mail(f"Workshop 2 bitte.\n\n{quote}")).automatic.sign is Sign.NONE


def test_parse_calendar_reply_is_automatic_and_request_is_not() -> None:
    for method, sign in (("REPLY", Sign.STRONG), ("REQUEST", Sign.NONE)):
        calendar = part(
            "text/calendar; charset=utf-8", f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nEND:VCALENDAR\r\n"
        )
        assert (
            parse(multipart("alternative", part("text/plain", "Bin dabei"), calendar)).automatic.sign is sign
        )


def test_parse_read_receipt_by_report_and_by_text() -> None:
    notification = part("message/disposition-notification", "Disposition: manual-action; displayed")
    report = multipart(
        "report", part("text/plain", "x"), notification, parameters="; report-type=disposition-notification"
    )
    text = mail("Ihre Nachricht wurde am 1.9.2021 gelesen.", Subject="Gelesen: Bestätigung")

    assert parse(report).automatic.kind is AutomaticKind.READ_RECEIPT
    assert parse(text).automatic.kind is AutomaticKind.READ_RECEIPT


def test_parse_challenge_is_found_by_its_text() -> None:
    text = "Please click here to deliver your message and verify that you are human."

    assert parse(mail(text)).automatic.kind is AutomaticKind.CHALLENGE
    assert parse(mail(text, Auto_Submitted="auto-replied")).automatic.sign is Sign.STRONG
