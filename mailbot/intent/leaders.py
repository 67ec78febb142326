"""Leaders who point to the workshop they lead, told from people who only share a name with them."""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.intent.mentions import Mention
from mailbot.intent.position import Position
from mailbot.intent.tokens import Shape


class Leaders(Position):
    """Finds leaders by family name, by given and family name, or by given name."""

    def _leaders(self) -> Iterator[Mention]:
        """A workshop by who leads it, where the sentence goes to, takes or names somebody's workshop."""
        if not (self.setting.choosing or self.setting.field or self.setting.reply):
            return
        for i, token in enumerate(self.tokens):
            if token.shape is not Shape.WORD or len(token.fold) < 3 or token.fold in self.words.stopwords:
                continue
            owners, full = self._owners(i)
            if len(owners) == 1 and self._towards(i, full) and not self._greeted(i):
                yield Mention(owners.pop(), 2, "leader", i, i + 1)

    def _owners(self, i: int) -> tuple[set[str], bool]:
        """The workshops that the name at `i` leads to; True where given and family name stand there."""
        token = self.tokens[i]
        led = self.event.led_by(token.fold) if token.capital or not token.cased else frozenset()
        given = self._given_before(i)
        if led and given:
            fit = {w for first, _, w in self.event.leaders if w in led and _alike(given, first)}
            return fit, bool(fit)
        if led:
            return set(led), False
        return {
            w
            for first, _, w in self.event.leaders
            if first == token.fold and len(first) > 2 and not self._other_family(i)
        }, False

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
        if self.setting.field or self.setting.reply:
            return True
        left, right = self._clause(i)
        if any(self.kinds[k] == "workshop" for k in range(max(left, i - 9), min(right, i + 4))):
            return True
        if not self._wishes(left, right, i):
            # "…, für mich die von Frau X", "sie will zu Frau X, und ich …": another clause has the wish.
            going = self._elliptic(left, right) or (
                right < len(self.tokens)
                and not self._does(left, right)
                and self._wishes(0, len(self.tokens), i)
            )
            return going and (full or self._behind_preposition(left, i))
        return full or self._behind_preposition(left, i)

    def _behind_preposition(self, left: int, i: int) -> bool:
        for k in range(i - 1, max(left, i - 5) - 1, -1):
            word = self.tokens[k].fold
            if self.words.exactly("circumstance", word) and not self.words.exactly("possession", word):
                # "der mit Frau X" is her workshop; with whom somebody comes or speaks is no choice.
                return k > left and self.words.exactly("article", self.tokens[k - 1].fold)
            if self.words.exactly("topic", word) or self.words.exactly("possession", word):
                return not any(c.name == "question" for c in self.cues)
            if not (
                self.tokens[k].text in ".-"
                or any(self.all.is_a(kind, word) for kind in ("salutation", "academic", "article"))
                or self.tokens[k].capital
            ):
                return False
        return False

    def _greeted(self, i: int) -> bool:
        """True in "Sehr geehrte Frau X, …": whom one writes to is not whom one goes to."""
        return any(
            c.name == "greeting"
            and c.end <= i <= c.end + 4
            and not any(
                t.text in ",!." and n > c.end + 1 for n, t in enumerate(self.tokens[:i]) if n >= c.end
            )
            for c in self.cues
            if c.start <= 2
        )

    def _other_family(self, i: int) -> bool:
        """True where a given name is followed by a family name that is no leader's."""
        k = i + 1
        while k + 1 < len(self.tokens) and self.tokens[k].text == "-":
            k += 2
        if k >= len(self.tokens) or not (self.tokens[k].capital and self.tokens[k].shape is Shape.WORD):
            return False
        if any(self.all.is_a(kind, self.tokens[k].fold) for kind in ("workshop", "event")):
            return False
        return not self.event.led_by(self.tokens[k].fold)


def _alike(word: str, given: str) -> bool:
    """True for the same given name, an initial of it, or one part of a double name."""
    return (
        not given
        or word == given
        or (len(word) == 1 and given.startswith(word))
        or word in given
        or given in word
    )
