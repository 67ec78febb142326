"""Somebody who comes along and whom nobody names, like the husband of "Mein Mann kommt auch mit.".

A companion is told by a word for what somebody is to the writer or to one who is named ("my wife", "his
son", "our trainee"), or by a word for anybody ("noch jemand"). He or she comes where the same clause
says so of them: they come too, are brought, or choose a workshop of their own. Whoever stays away, is
told of, registers on his own or is named nearby is nobody to ask for.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.breaks import between_marks
from mailbot.intent.language import listed
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Cue, Lexicon
from mailbot.intent.marks import Mark
from mailbot.intent.people import Person
from mailbot.intent.relatives import is_related, is_somebody, is_unnamed, owns
from mailbot.intent.stance import is_question
from mailbot.intent.tokens import WAW, Shape
from mailbot.intent.unit import Role, Unit

_AGAINST = ("cancel", "decline", "negation", "withdraw", "registered", "past", "hearsay", "self_out")
_AGAINST_CLAUSE = (*_AGAINST, "on_their_own", "undecided", "talks", "works", "approves", "consent")
_SHORT = 6
"""Words and marks of a line like "Begleitung: 1 Person" are fewer."""
_NEAR = 4
"""Words between a companion and the words that bring him or her along, at most."""


def comes_along(layout: Layout, marks: Sequence[Mark], people: Sequence[Person], words: Lexicon) -> bool:
    """True where somebody without a name comes along with those who are named."""
    for place, unit in enumerate(layout.units):
        if unit.role not in (Role.SENTENCE, Role.ROW) or is_question(unit):
            continue
        here = [m for m in marks if m.place == place and m.live]
        found = _somebody(unit, here or (marks if len(unit.tokens) < _SHORT else ()))
        if found is not None and not _named_near(place, found.end - 1, people):
            return True
        for at in range(len(unit.tokens)):
            if (
                is_somebody(unit, at, words)
                and is_unnamed(unit, at, words)
                and _comes(unit, at, here, people, place, words)
                and not _covered(unit, place, at, people, words)
            ):
                return True
    return False


def _somebody(unit: Unit, here: Sequence[Mark]) -> Cue | None:
    """Like "Ich bringe noch jemanden mit", "Herr Zell plus Begleitung: Workshop 2": the words for anybody."""
    telling = ("register", "self_and", "comes_along", "brings_along", "self_register", "behalf", "please")
    found = unit.first("somebody")
    if found is None or not (here or unit.has(*telling)):
        return None
    left, right = _clause(unit, found.start)
    against = (*_AGAINST_CLAUSE, "conditional")
    return None if any(c.name in against and left <= c.start < right for c in unit.cues) else found


def _comes(
    unit: Unit, at: int, here: Sequence[Mark], people: Sequence[Person], place: int, words: Lexicon
) -> bool:
    """True where the clause says that the companion at token `at` comes."""
    if _of_a_thing(unit, at, people, place, words):
        return False
    left, right = _clause(unit, at)
    told = [c for c in unit.cues if left <= c.start < right]
    if any(c.name in _AGAINST_CLAUSE for c in told):
        return False
    if any(_takes(c, unit, at, words) for c in told if c.name in ("comes_along", "brings_along")):
        return True
    if _entered(unit, left, right, words) and not any(c.name == "self_register" for c in told):
        return True
    beside = _joined(unit, at, people, place, words) or _before_writer(unit, at, words)
    if beside and (here or unit.has("register", "please", "wish")):
        return True
    return _chooses(unit, at, (left, right), here, words)


def _entered(unit: Unit, left: int, right: int, words: Lexicon) -> bool:
    """Like "Bitte melden Sie meine Tochter an": put on the list, and the writer is not the one who is."""
    said = [t.fold for t in unit.tokens[left:right] if t.shape is Shape.WORD]
    enrols = any(words.is_a("enrol", word) for word in said)
    return enrols and unit.has("please") and not any(words.exactly("oblique", word) for word in said)


def _of_a_thing(unit: Unit, at: int, people: Sequence[Person], place: int, words: Lexicon) -> bool:
    """Like "mit dem Auto meines Mannes": the owner of something does not come with it."""
    k = _before_determiners(unit, at, words)
    thing = unit.tokens[k]
    small = words.is_stop(thing.fold) or words.exactly("and", thing.fold)
    if k < 1 or k == at - 1 or not thing.capital or small:
        return False
    brought = any(c.name == "brings_along" and c.start <= k < c.end <= at for c in unit.cues)
    return not (brought or any(p.place == place and p.end == k + 1 for p in people))


def _takes(cue: Cue, unit: Unit, at: int, words: Lexicon) -> bool:
    """Like "kommt … auch" behind "mein Mann", "bringe … mit" around it: with nobody else between."""
    if cue.start <= at < cue.end:
        between = unit.tokens[cue.start + 1 : at] if cue.name == "comes_along" else ()
    elif at < cue.start:
        after = at + 1
        while after < cue.start and owns(unit.tokens[after].fold, words):
            after += 1
        between = unit.tokens[after : cue.start]
        if cue.name == "brings_along" and len(between) > 1:
            return False
    else:
        between = unit.tokens[cue.end : at]
        strange = [t for t in between if not (_determines(t.fold, words) or words.is_stop(t.fold))]
        if len(strange) > 1:
            return False
    subject = cue.name == "comes_along" and any(
        # "My daughter will stay at home and I will come": behind her verb begins what the writer does.
        words.exactly("first_person", t.fold)
        and (at < cue.start or not words.exactly("and", unit.tokens[n - 1].fold))
        for n, t in enumerate(unit.tokens)
        if cue.start <= n < cue.end - 1 and n != at
    )
    own = any(words.exactly("first_person", t.fold) for t in between)
    return len(between) <= _NEAR and not (own or subject)


def _joined(unit: Unit, at: int, people: Sequence[Person], place: int, words: Lexicon) -> bool:
    """Like "Peter Lang und seine Frau", "mich mit Frau", "eu și soția": behind "and", behind somebody."""
    tokens, k = unit.tokens, at - 1
    # "einen weiteren Mitarbeiter": a word may stand between the article and who it is.
    k -= k > 1 and not _determines(tokens[k].fold, words) and _determines(tokens[k - 1].fold, words)
    while k > at - 4 and k >= 0 and (_determines(tokens[k].fold, words)):
        k -= 1
    if tokens[at].fold.startswith(WAW) and is_related(tokens[at].fold[1:], words):
        before = k
    elif k >= 0 and (words.exactly("and", tokens[k].fold) or tokens[k].text in "&+"):
        before = k - 1
    else:
        return False
    if before >= 0 and tokens[before].text in "),":
        before -= 1
    first = before >= 0 and words.exactly("first_person", tokens[before].fold)
    named = any(p.place == place and p.end == before + 1 for p in people)
    return first or named or _like_name(unit, before, words)


def _like_name(unit: Unit, last: int, words: Lexicon) -> bool:
    """Like "Ousmane Tchoumi", whom no list knows: two words that begin a sentence and say nothing else."""
    if last != 1:
        return False
    said = {n for c in unit.cues for n in range(c.start, c.end)}
    return all(
        t.shape is Shape.WORD and (t.capital or not t.cased) and n not in said and not words.is_stop(t.fold)
        for n, t in enumerate(unit.tokens[:2])
    )


def _before_writer(unit: Unit, at: int, words: Lexicon) -> bool:
    """Like "meine Frau und ich", "soțul meu și cu mine"."""
    k = _before_determiners(unit, at, words)
    if k >= 0 and words.exactly("at_whose", unit.tokens[k].fold):
        return False  # "dann bleibt sie bei unserer Nachbarin und ich komme"
    behind = [t for t in unit.tokens[at + 1 : at + 5] if not owns(t.fold, words)]
    joint = [n for n, t in enumerate(behind[:2]) if words.exactly("and", t.fold) or t.text in "&+"]
    follows = behind[max(joint) + 1 :] if joint and joint[0] == 0 else []
    return bool(follows) and words.exactly("first_person", follows[0].fold)


def _before_determiners(unit: Unit, at: int, words: Lexicon) -> int:
    """The token before "my", "the two" and their like ahead of the token at `at`; -1 where there is none."""
    k = at - 1
    while k >= 0 and _determines(unit.tokens[k].fold, words):
        k -= 1
    return k


def _determines(word: str, words: Lexicon) -> bool:
    kinds = ("possessive", "their", "indefinite", "on_behalf", "definite")
    return any(words.exactly(kind, word) for kind in kinds) or words.number(word) is not None


def _chooses(unit: Unit, at: int, clause: tuple[int, int], here: Sequence[Mark], words: Lexicon) -> bool:
    """Like "…, meine Frau in Workshop 3", "Mein Mann geht zu Frau Dorn": a choice of their own."""
    left, right = clause
    before = _before_determiners(unit, at, words)
    opens = before < left or words.exactly("and", unit.tokens[before].fold)
    mark = next((m for m in here if m.grade > 1 and at < m.start < right), None)
    if not opens or mark is None:
        return False
    verbs = ("register", "wish", "comes_along")
    said = {n for c in unit.cues if c.name in verbs for n in range(c.start, c.end)}
    between = [(n, t) for n, t in enumerate(unit.tokens[: mark.start]) if n > at and t.shape is Shape.WORD]
    return all(
        not words.exactly("first_person", t.fold)
        and (n in said or _leads_on(t.fold, words) or (t.capital and listed(t.fold)))
        for n, t in between
    )


def _leads_on(word: str, words: Lexicon) -> bool:
    """A small word between somebody and the workshop."""
    kinds = ("stays", "salutation", "article", "workshop")
    return words.is_stop(word) or any(words.exactly(kind, word) for kind in kinds)


def _clause(unit: Unit, at: int) -> tuple[int, int]:
    return between_marks(unit.tokens, at, at)


def _covered(unit: Unit, place: int, at: int, people: Sequence[Person], words: Lexicon) -> bool:
    """True where the mail names the one who is meant: by the same relation, or near."""
    others = [p for p in people if not p.writer and p.how != "writer"]
    word = unit.tokens[at].fold
    if any(p.relation and _same(p.relation, word) for p in others) or any(p.how == "partner" for p in others):
        return True
    if _named_near(place, at, people):
        return True
    before = [p for p in others if -1 < p.place < place and not p.relation]
    if not words.exactly("kin", word):
        return bool(before)
    own = {p.name.parts[-1] for p in people if p.name and p not in others}
    return any(p.name is not None and p.name.parts[-1] in own for p in before)


def _same(one: str, other: str) -> bool:
    return one[:3] == other[:3] or one.endswith(other) or other.endswith(one)


def _named_near(place: int, at: int, people: Sequence[Person]) -> bool:
    """Like "Meine Frau kommt mit. Sie heißt Leila Moradi.", "und meine Kollegin, das ist Ida Kern"."""
    rows = [p for p in people if p.how in ("row", "form")]
    return len(rows) > 1 or any(
        (p.place == place and at < p.start) or place < p.place <= place + 3
        for p in people
        if p.how != "writer" and not p.writer
    )
