"""Where words point to a workshop: numbers, ordinals, letters, titles, themes, leaders.

A number counts only where something makes it the number of a workshop: a word for workshop beside
it, a label of a form, the head of a column, a choice that goes on ("WS 1 oder 3"), or a reply to our
own question. Dates, times, counts, rooms and list numbers have no such neighbour and stay numbers.

Grades: 3 a number, an id or a title that cannot be mistaken; 2 a word of the title or a leader;
1 a theme. A theme or a leader counts only in a sentence that is about choosing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from mailbot.intent.catalogue import CONCEPT, DESCRIPTION, ROMAN, TITLE, Catalogue, Hit
from mailbot.intent.language import name_list
from mailbot.intent.lexicon import Cue, Lexicon
from mailbot.intent.tokens import Shape, Token

_JOINTS = frozenset(",/+&") | {"und", "oder"}
_BEFORE_NUMBER = frozenset(".:#№=-–—„\"“«»'()°º*_")
_LATIN = {"а": "a", "в": "b", "с": "c", "е": "e", "б": "b", "д": "d"}
"""Cyrillic letters that are typed for the Latin ones they look or sound like."""
_GLUED = re.compile(r"^(ws|w|ag|workshop|atelier|warsztat|taller|wshop)(\d{1,2}|[a-h])$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that points to a workshop (None: to one the event does not have).

    start, end: tokens of the unit; grade: how surely, 3 most; rule: which way it was read.
    """

    workshop: str | None
    grade: int
    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a unit: a form field or column for workshops; an answer to a question of ours;
    a sentence about choosing, so that themes and bare ordinals count.
    """

    field: bool = False
    reply: bool = False
    choosing: bool = False


class Finder:
    """Finds mentions in one unit of text; holds the unit while it looks."""

    def __init__(
        self, tokens: Sequence[Token], cues: Sequence[Cue], words: Lexicon, event: Catalogue, setting: Setting
    ) -> None:
        self.tokens, self.cues, self.words, self.event, self.setting = tokens, cues, words, event, setting
        self.all = words
        self.kinds = [self._kind(t) for t in tokens]

    def _kind(self, token: Token) -> str:
        if self.all.is_a("number_sign", token.fold):
            return "sign"
        if token.shape is Shape.MARK:
            return "mark"
        if token.shape in (Shape.OPAQUE, Shape.ADDRESS):
            return "opaque"
        if self.all.is_a("workshop", token.fold):
            return "workshop"
        if self.all.is_a("number_sign", token.fold):
            return "sign"
        return "word"

    def find(self) -> tuple[Mention, ...]:
        """All mentions, in the order of the text, a grade of 3 before what stands inside it."""
        found = [*self._numbers(), *self._phrases(), *self._titles(), *self._leaders()]
        found += self._bare({i for m in found for i in range(m.start, m.end)}, bool(found))
        strong = [m for m in found if m.grade == 3]
        inside = [
            m
            for m in found
            if m.grade < 3
            and not any(s.start <= m.start and m.end <= s.end and s.workshop == m.workshop for s in strong)
        ]
        return tuple(sorted((*strong, *inside), key=lambda m: (m.start, -m.grade)))

    # -- numbers ---------------------------------------------------------------------------------

    def _value(self, i: int) -> tuple[str, int | str] | None:
        """What the token says as a label of a workshop: ("number", 2), ("letter", "b"), ("ordinal", 2)."""
        token = self.tokens[i]
        if token.shape is Shape.NUMBER and len(token.fold) <= 2:
            return ("number", int(token.fold))
        if token.shape is not Shape.WORD:
            return None
        letter = _LATIN.get(token.fold, token.fold)
        if letter in self.event.letters and token.fold not in self.words.stopwords:
            return ("letter", letter)
        if letter in self.event.letters and (token.text.isupper() or self.setting.field):
            return ("letter", letter)
        if token.fold in ROMAN and token.text.isupper() and self.event.numbered:
            return ("number", ROMAN[token.fold])
        if token.fold in self.words.numbers:
            if (
                self.words.numbers[token.fold] == 1
                and i
                and self.tokens[i - 1].fold in ("the", "this", "that")
            ):
                return None
            return ("number", self.words.numbers[token.fold])
        if token.fold in self.words.ordinals:
            return ("ordinal", self.words.ordinals[token.fold])
        if len(token.fold) == 1 and token.text.isupper() and self.event.letters:
            return ("letter", token.fold)
        return None

    def _workshop(self, value: tuple[str, int | str]) -> str | None:
        kind, what = value
        if kind == "letter":
            return self.event.letters.get(str(what))
        if kind == "ordinal":
            return self.event.by_ordinal(int(what))
        return self.event.by_number(int(what))

    def _is_count(self, i: int) -> bool:
        """True where the number at `i` counts something: a unit, or a noun, follows."""
        if i + 1 >= len(self.tokens):
            return False
        following = self.tokens[i + 1]
        if following.text in "%€$" or following.shape is Shape.OPAQUE:
            return True
        if self.all.is_a("measure", following.fold):
            return True
        return (
            self.all.is_a("unit", following.fold)
            or following.fold in self.all.months
            or following.fold == "uhr"
        )

    def _numbers(self) -> Iterator[Mention]:
        for i, kind in enumerate(self.kinds):
            token = self.tokens[i]
            glued = _GLUED.match(token.fold) if kind == "word" else None
            if glued:
                label = glued.group(2)
                value = ("number", int(label)) if label.isdecimal() else ("letter", label)
                if value[0] == "number" or glued.group(2) in self.event.letters:
                    yield Mention(self._workshop(value), 3, "number", i, i + 1)
                    yield from self._continued(i + 1, i)
            elif kind == "workshop":
                yield from self._right(i)
                yield from self._left(i)
            elif (
                kind == "sign"
                and (self.setting.choosing or self.setting.reply)
                and not self._beside_workshop(i)
            ):
                yield from self._right(i)

    def _beside_workshop(self, i: int) -> bool:
        return any(self.kinds[k] == "workshop" for k in range(max(0, i - 3), i))

    def _right(self, i: int) -> Iterator[Mention]:
        """The number after a word for workshop, with what a joint adds to it."""
        k = i + 1
        while (
            k < len(self.tokens)
            and k <= i + 5
            and (self.kinds[k] in ("sign", "workshop") or self.tokens[k].text in _BEFORE_NUMBER)
        ):
            k += 1
        if k >= len(self.tokens):
            return
        if self.kinds[k] == "opaque":
            yield from self._packed(k)
            return
        value = self._value(k)
        if value is None or (value[0] == "ordinal" and k > i + 1 and self.tokens[i].text.isascii()):
            return
        if value[0] != "letter" and self._is_count(k):
            return
        if value[0] == "letter" and not self._letter_stands(k):
            return
        yield Mention(self._workshop(value), 3, "number", i, k + 1)
        yield from self._continued(k + 1, k)

    def _letter_stands(self, k: int) -> bool:
        """A single letter after "Workshop" is a label where the event has letters or it stands alone."""
        if self.tokens[k].fold in self.event.letters:
            return self.tokens[k].text.isupper() or self.tokens[k].fold not in self.words.stopwords
        following = self.tokens[k + 1] if k + 1 < len(self.tokens) else None
        return bool(self.event.letters) and (following is None or following.text != ".")

    def _packed(self, k: int) -> Iterator[Mention]:
        """ "1/3" or "1+3" beside a word for workshop: several at once."""
        parts = re.split(r"[/,]", self.tokens[k].text)
        values = [int(p) for p in parts if p.isdecimal() and len(p) <= 2]
        if len(values) == len(parts) and all(self.event.by_number(v) for v in values):
            for value in values:
                yield Mention(self.event.by_number(value), 3, "number", k, k + 1)

    def _continued(self, k: int, last: int) -> Iterator[Mention]:
        """More labels after a joint: "1 oder 3", "1, 2 und 3"."""
        while k < len(self.tokens):
            joint = self.tokens[k]
            if not (
                joint.text in _JOINTS
                or self.words.is_a("and", joint.fold)
                or self.words.is_a("or", joint.fold)
            ):
                return
            k += 1
            while k < len(self.tokens) and (
                self.kinds[k] in ("sign", "workshop")
                or self.words.is_a("or", self.tokens[k].fold)
                or self.tokens[k].text in ".#:"
                or self.words.is_a("article", self.tokens[k].fold)
            ):
                k += 1
            if k >= len(self.tokens) or self.kinds[k] not in ("word", "sign"):
                return
            value = self._value(k)
            if value is None or self._is_count(k) or self.kinds[k - 1] == "workshop":
                return
            workshop = self._workshop(value)
            if workshop is None or (
                self.tokens[k].shape is Shape.WORD
                and len(self.tokens[k].text) > 1
                and not self._stands_alone(k)
            ):
                return
            yield Mention(workshop, 3, "number", k, k + 1)
            k += 1

    def _left(self, i: int) -> Iterator[Mention]:
        """An ordinal before a word for workshop: "den zweiten Workshop", "3. Workshop"."""
        k = i - 1
        while k >= 0 and k >= i - 2 and self.kinds[k] == "workshop":
            k -= 1
        if k < 0:
            return
        if self.tokens[k].text == "." and k >= 1 and self.tokens[k - 1].shape is Shape.NUMBER:
            value: tuple[str, int | str] = ("ordinal", int(self.tokens[k - 1].fold))
            if int(self.tokens[k - 1].fold) <= 20:
                yield Mention(self._workshop(value), 3, "ordinal", k - 1, i + 1)
            return
        if self.tokens[k].shape is Shape.WORD and self.tokens[k].fold in self.words.ordinals:
            after = self._value(i + 1) if i + 1 < len(self.tokens) else None
            choice = any(
                c.name in ("first_choice", "second_choice") and c.start <= k < c.end for c in self.cues
            )
            if not (choice and after):
                yield from self._ordinal(k, k, i + 1)

    def _ordinal(self, k: int, start: int, end: int) -> Iterator[Mention]:
        yield Mention(
            self.event.by_ordinal(self.words.ordinals[self.tokens[k].fold]), 3, "ordinal", start, end
        )

    def _bare(self, taken: set[int], others: bool) -> Iterator[Mention]:
        """Labels without a word for workshop, where the setting makes them labels."""
        second = [c.end for c in self.cues if c.name == "second_choice"]
        for i, token in enumerate(self.tokens):
            if i in taken or self.kinds[i] not in ("word",):
                continue
            value = self._value(i)
            if value is None or (value[0] != "ordinal" and self._is_count(i)):
                continue
            workshop = self._workshop(value)
            if self.setting.field:
                if workshop is not None or (value[0] == "number" and len(self.tokens) <= 3):
                    yield Mention(workshop, 3, "field", i, i + 1)
                continue
            if workshop is None:
                continue
            after_second = others and any(0 <= i - end <= 3 for end in second)
            if value[0] == "ordinal":
                if (self.setting.choosing or self.setting.reply or after_second) and self._stands_alone(i):
                    yield Mention(workshop, 3, "ordinal", i, i + 1)
            elif (
                after_second
                or self._behind_dash(i)
                or (self.setting.reply and self._answer(i, value[0]))
                or (self.setting.choosing and self._after_article(i) and self._stands_alone(i))
            ):
                yield Mention(workshop, 3, "number", i, i + 1)

    def _answer(self, i: int, kind: str) -> bool:
        """In a reply to our question a label answers it where it begins, ends or is all of the unit."""
        if kind == "letter":
            token = self.tokens[i]
            if len(self.tokens) <= 2:
                return True
            return token.text.isupper() and (token.fold not in self.words.stopwords or i > 0)
        if self.tokens[i].shape is Shape.WORD and kind == "number":
            return self._stands_alone(i)
        return self._stands_alone(i) and (len(self.tokens) <= 8 or self._after_article(i))

    def _behind_dash(self, i: int) -> bool:
        """ "Igor Schmidt – 1": a label between a dash or colon and the end of its part, behind a name."""
        if i < 3 or (self.tokens[i - 1].text not in "–—-:=→" and self.tokens[i - 1].text not in ("->", "=>")):
            return False
        if self.tokens[i - 1].start == self.tokens[i - 2].end and self.tokens[i - 1].text in "-–":
            return False
        ends = i + 1 >= len(self.tokens) or self.tokens[i + 1].text in ",;.)|"
        return (
            ends
            and self.tokens[i - 2].shape is Shape.WORD
            and (self.tokens[i - 2].capital or not self.tokens[i - 2].cased)
        )

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
        if self.words.is_a("unit", following.fold) or (self._german() and following.capital):
            return False
        return following.fold in self.words.stopwords or self._german()

    def _german(self) -> bool:
        """German nouns are capital, so a small word after the number is none of its nouns."""
        return self.words.codes[:1] == ("de",)

    def _noun(self, i: int) -> bool:
        return (
            i < len(self.tokens)
            and self.tokens[i].shape is Shape.WORD
            and (self.tokens[i].fold in self.words.months or self.tokens[i].capital)
        )

    # -- words -----------------------------------------------------------------------------------

    def _phrases(self) -> Iterator[Mention]:
        """Aliases, and ids that are words, written out."""
        words = [t.fold for t in self.tokens]
        for phrase, workshop in self.event.phrases:
            width = len(phrase)
            for i in range(len(words) - width + 1):
                if tuple(words[i : i + width]) == phrase:
                    sure = width > 1 or self.setting.field or self._near_workshop(i)
                    if sure or self.setting.choosing or self.setting.reply:
                        yield Mention(workshop, 3 if sure else 2, "alias", i, i + width)

    def _near_workshop(self, i: int) -> bool:
        near = range(max(0, i - 4), min(len(self.kinds), i + 4))
        return any(self.kinds[k] == "workshop" for k in near) or self._quoted(i)

    def _quoted(self, i: int) -> bool:
        return any(self.tokens[k].text in '„“”"«»‚‘' for k in range(max(0, i - 1), i))

    def _masked(self) -> set[int]:
        """Tokens that belong to the title of the event itself."""
        places = [i for i, t in enumerate(self.tokens) if t.shape is not Shape.MARK]
        words = [self.tokens[i].fold for i in places]
        masked: set[int] = set()
        for phrase in self.event.event_phrases:
            for at in range(len(words)):
                width = 0
                while width < len(phrase) and at + width < len(words) and words[at + width] == phrase[width]:
                    width += 1
                if width >= 2 and (width >= 3 or width == len(phrase)):
                    masked.update(places[at : at + width])
        return masked

    def _titles(self) -> Iterator[Mention]:
        masked = self._masked()
        rows: list[tuple[int, tuple[Hit, ...]]] = []
        for i, token in enumerate(self.tokens):
            named = token.capital and token.fold in name_list("given") and i + 1 < len(self.tokens)
            compound = token.fold.endswith("workshop") and len(token.fold) > 10
            if (
                token.shape is Shape.WORD
                and i not in masked
                and self.kinds[i] != "workshop"
                and ("shop" not in token.fold or compound)
            ):
                if named and self.tokens[i + 1].capital and not self.setting.field:
                    continue
                hits = self.event.hits(
                    token.fold.removesuffix("workshop").rstrip("s") if compound else token.fold
                )
                if hits:
                    rows.append((i, hits))
        if rows:
            yield from self._runs(rows)
            yield from self._keywords(rows)

    def _runs(self, rows: list[tuple[int, tuple[Hit, ...]]]) -> Iterator[Mention]:
        """A stretch of words that follows the title of a workshop, misspelt or not."""
        for workshop, title in self.event.titles.items():
            best: tuple[int, int, int, int] = (0, 0, 0, 0)
            for n, (start, hits) in enumerate(rows):
                for hit in hits:
                    if hit.source == 0 and hit.workshop == workshop:
                        best = max(best, self._follow(rows, n, start, workshop, hit.index))
            weight, content, start, end = best
            whole = weight >= len(title) and len(title) > 0
            if (content >= 2 and weight >= 2) or (
                whole and content >= 1 and (len(title) > 1 or self.setting.choosing)
            ):
                yield Mention(workshop, 3, "title", start, end)

    def _follow(
        self, rows: list[tuple[int, tuple[Hit, ...]]], n: int, start: int, workshop: str, index: int
    ) -> tuple[int, int, int, int]:
        stop = self.all.stopwords
        weight, end = 1, start + 1
        content = int(self.tokens[start].fold not in stop)
        for place, hits in rows[n + 1 :]:
            if place - end > 2:
                break
            following = [
                h.index for h in hits if h.source == 0 and h.workshop == workshop and 0 < h.index - index <= 2
            ]
            if following:
                index, weight, end = min(following), weight + 1, place + 1
                content += int(self.tokens[place].fold not in stop)
        return (weight, content, start, end)

    def _keywords(self, rows: list[tuple[int, tuple[Hit, ...]]]) -> Iterator[Mention]:
        """Single words of a title or theme, where the unit is about choosing."""
        if not (self.setting.field or self.setting.choosing or self.setting.reply):
            return
        points: dict[str, dict[str, tuple[int, int]]] = {}
        for i, hits in rows:
            best = max((h.source for h in hits if h.source), default=0)
            for hit in hits:
                if hit.source == best and best:
                    known = points.setdefault(hit.workshop, {})
                    known.setdefault(hit.key, (hit.source, i))
        for workshop, keys in points.items():
            strength = max(source for source, _ in keys.values())
            first, last = min(i for _, i in keys.values()), max(i for _, i in keys.values())
            if strength == TITLE:
                spot = min(i for source, i in keys.values() if source == TITLE)
                yield Mention(workshop, 2, "title-word", spot, spot + 1)
            elif strength == CONCEPT:
                spot = min(i for source, i in keys.values() if source == CONCEPT)
                yield Mention(workshop, 1, "theme", spot, spot + 1)
            elif strength == DESCRIPTION and (
                len(keys) >= 2 or self.setting.field or self._noun_like(first, keys)
            ):
                yield Mention(workshop, 1, "theme", first, last + 1)

    def _noun_like(self, place: int, keys: dict[str, tuple[int, int]]) -> bool:
        """One word of a description counts where it is long, and in German a noun."""
        return len(min(keys, key=len)) >= 6 and (self.tokens[place].capital or not self._german())

    def _leaders(self) -> Iterator[Mention]:
        """A workshop by who leads it: the family name, or given and family name."""
        if not (self.setting.choosing or self.setting.field or self.setting.reply):
            return
        for i, token in enumerate(self.tokens):
            if token.shape is not Shape.WORD or len(token.fold) < 3:
                continue
            owners = {w for given, family, w in self.event.leaders if _same_name(token.fold, family)}
            owners |= {
                w
                for given, _, w in self.event.leaders
                if given == token.fold and len(given) > 3 and not self._other_family(i)
            }
            if len(owners) == 1:
                yield Mention(owners.pop(), 2, "leader", i, i + 1)

    def _other_family(self, i: int) -> bool:
        """True where a given name is followed by a family name that is no leader's."""
        k = i + 1
        while k + 1 < len(self.tokens) and self.tokens[k].text == "-":
            k += 2
        if k >= len(self.tokens) or not (self.tokens[k].capital and self.tokens[k].shape is Shape.WORD):
            return False
        return not any(_same_name(self.tokens[k].fold, family) for _, family, _ in self.event.leaders)


def _same_name(word: str, name: str) -> bool:
    if word == name:
        return True
    if len(word) < 5 or len(name) < 5:
        return False
    return Levenshtein.normalized_similarity(word, name, score_cutoff=0.8) >= 0.8
