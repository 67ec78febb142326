"""The words of several languages as one matcher: finds cues in a sentence, answers what a word is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from mailbot.intent.fold import Toned, folded
from mailbot.intent.language import Element, Language, languages
from mailbot.intent.tokens import Shape, Token, tokenize

_NO_BAR = frozenset(("self", "all", "except", "either", "asking", "interrogative", "yes", "no", "everyone"))
"""Cues whose single words may be names all the same ("Kim", "Klar")."""

GAP, NAMES_GAP = 9, 12
"""How many words a `*` in a pattern may stand for, at most; more where names stand in between."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found: its name and the tokens [start, end) of the sequence that was searched."""

    name: str
    start: int
    end: int


def marked(word: str) -> str:
    """The word as a tonal language tells it from others that fold alike."""
    return word.marked if isinstance(word, Toned) else word


def _element(word: str, toned: bool) -> Element:
    """Like "a|b~" as (whole words, beginnings of words)."""
    if word == "*":
        return ((), ())
    key = marked if toned else str
    parts = word.split("|")
    whole = tuple(key(folded(part)) for part in parts if not part.endswith("~"))
    return (whole, tuple(key(folded(part.rstrip("~"))) for part in parts if part.endswith("~")))


_PARTS = re.compile(r"(?<![а-яіїєґёА-ЯІЇЄҐЁ])['’]|['’](?![а-яіїєґёА-ЯІЇЄҐЁ])|-")


@cache
def _compile(pattern: str, toned: bool) -> tuple[Element, ...]:
    """A pattern as elements; apostrophes and hyphens part words as they do in mails.

    Every lexicon with a language has all its patterns, so that each is taken apart only once.
    """
    spread = _PARTS.sub(" ", pattern)
    return tuple(_element(word, toned) for word in spread.split())


def _fits(element: Element, word: str) -> bool:
    whole, starts = element
    return word in whole or bool(starts and word.startswith(starts))


def _without(elements: tuple[Element, ...], small: frozenset[str]) -> tuple[Element, ...]:
    """A pattern of one word without the alternatives that are `small`; empty where none is left."""
    if len(elements) > 1 or not small:
        return elements
    whole, starts = elements[0]
    kept = tuple(word for word in whole if word not in small)
    return ((kept, starts),) if kept or starts else ()


_WITHIN = frozenset(
    (
        "second_choice",
        "first_choice",
        "partial",
        "self_and",
        "registered",
        "polite",
        "decline",
    )
)
"""Cues whose gap ends with the clause: what stands behind the comma is another matter."""


def _match(
    elements: Sequence[Element],
    words: Sequence[str],
    at: int,
    clauses: Sequence[int] | None = None,
    gap: int = GAP,
) -> int:
    """Where the match of `elements` from `at` ends, or -1; given `clauses`, a gap stays in its own."""
    for number, element in enumerate(elements):
        if element == ((), ()):
            rest = elements[number + 1 :]
            for skip in range(gap + 1):
                if at + skip >= len(words) or (clauses and clauses[at + skip] != clauses[at - 1]):
                    return -1
                end = _match(rest, words, at + skip, clauses, gap)
                if end >= 0:
                    return end
            return -1
        if at >= len(words) or not _fits(element, words[at]):
            return -1
        at += 1
    return at


def _clauses(tokens: Sequence[Token]) -> list[int]:
    """For every token that is no mark, the number of its clause: commas and their like part them."""
    found: list[int] = []
    clause = 0
    for token in tokens:
        if token.shape is not Shape.MARK:
            found.append(clause)
        elif token.text in ",،;؛:":
            clause += 1
    return found


_HOUSES = frozenset(("organisation", "academic", "role"))
_BESIDE_NAMES = _HOUSES | {"salutation", "relation", "kin"}
"""Kinds of words that stand beside names, and that fold to names of people elsewhere ("anh" is one)."""


class Lexicon:
    """The union of some languages. Immutable after construction; build it with `lexicon`.

    toned: words are told by their marks as well ("bà" is not "ba"), as in a text that is written with them.
    """

    def __init__(
        self, parts: Sequence[Language], only: frozenset[str] | None = None, toned: bool = False
    ) -> None:
        self.codes = tuple(part.code for part in parts)
        self.toned = toned
        self._whole: dict[str, list[tuple[str, tuple[Element, ...]]]] = {}
        self._starts: dict[str, list[tuple[str, tuple[Element, ...]]]] = {}
        self._words: dict[str, frozenset[str]] = {}
        self._stems: dict[str, tuple[str, ...]] = {}
        self._ends: dict[str, tuple[str, ...]] = {}
        self._phrases: dict[str, dict[str, list[tuple[str, ...]]]] = {}
        self._small: frozenset[str] = frozenset().union(*(part.small for part in parts))
        self._alone: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._ordinals: dict[str, int] = {}
        self.months: dict[str, int] = {}
        self.weekdays: dict[str, int] = {}
        self.labels: dict[str, str] = {}
        self.stopwords: frozenset[str] = frozenset().union(*(part.stopwords for part in parts))
        # The first language wins where two read a word differently, so the mail's own comes first.
        for part in reversed(parts):
            self._numbers.update({self._key(w): n for w, n in part.numbers.items()})
            self._ordinals.update({self._key(w): n for w, n in part.ordinals.items()})
            self.months.update(part.months)
            self.weekdays.update(part.weekdays)
            self.labels.update({" ".join(words_of(w)): k for k, ws in part.labels.items() for w in ws})
        for part in parts:
            # A small word of the mail's own language is no cue of another: German "im" is not "I'm".
            small = parts[0].stopwords if part is not parts[0] and only is None else frozenset()
            for name, patterns in part.cues.items():
                if only is not None and name not in only:
                    continue
                for pattern in patterns:
                    elements = _without(_compile(pattern, toned), small)
                    if elements:
                        self._add(name, elements)
            for name, words in part.words.items():
                # In the lexicon of all languages words beside names count with their marks only.
                strict = only is not None and part.tonal and name in _BESIDE_NAMES
                kept = [w for w in words if not strict or isinstance(w, Toned) or name in _HOUSES]
                self._extend(name, [marked(w) if strict else self._key(w) for w in kept])

    def _key(self, word: str) -> str:
        return marked(word) if self.toned else word

    def _add(self, name: str, elements: tuple[Element, ...]) -> None:
        whole, starts = elements[0]
        if len(elements) == 1 and name not in _NO_BAR:
            self._alone.update(whole)
        for word in whole:
            self._whole.setdefault(word, []).append((name, elements))
        for start in {word[:3] for word in starts}:
            self._starts.setdefault(start, []).append((name, elements))

    def _extend(self, name: str, entries: Iterable[str]) -> None:
        words = [w for w in entries if " " not in w]
        for entry in entries:
            if " " in entry:
                phrase = tuple(entry.split(" "))
                self._phrases.setdefault(name, {}).setdefault(phrase[0], []).append(phrase)
        whole = {w for w in words if "~" not in w}
        self._words[name] = self._words.get(name, frozenset()) | whole
        self._stems[name] = self._stems.get(name, ()) + tuple(w.rstrip("~") for w in words if w.endswith("~"))
        self._ends[name] = self._ends.get(name, ()) + tuple(w.lstrip("~") for w in words if w.startswith("~"))

    def is_a(self, kind: str, word: str) -> bool:
        """True where the folded `word` is one of the words of this kind, by itself, its start or its end."""
        if type(word) is not str:
            word = self._key(word)
        if self.exactly(kind, word):
            return True
        stems, ends = self._stems.get(kind, ()), self._ends.get(kind, ())
        return bool((stems and word.startswith(stems)) or (ends and word.endswith(ends)))

    def exactly(self, kind: str, word: str) -> bool:
        """True where the folded `word` itself is listed, not only its beginning or end."""
        if word.startswith("~"):
            return word[1:] in self._ends.get(kind, ())
        known = self._words.get(kind, ())
        return word in known if type(word) is str else self._key(word) in known or marked(word) in known

    def begins(self, kind: str, tokens: Sequence[Token], i: int) -> bool:
        """True where an entry of several words of this kind begins at token `i`: "câu lạc bộ"."""
        known = self._phrases.get(kind, {})
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

    def number(self, word: str) -> int | None:
        """The value of a number word or of digits; None for any other word."""
        if word.isdecimal() and len(word) <= 3:
            return int(word)
        return self._numbers.get(self._key(word))

    def ordinal(self, word: str) -> int | None:
        """The value of an ordinal word; -1 stands for the last, 0 for the middle one."""
        return self._ordinals.get(self._key(word))

    def cues(self, tokens: Sequence[Token], before: int | None = None) -> tuple[Cue, ...]:
        """Every cue in the tokens, in order of their start; marks between words do not matter.

        before: only cues that begin at one of so many first words.
        """
        places = [i for i, t in enumerate(tokens) if t.shape is not Shape.MARK]
        words = [self._key(tokens[i].fold) for i in places]
        clauses = _clauses(tokens)
        found: list[Cue] = []
        for at, word in enumerate(words[:before]):
            fits: Sequence[tuple[str, tuple[Element, ...]]] = self._whole.get(word, ())
            started = self._starts.get(word[:3])
            if started:
                fits = (*fits, *(one for one in started if word.startswith(one[1][0][1])))
            for name, elements in fits:
                end = at + 1
                if len(elements) > 1:
                    within = clauses if name in _WITHIN else None
                    gap = NAMES_GAP if name == "register" else GAP
                    end = _match(elements, words, at, within, gap)
                if end > at:
                    found.append(Cue(name, places[at], places[end - 1] + 1))
        return tuple(found)


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
