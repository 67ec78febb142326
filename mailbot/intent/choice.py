"""From mentions to a wish: first and second choice, livestream, corrections, and honest doubts.

What is refused ("nicht in die 1"), what was before ("vom Workshop 2 in …") and what is only asked
about never counts as chosen. After a word of correction only what follows counts. Two choices left
for one person, a number and a title that contradict each other, or a workshop that the event does
not have are doubts: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.claiming import claimed
from mailbot.intent.lexicon import everything
from mailbot.intent.marks import Mark
from mailbot.intent.streams import LIVESTREAM
from mailbot.intent.unit import Unit


@dataclass(frozen=True, slots=True)
class Wish:
    """What one person chose: ids or None, "livestream" as attendance, and a doubt where there is one.

    doubt: "", "choice" (more than one, or a contradiction), "unknown-workshop".
    """

    workshop: str | None = None
    alternative: str | None = None
    livestream: bool = False
    doubt: str = ""
    mark: Mark | None = None
    second: Mark | None = None


def settle(marks: Sequence[Mark], event: Catalogue) -> Wish:
    """The wish of one person from all marks that are theirs."""
    live = [m for m in marks if not m.refused and not m.old]
    chosen = [m for m in live if not m.second]
    top = max((m.grade for m in chosen if m.workshop != LIVESTREAM), default=0)
    pool = [m for m in chosen if m.grade == top and m.workshop != LIVESTREAM]
    corrected = [m for m in pool if m.corrected]
    if corrected:
        chosen = [m for m in chosen if m.corrected]
        pool = corrected[-1:] if len({m.workshop for m in corrected}) > 1 else corrected
    elif [m for m in chosen if m.corrected]:
        pool = [m for m in chosen if m.corrected and m.workshop != LIVESTREAM] or pool
    streams = [m for m in chosen if m.workshop == LIVESTREAM]
    if _streams_for_certain(streams, pool):
        pool = []
    first = {m.workshop for m in pool}
    second = _alternative([m for m in live if m.workshop not in first or len(first) != 1])
    if not pool:
        named = {m.workshop for m in live}
        if len(named) == 1 and second[0] and not _if_another_is_full(second[1]):
            return Wish(second[0], mark=second[1])  # "Ansonsten gern Workshop 2": the only one.
        return Wish(
            livestream=bool(streams),
            mark=streams[0] if streams else None,
            alternative=second[0],
            second=second[1],
        )
    if not (event.numbered or event.letters) and any(m.rule == "title" for m in pool):
        pool = [m for m in pool if m.workshop is not None]  # "Nummer vier" where nothing is numbered
    heavier = _heavier(pool)
    pool = claimed(heavier)
    chosen = [m for m in chosen if m in pool or m not in heavier]
    pool = _moved_to(pool)
    ids = list(dict.fromkeys(m.workshop for m in pool))
    if ids == [None]:
        return Wish(doubt="unknown-workshop", mark=pool[0])
    if len(ids) > 1 or _contradicted(pool[0], chosen) or _both(pool[0], chosen):
        return Wish(doubt="choice", mark=pool[0], livestream=False)
    alternative = second[0] if second[0] != ids[0] else None
    return Wish(ids[0], alternative, bool(streams), "", pool[0], second[1])


def _moved_to(pool: list[Mark]) -> list[Mark]:
    """Like "Our vicar goes to workshop 1 now, too. Could you please move me to workshop 3?"."""
    moved = [
        m for m in pool if m.unit and m.unit.has("change") and m.unit.has("please") and m.unit.has("self")
    ]
    return moved if len({m.workshop for m in moved}) == 1 else pool


def _both(mark: Mark, chosen: Sequence[Mark]) -> bool:
    """Like "einen Platz bei Herrn Sasse und ebenso einen im Workshop 5": two are wanted in one sentence."""
    unit = mark.unit
    if unit is None:
        return False
    others = [m for m in chosen if m.place == mark.place and m.workshop not in (mark.workshop, LIVESTREAM)]
    for other in others:
        left, right = sorted(((other.start, other.end), (mark.start, mark.end)))
        between = unit.tokens[left[1] : right[0]]
        joins = [n for n, t in enumerate(between[:-1]) if everything().exactly("and", t.fold)]
        added = any(everything().exactly("too", between[n + 1].fold) for n in joins)
        # "bis 14 Uhr zu Herrn Chaimite und wechsle danach in die Runde zur Beschäftigung"
        then = bool(joins) and any(everything().exactly("afterwards", t.fold) for t in between)
        if (other.grade > 1 and (added or then)) or _for_each(unit, left[0], right[0], joins, left[1]):
            return True
    return False


def _for_each(unit: Unit, first: int, second: int, joins: Sequence[int], behind: int) -> bool:
    """Like "für die Mundart und für die Schrift": the same preposition before each of the two."""
    before = [t.fold for t in unit.tokens[max(0, first - 3) : first]]
    said = [unit.tokens[behind + n + 1].fold for n in joins if second - (behind + n) <= _NEAR]
    return any(w in before and everything().exactly("on_behalf", w) for w in said)


_NEAR = 4
"""So many words lie at most between "and" and what it adds."""


def _if_another_is_full(mark: Mark | None) -> bool:
    """Like "should that be full, the first": what comes before it was said, and not understood."""
    return mark is not None and mark.unit is not None and mark.unit.has("full")


def _streams_for_certain(streams: list[Mark], pool: list[Mark]) -> bool:
    """Like "der letzte Bus fährt um sechs. Ich bitte um den Livestream": the word before is talk.

    The livestream is registered for in a sentence of its own, and no workshop in the sentences of its words.
    """
    sure = any(m.sure and m.unit is not None and m.unit.has("register") for m in streams)
    talk = all(not m.sure and m.unit and not m.unit.has("please", "wish", "self_register") for m in pool)
    beside = {m.place for m in streams} & {m.place for m in pool}
    return sure and bool(pool) and talk and not beside


def _heavier(pool: list[Mark]) -> list[Mark]:
    """Of themes in one sentence those that at least twice as many words point to; else all."""
    if not pool or pool[0].sure or len({m.place for m in pool}) > 1:
        return pool
    weight: dict[str | None, int] = {}
    for m in pool:
        weight[m.workshop] = weight.get(m.workshop, 0) + m.weight
    best = max(weight, key=lambda w: weight[w])
    others = [n for w, n in weight.items() if w != best]
    return [m for m in pool if m.workshop == best] if others and weight[best] >= 2 * max(others) else pool


def _alternative(live: Sequence[Mark]) -> tuple[str | None, Mark | None]:
    seconds = [m for m in live if m.second and m.workshop is not None]
    top = max((m.grade for m in seconds), default=0)
    best = [m for m in seconds if m.grade == top]
    ids = {m.workshop for m in best if m.workshop != LIVESTREAM}
    if len(ids) > 1:
        # A third choice behind the second is dropped: the first named goes.
        best = best[:1]
    return (best[0].workshop, best[0]) if best else (None, None)


def confirmed(mark: Mark, chosen: Sequence[Mark]) -> bool:
    """Like "Workshop D, der mit den Stromrechnungen": words of its own theme stand beside the label.

    What else is said there ("Strom") is then talk, and no other choice.
    """
    return mark.sure and any(
        m.workshop == mark.workshop and m.place == mark.place and not m.sure for m in chosen
    )


def _own(mark: Mark) -> bool:
    """Like "weil in meiner Wohnung …", "munca mea": what the writer has is told, not chosen."""
    before = mark.unit.tokens[max(0, mark.start - 2) : mark.start] if mark.unit else ()
    behind = mark.unit.tokens[mark.end : mark.end + 2] if mark.unit else ()
    return any(everything().exactly("possessive", t.fold) for t in before) or any(
        everything().exactly("possessive_after", t.fold) for t in behind
    )


def _contradicted(mark: Mark, chosen: Sequence[Mark]) -> bool:
    """True where a title or theme of another workshop stands right beside the number."""
    sure = confirmed(mark, chosen)
    for other in chosen:
        if other.workshop in (mark.workshop, LIVESTREAM, None) or other.place != mark.place or other is mark:
            continue
        if other.grade == 1 and (sure or _own(other)):
            continue
        gap = min(abs(other.start - mark.end), abs(mark.start - other.end))
        if other.grade == 1 and any(
            m.workshop == mark.workshop and m is not mark and m.place == mark.place and m.start <= other.start
            for m in chosen
        ):
            continue
        if other.grade >= 2 and other.rule != "leader" and gap <= 6:
            return True
        if other.rule == "theme" and mark.start <= other.start <= mark.end + 7:
            return True
        if not mark.sure and other.rule == "theme" and not (other.second or mark.corrected):
            return True
    return False
