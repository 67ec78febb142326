"""Numbers, ordinals and letters that name a workshop, told from all other numbers of a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.intent.language import languages
from mailbot.intent.mentions import Mention, Scan
from mailbot.intent.moving import moved
from mailbot.intent.tokens import Shape

_JOINTS = frozenset(",/+&") | {"und", "oder"}
_GLUED = re.compile(r"^(ws|w|ag|workshop|atelier|warsztat|taller|wshop)(\d{1,2}|[a-h])$")


class Labels(Scan):
    """Finds labels beside a word for workshop, in fields and columns, and in answers."""

    def _numbers(self) -> Iterator[Mention]:
        for i, kind in enumerate(self.kinds):
            token = self.tokens[i]
            glued = _GLUED.match(token.fold) if kind == "word" else None
            if glued:
                label = glued.group(2)
                value = ("number", int(label)) if label.isdecimal() else ("letter", label)
                if value[0] == "number" or glued.group(2) in self.event.letters:
                    yield Mention(self._workshop(value), 3, "number", i, i + 1)
                    yield from self._continued(i + 1)
            elif kind == "workshop":
                yield from self._right(i)
                yield from self._left(i)
            elif (
                kind == "sign"
                and (self.setting.choosing or self.setting.reply)
                and not self._beside_workshop(i)
                and not self._sign_of_noun(i)
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
            and (self.kinds[k] in ("sign", "workshop") or self._leads_to_label(k) or self._before_sign(k))
        ):
            k += 1
        # "nhóm thứ hai", "atelierul al doilea": a small word makes the ordinal behind it.
        k += k + 1 < len(self.tokens) and self.words.exactly("ordinal_sign", self.tokens[k].fold)
        if k >= len(self.tokens):
            return
        if self.kinds[k] == "opaque":
            yield from self._packed(k)
            return
        value = self._value(k)
        if value is None and self.tokens[k].fold in self.event.letters:
            value = ("letter", self.tokens[k].fold)
        if value is None or (
            value[0] == "ordinal"
            and k > i + 1
            and self.tokens[i].text.isascii()
            and not self.words.exactly("ordinal_sign", self.tokens[k - 1].fold)
        ):
            return
        if value[0] != "letter" and (self._is_count(k) or self._counts_noun(k)):
            return
        if value[0] == "letter" and (not self._letter_stands(k) or self._hyphened(k)):
            return
        yield Mention(self._workshop(value, beside=True), 3, "number", i, k + 1)
        yield from self._continued(k + 1)

    def _before_sign(self, k: int) -> bool:
        """Like "mit der Nummer", "with number": small words behind which a number sign stands."""
        for at in range(k, min(k + 3, len(self.tokens))):
            if self.kinds[at] == "sign":
                return True
            if self.tokens[at].fold not in self.words.stopwords or self._value(at):
                return False
        return False

    def _glued_hyphen(self, k: int) -> bool:
        """True for a hyphen that joins the words around it."""
        joined = self.tokens[k - 1].end == self.tokens[k].start
        return self.tokens[k].text in "-‐‑" and joined and self.tokens[k].end == self.tokens[k + 1].start

    def _hyphened(self, k: int) -> bool:
        """Like "B-Jugend", "C-Lizenz": the letter begins a compound."""
        return k + 2 < len(self.tokens) and self._glued_hyphen(k + 1)

    def _counts_noun(self, k: int) -> bool:
        """Like "für den Workshop zwei Dolmetscher", "тема «два языка дома»": a number word and its noun."""
        if self.tokens[k].shape is not Shape.WORD or self.words.number(self.tokens[k].fold) is None:
            return False
        following = self.tokens[k + 1] if k + 1 < len(self.tokens) else None
        quoted = self.tokens[k - 1].text in '„«“"'
        return following is not None and following.shape is Shape.WORD and (following.capital or quoted)

    def _letter_stands(self, k: int) -> bool:
        """A single letter after "Workshop" is a label where the event has letters or it stands alone."""
        if self.tokens[k].fold in self.event.letters:
            own = languages()[self.words.codes[0]].stopwords if self.words.codes else self.words.stopwords
            return self.tokens[k].text.isupper() or self.tokens[k].fold not in own
        following = self.tokens[k + 1] if k + 1 < len(self.tokens) else None
        return bool(self.event.letters) and (following is None or following.text != ".")

    def _packed(self, k: int) -> Iterator[Mention]:
        """Like "1/3" or "1+3" beside a word for workshop: several at once."""
        parts = re.split(r"[/,]", self.tokens[k].text)
        values = [int(p) for p in parts if p.isdecimal() and len(p) <= 2]
        if len(values) == len(parts) and all(self.event.by_number(v) for v in values):
            for value in values:
                yield Mention(self.event.by_number(value), 3, "number", k, k + 1)

    def _continued(self, k: int) -> Iterator[Mention]:
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
        """A label before a word for workshop: "den zweiten Workshop", "3. Workshop", "2 numaralı atölye"."""
        for k in range(i - 1, max(-1, i - 5), -1):
            if self.kinds[k] == "sign" and k and self.tokens[k - 1].shape is Shape.NUMBER:
                yield Mention(
                    self._workshop(("number", int(self.tokens[k - 1].fold))), 3, "number", k - 1, i + 1
                )
                return
        at = i - 2 if i > 1 and self._glued_hyphen(i - 1) else i - 1  # "der C-Workshop"
        letter = self._value(at) if i else None
        if letter and letter[0] == "letter" and self.tokens[at].text.isupper() and self._bare_right(i):
            yield Mention(self._workshop(letter), 3, "letter", at, i + 1)
            return
        k = i - 1
        while k >= 0 and k >= i - 2 and self.kinds[k] == "workshop":
            k -= 1
        if k < 0:
            return
        if self.tokens[k].text == "." and k >= 1 and self.tokens[k - 1].shape is Shape.NUMBER:
            value: tuple[str, int | str] = ("ordinal", int(self.tokens[k - 1].fold))
            if int(self.tokens[k - 1].fold) <= 20:
                yield Mention(self._workshop(value, beside=True), 3, "ordinal", k - 1, i + 1)
            return
        if self.tokens[i].fold.startswith(("клас", "klas")) and self.tokens[i - 1].text != "-":
            return  # A class of a school, where it is not a "майстер-клас".
        if any(c.name == "from_choice" and c.start == k for c in self.cues):
            return  # Vietnamese "từ", from, is folded like "tư", fourth.
        if self.tokens[k].shape is Shape.WORD and self.words.ordinal(self.tokens[k].fold) is not None:
            after = self._value(i + 1) if i + 1 < len(self.tokens) else None
            choice = any(
                c.name in ("first_choice", "second_choice") and c.start <= k < c.end for c in self.cues
            )
            if not (choice and after):
                yield from self._ordinal(k, k, i + 1)

    def _bare_right(self, i: int) -> bool:
        """True where no label follows the word for workshop at `i`: the letter before it is its label."""
        return i + 1 >= len(self.tokens) or self._value(i + 1) is None

    def _ordinal(self, k: int, start: int, end: int) -> Iterator[Mention]:
        value = self.words.ordinal(self.tokens[k].fold)
        if value is not None:
            yield Mention(self.event.by_ordinal(value, beside=True), 3, "ordinal", start, end)

    def _bare(self, taken: set[int], others: bool) -> Iterator[Mention]:
        """Labels without a word for workshop, where the setting makes them labels."""
        second = [c.end for c in self.cues if c.name in ("second_choice", "first_choice")]
        for i, _token in enumerate(self.tokens if self.setting.labels else ()):
            if i in taken or self.kinds[i] != "word" or self._together(i):
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
            ):
                yield Mention(workshop, 3, "number", i, i + 1)

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
        if not i or (self.tokens[i - 1].cased and not (self._german() and self.tokens[i - 1].capital)):
            return False
        return self._of_noun(i) and not (i == 1 and self.tokens[0].cased)

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
