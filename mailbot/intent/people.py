"""Whom the body names: in forms, lists, tables and running text.

A name in a row or form is a participant; in running text it is one only where the sentence
registers, chooses or joins it to the writer. Somebody who is greeted, thanked, quoted or who leads
a workshop is none. Whoever is named and cannot be placed is handed on as a loose name: a doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mailbot.intent.beside import (
    after_mine,
    after_relation,
    before_joint,
    chooses_in_brackets,
    in_place_of_person,
    is_kin,
    is_profession,
    joined,
    plainly_small,
)
from mailbot.intent.couples import Found, with_family_name
from mailbot.intent.identity import same_person
from mailbot.intent.language import listed, name_list
from mailbot.intent.layout import Layout, greeting_words
from mailbot.intent.lexicon import Lexicon, words_of
from mailbot.intent.model import Evidence
from mailbot.intent.names import Name, common, inverted_at, name_at
from mailbot.intent.namesakes import (
    called_after,
    in_house,
    is_grammar,
    names_house,
    names_place,
    opens_sentence,
)
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unheard import unheard_at
from mailbot.intent.unit import Role, Unit

SUBJECT = -2  # The place of a person who is named in the subject; -1 stands for nowhere.


@dataclass(slots=True)
class Person:
    """Somebody the mail is about, while the reading goes on; `place`, `start`: where the name stands.

    writer: it is the one who writes. relation: the word that introduces the person ("Frau", "Kollege").
    added: a sentence without a verb adds the person to those before ("Und meine Schwester Petra auch.").
    """

    name: Name | None
    evidence: Evidence | None
    place: int = -1
    start: int = 0
    end: int = 0
    how: str = "text"
    organisation: str | None = None
    email: str | None = None
    writer: bool = False
    relation: str = ""
    added: bool = False
    fields: dict[str, list[int]] = field(default_factory=dict)


def names_in(unit: Unit, words: Lexicon) -> list[Found]:
    """All names in a unit, left to right."""
    found: list[Found] = []
    tokens = unit.tokens
    i = 0
    while i < len(tokens):
        hit = _name_here(tokens, i, unit, words, found)
        if hit is None:
            i += 1
            continue
        found.append(hit)
        i = max(hit.name.end, i + 1)
    return with_family_name(found, unit)


def _name_here(
    tokens: Sequence[Token], i: int, unit: Unit, words: Lexicon, found: list[Found]
) -> Found | None:
    """The name that begins at token `i`, where something marks it as one."""
    token = tokens[i]
    word = token.shape is Shape.WORD and not (plainly_small(tokens, i, words) or _inside_word(tokens, i))
    if not word or opens_sentence(unit, i, words):
        return None
    small = after_relation(tokens, i) and unit.text == unit.text.lower() and listed(token.fold)
    name = name_at(tokens, i, unit.text, words, lower=small)
    if small and name is not None and not common(token.fold, words):
        return Found(name, "relation")
    name = _before_cue(name, unit) if name is not None and not tokens[name.end - 1].cased else name
    if name is None or _is_said(unit, i, name.end) or _is_house(tokens, i, name, unit, words):
        return None
    if _is_relation(tokens, i, name, words):
        rest = name_at(tokens, i + 1, unit.text, words)
        return Found(replace(rest, start=i), "relation") if rest is not None else None
    if words.exactly("salutation", token.fold) or words.exactly("academic", token.fold):
        titled = name.formal or name.title
        called = titled and not is_profession(tokens, i, name)
        return Found(_turned(tokens, name, unit, words), "formal") if called else None
    if not token.cased:
        return _uncased(tokens, i, name, unit, words, found)
    if (i and _is_label_letter(tokens, i, words)) or in_house(unit, i, words):
        return None
    if i == 0 and len(tokens) <= _ROW and (turned := inverted_at(tokens, name, unit.text, words)) is not None:
        return Found(turned, "row")
    how = _told_by(tokens, i, name, unit, words, found)
    if how is None:
        return None
    keep = how == "relation" or (how == "row" and len(name.parts) > 1)
    return Found(name if keep else _turned(tokens, name, unit, words), how)


_ROW = 14  # So many words and marks a line has at most that is nothing but an entry of a list.


def _before_cue(name: Name, unit: Unit) -> Name:
    """The name without what a cue takes up: "آقای نظرزاده گیاه‌خوار است" tells that he is a vegetarian."""
    told = ("need", "self_register")
    cuts = [c.start for c in unit.cues if c.name in told and name.start < c.start < name.end <= c.end]
    if not cuts:
        return name
    tail = unit.text[unit.tokens[min(cuts)].start : unit.tokens[name.end - 1].end]
    text = name.text.removesuffix(tail).strip()
    return replace(name, text=text, end=min(cuts)) if text else name


def _is_said(unit: Unit, start: int, end: int) -> bool:
    """Like "DANG KY" in a mail that is all in capitals: the words that register, and nobody's name.

    The "Minh" of "Minh la Phan Van Long", written without marks, is "I".
    """
    if any(c.name == "introduce" and c.start <= start < c.end for c in unit.cues):
        return True
    return any(
        c.name in ("register", "self_register", "closing", "greeting")
        and c.start == start
        and c.end >= end
        and c.end - c.start > 1
        for c in unit.cues
    )


def _is_relation(tokens: Sequence[Token], i: int, name: Name, words: Lexicon) -> bool:
    """Like "meine Enkelin Lilli Vennemann": behind "my" the first word is no part of the name."""
    if i == 0 or not words.exactly("possessive", tokens[i - 1].fold) or not tokens[i].cased:
        return False
    if words.toned and tokens[i].fold in name_list("family"):
        return False  # "Anh trai tôi Trần Văn Minh": in Vietnamese "my" stands behind its word.
    return len(name.text.split()) >= 3 and name.end - i >= 3 and tokens[i].fold not in name_list("given")


def _inside_word(tokens: Sequence[Token], i: int) -> bool:
    """True behind a hyphen or apostrophe of the same word."""
    return bool(i) and tokens[i - 1].text in "-‐’'" and tokens[i - 1].start == tokens[max(0, i - 2)].end


def _told_by(
    tokens: Sequence[Token], i: int, name: Name, unit: Unit, words: Lexicon, found: list[Found]
) -> str | None:
    """What says that a capital word or two are a name: relation, list, row, joint; None for nothing."""
    parts = [p for p in name.parts if len(p) > 1]
    full = len(parts) >= 2 and len(name.text.split()) >= 2
    if after_relation(tokens, i) and (
        full or any(listed(p) for p in parts) or is_kin(tokens, i, name, words)
    ):
        return "relation"
    words_ = name.text.split()
    if any(w.isupper() and 1 < len(w.rstrip(".")) <= 3 for w in words_) and not all(
        w.isupper() for w in words_
    ):
        return None
    if names_place(tokens, i, name, words):
        return None
    real = [p for p in parts if not words.exactly("particle", p) and p not in words.stopwords]
    row = unit.role is Role.ROW and i == 0
    if full:
        if any(listed(p) and len(p) > 2 for p in real) or after_mine(tokens, i):
            return "listed"
        if row or (i == 0 and len(tokens) <= _ROW):
            return "row"
        return "shape" if in_place_of_person(unit, i, name, words, [f.name for f in found]) else None
    initials = len(name.parts) - len(parts)
    if len(parts) != 1 or not (listed(parts[0]) or (row and len(tokens) == 1) or initials > 1):
        return None
    if len(name.parts) == 2 or (len(name.parts) > 2 and "." in name.text):
        return "listed"
    if row:
        return "row"
    return (
        "joined"
        if joined(tokens, i, [f.name for f in found]) or before_joint(tokens, name.end, words)
        else None
    )


def _is_label_letter(tokens: Sequence[Token], i: int, words: Lexicon) -> bool:
    """The letter of "Workshop B." is no initial."""
    return len(tokens[i].text) == 1 and words.is_a("workshop", tokens[i - 1].fold)


def _uncased(
    tokens: Sequence[Token], i: int, name: Name, unit: Unit, words: Lexicon, found: list[Found]
) -> Found | None:
    """Scripts without capital letters: only where a row, a title, a relation or a joint marks a name."""
    parts = name.parts
    short = next((n for n, p in enumerate(parts) if not listed(p)), len(parts))
    if unit.role is Role.ROW and i == 0 and short:
        return Found(name, "row")
    if (after_relation(tokens, i) or joined(tokens, i, [f.name for f in found])) and short:
        return Found(name_at(tokens, i, unit.text, words, limit=max(2, short)) or name, "relation")
    if short and (run := unheard_at(tokens, i, unit, words, known=True)) > short:
        text = unit.text[tokens[i].start : tokens[i + run - 1].end]
        return Found(Name(text, start=i, end=i + run), "listed")
    if short >= 2:
        return Found(name_at(tokens, i, unit.text, words, limit=short) or name, "listed")
    if short and chooses_in_brackets(tokens, i + 2, words):
        return Found(name_at(tokens, i, unit.text, words, limit=2) or name, "listed")
    return None


def _turned(tokens: Sequence[Token], name: Name, unit: Unit, words: Lexicon) -> Name:
    """Like "Müller, Hans" turned round where it stands in a row or field."""
    entry = name.start == 0 and len(tokens) <= _ROW
    if name.formal and len(name.parts) == 1:
        # "Herrn Berger, Paul" is turned in a sentence, too; "Herrn Berger, Paul Klein" are two people.
        turned = inverted_at(tokens, name, unit.text, words)
        return turned if turned is not None and len(turned.parts) == 2 else name
    if not (unit.role in (Role.ROW, Role.FIELD) or entry) or len(name.parts) > 2:
        return name
    return inverted_at(tokens, name, unit.text, words) or name


def _is_house(tokens: Sequence[Token], i: int, name: Name, unit: Unit, words: Lexicon) -> bool:
    """True where the capital words are a house's, or begin a sentence with where people are from.

    "De la Peña Flamenca vamos cuatro" names no De la Peña.
    """
    titled = name.formal or bool(name.title)
    sure = titled or name.parts[0] in name_list("given")
    kin = sure and after_relation(tokens, i)  # "meine Nichte Leonore von Gemmingsheim"
    if not (titled or kin or listed(name.parts[-1])) and words.is_a("organisation", name.parts[-1]):
        return True  # "Freiberg Kadın Derneği"
    opening = [c for c in unit.cues if c.name == "organisation_of" and c.start == 0]
    if is_grammar(tokens, i, name, words) or (
        not sure and any(i == 0 or (i == c.end and c.end > 1) for c in opening)
    ):
        return True
    return names_house(tokens, name.end) or called_after(tokens, i, name, words)


def excluded(name: Name, layout: Layout, others: Sequence[str]) -> bool:
    """True for whoever is greeted or leads, speaks or organises: named, but no participant."""
    if any(same_person(name, other) for other in others):
        return True
    own = {p for p in name.parts if len(p) > 1}
    if any(own <= set(words_of(other)) for other in others):
        return True
    greeted = greeting_words(layout.greeting)
    return bool(greeted) and all(p in greeted for p in name.parts if len(p) > 1)
