"""Leaders who point to the workshop they lead, told from people who only share a name with them."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from mailbot.intent.fold import same_sound
from mailbot.intent.mentions import Mention
from mailbot.intent.position import ELLIPSIS, Position
from mailbot.intent.tokens import Shape

_REACH = 7
"""So many words and marks stand at most between who leads and the verb of leading."""

_CHOOSING = ("register", "self_register", "first_choice")
"""Cues of a sentence that takes what somebody leads, in whatever word: "ich nehme das, was Frau X leitet"."""


class Leaders(Position):
    """Finds leaders by family name, by given and family name, or by given name."""

    def _leaders(self) -> Iterator[Mention]:
        """A workshop by who leads it, where the sentence goes to, takes or names somebody's workshop."""
        if not (self.setting.choosing or self.setting.field or self.setting.reply):
            return
        yield from self._in_full()
        for i, token in enumerate(self.tokens):
            if token.shape is not Shape.WORD or len(token.fold) < 3 or token.fold in self.words.stopwords:
                continue
            owners, full = self._owners(i)
            if len(owners) == 1 and self._towards(i, full) and not self._greeted(i):
                yield Mention(owners.pop(), 2, "leader", i, i + 1)

    def _in_full(self) -> Iterator[Mention]:
        """Leaders by their whole name in either order, however short: "workshop của chị Minh Anh Vo"."""
        folds = [t.fold for t in self.tokens]
        for given, family, workshop in self.event.leaders:
            for name in ([*given.split(), family], [family, *given.split()]):
                for i in range(len(folds) - len(name) + 1):
                    last = i + len(name) - 1
                    if given and folds[i : last + 1] == name and self._towards(i, full=True):
                        yield Mention(workshop, 2, "leader", i, last + 1)

    def _owners(self, i: int) -> tuple[set[str], bool]:
        """The workshops that the name at `i` leads to; True where given and family name stand there."""
        token = self.tokens[i]
        led = self.event.led_by(token.fold) if token.capital or not token.cased else frozenset()
        given = self._given_before(i)
        if led and given:
            fit = {w for first, _, w in self.event.leaders if w in led and _is_given(given, first)}
            return fit, bool(fit)
        if led:
            return set(led), False
        # "Fatma Hanım": Turkish puts the salutation behind the given name.
        called = i + 1 < len(self.tokens) and self.words.exactly("salutation_after", self.tokens[i + 1].fold)
        return {
            w
            for first, _, w in self.event.leaders
            if first.split()[:1] == [token.fold] and len(token.fold) > 2 and not self._other_family(i)
        }, called

    def _given_before(self, i: int) -> str:
        """The word before a family name that can be a given name, folded; empty where none is."""
        k = i - 1
        if k >= 1 and self.tokens[k].text == "-":
            k -= 1
        if k < 0 or self.tokens[k].shape is not Shape.WORD or not self.tokens[k].capital:
            return ""
        word = self.tokens[k].fold
        known = ("salutation", "academic", "role", "relation", "workshop", "event")
        if k == 0 and word in self.words.stopwords:
            return ""
        return (
            "" if any(self.all.is_a(kind, word) for kind in known) or word in self.words.stopwords else word
        )

    def _towards(self, i: int, full: bool) -> bool:
        """Like "zu Frau X", "bei X", "mit Frau X", "Frau Xs Workshop"; not "melde Frau X an"."""
        if self.setting.field or (self.setting.reply and len(self.tokens) <= ELLIPSIS):
            return True
        left, right = self._clause(i)
        if self._taken_up(i) or self._led(i):
            return True
        if self._workshop_of(left, right, i) or (
            any(self.kinds[k] == "workshop" for k in range(max(left, i - 9), i))
            and self._behind_preposition(left, i, freely=True)
        ):
            return True
        if not self._wishes(left, right, i):
            # "…, für mich die von Frau X", "sie will zu Frau X, und ich …": another clause has the wish.
            going = self._elliptic(left, right) or (
                not self._does(left, right) and self._wishes(0, len(self.tokens), i)
            )
            return going and (full or self._behind_preposition(left, i))
        return full or self._behind_preposition(left, i)

    def _led(self, i: int) -> bool:
        """Like "den Workshop, den Frau X leitet", "the one that X and Y are running"."""
        near = self.tokens[max(0, i - _REACH) : i + _REACH]
        leads = any(t.shape is Shape.WORD and self.words.exactly("leads", t.fold) for t in near)
        chosen = "workshop" in self.kinds or any(c.name in _CHOOSING for c in self.cues)
        return leads and chosen and not self._asked()

    def _taken_up(self, i: int) -> bool:
        """Like "Ich freue mich auf Frau X und melde mich für ihren Workshop an"."""
        return any(
            self.kinds[k] == "workshop" and self.words.exactly("their", self.tokens[k - 1].fold)
            for k in range(i + 2, len(self.tokens))
        )

    def _workshop_of(self, left: int, right: int, i: int) -> bool:
        """Like "Herrn Xs Workshop", "Frau X ihren Workshop", "den Workshop Frau X"."""
        after = i + 1
        if after < right and self.tokens[after].text in "'’":
            # "Frau Oltmanns' Workshop", "Anna's workshop", "Schrenk'in atölyesi"
            glued = after + 1 < right and self.tokens[after + 1].start == self.tokens[after].end
            after += 2 if glued else 1
        between = self.tokens[after].fold if after < right else ""
        if between in self.words.stopwords and not self.words.exactly("article", between):
            after += 1
        if after < right and self.kinds[after] == "workshop":
            return True
        for k in range(i - 1, max(left, i - 9) - 1, -1):
            if self.kinds[k] == "workshop":
                return True
            if not self._of_name(k):
                return False
        return False

    def _of_name(self, k: int) -> bool:
        """True for what stands in an enumeration of people: titles, names, "and"."""
        token = self.tokens[k]
        return (
            token.text in ".-,،"
            or token.capital
            or any(self.all.is_a(kind, token.fold) for kind in ("salutation", "academic", "and"))
            or bool(self.event.led_by(token.fold))
            or (not token.cased and k > 0 and self.words.exactly("salutation", self.tokens[k - 1].fold))
        )

    def _behind_preposition(self, left: int, i: int, freely: bool = False) -> bool:
        """True behind "zu", "bei", "von"; freely: also behind "mit", as in "der Workshop mit Frau X"."""
        for k in range(i - 1, max(left, i - 9) - 1, -1):
            word = self.tokens[k].fold
            possession = self.words.exactly("possession", word)
            if self.words.exactly("circumstance", word) and not (freely or possession):
                # "der mit Frau X" is her workshop, "a place with Ms X" a seat there; with whom somebody comes
                # or speaks is no choice.
                seat = any(c.end == k and c.name in ("register", "available") for c in self.cues)
                return seat or (k > left and self.words.exactly("article", self.tokens[k - 1].fold))
            if self.words.exactly("joins_whom", word):
                return not self._asked()  # "would like to join Ms X"
            if possession or any(self.words.exactly(kind, word) for kind in ("topic", "circumstance")):
                return not self._asked()
            if self.words.is_a("interest", word) and k < i - 1:
                return True  # "to hear Dr. X speak"
            aside = any(self.words.exactly(kind, word) for kind in ("article", "third_person", "their"))
            if not (self._of_name(k) or aside):
                return False  # "bei ihr und dem Herrn X"
        return False

    def _asked(self) -> bool:
        """True for a sentence that asks and does not only put a request politely."""
        told = {c.name for c in self.cues}
        return "asking" in told or (self.tokens[-1].text in "?؟" and not told & {"polite", "please"})

    def _greeted(self, i: int) -> bool:
        """True in "Sehr geehrte Frau X, …": whom one writes to is not whom one goes to."""
        return any(
            c.name == "greeting"
            and c.end <= i <= c.end + 4
            and not any(
                t.text in ",!." and n > c.end + 1 for n, t in enumerate(self.tokens[:i]) if n >= c.end
            )
            for c in self.cues
            if c.start == 0
        )

    def _other_family(self, i: int) -> bool:
        """True where a given name is followed by a family name that is no leader's."""
        k = i + 1
        while k + 1 < len(self.tokens) and self.tokens[k].text == "-":
            k += 2
        if k >= len(self.tokens) or not (self.tokens[k].capital and self.tokens[k].shape is Shape.WORD):
            return False
        if any(
            self.all.is_a(kind, self.tokens[k].fold) for kind in ("workshop", "event", "salutation_after")
        ):
            return False
        return not self.event.led_by(self.tokens[k].fold)


def _is_given(word: str, given: str) -> bool:
    """True for one of the given names: before "Pham" in "Quang Minh Pham" stands the second."""
    return any(_alike(word, one) for one in given.split() or [given])


def _alike(word: str, given: str) -> bool:
    """True for the same given name, misspelt or not, an initial of it, or one part of a double name."""
    if not given or word == given or (len(word) == 1 and given.startswith(word)):
        return True
    if word in given or given in word or same_sound(word, given):
        return True
    if len(word) > 2 and word[:-1] == given[:-1]:
        return True  # Polish "Ewę" is Ewa.
    return Levenshtein.normalized_similarity(word, given, score_cutoff=0.7) >= 0.7
