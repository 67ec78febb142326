"""How many people the words announce, to be compared with how many they name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.marks import Mark
from mailbot.intent.oneself import of_oneself
from mailbot.intent.stance import is_question
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Role, Unit


def announced(layout: Layout, marks: Sequence[Mark], words: Lexicon) -> tuple[int, int]:
    """How many people the words promise; and how many more than the named where "noch", "und ich" add.

    What is told of the past, or of people who go elsewhere ("mit 2 Kollegen, die aber …"), promises nobody.
    """
    total = extra = 0
    if any(u.has("only_me") and not u.has("behalf") for u in layout.units):
        return 0, 0  # "Wir sind fünf im Team, aber nur ich kann kommen."
    marked = {m.place for m in marks}
    for place, unit in enumerate((*layout.units, layout.subject)):
        if unit.role in (Role.FIELD, Role.ROW) or (is_question(unit) and not unit.has("register")):
            continue
        if unit.has("past") and place not in marked:
            continue
        if unit.has("sits") and place not in marked:
            continue  # "… dass wir zu zweit im selben Raum sitzen würden"
        if not (unit.has("register", "behalf", "self_and", "all", "wish") or place in marked):
            continue
        count = _count_in(unit, words)
        if count:
            adds = unit.has("additional")
            if adds:
                extra = max(extra, 1)
            total = max(total, count)
    return total, extra


def _count_in(unit: Unit, words: Lexicon) -> int:
    whole = everything()
    best = 0
    telling = ("register", "behalf", "self_and", "all", "self_register", "additional", "wish")
    near_cues = [c for c in unit.cues if c.name in telling]
    past = {n for c in unit.cues if c.name in ("past", "now") for n in range(c.start, c.end)}
    for n, token in enumerate(unit.tokens):
        value = (
            int(token.fold)
            if token.shape is Shape.NUMBER and len(token.fold) <= 2
            else ((words.number(token.fold) or 0) if token.shape is Shape.WORD else 0)
        )
        if n in past or of_oneself(unit, n, words):
            continue  # Vietnamese "năm ngoái", last year: "năm" is also five.
        if not 1 <= value <= 60 or not any(abs(c.start - n) <= 8 or abs(c.end - n) <= 8 for c in near_cues):
            continue
        near = unit.tokens[n + 1 : n + 4]
        if any(t.fold in words.months for t in near[: 1 + (bool(near) and near[0].text == ".")]):
            continue  # A day of the month.
        if near and words.exactly("measure", near[0].fold):
            continue  # "ما سه سال است": three years, not the three of us.
        unit_word = next(
            (k for k, t in enumerate(near) if t.shape is Shape.WORD and whole.is_a("unit", t.fold)), None
        )
        before = unit.tokens[n - 1].fold if n else ""
        if before in ("#", "№") or (before == "(" and near and near[0].text == ")"):
            continue  # An age, or the number of a workshop.
        if (
            (
                unit_word is not None
                and not any(t.text in ".,:" for t in near[:unit_word])
                and not (whole.is_a("workshop", before) and not _numbered(unit.tokens[: n - 1], words))
                and not _elsewhere(unit, n + 1 + unit_word, words)
            )
            or (value > 1 and words.exactly("headcount", token.fold))
            or (value > 1 and token.shape is Shape.WORD and _of_ours(near, words))
            or (value > 1 and unit.has("self_and") and _relatives(near, words))
            or (before == "zu" and token.fold.endswith("t") and value > 1)
            # "четверо", "زميلتين": the word counts people all by itself.
            or (token.shape is Shape.WORD and value > 1 and whole.exactly("unit", token.fold))
            or (value > 1 and any(c.name == "self_and" and c.start <= n < c.end for c in unit.cues))
        ):
            best = max(best, value)
    return best


def _numbered(before: Sequence[Token], words: Lexicon) -> bool:
    """Like "2. atölyeye üç kişi": the workshop has its number before it, and what follows is a count."""
    said = [t.fold for t in before if t.shape is not Shape.MARK][-1:]
    return any(words.number(w) is not None or words.ordinal(w) is not None for w in said)


def _relatives(near: Sequence[Token], words: Lexicon) -> bool:
    """Like the "neighbours" of "me and my three neighbours": the plural of somebody."""
    fold = near[0].fold if near else ""
    return any(words.exactly("relation", fold.removesuffix(end)) for end in ("", "s", "es", "n", "en"))


def _of_ours(near: Sequence[Token], words: Lexicon) -> bool:
    """Like "three nurses from our ward", "zwei unserer Fahrer": whatever is counted, they are of us."""
    near = near[: next((k for k, t in enumerate(near) if words.exactly("and", t.fold)), len(near))]
    ours = next((k for k, t in enumerate(near) if _our(t.fold, words)), None)
    if ours is None or any(t.shape is not Shape.WORD for t in near[:ours]):
        return False
    # "three nurses from our ward", "zwei unserer Fahrer", "five of our volunteers"
    counted = near[0] if ours and not words.is_stop(near[0].fold) else near[-1]
    return not words.is_stop(counted.fold) and not any(
        words.is_a(kind, counted.fold) for kind in ("workshop", "measure", "event")
    )


def _our(word: str, words: Lexicon) -> bool:
    return words.exactly("we", word) or words.exactly("possessive", word)


def _elsewhere(unit: Unit, at: int, words: Lexicon) -> bool:
    """Like "mit 2 Kollegen aus dem Haus, die aber einen anderen Termin haben": others than we."""
    comma = next((i for i in range(at, min(at + 6, len(unit.tokens))) if unit.tokens[i].text == ","), None)
    if comma is None or comma + 1 >= len(unit.tokens):
        return False
    opens = unit.tokens[comma + 1].fold
    return words.exactly("relative", opens) and any(
        c.name in ("but", "negation") and comma < c.start <= comma + 4 for c in unit.cues
    )


def speaks_of_two(layout: Layout, words: Lexicon) -> bool:
    """Like "Wir kommen beide", "запишите нас с мужем": the writer speaks of himself and one more."""
    for unit in layout.units:
        if unit.role is not Role.SENTENCE or is_question(unit) or unit.has("registered"):
            continue
        stays = unit.has("cancel", "negation", "self_out", "hearsay", "talks", "past")
        if unit.has("couple") and unit.has("self_register") and unit.has("register") and not stays:
            return True
        told = [t.fold for t in unit.tokens]
        pair = next((n for n, word in enumerate(told) if words.exactly("both", word)), None)
        if (
            pair is not None
            and pair
            and unit.tokens[pair - 1].text in ",;(–"
            and unit.has("wish", "register")
        ):
            behind = told[pair + 1] if pair + 1 < len(told) else ""
            if any(words.exactly(k, behind) for k in ("preposition", "topic", "contracted")):
                return True  # "Selam und ihr Bruder möchten kommen, beide in den Workshop …"
        if pair and any(c.name == "negation" and pair - 3 < c.start < pair for c in unit.cues):
            continue  # "we need not both sit there"
        if pair is not None and any(words.exactly("we", word) for word in told):
            behind = told[pair + 1] if pair + 1 < len(told) else ""
            if not words.is_a("workshop", behind) and not words.is_a("measure", behind):
                return True
    return False


def _one_of_ours(unit: Unit, words: Lexicon) -> bool:
    """Like "und bringe eine meiner Patinnen mit", "with one of my colleagues": somebody, and no name."""
    if not unit.has("additional", "self_and"):
        return False
    for i, token in enumerate(unit.tokens[:-1]):
        if not words.exactly("possessive", token.fold) or not i:
            continue
        k = i - 1 - (i > 1 and words.exactly("possession", unit.tokens[i - 1].fold))
        one = unit.tokens[k].fold
        single = words.number(one) == 1 or one in ("eine", "einen", "einer", "einem")
        if single and not words.exactly("workshop", unit.tokens[i + 1].fold):
            return True
    return False


def nameless(
    layout: Layout, marks: Sequence[Mark], relations: Sequence[str], named: set[int], words: Lexicon
) -> bool:
    """Like "Uwe Sasse und seine Frau", "und N. N.": somebody comes along whom nobody names.

    relations: the words that introduce those who are named; "meine Frau" again is no further person.
    named: the places where somebody is named.
    """
    marked = {m.place for m in marks}
    for place, unit in enumerate(layout.units):
        if unit.role is not Role.SENTENCE or is_question(unit):
            continue
        told = ("cancel", "self_out", "hearsay", "talks", "recommends")
        if not (unit.has("register") or place in marked) or unit.has(*told):
            continue
        if re.search(r"\bN\. ?N\b", unit.text) or (place not in named and _one_of_ours(unit, words)):
            return True
        if _named_below(place, layout, named, words):
            continue
        for i, token in enumerate(unit.tokens):
            if not words.exactly("relation", token.fold) or token.fold[:3] in {r[:3] for r in relations}:
                continue
            called = any(words.exactly("called", t.fold) for t in unit.tokens[i + 1 : i + 5])
            if called and place in named:
                continue  # "Ich komme mit meiner Frau, sie heißt Awa Zinsou."
            behind = next((t for t in unit.tokens[i + 1 : i + 3] if t.text not in "(:,"), None)
            alone = behind is None or behind.shape is Shape.MARK or not (behind.capital or not behind.cased)
            if (
                alone
                and i > 1
                and words.number(unit.tokens[i - 1].fold) is None
                and words.exactly("and", unit.tokens[i - 2].fold)
                and not words.exactly("at_whose", unit.tokens[i - 2].fold)  # Polish "u" is German "u.", and.
            ):
                return True
    return False


def _named_below(place: int, layout: Layout, named: set[int], words: Lexicon) -> bool:
    """Like "Bitte melden Sie mich und meinen Mann an:" with a row for each of the two."""
    unit = layout.units[place]
    said = sum(words.exactly("relation", t.fold) for t in unit.tokens) + unit.has("self", "self_and")
    rows = most = 0
    for n in range(place + 1, len(layout.units)):
        rows = rows + 1 if n in named and layout.units[n].role is not Role.SENTENCE else 0
        most = max(most, rows)
    return most > 1 and most >= said
