"""A mail of ours as bytes: headers, structure, 7-bit safety, and the same bytes every time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.decision.model import Line
from mailbot.delivery.mime import Content, tree
from mailbot.envelope import Notice
from tests.unit.delivery.sample_office import (
    ANNA,
    EVENT,
    NOW,
    SENDER,
    WAITING,
    composer,
    notification,
    parsed,
    typical,
)

COMPOSER = composer()
CASE = notification(Notice.CONFIRMATION, Line(ANNA))


def test_headers_tell_who_what_and_that_a_machine_wrote() -> None:
    message = COMPOSER.compose(CASE, NOW)
    read = parsed(message)
    assert str(read["From"]) == '"Büro für Bildung, Musterstadt" <bildung@musterstadt.example>'
    assert str(read["To"]) == "Sabine Müller <sabine@diakonie.example>"
    assert str(read["Subject"]) == "Anmeldung bestätigt – Dritte Tagung, 15. April" == message.subject
    assert parsedate_to_datetime(read["Date"]) == NOW
    assert read["Message-ID"] == "<mailbot.abc123.confirmation@musterstadt.example>" == message.message_id
    assert read["In-Reply-To"] == "<question@diakonie.example>"
    assert read["References"] == "<first@diakonie.example> <question@diakonie.example>"
    assert read["Auto-Submitted"] == "auto-replied"
    assert read["X-Auto-Response-Suppress"] == "All"
    assert read["X-Mailbot-Notice"] == "confirmation"
    assert read["X-Mailbot-Reference"] == "K7MQ-3XTP"
    assert read["Content-Language"] == "de"
    assert read["Precedence"] is None
    assert (message.mail_from, message.rcpt_to) == (SENDER.email, CASE.to)
    assert read.defects == []


@pytest.mark.parametrize("notice", list(Notice))
def test_auto_submitted_tells_replies_from_mails_that_answer_nothing(notice: Notice) -> None:
    unasked = {Notice.PROMOTION, Notice.REMINDER, Notice.ANNOUNCEMENT, Notice.DIGEST, Notice.ALARM}
    read = parsed(COMPOSER.compose(notification(notice), NOW))
    assert read["Auto-Submitted"] == ("auto-generated" if notice in unasked else "auto-replied")


def test_promotion_without_a_mail_to_answer_has_no_threading_headers() -> None:
    case = notification(Notice.PROMOTION, Line(ANNA, before=WAITING), in_reply_to="", references=())
    read = parsed(COMPOSER.compose(case, NOW))
    assert read["In-Reply-To"] is None
    assert read["References"] is None


def test_structure_is_mixed_with_alternatives_and_file_where_there_is_a_calendar_entry() -> None:
    read = parsed(COMPOSER.compose(CASE, NOW))
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    assert [part.get_filename() for part in read.iter_attachments()] == ["event.ics"]


def test_structure_is_plain_alternative_where_there_is_none() -> None:
    read = parsed(COMPOSER.compose(notification(Notice.LATE), NOW))
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize("number", range(len(typical("en"))))
def test_bytes_are_seven_bit_lines_of_legal_length_ending_in_crlf(number: int) -> None:
    data = COMPOSER.compose(typical("en")[number], NOW).data
    assert data.isascii()
    assert data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r")
    assert max(map(len, data.split(b"\r\n"))) <= 78


def test_same_notification_and_moment_give_the_same_bytes() -> None:
    assert COMPOSER.compose(CASE, NOW) == composer().compose(CASE, NOW)


def test_other_key_gives_other_identifier_and_boundaries() -> None:
    one, two = (COMPOSER.compose(replace(CASE, key=key), NOW) for key in ("a", "b"))
    assert one.message_id != two.message_id
    assert parsed(one).get_boundary() != parsed(two).get_boundary()


@pytest.mark.parametrize("key", ["a b", "a@b", "a>\r\nBcc: x@y", "ключ", "", "x" * 300, "a..b", "\ud800"])
def test_message_id_is_safe_and_unlike_others_whatever_the_key(key: str) -> None:
    message = COMPOSER.compose(replace(CASE, key=key), NOW)
    assert re.fullmatch(r"<mailbot\.[A-Za-z0-9._-]{1,120}@musterstadt\.example>", message.message_id)
    assert ".." not in message.message_id
    assert message.message_id != COMPOSER.compose(replace(CASE, key=key + "!"), NOW).message_id


def test_identifiers_longer_than_a_line_stay_whole() -> None:
    long = tuple(f"<{'x' * 150}{n}@outlook.example>" for n in range(40))
    data = COMPOSER.compose(replace(CASE, references=long, in_reply_to=long[-1]), NOW).data
    read = message_from_bytes(data)
    kept = str(read["References"]).split()
    assert kept == [long[0], *long[-19:]]
    assert str(read["In-Reply-To"]).strip() == long[-1]
    assert max(map(len, data.split(b"\r\n"))) <= 998


def test_threading_headers_drop_what_is_no_identifier() -> None:
    case = replace(CASE, references=("<a@b>\r\nBcc: <c d@e>", "garbage"), in_reply_to="<[foo@bar> bla")
    data = COMPOSER.compose(case, NOW).data
    assert b"References: <a@b> <[foo@bar>\r\n" in data
    assert b"Bcc" not in data


def test_domain_beyond_ascii_is_written_in_its_ascii_form() -> None:
    message = COMPOSER.compose(replace(CASE, to="sabine@müller.example"), NOW)
    assert message.rcpt_to == "sabine@xn--mller-kva.example"
    assert b"<sabine@xn--mller-kva.example>" in message.data


def test_local_part_beyond_ascii_is_left_to_smtputf8() -> None:
    message = COMPOSER.compose(replace(CASE, to="jürgen@diakonie.example"), NOW)
    assert message.rcpt_to == "jürgen@diakonie.example"
    assert "<jürgen@diakonie.example>".encode() in message.data


@given(name=st.text(max_size=120))
@settings(max_examples=80, deadline=None)
def test_display_name_survives_or_is_cleaned_and_never_breaks_out(name: str) -> None:
    data = COMPOSER.compose(notification(Notice.LATE, to_name=name), NOW).data
    read = message_from_bytes(data)
    assert str(make_header(decode_header(read["To"]))).endswith("<sabine@diakonie.example>") or (
        read["To"] == "sabine@diakonie.example"
    )
    assert len(read.get_all("To") or []) == 1
    assert read["Bcc"] is None
    assert max(map(len, data.split(b"\r\n"))) <= 78


@given(title=st.text(min_size=1, max_size=200).filter(lambda t: bool(t.strip())))
@settings(max_examples=80, deadline=None)
def test_subject_is_one_line_whatever_the_event_is_called(title: str) -> None:
    message = composer(replace(EVENT, title=title)).compose(notification(Notice.LATE), NOW)
    read = message_from_bytes(message.data)
    assert str(make_header(decode_header(read["Subject"]))) == message.subject
    assert not re.search(r"[\x00-\x1f]", message.subject)


def test_languages_of_the_letter_are_declared() -> None:
    read = parsed(COMPOSER.compose(replace(CASE, language="en"), NOW))
    assert read["Content-Language"] == "en, de"


def test_date_is_the_moment_given() -> None:
    later = NOW + timedelta(days=2)
    assert parsedate_to_datetime(parsed(COMPOSER.compose(CASE, later))["Date"]) == later


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
    | st.text(" \t=.\r\näж-_F", max_size=400)
)
def test_text_comes_out_as_it_went_in_whatever_it_is(text: str) -> None:
    content = Content("Anmeldung", text, f"<p>{text}", ("de",))
    data = tree("key", content)
    mail = message_from_bytes(data, policy=SMTP)
    assert isinstance(mail, EmailMessage)
    plain, html = mail.iter_parts()
    lines = b"\n".join(text.encode().splitlines()) + b"\n"

    coded = plain.get_payload(decode=True)
    assert isinstance(coded, bytes)
    assert coded.replace(b"\r\n", b"\n") == lines
    assert (html.get_content_type(), html.get_content_charset()) == ("text/html", "utf-8")
    assert all(len(line) <= 76 or line.startswith(b"Content-") for line in data.split(b"\r\n"))
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
