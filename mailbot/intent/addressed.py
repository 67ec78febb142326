"""The workshop of the leader whom the mail is addressed to: "Ihr Workshop", "zu Ihnen".

People who write to a leader by name call the workshop by "your". It counts only where all leaders in
the greeting lead one workshop, and where the word for "your" stands beside a word for workshop, or
"by you" does.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.marks import Mark
from mailbot.intent.tokens import Shape, tokenize
from mailbot.intent.unit import Role, Unit

_NEAR = 5
_LINES = 4


def addressed(own: str, units: Sequence[Unit], words: Lexicon, event: Catalogue) -> list[Mark]:
    """A mark for every unit that speaks of the addressed leader's workshop as the reader's own."""
    led = _greeted(own, words, event)
    if len(led) != 1:
        return []
    found = []
    for place, unit in enumerate(units):
        at = _yours(unit, words) if unit.role is Role.SENTENCE and not unit.has("reject", "question") else -1
        if at >= 0:
            token = unit.tokens[at]
            found.append(Mark(min(led), 2, "leader", place, at, at + 1, token.text, unit=unit))
    return found


def _greeted(own: str, words: Lexicon, event: Catalogue) -> frozenset[str]:
    """The workshops of the leaders named in the greeting."""
    lines = [line for line in own.splitlines() if line.strip()][:_LINES]
    led: set[str] = set()
    for line in lines:
        tokens = tokenize(line)
        if len(tokens) <= 16 and any(c.name == "greeting" and c.start == 0 for c in words.cues(tokens, 1)):
            for token in tokens:
                if token.shape is Shape.WORD and (token.capital or not token.cased):
                    led |= event.led_by(token.fold)
    return frozenset(led)


def _yours(unit: Unit, words: Lexicon) -> int:
    """The token of "your" or "you" that stands beside a word for workshop; -1 where there is none."""
    for at, token in enumerate(unit.tokens):
        formal = token.capital and (
            words.exactly("your_formal", token.fold) or token.fold in ("ihrem", "ihnen", "ihres")
        )
        if not formal and not words.exactly("your", token.fold):
            continue
        if any(words.exactly("workshop", t.fold) for t in unit.tokens[at + 1 : at + 1 + _NEAR]):
            return at
    return -1
