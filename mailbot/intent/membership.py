"""The words of one kind ("organisation", "salutation"), found by their first or last letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Membership:
    """The words of one kind: whole ones, beginnings, ends, and entries of several by their first.

    starts, ends: by their first and by their last letter, as a kind has hundreds of them.
    """

    whole: frozenset[str]
    starts: Mapping[str, tuple[str, ...]]
    ends: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]

    def begins_or_ends(self, word: str) -> bool:
        """True where `word` begins with a listed beginning, or ends with a listed end."""
        return word.startswith(self.starts.get(word[:1], ())) or word.endswith(self.ends.get(word[-1:], ()))

    def end_of(self, word: str) -> str:
        """The listed end of `word`; empty where it has none."""
        return next((end for end in self.ends.get(word[-1:], ()) if word.endswith(end)), "")

    def is_end(self, word: str) -> bool:
        """True where `word` itself is listed as an end of words."""
        return word in self.ends.get(word[-1:], ())


def membership(entries: Iterable[str]) -> Membership:
    """Entries as they are written in lists: "amt", "stadt~", "~verein", "câu lạc bộ"."""
    words, starts, ends, phrases = list[str](), list[str](), list[str](), list[tuple[str, ...]]()
    for entry in entries:
        if " " in entry:
            phrases.append(tuple(entry.split(" ")))
            continue
        if "~" not in entry:
            words.append(entry)
        if entry.endswith("~"):
            starts.append(entry.rstrip("~"))
        if entry.startswith("~"):
            ends.append(entry.lstrip("~"))
    return Membership(
        whole=frozenset(words),
        starts=_grouped((start[:1], start) for start in starts),
        ends=_grouped((end[-1:], end) for end in ends),
        phrases=_grouped((phrase[0], phrase) for phrase in phrases),
    )


def _grouped(pairs: Iterable[tuple[str, One]]) -> dict[str, tuple[One, ...]]:
    groups: dict[str, list[One]] = {}
    for key, one in pairs:
        groups.setdefault(key, []).append(one)
    return {key: tuple(group) for key, group in groups.items()}
