"""The event's workshops as words point to them: ids, numbers, titles, aliases, themes, leaders.

Everything comes from the event and the general lists of concepts; nothing here knows an event.
A word counts for a workshop only where it counts for no other one and does not belong to the
title of the event itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mailbot.event import Event, Workshop
from mailbot.intent.concepts import EMPTY, closest, concepts_at, concepts_of, concepts_of_head, narrower
from mailbot.intent.fold import fold
from mailbot.intent.lexicon import everything, frame, lexicon, words_of
from mailbot.intent.likeness import alike, is_another, same_name
from mailbot.intent.remembered import Remembered
from mailbot.intent.vocabulary import Trait

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}

TITLE, DESCRIPTION, CONCEPT = 3, 1, 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A word points to a workshop: by a word of its title (with its index), description or concept."""

    workshop: str
    source: int
    key: str
    index: int = -1
    distinctive: bool = False


def _says_little(word: str) -> bool:
    """Like the "nach" and "zwei" of "Zwei Blicke nach vorn": words of every mail, which name no event."""
    whole = everything()
    small = word in whole.stopwords or whole.exactly("measure", word)
    return small or whole.number(word) is not None or whole.ordinal(word) is not None


class Catalogue:
    """Index of one event. Build it with `catalogue(event)`; the caches inside only remember lookups."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.order = tuple(w.id for w in event.workshops)
        self.numbers = self._numbers()
        self.letters = {fold(w.id): w.id for w in event.workshops if len(w.id) == 1 and w.id.isalpha()}
        self.phrases = self._phrases()
        self.titles = {w.id: words_of(w.title) for w in event.workshops}
        names = " ".join((event.title, event.subtitle, *event.aliases))
        self.event_words = frozenset(w for w in words_of(names) if len(w) > 3)
        self.naming = frozenset(w for w in self.event_words if not _says_little(w))
        self.event_phrases = tuple(words_of(t) for t in (event.title, event.subtitle, *event.aliases) if t)
        self._keys = self._keywords()
        self._shared: dict[str, frozenset[str]] = {}
        self._concepts = self._themes()
        self.leaders = self._leaders()
        self._in_titles = Remembered(self._titled)
        self._hits = Remembered(lambda word: tuple(self._lookup(word)))
        self._led: dict[str, frozenset[str]] = {}

    @property
    def numbered(self) -> bool:
        """True where the workshops carry numbers."""
        return bool(self.numbers)

    def by_number(self, value: int) -> str | None:
        """The workshop with this number; None where there is none."""
        return self.numbers.get(value)

    def by_ordinal(self, value: int, beside: bool = False) -> str | None:
        """The workshop that is first, second … last (-1) or middle (0); by its number where it has one.

        beside: a word for workshop stands by it, so that the list is meant even where nothing is labelled.
        """
        if value < 0:
            return self.order[value] if len(self.order) >= -value else None
        if value == 0:
            return self.order[len(self.order) // 2] if len(self.order) % 2 else None
        if self.numbers:
            return self.numbers.get(value)
        if (self.letters or beside) and value <= len(self.order):
            return self.order[value - 1]
        return None

    def _numbers(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for workshop in self.event.workshops:
            digits = re.search(r"(\d+)$", workshop.id)
            if not digits or int(digits.group()) in found:
                return {}
            found[int(digits.group())] = workshop.id
        return found

    def _phrases(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Aliases, and ids that are words, as sequences of folded words; the longest first."""
        found: dict[tuple[str, ...], set[str]] = {}
        for workshop in self.event.workshops:
            texts = list(workshop.aliases)
            if len(workshop.id) > 1:
                texts.append(workshop.id.replace("-", " ").replace("_", " "))
            for text in texts:
                words = words_of(text)
                if words and not (len(words) == 1 and (words[0].isdecimal() or len(words[0]) == 1)):
                    found.setdefault(words, set()).add(workshop.id)
        single = [(words, min(ids)) for words, ids in found.items() if len(ids) == 1]
        return tuple(sorted(single, key=lambda pair: -len(pair[0])))

    def _content(self, text: str) -> list[str]:
        stop = everything().stopwords
        afar = frame() if self.event.livestream else None
        return [
            w
            for w in words_of(text)
            if len(w) > 2 and w not in stop and not w.isdecimal() and not (afar and afar.is_cue(w))
        ]

    def _keywords(self) -> tuple[tuple[str, str, int, bool], ...]:
        """(key, workshop, source, distinctive) for content words of titles, aliases, descriptions."""
        rows: list[tuple[str, str, int]] = []
        for w in self.event.workshops:
            heading = _heading(w)
            head = self._content(heading)
            small = {fold(x) for x in re.findall(r"[^\W\d_]+", heading) if x.islower()}
            # German writes its nouns with a capital letter; its verbs are everybody's.
            capital = Trait.CAPITAL_NOUNS in lexicon((self.event.language,)).traits
            weak = small if capital else set()
            rows += [(key, w.id, DESCRIPTION if key in weak else TITLE) for key in dict.fromkeys(head)]
            # "im Landkreis", "der Verein": what an organisation is called is no theme.
            body = [
                k
                for k in self._content(w.description)
                if k not in head and not everything().exactly("organisation", k)
            ]
            if capital:
                nouns = {fold(x) for x in re.findall(r"[^\W\d_]+", w.description) if x[0].isupper()}
                body = [k for k in body if k in nouns]
            rows += [(key, w.id, DESCRIPTION) for key in dict.fromkeys(body)]
        result: list[tuple[str, str, int, bool]] = []
        for key, owner, source in rows:
            # A word that another workshop's title shares, or the event's own, tells nothing.
            rivals = {o for k, o, s in rows if o != owner and s >= source and alike(key, k)}
            common = any(alike(key, e) or key in e for e in self.event_words)
            common = common or everything().is_a("workshop", key) or self._of_all(key)
            result.append((key, owner, source, not rivals and not common))
        return tuple(result)

    def _of_all(self, key: str) -> bool:
        """True for a word of what the whole event is about: "Jugendlichen" on a day of youth work."""
        named = set(narrower(concepts_of(key)))
        return any(e[:6] == key[:6] and named.intersection(concepts_of(e)) for e in self.event_words)

    def _themes(self) -> dict[str, tuple[str, int]]:
        """Concept -> (the one workshop it belongs to, from title or description)."""
        owners: dict[str, dict[str, int]] = {}
        for w in self.event.workshops:
            for source, text in ((TITLE, _heading(w)), (DESCRIPTION, w.description)):
                words = words_of(text)
                named = [
                    c for word in self._content(text) for c in (*concepts_of(word), *concepts_of_head(word))
                ]
                named += [c for at in range(len(words)) for c in concepts_at(words, at)]
                for concept in named:
                    scores = owners.setdefault(concept, {})
                    scores[w.id] = max(scores.get(w.id, 0), source)
        self._shared = {concept: frozenset(scores) for concept, scores in owners.items()}
        found: dict[str, tuple[str, int]] = {}
        texts = " ".join(f"{_heading(w)} {w.description}" for w in self.event.workshops)
        everywhere = {c for word in self._content(texts) if self._of_all(word) for c in concepts_of(word)}
        # On a "Reparaturtag" every workshop is about mending, not only the one that has it in its title.
        days = (everything().before_end("event", word) for word in self.event_words)
        stems = [form for day in days if len(day) > 3 for form in (day, f"{day}n", f"{day}en")]
        everywhere |= {c for stem in stems for c in concepts_of(stem)}  # "Lesetag": "lese", "lesen"
        for concept, scores in owners.items():
            if concept in everywhere:
                continue
            best = max(scores.values())
            holders = [i for i, s in scores.items() if s == best]
            if len(holders) == 1 and (len(scores) == 1 or best == TITLE):
                found[concept] = (holders[0], best)
        return found

    def _leaders(self) -> tuple[tuple[str, str, str], ...]:
        """(folded given names, folded family name, workshop) of leaders who lead one workshop only."""
        seen: dict[str, set[str]] = {}
        for w in self.event.workshops:
            for leader in w.leaders:
                seen.setdefault(leader, set()).add(w.id)
        found: list[tuple[str, str, str]] = []
        for leader, ids in seen.items():
            words = words_of(re.sub(r"\(.*?\)", " ", leader))
            words = tuple(x for x in words if not everything().is_a("academic", x))
            if words and len(ids) == 1:
                found.append((" ".join(words[:-1]), words[-1], min(ids)))
        return tuple(found)

    def led_by(self, word: str) -> frozenset[str]:
        """The workshops whose leader has this folded family name, misspelt or not."""
        known = self._led.get(word)
        if known is None:
            known = frozenset(w for _, family, w in self.leaders if same_name(word, family))
            self._led[word] = known
        return known

    def hits(self, word: str) -> tuple[Hit, ...]:
        """What the folded `word` points to; empty for words that tell nothing."""
        return self._hits[word]

    def title_hits(self, word: str) -> tuple[Hit, ...]:
        """Those of `hits` that are words of a title in their order."""
        return self._in_titles[word]

    def _titled(self, word: str) -> tuple[Hit, ...]:
        return tuple(
            Hit(workshop, 0, part, index)
            for workshop, title in self.titles.items()
            for index, part in enumerate(title)
            if word == part or (len(part) > 3 and alike(word, part))
        )

    def _lookup(self, word: str) -> Iterable[Hit]:
        yield from self.title_hits(word)
        if len(word) < 3:
            return
        written: set[str] = set()
        if word not in everything().stopwords:
            for key, workshop, source, distinctive in self._keys:
                if word in EMPTY and len(key) > len(word) + 3:
                    continue  # "Kinder" alone is no "Kinderschutz".
                if distinctive and alike(word, key) and not is_another(word, key):
                    yield Hit(workshop, source, key, distinctive=True)
                    written |= {workshop} if word == key else set()
        together = word[3:] if word.startswith("mit") and len(word) > 6 else word
        whole, head = (*concepts_of(word), *concepts_of(together)), concepts_of_head(word)
        for names in (closest(word), narrower(whole), narrower(head), whole, head):
            found = self._of_concepts(names) if names else ()
            if found:
                # A "Sauerteig" that one description has is not the bread that another's title is about.
                yield from (hit for hit in found if not written or hit.workshop in written)
                return

    def supports(self, word: str, workshop: str) -> bool:
        """True where the folded `word` has to do with this workshop, if perhaps with others as well."""
        return any(workshop in self._shared.get(c, ()) for c in concepts_of(word)) or any(
            h.workshop == workshop and h.source for h in self.hits(word)
        )

    def phrase_hits(self, words: Sequence[str], at: int) -> tuple[Hit, ...]:
        """What several folded words from `at` on point to together, by a concept."""
        names = concepts_at(words, at)
        return self._of_concepts(names) if names else ()

    def _of_concepts(self, names: Iterable[str]) -> tuple[Hit, ...]:
        """The workshops that have these concepts; those that have one in the title go before the others."""
        found = [(n, *self._concepts[n]) for n in dict.fromkeys(names) if n in self._concepts]
        best = max((source for _, _, source in found), default=0)
        return tuple(
            Hit(workshop, CONCEPT, name, distinctive=source == TITLE)
            for name, workshop, source in found
            if source == best
        )


def _heading(workshop: Workshop) -> str:
    """Title, aliases, and the id where it is a word."""
    word = re.sub(r"[-_\d]+", " ", workshop.id) if len(workshop.id) > 2 else ""
    return " ".join((word.strip().capitalize(), workshop.title, *workshop.aliases))


@lru_cache(maxsize=64)
def catalogue(event: Event) -> Catalogue:
    """The index of this event; built once."""
    return Catalogue(event)


def title_of(workshop: Workshop) -> str:
    """What a person calls the workshop: id and title."""
    return f"{workshop.id} “{workshop.title}”"
