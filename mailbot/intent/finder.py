"""Everything in one unit of text that points to a workshop."""

from __future__ import annotations

from mailbot.intent.labels import Labels
from mailbot.intent.leaders import Leaders
from mailbot.intent.listed import Listed
from mailbot.intent.mentions import Mention
from mailbot.intent.themes import Themes


class Finder(Labels, Listed, Leaders, Themes):
    """Labels, leaders and themes together, each place once."""

    def find(self) -> tuple[Mention, ...]:
        """All mentions, in the order of the text, a grade of 3 before what stands inside it."""
        found = [*self._numbers(), *self._listed(), *self._phrases(), *self._titles(), *self._leaders()]
        found += self._bare({i for m in found for i in range(m.start, m.end)}, bool(found))
        strong = [m for m in found if m.sure]
        inside = [
            m
            for m in found
            if not m.sure
            and not any(s.start <= m.start and m.end <= s.end and s.workshop == m.workshop for s in strong)
        ]
        return tuple(sorted((*strong, *inside), key=lambda m: (m.start, -m.grade)))
