"""Octets under right, wrong, missing and unknown labels."""

import pytest

from mailbot.message.charset import codec, decode


@pytest.mark.parametrize(
    ("octets", "label", "text"),
    [
        ("Grüße".encode(), "utf-8", "Grüße"),
        ("Grüße".encode(), "iso-8859-1", "Grüße"),
        ("Grüße".encode(), "us-ascii", "Grüße"),
        ("Grüße".encode("latin-1"), "utf-8", "Grüße"),
        ("Grüße".encode("latin-1"), "", "Grüße"),
        ("Grüße".encode("latin-1"), "x-unknown", "Grüße"),
        ("„Grüße“ – 5 €".encode("cp1252"), "iso-8859-1", "„Grüße“ – 5 €"),
        ("Привет, хочу записаться".encode("koi8-r"), "koi8-r", "Привет, хочу записаться"),
        ("Привет, хочу записаться".encode("cp1251"), "", "Привет, хочу записаться"),
        ("Привет, хочу записаться".encode("koi8-r"), "", "Привет, хочу записаться"),
        ("مرحبا".encode("cp1256"), "windows-1256", "مرحبا"),
        ("你好".encode("gb18030"), "gb2312", "你好"),
        ("こんにちは".encode("iso-2022-jp"), "iso-2022-jp", "こんにちは"),
        ("Grüße".encode("utf-16"), "utf-16", "Grüße"),
        ("Grüße".encode("utf-7"), "utf-7", "Grüße"),
        (b"+2AA-x", "utf-7", "\ufffdx"),
        (b"\xef\xbb\xbfHallo", "utf-8", "Hallo"),
        ("Ä Ö Ü ß".encode() + b"\xff", "utf-8", "Ä Ö Ü ß\ufffd"),
    ],
)
def test_decode_under_label(octets: bytes, label: str, text: str) -> None:
    assert decode(octets, label) == text


@pytest.mark.parametrize(
    "label",
    ["zlib", "cp99999", "idna", "punycode", "rot13", "unicode_escape", "hex", "undefined", "mbcs", "../x"],
)
def test_codec_is_no_charset(label: str) -> None:
    assert codec(label) == ""
