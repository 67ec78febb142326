"""Fields, encoded words and parameters."""

import pytest

from mailbot.message.headers import decode_base64, decode_text, parse_fields, parse_parameters
from mailbot.message.limits import MAX_FIELDS, MAX_HEADER, MAX_LINE


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"=?utf-8?q?a=0D=0ABcc:_x@y?=", "a Bcc: x@y"),
        (b"=?utf-8?Q?M=C3?= =?utf-8?Q?=BCller?=", "Müller"),
        (b"=?utf-8?B?w7xi?=   =?iso-8859-1?Q?=FC?= ok", "übü ok"),
        (b"=?foo-8?Q?M=FCller?= x", "Müller x"),
        (b"Re: =?utf-8?q?a?= b", "Re: a b"),
        (b"=?utf-8?q?a?==?utf-8?q?b?=", "ab"),
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("latin-1"), "Grüße"),
        (b"=?utf-8*de?q?=C3=BC?=", "ü"),
        ("a\u202eb\u200bc".encode(), "a b c"),
        (b"=?utf-8?q?never closed", "=?utf-8?q?never closed"),
        (b"=?utf-8?q?why?not?=", "why?not"),
    ],
)
def test_decode_text_of_field(raw: bytes, shown: str) -> None:
    assert decode_text(raw) == shown


@pytest.mark.parametrize(
    ("raw", "octets"),
    [
        (b"SGFsbG8=", b"Hallo"),
        (b"SGFs\r\nbG8", b"Hallo"),
        (b"S*G-F_sbG8=", b"Hallo"),
        (b"SGFsbG8=\r\n--\r\nlist footer", b"Hallo"),
        (b"SGFsbG8A=", b"Hallo\0"),
        (b"", b""),
        (b"A", b""),
        (b"SGFs=bG8", b"Hal"),
    ],
)
def test_decode_base64_damaged(raw: bytes, octets: bytes) -> None:
    assert decode_base64(raw) == octets


def test_parse_fields_folded_value_is_unfolded() -> None:
    fields, body, defects = parse_fields(b"Subject: one\r\n two\r\n\tthree\r\nTo: x\r\n\r\nbody")

    assert fields.text("subject") == "one two three"
    assert fields.text("to") == "x"
    assert body == len(b"Subject: one\r\n two\r\n\tthree\r\nTo: x\r\n\r\n")
    assert defects == ()


def test_parse_fields_mbox_line_is_passed_over() -> None:
    fields, _body, defects = parse_fields(b"From a@b Fri Sep 3\nSubject: x\n\nbody")

    assert fields.text("subject") == "x"
    assert defects == ()


def test_parse_fields_garbage_between_fields_is_a_defect() -> None:
    fields, _body, defects = parse_fields(b"Subject: x\nno field here\nTo: y\n\nbody")

    assert (fields.text("subject"), fields.text("to")) == ("x", "y")
    assert defects == ("line without a field name in the header",)


def test_parse_fields_without_empty_line_begins_the_body() -> None:
    data = b"Subject: x\nHallo Welt\nnoch eine Zeile"
    _fields, body, defects = parse_fields(data)

    assert data[body:] == b"Hallo Welt\nnoch eine Zeile"
    assert defects == ("header without an empty line after it",)


def test_parse_fields_too_long_stops_and_finds_the_body() -> None:
    data = b"X: y\n" * (MAX_FIELDS + 10) + b"\nbody"
    fields, body, defects = parse_fields(data)

    assert len(fields.items) <= MAX_FIELDS + 1
    assert data[body:] == b"body"
    assert defects == ("header too long",)


def test_parse_fields_one_giant_field_is_a_defect() -> None:
    assert parse_fields(b"X: " + b"y" * (MAX_HEADER + 1) + b"\n\nbody")[2] == ("header too long",)


@pytest.mark.parametrize(
    ("raw", "token", "parameters"),
    [
        (b"text/plain; charset=utf-8", "text/plain", {"charset": "utf-8"}),
        (b'Text/Plain ; Charset="a;b\\"c"', "text/plain", {"charset": 'a;b"c'}),
        (b"a; filename*0*=utf-8''%e4%bd%a0; filename*1=\"b.pdf\"", "a", {"filename": "你b.pdf"}),
        (b"a; name==?utf-8?q?=C3=BC.pdf?=", "a", {"name": "ü.pdf"}),
        (b"a; filename*=iso-8859-1'de'M%FCller.pdf", "a", {"filename": "Müller.pdf"}),
        (b"a; b; ;; c=", "a", {"c": ""}),
        (b"", "", {}),
    ],
)
def test_parse_parameters_of_field(raw: bytes, token: str, parameters: dict[str, str]) -> None:
    assert parse_parameters(raw) == (token, parameters)


def test_text_of_a_field_is_cut_where_nobody_reads_on() -> None:
    fields, _, _ = parse_fields(b"Subject: " + b"x" * 100_000 + b"\r\n\r\n")

    assert len(fields.text("subject")) == MAX_LINE
