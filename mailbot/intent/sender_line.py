"""The writer's name as the last sentence of the text: "… bitte Workshop 2. Danke! Maren Kolbe"."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.ending import registers
from mailbot.intent.fold import fold, same_sound
from mailbot.intent.inflection import same_case
from mailbot.intent.language import listed, name_list
from mailbot.intent.lexicon import everything, words_of
from mailbot.intent.rows import ENUMERATOR
from mailbot.intent.tokens import Shape, Token, sentences, tokenize
from mailbot.message.model import Address

_LONGEST = 4
"""So many words has a name at most that stands alone at the end."""


def split_off(lines: Sequence[str], sender: Address | None) -> tuple[list[str], list[str]] | None:
    """Body and signature where the last sentence is nothing but the sender's name, or None.

    What follows the name behind a comma ("Anton Krüger, Stadtradio") stays beside it. The From header must
    know the name, in any script; where it knows no name at all, a list of the world must.
    """
    filled = [n for n, line in enumerate(lines) if line.strip()]
    if not filled:
        return None
    line = lines[filled[-1]].rstrip()
    last = sentences(line)[-1:]
    if not last or (len(filled) == 1 and last[0] == line.strip()):
        return None
    if ENUMERATOR.sub("", line).strip() == last[0].strip():
        return None  # "2. Maren Kolbe" is the last of a list.
    text = last[0].strip(" .!*_").lstrip("-–— ")
    head, _, rest = text.partition(",")
    tokens = [t for t in tokenize(head) if t.text != "-"]
    if (
        not _may_be_name(tokens)
        or registers(text)
        or any(w in name_list("given") for w in words_of(rest)[:2])
    ):
        return None
    if not _known(tokens, sender):
        return None
    return [*lines[: filled[-1]], line[: line.rindex(last[0])]], [text]


def _may_be_name(tokens: Sequence[Token]) -> bool:
    whole = everything()
    if not 1 <= len([t for t in tokens if t.shape is Shape.WORD]) <= _LONGEST:
        return False
    for token in tokens:
        initial = token.text == "." and len(tokens) > 1
        if not initial and (token.shape is not Shape.WORD or (token.cased and not token.capital)):
            return False
        # A name may be a small word of some language; a title of a workshop or an office may not be a name.
        if any(whole.exactly(kind, token.fold) for kind in ("workshop", "event", "unit")):
            return False
    return True


def _known(tokens: Sequence[Token], sender: Address | None) -> bool:
    words = [t.fold for t in tokens if len(t.fold) > 1]
    header = words_of(sender.name) if sender else ()
    local = fold(sender.email.partition("@")[0]) if sender else ""
    for word in words:
        if any(word == h or same_sound(word, h) or same_sound(h, word) or same_case(word, h) for h in header):
            return True
        if len(word) > 3 and word in local:
            return True
    nameless = not any(listed(h) for h in header)
    return nameless and len(words) in (2, 3) and words[0] in name_list("given") and _unspoken(words)


def _unspoken(words: Sequence[str]) -> bool:
    return not any(w in everything().stopwords for w in words)
