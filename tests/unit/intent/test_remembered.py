"""What is made once stays, and never grows without end."""

from __future__ import annotations

from mailbot.intent import remembered
from mailbot.intent.remembered import Remembered


def test_value_is_made_once() -> None:
    made: list[str] = []

    def upper(key: str) -> str:
        made.append(key)
        return key.upper()

    known = Remembered(upper)

    assert [known["a"], known["b"], known["a"]] == ["A", "B", "A"]
    assert made == ["a", "b"]


def test_new_keys_without_end_are_forgotten_again() -> None:
    known = Remembered(len)
    for number in range(remembered._MOST + 5):
        assert known[str(number)] == len(str(number))

    assert len(known) == 5
