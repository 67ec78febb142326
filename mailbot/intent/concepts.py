"""Which general themes a word names: by the beginnings that concepts.toml lists in many languages.

A beginning of three letters or less must be nearly the whole word, and one with "=" all of it. An
entry of several words names a theme only where all of them follow each other; there, too, each is a
beginning, a word of one or two letters or with "=" is a whole word, and Arabic articles are left off. A word
written with the marks of Vietnamese is told by them: "nấm" is a mushroom, and "năm" is five.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from mailbot.intent.fold import Toned, folded
from mailbot.intent.language import concepts

_PROCLITICS = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك")
"""Arabic prepositions, conjunctions and the article, which are written as one word with their noun."""

_BROAD = "broad_"
"""So begin the names of concepts that have many kinds."""

_HEAD = 5
"""So many letters at least has the head of a compound that is told by its end ("Improvisationstheater")."""

EMPTY = frozenset(
    ("arbeit", "projekt", "technik", "kinder", "eltern", "frauen", "maenner", "pflege", "familie")
)
"""Heads that tell nothing of what a compound is about: "Sozialarbeit"."""

_Entry = tuple[int, str, str]
"""The place of an entry among all, the entry, and the concept that it names."""

_Index = dict[str, list[_Entry]]
_Phrases = dict[str, list[tuple[tuple[str, ...], str]]]


@lru_cache(maxsize=1)
def _index() -> tuple[_Index, _Phrases]:
    """Single words by all their letters, phrases by the first three of their first word."""
    single: _Index = {}
    phrases: _Phrases = {}
    place = 0
    for name, entries in concepts().items():
        for entry in entries:
            parts = tuple(map(folded, entry.split())) if _is_marked(entry) else tuple(entry.split())
            if len(parts) > 1 or isinstance(parts[0], Toned):
                phrases.setdefault(parts[0].lstrip("=")[:3], []).append((parts, name))
            else:
                single.setdefault(entry.lstrip("="), []).append((place, entry, name))
                place += 1
    return single, phrases


def _is_marked(entry: str) -> bool:
    """True for an entry that folding left with its marks: Latin letters that are not plain."""
    return not entry.isascii() and not "\u0400" <= entry[0] < "\u1e00"


def _beginnings(word: str, least: int) -> list[tuple[str, str]]:
    """The entries of `least` letters or more that `word` begins with, in the order of the list."""
    single, _ = _index()
    found = [one for end in range(least, len(word) + 1) for one in single.get(word[:end], ())]
    return [(entry, name) for _, entry, name in sorted(found)]


def _named(word: str) -> list[tuple[str, str]]:
    """The entries that fit the folded `word`, each with its concept."""
    return [
        (entry, name)
        for entry, name in _beginnings(word, min(2, len(word)))
        if (word == entry[1:] if entry[0] == "=" else len(entry) > 3 or len(word) - len(entry) <= 2)
    ]


@lru_cache(maxsize=8192)
def _forms(word: str) -> tuple[str, ...]:
    """The word as it may be listed: umlauts of other languages as one letter, without Arabic proclitics."""
    found = [word]
    if "ue" in word or "oe" in word:
        found.append(word.replace("ue", "u").replace("oe", "o"))
    if "\u0600" <= word[:1] <= "\u06ff":
        found += [word[len(p) :] for p in _PROCLITICS if word.startswith(p) and len(word) - len(p) >= 3]
    return tuple(found)


@lru_cache(maxsize=8192)
def concepts_of(word: str) -> tuple[str, ...]:
    """The concepts that the folded `word` names, in the form of which an entry says most: الطبخ is طبخ."""
    best, names = 0.0, tuple[str, ...]()
    for form in _forms(word):
        found = [(len(entry.lstrip("=")), name) for entry, name in _named(form)]
        covered = max((length for length, _ in found), default=0) / len(form)
        if covered > best:
            best, names = covered, tuple(dict.fromkeys(name for _, name in found))
    return names


def narrower(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the concepts that are of one kind; "child" is of children rather than of families."""
    return tuple(name for name in names if not name.startswith(_BROAD))


@lru_cache(maxsize=1)
def _whole() -> frozenset[str]:
    return frozenset(e.lstrip("=") for entries in concepts().values() for e in entries)


def is_entry(word: str) -> bool:
    """True where the folded `word` itself is listed, so that it is a theme although it may be a name."""
    return word in _whole()


@lru_cache(maxsize=8192)
def closest(word: str) -> tuple[str, ...]:
    """The concepts that list most of the folded `word`: "Kinderschutz" is more than children."""
    for form in _forms(word):
        found = [(len(entry), name) for entry, name in _named(form)]
        if found:
            longest = max(length for length, _ in found)
            return narrower(dict.fromkeys(name for length, name in found if length == longest))
    return ()


@lru_cache(maxsize=8192)
def concepts_of_head(word: str) -> tuple[str, ...]:
    """The concepts of the last part of a folded German compound; empty for short words."""
    found: list[str] = []
    for at in range(4, len(word) - _HEAD + 1):
        rest = word[at:]
        least = max(_HEAD, len(rest) - 4)
        found += [n for entry, n in _beginnings(rest, least) if entry[0] != "=" and entry not in EMPTY]
    return tuple(dict.fromkeys(found))


def _continues(word: str, part: str) -> bool:
    """True where the folded `word` fits this part of an entry of several words."""
    if isinstance(part, Toned):
        return isinstance(word, Toned) and word.marked == part.marked
    if part.startswith("="):
        return part[1:] in _forms(word)
    if len(part) <= 2:
        return word == part
    return word.startswith(part) or any(form.startswith(part) for form in _forms(word)[1:])


@lru_cache(maxsize=8192)
def _begun(word: str, _marks: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """What must follow the folded `word` in entries that begin with it; `_marks` tells "nấm" from "năm"."""
    _, phrases = _index()
    begins = dict.fromkeys(form[:3] for form in _forms(word))
    fits = (one for begin in begins for one in phrases.get(begin, ()) if _continues(word, one[0][0]))
    return tuple((parts[1:], name) for parts, name in fits)


def concepts_at(words: Sequence[str], at: int) -> tuple[str, ...]:
    """The concepts that several folded words from `at` on name together, like "erste Hilfe"."""
    word, found = words[at], []
    begun = _begun(word, word.marked if isinstance(word, Toned) else word)
    if not begun:
        return ()
    for rest, name in begun:
        following = words[at + 1 : at + 1 + len(rest)]
        if len(following) == len(rest) and all(map(_continues, following, rest)):
            found.append(name)
    return tuple(dict.fromkeys(found))
