"""What is fetched of a large mail, and how it is put together again."""

from __future__ import annotations

from typing import Any

import pytest

from mailbot.mailbox.parts import ALL_OCTETS, MOST_PARTS, PART_OCTETS, NoPlan, assembled, items, plan
from mailbot.message import parse

TEXT = (b"TEXT", b"PLAIN", (b"CHARSET", b"utf-8"), None, None, b"7BIT", 10, 1)


def file(size: int) -> tuple[Any, ...]:
    return (b"APPLICATION", b"PDF", None, None, None, b"BASE64", size)


def mixed(*parts: Any, boundary: bytes = b"x") -> tuple[Any, ...]:
    """As IMAPClient reads it (RFC 9051, 7.5.2)."""
    return (list(parts), b"MIXED", (b"BOUNDARY", boundary), None, None)


def test_plan_takes_text_and_what_is_small_and_leaves_the_rest() -> None:
    root = plan(mixed(mixed(TEXT, file(100)), file(PART_OCTETS + 1)))

    assert items(root) == [
        "BODY.PEEK[HEADER]",
        "BODY.PEEK[1.MIME]",
        "BODY.PEEK[1.1.MIME]",
        "BODY.PEEK[1.1]",
        "BODY.PEEK[1.2.MIME]",
        "BODY.PEEK[1.2]",
        "BODY.PEEK[2.MIME]",
    ]


def test_plan_takes_the_beginning_of_a_long_text_or_mail() -> None:
    long = (*TEXT[:6], PART_OCTETS + 1, 9)
    mail = (b"message", b"rfc822", None, None, None, b"7BIT", PART_OCTETS + 1, None, None, 9)

    assert items(plan(mixed(long, mail)))[2::2] == [
        f"BODY.PEEK[1]<0.{PART_OCTETS}>",
        f"BODY.PEEK[2]<0.{PART_OCTETS}>",
    ]


def test_plan_takes_text_before_files_and_no_more_than_is_allowed() -> None:
    files = [file(PART_OCTETS)] * 9
    root = plan(mixed(*files, (*TEXT[:6], PART_OCTETS, 9)))
    taken = [section for section in root.walk() if section.octets]

    assert sum(section.octets for section in taken) == ALL_OCTETS
    assert taken[-1].text


@pytest.mark.parametrize(
    "structure",
    [
        TEXT,
        None,
        (),
        mixed(),
        ([TEXT], b"MIXED", None, None),
        mixed(*[TEXT] * MOST_PARTS),
        ([None], b"MIXED"),
    ],
)
def test_plan_that_cannot_be_made_is_told(structure: Any) -> None:
    with pytest.raises(NoPlan):
        plan(structure)


def test_plan_too_deep_is_told() -> None:
    structure: Any = TEXT
    for _ in range(50):
        structure = mixed(structure)
    with pytest.raises(NoPlan):
        plan(structure)


def test_assembled_keeps_text_and_names_what_was_left_out() -> None:
    root = plan(mixed(TEXT, file(PART_OCTETS + 1)))
    answer = {
        b"BODY[HEADER]": b"From: a@x.test\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n",
        b"BODY[1.MIME]": b"Content-Type: text/plain; charset=utf-8\r\n\r\n",
        b"BODY[1]": "Grüße".encode(),
        b"BODY[2.MIME]": b"Content-Type: application/pdf; name=Film.pdf\r\n\r\n",
    }
    message = parse(assembled(root, answer))

    assert (message.plain, message.defects) == ("Grüße", ())
    assert [(a.filename, a.size) for a in message.attachments] == [("Film.pdf", PART_OCTETS + 1)]
    for missing in answer:
        with pytest.raises(NoPlan):
            assembled(root, {item: value for item, value in answer.items() if item != missing})
