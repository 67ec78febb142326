"""Whether two names mean one person, and which of them says more."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from mailbot.intent.fold import label_letter, same_sound
from mailbot.intent.inflection import same_case
from mailbot.intent.language import nominatives
from mailbot.intent.lexicon import words_of
from mailbot.intent.names import Name


def same_person(one: Name | str, other: Name | str) -> bool:
    """True where two names can be one person's: one's words are among the other's, initials count."""
    first = words_of(one) if isinstance(one, str) else one.parts
    second = words_of(other) if isinstance(other, str) else other.parts
    return _same(first, second)


@lru_cache(maxsize=8192)
def _same(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """As `same_person`, for the folded words of two names; a mail asks the same pairs again and again."""
    ascii_only = all(w.isascii() for w in (*first, *second))
    if ascii_only and {w[0] for w in first}.isdisjoint(w[0] for w in second):
        return False
    short, long = sorted((first, second), key=lambda p: sum(len(w) for w in p))
    if not short or not long:
        return False
    if ascii_only:
        # In one script a word, an initial and an inflected word begin with the same letter.
        heads = {w[0] for w in long}
        if any(w[0] not in heads for w in short):
            return False
    rest = list(long)
    full = 0
    for part in short:
        fit = next((w for w in rest if w == part), None)
        if fit is None:
            fit = next((w for w in rest if min(len(w), len(part)) == 1 and _same_letter(w, part)), None)
        else:
            full += 1
        if fit is None:
            fit = next((w for w in rest if _same_inflected(part, w)), None)
            full += fit is not None
        if fit is None:
            # "Фукса" and "Fuchs": the same name in two scripts.
            fit = next((w for w in rest if same_sound(part, w) or same_sound(w, part)), None)
            full += fit is not None
        if fit is None:
            return False
        rest.remove(fit)
    return full > 0


def _same_letter(one: str, other: str) -> bool:
    """True where both begin with one letter, in two scripts, too: "О." is an initial of "Oleg"."""
    return one[0] == other[0] or label_letter(one[0]) == label_letter(other[0])


def _same_inflected(one: str, other: str) -> bool:
    """True for two cases of one name; "Александр" and "Александра" are two names."""
    given = nominatives("given")
    return same_case(one, other) and not (one in given and other in given)


def fuller(one: Name, other: Name) -> Name:
    """Of two names of one person the one that says more; in two scripts the first."""

    def weight(name: Name) -> tuple[int, int]:
        return (len([p for p in name.parts if len(p) > 1]), len(name.text))

    if script(one.text) != script(other.text):
        return other if other.complete and not one.complete else one
    return other if weight(other) > weight(one) else one


def script(text: str) -> str:
    """The script of the first letter, as Unicode names it ("LATIN", "CYRILLIC"); empty without a letter."""
    return next((unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha()), "")


def initials_only(name: Name) -> bool:
    """True where no word is longer than a letter or two capitals ("JP")."""
    return all(len(p) == 1 for p in name.parts) or (len(name.parts) == 1 and len(name.text) <= 2)
