"""Where in the own words the signature begins, and what of it is no closing formula.

It begins behind a closing formula, at a rule, with the sender's name on a line of its own, or it is the
last short lines that are no sentences, form fields, rows or choices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from mailbot.intent.captions import label_of
from mailbot.intent.houses import LEGAL
from mailbot.intent.identity import same_person
from mailbot.intent.language import listed
from mailbot.intent.lexicon import everything, frame, words_of
from mailbot.intent.names import Name, whole_name
from mailbot.intent.rows import ENUMERATOR
from mailbot.intent.tokens import Shape, Token, sentences, tokenize

_DELIMITER = re.compile(r"^\s*(--+|__+|==+|\*\*+|~~+)\s*$")


@lru_cache(maxsize=1024)
def closing_at(line: str) -> int:
    """Where in the line the closing formula ends (characters), or -1 where it has none at its start."""
    tokens = tokenize(line)[:12]
    ends = [c.end for c in frame().cues(tokens, 1) if c.name == "closing" and c.start == 0]
    words = [n for n, t in enumerate(tokens) if t.shape is Shape.WORD]
    # "Sportliche Grüße", "Sonnige Herbstgrüße aus dem Harz": whatever they are, they close.
    if 1 < len(words) <= _FORMULA and everything().exactly("regards", tokens[words[-1]].fold):
        ends.append(words[-1] + 1)
    return tokens[max(ends) - 1].end if ends else -1


_FORMULA = 4
"""So many words at most has a closing formula that ends with its noun."""


def body_and_signature(lines: list[str], sender: Name | None) -> tuple[list[str], list[str]]:
    """Body and signature.

    The signature begins behind the closing formula, with the name of the sender on a line of its own, or
    is the last short lines.
    """
    filled = [i for i, line in enumerate(lines) if line.strip()]
    for i in filled:
        line = lines[i].strip()
        end = closing_at(line)
        if end < 0 or len(line.split()) > 12:
            continue
        rest = line[end:].strip(" ,!.;:")
        after = [k for k in filled if k > i]
        if not _closes(rest, [lines[k] for k in after]) or (
            i == filled[0] and (registers(line) or _says(lines, after) or (line.endswith(":") and after))
        ):
            continue
        tail = ([rest] if rest else []) + [lines[k].strip() for k in after]
        return lines[:i], [t for t in tail if not _DELIMITER.match(t)]
    for i in filled:
        if _DELIMITER.match(lines[i]) and any(k > i for k in filled) and i > 0:
            return lines[:i], [lines[k].strip() for k in filled if k > i]
    return _named(lines, filled, sender) or _inline_closing(lines, filled) or _trailing(lines, filled)


def _says(lines: list[str], after: list[int]) -> bool:
    """True where a sentence stands below: the thanks at the very top close nothing."""
    return any(len(lines[k].split()) > 4 and lines[k].rstrip()[-1:] in ".!?" for k in after)


def _named(lines: list[str], filled: list[int], sender: Name | None) -> tuple[list[str], list[str]] | None:
    """The last line that is the From display name and nothing else, with what stands below it."""
    for n in range(len(filled) - 1, max(len(filled) - _BLOCK, 0), -1):
        below = [lines[k].strip() for k in filled[n + 1 :]]
        if any(_no_signature(line) for line in below):
            return None
        if _is_name_of(lines[filled[n]], sender):
            above = lines[filled[n - 1]]
            if above.rstrip()[-1:] in ":：":
                return None  # What a colon announces is said, and no signature.
            listed = filled[n - 1] == filled[n] - 1 and (is_entry(above) or label_of(above) is not None)
            return None if listed else (lines[: filled[n]], [lines[filled[n]].strip(), *below])
    return None


_BLOCK = 9
"""So many lines a signature has at most that no closing formula begins."""


def _is_name_of(line: str, sender: Name | None) -> bool:
    name = whole_name(line.strip(), everything()) if sender is not None and len(line) < 80 else None
    return name is not None and sender is not None and len(name.parts) > 1 and same_person(name, sender)


def is_entry(line: str) -> bool:
    """True for a line that is a person's name and nothing else, as in a list of who comes."""
    name = whole_name(line.strip(), everything()) if len(line) < 80 else None
    return name is not None and name.complete and any(listed(p) for p in name.parts)


def _no_signature(line: str) -> bool:
    """True for a row, a form field, a sentence that asks, or a line that chooses."""
    found = label_of(line)
    if found and found[0] not in ("ignore", "email", "count"):
        return True
    if ENUMERATOR.match(line) or "\t" in line or line[-1:] == "?" or registers(line):
        return True
    return is_entry(line) or (len(tokenize(line)) > 16 and len(sentences(line)) > 1)


def _closes(rest: str, after: list[str]) -> bool:
    """A closing formula closes where little but a name follows on its line, and no sentences below it."""
    tokens = tokenize(rest)
    if len(tokens) > 8 or (rest and rest[-1:] == "?") or _tells(tokens, rest):
        return False
    later = [t for t in after[:6] if len(tokenize(t)) > 16 or (len(t) > 40 and len(sentences(t)) > 1)]
    if len(later) > (1 if len(after) > 4 else 0):
        return False
    # "Mobil: …" stands in signatures; a label of a form below the formula says that the form goes on.
    if any(found[0] not in ("ignore", "email", "count") for t in after[:4] if (found := label_of(t))):
        return False
    return not (rest and not after and len(tokens) > 5)


def _tells(tokens: Sequence[Token], rest: str) -> bool:
    """True where what follows a closing formula says something: "Merci de me réserver …", "… Workshop 2"."""
    whole = everything()
    if any(t.shape is Shape.NUMBER for t in tokens) and any(whole.is_a("workshop", t.fold) for t in tokens):
        return True
    small = [t for t in tokens if t.shape is Shape.WORD and t.cased and not t.capital]
    told = small or any(t.shape is Shape.WORD and not t.cased for t in tokens)
    if told and any(c.name == "self_register" for c in frame().cues(tokenize(rest))):
        return True
    return len([t for t in small if t.fold not in whole.stopwords]) >= 2


def _inline_closing(lines: list[str], filled: list[int]) -> tuple[list[str], list[str]] | None:
    """Like "... bin dabei. Gruß Maren Kolbe": the formula inside the last line."""
    if not filled:
        return None
    line = lines[filled[-1]].rstrip()
    tokens = tokenize(line)
    for cue in reversed(frame().cues(tokens)):
        if cue.name != "closing" or cue.start == 0:
            continue
        rest = tokens[cue.end :]
        wordy = [t for t in rest if t.shape is Shape.WORD]
        before = tokens[cue.start - 1]
        fresh = before.shape is Shape.MARK or tokens[cue.start].capital
        named = all(t.capital or t.fold in ("und", "von", "and", "&") for t in wordy)
        # "glg melanie droste": on the telephone names are often written small.
        small = line == line.lower() and 1 < len(wordy) <= _NAMED and any(listed(t.fold) for t in wordy)
        if fresh and len(wordy) <= 6 and (named or small):
            body = [*lines[: filled[-1]], line[: tokens[cue.start].start]]
            tail = line[rest[0].start :].strip(" ,.!") if rest else ""
            return body, [tail] if tail else []
    return None


_NAMED = 3
"""So many words at most is a name that is written small."""


def _trailing(lines: list[str], filled: list[int]) -> tuple[list[str], list[str]]:
    """Without a formula: the last block of short lines that are no sentences, fields or rows."""
    k = len(filled)
    while k > 0:
        line = lines[filled[k - 1]].strip()
        ended = line[-1:] in ".!?:;," and not LEGAL.search(line[-12:])
        if len(tokenize(line)) > 9 or ended or label_of(line) or ENUMERATOR.match(line):
            break
        if k > 1 and lines[filled[k - 1]][:2] == "  " and ENUMERATOR.match(lines[filled[k - 2]]):
            break  # It goes on with the item of a list.
        if registers(line) or "\t" in line or re.search(r"\S {2,}\S", line):
            break
        k -= 1
    if k == len(filled) or len(filled) - k > 8:
        return lines, []
    if k == 0 and len(filled) > 3:
        return lines, []
    if k == 0 or lines[filled[k - 1]].rstrip()[-1:] in ":：":
        return lines, []  # What a colon announces is said, and no signature.
    start = filled[k]
    return lines[:start], [lines[i].strip() for i in filled[k:]]


def registers(line: str) -> bool:
    """True where a line chooses or registers, so that it is no line of a signature."""
    names = {c.name for c in frame().cues(tokenize(line))}
    if names & {"self_register", "livestream"}:
        return True
    told = words_of(line)
    if len(told) > 1 and everything().exactly("workshop", told[0]) and told[1].isdecimal():
        return True
    words = told[1:]
    if any(re.fullmatch(r"(ws|w|workshop)\d", w) for w in words):
        return True
    return any(everything().is_a("workshop", w) for w in words) and bool(re.search(r"\d", line))


def without_closing(signature: list[str]) -> list[str]:
    """Closing formulas in the signature block cut off, what follows on their line kept."""
    kept: list[str] = []
    for line in signature:
        end = closing_at(line)
        if end >= 0 and len(kept) < 2:
            rest = line[end:].strip(" ,!.;:")
            if rest:
                kept.append(rest)
        else:
            kept.append(line)
    return kept
