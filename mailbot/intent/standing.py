"""How a sentence means the workshops it names: refused, left behind, or second choice.

A word of refusing or leaving takes the first workshop behind it in its clause, and what a joint adds
to that ("weder die 1 noch die 2"); what stands further on is what is wanted instead. Only where
nothing stands behind such a word does it look back.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.breaks import BREAKS, stretch
from mailbot.intent.lexicon import Cue, everything
from mailbot.intent.mentions import Mention
from mailbot.intent.moving import leads_on, left_first
from mailbot.intent.stance import told_of_past
from mailbot.intent.staying import on_list, sends_another
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Unit

_BREAKS = BREAKS | {"->", "-"}
_OPENING = frozenset('„“«»"')
_INVERTED = frozenset(["should", "sollte", "sollten", "ist", "sind", "wäre", "waere"])
"""Verbs that open a condition without a word for "if": "Should workshop 3 be full, …"."""
_ONLY = frozenset(
    ["nur", "only", "seulement", "solo", "numai", "tylko", "только", "лише", "sadece", "chi", "فقط"]
)


def refused(unit: Unit, mentions: Sequence[Mention]) -> frozenset[int]:
    """Numbers of the mentions that the sentence says no to."""
    found: set[int] = set()
    if unit.label:
        return frozenset()
    for cue in _cues(unit, "reject"):
        following = unit.tokens[cue.end].fold if cue.end < len(unit.tokens) else ""
        # "nicht nur Workshop 1": not only is no refusal. A word that looks back is read in `former`. Inside
        # a sentence a capital letter makes it a name: "Dung".
        name = cue.start > 0 and unit.tokens[cue.start].capital
        hesitates = any(c.start <= cue.start < c.end for c in _cues(unit, "undecided"))
        looks_back = any(c.start == cue.start for c in _cues(unit, "from_after"))
        if name or hesitates or following in _ONLY or looks_back:
            continue
        spared = [c for c in _cues(unit, "except") if c.start < cue.end and cue.start < c.end]
        if unit.has("all") and spared:
            # "Alle in den dritten außer Anna": one person is left out, no workshop refused.
            continue
        left, right = _clause(unit, cue.start, cue.end, mentions)
        # "Alle in die 1, außer Frau Kern, die in die 2 geht": behind the excepted person stands her own.
        near = 1 if any(c.start == cue.start for c in _cues(unit, "except")) else 4
        ahead = [
            n
            for n, m in enumerate(mentions)
            if m.start >= cue.end - 1 and m.start - cue.end <= near and m.end <= right
        ]
        behind = [
            n
            for n, m in enumerate(mentions)
            if m.end <= cue.start <= m.end + 6 and m.start >= left and not _goes_on_behind(unit, m.end, cue)
        ]
        # "heben ohne Rückenschmerzen": a preposition refuses nothing that stands before it.
        if not ahead and everything().exactly("circumstance", unit.tokens[cue.end - 1].fold):
            continue
        found |= _first(unit, mentions, ahead) if ahead else _last(mentions, behind)
    return frozenset(found)


def former(unit: Unit, mentions: Sequence[Mention]) -> frozenset[int]:
    """Numbers of the mentions that were before: "vom Workshop 2 in …", "statt der 1", "in 1 angemeldet"."""
    everyone = frozenset(range(len(mentions)))
    if unit.has("in_my_place") and len({m.workshop for m in mentions}) == 1:
        return frozenset()  # "Sie übernimmt meinen Platz im Workshop 3": it is the substitute's now.
    past, now = unit.has("past"), unit.has("now")
    if past and not now and not _wished_since(unit):
        return everyone
    found: set[int] = {n for n, m in enumerate(mentions) if past and now and told_of_past(unit, m.start)}
    for cue in _cues(unit, "from_after"):
        found |= _last(mentions, [n for n, m in enumerate(mentions) if 0 <= cue.start - m.end <= 1])
    known = on_list(unit)
    change = known or unit.has("change") or (unit.has("cancel") and not sends_another(unit))
    for cue in _from(unit):
        phrase = cue.end - cue.start > 1
        if not (change or phrase) or leads_on(unit.tokens, cue.end):
            continue  # "swap to workshop 2" names what is wanted, "meine Anmeldung vom Montag" when it was.
        near = 7 if phrase or len(unit.tokens[cue.start].fold) > 4 else 3
        right = _clause(unit, cue.start, cue.end, mentions)[1]
        ahead = [
            n
            for n, m in enumerate(mentions)
            if m.end <= right and m.start >= cue.end and _gap(unit, cue.end, m.start) <= near
        ]
        # "in 1 angemeldet und möchte in die 3": behind "and" begins what is wanted.
        if ahead and _joint(unit, cue.end, min(mentions[n].start for n in ahead)):
            continue
        if _has_object(unit, cue, mentions) or _of_wanted(unit, cue):
            continue
        found |= _first(unit, mentions, ahead)
    if known:
        if not (unit.has("change", "correction", "please") or _goes_on(unit)):
            return everyone
        found |= _booked(unit, mentions)
    if not found and unit.has("change"):
        found |= left_first(unit, mentions)
    wished = {m.workshop for n, m in enumerate(mentions) if n not in found}
    if not wished and unit.has("change") and len({m.workshop for m in mentions}) > 1:
        # A change between two workshops that nobody can tell from which to which: the sender must say.
        return frozenset()
    return frozenset(found)


def _from(unit: Unit) -> list[Cue]:
    """The words for "from"; in "merci de l'inscrire à l'atelier 2" the "de" belongs to the request."""
    asked = {n for c in _cues(unit, "please") for n in range(c.start + 1, c.end)}
    asked -= {c.start for c in _cues(unit, "change")}
    return [c for c in _cues(unit, "from_choice") if c.start not in asked]


def _wished_since(unit: Unit) -> bool:
    """Like "nachdem vorige Woche Wasser im Keller stand, möchte ich …": the past explains the wish."""
    since = max(c.end for c in _cues(unit, "past"))
    return any(c.start >= since and c.name in ("self_register", "wish") for c in unit.cues)


def _of_wanted(unit: Unit, cue: Cue) -> bool:
    """Like "instead of that I'd like the livestream": a pronoun takes up what is left, so the rest is wanted.

    Or the word belongs to the livestream: "از طریق پخش زنده" ("by way of the livestream").
    """
    if any(c.start == cue.start for c in _cues(unit, "livestream")):
        return True
    ends = [c.end for c in _cues(unit, "from_choice") if c.start <= cue.start <= c.end]
    return any(
        everything().exactly("in_its_place", unit.tokens[end].fold)
        for end in ends
        if end < len(unit.tokens) and end - cue.start <= 3
    )


def second(unit: Unit, start: int, end: int, others: Sequence[Mention]) -> bool:
    """True where what stands at the tokens [start, end) is the second choice; others: what else is named."""
    if unit.label == "second_choice":
        return True
    if unit.label not in ("", "workshop"):
        return False
    if _called_second(unit, end, others) or _or_if_full(unit, start, end):
        return True
    # "Wenn möglich Workshop 2" is polite, and no second choice.
    polite = {(c.start, c.end) for c in _cues(unit, "please")}
    before = [
        c for c in _cues(unit, "second_choice") if c.end <= start + 1 and (c.start, c.end) not in polite
    ]
    if not before:
        return _if_full(unit, start)
    firsts = [c for c in _cues(unit, "first_choice") if c.end <= start + 1]
    return not firsts or max(c.start for c in before) > max(c.start for c in firsts)


def _if_full(unit: Unit, start: int) -> bool:
    """Like "Should workshop 3 be full, he …", "wenn komplett, dann die erste": what follows is second."""
    for cue in _cues(unit, "full"):
        if cue.end > start:
            continue
        left, _ = _clause(unit, cue.start, cue.end)
        opened = any(left <= c.start <= left + 1 and c.start < cue.start for c in _cues(unit, "conditional"))
        if opened or unit.tokens[left].fold in _INVERTED:
            return True
    return False


def _called_second(unit: Unit, end: int, others: Sequence[Mention]) -> bool:
    """Like "Workshop 4 wäre meine zweite Wahl", "Workshop 2 die erste Wahl, 4 die zweite"."""
    right = min(_clause(unit, end, end)[1], end + 5)
    if any(end <= m.start < right + 3 for m in others):
        return False
    if any(end <= c.start < right and c.end <= right for c in _cues(unit, "second_choice")):
        return not unit.has("full", "conditional")
    if not unit.has("first_choice"):
        return False
    return any(everything().ordinal(t.fold) == 2 for t in unit.tokens[end : min(right, end + 3)])


def _or_if_full(unit: Unit, start: int, end: int) -> bool:
    """Like "workshop 2, or workshop 3 if it is full": the condition stands behind the second choice."""
    joined = any(start - 2 <= c.start < c.end <= start for c in _cues(unit, "either"))
    _, right = _clause(unit, end, end)
    return joined and any(end <= c.start <= end + 1 and c.end <= right for c in _cues(unit, "second_choice"))


def _goes_on_behind(unit: Unit, end: int, cue: Cue) -> bool:
    """Like "bei „Kino“ mitmachen und traut sich nicht", "WS 3 und nicht das": behind "and" is said more."""
    whole = everything()
    return any(whole.exactly("and", t.fold) for t in unit.tokens[end : cue.start])


def _goes_on(unit: Unit) -> bool:
    """True where something is wished behind the registration that exists: "…, möchte aber in Workshop 2"."""
    ends = max(c.end for c in _cues(unit, "registered"))
    wished = any(c.start >= ends - 1 for c in unit.cues if c.name in ("self_register", "first_choice", "but"))
    return wished and any(t.shape is not Shape.MARK for t in unit.tokens[ends:])


def _booked(unit: Unit, mentions: Sequence[Mention]) -> set[int]:
    """What a word of being registered speaks of: inside its phrase, or right beside it."""
    found: set[int] = set()
    for cue in _cues(unit, "registered"):
        left, right = _clause(unit, cue.start, cue.end, mentions)
        for n, m in enumerate(mentions):
            inside = cue.start <= m.start and m.end <= cue.end
            before = left <= m.start and 0 <= cue.start - m.end <= 4
            near = m.start >= cue.end and _gap(unit, cue.end, m.start) <= 2
            after = m.end <= right + 1 and near and not _joint(unit, cue.end, m.start)
            if inside or before or after:
                found.add(n)
    return found


def _clause(unit: Unit, start: int, end: int, mentions: Sequence[Mention] = ()) -> tuple[int, int]:
    """The tokens of the clause around [start, end): between commas, semicolons, dashes and "but".

    What stands inside a title breaks nothing: "von „Punkte, Striche, Fähnchen“ in …".
    """
    titled = {i for m in mentions for i in range(m.start, m.end)}
    breaks = {n for n, t in enumerate(unit.tokens) if t.text in _BREAKS}
    breaks = (breaks | {c.start for c in unit.cues if c.name == "but"}) - titled
    return stretch(len(unit.tokens), start, end, breaks.__contains__)


def _gap(unit: Unit, start: int, end: int) -> int:
    """How many words stand between these tokens but for those that lead to a workshop."""
    whole = everything()
    return sum(
        not (
            t.shape is Shape.MARK
            or whole.exactly("workshop", t.fold)
            or whole.exactly("number_sign", t.fold)
            or whole.exactly("article", t.fold)
            or whole.exactly("topic", t.fold)
        )
        for t in unit.tokens[start:end]
    )


def _cues(unit: Unit, name: str) -> list[Cue]:
    return [c for c in unit.cues if c.name == name]


def _first(unit: Unit, mentions: Sequence[Mention], ahead: Sequence[int]) -> set[int]:
    """The first of these, what names the same workshop beside it, and what a joint adds to it."""
    found: set[int] = set()
    end = -1
    for n in sorted(ahead, key=lambda n: (mentions[n].start, -mentions[n].end)):
        m = mentions[n]
        same = any(mentions[k].workshop == m.workshop for k in found)
        # "von Workshop 1 und 2": only a joint stands between two labels of one phrase.
        added = 0 < m.start - end <= 2 and _joint(unit, end, m.start) if end >= 0 else True
        if not (same or added):
            break
        found.add(n)
        end = max(end, m.end)
    return found


def _last(mentions: Sequence[Mention], behind: Sequence[int]) -> set[int]:
    if not behind:
        return set()
    nearest = max(behind, key=lambda n: mentions[n].end)
    return {n for n in behind if mentions[n].workshop == mentions[nearest].workshop}


def _has_object(unit: Unit, cue: Cue, mentions: Sequence[Mention]) -> bool:
    """Like "statt des Workshops lieber den Livestream": the word for workshop alone is what was before."""
    inside = {i for m in mentions for i in range(m.start, m.end)}
    return any(
        everything().exactly("workshop", unit.tokens[i].fold)
        for i in range(cue.start, min(cue.end + 2, len(unit.tokens)))
        if i not in inside
        and i + 1 not in inside
        and not (i + 2 in inside and unit.tokens[i + 1].text in _OPENING)
    )


def _joint(unit: Unit, start: int, end: int) -> bool:
    """True where "and" or "or" stands between these tokens."""
    whole = everything()
    return any(
        t.text in "/+&" or whole.exactly("and", t.fold) or whole.exactly("or", t.fold)
        for t in unit.tokens[start:end]
    )
