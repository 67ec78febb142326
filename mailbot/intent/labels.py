"""Numbers, ordinals and letters that name a workshop, told from all other numbers of a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.intent.language import languages
from mailbot.intent.lone import Lone
from mailbot.intent.mentions import Mention
from mailbot.intent.tokens import Shape, Token

_JOINTS = frozenset(",/+&") | {"und", "oder"}
_GLUED = re.compile(r"^(ws|w|ag|workshop|atelier|warsztat|taller|wshop)(\d{1,2}|[a-h])$")


class Labels(Lone):
    """Finds labels beside a word for workshop, in fields and columns, and in answers."""

    def _numbers(self) -> Iterator[Mention]:
        for i, kind in enumerate(self.kinds):
            token = self.tokens[i]
            glued = _GLUED.match(token.fold) if kind == "word" and self._may_be_glued(token) else None
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
                and not self.words.exactly("possessive", token.fold)  # French "nos deux", our two
                and not self._sign_of_noun(i)
            ):
                found = list(self._right(i))
                yield from found or self._before(i)

    def _may_be_glued(self, token: Token) -> bool:
        """False for "We", "WE WOULD LIKE": a letter is glued on as a capital ("WB"), and makes no word."""
        capital = token.text[-1:].isupper() and token.fold not in self.words.stopwords
        return token.text[-1:].isdecimal() or capital

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

    def _before(self, i: int) -> Iterator[Mention]:
        """Like Turkish "2 numaraya", to number 2: the number stands right before its sign."""
        named = "workshop" in self.kinds[i + 1 : i + 6]  # "2 numaralı iş bulma atölyesi" is read from there.
        if not i or named or self.tokens[i - 1].shape is not Shape.NUMBER or self._is_count(i - 1):
            return
        workshop = self._workshop(("number", int(self.tokens[i - 1].fold)))
        if workshop is not None:
            yield Mention(workshop, 3, "number", i - 1, i + 1)

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
            with_it = self.words.exactly("circumstance", joint.fold) and self.tokens[k].shape is Shape.WORD
            if value is None or with_it or self._is_count(k) or self.kinds[k - 1] == "workshop":
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
        if self.tokens[k].shape is Shape.WORD and not self._ranks(k):
            yield from self._ordinal(k, k, i + 1)

    def _bare_right(self, i: int) -> bool:
        """True where no label follows the word for workshop at `i`: the letter before it is its label."""
        return i + 1 >= len(self.tokens) or self._value(i + 1) is None

    def _ordinal(self, k: int, start: int, end: int) -> Iterator[Mention]:
        value = self.words.ordinal(self.tokens[k].fold)
        if value is not None:
            yield Mention(self.event.by_ordinal(value, beside=True), 3, "ordinal", start, end)
