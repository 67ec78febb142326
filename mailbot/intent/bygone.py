"""What a clause tells of another year: "letztes Jahr war ich mit Anna da, dieses Jahr komme ich allein"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mailbot.intent.breaks import BREAKS
from mailbot.intent.lexicon import Cue, Lexicon
from mailbot.intent.tokens import Token

_ENDS = BREAKS | {"."}
_LEAVING = ("cancel", "withdraw", "sudden", "decline")
_COMING = ("register", "self_register", "additional", "self_and", "behalf")


def clauses(tokens: Sequence[Token], cues: Sequence[Cue], words: Lexicon) -> list[range]:
    """The tokens of each clause that tells of another year."""
    ends = [-1, *(n for n, t in enumerate(tokens) if _parts(t, words)), len(tokens)]
    spoken = [range(one + 1, other) for one, other in pairwise(ends)]
    told = [q for q in cues if q.name == "ago"]
    old = [c for c in spoken if any(q.start in c for q in told)]
    # "Il y a deux ans, j'ai dû annuler, …": the time stands before its clause.
    ahead = {c.stop + 1 for c in old if any(q.start == c.start and q.end == c.stop for q in told)}
    return old + [c for c in spoken if c.start in ahead]


def _parts(token: Token, words: Lexicon) -> bool:
    joins = words.exactly("and", token.fold) and not words.exactly("circumstance", token.fold)
    return token.text in _ENDS or joins


def without_bygone(tokens: Sequence[Token], cues: Sequence[Cue], words: Lexicon) -> list[Cue]:
    """The cues without those of leaving, and of coming where a word of today stands in another clause, that a
    clause of another year has; all of them where no other clause registers or tells of today.
    """
    if not any(c.name == "ago" for c in cues):
        return list(cues)
    old = clauses(tokens, cues, words)
    here = [c for c in cues if not any(c.start in clause for clause in old)]
    if not any(c.name in ("register", "self_register", "please", "first_choice", "now") for c in here):
        return list(cues)
    gone = _LEAVING + (_COMING if any(c.name == "now" for c in here) else ())
    return [c for c in cues if c in here or c.name not in gone]


def is_bygone(tokens: Sequence[Token], cues: Sequence[Cue], at: int, words: Lexicon) -> bool:
    """True for the token at `at` in a clause of another year, beside one of today."""
    old = clauses(tokens, cues, words)
    return any(at in clause for clause in old) and any(
        c.name == "now" and not any(c.start in clause for clause in old) for c in cues
    )
