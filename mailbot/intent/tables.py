"""Word lists in TOML, read quickly: cut at the keys, and a list is taken apart when it is asked for.

The files of this package hold hundreds of thousands of characters, of which one mail needs a few lists. They
keep to a small part of TOML (tables, strings without escapes, lists of them, whole numbers, true and false);
a text with anything else is read by `tomllib`, which also names what is wrong in it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

V = TypeVar("V")

_PIECE = re.compile(
    r"""[ \t]*+(?:\#[^\n]*+)?+\n                         # nothing, or a comment
    |\[(?P<table>[A-Za-z0-9_-]++)\]\n
    |(?P<key>[A-Za-z0-9_-]++|"[^"\\\n]++")[ ]*+=[ ]*+(?:
      \"{3}\n?+(?P<long>[^"\\]*+)\"{3}
      |(?P<list>\[(?:[ \n]*+"[^"\\\n]*+"[ \n]*+,)*+(?:[ \n]*+"[^"\\\n]*+")?+[ \n]*+\])
      |"(?P<short>[^"\\\n]*+)"
      |(?P<number>-?[1-9][0-9]*+|0)
      |(?P<truth>true|false))\n""",
    re.VERBOSE,
)


class Deferred(Mapping[str, V], Generic[V]):
    """A mapping whose values are made when they are first asked for, each once."""

    __slots__ = ("_made", "_make", "_raw")

    def __init__(self, raw: Mapping[str, Any], make: Callable[[str, Any], V]) -> None:
        self._raw, self._make = raw, make
        self._made: dict[str, V] = {}

    def __getitem__(self, key: str) -> V:
        if key not in self._made:
            self._made[key] = self._make(key, self._raw[key])
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def __contains__(self, key: object) -> bool:
        return key in self._raw


class Cut(str):
    """A list of strings as it stands in the file."""

    __slots__ = ()

    def strings(self) -> list[str]:
        """The strings of the list, in order."""
        return self.split('"')[1::2]


def read_tables(text: str) -> dict[str, Any]:
    """The document as `tomllib.loads` gives it, but for lists of strings, which are `Cut`.

    Raises tomllib.TOMLDecodeError as `tomllib.loads` does.
    """
    found: dict[str, Any] = {}
    table, at = found, 0
    text = text if text.endswith("\n") else text + "\n"
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            return tomllib.loads(text)
        at, kind = piece.end(), piece.lastgroup
        if kind is None:
            continue
        value = piece[kind]
        name = value if kind == "table" else piece["key"].strip('"')
        if name in (found if kind == "table" else table):
            return tomllib.loads(text)
        if kind == "table":
            table = found[name] = {}
        elif kind == "list":
            table[name] = Cut(value)
        elif kind == "number":
            table[name] = int(value)
        else:
            table[name] = value == "true" if kind == "truth" else value
    return found
