"""Titles, aliases, themes and leaders that point to a workshop."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from mailbot.intent.catalogue import CONCEPT, DESCRIPTION, TITLE, Hit
from mailbot.intent.concepts import is_entry
from mailbot.intent.language import listed, name_list
from mailbot.intent.mentions import Mention
from mailbot.intent.position import Position
from mailbot.intent.tokens import Shape, quotations

_QUOTES = frozenset('„“”"«»‚‘')

_NEAR, _TITLE = 0.82, 200
"""How alike a misspelt title and the right one are at least, of 1; and its most characters."""


class Themes(Position):
    """Finds words that only one workshop of the event has."""

    def _phrases(self) -> Iterator[Mention]:
        """Aliases, and ids that are words, written out."""
        words = [t.fold for t in self.tokens]
        there = frozenset(words)
        for phrase, workshop in self.event.phrases:
            if phrase[0] not in there:
                continue
            width = len(phrase)
            for i in range(len(words) - width + 1):
                if tuple(words[i : i + width]) == phrase and not (width == 1 and self._told_time(i)):
                    sure = width > 1 or self.setting.field or self._near_workshop(i)
                    if sure or ((self.setting.choosing or self.setting.reply) and self.chosen(i, False)):
                        yield Mention(workshop, 3 if sure else 2, "alias", i, i + width)

    def _told_time(self, i: int) -> bool:
        """Like "ich komme erst am Nachmittag an": when, though a workshop is called so."""
        if i == 0 or not self.all.exactly("daytime", self.tokens[i].fold):
            return False
        told = self.all.exactly("at_time", self.tokens[i - 1].fold)
        return told and not any(kind == "workshop" for kind in self.kinds[max(0, i - 3) : i])

    def _near_workshop(self, i: int) -> bool:
        near = range(max(0, i - 4), min(len(self.kinds), i + 4))
        return any(self.kinds[k] == "workshop" for k in near) or self._quoted(i)

    def _quoted(self, i: int) -> bool:
        return any(self.tokens[k].text in _QUOTES for k in range(max(0, i - 1), i))

    def _masked(self) -> set[int]:
        """Tokens that belong to the title of the event itself."""
        places = [i for i, t in enumerate(self.tokens) if t.shape is not Shape.MARK]
        words = [self.tokens[i].fold for i in places]
        masked: set[int] = set()
        for phrase in self.event.event_phrases:
            if phrase[0] not in words:
                continue
            for at in [n for n, word in enumerate(words) if word == phrase[0]]:
                width = 1
                while width < len(phrase) and at + width < len(words) and words[at + width] == phrase[width]:
                    width += 1
                if width >= 2 and (width >= 3 or width == len(phrase)):
                    masked.update(places[at : at + width])
        return masked

    def _titles(self) -> Iterator[Mention]:
        masked = self._masked()
        themed = self.setting.field or self.setting.choosing or self.setting.reply
        pointed = self.event.hits if themed else self.event.title_hits
        rows: list[tuple[int, tuple[Hit, ...]]] = []
        folds, at = self._without_hyphens()
        for i, token in enumerate(self.tokens):
            if token.shape is not Shape.WORD or i in masked:
                continue
            compound = token.fold.endswith("workshop") and len(token.fold) > 10
            hits = pointed(token.fold.removesuffix("workshop").rstrip("s") if compound else token.fold)
            if not (hits or themed):
                continue
            if together := self.event.phrase_hits(folds, at[i]):
                rows.append((i, together))
                continue
            plain = self.kinds[i] not in ("workshop", "sign") and ("shop" not in token.fold or compound)
            if plain and hits and not self._begins_name(i) and (told := self._telling(i, hits)):
                rows.append((i, told))
        yield from self._misspelt()
        if rows:
            yield from self._runs(rows)
        if rows and themed:
            yield from self._keywords(rows)

    def _in_quotes(self, i: int) -> bool:
        """True between quotation marks, as in a title or what stands for one."""
        marks = [n for n, t in enumerate(self.tokens) if t.text in _QUOTES]
        return sum(n < i for n in marks) % 2 == 1 and any(n > i for n in marks)

    def _telling(self, i: int, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Those of the hits that the word at `i` may mean."""
        token = self.tokens[i]
        small = token.fold in self.words.stopwords or self.words.number(token.fold) is not None
        small = small or self.words.ordinal(token.fold) is not None  # "den ersten" is no first aid
        if small or token.fold in self.event.event_words:
            # The event's own words point to the event; only a title may still contain them.
            hits = tuple(h for h in hits if h.source == 0)
        if self._told_time(i):
            return tuple(h for h in hits if h.source == 0)
        if self.words.is_a("interest", token.fold) and not (token.capital or self._in_quotes(i)):
            # Who would like to learn or to talk says nothing about what.
            hits = tuple(h for h in hits if h.source != CONCEPT)
        if any(token.fold == family for _, family, _ in self.event.leaders):
            hits = tuple(h for h in hits if h.source == 0)  # "Mme Vollmer" is no "Tisch voller Sprachen".
        if token.capital and listed(token.fold) and not is_entry(token.fold):
            # "Baumann" and "Mathilda" only begin like a theme.
            hits = tuple(h for h in hits if h.source != CONCEPT)
        return hits

    def _without_hyphens(self) -> tuple[list[str], list[int]]:
        """The folded tokens without hyphens, "site-ul" and "hip-hop", and the place of each token in them."""
        folds: list[str] = []
        places: list[int] = []
        for token in self.tokens:
            places.append(len(folds))
            if token.text not in ("-", "‑", "–"):
                folds.append(token.fold)
        return folds, places

    def _begins_name(self, i: int) -> bool:
        """True for a given name with another capital word behind it, outside of a form."""
        if self.setting.field or i + 1 >= len(self.tokens):
            return False
        here, behind = self.tokens[i], self.tokens[i + 1]
        return here.capital and behind.capital and here.fold in name_list("given")

    def _misspelt(self) -> Iterator[Mention]:
        """A whole title in quotation marks, however it is spelt: "Was Morgen in Blat steht"."""
        for begin, end in quotations(self.tokens):
            said = " ".join(t.fold for t in self.tokens[begin:end] if t.shape is Shape.WORD)
            if said.count(" ") < 2 or len(said) > _TITLE:
                continue
            near = {
                workshop: Levenshtein.normalized_similarity(said, " ".join(title), score_cutoff=_NEAR)
                for workshop, title in self.event.titles.items()
            }
            found = [workshop for workshop, likeness in near.items() if likeness >= _NEAR]
            if len(found) == 1:
                yield Mention(found[0], 3, "title", begin, end)

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
        points: dict[str, dict[str, tuple[int, int]]] = {}
        places: dict[str, set[int]] = {}
        for i, hits in rows:
            best = max((h.source for h in hits if h.source), default=0)
            named = best == TITLE or any(h.key == self.tokens[i].fold for h in hits)
            if not best or not self.chosen(i, not named, best == DESCRIPTION):
                continue
            for hit in hits:
                if hit.source == best and best:
                    known = points.setdefault(hit.workshop, {})
                    known.setdefault(hit.key, (hit.source, i))
                    places.setdefault(hit.workshop, set()).add(i)
        best = max((source for keys in points.values() for source, _ in keys.values()), default=0)
        for workshop, keys in points.items():
            strength = max(source for source, _ in keys.values())
            if strength == DESCRIPTION < best and not any(t.fold in keys for t in self.tokens):
                continue  # "Sport" is hardly "Sportstätten" where a theme stands beside it.
            first, last = min(i for _, i in keys.values()), max(i for _, i in keys.values())
            weight = len(places[workshop])
            if strength == TITLE:
                spot = min(i for source, i in keys.values() if source == TITLE)
                yield Mention(workshop, 2, "title-word", spot, spot + 1, weight)
            elif strength == CONCEPT:
                spot = min(i for source, i in keys.values() if source == CONCEPT)
                yield Mention(workshop, 1, "theme", spot, spot + 1, weight)
            elif strength == DESCRIPTION and (
                len(keys) >= 2
                or self.setting.field
                or self._near_workshop(first)
                or self._noun_like(first, keys)
            ):
                yield Mention(workshop, 1, "theme", first, last + 1, weight)

    def _noun_like(self, place: int, keys: dict[str, tuple[int, int]]) -> bool:
        """One word of a description counts where it is long, and in German a noun."""
        return len(min(keys, key=len)) >= 6 and (self.tokens[place].capital or not self._capital_nouns())
