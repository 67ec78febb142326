"""Everything in one unit of text that points to a workshop."""

from __future__ import annotations

from mailbot.intent.labels import Labels
from mailbot.intent.leaders import Leaders
from mailbot.intent.listed import Listed
from mailbot.intent.mentions import SURE, Mention
from mailbot.intent.themes import Themes


class Finder(Labels, Listed, Leaders, Themes):
    """Labels, leaders and themes together, each place once."""

    def find(self) -> tuple[Mention, ...]:
        """All mentions, in the order of the text, a grade of 3 before what stands inside it."""
        found = [*self._numbers(), *self._listed(), *self._phrases(), *self._titles(), *self._leaders()]
        found += self._bare({i for m in found for i in range(m.start, m.end)}, bool(found))
        found = self._latter(found)
        strong = [m for m in found if m.sure]
        inside = [
            m
            for m in found
            if not m.sure
            and not any(s.start <= m.start and m.end <= s.end and s.workshop == m.workshop for s in strong)
        ]
        return tuple(sorted((*strong, *inside), key=lambda m: (m.start, -m.grade)))

    def _latter(self, found: list[Mention]) -> list[Mention]:
        """Like "el del empleo o el de la participación: me quedo con este último", "letzterer": of the two
        that were named, the last one, and not the last of the list.
        """
        taken = [m for m in found if not any(self._takes_up(i) for i in range(m.start, m.end))]
        for i in range(len(self.tokens)):
            before = [m for m in taken if m.end <= i and m.workshop is not None]
            if self._takes_up(i) and len({m.workshop for m in before}) > 1:
                last = max(before, key=lambda m: m.end)
                return [*taken, Mention(last.workshop, SURE, "ordinal", i, i + 1)]
        return found

    def _takes_up(self, i: int) -> bool:
        word = self.tokens[i].fold
        pointed = i > 0 and self.words.exactly("this_one", self.tokens[i - 1].fold)
        return self.words.exactly("latter", word) or (pointed and self.words.ordinal(word) == -1)
