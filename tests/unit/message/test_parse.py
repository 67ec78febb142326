"""The whole mail: which text is read, which fields come out, and that it is quick."""

import time
from datetime import timedelta

import pytest

from mailbot.message import parse, typed_into
from mailbot.message.limits import MAX_TEXT
from tests.unit.message.mails import html, mail, multipart, part

LONG = "Guten Tag, hiermit melde ich mich für den Fachtag an und nehme an Workshop 2 teil. " * 3


def test_parse_fields_of_a_mail() -> None:
    message = parse(
        mail(
            "Hallo",
            Return_Path="<bounces@example.org>",
            Reply_To="b@example.org",
            Cc="c@example.org, d@example.org",
            In_Reply_To="<a@b>",
            References="<z@b>\r\n <a@b>",
            **{"Authentication-Results": "mx.example.net; dmarc=pass", "X-Mailbot-Reference": "r"},
        )
    )

    assert (
        (message.sender.name, message.sender.email) == ("Anna Beispiel", "anna@example.org")
        if message.sender
        else ()
    )
    assert [address.email for address in message.reply_to + message.cc] == [
        "b@example.org",
        "c@example.org",
        "d@example.org",
    ]
    assert (message.in_reply_to, message.references) == (("<a@b>",), ("<z@b>", "<a@b>"))
    assert (message.message_id, message.return_path) == ("<one@example.org>", "bounces@example.org")
    assert message.date is not None
    assert message.date.utcoffset() == timedelta(hours=2)
    assert message.authentication_results == ("mx.example.net; dmarc=pass",)
    assert message.defects == ()


def test_parse_return_path_absent_and_null_differ() -> None:
    assert parse(mail()).return_path is None
    assert parse(mail(Return_Path="<>")).return_path == ""


def test_parse_two_senders_are_no_sender() -> None:
    assert parse(mail(From="a@x, b@x")).sender is None


def test_parse_subject_only_leaves_own_empty() -> None:
    assert parse(mail("", Subject="Anmeldung Anna, Workshop 2")).own == ""


def test_parse_plain_text_goes_before_html() -> None:
    data = multipart(
        "alternative",
        part("text/plain; charset=utf-8", LONG),
        part("text/html; charset=utf-8", f"<p>{LONG} X</p>"),
    )

    assert parse(data).own == LONG.strip()


@pytest.mark.parametrize(
    "stub",
    [
        "",
        "\n \n",
        "This message needs an HTML viewer.",
        "Guten Tag, hiermit",
        "Zur Ansicht: https://example.org/view",
    ],
)
def test_parse_plain_stub_gives_way_to_html(stub: str) -> None:
    data = multipart(
        "alternative", part("text/plain", stub), part("text/html; charset=utf-8", f"<p>{LONG}</p>")
    )

    assert parse(data).own == LONG.strip()


def test_parse_html_source_in_a_plain_part_is_read_as_html() -> None:
    assert parse(mail("<html><body><p>Workshop 2</p></body></html>")).own == "Workshop 2"


def test_parse_text_parts_follow_one_another() -> None:
    data = multipart("mixed", part("text/plain", "Eins"), part("image/png", "x"), part("text/plain", "Zwei"))

    assert parse(data).own == "Eins\n\nZwei"


def test_parse_table_that_plain_text_lost_is_kept() -> None:
    table = "<table><tr><td>Name<td>WS</tr><tr><td>Anna<td>2</tr></table>"
    quoted = "<table><tr><td>Titel<td>Nr</tr><tr><td>Alt<td>9</tr></table>"
    header = (
        "Von: Das Büro &lt;office@example.net&gt;<br>Gesendet: 2. September 2021 10:11<br>An: x<br>Betreff: y"
    )
    markup = f"<p>Es kommen:</p>{table}<div>{header}</div>{quoted}"
    data = multipart(
        "alternative",
        part("text/plain", "Es kommen:\n\nName\nWS\nAnna\n2"),
        part("text/html; charset=utf-8", markup),
    )

    assert parse(data).tables == ((("Name", "WS"), ("Anna", "2")),)
    assert parse(html(markup)).own == "Es kommen:\n\nName\tWS\nAnna\t2"


def test_parse_text_is_cleaned_of_what_nobody_sees() -> None:
    body = "Work\u00adshop\u200b\u00a02\u202e bitte\x07\u2028می\u200cخواهم"

    assert (
        parse(mail(body, Content_Type="text/plain; charset=utf-8")).own == "Workshop 2 bitte\nمی\u200cخواهم"
    )


def test_parse_lost_transfer_encoding_is_undone() -> None:
    body = "Ich m=C3=B6chte mich anmelden =\nund zwar f=C3=BCr =\nden Workshop =\nzwei."

    assert parse(mail(body)).own == "Ich möchte mich anmelden und zwar für den Workshop zwei."


def test_parse_links_behind_addresses_are_left_out() -> None:
    body = "anna@example.org<mailto:anna@example.org>, Tel. 1<tel:1>\nJan <mailto:jan@example.org>"

    assert parse(mail(body)).own == "anna@example.org, Tel. 1\nJan <mailto:jan@example.org>"


def test_parse_pgp_signed_text_is_read_without_its_armour() -> None:
    head = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"
    tail = "\n-----BEGIN PGP SIGNATURE-----\n\niQ==\n=ab\n-----END PGP SIGNATURE-----\n"

    assert parse(mail(f"{head}Workshop 2\n- - Anna{tail}")).own == "Workshop 2\n- Anna"


def test_parse_digest_is_the_same_for_a_second_delivery_only() -> None:
    first = parse(mail("Hallo", Received="by a")).digest

    assert first == parse(mail("Hallo", Received="by b", Return_Path="<x@y>")).digest
    assert first == parse(mail("Hallo").replace(b"\r\n", b"\n")).digest
    assert first != parse(mail("Hallo!")).digest
    assert first != parse(mail("Hallo", Message_ID="<two@example.org>")).digest
    without = parse(mail("Hallo", Message_ID=None)).digest
    assert without != first
    assert without != parse(mail("Hallo", Message_ID=None, Subject="x")).digest
    assert len(first) == 64


def test_parse_notice_of_our_own_mail() -> None:
    assert parse(mail(**{"X-Mailbot-Notice": "question"})).notice == "question"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"\x00" * 1000,
        b"From: " + b"<" * 10_000,
        b"Subject: " + b"=?utf-8?q?" * 20_000,
        b"To: " + b"a@b," * 50_000,
        b"To: " + b"(" * 100_000,
        b"\n" + b"> " * 200_000,
        b"\n" + b">\n" * 200_000,
        b"\n" + b"Am 1.1.2021 schrieb\n" * 20_000,
        b"\n" + b"Von: x\n" * 50_000,
        b"\n" + b"-- \n" * 100_000,
        b"\n" + "Viele Grüße\n\n".encode() * 40_000,
        b"\n" + b"_" * 500_000,
        b"\n" + b"a at a " * 100_000,
        b"\n" + b"0" * 500_000,
        b"Content-Type: text/html\n\n" + b"<table><tr><td>" * 60_000,
        b"Content-Type: text/html\n\n" + b"<" * 500_000,
        b"Content-Type: text/html\n\n<style>" + b".a{" * 100_000,
        b"Content-Type: text/html\n\n<style>" + b"/*" * 100_000,
        b"Content-Type: multipart/mixed; boundary=-\n\n" + b"--" * 200_000,
        b"Content-Type: multipart/mixed; boundary=-\n\n" + b"\n---\n" * 100_000,
        b"\nHallo\n\nLG\n\n" + b"a" * 300_000,
        b"\nHallo\n\nLG\n\n" + b"x\n\n" * 50_000,
        b"\nHallo\n\nLG\n" + b"x\n" * 50_000,
        b"\nHallo\n\nLG\n\n" + b"(https://" * 30_000,
        b"\nHallo\n\nLG\n\n" + b"a@" * 150_000,
        b"Content-Type: text/html\n\n<p style='a" + b" " * 300_000 + b"b'>x",
        b"Content-Type: text/html\n\n<style>none " + b"a" * 300_000,
        b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * 200_000,
        b"Content-Type: text/plain; " + b"a=b;" * 50_000,
        b'Content-Type: text/plain; x="' + b"\\" * 100_000,
    ],
    ids=lambda data: repr(data[:40]),
)
def test_parse_hostile_mail_in_time(data: bytes) -> None:
    started = time.process_time()
    message = parse(data)

    assert time.process_time() - started < 10
    assert len(message.plain) <= MAX_TEXT


@pytest.mark.parametrize(
    ("quoted", "found"),
    [
        ("Guten Tag,\nwelchen Workshop möchten Sie?\n\nDen zweiten!", "Den zweiten!"),
        ("Guten Tag,\n\nwelchen Workshop möchten\nSie?", ""),
        ("Guten Tag,\n\nwelchen Workshop möchten Sie? Nummer 3", "Nummer 3"),
        ("Von: Das Büro <x@y>\nGesendet: heute\nGuten Tag,\nWorkshop: 2", "Workshop: 2"),
        ("Am 2.9. schrieb Das Büro <office@example.net>:\nGuten Tag,", ""),
    ],
)
def test_typed_into_quote_of_ours(quoted: str, found: str) -> None:
    assert typed_into(quoted, "Guten Tag,\n\nwelchen Workshop möchten Sie?\n\nWorkshop:") == found
