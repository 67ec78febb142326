"""Names that no list knows in scripts without capital letters, told by where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.lexicon import Lexicon
from mailbot.intent.names import common
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Unit

_LEAST, _MOST = 2, 4
"""Words of a name."""


def unheard_at(tokens: Sequence[Token], i: int, unit: Unit, words: Lexicon, known: bool = False) -> int:
    """How many words from `i` on are a name: "يرجى تسجيل جوى قباني في …", "لطفاً پندار فرهمند را …"; or 0.

    They stand behind a verb of entering or "for", or begin a sentence that registers and says no "I", and
    none of them is a word that means something else. known: a list knows the first, so that less is asked
    of what stands around.
    """
    if tokens[i].cased or not unit.has("register") or unit.has("self") or not _opens(tokens, i, unit, words):
        return 0
    end = i
    while end < len(tokens) and _may_be_name(tokens[end], words):
        end += 1
    width = end - i if _LEAST <= end - i <= _MOST else 0
    entered = i > 0 and words.is_a("enrol", tokens[i - 1].fold)
    return width if known or entered or _closed(end, unit, words) else 0


def names_somebody(unit: Unit, words: Lexicon) -> bool:
    """True where a sentence registers somebody by a name that no list knows."""
    return any(unheard_at(unit.tokens, i, unit, words) for i in range(len(unit.tokens)))


def _opens(tokens: Sequence[Token], i: int, unit: Unit, words: Lexicon) -> bool:
    if not i or any(c.name == "please" and c.end == i for c in unit.cues):
        return True
    before = tokens[i - 1].fold
    return any(words.is_a(kind, before) for kind in ("enrol", "relation")) or words.exactly(
        "on_behalf", before
    )


def _closed(end: int, unit: Unit, words: Lexicon) -> bool:
    """True where a name must end: before the mark of an object ("را") or a verb that registers."""
    if end < len(unit.tokens) and words.exactly("object_mark", unit.tokens[end].fold):
        return True
    return any(c.name == "register" and c.start == end for c in unit.cues)


def _may_be_name(token: Token, words: Lexicon) -> bool:
    return token.shape is Shape.WORD and not token.cased and not common(token.fold, words)
