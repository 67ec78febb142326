"""Notices about delivery, by report, by field, by text, and what is none."""

import pytest

from mailbot.message import parse
from mailbot.message.model import AutomaticKind, Bounce
from tests.unit.message.mails import mail, multipart, part

OURS = "From: office@example.net\r\nMessage-ID: <mailbot.7@example.net>\r\n\r\nGuten Tag"


def report(*fields: str, returned: str = "message/rfc822", original: str = OURS) -> bytes:
    status = "Reporting-MTA: dns; mx.example.org\r\n\r\n" + "\r\n".join(fields) + "\r\n"
    parts = (part("text/plain", "text"), part("message/delivery-status", status), part(returned, original))
    return multipart(
        "report", *parts, parameters="; report-type=delivery-status", From="MAILER-DAEMON@example.org"
    )


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_parse_report_of_failure(returned: str) -> None:
    data = report(
        "Final-Recipient: rfc822; jan@example.org",
        "Action: failed",
        "Status: 5.1.1 (no such user)",
        "Diagnostic-Code: smtp; 550 5.1.1 unknown",
        returned=returned,
    )
    message = parse(data)

    assert message.bounce == Bounce(
        ("jan@example.org",), True, "5.1.1", "550 5.1.1 unknown", "<mailbot.7@example.net>"
    )
    assert message.automatic.kind is AutomaticKind.BOUNCE
    assert message.forwarded == ()


def test_parse_report_of_delay_is_not_permanent() -> None:
    message = parse(report("Final-Recipient: rfc822;jan@example.org", "Action: delayed", "Status: 4.4.1"))

    assert message.bounce is not None
    assert not message.bounce.permanent
    assert message.automatic.kind is AutomaticKind.DELAY


def test_parse_report_of_two_recipients_failure_counts_before_delay() -> None:
    delayed = "Final-Recipient: rfc822;a@example.org\r\nAction: delayed\r\nStatus: 4.4.1\r\n"
    message = parse(
        report(delayed, "Final-Recipient: rfc822;b@example.org", "Action: failed", "Status: 5.2.2")
    )

    assert message.bounce is not None
    assert (message.bounce.permanent, message.bounce.status) == (True, "5.2.2")
    assert set(message.bounce.recipients) == {"a@example.org", "b@example.org"}


def test_parse_report_of_success_is_automatic_and_no_bounce() -> None:
    message = parse(report("Final-Recipient: rfc822;a@example.org", "Action: delivered", "Status: 2.0.0"))

    assert message.bounce is None
    assert message.automatic.kind is AutomaticKind.MACHINE


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Unzustellbar: Ihre Anmeldung",
            "Ihre Nachricht hat einige oder alle Empfänger nicht erreicht.\n\njan@example.org\n550 5.1.1",
        ),
        (
            "Mail delivery failed: returning message to sender",
            "The following address(es) failed:\n\n  jan@example.org\n    550 5.1.1 unknown",
        ),
        (
            "failure notice",
            "Hi. This is the qmail-send program at example.org.\n\n<jan@example.org>:\n550 5.1.1",
        ),
        (
            "Mail konnte nicht zugestellt werden",
            "Ihre E-Mail an jan@example.org konnte nicht zugestellt werden: 550 5.1.1",
        ),
        ("Undelivered Mail Returned to Sender", "<jan@example.org>: host mx said: 550 5.1.1 user unknown"),
    ],
)
def test_parse_bounce_by_text_of_a_mail_server(subject: str, text: str) -> None:
    for sender in ({"From": "postmaster@example.com"}, {"Return-Path": "<>"}):
        bounce = parse(mail(text, Subject=subject, **sender)).bounce

        assert bounce is not None
        assert (bounce.recipients, bounce.permanent, bounce.status) == (("jan@example.org",), True, "5.1.1")


def test_parse_bounce_by_field_of_failed_recipients() -> None:
    data = mail(
        "x", From="postmaster@example.com", **{"X-Failed-Recipients": "jan@example.org, a@example.org"}
    )
    bounce = parse(data).bounce

    assert bounce is not None
    assert bounce.recipients == ("jan@example.org", "a@example.org")


def test_parse_bounce_without_report_finds_our_message_in_its_text() -> None:
    text = "jan@example.org nicht zustellbar.\n\n--- Kopie ---\nMessage-ID: <mailbot.7@example.net>"
    bounce = parse(mail(text, Subject="Unzustellbar", Return_Path="<>")).bounce

    assert bounce is not None
    assert bounce.original_message_id == "<mailbot.7@example.net>"


@pytest.mark.parametrize(
    "fields",
    [
        {"Subject": "Re: Unzustellbar"},
        {"Subject": "WG: Undelivered Mail Returned to Sender"},
        {"Subject": "Meine Mail kam zurück"},
    ],
)
def test_parse_bounce_that_a_person_quotes_is_none(fields: dict[str, str]) -> None:
    text = "Kam nicht an:\n\n> konnte nicht zugestellt werden\n> 550 5.1.1 jan@example.org user unknown"

    assert parse(mail(text, **fields)).bounce is None


def test_parse_bounce_of_an_odd_form_is_left_to_the_collection() -> None:
    text = "--------Message not delivered to:\r\n\r\n<jan@example.org>\r\n"
    data = mail(
        f"   ----- The following addresses had permanent fatal errors -----\n<jan@example.org>\n{text}",
        From="MAILER-DAEMON@x.example",
    )

    bounce = parse(data).bounce
    assert bounce is not None
    assert "jan@example.org" in bounce.recipients
