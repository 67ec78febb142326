"""Whether a word that fits a workshop's theme is chosen where it stands, or only talked about.

People speak of work, cooking or choirs without choosing a workshop. A theme is chosen where its clause
registers, prefers or asks politely, where a word for workshop stands beside it ("der Workshop zur
Ernährung", "der, in dem es um Ernährung geht"), or where the clause is elliptic and goes on from one
that chooses. It is talk where it only says how, when or from where somebody comes ("mit dem Fahrrad",
"nach der Arbeit"), what somebody is or does, or where it is part of an organisation's name.
"""

from __future__ import annotations

from mailbot.intent.breaks import BREAKS, stretch
from mailbot.intent.lexicon import Cue
from mailbot.intent.mentions import Scan
from mailbot.intent.tokens import Shape

_BREAKS = BREAKS | {"-"}

_WISH = (
    *("register", "wish", "first_choice", "second_choice", "change"),
    *("remaining", "correction", "please", "reject"),
)
_OWN = ("self", "please", "wish", "register", "self_register", "from_choice", "from_after", "correction")
_DOING = (
    "self",
    "self_and",
    "additional",
    "need",
    "introduce",
    "registered",
    "thanks",
    "question",
    "partial",
)

_TALK = ("need", "thanks", "registered", "works_for", "past", "photo", "programme", "withdraw")
"""Cues of a clause whose themes say nothing about a choice, however widely one looks."""

ELLIPSIS = 8
"""At most so many tokens has a clause that goes on from the one before without a verb of its own."""


class Position(Scan):
    """Tells choice from talk by the clause around a token."""

    def chosen(self, start: int, organisation: bool = True, weak: bool = False) -> bool:
        """True where the word at `start` is what somebody chooses.

        organisation: whether a word that ends like an organisation's may be part of its name. weak: a word
        of a description, which is not yet a choice because it stands in a subject or list.
        """
        if self.setting.field or (self.setting.listed and not weak):
            return True
        left, right = self._clause(start)
        if self._pointed_at(start):
            return not self._of_organisation(left, start, organisation)
        if self._told_of(left, right, start):
            return False
        if self.setting.wide:
            return not (
                self._circumstance(left, start)
                or self._of_organisation(left, start, organisation)
                or (self._introduced(left, start) and not self._contrasted(left))
                or any(c.name in _TALK and left <= c.start < right for c in self.cues)
            )
        if any(self.kinds[k] == "workshop" for k in range(max(left, start - 9), min(right, start + 6))):
            return True
        if left and self.tokens[left - 1].text in ",،:(" and self._ends_with_workshop(left - 1):
            return True
        if self._circumstance(left, start) or self._of_organisation(left, start, organisation):
            return False
        if self._wishes(left, right, start):
            return not self._introduced(left, start)
        if self._does(left, right):
            return False
        return self.setting.reply or self._elliptic(left, right)

    def _told_of(self, left: int, right: int, start: int) -> bool:
        """Like "als Trainer komme ich", "ich pflege meine Mutter", "ich bringe gern einen Kuchen mit"."""
        before = self.tokens[start - 1].fold if start > left else ""
        if self.words.exactly("as_role", before) and start - 1 == left:
            return True  # At the head of its clause; "mehr als Folklore" compares.
        behind = self.tokens[start + 1].fold if start + 1 < right else ""
        if self.words.exactly("first_person", before) and self.words.exactly("possessive", behind):
            return True
        near = [t.fold for t in self.tokens[max(left, start - 3) : start]]
        return any(self.words.exactly("brings", t.fold) for t in self.tokens[left:right]) and not any(
            self.words.exactly("topic", word) for word in near
        )

    def _pointed_at(self, start: int) -> bool:
        """Like "uns fehlen Trainer, also bitte dieser Workshop": what comes after points back to the word."""
        return any(
            c.name == "points_back" and start < c.start and self.tokens[c.start - 1].text != "?"
            for c in self.cues
        )

    def _clause(self, start: int) -> tuple[int, int]:
        return stretch(len(self.tokens), start, start + 1, self._break)

    def _break(self, i: int) -> bool:
        """True at a mark, at "but", and at an "and" behind which something else is said."""
        token = self.tokens[i]
        if token.shape is Shape.MARK:
            glued = token.text == "-" and i and self.tokens[i - 1].end == token.start
            return token.text in _BREAKS and not glued
        if any(c.start == i for c in self.cues if c.name == "but"):
            return True
        if not self.words.exactly("and", token.fold) or self.words.exactly("circumstance", token.fold):
            return False
        return any(c.start == i + 1 for c in self.cues if c.name not in ("organisation_of", "livestream"))

    def _ends_with_workshop(self, end: int) -> bool:
        return any(self.kinds[k] == "workshop" for k in range(max(0, end - 4), end))

    def _circumstance(self, left: int, start: int) -> bool:
        """Like "mit dem Fahrrad", "nach der Arbeit"; but not "der mit den Bienen"."""
        before = {c.start for c in self.cues if c.name == "from_choice"} if self._changes() else set()
        for k in range(start - 1, max(left, start - 4) - 1, -1):
            token = self.tokens[k]
            if k in before:
                return False
            if self.words.exactly("topic", token.fold):
                return False
            if self.words.exactly("circumstance", token.fold):
                if self._of_topic(k):
                    return False
                return k == 0 or not self._meant(self.tokens[k - 1].fold)
            if token.shape is not Shape.WORD or (self._capital_nouns() and token.capital):
                return False
        return False

    def _meant(self, word: str) -> bool:
        """Like "die mit der Folklore", "die Veranstaltung mit der Folklore": what stands for the workshop."""
        return any(self.words.exactly(kind, word) for kind in ("article", "event"))

    def _of_topic(self, k: int) -> bool:
        """Like "die Suche nach Freiwilligen", "mit Streit umgehen": a noun or verb wants the preposition."""
        if k and self.words.exactly("topic_noun", self.tokens[k - 1].fold):
            return True
        behind = self.tokens[k + 1 : k + 7]
        return any(t.fold.startswith("umgeh") or t.fold in ("umzugehen", "umgeht") for t in behind)

    def _changes(self) -> bool:
        return any(c.name == "change" for c in self.cues)

    def _of_organisation(self, left: int, start: int, organisation: bool) -> bool:
        token = self.tokens[start]
        if organisation and len(token.fold) > 5 and self.all.is_a("organisation", token.fold):
            following = self.tokens[start + 1] if start + 1 < len(self.tokens) else None
            before = self.tokens[start - 1].fold if start else ""
            named = following is not None and (following.capital or following.text in '„“"«')
            if start == left or named or not self.words.exactly("article", before):
                return True
        for cue in self.cues:
            if cue.name != "organisation_of" or cue.end - cue.start < 2 or cue.start < left:
                continue
            bare = self.words.exactly("article", self.tokens[cue.start].fold)
            if not bare and cue.start <= start and start - cue.end <= 3 and self._named(cue.end, start):
                return True
        return False

    def _named(self, begin: int, start: int) -> bool:
        """True where the words from `begin` to `start` can be somebody's name; in German, all nouns can."""
        if self._capital_nouns():
            return True
        said = self.tokens[begin : start + 2]
        return any((t.capital and n + begin <= start) for n, t in enumerate(said)) or any(
            len(t.fold) > 2 and self.all.is_a("organisation", t.fold) for t in said
        )

    def _wishes(self, left: int, right: int, start: int) -> bool:
        """True where a cue of choosing reaches into the clause, other than one the word itself makes."""
        told = [c for c in self.cues if c.name == "introduce"]
        for cue in self.cues:
            inside = left <= cue.start < right or (cue.start < left < cue.end <= right)
            if not inside or (cue.start == start and cue.end == start + 1):
                continue
            if cue.name == "change" and not any(c.name in _OWN for c in self.cues):
                # "Die Sozialarbeiterin hat gewechselt" tells of others.
                continue
            if cue.name in _WISH:
                return True
            if cue.end > right and any(c.name == "self" and c.start == cue.start for c in self.cues):
                # "Ich singe und melde mich an": of this wish only the "ich" stands here.
                continue
            # "ich bin" registers in "ich bin dabei" only, which is a cue of its own.
            if cue.name == "self_register" and not any(c.start < cue.end and cue.start < c.end for c in told):
                return True
        return False

    def _introduced(self, left: int, start: int) -> bool:
        """Like "ich bin Schneiderin": nothing but small words between the introduction and the word."""
        return any(
            c.name == "introduce"
            and left <= c.start
            and 0 <= start - c.end <= 1
            and not any(self.words.exactly("article", t.fold) for t in self.tokens[c.end : start])
            for c in self.cues
        )

    def _contrasted(self, left: int) -> bool:
        """Like "I dancing, he gardening": a bare pronoun introduces nobody beside somebody else."""
        others = any(
            self.words.exactly(kind, t.fold) for kind in ("third_person", "relation") for t in self.tokens
        )
        return others and self.words.exactly("first_person", self.tokens[left].fold)

    def _does(self, left: int, right: int) -> bool:
        """True where the clause tells what somebody does, or asks; "ich lerne, wie man …" asks nothing."""
        asks = any(c.name == "asking" for c in self.cues)
        return any(
            c.name in _DOING
            and left <= c.start < right
            and not self._only_goes(c)
            and (c.name != "question" or asks or left == 0)
            for c in self.cues
        )

    def _only_goes(self, cue: Cue) -> bool:
        """Like "eu la grădină", "moi à l'atelier": behind "I" no verb but the way to a workshop."""
        if cue.name != "self" or cue.end >= len(self.tokens) or cue.end - cue.start > 1:
            return False
        words = [self.tokens[k].fold for k in (cue.start, cue.end)]
        way = any(self.words.exactly(kind, words[1]) for kind in ("article", "preposition", "topic"))
        return self.words.exactly("first_person", words[0]) and way

    def _elliptic(self, left: int, right: int) -> bool:
        """True for a short clause without a doing of its own, alone or behind one that wishes."""
        goes_on = any(self.words.exactly("that_is", t.fold) for t in self.tokens[left : left + 2])
        if right - left > (2 * ELLIPSIS if goes_on else ELLIPSIS):
            return False
        if left == 0 or self._only_names(left):
            return right >= len(self.tokens) - 1 and right - left <= ELLIPSIS // 2
        return any(c.name in (*_WISH, "self_register") and c.start < left for c in self.cues)

    def _only_names(self, left: int) -> bool:
        """Like "Und Mama (Dagmar Kruse) bei …": an "and" and capital words are all that stands before."""
        before = [t for t in self.tokens[:left] if t.shape is Shape.WORD]
        return all(t.capital for t in before) and self.words.exactly("and", self.tokens[0].fold)
