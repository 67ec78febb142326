"""The tree of parts, and what happens beyond the limits."""

import pytest

from mailbot.message.limits import MAX_DEPTH, MAX_PARTS
from mailbot.message.mime import parse_mail
from tests.unit.message.mails import mail, multipart, part


def types(data: bytes) -> list[str]:
    return [leaf.content_type for leaf in parse_mail(data)[0].walk() if not leaf.parts]


def test_parse_mail_nested_multiparts() -> None:
    inner = multipart("alternative", part("text/plain", "a"), part("text/html", "b")).replace(
        b"=cut", b"=cut-2"
    )
    data = multipart("mixed", inner, part("application/pdf", "c"))

    assert types(data) == ["text/plain", "text/html", "application/pdf"]


def test_parse_mail_boundary_that_begins_like_another() -> None:
    body = b"--a\n\none\n--a-b\nstill one\n--a\n\ntwo\n--a--\nepilogue"
    root, defects = parse_mail(mail(body, Content_Type="multipart/mixed; boundary=a"))

    assert [leaf.octets().replace(b"\r", b"") for leaf in root.parts] == [b"one\n--a-b\nstill one", b"two"]
    assert defects == ()


@pytest.mark.parametrize(
    "header", ["multipart/mixed", "multipart/mixed; boundary=wrong", 'multipart/mixed; boundary=""']
)
def test_parse_mail_missing_boundary_is_guessed(header: str) -> None:
    root, defects = parse_mail(mail("--xyz\n\none\n--xyz\n\ntwo\n--xyz--\n", Content_Type=header))

    assert [leaf.octets() for leaf in root.parts] == [b"one", b"two"]
    assert defects == ("boundary missing",)


def test_parse_mail_multipart_without_parts_is_text() -> None:
    root, defects = parse_mail(mail("Hallo", Content_Type="multipart/mixed; boundary=x"))

    assert root.content_type == "text/plain"
    assert root.text() == "Hallo"
    assert "multipart without parts" in defects


def test_parse_mail_without_close_delimiter_ends_at_the_end() -> None:
    root, _defects = parse_mail(mail("--x\n\none\n--x\n\ntwo", Content_Type="multipart/mixed; boundary=x"))

    assert [leaf.octets() for leaf in root.parts] == [b"one", b"two"]


def test_parse_mail_too_deep_stops() -> None:
    data = b"inmost"
    for level in range(MAX_DEPTH + 20):
        data = f"Content-Type: multipart/mixed; boundary=b{level}x\n\n--b{level}x\n".encode() + data
    root, defects = parse_mail(data)

    depth, level_part = 0, root
    while level_part.parts:
        depth, level_part = depth + 1, level_part.parts[0]
    assert depth == MAX_DEPTH
    assert "parts nested too deep" in defects


def test_parse_mail_too_many_parts_stops() -> None:
    root, defects = parse_mail(
        mail("--x\n\na\n" * (MAX_PARTS + 50), Content_Type="multipart/mixed; boundary=x")
    )

    assert len(root.parts) == MAX_PARTS - 1
    assert "too many parts" in defects


def test_parse_mail_endless_rfc822_stops() -> None:
    assert "parts nested too deep" in parse_mail(b"Content-Type: message/rfc822\n\n" * 200)[1]


@pytest.mark.parametrize(
    ("encoding", "body", "octets"),
    [
        ("quoted-printable", "M=C3=BC=\nller =xy", "Müller =xy".encode()),
        ("base64", "SGFsbG8", b"Hallo"),
        ("x-uuencode", "begin 644 a\n%2&%L;&\\\n \nend", b"Hallo"),
        ("uuencode", "begin 644 a\n%2&%L;&\\                \n%~~~\nend", b"Hallo"),
        ("8BIT", "Hallo", b"Hallo"),
        ("invented", "Hallo", b"Hallo"),
    ],
)
def test_octets_of_transfer_encoding(encoding: str, body: str, octets: bytes) -> None:
    assert parse_mail(mail(body, Content_Transfer_Encoding=encoding))[0].octets() == octets


def test_parse_mail_with_carriage_returns_only() -> None:
    root, _defects = parse_mail(b"Subject: x\rTo: y\r\rHallo")

    assert root.fields.text("subject") == "x"
    assert root.text() == "Hallo"
