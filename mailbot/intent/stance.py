"""How a sentence means what it says: told, asked, imagined, told of the past, or a bare choice.

A question that asks somebody to register the writer is a request ("Könnten Sie mich anmelden?"); a
question what, when or whether is none, with a question mark or without ("Ich wollte fragen, ob …").
A condition that only the writer's side can meet ("wenn mein Chef zustimmt") leaves the sentence
imagined; one that the office can meet ("wenn noch Plätze frei sind") does not.
"""

from __future__ import annotations

from collections.abc import Iterable

from mailbot.intent.breaks import BREAKS, COMMAS, STOPS, between_marks
from mailbot.intent.language import listed
from mailbot.intent.lexicon import Cue, Lexicon, everything
from mailbot.intent.tokens import Shape, Token
from mailbot.intent.unit import Role, Unit

_ENDS = ("?", "؟", "？")
_QUOTES = " )\"”“»'’‘*_"


def is_question(unit: Unit) -> bool:
    """True for a sentence that ends in a question mark, in any script.

    A title in quotation marks may end in one: «I take "Is it more than folklore?"» asks nothing.
    """
    text = unit.text.rstrip()
    bare = text.rstrip(_QUOTES)
    if not bare.endswith(_ENDS):
        return False
    opened = max(bare.rfind(mark) for mark in '„“«"»')
    return not (len(bare) < len(text) and opened > 0 and len(bare[:opened].split()) >= 2)


def is_polite(unit: Unit) -> bool:
    """Like "Könnten Sie mich für Workshop 2 anmelden?", a request although it asks."""
    if not is_question(unit) or _asks_what(unit) is not None:
        return False
    if unit.has("either") and not unit.has("self"):
        return False  # "Peut-on encore s'inscrire, ou le délai est-il passé ?" asks for everybody.
    if unit.has("in_my_place"):
        return True  # "Darf unser Neuer, Jannes Kolbeck, auf meinem Platz mitmachen?"
    if _tagged(unit):
        return True
    if not unit.has("polite", "please") and not _bids(unit):
        return False
    return unit.has("register", "self_register", "withdraw", "change")


def _tagged(unit: Unit) -> bool:
    """Like "Ich würde gern beim Nähen mitmachen, geht das noch?": the wish is told, a tag asks for room."""
    at = max((n for n, t in enumerate(unit.tokens) if t.text in COMMAS or t.text in ("–", "-")), default=0)
    tag = unit.tokens[at + 1 :]
    room = any(c.name in ("available", "full") and c.start > at for c in unit.cues)
    told = any(c.name == "self_register" and c.end <= at for c in unit.cues)
    return bool(at) and len(tag) <= 6 and room and told


def _bids(unit: Unit) -> bool:
    """Like "Setzt mich auf die Liste?": a verb with the writer as its object at the very beginning."""
    return any(
        c.name == "self_register"
        and c.start == 0
        and any(everything().exactly("oblique", t.fold) for t in unit.tokens[: c.end])
        for c in unit.cues
    )


def _asks_what(unit: Unit) -> int | None:
    """Where an indirect question begins ("… wissen, ob", "fragen, wann"), or a direct one with its word."""
    polite = [c for c in unit.cues if c.name == "polite"]
    # "Чи можна мене перевести …?": the word that opens the question belongs to the polite request.
    opening = [
        c
        for c in unit.cues
        if c.name == "interrogative" and not any(p.start <= c.start < p.end for p in polite)
    ]
    for cue in unit.cues:
        if cue.name != "asking" or not opening or _is_topic(unit, cue.start):
            continue
        if any(cue.end <= o.start <= cue.end + 8 for o in opening):
            return cue.start
        # Languages with the verb at the end: "yer var mı öğrenmek istiyorum".
        denied = {c.start for c in unit.cues if c.name == "negation"}
        if any(o.end == cue.start and o.start not in denied for o in opening):
            return 0
    if is_question(unit) and opening and opening[0].start <= 1:
        return 0
    return None


def _is_topic(unit: Unit, at: int) -> bool:
    """Like "zur Frage, wie …", "um die Frage, wie …": what a workshop is about, asked of nobody."""
    whole = everything()
    if at == 0 or not unit.tokens[at].capital:
        return False
    before = unit.tokens[at - 1].fold
    if whole.exactly("definite", before):
        return at > 1 and whole.exactly("topic", unit.tokens[at - 2].fold)
    return whole.exactly("topic", before)


def asked_from(unit: Unit) -> int | None:
    """The token from which on the unit asks instead of telling; None where it tells throughout.

    What was said before an indirect question stays said: "Bitte melden Sie mich an und teilen Sie mir
    mit, wo ich parken kann."
    """
    if is_polite(unit):
        return None
    start = _asks_what(unit)
    if start is None:
        return 0 if is_question(unit) else None
    return start if _said_before(unit, start) else 0


def _said_before(unit: Unit, start: int) -> bool:
    """True where the writer registers before token `start`, in a part of the sentence of its own."""
    ends = [c.end for c in unit.cues if c.name == "register" and c.end <= start]
    own = any(c.name == "self_register" and c.start < start for c in unit.cues)
    return own and any(
        any(t.text in STOPS or everything().exactly("and", t.fold) for t in unit.tokens[end:start])
        for end in ends
    )


def asks(unit: Unit) -> bool:
    """True where the unit asks something, politely put requests left out."""
    return unit.role in (Role.SENTENCE, Role.ROW, Role.SUBJECT) and asked_from(unit) is not None


def tells(unit: Unit) -> bool:
    """True where at least the first part of the unit tells instead of asking."""
    return asked_from(unit) != 0


def is_hypothetical(unit: Unit, words: Lexicon) -> bool:
    """Like "Wenn mein Chef zustimmt, komme ich": a condition first, and not merely "if there is room"."""
    if _inverted(unit, words):
        return True
    cue = next((c for c in unit.cues if c.name == "conditional" and c.start <= 1), None)
    if cue is None:
        return False
    if any(c.name == "available" and c.start <= cue.start < c.end for c in unit.cues):
        return False  # "Wenn ja bin ich dabei"
    stop = next(
        (i for i, t in enumerate(unit.tokens) if t.text in COMMAS and i > cue.start), len(unit.tokens)
    )
    clause = unit.tokens[cue.end : stop]
    own = any(c.name == "self" and cue.end <= c.start < stop for c in unit.cues)
    always = ("second_choice", "polite", "consent")  # "Wenn Sie nichts dagegen haben, komme ich."
    offered = always if own else ("available", "full", *always)
    if any(c.name in offered and c.start < stop for c in unit.cues):
        return False
    return not any(t.shape is Shape.WORD and words.is_a("unit", t.fold) for t in clause)


def _inverted(unit: Unit, words: Lexicon) -> bool:
    """Like "Hätte ich Zeit, käme ich": a condition without any word for "if"."""
    first = [t.fold for t in unit.tokens[:2]]
    if len(first) < 2 or is_question(unit) or not words.exactly("irrealis", first[0]):
        return False
    comma = next((n for n, t in enumerate(unit.tokens) if t.text in COMMAS), 0)
    said = any(c.name in ("yes", "please", "first_choice") and c.start < comma for c in unit.cues)
    return comma > 2 and not said and words.exactly("first_person", first[1])


def hesitates(unit: Unit) -> bool:
    """True where the unit tells of a doubt; "if possible" is polite and tells of none."""
    opened = {c.end for c in unit.cues if c.name == "conditional"}
    opened |= {n for c in unit.cues if c.name == "polite_if" for n in range(c.start, c.end + 1)}
    return any(c.name == "undecided" and c.start not in opened and not _of_how(unit, c) for c in unit.cues)


def _of_how(unit: Unit, doubt: Cue) -> bool:
    """Like "я до сих пор не знаю, как пишут Anschreiben": who does not know how says nothing of coming."""
    behind = [t for t in unit.tokens[doubt.end : doubt.end + 2] if t.shape is Shape.WORD]
    told = any(c.name in ("register", "self_register") and c.start >= doubt.end for c in unit.cues)
    return bool(behind) and everything().exactly("how", behind[0].fold) and not told


def only_registers(unit: Unit, cue: Cue, words: Lexicon) -> bool:
    """Like "Please register my mother for workshop 2, I cannot come": only who writes stays away.

    cue: the words that leave.
    """
    if unit.has("registered", "withdraw", "past"):
        return False
    if any(c.name == "but" and c.end <= cue.start for c in unit.cues):
        return False
    parts = [n for n, t in enumerate(unit.tokens[: cue.start]) if t.text in STOPS or t.text == "("]
    before = unit.tokens[: parts[-1]] if parts else ()
    folds = [t.fold for t in before if t.shape is Shape.WORD]
    if any(words.exactly("oblique", f) for f in folds) or not any(words.is_a("enrol", f) for f in folds):
        return False
    named = any(t.capital and listed(t.fold) for t in before[1:])
    return named or any(words.exactly("relation", f) for f in folds)


def not_i_but(unit: Unit, words: Lexicon) -> bool:
    """Like "nicht ich komme, sondern Frau Moll": who writes is not the one who comes."""
    for cue in unit.cues:
        if cue.name != "negation" or cue.end >= len(unit.tokens):
            continue
        if words.exactly("first_person", unit.tokens[cue.end].fold):
            return any(c.name == "but" and cue.end < c.start for c in unit.cues)
    return False


def put_right(unit: Unit, cue: Cue) -> bool:
    """Like "nehme nicht ich, sondern Frau Moll teil": what the cue denies is said of another at once."""
    denied = [c.start for c in unit.cues if c.name == "negation" and cue.start <= c.start < cue.end]
    return bool(denied) and any(c.name == "but" and min(denied) < c.start < cue.end for c in unit.cues)


def imagined(unit: Unit, at: int) -> bool:
    """True where a word of condition stands before token `at` in the same sentence."""
    return any(c.name == "conditional" and c.start <= at for c in unit.cues)


def told_of_past(unit: Unit, at: int) -> bool:
    """True where words of the past stand before token `at`, and none of today and no "but" between them."""
    past = [c.end for c in unit.cues if c.name == "past" and c.start < at]
    turns = ("now", "but")
    return bool(past) and not any(c.name in turns and max(past) <= c.start <= at for c in unit.cues)


def is_topic(unit: Unit, at: int, words: Lexicon) -> bool:
    """Like "wegen Workshop 2", "slides of workshop 2", "…, dass Workshop 2 um 13 Uhr beginnt".

    The workshop that begins at token `at` is what somebody writes about, not what he or she chooses.
    """
    for cue in unit.cues:
        between = unit.tokens[cue.end : at]
        if cue.name == "regarding" and 0 <= at - cue.end <= 2 and not any(t.text in _BREAKS for t in between):
            return True
    left, right = between_marks(unit.tokens, at, at + 1, _BREAKS)
    if left == 0 or not words.exactly("that", unit.tokens[left].fold):
        return False
    named = ("self", "register", "behalf", "please")
    return not any(c.name in named and left <= c.start < right for c in unit.cues)


def weakly(unit: Unit, words: Lexicon) -> bool:
    """True where only verbs that fit anything register ("ich komme", "ich nehme"), or none does."""
    spans = [(c.start, c.end) for c in unit.cues if c.name == "register"]
    return all(words.is_a("weak", t.fold) for s, e in spans for t in (unit.tokens[s], unit.tokens[e - 1]))


_BENIGN = (
    "please",
    "thanks",
    "self",
    "self_register",
    "register",
    "first_choice",
    "second_choice",
    "correction",
    "livestream",
    "onsite",
    "greeting",
    "closing",
    "available",
    "all",
    "yes",
    "introduce",
    "organisation_of",
    "wish",
    "respectively",
    "additional",
    "self_and",
)
_BREAKS = BREAKS | frozenset("-|/")


def left_over(unit: Unit, spans: Iterable[tuple[int, int]], words: Lexicon) -> list[Token]:
    """The words of the clauses with these spans that say something beside a choice politely put.

    Words of the spans, small words, words for workshop and event, names and cues of choosing are no
    such words.
    """
    places = list(spans)
    said: set[int] = {i for start, end in places for i in range(start, end)}
    for cue in unit.cues:
        if cue.name in _BENIGN:
            short = cue.end - cue.start <= 4
            said |= set(range(cue.start, cue.end)) if short else {cue.start, cue.end - 1}
    found = []
    for start, end in places:
        left, right = between_marks(unit.tokens, start, end, _BREAKS)
        found += [t for i, t in enumerate(unit.tokens[left:right], left) if i not in said and _says(t, words)]
    return found


def _says(token: Token, words: Lexicon) -> bool:
    if token.shape is not Shape.WORD or token.fold in words.stopwords:
        return False
    kinds = ("workshop", "event", "number_sign", "salutation", "academic", "article", "unit", "and", "or")
    return not any(words.is_a(kind, token.fold) for kind in kinds) and token.fold not in words.months
