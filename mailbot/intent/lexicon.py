"""The words of several languages as one matcher: finds cues in a sentence, answers what a word is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

from mailbot.intent.fold import Toned
from mailbot.intent.language import Element, Language, languages
from mailbot.intent.membership import Membership, membership
from mailbot.intent.patterns import (
    GAP,
    NAMES_GAP,
    beheaded,
    clause_numbers,
    elements_of,
    marked,
    match,
    without,
)
from mailbot.intent.remembered import Remembered
from mailbot.intent.tokens import Shape, Token, tokenize
from mailbot.intent.vocabulary import Trait

_NO_BAR = frozenset(
    ("self", "all", "except", "either", "asking", "interrogative", "yes", "no", "everyone")
) | frozenset(("beside_seat", "keeps_place", "mistaken", "away_note"))
"""Cues whose single words may be names all the same ("Kim", "Klar")."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found: its name and the tokens [start, end) of the sequence that was searched."""

    name: str
    start: int
    end: int


_WITHIN = frozenset(
    ("second_choice", "first_choice", "partial", "self_and", "registered", "polite", "decline")
) | frozenset(("comes_along", "brings_along", "on_their_own", "several"))
"""Cues whose gap ends with the clause: what stands behind the comma is another matter."""


_COUNTED = re.compile(r"(\d{1,2})(?:t?er|s?te[nrms]?|st|nd|rd|th|e|e?me|re|nde|ro|do|to)")
"""Digits with the ending of an ordinal, folded."""

_HOUSES = frozenset(("organisation", "academic", "role"))
_BESIDE_NAMES = _HOUSES | {"salutation", "relation", "kin"}
"""Kinds of words that stand beside names, and that fold to names of people elsewhere ("anh" is one)."""
_GRAMMAR = frozenset(
    ("first_person", "third_person", "oblique", "possessive", "possessive_after", "we", "causal")
)
"""Kinds of words that a small word of the mail's own language never has from another one."""


Headed = tuple[str, tuple[Element, ...]]
"""The name of a cue, and the elements of its pattern behind the first word."""


class Lexicon:
    """The union of some languages. Immutable after construction; build it with `lexicon`.

    toned: words are told by their marks as well ("bà" is not "ba"), as in a text that is written with them.
    """

    def __init__(
        self, parts: Sequence[Language], only: frozenset[str] | None = None, toned: bool = False
    ) -> None:
        self.codes = tuple(part.code for part in parts)
        self.traits = parts[0].traits if parts else frozenset()
        self.toned = toned
        self._parts, self._common = tuple(parts), only is not None
        self._whole: dict[str, list[tuple[str, str]]] = {}
        self._starts: dict[str, list[tuple[tuple[str, ...], tuple[str, str]]]] = {}
        self._kinds = Remembered(self._gathered)
        self._heads = Remembered(self._headed)
        self._small: frozenset[str] = frozenset().union(*(part.small for part in parts))
        self._alone: set[str] = set()
        self._slips = Remembered(self._misspelt)
        self.stopwords: frozenset[str] = frozenset().union(*(part.stopwords for part in parts))
        for part in parts:
            # A small word of the mail's own language is no cue of another: German "im" is not "I'm".
            small = parts[0].stopwords if part is not parts[0] and only is None else frozenset()
            for name in part.cues:
                if only is not None and name not in only:
                    continue
                for pattern in part.cues[name]:
                    element, rest = beheaded(pattern, toned)
                    self._add(name, element if rest else without(element, small), rest)

    # What follows is made when it is first asked for: most mails need little of it. The first language
    # wins where two read a word differently, so the mail's own comes first.

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {self._key(w): n for part in reversed(self._parts) for w, n in part.numbers.items()}

    @cached_property
    def _ordinals(self) -> dict[str, int]:
        return {self._key(w): n for part in reversed(self._parts) for w, n in part.ordinals.items()}

    @cached_property
    def months(self) -> dict[str, int]:
        """Name of the month -> 1 to 12."""
        return {w: n for part in reversed(self._parts) for w, n in part.months.items()}

    @cached_property
    def weekdays(self) -> dict[str, int]:
        """Name of the day -> 1 (Monday) to 7."""
        return {w: n for part in reversed(self._parts) for w, n in part.weekdays.items()}

    @cached_property
    def labels(self) -> dict[str, str]:
        """Words before a colon in a form -> what they ask for."""
        named = ((k, w) for part in reversed(self._parts) for k, ws in part.labels.items() for w in ws)
        return {" ".join(words_of(w)): k for k, w in named}

    @cached_property
    def _misspellable(self) -> dict[str, list[str]]:
        """The long words for workshop by their first letter."""
        found: dict[str, list[str]] = {}
        for word in self._kinds["workshop"].whole:
            if len(word) > 6:
                found.setdefault(word[0], []).append(word)
        return found

    def _gathered(self, name: str) -> Membership:
        """The words of one kind in all languages of this lexicon."""
        entries: list[str] = []
        for part in self._parts:
            # In the lexicon of all languages words beside names count with their marks only.
            strict, kept = self._common and part.tonal and name in _BESIDE_NAMES, part.words.get(name, ())
            if name in _GRAMMAR and part is not self._parts[0] and not self._common:
                # Polish "i" is no English pronoun, Turkish "da", too, no German reason.
                kept = tuple(w for w in kept if w not in self._parts[0].stopwords)
            if strict:
                kept = tuple(w for w in kept if isinstance(w, Toned) or name in _HOUSES)
            entries += [marked(w) if strict else self._key(w) for w in kept]
        return membership(entries)

    def _key(self, word: str) -> str:
        return marked(word) if self.toned else word

    def _add(self, name: str, head: Element, rest: str) -> None:
        whole, starts = head
        if not rest and name not in _NO_BAR:
            self._alone.update(whole)
        for word in whole:
            self._whole.setdefault(word, []).append((name, rest))
        for start in {word[:3] for word in starts}:
            self._starts.setdefault(start, []).append((starts, (name, rest)))

    def _headed(self, word: str) -> tuple[Headed, ...]:
        """The cues whose pattern begins with this word, as whole word or by its beginning."""
        fits = list(self._whole.get(word, ()))
        fits += [one for starts, one in self._starts.get(word[:3], ()) if word.startswith(starts)]
        return tuple((name, elements_of(rest, self.toned) if rest else ()) for name, rest in fits)

    def is_a(self, kind: str, word: str) -> bool:
        """True where the folded `word` is one of the words of this kind, by itself, its start or its end."""
        if type(word) is not str:
            word = self._key(word)
        return self.exactly(kind, word) or self._kinds[kind].begins_or_ends(word)

    def before_end(self, kind: str, word: str) -> str:
        """What stands before the listed end of a folded compound of this kind: "chor" in "chortag"; or ""."""
        end = self._kinds[kind].end_of(word)
        return word.removesuffix(end) if end else ""

    def exactly(self, kind: str, word: str) -> bool:
        """True where the folded `word` itself is listed, not only its beginning or end."""
        known = self._kinds[kind]
        if type(word) is str:
            if word in known.whole or (word[:1] == "~" and known.is_end(word[1:])):
                return True
            if kind != "workshop":
                return False
            return len(word) > 5 and word.isalpha() and self._slips[word]
        return self._key(word) in known.whole or marked(word) in known.whole

    def _misspelt(self, word: str) -> bool:
        """True for a slip of the pen in a long word for workshop: "Workhsop", "Wokshob", "Werkstadt"."""
        near = [one for one in self._misspellable.get(word[0], ()) if abs(len(one) - len(word)) < 3]
        if (word[:-1] in near and word[-1] != word[-2]) or word in self.stopwords:
            return False  # "workshopb"; Polish "pracownica", an employee, is no "pracownia"
        return any(
            OSA.distance(word, one, score_cutoff=1 + ("workshop" in one)) <= 1 + ("workshop" in one)
            for one in near
        )

    def begins(self, kind: str, tokens: Sequence[Token], i: int) -> bool:
        """True where an entry of several words of this kind begins at token `i`: "câu lạc bộ"."""
        known = self._kinds[kind].phrases
        first = tokens[i].fold
        entries = (*known.get(first, ()), *(known.get(marked(first), ()) if type(first) is not str else ()))
        folds = [t.fold for t in tokens[i : i + 4]] if entries else []
        pairs = (zip(e, folds, strict=False) for e in entries if len(e) <= len(folds))
        return any(all(p in (w, marked(w)) for p, w in pair) for pair in pairs)

    def is_small(self, word: str) -> bool:
        """True for a word of grammar, told by its marks: Vietnamese "nữ" (woman) is not "nu"."""
        return marked(word) in self._small

    def is_stop(self, word: str) -> bool:
        """True for a word of grammar; where marks tell words apart, by them."""
        return self.is_small(word) if self.toned else word in self.stopwords

    def is_cue(self, word: str) -> bool:
        """True where the folded `word` is a cue all by itself, so that it is nobody's name."""
        return self._key(word) in self._alone

    def is_of_calendar(self, word: str) -> bool:
        """True for a month or a day of the week; German families are called like days: "Ottokar Freitag"."""
        days = Trait.CAPITAL_NOUNS not in self.traits and word in self.weekdays
        return days or word in self.months

    def number(self, word: str) -> int | None:
        """The value of a number word or of digits; None for any other word."""
        if word.isdecimal() and len(word) <= 3:
            return int(word)
        return self._numbers.get(self._key(word))

    def ordinal(self, word: str) -> int | None:
        """The value of an ordinal word; -1 stands for the last, 0 for the middle one."""
        known = self._ordinals.get(self._key(word))
        if known is None and word[:1].isdigit():
            digits = _COUNTED.fullmatch(word)  # "der 2te", "the 4th", "le 3ème"
            return int(digits.group(1)) if digits else None
        if known is None and "genannt" in word:
            return self._ordinals.get(word[: word.index("genannt")] + "e")  # "der erstgenannte"
        return known

    def cues(self, tokens: Sequence[Token], before: int | None = None) -> tuple[Cue, ...]:
        """Every cue in the tokens, in order of their start; marks between words do not matter.

        before: only cues that begin at one of so many first words.
        """
        places = [i for i, t in enumerate(tokens) if t.shape is not Shape.MARK]
        words = [marked(tokens[i].fold) for i in places] if self.toned else [tokens[i].fold for i in places]
        clauses: list[int] | None = None
        found: list[Cue] = []
        for at, word in enumerate(words[:before]):
            for name, elements in self._heads[word]:
                end = at + 1
                if elements:
                    within = name in _WITHIN
                    if within and clauses is None:
                        clauses = clause_numbers(tokens)
                    gap = NAMES_GAP if name in ("register", "registered") else GAP
                    end = match(elements, words, end, clauses if within else None, gap)
                if end > at:
                    found.append(Cue(name, places[at], places[end - 1] + 1))
        return _without_idioms(found)


def _without_idioms(found: Sequence[Cue]) -> tuple[Cue, ...]:
    """The cues without such as begin or end with an end of an idiom: "findet … statt" replaces nobody."""
    ends = {n for c in found if c.name == "idiom" for n in (c.start, c.end - 1)}
    return tuple(c for c in found if not ends or ends.isdisjoint((c.start, c.end - 1)))


@lru_cache(maxsize=64)
def lexicon(codes: tuple[str, ...], toned: bool = False) -> Lexicon:
    """The lexicon of these languages, the mail's own first; `toned` as in `Lexicon`."""
    known = languages()
    return Lexicon([known[code] for code in codes if code in known], toned=toned)


@lru_cache(maxsize=1)
def everything() -> Lexicon:
    """The words and labels of all languages together, without their cues."""
    return Lexicon(list(languages().values()), frozenset())


FRAME = frozenset(("greeting", "closing", "footer", "self", "self_register", "livestream"))
"""Cues that are looked for line by line, before the language of a line is known."""


@lru_cache(maxsize=1)
def frame() -> Lexicon:
    """The cues of greetings, closings and footers in all languages."""
    return Lexicon(list(languages().values()), FRAME)


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """The folded words of `text`, marks left out."""
    return tuple(t.fold for t in tokenize(text) if t.shape is not Shape.MARK)
