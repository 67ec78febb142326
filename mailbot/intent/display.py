"""The person in a From display name, told from offices, nicknames and addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from mailbot.intent.fold import fold
from mailbot.intent.language import listed
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.names import Name, common, whole_name
from mailbot.intent.tokens import Shape, tokenize

_HOUSE = ("organisation", "legal", "event", "unit", "academic")


_MAILBOX = re.compile(
    r"[\d_@]|^(info|office|kontakt|contact|mail|post|team|noreply|no-reply)\b", re.IGNORECASE
)


def display_name(text: str, words: Lexicon) -> Name | None:
    """The person in a From display name, or None where it is an office, a nickname or empty.

    Parentheses and Notes paths ("Andrea Nitzsche/FB2/Firma") are cut off; "Müller, Hans" is turned.
    """
    cut = re.split(r"[/|]| - | via | @ |\bi\. ?A\.", text)[0]
    cut = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", cut).strip(" \"'")
    if not cut or _MAILBOX.search(cut) or re.search(r"\w\s*[&+]\s*\w", cut):
        return None  # "Howard & Jean Whitcombe": which of the two writes, the header does not say.
    if words.toned and words.exactly("organisation", fold(cut.split()[0])):
        return None  # "Hội Phụ nữ Sen Xanh": in Vietnamese the word for the house comes first.
    cut = _without_office(cut, words)
    name = whole_name(cut, words, lower=cut == cut.lower(), family_first=True)
    if name is None and cut == cut.lower() and len(cut.split()) == 2:
        name = whole_name(cut.title(), words, family_first=True)
    if name is None:
        tokens = [t for t in tokenize(cut) if t.shape is not Shape.MARK]
        while len(tokens) > 2 and words.is_a("role", tokens[0].fold):
            # "Gemeindepädagogin Ruth Seliger": an office before the name is none of it.
            cut = cut[tokens[1].start - tokens[0].start :]
            tokens = tokens[1:]
        plain = all(t.shape is Shape.WORD and (t.capital or not t.cased) for t in tokens)
        house = any(words.is_a(k, t.fold) for t in tokens for k in _HOUSE)
        if plain and 2 <= len(tokens) <= 4 and not house and any(listed(t.fold) for t in tokens):
            return Name(cut, "", False, 0, len(tokens))
    if name is not None and cut == cut.lower():
        return Name(name.text.title(), name.title, name.formal, name.start, name.end)
    return name


_OFFICE = ("or", "er", "in", "ent", "eur", "ist", "wart", "rat", "frau", "beauftragte")
"""How names of offices end in German; a word of ten letters or more that no list of names has is one."""


def _without_office(text: str, words: Lexicon) -> str:
    """Like "Gemeindebrandinspektor Lohmeyer", "Ortsbürgermeister Klaus Teichgräber": the name alone."""
    first, _, rest = text.partition(" ")
    word = fold(first)
    known = listed(word) or "," in text or not rest
    long = len(word) >= 10 and word.isalpha() and word.endswith(_OFFICE)
    if known or not (long or (len(word) >= 6 and words.is_a("role", word))):
        return text
    return rest if len(word) >= 12 or any(listed(fold(p)) for p in rest.split()) else text


def small_name(text: str, words: Lexicon) -> Name | None:
    """Like "xanthe pappas": in a field for a name or below a greeting two words in small letters are one."""
    parts = text.split()
    plain = 2 <= len(parts) <= 3 and all(re.fullmatch(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", p) for p in parts)
    known = any(common(fold(p), words) for p in parts)
    return Name(text.strip(), "", False, 0, len(parts)) if plain and not known else None


def spelt_out(name: Name, texts: Sequence[str], local: str, words: Lexicon) -> Name:
    """Like "Timo K." whose mail begins "timo kracht hier", or whose address is timo.kracht@…: the whole name.

    Or "Ole" whose mail ends "ole hinrichs-dau, gruss". texts: what the mail says; local: the part of the
    address before the "@", lower case.
    """
    if len(name.parts) == 1:
        signed = (small_name(text.strip(" ,.!"), words) for text in texts)
        return next((one for one in signed if one and one.parts[0] == name.parts[0]), name)
    if len(name.parts) != 2 or len(name.parts[1]) != 1:
        return name
    given, initial = name.parts
    introduced = {fold for text in texts for fold in _introduced(text, words)}
    for text in (re.sub(r"[._-]+", " ", local), *texts):
        for one, other in pairwise(tokenize(text)):
            # "Timo kommt gern": a word of the text is a family name only where a list knows it as one.
            named = other.fold in local or listed(other.fold) or other.fold in introduced
            begun = other.fold.startswith(initial) and len(other.fold) > 2 and other.fold.isalpha()
            if one.fold == given and begun and named:
                return Name(f"{name.text.split()[0]} {other.text[:1].upper()}{other.text[1:]}", name.title)
    return name


def _introduced(text: str, words: Lexicon) -> tuple[str, ...]:
    """The second word behind "ich bin", "my name is": "ich bin leonie wackernagel"."""
    tokens = tokenize(text)
    ends = [c.end + 1 for c in words.cues(tokens) if c.name == "introduce"]
    return tuple(tokens[n].fold for n in ends if n < len(tokens))
