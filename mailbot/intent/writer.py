"""Who writes: from the body's own introduction, the signature, and the From display name, in this order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.intent.couples import read_couple
from mailbot.intent.display import display_name, small_name, spelt_out
from mailbot.intent.fold import fold
from mailbot.intent.houses import LEGAL
from mailbot.intent.identity import fuller, initials_only, same_person
from mailbot.intent.language import listed, name_list
from mailbot.intent.layout import Layout
from mailbot.intent.lexicon import Cue, Lexicon, everything
from mailbot.intent.model import Evidence, Source
from mailbot.intent.names import (
    Name,
    common,
    name_at,
    whole_name,
)
from mailbot.intent.tokens import Shape, tokenize
from mailbot.intent.unit import Unit
from mailbot.message.model import Message

_PREFIX = re.compile(
    r"^\s*(?:(?:gez|i\. ?a|i\. ?v|i\.a|i\.v|ppa|im auftrag|in vertretung)\b\.?:?\s*"
    r"|(?:ihre?|dein|deine|eure|euer|your|votre|tu|su|ваш|ваша)\s+(?=[^\W\d_]))",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:[,|/•·;(]|\s[-–—]\s|\t)\s*")


@dataclass(frozen=True, slots=True)
class Writer:
    """The person who writes; `partner` where a couple signs. `name` None: nobody can tell.

    line: the number of the signature line with the name, -1 where the name is not from there.
    rest: what stood behind the name on that line.
    """

    name: Name | None
    evidence: Evidence | None = None
    partner: Name | None = None
    line: int = -1
    rest: str = ""
    by_proxy: bool = False


def find_writer(message: Message, layout: Layout, words: Lexicon) -> Writer:
    """The writer of the mail, the fullest form of the name where several places name the same person."""
    sender = message.sender
    texts = [*(u.text for u in layout.units), *layout.signature]
    couple = read_couple(sender.name, words) if sender else None
    header = couple[0] if couple else display_name(sender.name, words) if sender else None
    local = sender.email.partition("@")[0].lower() if sender else ""
    header = spelt_out(header, texts, local, words) if header else None
    signed = _signed(layout, header, local, words)
    if couple and signed.name and not same_person(signed.name, couple[0]):
        header = couple[1] if same_person(signed.name, couple[1]) else header
    if header and sender and signed.name and _is_family(sender.name):
        header = _of_family(signed.name, header)
    told = _introduced(layout, words)
    if told is not None:
        for other in (signed.name, header):
            if other is not None and same_person(told[0], other):
                told = (fuller(told[0], other), told[1])
        return Writer(told[0], told[1], signed.partner, signed.line, signed.rest, signed.by_proxy)
    if signed.name is not None:
        return _merge(signed, header)
    if header is not None and sender is not None:
        evidence = Evidence(sender.name, Source.HEADER, "from-display-name")
        return Writer(header, evidence, None, signed.line, signed.rest, signed.by_proxy)
    return signed


def _is_family(text: str) -> bool:
    """Like "Familie Wimmer" in the From header: nobody of the family is named there."""
    return everything().exactly("family_word", fold(text.split(" ", 1)[0]))


def _of_family(signed: Name, family: Name) -> Name:
    """The signed given name with the one name of the family; of "Wimmer-Tauber" nobody can tell whose."""
    if signed.complete or len(family.parts) != 1:
        return signed
    return Name(f"{signed.text} {family.text}", signed.title)


def _merge(signed: Writer, header: Name | None) -> Writer:
    """The signature with the header's fuller form of the same name."""
    name = signed.name
    if name is None or header is None:
        return signed
    if same_person(name, header):
        best = fuller(name, header)
        if best is header and name.title and not header.title:
            best = Name(header.text, name.title, header.formal)
        return Writer(best, signed.evidence, signed.partner, signed.line, signed.rest, signed.by_proxy)
    if initials_only(name) or (not name.complete and header.complete):
        evidence = Evidence(header.text, Source.HEADER, "from-display-name")
        return Writer(header, evidence, signed.partner, signed.line, signed.rest, signed.by_proxy)
    return signed


def _signed(layout: Layout, header: Name | None, local: str, words: Lexicon) -> Writer:
    """The name among the first lines of the signature."""
    found: Writer | None = None
    for number, line in enumerate(layout.signature[:6]):
        proxy = bool(
            re.match(r"^\s*(i\. ?a\b|i\. ?v\b|im auftrag|in vertretung|i\.a|i\.v)", line, re.IGNORECASE)
        )
        text = _PREFIX.sub("", line).strip()
        if not text and proxy:
            continue
        couple = read_couple(text, words)
        if couple is not None:
            evidence = Evidence(text, Source.SIGNATURE, "signature")
            return Writer(couple[0], evidence, couple[1], number, "", proxy)
        first, _, behind = text.partition(" ")
        if words.toned and behind and any(c.name == "self" for c in words.cues(tokenize(first))):
            text = behind  # Vietnamese "Em My": the first word is "I".
        name, rest = _line_name(text, words)
        if name is None:
            continue
        above = sum(bool(LEGAL.search(one)) for one in layout.signature[:number])
        here = Writer(name, Evidence(text, Source.SIGNATURE, "signature"), None, number, rest, proxy)
        if header is not None and same_person(name, header):
            return here
        if (
            found is None
            and number < 3
            and ":" not in line
            and _credible(name, header, local, number - above)
        ):
            found = here
    return found or Writer(
        None, by_proxy=bool(layout.signature) and bool(re.match(r"^\s*i\. ?[aAvV]\.", layout.signature[0]))
    )


def _line_name(text: str, words: Lexicon) -> tuple[Name | None, str]:
    name = whole_name(text, words, lower=True)
    if name is not None and LEGAL.search(text):
        return None, ""  # "Transport Dacia SRL" is a company, however much it looks like a name.
    if name is None and text == text.lower():
        name = small_name(text, words)
    if name is not None and "," not in text:
        inside = re.search(r"\(([^)]{3,})\)", text)
        return name, inside.group(1) if inside else ""
    pieces = _SPLIT.split(text)
    for number, piece in enumerate(pieces[:2]):
        name = whole_name(piece, words, lower=True)
        if name is not None:
            first = (pieces[0].split() or [""])[0]
            if number and not everything().is_a("role", fold(first)) and not name.complete:
                continue
            rest = [p.strip(" )") for n, p in enumerate(pieces) if n != number and p.strip(" )")]
            return name, ", ".join(rest)
    return None, ""


def _credible(name: Name, header: Name | None, local: str, number: int) -> bool:
    """A line is a name where something beside its form says so: a list, the header, the address."""
    parts = name.parts
    if header is not None and any(p in header.parts for p in parts if len(p) > 1):
        return True
    if any(len(p) > 2 and p in local.replace("ß", "ss") for p in parts):
        return True
    if any(listed(p) for p in parts) or name.title or name.formal:
        return number < 2 or len(parts) > 1
    return number == 0 and 1 <= len(parts) <= 4 and all(len(p) > 1 or len(parts) > 1 for p in parts)


def _introduced(layout: Layout, words: Lexicon) -> tuple[Name, Evidence] | None:
    """Like "Mein Name ist …", "ich bin …": the name the writer gives to himself."""
    for unit in layout.units:
        for cue in unit.cues:
            if cue.name == "introduce_before" and (name := _before(unit, cue.start, words)) is not None:
                return name, Evidence(unit.text[:120], Source.BODY, "introduction")
            if cue.name != "introduce" or _of_another(unit, cue.start, words):
                continue
            name = _after(unit, cue.end, words)
            if name is None or (_only_i(unit, cue) and not _called(name)):
                continue
            if name.complete or len(name.parts) > 1:
                return name, Evidence(unit.text[:120], Source.BODY, "introduction")
    return None


def _called(name: Name) -> bool:
    """True behind a mere "I" for a name in full, or a given name: "أنا نجار" is a carpenter."""
    known = listed if len(name.parts) > 1 else name_list("given").__contains__
    return any(known(p) for p in name.parts)


def _only_i(unit: Unit, cue: Cue) -> bool:
    """Like "وأنا أهتم بقوائم", "and I look after lists": an "I" alone names nobody there."""
    said = any(c.name == "self" and (c.start, c.end) == (cue.start, cue.end) for c in unit.cues)
    return said and not unit.tokens[cue.start].cased


def _of_another(unit: Unit, at: int, words: Lexicon) -> bool:
    """True where a relation stands before the introduction: "meine Frau heißt …" names somebody else."""
    before = unit.tokens[at - 1] if at else None
    return before is not None and (
        words.exactly("relation", before.fold)
        or words.exactly("kin", before.fold)
        or (words.exactly("third_person", before.fold) and (at == 1 or unit.tokens[at - 2].text in ",;،("))
    )


def _before(unit: Unit, at: int, words: Lexicon) -> Name | None:
    """The name that stands right before the cue, where the verb comes last."""
    for start in range(max(0, at - 4), at - 1):
        name = name_at(unit.tokens, start, unit.text, words)
        if name is not None and name.end == at and len(name.parts) > 1 and any(listed(p) for p in name.parts):
            return name
    return None


def _after(unit: Unit, at: int, words: Lexicon) -> Name | None:
    """The name right behind the cue, a colon or quotation mark skipped."""
    while (
        at < len(unit.tokens) and unit.tokens[at].shape is Shape.MARK and unit.tokens[at].text in ':,„"“–-«'
    ):
        at += 1
    if at >= len(unit.tokens) or (
        common(unit.tokens[at].fold, words)
        and not everything().exactly("salutation", unit.tokens[at].fold)
        and not everything().exactly("academic", unit.tokens[at].fold)
    ):
        return None
    name = name_at(unit.tokens, at, unit.text, words, limit=5)
    if name is None:
        return None
    if not any(listed(p) for p in name.parts) and not (name.title or name.formal) and len(name.parts) < 2:
        return None
    return name
