"""Flowed text (RFC 3676)."""

import pytest

from mailbot.message.flowed import unflow


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one \ntwo\nthree", "one two\nthree"),
        ("> a \n> b\nc", "> a b\nc"),
        (">> a \n> b", ">> a \n> b"),
        (" From here \nto there", "From here to there"),
        ("end \n-- \nAnna ", "end \n-- \nAnna "),
        ("", ""),
        ("\n\n", "\n\n"),
    ],
)
def test_unflow_lines(text: str, lines: str) -> None:
    assert unflow(text) == lines


def test_unflow_with_delsp_joins_without_space() -> None:
    assert unflow("你 \n好", delete_space=True) == "你好"
