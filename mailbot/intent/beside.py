"""What stands beside a name and tells that it is one: a relation before it, another name, "und"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.intent.breaks import COMMAS, STOPS
from mailbot.intent.fold import Toned
from mailbot.intent.language import listed
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.names import Name, common
from mailbot.intent.spelling import elided
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Unit


def after_relation(tokens: Sequence[Token], i: int) -> bool:
    """Like "mein Mann Dirk", "mein Freund: Tesfalem Kidane", "colegul meu, Radu Ionescu"."""
    return relation_before(tokens, i) >= 0


def relation_before(tokens: Sequence[Token], i: int) -> int:
    """The place of the word before token `i` that says what somebody is to the writer, or -1.

    Between them a colon, or the "my" of languages that put it behind, with or without a comma.
    """
    words, k = everything(), i - 1
    if k > 0 and tokens[k].text in ":,":
        mine = words.exactly("possessive_after", tokens[k - 1].fold)
        k -= 1 if tokens[k].text == ":" or mine else 0
    while k > 0 and words.exactly("called", tokens[k].fold):
        k -= 1  # "Meine Freundin heißt Tetiana Bondar", "ma sœur s'appelle Awa Sarr".
        while k > 0 and (len(tokens[k].fold) <= 2 or tokens[k].text in "'’"):
            k -= 1
    if k > 0 and words.exactly("possessive_after", tokens[k].fold):
        k -= 1
    if k > 0 and tokens[k].text == ",":
        return _apposed(tokens, k)
    return k if k >= 0 and words.exactly("relation", tokens[k].fold) else -1


def after_mine(tokens: Sequence[Token], i: int) -> bool:
    """Like "vợ tôi Lê Thị Nhung", "vợ tôi là …": the "I" of a tonal language behind the relation is "my"."""
    words, k = everything(), i - 1
    k -= k > 0 and words.exactly("called", tokens[k].fold)
    mine = k > 0 and isinstance(tokens[k].fold, Toned) and words.exactly("first_person", tokens[k].fold)
    return mine and words.exactly("relation", tokens[k - 1].fold)


def relation_of(unit: Unit, name: Name, words: Lexicon) -> str:
    """The word before the name, or its first, that says what the person is to the writer; empty for none."""
    for at in (name.start, name.start - 1, relation_before(unit.tokens, name.start)):
        if at >= 0 and everything().exactly("relation", unit.tokens[at].fold):
            before = unit.tokens[at - 1].fold if at else ""
            mine = not words.exactly("salutation", unit.tokens[at].fold) or words.exactly(
                "possessive", before
            )
            return unit.tokens[at].fold if mine else ""
    return ""


def _apposed(tokens: Sequence[Token], comma: int) -> int:
    """Like "my wife, Awa Zinsou", "моя коллега по клубу, …": the relation, with few words up to the comma."""
    words = everything()
    for k in range(comma - 1, max(0, comma - _APPOSED), -1):
        if tokens[k].shape is not Shape.WORD and tokens[k].text not in "'’":
            return -1
        if words.exactly("relation", tokens[k].fold):
            after = words.exactly("possessive_after", tokens[k + 1].fold)  # "colega mea de la club"
            mine = after or words.exactly("possessive", tokens[k - 1].fold)
            behind = k + 1 + after
            told = behind == comma or any(words.exactly(kind, tokens[behind].fold) for kind in _FROM)
            return k if mine and told else -1
    return -1


_FROM = ("preposition", "circumstance", "possession")
_APPOSED = 6
"""So many words at most lie between the comma and a word like "colleague": "Kollegin aus dem Verein,"."""


def is_kin(tokens: Sequence[Token], i: int, name: Name, words: Lexicon) -> bool:
    """Like "my husband Chidi and I": one capital word that no list knows, between "husband" and a joint."""
    if i < 2 or name.end >= len(tokens) or not words.exactly("kin", tokens[i - 1].fold):
        return False
    following = tokens[name.end]
    mine = words.exactly("possessive", tokens[i - 2].fold)
    return mine and (words.exactly("and", following.fold) or following.text in ",)&(")


def joined(tokens: Sequence[Token], i: int, found: Sequence[Name]) -> bool:
    """True right behind another name and a comma or "und"."""
    if not found or i == 0:
        return False
    gap = _without_brackets(_without_ending(tokens[found[-1].end : i]))
    return (
        len(gap) <= 2
        and all(t.text in ",;&+/" or everything().exactly("and", t.fold) for t in gap)
        and bool(gap)
    )


def _without_ending(gap: Sequence[Token]) -> Sequence[Token]:
    """What stands behind a name but for the ending of its case: "Awa Zinsou'yu ve Elif Kaya'yı"."""
    glued = len(gap) > 1 and gap[0].text in "'’" and gap[0].end == gap[1].start and not gap[1].capital
    return gap[2:] if glued else gap


def _without_brackets(gap: Sequence[Token]) -> Sequence[Token]:
    """What stands between two names but for brackets: "Ana Ruiz (Workshop 2) und Li Na"."""
    shut = next((n for n, t in enumerate(gap) if t.text == ")"), None)
    return gap[shut + 1 :] if shut is not None and gap[0].text == "(" else gap


def before_joint(tokens: Sequence[Token], k: int, words: Lexicon) -> bool:
    """True where "und" and one more name, or "ich", follow: "Anna und Peter Vogel"."""
    if k + 1 >= len(tokens):
        return False
    if not (tokens[k].text in "&+," or words.exactly("and", tokens[k].fold)):
        return False
    following = tokens[k + 1]
    return following.capital and listed(following.fold) and not common(following.fold, words)


def beside_i(tokens: Sequence[Token], start: int, end: int, words: Lexicon) -> bool:
    """Like "for Olu Adeyinka and me", "я та Олу Адеїнка": joined to the writer."""

    def joint(i: int, person: int) -> bool:
        if not (0 <= i < len(tokens) and 0 <= person < len(tokens)):
            return False
        first = words.exactly("first_person", tokens[person].fold)
        return first and (words.exactly("and", tokens[i].fold) or tokens[i].text in "&+")

    return joint(end, end + 1) or joint(start - 1, start - 2)


def plainly_small(tokens: Sequence[Token], i: int, words: Lexicon) -> bool:
    """True for most words of a sentence: no name begins with a small letter but behind a relation."""
    token = tokens[i]
    if token.capital or not token.cased or words.exactly("salutation", token.fold):
        return False
    return not (elided(tokens, i) or after_relation(tokens, i))


def chooses_in_brackets(tokens: Sequence[Token], k: int, words: Lexicon) -> bool:
    """Like the "(Workshop 1)" of "Awa Zinsou (Workshop 1)": what stands before it is somebody."""
    if k >= len(tokens) or tokens[k].text != "(":
        return False
    inside = [t.fold for t in tokens[k + 1 : k + 5]]
    return ")" in inside and any(words.exactly("workshop", w) for w in inside[: inside.index(")")])


def is_profession(tokens: Sequence[Token], i: int, name: Name) -> bool:
    """Like "کیومرث دهقانی، مهندس ساختمان": behind a comma the title is what the one before works as."""
    apposed = i > 1 and tokens[i - 1].text in COMMAS and not tokens[i].cased
    return apposed and len(name.parts) == 1 and not listed(name.parts[0])


def in_place_of_person(unit: Unit, i: int, name: Name, words: Lexicon, found: Sequence[Name]) -> bool:
    """Two capital words that no list knows, where a sentence that registers names people.

    They stand behind a colon, another name, or the words that register; never behind an article, a
    preposition of place or a quotation mark, where organisations and titles stand.
    """
    tokens = unit.tokens
    plain = all(re.search(r"[^\W\d_]", w) and w != w.lower() for w in name.text.split())
    if i == 0 or len(name.parts) > 4 or not plain:
        return False
    if any(everything().is_a(kind, p) for kind in ("organisation", "role", "event") for p in name.parts):
        return False
    if name.parts[0].endswith(("en", "er", "es", "em")):
        # An inflected adjective before a noun: "im Großen Saal".
        return False
    before = tokens[i - 1]
    another = bool(found) and before.text in STOPS and _registers_at(unit, name.end)
    if another or beside_i(tokens, i, name.end, words) or chooses_in_brackets(tokens, name.end, words):
        return True
    if before.text == ":" or joined(tokens, i, found) or words.exactly("relation", before.fold):
        return True
    if unit.has("in_my_place") and any(c.name == "register" and c.end == i for c in unit.cues):
        return True  # "Вместо меня приедет Эльвира Гайнутдинова"
    registers = unit.has("register", "behalf") and not any(
        words.exactly("oblique", t.fold) for t in tokens[:i]
    )
    asked = any(c.name == "please" and c.end == i for c in unit.cues)
    polite = asked or before.fold in ("sie", "ich", "wir", "bitte") or words.is_a("enrol", before.fold)
    return registers and polite


def _registers_at(unit: Unit, at: int) -> bool:
    """Like "…, Ousmane Tchoumi will join workshop 3": words that register begin at `at` or the next."""
    return any(c.name in ("register", "comes_along", "wish") and at <= c.start <= at + 1 for c in unit.cues)
