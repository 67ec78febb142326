"""Whether two names mean one person, and which of them says more."""

from __future__ import annotations

from mailbot.intent.lexicon import words_of
from mailbot.intent.names import Name


def same_person(one: Name | str, other: Name | str) -> bool:
    """True where two names can be one person's: one's words are among the other's, initials count."""
    first = words_of(one) if isinstance(one, str) else one.parts
    second = words_of(other) if isinstance(other, str) else other.parts
    short, long = sorted((first, second), key=lambda p: sum(len(w) for w in p))
    if not short or not long:
        return False
    rest = list(long)
    full = 0
    for part in short:
        fit = next((w for w in rest if w == part), None)
        if fit is None:
            fit = next((w for w in rest if min(len(w), len(part)) == 1 and w[0] == part[0]), None)
        else:
            full += 1
        if fit is None:
            return False
        rest.remove(fit)
    return full > 0


def fuller(one: Name, other: Name) -> Name:
    """Of two names of one person the one that says more."""

    def weight(name: Name) -> tuple[int, int]:
        return (len([p for p in name.parts if len(p) > 1]), len(name.text))

    return other if weight(other) > weight(one) else one


def initials_only(name: Name) -> bool:
    """True where no word is longer than a letter or two capitals ("JP")."""
    return all(len(p) == 1 for p in name.parts) or (len(name.parts) == 1 and len(name.text) <= 2)
