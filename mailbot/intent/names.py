"""Names of persons: where one begins and ends, its titles, and whether two names mean one person.

A name is told by its form (capital letters, particles, initials, hyphens) and by what stands before
it (salutation, academic title); lists of names from all over the world are a hint, never a gate.
Words that say what somebody is (offices, roles, organisations) are never part of a name unless a
list knows them as one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mailbot.intent.honorifics import is_office, is_rank, skip_titles
from mailbot.intent.language import listed, name_list
from mailbot.intent.lexicon import Lexicon, everything, words_of
from mailbot.intent.particles import between_particles, is_particle
from mailbot.intent.patterns import marked
from mailbot.intent.spelling import JOINS, elided, glued, initial
from mailbot.intent.tokens import Shape, Token, tokenize
from mailbot.intent.vocabulary import Trait

_COMMON = (
    "workshop",
    "event",
    "organisation",
    "role",
    "salutation",
    "unit",
    "relation",
    "legal",
    "course",
    "group",
    "academic",
    "family_word",
    "number_sign",
    "leads",
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as written; `title` the academic titles before it, `formal` after Herr or Frau.

    start, end: place in the tokens it was read from, titles included.
    """

    text: str
    title: str = ""
    formal: bool = False
    start: int = 0
    end: int = 0

    @property
    def parts(self) -> tuple[str, ...]:
        """The folded words of the name."""
        return words_of(self.text)

    @property
    def complete(self) -> bool:
        """True where a family name is surely there: two words, or one after Herr, Frau or a title."""
        parts = self.parts
        if len([p for p in parts if len(p) > 1]) >= 2:
            return (
                len(parts) > 2 or " " in self.text.strip() or any(len(p) == 1 for p in parts) or self.formal
            )
        if self.formal or self.title:
            return bool(parts)
        if len(parts) >= 2:
            # "Timo K.": the initial of a family name is none; "M. Schulz" has one.
            return parts[0] not in name_list("given") or parts[0] in name_list("family")
        return bool(parts) and parts[0] in name_list("family") and parts[0] not in name_list("given")

    @property
    def given_only(self) -> bool:
        """True where the one word is a given name and nothing says that it is the family name."""
        parts = self.parts
        if len(parts) != 1 or self.formal or self.title:
            return False
        return parts[0] in name_list("given") or parts[0] not in name_list("family")


def common(word: str, words: Lexicon) -> bool:
    """True for a folded word that cannot be part of a name: grammar, roles, organisations, months."""
    return _common(word, marked(word), words)


@lru_cache(maxsize=16384)
def _common(word: str, _marks: str, words: Lexicon) -> bool:
    """As `common`; `_marks` keeps apart words that fold alike and are told by their marks."""
    if words.is_stop(word) or words.is_of_calendar(word):
        return not (word in name_list("given") and not words.is_stop(word))
    whole = words
    if any(whole.exactly(kind, word) for kind in _COMMON):
        return True
    if listed(word):
        return False
    if words.is_cue(word):
        return True
    if words.number(word) is not None or words.ordinal(word) is not None:
        return True
    return any(whole.is_a(kind, word) for kind in _COMMON)


def _is_part(token: Token, words: Lexicon, lower: bool, after: bool = False) -> bool:
    """True where the token can be a word of a name; behind a listed given name almost any word can."""
    if token.shape is not Shape.WORD or any(c.isdigit() or c == "_" for c in token.text):
        return False
    # "على" is "on"; only folding makes it "Ali", whose last letter has its dots.
    if words.exactly("salutation_after", token.fold) or token.text == "على":
        return False
    if (
        Trait.CAPITAL_NOUNS not in words.traits
        and (token.capital or (after and not token.cased and words.exactly("role", token.fold)))
        and listed(token.fold)
        and (after or not words.exactly("salutation", token.fold))
        and not words.exactly("organisation", token.fold)
        and not (not after and words.exactly("kin", token.fold))
    ):
        # Outside German a capital letter inside a sentence marks a name even where the word means something.
        return True
    if after and token.text.istitle() and _family_word(token, words):
        return True
    if after and token.capital and _foreign(token) and not words.exactly("salutation", token.fold):
        return True
    if common(token.fold, words) and not (after and token.capital and not _sure_common(token.fold, words)):
        return False
    if not token.cased or token.capital:
        return True
    return lower and listed(token.fold)


def _family_word(token: Token, words: Lexicon) -> bool:
    """Like "Friederike Anders", "Jonas Weil": German writes such words small where they are no names."""
    polite = any(words.exactly(k, token.fold) for k in ("first_person", "third_person", "possessive"))
    nouns = Trait.CAPITAL_NOUNS in words.traits and len(token.fold) > 3 and token.fold in name_list("family")
    return nouns and words.is_stop(token.fold) and not polite


def _foreign(token: Token) -> bool:
    """A letter with a mark that German does not write: "Wąs" behind a given name is not the word "was"."""
    return any(not c.isascii() and c.lower() not in "äöüß" for c in token.text) and token.cased


def _sure_common(word: str, words: Lexicon) -> bool:
    """Common by itself, not only by its ending: "Naundorf" ends like a place and is a name."""
    whole = words
    return (
        words.is_stop(word)
        or words.is_of_calendar(word)
        or words.is_cue(word)
        or any(whole.exactly(kind, word) for kind in _COMMON)
    )


def name_at(
    tokens: Sequence[Token], i: int, text: str, words: Lexicon, *, lower: bool = False, limit: int = 6
) -> Name | None:
    """The name that begins at token `i` of `text` (titles before it included), or None.

    lower: also accept words in small letters that a list knows ("kevin lorenz").
    """
    begin, title, formal = skip_titles(tokens, i, words)
    addressed = formal or bool(title)
    k, count, last = begin, 0, -1
    while k < len(tokens) and count < limit:
        more = glued(tokens, k) if k > begin else 0
        if more:
            last, k = k + more - 1 if tokens[k].text != "." or last == k - 1 else last, k + more
            continue
        if count >= 2 and not tokens[k].cased and not listed(tokens[k].fold):
            break
        if count and any(_other_script(t, tokens[k]) for t in tokens[begin:k]):
            break  # "خانم Wessels و آقای Saadi برگزار": no name goes on in another script.
        if initial(tokens, k, bool(count)):
            count, last, k = count + 1, k + 1, k + 2
            continue
        if elided(tokens, k):
            count, last, k = count + 1, k + 2, k + 3
            continue
        after = any(t.fold in name_list("given") for t in tokens[begin:k])
        # A degree is written in capitals: "Mamadou Ba" and "Jun Ma" are names.
        no_degree = count == 1 and tokens[k].text.istitle() and everything().exactly("degree", tokens[k].fold)
        if (
            no_degree
            or _forced(tokens[k], words, addressed, count)
            or (count and last == k - 1 and _goes_on(tokens[last], tokens[k]))
            or _is_part(tokens[k], words, lower, after)
        ):
            count, last = count + 1, k
        elif not between_particles(tokens, k, words) and not (
            # A particle begins a name only behind a salutation: "Frau von der Heide".
            is_particle(tokens[k], words)
            and (count or addressed)
            and _particle_fits(tokens, k, words, lower, count >= 2 and last == k - 1)
        ):
            break
        k += 1
    if count == 0 or last < begin or (formal and count == 1 and is_rank(tokens[begin], words)):
        return None
    begin += count >= 3 and is_office(tokens, begin, words)
    end = last + 1
    if end < len(tokens) and tokens[end].capital and words.exactly("salutation_after", tokens[end].fold):
        formal, end = True, end + 1
    return Name(text[tokens[begin].start : tokens[last].end], title, formal, i, end)


def _other_script(one: Token, other: Token) -> bool:
    return one.shape is other.shape is Shape.WORD and one.cased is not other.cased


def _goes_on(token: Token, following: Token) -> bool:
    """Like "عبد الكريم": "servant of" is no name without the word behind it, whatever that means alone."""
    return following.shape is Shape.WORD and everything().exactly("opens_name", token.fold)


def _forced(token: Token, words: Lexicon, addressed: bool, count: int) -> bool:
    """Like "Frau Koch", "Herr Meister": behind a salutation a capital word is a name whatever it means."""
    if not addressed or token.shape is not Shape.WORD or not token.capital:
        return False
    if count == 0:
        return True
    house = ("workshop", "event", "salutation", "organisation")
    if any(words.exactly(kind, token.fold) for kind in house) or words.is_stop(token.fold):
        return False
    return listed(token.fold) or words.is_cue(token.fold)


def _particle_fits(tokens: Sequence[Token], k: int, words: Lexicon, lower: bool, full: bool) -> bool:
    """A particle belongs to the name where a name goes on behind it ("von der Heide").

    full: the name is whole without it, so that "Costel Marin von Rumänien" tells where he is from.
    """
    first = k
    k += 1
    while k < len(tokens) and (
        is_particle(tokens[k], words) or tokens[k].text in JOINS or between_particles(tokens, k, words)
    ):
        k += 1
    if tokens[first].fold == "zu" and k < len(tokens) and tokens[k].fold == "hause":
        return False  # "Frau zu Hause"
    if tokens[first].fold == "zu" and full and not (k < len(tokens) and listed(tokens[k].fold)):
        return False  # "Tunde Oyelaran zu den Finanzen"
    # "Sommer den Brief": one article alone joins two words only where the second is known as a name.
    inside = first > 0 and is_particle(tokens[first - 1], words)
    article = k - first == 1 and not inside and words.exactly("definite", tokens[first].fold)
    # Nor does it in "in der Nähe der Halle".
    apart = article and first > 0 and not listed(tokens[first - 1].fold)
    sure = (not full and not article) or k - first > 1
    fits = k < len(tokens) and _is_part(tokens[k], words, lower, True)
    return fits and not apart and (sure or listed(tokens[k].fold))


def inverted_at(tokens: Sequence[Token], first: Name, text: str, words: Lexicon) -> Name | None:
    """Like "Müller, Hans": the family name, a comma, the given name; None where it is no such thing."""
    k = first.end
    if k >= len(tokens) or tokens[k].text != "," or len(first.parts) > 3:
        return None
    if len(first.text.split()) > 1 and first.parts[0] in name_list("given"):
        return None
    second = name_at(tokens, k + 1, text, words, lower=False, limit=2)
    if second is None or second.start != k + 1:
        return None
    parts = [p for p in second.parts if len(p) > 1]
    if len(second.parts) > 3 or not parts:
        return None
    if not all(p in name_list("given") for p in parts[:1]):
        return None
    title = " ".join(t for t in (first.title, second.title) if t)
    return Name(f"{second.text} {first.text}", title, first.formal, first.start, second.end)


def whole_name(text: str, words: Lexicon, *, lower: bool = False, family_first: bool = False) -> Name | None:
    """The name that `text` is from its first to its last word, or None.

    family_first: "Müller, Hans" is turned round even where no list knows the given name.
    """
    cleaned = re.sub(r"\s*\([^)]*\)\s*", " ", text).strip(" \t.,;:–—-*•\"'„“”")
    tokens = tokenize(cleaned)
    name = name_at(tokens, 0, cleaned, words, lower=lower)
    if name is None:
        # "Iwanetz, Bernd" ends like a house; turned round it is a name.
        family, _, given = cleaned.partition(", ")
        known = "," not in given and any(w in name_list("given") for w in words_of(given)[:1])
        return whole_name(f"{given} {family}", words) if known else None
    turned = inverted_at(tokens, name, cleaned, words)
    family_first = family_first and not (len(name.parts) > 1 and name.parts[0] in name_list("given"))
    if turned is None and family_first and name.end < len(tokens) and tokens[name.end].text == ",":
        rest = name_at(tokens, name.end + 1, cleaned, words, lower=lower)
        if rest is not None and rest.end == len(tokens) and len(rest.parts) <= 3:
            turned = Name(f"{rest.text} {name.text}", name.title or rest.title, False, 0, rest.end)
    name = turned or name
    end = name.end
    while end < len(tokens) and (
        tokens[end].shape is Shape.MARK or words.exactly("academic", tokens[end].fold)
    ):
        end += 1
    return name if end >= len(tokens) else None
