"""Address lists as people and programs write them."""

from datetime import UTC, datetime

import pytest

from mailbot.message.addresses import date_of, message_ids, parse_addresses
from mailbot.message.limits import MAX_ADDRESSES


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"Anna <a@b.de>", [("Anna", "a@b.de")]),
        (b'"=?utf-8?Q?M=C3=BCller=2C_Anna?=" <a@b.de>, x@y', [("Müller, Anna", "a@b.de"), ("", "x@y")]),
        (
            "Müller, Anna <a@b.de>, Weber, Jan <j@w.de>".encode(),
            [("Müller, Anna", "a@b.de"), ("Weber, Jan", "j@w.de")],
        ),
        (b"MAILER-DAEMON@x (Mail Delivery System)", [("Mail Delivery System", "MAILER-DAEMON@x")]),
        (b"foo , <x@", [("", "x@")]),
        (b"undisclosed-recipients:;", []),
        (b'Team: a@b, "c, d" <e@f>;', [("", "a@b"), ("c, d", "e@f")]),
        (b"<@a,@b:joe@x.de>", [("", "joe@x.de")]),
        (b'"unbalanced <a@b.de>, c@d.de', [("unbalanced", "a@b.de"), ("", "c@d.de")]),
        (b"=?utf-8?B?QW5uYSA8YW5uYUB4LmRlPg==?=", [("Anna", "anna@x.de")]),
        (b"MAILER-DAEMON", [("", "MAILER-DAEMON")]),
        (b"'Anna' <a@b>", [("Anna", "a@b")]),
        (b'"a\\"b" <a@b>', [('a"b', "a@b")]),
        (b'"a@b.de" <a@b.de>', [("a@b.de", "a@b.de")]),
        (b"", []),
    ],
)
def test_parse_addresses_of_list(raw: bytes, found: list[tuple[str, str]]) -> None:
    assert [(address.name, address.email) for address in parse_addresses(raw)] == found


def test_parse_addresses_too_many_are_cut() -> None:
    assert len(parse_addresses(b"a@b," * (MAX_ADDRESSES + 50))) == MAX_ADDRESSES


@pytest.mark.parametrize(
    "text", ["", "gestern", "Fri, 99 Xyz 2021", "Fri, 31 Dec 9999 23:59 -2359", "Fri, 03 Sep 2021 25:61"]
)
def test_date_of_nonsense_is_none(text: str) -> None:
    assert date_of(text) is None


def test_date_of_without_offset_is_utc() -> None:
    assert date_of("Fri, 03 Sep 2021 10:12:00 -0000") == datetime(2021, 9, 3, 10, 12, tzinfo=UTC)


def test_message_ids_keeps_order_and_drops_words() -> None:
    assert message_ids("Your message of Friday <a@b> <c@d>") == ("<a@b>", "<c@d>")
