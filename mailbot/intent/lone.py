"""Numbers, ordinals and letters that name a workshop without a word for workshop beside them."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.intent.language import languages, listed
from mailbot.intent.mentions import Mention, Scan
from mailbot.intent.moving import moved
from mailbot.intent.tokens import Shape

_SHORT = 8
"""An answer of so few words and marks may say "two" in a language that shows nowhere else."""


class Lone(Scan):
    """Finds labels that stand alone, where the setting or the words beside them make them labels."""

    def _bare(self, taken: set[int], others: bool) -> Iterator[Mention]:
        """Labels without a word for workshop, where the setting makes them labels."""
        second = [c.end for c in self.cues if c.name in ("second_choice", "first_choice")]
        for i, token in enumerate(self.tokens if self.setting.labels else ()):
            if i in taken or self.kinds[i] != "word" or self._together(i):
                continue
            value = self._value(i) if not self._ranks(i) else None
            if value is None or (value[0] != "ordinal" and (self._is_count(i) or self._no_label(i))):
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
                if any(c.name == "first_choice" for c in self.cues) and others:
                    # "Workshop 2 als erste Wahl, 4 als zweite": the ordinals rank what is chosen.
                    continue
                wanted = self.setting.choosing or self.setting.reply or after_second or self._of_all(i)
                if wanted and not self._of_people(i) and self._stands_alone(i) and not self._of_noun(i):
                    yield Mention(workshop, 3, "ordinal", i, i + 1)
            elif (
                after_second
                or self._behind_dash(i)
                or self._in_brackets(i)
                or (self.setting.reply and self._answer(i, value[0]))
                or (self.setting.choosing and self._taken(i, value[0]))
                or (others and token.shape is Shape.NUMBER and self._behind_verb(i))
            ):
                yield Mention(workshop, 3, "number", i, i + 1)

    def _no_label(self, i: int) -> bool:
        return self._of_us(i) or self._foreign(i) or self._article(i)

    def _article(self, i: int) -> bool:
        """Like the "one" of "two places, one for me and one for my partner": it counts, and goes on."""
        goes_on = i + 1 < len(self.tokens) and self.tokens[i + 1].shape is Shape.WORD
        single = self.tokens[i].shape is Shape.WORD and self.words.number(self.tokens[i].fold) == 1
        return single and goes_on and any(self._is_unit(k) for k in range(i))

    def _of_us(self, i: int) -> bool:
        """Like the "deux" of "nous venons tous les deux": it ends words for how many come."""
        people = ("self_and", "everyone", "couple")
        return self.tokens[i].shape is Shape.WORD and any(
            c.name in people and c.start < i and c.end == i + 1 for c in self.cues
        )

    def _foreign(self, i: int) -> bool:
        """Like French "le four", an oven: a number word of another language among words of this one."""
        own = languages()[self.words.codes[0]].numbers if self.words.codes else {}
        word = self.tokens[i].fold
        number = self.tokens[i].shape is Shape.WORD and self.words.number(word) is not None
        return number and word not in own and len(self.tokens) > _SHORT

    def _of_people(self, i: int) -> bool:
        """Like "die ersten beiden", "the first two": a word for how many stands behind the ordinal."""
        if i + 1 >= len(self.tokens) or any(k == "workshop" for k in self.kinds[i + 2 : i + 3]):
            return False
        following = self.tokens[i + 1].fold
        return self.words.exactly("both", following) or (self.words.number(following) or 0) > 1

    def _of_noun(self, i: int) -> bool:
        """Like "للمرة الثانية": an ordinal that follows its noun in languages where it does."""
        if i == 0 or self.tokens[i - 1].shape is not Shape.WORD:
            return False
        before = self.tokens[i - 1].fold
        known = before in self.words.stopwords or self.words.exactly("article", before)
        return not (known or any(c.start <= i - 1 < c.end for c in self.cues))

    def _sign_of_noun(self, i: int) -> bool:
        """Like "الجائزة رقم 3", "Zimmer Nr. 3": the number of something else."""
        if not i or (self.tokens[i - 1].cased and not (self._capital_nouns() and self.tokens[i - 1].capital)):
            return False
        return self._of_noun(i) and not (i == 1 and self.tokens[0].cased and listed(self.tokens[0].fold))

    def _taken(self, i: int, kind: str) -> bool:
        """Like "ich nehme die 2", "D bitte", "ich nehme B.", "A wie Anton"."""
        if not self._stands_alone(i) or (i and self.all.is_a("measure", self.tokens[i - 1].fold)):
            return False
        if i and self.kinds[i - 1] == "sign" and self._sign_of_noun(i - 1):
            return False
        if kind == "letter" and self._spelt(i):
            return True
        if moved(self.tokens, self.cues, i):
            return True
        counted = any(self._is_unit(k) for k in range(max(0, i - 3), i))
        if self._after_article(i):
            word = self.tokens[i].shape is Shape.WORD and kind == "number"
            return not (counted or word) or self.words.exactly("definite", self.tokens[i - 1].fold)
        alone = i == 0 or self.tokens[i - 1].shape is Shape.MARK
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if alone and following and any(c.name == "please" and c.start == i + 1 for c in self.cues):
            return True
        bracket = following is not None and following.text == ")"
        if kind != "letter" or not (self.tokens[i].text.isupper() or bracket):
            return False
        if following is not None and following.text == "." and i + 2 < len(self.tokens):
            return False
        whole = alone and (following is None or following.text in ".!)")
        return whole or any(
            c.end == i and c.name in ("register", "self_register", "first_choice", "please")
            for c in self.cues
        )

    def _behind_verb(self, i: int) -> bool:
        """Like "workshop 3, Peter takes 2", "2'yi seçiyor": a number with no more than a verb of choosing."""
        verbs = [c for c in self.cues if c.name in ("register", "self_register", "first_choice")]
        inflected = [t.text for t in self.tokens[i + 1 : i + 2]] in (["'"], ["’"])
        return any((c.end == i and self._stands_alone(i)) or (inflected and c.start == i + 3) for c in verbs)

    def _spelt(self, i: int) -> bool:
        """Like "A wie Anton": the letter, a small word, and a word that begins with it."""
        if i + 2 >= len(self.tokens) or not self.tokens[i].text.isupper():
            return False
        small, word = self.tokens[i + 1], self.tokens[i + 2]
        return small.fold in self.words.stopwords and word.capital and word.fold[:1] == self.tokens[i].fold

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
