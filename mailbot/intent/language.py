"""Languages as data: one TOML file each in `languages/`, typed and checked when it is read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from mailbot.errors import ConfigError
from mailbot.intent.fold import Toned, fold, fold_all, folded, marked
from mailbot.intent.inflection import has_shape, nominatives_of
from mailbot.intent.tables import Cut, Deferred, read_tables
from mailbot.intent.vocabulary import CUES, LABELS, WORDS, Trait

Element = tuple[tuple[str, ...], tuple[str, ...]]
"""One place of a pattern: whole words and beginnings of words that fit there; both empty for a gap."""


@dataclass(frozen=True, slots=True)
class Language:
    """What one language contributes.

    cues: name of the cue -> patterns ("melde * an", "anmeld~", "a|b"). words: lists of single
    words; those of `organisation` are endings or beginnings of words as marked with ~.
    numbers, ordinals: word -> value; -1 stands for the last. labels: words before a colon in a
    form. months: name of the month -> 1 to 12. weekdays: name of the day -> 1 (Monday) to 7.
    tonal: marks tell words apart that fold alike; `small` are the stopwords with their marks. traits: what
    else holds for the whole language.
    """

    code: str
    name: str
    stopwords: frozenset[str]
    cues: Mapping[str, tuple[str, ...]]
    words: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    labels: Mapping[str, tuple[str, ...]]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    tonal: bool = False
    small: frozenset[str] = frozenset()
    traits: frozenset[Trait] = frozenset()


def _strings(file: str, key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.strings() if isinstance(value, Cut) else value.split()
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise ConfigError(file, key, "is not a list of words", 'write ["…", "…"]')
    return tuple(str(v) for v in value)


def _entry(text: str) -> str:
    """A word, or several in a row, folded; one word keeps its marks at hand."""
    return folded(text) if " " not in text else " ".join(fold(w) for w in text.split())


def _table(file: str, key: str, value: object, allowed: Iterable[str] | None) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ConfigError(file, key, "is not a table", f"write [{key}]")
    unknown = sorted(set(value) - set(allowed)) if allowed is not None else []
    if unknown:
        raise ConfigError(file, f"{key}.{unknown[0]}", "is no word mailbot knows", "see language.py")
    return value


def _values(file: str, key: str, value: object) -> dict[str, int]:
    """A table of value -> words turned round: word -> value."""
    found: dict[str, int] = {}
    for number, words in _table(file, key, value, None).items():
        if not re.fullmatch(r"-?\d+", number):
            raise ConfigError(file, f"{key}.{number}", "is no number", 'write 3 = ["drei"]')
        for word in _strings(file, f"{key}.{number}", words):
            found[folded(word)] = int(number)
    return found


def _check(file: str, key: str, patterns: Iterable[str]) -> None:
    """ConfigError where a pattern of a cue cannot match what its author meant.

    `|` parts single words, so that "wenn|im fall|im falle" asks for three words in a row. Such a slip
    shows: the first or last alternatives of two neighbours are the same word.
    """
    for pattern in patterns:
        places = [place.split("|") for place in pattern.split()]
        if not all(word.strip("~") for place in places for word in place) or "*" in (
            places[0][0],
            places[-1][0],
        ):
            raise ConfigError(file, key, f'"{pattern}" has an empty place', "write words between the |")
        for one, other in pairwise(places):
            twice = (one[-1] == other[-1] and min(len(one), len(other)) > 1) or (
                one[0] == other[0] and max(len(one), len(other)) > 1
            )
            if twice and "*" not in (one[0], other[0]):
                raise ConfigError(
                    file, key, f'"{pattern}" joins phrases by |', "write each phrase as a pattern of its own"
                )


_TABLES = frozenset(("cues", "words", "numbers", "ordinals", "labels", "months", "weekdays"))
_ALLOWED = _TABLES | {"code", "name", "stopwords", "tonal", "traits"}


def parse_language(file: str, text: str) -> Language:
    """The language that `text` (TOML) describes; ConfigError with file and key where it is wrong."""
    language = _language(file, text)
    _check_once(file, "stopwords", _strings(file, "stopwords", read_tables(text).get("stopwords", [])))
    for table in (language.cues, language.words, language.labels):
        for key in table:
            table[key]
    for key, patterns in language.cues.items():
        _check(file, f"cues.{key}", patterns)
        _check_once(file, f"cues.{key}", patterns)
    return language


def _check_once(file: str, key: str, entries: Sequence[str]) -> None:
    """ConfigError where an entry stands twice: whoever edits the one would leave the other."""
    twice = next((entry for n, entry in enumerate(entries) if entry in entries[:n]), None)
    if twice is not None:
        raise ConfigError(file, key, f'"{twice}" stands there twice', "write it once")


def _language(file: str, text: str) -> Language:
    """As `parse_language`, without a look into the lists: a test does that for the files of the package."""
    try:
        data = read_tables(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(file, "", f"is no TOML: {error}") from error
    _table(file, "file", data, _ALLOWED)
    cues = _table(file, "cues", data.get("cues", {}), CUES)
    words = _table(file, "words", data.get("words", {}), WORDS)
    labels = _table(file, "labels", data.get("labels", {}), LABELS)
    small = _strings(file, "stopwords", data.get("stopwords", []))
    traits = _strings(file, "traits", data.get("traits", []))
    if unknown := sorted(set(traits) - set(Trait)):
        raise ConfigError(file, "traits", f'"{unknown[0]}" is no trait', f"write one of {', '.join(Trait)}")
    return Language(
        code=str(data.get("code", "")),
        name=str(data.get("name", "")),
        stopwords=frozenset(fold_all(small)),
        small=frozenset(map(marked, small)),
        cues=Deferred(cues, lambda k, v: _strings(file, f"cues.{k}", v)),
        words=Deferred(words, lambda k, v: tuple(_entry(w) for w in _strings(file, f"words.{k}", v))),
        numbers=_values(file, "numbers", data.get("numbers", {})),
        ordinals=_values(file, "ordinals", data.get("ordinals", {})),
        labels=Deferred(labels, lambda k, v: tuple(fold(w) for w in _strings(file, f"labels.{k}", v))),
        months=_values(file, "months", data.get("months", {})),
        weekdays=_values(file, "weekdays", data.get("weekdays", {})),
        tonal=data.get("tonal", False) is True,
        traits=frozenset(map(Trait, traits)),
    )


@lru_cache(maxsize=1)
def languages() -> Mapping[str, Language]:
    """Every language in the package, by its ISO 639-1 code; read once."""
    found: dict[str, Language] = {}
    folder = resources.files("mailbot.intent") / "languages"
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            language = _language(entry.name, entry.read_text("utf-8"))
            found[language.code] = language
    return found


@lru_cache(maxsize=1)
def concepts() -> Mapping[str, tuple[str, ...]]:
    """Themes of events with the beginnings of words that name them in many languages."""
    text = (resources.files("mailbot.intent") / "concepts.toml").read_text("utf-8")
    return {
        key: _with_marks(_strings("concepts.toml", key, value)) for key, value in read_tables(text).items()
    }


def _with_marks(entries: tuple[str, ...]) -> tuple[str, ...]:
    """The entries folded, save those that are written with the marks of Vietnamese."""
    return tuple(
        entry if plain.isascii() and not entry.isascii() and isinstance(folded(entry), Toned) else plain
        for entry, plain in zip(entries, fold_all(entries), strict=True)
    )


@lru_cache(maxsize=2)
def nominatives(kind: str) -> frozenset[str]:
    """Folded names of the whole world as the list has them: `given` or `family`."""
    text = (resources.files("mailbot.intent") / "names" / f"{kind}.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names that also knows the cases of those that are inflected."""

    nominatives: frozenset[str]

    def __contains__(self, word: str) -> bool:
        known = self.nominatives
        return word in known or any(one in known for one in nominatives_of(word))


@lru_cache(maxsize=2)
def name_list(kind: str) -> Names:
    """The names of a list in every case. A hint that something is a name, never a gate."""
    return Names(nominatives(kind))


def listed(word: str) -> bool:
    """True where some list of the world knows the folded word as a name, or its ending says that it is."""
    return word in name_list("given") or word in name_list("family") or has_shape(word)
