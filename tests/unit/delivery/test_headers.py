"""Header fields: encoding, folding, quoting, and refusal of what would break out of a field."""

from __future__ import annotations

from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.delivery import headers
from mailbot.message.model import Address


@pytest.mark.parametrize("value", ["a\r\nBcc: x@y", "a\nb", "a\rb", "a\x00b"])
def test_field_refuses_control_characters(value: str) -> None:
    with pytest.raises(ValueError, match="control character in header field Subject"):
        headers.field("Subject", value)


def test_field_folds_at_spaces_only() -> None:
    folded = headers.field("References", " ".join(f"<{n}{'x' * 30}@a>" for n in range(3)))
    assert folded == f"References: <0{'x' * 30}@a>\r\n <1{'x' * 30}@a> <2{'x' * 30}@a>\r\n"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Anna Beispiel", "Anna Beispiel <a@b.example>"),
        ("Beispiel, Anna", '"Beispiel, Anna" <a@b.example>'),
        ('An "na" \\', '"An \\"na\\" \\\\" <a@b.example>'),
        ("Ännchen", "=?utf-8?q?=C3=84nnchen?= <a@b.example>"),
        ("=?utf-8?q?x?=", "=?utf-8?b?PT91dGYtOD9xP3g/PQ==?= <a@b.example>"),
        (" ", "a@b.example"),
    ],
)
def test_mailbox_quotes_and_encodes_the_name(name: str, shown: str) -> None:
    assert headers.mailbox(Address(name, "a@b.example")) == shown


@pytest.mark.parametrize("domain", ["mü..example", "ü" * 80 + ".example"])
def test_domain_without_ascii_form_stands_as_it_is(domain: str) -> None:
    assert headers.ascii_domain(f"a@{domain}") == domain


def test_identifiers_are_kept_once_in_order() -> None:
    assert headers.identifiers("<b@x> <a@x>", "<b@x>", "junk <c@x") == ("<b@x>", "<a@x>")


def test_message_id_keeps_a_plain_key_readable() -> None:
    assert headers.message_id("0123abcd.confirmation", "a@müller.example") == (
        "<mailbot.0123abcd.confirmation@xn--mller-kva.example>"
    )


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_any_text_comes_out_as_it_went_in(value: str) -> None:
    coded = headers.text(value)

    assert str(make_header(decode_header(coded))) == value or (coded == value and value.isascii())
    assert coded.isascii()
    assert all(len(word) <= 75 for word in coded.split(" ")) or coded == value
    for word in (w for w in coded.split(" ") if w.startswith("=?utf-8?") and coded != value):
        (octets, charset) = decode_header(word)[0]
        assert isinstance(octets, bytes)
        assert octets.decode(charset or ""), "no character is cut in two"
