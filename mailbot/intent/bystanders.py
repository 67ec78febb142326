"""Who is only named in a sentence by which the writer registers himself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mailbot.intent.breaks import COMMAS, STOPS, between_marks
from mailbot.intent.bygone import is_bygone
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.marks import Mark
from mailbot.intent.names import common
from mailbot.intent.oneself import of_oneself
from mailbot.intent.people import Person
from mailbot.intent.tokens import WAW, Shape
from mailbot.intent.unit import Unit

_INTRODUCING = ("possessive", "possessive_after", "relation", "salutation", "article")


def is_bystander(person: Person, unit: Unit, words: Lexicon) -> bool:
    """Like "auf Empfehlung von Frau Thoms melde ich mich an": named where the writer registers only himself.

    Somebody who comes along is joined to the writer or to another name: "mich und Frau Thoms".
    """
    if _of_talk(person, unit, words):
        return True
    if not any(words.exactly("oblique", t.fold) for t in unit.tokens) or not unit.has("self_register"):
        return False
    k = person.start - 1
    while k >= 0 and any(words.exactly(kind, unit.tokens[k].fold) for kind in _INTRODUCING):
        k -= 1
    # Arabic writes "and" as one word with "my husband": "سجلوني … أنا وزوجي سامي".
    joined = any(t.fold.startswith(WAW) and not t.cased for t in unit.tokens[k + 1 : person.start])
    if joined or _comes_too(unit, k):
        return False
    if k > 0 and any(c.name == "behalf" and c.start == k and c.end <= person.start for c in unit.cues):
        k -= 1  # "…, iar pe soția mea Ana Popa la …"
    # "pe mine și pe soțul meu": a small word may stand between the joint and who is joined.
    k -= 1 < k < person.start - 1 and words.exactly("and", unit.tokens[k - 1].fold)
    before = unit.tokens[k] if k >= 0 else None
    after = [t.fold for t in unit.tokens[person.end : person.end + 2]]
    if len(after) == 2 and words.exactly("and", after[0]) and words.exactly("first_person", after[1]):
        return False
    if before is None or before.text in ",;:&+/(" or any(c.name == "but" and c.start == k for c in unit.cues):
        return False
    if words.exactly("oblique", before.fold):
        return False
    if not words.exactly("and", before.fold):
        return True
    # "Ich habe mit Frau Thoms gesprochen und melde mich an": behind the name a verb of its own clause.
    behind = unit.tokens[person.end] if person.end < len(unit.tokens) else None
    verb = behind is not None and behind.shape is Shape.WORD and behind.cased and not behind.capital
    return bool(verb and behind and not common(behind.fold, words) and not unit.has("additional"))


def talked_to(person: Person, unit: Unit, words: Lexicon) -> bool:
    """Like "ich habe mit Frau Thoms gesprochen und melde mich an": known or asked, and no word of "we"."""
    return _of_talk(person, unit, words) and not any(words.exactly("we", t.fold) for t in unit.tokens)


def _of_talk(person: Person, unit: Unit, words: Lexicon) -> bool:
    return of_oneself(unit, person.start, words, ("talks",)) and not unit.has("hearsay")


def elsewhen(person: Person, unit: Unit, words: Lexicon) -> bool:
    """Like "letztes Jahr war ich mit Anna da, dieses Jahr …", "Anna ist schon angemeldet, ich komme auch"."""
    if is_bygone(unit.tokens, unit.cues, person.start, words):
        return True
    if unit.has("cancel", "withdraw", "change", "in_my_place", "in_place_of"):
        return False
    told = [c for c in unit.cues if c.name == "registered" and person.end <= c.start <= person.end + 2]
    comma = next((n for n in range(person.end, len(unit.tokens)) if unit.tokens[n].text in COMMAS), -1)
    own = any(c.name == "self_register" and c.start > comma for c in unit.cues)
    return bool(told) and told[0].start < comma and own


def in_a_reason(person: Person, unit: Unit, marks: Sequence[Mark], words: Lexicon) -> bool:
    """Like "ich kann kommen, weil meine Frau Carla Moll die Kinder hütet": why the writer can come.

    Nobody comes of whom the reason speaks, as long as it neither registers nor names a workshop.
    """
    left, right = clause(unit, person.start)
    why = [n for n in range(left, person.start) if words.exactly("causal", unit.tokens[n].fold)]
    if not why:
        return False
    told = {c.name for c in unit.cues if why[-1] <= c.start < right}
    chosen = any(m.place == person.place and why[-1] <= m.start < right for m in marks)
    return not chosen and told.isdisjoint(_COMING)


def told_of(person: Person, unit: Unit, words: Lexicon) -> bool:
    """Like "Jan meldet sich gesondert an", "schön, dass Jan Moll kommt", "Jan Moll empfahl mir die 1"."""
    left, right = clause(unit, person.start)
    for cue in unit.cues:
        if cue.name in ("by_themselves", "recommends") and left <= cue.start < right:
            return True
        if cue.name == "by_themselves" and _of_them(unit, cue.start, person.end, words):
            return True
        if cue.name == "glad_that" and cue.start <= person.start <= cue.end + _FAR:
            return True
    return False


def _of_them(unit: Unit, at: int, end: int, words: Lexicon) -> bool:
    """Like the "er" of "in die 3 schicken wir Jan Moll, er meldet sich noch"; end: where the name ends."""
    left = clause(unit, at)[0]
    opens = unit.tokens[left].fold
    return left > end and (words.exactly("third_person", opens) or words.exactly("relative", opens))


_FAR = 4


def kept_away(person: Person, unit: Unit, marks: Sequence[Mark]) -> bool:
    """Like "mein Bruder wollte auch kommen, bekommt aber nicht frei", where somebody else chooses."""
    if not any(m.place != person.place and m.live for m in marks):
        return False
    turn = next((c.start for c in unit.cues if c.name == "but" and c.start >= person.end), -1)
    if turn < 0:
        return False
    begun = clause(unit, turn)[0]
    turn = begun if begun > person.end else turn  # "…, kommt aber doch": the verb stands before the "but".
    ahead = {c.name for c in unit.cues if person.end <= c.start < turn}
    behind = {c.name for c in unit.cues if c.start >= turn}
    if behind & {"please", "livestream", "first_choice"}:
        return False
    if "wanted" in ahead and "register" not in behind:
        return not behind.isdisjoint(("negation", "objection", "cancel", "decline", "sudden", "other_plan"))
    return bool(behind & {"cancel", "decline", "sudden"}) and ("wanted" in ahead or "register" not in ahead)


def before_i(person: Person, unit: Unit, marks: Sequence[Mark], words: Lexicon) -> bool:
    """Like "die Seite macht bei uns Jan Moll, ich führe die Listen, also Workshop C": told of in a clause of
    its own, and the choice stands behind an "I".
    """
    left, right = clause(unit, person.start)
    told = {c.name for c in unit.cues if left <= c.start < right}
    beside = [t for n, t in enumerate(unit.tokens) if left <= n < right and t.shape is Shape.WORD]
    if len(beside) - (person.end - person.start) < _VERB or "introduce" in told:
        return False  # "Unsere Vorsitzende, Frau Ising, hat mich gebeten …", "hier ist Jan Moll, ich komme"
    here = [m.start for m in marks if m.place == person.place]
    own = [n for n, t in enumerate(unit.tokens) if n > right and words.exactly("first_person", t.fold)]
    apart = bool(here) and bool(own) and min(own) < min(here)
    joined = unit.has("self_and", "additional", "couple", "all", "behalf")
    return apart and told.isdisjoint(_COMING) and not joined


_VERB = 3
"""Words beside a name in a clause that tells something of it."""
_COMING = frozenset(("register", "wish", "self_and", "additional", "couple", "all", "behalf", "please"))


def clause(unit: Unit, at: int) -> tuple[int, int]:
    """The tokens between the marks around one, from and up to."""
    return between_marks(unit.tokens, at, at, STOPS)


def _comes_too(unit: Unit, verb: int) -> bool:
    """Like "Me apunto al taller 2 y viene mi hermana Ana": a verb of coming with a subject of its own."""
    if verb < 2 or not any(c.name == "register" and c.end == verb + 1 for c in unit.cues):
        return False
    own = [c.end for c in unit.cues if c.name == "self_register"]
    parted = any(
        t.text in STOPS or everything().exactly("and", t.fold) for t in unit.tokens[max(0, verb - 4) : verb]
    )
    return parted and min(own) < verb


def advised(mark: Mark, unit: Unit) -> bool:
    """Like the 1 of "Jan Moll empfahl mir Workshop 1, aber …", "Jan meldet sich selbst für Workshop 1 an".

    Like the work of "mein Bruder wollte kommen, hat aber eine neue Arbeit", too.
    """
    if mark.grade == 1 and unit.has("wanted") and unit.has("but"):
        return True
    left, right = clause(unit, mark.start)
    buts = [c.start for c in unit.cues if c.name == "but" and left <= c.start < right]
    return any(
        c.name in ("recommends", "by_themselves")
        and left <= c.start < right
        and not any(min(c.start, mark.start) < b < max(c.start, mark.start) for b in buts)
        for c in unit.cues
    )


def is_officer(person: Person, unit: Unit, words: Lexicon) -> bool:
    """Like "Vorstand: Bernd Hofmann (Vors.), Marion Jahn": small print, and no doubt who comes."""
    before = list(pairwise(unit.tokens[: person.start]))
    return any(t.text == ":" and words.is_a("role", role.fold) for role, t in before)
