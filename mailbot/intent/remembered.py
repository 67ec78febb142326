"""Values by their keys, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

_MOST = 20_000
"""So many are remembered at most: mails bring ever new words."""


class Remembered(dict[str, Value]):
    """A dictionary that makes what it lacks; where it grows too large it begins anew.

    make: a pure function of the key, so that forgetting changes nothing.
    """

    def __init__(self, make: Callable[[str], Value]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> Value:
        if len(self) >= _MOST:
            self.clear()
        value = self[key] = self._make(key)
        return value
