"""For whom somebody comes: what a form, the body or the signature states, never the address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from mailbot.intent.affiliation import confirms
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.houses import LEGAL, head_at, phrase_at
from mailbot.intent.language import name_list
from mailbot.intent.lexicon import Cue, Lexicon, everything, words_of
from mailbot.intent.model import Evidence
from mailbot.intent.names import name_at
from mailbot.intent.tokens import Shape, Token, tokenize
from mailbot.intent.unit import Role, Unit


@lru_cache(maxsize=2048)
def is_organisation(text: str) -> bool:
    """True where a word or legal form in the text says that it names an organisation."""
    if LEGAL.search(text):
        return True
    tokens = tokenize(text)
    return any(
        (t.capital or not t.cased or _leads_to_name(tokens, n)) and head_at(tokens, n)
        for n, t in enumerate(tokens)
        if t.shape is Shape.WORD
    )


def _leads_to_name(tokens: Sequence[Token], n: int) -> bool:
    """Like "хор «Родник»": a small word for a house before its name."""
    return n + 1 < len(tokens) and (tokens[n + 1].text in '«„“"' or tokens[n + 1].capital)


def without_office(text: str) -> str:
    """Like "Sekretariat Jugendhilfe West": the office before the name of the house is cut off."""
    head, _, rest = re.sub(r"^\d\.\s+", "", text).partition(" ")
    words = words_of(head)
    office = (
        bool(words)
        and everything().is_a("role", words[0])
        and not everything().is_a("organisation", words[0])
    )
    return rest if office and len(rest.split()) >= 2 and is_organisation(rest) else text


def cleaned(text: str) -> str:
    """A line of a signature without what stands beside the name: columns, degrees, proxies."""
    cut = re.split(r"\s[|·•]\s|\s{2,}|\t|\s\*\s", text.strip())[0]
    cut = re.split(r",?\s*i\. ?[AVav]\.\s", cut)[0] if not re.match(r"\s*i\.", cut) else cut
    cut = re.sub(r"\s*\((?:FH|B\. ?A\.|M\. ?A\.)\)", "", cut)
    cut = re.sub(r"\s*\([^\W\dA-ZÄÖÜА-ЯІЇЄҐЁ][^)]*\)$", "", cut)  # "клуб «Вираж» (гимнастика)"
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


def before_closing(units: Sequence[Unit]) -> Sequence[Unit]:
    """The units above a closing formula that stands among them; below it there is only small print."""
    return units[: _closing(units)]


def behind_closing(units: Sequence[Unit]) -> Sequence[Unit]:
    """The small print below a closing formula that stands among the units; none where the mail goes on."""
    behind = units[_closing(units) + 1 :]
    return () if any(u.has("self", "register", "please", "question") for u in behind) else behind


def _closing(units: Sequence[Unit]) -> int:
    return next((n for n, u in enumerate(units) if u.has("closing") and len(u.tokens) <= 6), len(units))


def from_text(
    units: Sequence[Unit], words: Lexicon, event: Catalogue, domain: str = ""
) -> tuple[str, Evidence] | None:
    """Like "von der Diakonie Freiberg", "für das Rathaus": whom the body says the writer is from.

    domain: the sender's; where it has a word of the phrase, no other word need say that it is a house.
    """
    for unit in units:
        if unit.role not in (Role.SENTENCE, Role.SUBJECT) and not (
            unit.role is Role.ROW and unit.has("self")
        ):
            continue
        for cue in unit.cues:
            if cue.name not in ("works_for", "organisation_of"):
                continue
            phrase = _related(unit, cue, domain)
            if phrase and _is_somebody(unit, cue.end, words):
                continue
            if phrase and not is_host(phrase[0], event) and not _is_event(phrase[0], event):
                return phrase[0], Evidence(phrase[0], unit.source, "body-relation")
    return None


def _related(unit: Unit, cue: Cue, domain: str) -> tuple[str, int] | None:
    """The name behind the cue: with a word for a house, of several words at work, or as the domain has it."""
    known = phrase_at(unit.tokens, cue.end, unit.text)
    if known is not None:
        return known
    loose = phrase_at(unit.tokens, cue.end, unit.text, known=False)
    if loose is None:
        return None
    parts = words_of(loose[0])
    if confirms(domain, parts) and (len(parts) > 1 or confirms(domain, parts, alone=True)):
        return loose
    inside = everything().exactly("preposition", unit.tokens[cue.end - 1].fold)
    at_work = cue.name == "works_for" and not (inside and len(parts) == 1)
    return loose if at_work else None


def _is_somebody(unit: Unit, at: int, words: Lexicon) -> bool:
    """True where a person and no house stands there: "für Frau Kern", "von Anna Weber"."""
    name = name_at(unit.tokens, at, unit.text, words)
    return name is not None and (
        name.formal or any(p in name_list("given") and len(p) > 2 for p in name.parts[:1])
    )


def subject_of(units: Sequence[Unit], event: Catalogue) -> tuple[str, Evidence] | None:
    """Like "das Ausbildungswerk Roßwein meldet …": an organisation anywhere in a sentence that registers."""
    for unit in units:
        announces = unit.text.endswith(":") or unit.has("self", "self_and", "behalf", "all")
        if unit.role is not Role.SENTENCE or not (unit.has("register") or announces or _heads(unit)):
            continue
        for i, token in enumerate(unit.tokens):
            house = token.capital or _small_house(unit.tokens, i) or _uncased_house(unit.tokens, i)
            if token.shape is Shape.WORD and house and not _somewhere(unit, i) and not _greeted(unit, i):
                phrase = phrase_at(unit.tokens, i, unit.text)
                if (
                    phrase
                    and " " in phrase[0]
                    and not is_host(phrase[0], event)
                    and not _is_event(phrase[0], event)
                    and not _office_holder(phrase[0])
                ):
                    return phrase[0], Evidence(phrase[0], unit.source, "body-subject")
    return None


def _uncased_house(tokens: Sequence[Token], i: int) -> bool:
    """Like "جمعية النور": a word for a house in a script that puts it first and has no capital letters."""
    return not tokens[i].cased and head_at(tokens, i)


def _small_house(tokens: Sequence[Token], i: int) -> bool:
    """Like "наш хор «Рябинушка»": a word for a house in small letters before its name in quotation marks."""
    return i + 2 < len(tokens) and tokens[i + 1].text in '«„“"' and head_at(tokens, i)


def _greeted(unit: Unit, i: int) -> bool:
    """True for whom the sentence greets before it begins: "Liebes Team im Landratsamt, …"."""
    opening = takewhile(lambda c: c.start <= 1, unit.cues)
    greeting = next((c for c in opening if c.name == "greeting"), None)
    if greeting is None or i < greeting.start:
        return False
    return not any(t.text in ",!:–" for t in unit.tokens[greeting.start : i])


def _office_holder(text: str) -> bool:
    """Like "Landrat Dr. Severin": an office, and behind it a title or a name."""
    head, _, rest = text.partition(" ")
    first = (words_of(rest) or ("",))[0]
    whole = everything()
    return any(whole.is_a("role", w) for w in words_of(head)) and (
        whole.exactly("academic", first) or first in name_list("given")
    )


def _somewhere(unit: Unit, i: int) -> bool:
    """True inside a word with a hyphen, and behind "in der", "at the": a place says not who is from it."""
    while i and everything().exactly("article", unit.tokens[i - 1].fold) and unit.tokens[i - 1].fold != "in":
        i -= 1
    return i > 0 and (
        unit.tokens[i - 1].text == "-" or everything().exactly("preposition", unit.tokens[i - 1].fold)
    )


def _heads(unit: Unit) -> bool:
    """True where the sentence begins with an article: "Die Tagespflege Lindenhof rückt an"."""
    return bool(unit.tokens) and everything().exactly("article", unit.tokens[0].fold)


def _is_event(text: str, event: Catalogue) -> bool:
    parts = [w for w in words_of(text) if len(w) > 3]
    housed = len(words_of(text)) > 1 and any(everything().is_a("organisation", w) for w in words_of(text))
    if len(parts) == 1 and event.hits(parts[0]) and not housed:
        return True
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
        house = end + 1 < len(tokens) and everything().begins("organisation", tokens, end + 1)
        if (
            phrase
            and not _is_event(phrase[0], event)
            and (house or name_at(tokens, end + 1, unit.text, words) is None)
        ):
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
