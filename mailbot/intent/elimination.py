"""The workshop that is left where a mail tells of the others: "I know 1 and 3, so the one that remains"."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.finder import Finder
from mailbot.intent.lexicon import Cue, Lexicon
from mailbot.intent.marks import Mark
from mailbot.intent.mentions import SURE, Mention, Setting
from mailbot.intent.stance import tells
from mailbot.intent.streams import LIVESTREAM
from mailbot.intent.tellings import said_by_cue
from mailbot.intent.unit import Role, Unit

_CHOOSING = ("register", "self_register", "please", "wish", "first_choice")


def by_elimination(marks: list[Mark], units: Sequence[Unit], words: Lexicon, event: Catalogue) -> list[Mark]:
    """The marks, with what remains in place of the workshops that the mail only tells of.

    Where more than one remains, none of these is chosen, so that the sender is asked. units: of the body.
    """
    place = next((n for n, u in enumerate(units) if _chooses_rest(u, words)), -1)
    cue = units[place].first("remaining") if place >= 0 else None
    if cue is None:
        return marks
    wanted = [m for m in marks if _wanted(m, place, cue)]
    if wanted:
        # "Not the first, not folklore, so the third remains": it is named, and the others are but told of.
        kept = [m for m in marks if m in wanted or m.place > place or m.second]
        sure = [m for m in marks if m.sure and m not in kept]
        denied = bool(sure) and all(m.unit and m.unit.has("negation", "reject", "attended") for m in sure)
        named = all(m.sure and m.place == place for m in wanted) and len({m.workshop for m in wanted}) == 1
        return kept if named and denied else marks
    told = {m.workshop for m in marks if m.place < len(units) and not m.second}
    for n, unit in enumerate(units[: place + 1]):
        told |= {m.workshop for m in _mentions(unit, words, event) if n < place or m.start < cue.start}
    left = [w for w in event.order if w not in told]
    others = [m for m in marks if m.workshop == LIVESTREAM or m.place >= len(units)]
    if len(left) != 1:
        return [*others, *(m for m in marks if place <= m.place < len(units))]
    unit = units[place]
    text = unit.text[unit.tokens[cue.start].start : unit.tokens[cue.end - 1].end]
    return [*others, Mark(left[0], SURE, "remaining", place, cue.start, cue.end, text, unit=unit)]


def _chooses_rest(unit: Unit, words: Lexicon) -> bool:
    """True where what remains is chosen; "im Übrigen", by the way, and "the other guests" choose nothing."""
    cue = unit.first("remaining")
    if cue is None or not (tells(unit) and unit.has(*_CHOOSING)):
        return False
    before, behind = unit.tokens[max(0, cue.start - 1) : cue.start], unit.tokens[cue.end : cue.end + 1]
    aside = cue.end - cue.start == 1 and any(words.exactly("contracted", t.fold) for t in before)
    return not aside or any(words.is_a("workshop", t.fold) for t in behind)


def _wanted(mark: Mark, place: int, cue: Cue) -> bool:
    """True for what is chosen by name: in a sentence of its own that asks for it, or as what remains."""
    if not mark.live or mark.unit is None or mark.workshop == LIVESTREAM:
        return False
    if mark.place == place:
        return mark.start > cue.start
    if mark.unit.role is not Role.SENTENCE:
        return mark.sure  # A field or row of a form tells of nothing; it chooses.
    chosen = mark.place > place or (mark.unit.has("register") and mark.unit.has("self_register"))
    return mark.unit.has("please") or (mark.sure and chosen)


def _mentions(unit: Unit, words: Lexicon, event: Catalogue) -> Sequence[Mention]:
    """Every workshop that the sentence speaks of, in whatever words."""
    found = Finder(unit.tokens, unit.cues, words, event, Setting(choosing=True, wide=True)).find()
    return [m for m in found if m.workshop is not None and not said_by_cue(m, unit)]
