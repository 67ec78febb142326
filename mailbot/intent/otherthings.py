"""Words of leaving that leave something else: lunch, the parking space, a course, another meeting."""

from __future__ import annotations

from mailbot.intent.breaks import BREAKS, stretch
from mailbot.intent.clauses import Part
from mailbot.intent.language import listed
from mailbot.intent.lexicon import Cue
from mailbot.intent.reading import Reading
from mailbot.intent.strangeness import unknown
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Unit
from mailbot.intent.vocabulary import Trait


def of_a_thing(unit: Unit, cue: Cue, reading: Reading) -> bool:
    """True where the clause of leaving names a thing that is no seat, unless as a reason ("wegen")."""
    left, right = _object_of(unit, cue, reading)
    named = [c.start for c in unit.cues if c.name == "beside_seat" and left <= c.start < right]
    if cue.name == "withdraw" and Trait.CAPITAL_NOUNS in reading.words.traits:
        named += [n for n in range(max(left, 1), right) if _is_strange(unit, n, reading)]
    return any(not _as_reason(unit, left, n, reading) for n in named)


def _is_strange(unit: Unit, n: int, reading: Reading) -> bool:
    """True for a noun that is no word of the event, of a registration or a name: "meine Skizze"."""
    token = unit.tokens[n]
    if token.shape is not Shape.WORD or not token.capital or unit.tokens[n - 1].text in _QUOTES:
        return False
    said = any(c.start <= n < c.end and c.name in _OF_SEATS for c in unit.cues)
    marked = any(m.unit is unit and m.start <= n < m.end for m in reading.marks)
    named = any(p.name is not None and token.fold in p.name.parts for p in reading.party.people)
    return not (said or marked or named) and _tells_of(token, reading)


_QUOTES = frozenset('„“”"«»')
_OF_SEATS = ("register", "registered", "self", "thanks", "please", "sudden", "now", "greeting", "closing")
"""Cues whose words are no strange things."""


def _as_reason(unit: Unit, left: int, n: int, reading: Reading) -> bool:
    """Like "wegen eines Termins"."""
    words, before = reading.words, unit.tokens[max(left, n - 3) : n]
    why = any(words.exactly(k, t.fold) for t in before for k in ("causal", "circumstance"))
    return why and not any(words.exactly(k, t.fold) for t in before for k in ("from", "possession"))


def _object_of(unit: Unit, cue: Cue, reading: Reading) -> Part:
    """The clause of a cue, cut at "and" as well; what says nothing else ("bitte stornieren") goes on."""
    left, right = clause_around(unit, cue.start, cue.end, reading)
    said = [c for c in unit.cues if left <= c.start < right and c.name not in ("please", "closing")]
    if left and cue.name == "withdraw" and all(c.name == "withdraw" for c in said):
        left = clause_around(unit, left - 1, left, reading)[0]
    return left, right


def clause_around(unit: Unit, left: int, right: int, reading: Reading) -> Part:
    """The clause around the tokens [left, right), cut at "and" as well."""
    return stretch(len(unit.tokens), left, right, lambda n: _ends(unit, n, reading))


def _ends(unit: Unit, n: int, reading: Reading) -> bool:
    word, words = unit.tokens[n].fold, reading.words
    joins = words.exactly("and", word) and not words.exactly("circumstance", word)  # not German "mit"
    return unit.tokens[n].text in BREAKS or joins


def other_matter(reading: Reading) -> bool:
    """Like "Ich muss absagen" below the subject "Re: Kaffee morgen"."""
    request, subject = reading.request, reading.layout.subject
    if request.registered:
        return False
    if subject.has("beside_seat"):
        return True
    said = {n for c in subject.cues for n in range(c.start, c.end)}
    return not request.about_event and any(
        t.shape is Shape.WORD and n not in said and _tells_of(t, reading)
        for n, t in enumerate(subject.tokens)
    )


def _tells_of(token: Token, reading: Reading) -> bool:
    """True for a word of the subject that is neither of grammar, nor of the event, nor a name or a day."""
    word, text = token.fold, token.text
    plain = len(word) > 2 and word.isalpha() and not text.isupper()  # "ABCD-EFG2" is a reference of ours.
    return plain and not listed(word) and unknown(word, reading)
