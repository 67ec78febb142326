"""Where words point to a workshop: numbers, ordinals, letters, titles, themes, leaders.

A number counts only where something makes it the number of a workshop: a word for workshop beside
it, a label of a form, the head of a column, a choice that goes on ("WS 1 oder 3"), or a reply to our
own question. Dates, times, counts, rooms and list numbers have no such neighbour and stay numbers.

Grades: 3 a number, an id or a title that cannot be mistaken; 2 a word of the title or a leader;
1 a theme. A theme or a leader counts only in a sentence that is about choosing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mailbot.intent.catalogue import ROMAN, Catalogue
from mailbot.intent.lexicon import Cue, Lexicon, everything
from mailbot.intent.patterns import marked
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.vocabulary import Trait

SURE = 3
"""The grade of a number, an id or a title that cannot be mistaken."""

_BEFORE_NUMBER = frozenset(".:#№=-–—„\"“«»'()°º*_")
_OF = frozenset(("de", "of", "del"))
_LATIN = {"а": "a", "в": "b", "с": "c", "е": "e", "б": "b", "д": "d"}
"""Cyrillic letters that are typed for the Latin ones they look or sound like."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that points to a workshop (None: to one the event does not have).

    start, end: tokens of the unit; grade: how surely, 3 most; rule: which way it was read; weight: how
    many different words of the unit say so.
    """

    workshop: str | None
    grade: int
    rule: str
    start: int
    end: int
    weight: int = 1

    @property
    def sure(self) -> bool:
        """True for a number, an id or a whole title: nothing that could be mistaken."""
        return self.grade == SURE


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a unit: a form field or column for workshops; an answer to a question of ours;
    a sentence about choosing, so that themes and bare ordinals count; a subject or a row of a list; the
    wider look at themes where the first one found nothing; whether bare labels count at all.
    """

    field: bool = False
    reply: bool = False
    choosing: bool = False
    listed: bool = False
    wide: bool = False
    labels: bool = True


@lru_cache(maxsize=16384)
def _kind(word: str, _marks: str, shape: Shape, words: Lexicon) -> str:
    """What a folded word or mark is for whoever looks for workshops; `_marks` as in `names`."""
    if words.is_a("number_sign", word) or word in ("#", "№"):
        return "sign"
    if shape is Shape.MARK:
        return "mark"
    if shape in (Shape.OPAQUE, Shape.ADDRESS):
        return "opaque"
    return "workshop" if words.is_a("workshop", word) else "word"


class Scan:
    """One unit of text while it is searched: its tokens, what each is, and what a number in it may mean."""

    def __init__(
        self, tokens: Sequence[Token], cues: Sequence[Cue], words: Lexicon, event: Catalogue, setting: Setting
    ) -> None:
        self.tokens, self.cues, self.words, self.event, self.setting = tokens, cues, words, event, setting
        self.all = words
        self.kinds = [_kind(t.fold, marked(t.fold), t.shape, words) for t in tokens]
        for i in range(1, len(tokens)):
            # "мастер-класс": the second half of a word for workshop, which alone is a school's class.
            joint = i > 1 and tokens[i - 1].text in "-‐" and self.kinds[i - 2] == "workshop"
            if (joint or self.kinds[i - 1] == "workshop") and words.exactly("workshop_end", tokens[i].fold):
                self.kinds[i] = "workshop"
        for i in range(len(tokens) - 1):
            if tokens[i].text in "Nn" and tokens[i + 1].text in "°º" and self.kinds[i] == "word":
                self.kinds[i] = self.kinds[i + 1] = "sign"
            elif self._is_label(i + 1) and self._abroad(i):
                self.kinds[i] = "workshop"

    def _abroad(self, i: int) -> bool:
        """True for "W", and for the word of another language that a learner falls back on: "Taller 2"."""
        token = self.tokens[i]
        # Polish "w" is "in": "zgłaszam udział w 6. konferencji".
        short = token.text in "Ww" and (token.fold not in self.words.stopwords or (token.capital and i > 0))
        return short or self.words.exactly("workshop_abroad", token.fold)

    def _ranks(self, i: int) -> bool:
        """Like the "second" of "sans second choix", the "prima" of "prima mea opțiune este …": the ordinal
        says which choice, and not which workshop.
        """
        kinds = ("first_choice", "second_choice")
        return self.tokens[i].shape is Shape.WORD and any(
            c.name in kinds and c.start <= i < c.end and c.end - c.start > 1 for c in self.cues
        )

    def _is_label(self, i: int) -> bool:
        """True for a short number, or a capital letter that is a workshop's: what may stand behind "W"."""
        token = self.tokens[i]
        if token.shape is Shape.NUMBER:
            return len(token.fold) <= 2
        return token.text.isupper() and token.fold in self.event.letters

    def _value(self, i: int) -> tuple[str, int | str] | None:
        """What the token says as a label of a workshop: ("number", 2), ("letter", "b"), ("ordinal", 2)."""
        token = self.tokens[i]
        if token.shape is Shape.NUMBER and len(token.fold) <= 2:
            return ("number", int(token.fold))
        if token.shape is not Shape.WORD or self._is_face(i):
            return None
        letter = _LATIN.get(token.fold, token.fold)
        if letter in self.event.letters and token.fold not in self.words.stopwords:
            return ("letter", letter)
        if letter in self.event.letters and (token.text.isupper() or self.setting.field):
            return ("letter", letter)
        if token.fold in ROMAN and token.text.isupper() and self.event.numbered and not self._is_pronoun(i):
            return ("number", ROMAN[token.fold])
        number = self.words.number(token.fold)
        if number is not None:
            before = self.tokens[i - 1].fold if i else ""
            if number == 1 and (before in ("the", "this", "that") or self.words.ordinal(before) is not None):
                return None  # "the second one"
            return ("number", number)
        ordinal = self.words.ordinal(token.fold)
        if ordinal is not None:
            return ("ordinal", ordinal)
        if len(token.fold) == 1 and token.text.isupper() and self.event.letters:
            return ("letter", token.fold)
        return None

    def _is_face(self, i: int) -> bool:
        """Like the last of "wäre nicht das erste Mal :D": eyes right before it, and no word for workshop."""
        nose = i - 1 - (i > 1 and self.tokens[i - 1].text == "-")
        if (
            nose < 1
            or self.tokens[nose].text not in ":;="
            or self.tokens[nose].end != self.tokens[i].start - (i - 1 - nose)
        ):
            return False
        apart = self.tokens[nose - 1].end < self.tokens[nose].start
        return apart and self.kinds[nose - 1] not in ("workshop", "sign")

    def _is_pronoun(self, i: int) -> bool:
        """True for the English "I", unless it ends a phrase right behind a word for workshop."""
        if not self.words.exactly("first_person", self.tokens[i].fold) or self.setting.field:
            return False
        before = i - 1
        while before > 0 and self.kinds[before] == "mark":
            before -= 1
        return before < 0 or self.kinds[before] not in ("workshop", "sign") or not self._stands_alone(i)

    def _workshop(self, value: tuple[str, int | str], beside: bool = False) -> str | None:
        kind, what = value
        if kind == "letter":
            return self.event.letters.get(str(what))
        if kind == "ordinal":
            return self.event.by_ordinal(int(what), beside)
        return self.event.by_number(int(what))

    def _is_count(self, i: int) -> bool:
        """True where the number at `i` counts something: a unit, or a noun, follows."""
        if i + 1 >= len(self.tokens):
            return False
        following = self.tokens[i + 1]
        if following.text in "%€$" or following.shape is Shape.OPAQUE or self._is_date(i):
            return True
        # "an Workshop 4 teilnehmen": the verb of registering is nobody who is counted.
        if not following.capital and any(
            c.name in ("register", "self_register") and c.end - 1 == i + 1 for c in self.cues
        ):
            return False
        if self.all.is_a("measure", following.fold):
            return True
        return (
            self.all.is_a("unit", following.fold)
            or following.fold in self.all.months
            or following.fold == "uhr"
        )

    def _is_date(self, i: int) -> bool:
        """Like "4 de marzo", "the 4th of March": a month behind the number, with "of" between them."""
        behind = self.tokens[i + 1 : i + 3]
        return len(behind) > 1 and behind[0].fold in _OF and behind[1].fold in everything().months

    def _is_unit(self, i: int) -> bool:
        """True for a word that people are counted by; "Frau Tran" is somebody, and no count."""
        named = i + 1 < len(self.tokens) and self.tokens[i + 1].capital
        counted = self.all.is_a("unit", self.tokens[i].fold)
        return counted and not (named and self.words.exactly("salutation", self.tokens[i].fold))

    def _after_article(self, i: int) -> bool:
        return i > 0 and self.words.is_a("article", self.tokens[i - 1].fold)

    def _stands_alone(self, i: int) -> bool:
        """True where no noun follows that the number or ordinal would belong to."""
        if i + 1 >= len(self.tokens):
            return True
        following = self.tokens[i + 1]
        if following.shape is Shape.MARK:
            return following.text != "." or i + 2 >= len(self.tokens) or not self._noun(i + 2)
        if following.fold in self.words.months or following.shape is not Shape.WORD:
            return False
        if self.words.is_a("unit", following.fold) or (self._capital_nouns() and following.capital):
            return False
        asked = any(c.name == "please" and c.start == i + 1 for c in self.cues)
        return asked or following.fold in self.words.stopwords or self._capital_nouns()

    def _capital_nouns(self) -> bool:
        """Where nouns are capital, a small word after the number is none of its nouns."""
        return Trait.CAPITAL_NOUNS in self.words.traits

    def _noun(self, i: int) -> bool:
        return (
            i < len(self.tokens)
            and self.tokens[i].shape is Shape.WORD
            and (self.tokens[i].fold in self.words.months or self.tokens[i].capital)
        )

    def _in_brackets(self, i: int) -> bool:
        """Like "Hugo Serrano (E)", "Daniela Vera (también C)": in brackets of its own right behind a name."""
        opening = next((k for k in (i - 1, i - 2) if k > 0 and self.tokens[k].text == "("), 0)
        if not opening or i + 1 >= len(self.tokens) or self.tokens[i + 1].text != ")":
            return False
        listed = sum(t.text == "(" for t in self.tokens) > 1 or self.setting.choosing or self.setting.listed
        name = self.tokens[opening - 1]
        inside = self.tokens[opening + 1]
        small = opening == i - 1 or (inside.shape is Shape.WORD and not inside.capital)
        return (
            listed
            and small
            and self.tokens[i].text.upper() == self.tokens[i].text
            and name.shape is Shape.WORD
            and (name.capital or not name.cased)
        )

    def _of_all(self, i: int) -> bool:
        """Like "ultimul din cele trei", "the last of the three": counted among all workshops there are."""
        return len(self.event.order) in [self.words.number(t.fold) for t in self.tokens[i + 2 : i + 4]]

    def _together(self, i: int) -> bool:
        """Like "zu dritt": how many come together."""
        return i > 0 and self.tokens[i].fold.endswith("t") and self.tokens[i - 1].fold == "zu"

    def _behind_dash(self, i: int) -> bool:
        """Like "Igor Schmidt – 1": a label between a dash or colon and the end of its part, behind a name."""
        if i < 3 or (self.tokens[i - 1].text not in "–—-:=→" and self.tokens[i - 1].text not in ("->", "=>")):
            return False
        if self.tokens[i - 1].start == self.tokens[i - 2].end and self.tokens[i - 1].text in "-–":
            return False
        ends = i + 1 >= len(self.tokens) or self.tokens[i + 1].text in ",;.)|"
        if ends and any(
            c.name in ("everyone", "all", "self", "self_and") and c.start == 0 and c.end == i - 1
            for c in self.cues
        ):
            return True  # "Wir beide: D."
        return (
            ends
            and self.tokens[i - 2].shape is Shape.WORD
            and (self.tokens[i - 2].capital or not self.tokens[i - 2].cased)
        )

    def _leads_to_label(self, k: int) -> bool:
        """True for marks before a label, and for the verb in "der Workshop bleibt C"."""
        token = self.tokens[k]
        return token.text in _BEFORE_NUMBER or self.words.exactly("stays", token.fold)
