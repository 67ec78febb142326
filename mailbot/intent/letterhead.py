"""The organisation that a signature states, below or beside the name of the writer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.intent.affiliation import confirms
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.houses import LEGAL
from mailbot.intent.identity import same_person
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Lexicon, everything, words_of
from mailbot.intent.model import Evidence, Source
from mailbot.intent.names import Name, whole_name
from mailbot.intent.organisation import behind_closing, cleaned, is_host, is_organisation, without_office
from mailbot.intent.tokens import Shape, Token, tokenize

_NOISE = re.compile(
    r"\d{5}|(?<!\w)(?:tel|fon|fax|phone|mobil|handy|e-?mail|www|http|@|iban|bic|hrb|ust|steuer|amtsgericht"
    r"|registergericht|geschäftsführ|vorstand|aufsichtsrat|vors\.|vorsitz|sitz der|inh\.|öffnungszeiten"
    r"|sprechzeiten|zimmer|raum|postfach)\b|@"
    r"|[\w.]*(?:straße|strasse|str\.|gasse|platz|weg|allee|street|road|lane|avenue|row|drive) ?\d"
    r"|\d+ [\w ]+(?:street|road|lane|avenue|row)\b",
    re.IGNORECASE,
)


def from_signature(
    layout: Layout, writer: Name | None, line: int, rest: str, domain: str, words: Lexicon, event: Catalogue
) -> tuple[str, Evidence] | None:
    """The organisation below (or beside) the name in the signature."""
    lines = [p for p in _pieces(rest) if p]
    beside = len(lines)
    lines += [p for one in layout.signature[line + 1 if line >= 0 else 0 :][:9] for p in _pieces(one)]
    lines += [p for u in behind_closing(layout.units)[:_SMALL_PRINT] for p in _pieces(u.text)]
    if line > 0 and is_organisation(layout.signature[0]) and LEGAL.search(layout.signature[0]):
        # The name of the house in full above the name goes before a department below it.
        lines.insert(0, layout.signature[0])
    label = domain.lower()
    best: tuple[int, int, str] | None = None
    begun = 0
    for place, text in enumerate(lines[:12]):
        number = place - begun
        stated = _without_slogan(without_office(cleaned(text)), label)
        one = whole_name(stated, words)
        own = one is not None and writer is not None and same_person(one, writer)
        if _INITIAL.match(stated) or (own and not LEGAL.search(text)):
            begun = place + 1 if own else begun  # The name stands there in full once more.
            continue
        score = _score(stated, label, number, place < min(beside, 1), words)
        if score and not is_host(stated, event) and (best is None or score > best[0]):
            best = (score, number, stated)
    if best is None:
        return None
    return best[2], Evidence(best[2], Source.SIGNATURE, "signature-line")


_SMALL_PRINT = 3
"""So many lines below the closing may name the house, where a blank line parts them from the signature."""
_INITIAL = re.compile(r"(?:[^\W\d_]\.[ -]?)+[^\W\d_]+(?:-[^\W\d_]+)?$")
_BAR = re.compile(r"\s+[|·•]\s+|\s+/\s+|\t+")


def _pieces(line: str) -> list[str]:
    """What stands side by side on a line: parted by bars, or by commas where an address is among them."""
    found = []
    for piece in _BAR.split(line):
        parts = re.split(r",\s+", piece) if _NOISE.search(piece) or _ROOM.search(piece) else [piece]
        found += [p for p in parts if p.strip()]
    return found


def _without_slogan(text: str, domain: str) -> str:
    """Like "Holtkamp Tontechnik - Beschallung für Chor und Film": the name, as the domain has it, alone."""
    head, dash, rest = re.split(r"\s+([–—-])\s+", text, maxsplit=1) if _DASH.search(text) else (text, "", "")
    alone = confirms(domain, words_of(head)) and not confirms(domain, words_of(rest))
    return head if dash and alone and not LEGAL.search(rest) else text


_DASH = re.compile(r"\S\s+[–—-]\s+\S")


_ROOM = re.compile(
    r",\s+(?:haus|etage|zimmer|raum|büro|service|bureau|étage|room|floor|unit|suite|planta|piso|pok\.?|каб\.?"
    r"|kat) ?\d",
    re.IGNORECASE,
)
"""Where in a building somebody sits, behind the name of the house."""


def _score(text: str, domain: str, number: int, beside: bool, words: Lexicon) -> int:
    """How surely a line of the signature names an organisation; 0 for not at all."""
    tokens = [t for t in tokenize(text) if t.shape is Shape.WORD]
    if not tokens or len(tokens) > 12 or _is_noise(text, tokens, words):
        return 0
    whole = everything()
    ends = (tokens[0], tokens[-1]) if len(tokens) > 1 else (tokens[0],)
    role = any(whole.is_a("role", t.fold) and not whole.exactly("organisation", t.fold) for t in ends)
    overlap = [t for t in tokens if len(t.fold) > 3 and t.fold in domain]
    if LEGAL.search(text):
        return 6 - min(number, 3) // 2
    if is_organisation(text) and not (role and not overlap):
        return 5 - min(number, 4) // 2 + bool(overlap)
    if overlap and not role and (len(tokens) >= 2 or len(overlap[0].fold) > 5):
        return 4
    # Without capital letters only a word for a house tells a house from a farewell.
    capital = [t for t in tokens if t.capital]
    small = [t for t in tokens if t.cased and not t.capital and t.fold in words.stopwords]
    said = len(small) > 2 or any(t.fold in words.stopwords for t in tokens if t.capital and number)
    if role or said or (whole_name(text, words) is not None and number > 1):
        return 0
    if len(capital) >= 2 and " " in text and number <= 1 and not text.endswith(".") and len(tokens) <= 7:
        return 2
    return 1 if beside and capital and len(tokens) <= 5 and " " in text else 0


def _is_noise(text: str, tokens: Sequence[Token], words: Lexicon) -> bool:
    """Addresses, telephones, small print, farewells, and an office before a name ("Landrat Dr. Severin")."""
    if _NOISE.search(text) or text[-1:] in "!?:؟" or text[:1].isdigit() or _ASIDE.search(text):
        return True
    behind = text.partition(" ")[2]
    office = everything().is_a("role", tokens[0].fold) and bool(behind)
    return office and whole_name(behind, words) is not None and not is_organisation(behind)


_ASIDE = re.compile(
    r"[^\W\d_] \d{1,3} ?[a-z]?$|\bi\. ?R\b|:[-)DP(]|^(?:diese|this|bitte|please|denk)\b", re.IGNORECASE
)
