"""The livestream where a sentence takes part by it: told from what is only called digital or online.

A word for a broadcast ("Livestream", "Übertragung") is sure. A word that may say anything ("online",
"von zu Hause") counts only in a unit that chooses, and not where it stands beside a workshop's theme:
"Spenden sammeln im Netz".
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.lexicon import Cue, Lexicon, everything
from mailbot.intent.mentions import Mention
from mailbot.intent.tokens import tokenize
from mailbot.intent.unit import Role, Unit

LIVESTREAM = "livestream"

_NEAR, _SHORT = 6, 8
_CHOOSING = ("register", "self_register", "first_choice", "second_choice", "change", "please", "wish")


def streams(unit: Unit, event: Catalogue, found: Sequence[Mention]) -> list[Mention]:
    """The livestream, once a unit, where it is no part of an objection to being filmed."""
    if not event.event.livestream:
        return []
    cues = [c for c in unit.cues if c.name == "livestream" and not _of_house(unit, c)]
    cues.sort(key=lambda c: (c.end - c.start, c.start))
    if not cues or (unit.has("photo") and unit.has("objection")):
        return []
    strong = [c for c in cues if _broadcast(unit, c)]
    if strong:
        # A verb far before the word itself ("suivra … en direct") does not tell where the choice stands.
        start = max(strong[0].start, strong[0].end - 4)
        return [Mention(LIVESTREAM, 3, "livestream", start, strong[0].end)]
    weak = [
        c
        for c in cues
        if not (_called_so(unit, c, event) or _beside_theme(unit, c, found) or _of_workshop(unit, c, found))
    ]
    told = unit.role is Role.SENTENCE and len(unit.tokens) > _SHORT and not unit.has(*_CHOOSING)
    if not weak or told:
        return []
    return [Mention(LIVESTREAM, 2, "livestream", weak[0].start, weak[0].end)]


def _of_house(unit: Unit, cue: Cue) -> bool:
    """Like "de la Maison des Parents": from a house that is called so, and not from home."""
    last = unit.tokens[cue.end - 1]
    return cue.end - cue.start > 1 and last.capital and not last.text.isupper() and last.fold in _HOMES


_HOMES = frozenset(("maison", "casa", "dom", "domu", "acasa", "home", "nha"))


def _broadcast(unit: Unit, cue: Cue) -> bool:
    return any(everything().is_a("broadcast", t.fold) for t in unit.tokens[cue.start : cue.end])


def _called_so(unit: Unit, cue: Cue, event: Catalogue) -> bool:
    """Like "digital", which says nothing where the event or one of its workshops has it in its title."""
    said = [t.fold for t in unit.tokens[cue.start : cue.end]]
    # "Online-Fundraising" is a workshop where its theme stands behind the hyphen.
    behind = unit.tokens[cue.end : cue.end + 2]
    if len(behind) == 2 and behind[0].text == "-" and behind[0].start == unit.tokens[cue.end - 1].end:
        said.append(behind[1].fold)
    return any(w in event.event_words or event.hits(w) for w in said if w not in everything().stopwords)


def _beside_theme(unit: Unit, cue: Cue, found: Sequence[Mention]) -> bool:
    """Like "raising donations on the internet": no mark stands between a theme and these words."""
    for m in found:
        first, last = sorted(((m.start, m.end), (cue.start, cue.end)))
        gap = unit.tokens[first[1] : last[0]]
        themed = m.rule not in ("number", "ordinal", "field", "letter") and len(gap) <= _NEAR
        if themed and not any(t.text in ",;:–()." for t in gap):
            return True
    return False


def _of_workshop(unit: Unit, cue: Cue, found: Sequence[Mention]) -> bool:
    """Like "the workshop on working remotely": what it is about; "workshop 2 online" is another matter."""
    near = range(max(0, cue.start - 2), cue.start)
    bare = [n for n in near if everything().exactly("workshop", unit.tokens[n].fold)]
    return bool(bare) and not any(m.start <= n < m.end for m in found for n in bare)


def is_stream(text: str, words: Lexicon) -> bool:
    """True for a cell without a headed column that says nothing but "online"."""
    tokens = tokenize(text)
    return any(c.name == "livestream" and c.end - c.start == len(tokens) for c in words.cues(tokens))
