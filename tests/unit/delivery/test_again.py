"""A mail of ours once more: as a copy, with other words; and mails that an organiser decided by hand."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

import pytest

from mailbot.decision.model import Line
from mailbot.delivery import sent_again
from mailbot.envelope import Notice, Status
from mailbot.message.model import Address
from tests.unit.delivery.sample_office import ANNA, NOW, composer, notification, parsed, text_of

LONG = f"<{'a' * 90}@mail.example>"
LATER = NOW + timedelta(days=2)
LANGUAGES = ("de", "en", "ar", "fa", "fr", "ru", "tr", "uk")


def test_copy_differs_in_name_date_and_recipient_only() -> None:
    first = composer().compose(
        notification(Notice.CONFIRMATION, Line(ANNA), in_reply_to=LONG, references=(LONG,)), NOW
    )

    copy = sent_again(first, "K7MQ.again.1", Address("Änne Bösel", "änne@example.org"), LATER)

    head, body = copy.data.split(b"\r\n\r\n", 1)
    fields = [line for line in head.split(b"\r\n") if line not in first.data.split(b"\r\n")]
    assert sorted(field.partition(b":")[0] for field in fields) == [b"Date", b"Message-ID", b"To"]
    assert body == first.data.split(b"\r\n\r\n", 1)[1]
    assert (copy.rcpt_to, copy.message_id) == (
        "änne@example.org",
        "<mailbot.K7MQ.again.1@musterstadt.example>",
    )
    read = message_from_bytes(copy.data, policy=policy.SMTPUTF8)
    assert read["Message-ID"] == copy.message_id
    assert parsedate_to_datetime(read["Date"]) == LATER
    assert read["In-Reply-To"] == LONG


def test_copy_to_the_same_address_keeps_the_line() -> None:
    first = composer().compose(notification(Notice.CONFIRMATION, Line(ANNA)), NOW)

    copy = sent_again(first, "again", Address("Somebody", first.rcpt_to), LATER)

    assert parsed(copy)["To"] == parsed(first)["To"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_reworded_mail_is_one_language_and_keeps_its_entry(language: str) -> None:
    first = composer().compose(notification(Notice.CONFIRMATION, Line(ANNA), language=language), NOW)

    again = composer().reword(first, "key", "Grüße\r\n\r\nBis bald")

    mail = parsed(again)
    assert text_of(again).split() == ["Grüße", "Bis", "bald"]
    assert mail["Content-Language"] == language
    assert [p.get_content_type() for p in mail.walk()] == [p.get_content_type() for p in parsed(first).walk()]
    assert again.message_id == first.message_id


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notice", [Notice.CHANGE, Notice.CANCELLATION])
def test_mail_by_hand_thanks_for_nothing_and_says_the_own_words(notice: Notice, language: str) -> None:
    after = replace(ANNA, status=Status.CANCELLED) if notice is Notice.CANCELLATION else ANNA
    line = Line(after, before=ANNA)
    said = [
        text_of(
            composer().compose(
                notification(notice, line, language=language, text="Eigene Worte.", by_hand=by_hand), NOW
            )
        )
        for by_hand in (True, False)
    ]

    openings = [text.split("\n\n")[1:3] for text in said]
    assert openings[0] != openings[1]
    assert ("Eigene Worte." in said[0], "Eigene Worte." in said[1]) == (True, False)


@pytest.mark.parametrize("subject", ["Frage", "AW: Re: Frage", "re:Frage"])
def test_answer_by_hand_has_the_subject_of_the_mail(subject: str) -> None:
    answer = notification(Notice.ANNOUNCEMENT, text="Ja.", subject=subject, by_hand=True)

    assert parsed(composer().compose(answer, NOW))["Subject"] == "Re: Frage"


def test_answer_by_hand_to_a_mail_without_subject_names_the_event() -> None:
    answer = notification(Notice.ANNOUNCEMENT, text="Ja.", subject="", by_hand=True)

    assert parsed(composer().compose(answer, NOW))["Subject"].startswith("Re: Dritte Tagung")
