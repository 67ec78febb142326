"""What is read of Rich Text Format, and that nothing in it does harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.message import parse
from mailbot.message.limits import MAX_SUGGESTION
from mailbot.message.rtf import rtf_text
from tests.unit.message.mails import multipart, part


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            r"Anmeldung\par Name: J\'fcrgen M\'fcller\par Workshop 2",
            "Anmeldung\nName: Jürgen Müller\nWorkshop 2",
        ),
        (r"{\b Name:} Ay\u351?e \u214?zt\u252?rk", "Name: Ayşe Öztürk"),
        (r"{\uc2\u1052\'cc\'cc}\u1080?\u1088?", "Мир"),
        (r"Name\cell Workshop\cell\row Anna\cell 3\cell\row", "Name\tWorkshop\t\nAnna\t3"),
        (r"{\fonttbl{\f0 Arial;}}{\*\generator Riched20;}{\info{\author Nobody}}Guten Tag", "Guten Tag"),
        (r"{\pict\pngblip 89504e470d0a}Foto: nein\~danke \endash  gern", "Foto: nein danke – gern"),
        (r"geschweift: \{a\} und \\b", r"geschweift: {a} und \b"),
    ],
)
def test_rtf_text_of_what_is_shown(body: str, text: str) -> None:
    assert rtf_text(b"{\\rtf1\\ansi\\ansicpg1252 " + body.encode("ascii") + b"}") == text


def test_rtf_text_in_another_charset() -> None:
    assert rtf_text(b"{\\rtf1\\ansicpg1251 \\'cc\\'e8\\'f0}") == "Мир"


@pytest.mark.parametrize(
    "data", [b"", b"{\\rtf", b"%PDF-1.4", b"{\\rtf1" + b"{" * 100_000, b"{\\rtf1\\u99999999 x}"]
)
def test_rtf_text_of_damaged_files_is_short(data: bytes) -> None:
    assert len(rtf_text(data)) < 10


def test_rtf_text_is_limited() -> None:
    assert len(rtf_text(b"{\\rtf1 " + b"a\\par " * 2_000_000)) <= MAX_SUGGESTION


@given(st.binary(max_size=200))
def test_rtf_text_of_any_bytes(data: bytes) -> None:
    rtf_text(b"{\\rtf1" + data).encode()


def test_parse_suggests_the_text_of_an_rtf_attachment() -> None:
    message = parse(
        multipart(
            "mixed",
            part("text/plain", "anbei meine Anmeldung"),
            part("application/octet-stream; name=anmeldung.rtf", r"{\rtf1 Workshop 2\par Anna Vogel}"),
        )
    )

    assert [a.text for a in message.attachments] == ["Workshop 2\nAnna Vogel"]
