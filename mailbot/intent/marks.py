"""Mentions with what their sentence says about them: refused, former, second, asked, corrected."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.intent.boxes import ticked
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.finder import Finder
from mailbot.intent.in_passing import aside
from mailbot.intent.lexicon import Lexicon, everything
from mailbot.intent.mentions import SURE, Mention, Setting
from mailbot.intent.parting import goes_two_ways, parts_people
from mailbot.intent.position import ELLIPSIS
from mailbot.intent.stance import asked_from
from mailbot.intent.standing import former, refused, second
from mailbot.intent.streams import is_stream, streams
from mailbot.intent.tellings import ends_in_title, in_freed_place, said_by_cue, without_reasons
from mailbot.intent.tokens import Shape, tokenize
from mailbot.intent.unit import Role, Unit
from mailbot.intent.vocabulary import Trait
from mailbot.intent.wider import telling

THEMES = (
    "register",
    "self_register",
    "first_choice",
    "second_choice",
    "change",
    "remaining",
    "correction",
    "please",
    "in_my_place",
)
"""Cues of a sentence in which a mere theme or leader points to a workshop."""


CHOOSING = (
    "please",
    "wish",
    "register",
    "self_register",
    "first_choice",
    "second_choice",
    "change",
    "remaining",
    "correction",
    "registered",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention with what its sentence says about it; `workshop` may be "livestream".

    place: number of the unit; refused, old, second, asked, corrected: how the sentence means it; weight:
    how many different words of the unit point there.
    """

    workshop: str | None
    grade: int
    rule: str
    place: int
    start: int
    end: int
    text: str
    refused: bool = False
    old: bool = False
    second: bool = False
    asked: bool = False
    corrected: bool = False
    unit: Unit | None = None
    weight: int = 1

    @property
    def sure(self) -> bool:
        """True for what cannot be mistaken, as of a Mention."""
        return self.grade == SURE

    @property
    def live(self) -> bool:
        """True where its sentence wants it now: not before, not refused, not asked about."""
        return not (self.old or self.refused or self.asked)


def marks_in(
    unit: Unit, place: int, words: Lexicon, event: Catalogue, reply: bool, wide: bool = False
) -> tuple[Mark, ...]:
    """Everything in the unit that points to a workshop or to the livestream.

    wide: also themes and leaders in sentences that do not register by themselves.
    """
    field = unit.label in _CHOICE_FIELDS
    if any(kind in _CHOICE_FIELDS for kind, _ in unit.cells) or _lone_label(unit, words, event):
        return _cell_marks(unit, place, words, event)
    listed = unit.role in (Role.ROW, Role.SUBJECT) or _is_entry(unit)
    themes = (
        field
        or listed
        or unit.has(*THEMES, "points_back")
        or _names_workshop(unit)
        or ((len(unit.tokens) <= ELLIPSIS or _adds(unit)) and not unit.has("self"))
    )
    people = parts_people(unit, words) or goes_two_ways(unit, words, event)
    choosing = wide or themes or people or unit.has(*CHOOSING)
    labels = reply or themes or people or unit.has(*CHOOSING, "wish")
    setting = Setting(field, reply, choosing, listed, wide, labels)
    found = [
        m
        for m in Finder(unit.tokens, unit.cues, words, event, setting).find()
        if (not said_by_cue(m, unit) or _meant(m, unit, words, event))
        and not _of_event(m, unit, words)
        and not aside(m, unit, words)
    ]
    found = without_reasons(found, unit, words)
    if wide:
        found = telling(unit, found, words)
    elif not themes or unit.has("programme"):
        found = [m for m in found if m.grade > 1]
    if unit.has("self_out") and not unit.has("register"):
        # "Ich selbst bin leider auf einer Familienfeier": no theme of the writer, who stays away.
        found = [m for m in found if m.grade > 1]
    found = ticked(unit, found)
    found = [] if field and _prints_all(found, event) else found
    found = sorted([*found, *streams(unit, event, found)], key=lambda m: m.start)
    no, old = refused(unit, found), former(unit, found)
    old |= in_freed_place(unit, found)
    back = _back(unit)
    # "Bei uns fährt kein Bus, bitte diesen Workshop" refuses nothing.
    no = frozenset(n for n in no if found[n].sure or found[n].start > back)
    return tuple(
        _mark(unit, place, m, n in no, n in old, found, ends_in_title(unit, m, event))
        for n, m in enumerate(found)
    )


def _back(unit: Unit) -> int:
    """Where the unit points back to what it said before ("therefore that workshop"); -1 for nowhere."""
    return max((c.start for c in unit.cues if c.name == "points_back"), default=-1)


def _adds(unit: Unit) -> bool:
    """Like "Und Mama (Dagmar Kruse) bei Frau Lohmann.": a short sentence that goes on from the one before."""
    short = bool(unit.tokens) and len(unit.tokens) <= 2 * ELLIPSIS
    return short and everything().exactly("and", unit.tokens[0].fold)


_CHOICE_FIELDS = ("workshop", "first_choice", "second_choice", "attendance")


def _is_entry(unit: Unit) -> bool:
    """Like "Olha Koval – Chor": two words or more, a dash or colon, and a few words behind it."""
    tokens = unit.tokens
    at = next((n for n, t in enumerate(tokens) if _parts(unit, n)), 0)
    if not 2 <= at <= 2 * _HEAD or not 0 < len(tokens) - at - 1 <= _HEAD or unit.has("self"):
        return False
    return all(t.text in ".-'’(),&" or t.capital or not t.cased for t in tokens[:at])


_HEAD = 5


def _parts(unit: Unit, n: int) -> bool:
    """True for a dash with a blank before it, a colon or an arrow."""
    token = unit.tokens[n]
    if token.text in "-–—" and n:
        return unit.tokens[n - 1].end < token.start
    return token.text in (":", "=", "→", "->", "=>")


def _of_event(mention: Mention, unit: Unit, words: Lexicon) -> bool:
    """Like "parents" in "the parents' day", "journée des parents": whose day it is, and no theme."""
    if mention.rule not in ("theme", "title-word"):
        return False
    if mention.start and words.exactly("your_formal", unit.tokens[mention.start - 1].fold):
        return (
            mention.rule == "theme" and Trait.CAPITAL_NOUNS in words.traits
        )  # "Ihr Schreiben vom 3. September"
    if mention.start and words.exactly("possessive", unit.tokens[mention.start - 1].fold):
        return words.exactly("relation", unit.tokens[mention.start].fold)  # "mein Freund" comes along.
    tokens, whole = unit.tokens, everything()
    behind = mention.end
    while behind < min(mention.end + 3, len(tokens)) and tokens[behind].text in ("'", "’", "s"):
        behind += 1
    before = mention.start - 1
    while before > max(0, mention.start - 3) and (
        tokens[before].text in "'’"
        or (tokens[before].fold in words.stopwords and not words.exactly("topic", tokens[before].fold))
    ):
        before -= 1

    def is_day(at: int) -> bool:
        word = tokens[at].fold
        return whole.is_a("event", word) or whole.exactly("measure", word)

    after = (
        Trait.DAY_BEHIND in words.traits
        and behind < len(tokens)
        and tokens[behind].shape is Shape.WORD
        and is_day(behind)
    )
    return after or (Trait.DAY_BEHIND not in words.traits and before >= 0 and is_day(before))


def _meant(mention: Mention, unit: Unit, words: Lexicon, event: Catalogue) -> bool:
    """Like "participation of migrants", "l'atelier sur la participation": the noun is a theme after all."""
    around = unit.tokens[mention.end : mention.end + 4]
    article = mention.start > 0 and words.exactly("definite", unit.tokens[mention.start - 1].fold)
    behind = around[0].fold if around else ""
    if article and (words.exactly("stand_in", behind) or everything().exactly("workshop", behind)):
        return True  # "the participation one", "the participation session"
    if any(
        t.shape is Shape.WORD
        and t.fold not in words.stopwords
        and t.fold != unit.tokens[mention.start].fold
        and event.supports(t.fold, str(mention.workshop))
        for t in around
    ):
        return True
    before = [t.fold for t in unit.tokens[max(0, mention.start - 5) : mention.start]]
    shop = next((n for n, w in enumerate(before) if everything().exactly("workshop", w)), None)
    return shop is not None and any(words.exactly("topic", w) for w in before[shop + 1 :])


def _names_workshop(unit: Unit) -> bool:
    return any(t.shape is Shape.WORD and everything().exactly("workshop", t.fold) for t in unit.tokens)


def _cell_marks(unit: Unit, place: int, words: Lexicon, event: Catalogue) -> tuple[Mark, ...]:
    """The marks of a table row: each cell for choices is read as a form field of its kind."""
    found: list[Mark] = []
    lone = _lone_label(unit, words, event)
    for kind, text in unit.cells:
        if kind in _CHOICE_FIELDS or (text and text == lone) or (not kind and is_stream(text, words)):
            tokens = tokenize(text)
            cell = Unit(text, Role.FIELD, unit.source, tokens, words.cues(tokens), kind or "workshop")
            found += marks_in(cell, place, words, event, False)
    return tuple(found)


def _lone_label(unit: Unit, words: Lexicon, event: Catalogue) -> str:
    """The last cell of a row without headed columns that is nothing but a label of a workshop."""
    if not unit.cells or any(kind in _CHOICE_FIELDS for kind, _ in unit.cells):
        return ""
    cells = []
    for _, text in unit.cells:
        tokens = tokenize(text)
        if 0 < len(tokens) <= 2 and tokens[0].shape is not Shape.MARK:
            found = Finder(tokens, (), words, event, Setting(field=True)).find()
            if any(m.sure and m.rule != "field" for m in found):
                return ""  # "Zug 1 | Pia Kern | Workshop III": the workshop is named as one.
            if found and found[0].rule == "field" and found[0].workshop:
                cells.append(text)
    return cells[-1] if cells else ""


def _is_about(unit: Unit) -> bool:
    """Like the subject "Frage zum Handykurs": it tells what is asked about and chooses nothing."""
    return unit.has("question") and not unit.has("register", "self_register", "change", "first_choice")


def _prints_all(found: list[Mention], event: Catalogue) -> bool:
    """True for a form that prints all workshops for crossing out: it chooses none of them."""
    return len(event.order) > 2 and {m.workshop for m in found} >= set(event.order)


def _mark(
    unit: Unit,
    place: int,
    mention: Mention,
    no: bool,
    old: bool,
    others: list[Mention],
    titled: bool,
) -> Mark:
    start, end = mention.start, mention.end
    text = unit.text[unit.tokens[start].start : unit.tokens[end - 1].end]
    asking = None if titled else asked_from(unit)
    return Mark(
        mention.workshop,
        mention.grade,
        mention.rule,
        place,
        start,
        end,
        text,
        refused=no,
        old=old,
        second=second(unit, start, end, others),
        asked=(asking is not None and start >= asking and (mention.sure or start > _back(unit)))
        or (unit.role is Role.SUBJECT and _is_about(unit)),
        corrected=any(c.name == "correction" and c.start <= start for c in unit.cues),
        unit=unit,
        weight=mention.weight,
    )
