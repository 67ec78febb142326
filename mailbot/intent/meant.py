"""Cues that are meant: what the reader did, the sign of a number and words of a quoted title tell nothing."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.bygone import without_bygone
from mailbot.intent.lexicon import Cue, Lexicon
from mailbot.intent.tokens import Shape, Token


def meant(tokens: Sequence[Token], words: Lexicon) -> tuple[Cue, ...]:
    """The cues in the tokens that say something of the writer's own sentence."""
    found = [
        c
        for c in words.cues(tokens)
        if not (
            _of_another(c, tokens, words)
            or _is_number_sign(c, tokens)
            or _is_quoted(c, tokens)
            or _stops_short(c, tokens)
        )
    ]
    found = without_bygone(tokens, found, words)
    found = [c for c in found if not _said_in_passing(c, found)]
    found = [c for c in found if not _opens_question(c, found, tokens)]
    asking = _question_word(tokens, found)
    found = [c for c in found if not (c.start == asking and c.name in _DENYING)]
    turned = [c.start for c in found if c.name == "negation"]
    return tuple(c for c in found if not (turned and _is_denied(c, turned, found, tokens)))


def _said_in_passing(cue: Cue, found: Sequence[Cue]) -> bool:
    """Like "sie würde, glaube ich, lieber in Workshop 2 gehen": who believes it is not who goes."""
    return cue.name in ("self", "self_register") and any(
        c.name == "hearsay" and c.start < cue.end and cue.start < c.end for c in found
    )


def _opens_question(cue: Cue, found: Sequence[Cue], tokens: Sequence[Token]) -> bool:
    """Like "Xin hỏi hội thảo 3 có …?": what opens with a verb of asking registers nobody."""
    asks = (
        cue.start == 0
        and tokens[-1].text in _ASKED
        and any(c.name == "asking" and not c.start for c in found)
    )
    return asks and cue.name in ("register", "self_register")


_ASKED = ("?", "؟")
_DENYING = frozenset(("no", "negation", "reject", "objection"))


def _question_word(tokens: Sequence[Token], found: Sequence[Cue]) -> int:
    """Where a word stands that denies elsewhere and asks at the end of a question: "… được không?"; or -1."""
    if len(tokens) < 2 or tokens[-1].text not in _ASKED:
        return -1
    last = len(tokens) - 2
    return last if any(c.name == "interrogative" and c.start == last for c in found) else -1


def _is_denied(cue: Cue, turned: Sequence[int], found: Sequence[Cue], tokens: Sequence[Token]) -> bool:
    """Like "melden Sie mich nicht an": a negation inside words of registering, and no "but" behind it."""
    if cue.name not in ("register", "self_register"):
        return False
    commas = [n for n in range(cue.start, cue.end) if tokens[n].text == ","]
    return any(
        cue.start < at < cue.end - 1
        and not any(n < at for n in commas)
        and not any(c.name == "but" and c.start > at for c in found)
        for at in turned
    )


def _of_another(cue: Cue, tokens: Sequence[Token], words: Lexicon) -> bool:
    """Like "Ihre Anmeldung", "votre inscription": what the reader did, no registration by the writer."""
    if cue.start == 0:
        return False
    before = tokens[cue.start - 1]
    alone = cue.name == "self" and cue.end - cue.start == 1
    if alone and before.text in "'’" and before.end == tokens[cue.start].start:
        return True  # "Xanthier'i": an ending.
    if alone and words.exactly("third_person", before.fold):
        # "Sie selbst muss arbeiten": of oneself, and not of the writer.
        return not words.exactly("first_person", tokens[cue.start].fold)
    if cue.name in ("self", "self_register", "introduce") and words.exactly("relation", before.fold):
        # "Mẹ tôi muốn tham gia": the word for "I" behind somebody means "my".
        return words.toned and words.exactly("possessive", tokens[cue.start].fold)
    if cue.name != "register" or cue.end - cue.start != 1:
        return False
    return words.exactly("your", before.fold) or (
        before.capital and words.exactly("your_formal", before.fold)
    )


_TELLING = frozenset(
    ("interrogative", "question", "asking", "negation", "reject", "objection", "cancel", "withdraw")
) | frozenset(
    ("change", "undecided", "conditional", "past", "no", "but", "either", "full", "correction", "except")
)
"""Cues that turn what a sentence says; in a title within quotation marks they turn nothing."""


def _is_quoted(cue: Cue, tokens: Sequence[Token]) -> bool:
    """Like the "Was" in «zu "Was Familien zusteht"»: it belongs to a title and asks nothing."""
    if cue.name not in _TELLING:
        return False
    before = [n for n in range(cue.start) if tokens[n].text in _QUOTES]
    behind = [n for n in range(cue.end, len(tokens)) if tokens[n].text in _QUOTES]
    return len(before) % 2 == 1 and bool(behind) and behind[0] - before[-1] <= 12


_COMMAS = (",", "،")

_QUOTES = frozenset('„“”"«»')


def _stops_short(cue: Cue, tokens: Sequence[Token]) -> bool:
    """Like "no, workshop 2": what is refused stands beside its "no", without a comma between them."""
    behind = tokens[cue.start + 1].text if cue.end - cue.start > 2 else ""
    return cue.name in ("partial", "reject") and behind in _COMMAS


def _is_number_sign(cue: Cue, tokens: Sequence[Token]) -> bool:
    """Like the "no" of "no. 2": it denies nothing."""
    dot = cue.start + 1
    return (
        tokens[cue.start].fold == "no"
        and dot + 1 < len(tokens)
        and tokens[dot].text in ".°º"
        and tokens[dot + 1].shape is Shape.NUMBER
    )
