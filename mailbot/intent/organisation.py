"""For whom somebody comes: what a form, the body or the signature states, never the address."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.intent.catalogue import Catalogue
from mailbot.intent.lexicon import Lexicon, everything, words_of
from mailbot.intent.model import Evidence
from mailbot.intent.names import name_at
from mailbot.intent.tokens import Shape, Token, tokenize
from mailbot.intent.unit import Role, Unit

LEGAL = re.compile(
    r"\b(e\. ?V\.|e\.V|g?GmbH( & Co\. KG)?|gAG|AG|e\. ?G\.|eG|KG|OHG|GbR"
    r"|AöR|KdöR|mbB|UG|Ltd\.?|Inc\.?|e\. ?K\.)(?!\w)"
)


def is_organisation(text: str) -> bool:
    """True where a word or legal form in the text says that it names an organisation."""
    if LEGAL.search(text):
        return True
    tokens = tokenize(text)
    whole = everything()
    return any(
        t.shape is Shape.WORD and (t.capital or not t.cased) and whole.is_a("organisation", t.fold)
        for t in tokens
    )


def without_office(text: str) -> str:
    """Like "Sekretariat Jugendhilfe West": the office before the name of the house is cut off."""
    head, _, rest = text.partition(" ")
    words = words_of(head)
    office = bool(words) and everything().is_a("role", words[0])
    return rest if office and len(rest.split()) >= 2 and is_organisation(rest) else text


def cleaned(text: str) -> str:
    """A line of a signature without what stands beside the name: columns, degrees, proxies."""
    cut = re.split(r"\s[|·•]\s|\s{2,}|\t|\s\*\s", text.strip())[0]
    cut = re.split(r",?\s*i\. ?[AVav]\.\s", cut)[0] if not re.match(r"\s*i\.", cut) else cut
    cut = re.sub(r"\s*\((?:FH|B\. ?A\.|M\. ?A\.)\)", "", cut)
    cut = cut.strip(" ,;:-–|*")
    return cut[:-1].rstrip() if cut.endswith(".") and not LEGAL.search(cut[-6:]) else cut


def is_host(text: str, event: Catalogue) -> bool:
    """The organiser and the place of the event are nobody's organisation by being named."""
    words = set(words_of(text))
    for host in (event.event.organiser.name, event.event.organiser.unit, event.event.place.split(",")[0]):
        named = set(words_of(host))
        if named and words and words <= named:
            return True
    return False


def phrase_at(tokens: Sequence[Token], i: int, text: str) -> tuple[str, int] | None:
    """The name of an organisation that begins at token `i` (articles skipped); its text and end."""
    whole = everything()
    while i < len(tokens) and tokens[i].fold in _ARTICLES and not (tokens[i].capital and i):
        i += 1
    start, last, seen, quoted = i, -1, False, False
    while i < len(tokens) and i - start < 14:
        token = tokens[i]
        form = LEGAL.match(text[token.start :])
        if token.text in _QUOTES:
            quoted = not quoted if token.text == '"' else token.text in "„»«" and not quoted
            last = i if seen and not quoted else last
        elif token.shape is Shape.WORD and (token.capital or not token.cased or quoted):
            if _stops(token, seen):
                break
            seen = seen or whole.is_a("organisation", token.fold) or form is not None
            last = i
        elif form is not None:
            end = token.start + len(form.group())
            last = max(k for k in range(i, len(tokens)) if tokens[k].end <= end or k == i)
            seen = True
            break
        elif not _goes_on(tokens, i, start, last):
            break
        i += 1
    start = _without_offices(tokens, start, last)
    if last < start or not seen or (start == last and _generic(tokens[start].fold)):
        return None
    return text[tokens[start].start : tokens[last].end].strip(" ,-"), last + 1


_QUOTES = frozenset('„“”"»«')


def _stops(token: Token, seen: bool) -> bool:
    """True for a word that no organisation has in its name, or that follows one."""
    whole = everything()
    if any(whole.exactly(kind, token.fold) for kind in ("salutation", "workshop", "unit")):
        return True
    return seen and (whole.is_a("event", token.fold) or token.fold in whole.months)


def _goes_on(tokens: Sequence[Token], i: int, start: int, last: int) -> bool:
    """True for a hyphen, an abbreviation's dot or a small word inside the name."""
    token = tokens[i]
    if token.text in _MARKS and last == i - 1 and i + 1 < len(tokens) and tokens[i + 1].shape is Shape.WORD:
        short = tokens[i - 1].end == token.start and len(tokens[i - 1].text) <= 3
        return token.text != "." or short
    return token.fold in _CONNECT and i + 1 < len(tokens) and last >= start


_MARKS = frozenset("-&/.")


def _without_offices(tokens: Sequence[Token], start: int, last: int) -> int:
    """Where the name begins behind "Vorstand der …" and the like."""
    while start < last and everything().is_a("role", tokens[start].fold):
        start += 1
        while start < last and tokens[start].fold in _ARTICLES:
            start += 1
    return start


def _generic(word: str) -> bool:
    """A bare "Verein" or "school" names nobody."""
    return everything().exactly("organisation", word) or everything().exactly("organisation", "~" + word)


_ARTICLES = frozenset(
    [
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "the",
        "la",
        "le",
        "les",
        "l",
        "el",
        "los",
        "las",
        "il",
        "un",
        "une",
        "unser",
        "unserer",
        "unserem",
        "unsere",
        "ein",
        "einer",
        "einem",
        "eine",
        "my",
        "our",
    ]
)
_CONNECT = frozenset(
    [
        "für",
        "fuer",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "und",
        "am",
        "im",
        "in",
        "an",
        "von",
        "vom",
        "ohne",
        "of",
        "and",
        "for",
        "the",
        "de",
        "la",
        "du",
        "des",
        "et",
        "e",
        "del",
        "i",
        "w",
        "y",
        "si",
        "din",
        "pentru",
        "dla",
        "bei",
        "auf",
    ]
)


def from_text(units: Sequence[Unit], event: Catalogue) -> tuple[str, Evidence] | None:
    """Like "von der Diakonie Freiberg", "für das Rathaus": whom the body says the writer is from."""
    for unit in units:
        if unit.role not in (Role.SENTENCE, Role.SUBJECT) and not (
            unit.role is Role.ROW and unit.has("self")
        ):
            continue
        for cue in unit.cues:
            if cue.name != "organisation_of":
                continue
            phrase = phrase_at(unit.tokens, cue.end, unit.text)
            if phrase and not is_host(phrase[0], event) and not _is_event(phrase[0], event):
                return phrase[0], Evidence(phrase[0], unit.source, "body-relation")
    return None


def subject_of(units: Sequence[Unit], event: Catalogue) -> tuple[str, Evidence] | None:
    """Like "das Ausbildungswerk Roßwein meldet …": an organisation anywhere in a sentence that registers."""
    for unit in units:
        if unit.role is not Role.SENTENCE or not unit.has("register"):
            continue
        for i, token in enumerate(unit.tokens):
            if token.shape is Shape.WORD and token.capital and (i == 0 or unit.tokens[i - 1].text != "-"):
                phrase = phrase_at(unit.tokens, i, unit.text)
                if (
                    phrase
                    and len(words_of(phrase[0])) > 1
                    and not is_host(phrase[0], event)
                    and not _is_event(phrase[0], event)
                ):
                    return phrase[0], Evidence(phrase[0], unit.source, "body-subject")
    return None


def _is_event(text: str, event: Catalogue) -> bool:
    parts = [w for w in words_of(text) if len(w) > 3]
    if any(tuple(words_of(text)) == phrase for phrase, _ in event.phrases):
        return True
    if any(everything().exactly("workshop", w) for w in parts[:1]):
        return True
    return not parts or all(w in event.event_words or everything().is_a("event", w) for w in parts)


def beside(unit: Unit, end: int, words: Lexicon, event: Catalogue) -> str | None:
    """The organisation right behind a name: in parentheses, after a comma, after "vom"."""
    tokens = unit.tokens
    if end >= len(tokens):
        return None
    if tokens[end].text in "([" or tokens[end].text in ",–—-|/":
        phrase = phrase_at(tokens, end + 1, unit.text)
        if phrase and not _is_event(phrase[0], event) and name_at(tokens, end + 1, unit.text, words) is None:
            return phrase[0]
        return None
    if everything().exactly("organisation_link", tokens[end].fold) or any(
        c.name == "organisation_of" and c.start == end for c in unit.cues
    ):
        phrase = phrase_at(tokens, end + 1, unit.text)
        if phrase is None and end + 2 < len(tokens):
            phrase = phrase_at(tokens, end + 2, unit.text)
        if phrase and not _is_event(phrase[0], event):
            return phrase[0]
    return None
