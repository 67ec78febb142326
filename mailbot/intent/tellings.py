"""Mentions that choose nothing: in a reason, in a place given back, in the words that register themselves."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.intent.breaks import STOPS, between_marks
from mailbot.intent.catalogue import Catalogue
from mailbot.intent.lexicon import Lexicon
from mailbot.intent.mentions import Mention
from mailbot.intent.tokens import Shape
from mailbot.intent.unit import Role, Unit

# "Workshop 2 bleibt unverändert" keeps a place: it is nothing about finding work and staying there.
_ACTS = (
    "register",
    "self_register",
    "cancel",
    "withdraw",
    "registered",
    "keeps_place",
    "attachment",
    "pass_on",
    "introduce",
)


def said_by_cue(mention: Mention, unit: Unit) -> bool:
    """Like "participer" registers; that a workshop is about participation does not make it a theme there."""
    token = unit.tokens[mention.start]
    if mention.rule not in ("theme", "title-word", "alias") or mention.sure:
        return False
    if mention.grade == 1 and unit.has("conditional") and unit.has("asking"):
        return True  # "Bitte geben Sie Bescheid, falls sich etwas ändert" tells of no theme.
    if mention.rule == "theme" and any(
        c.name == "need" and c.start <= mention.start < c.end for c in unit.cues
    ):
        return True
    if mention.rule != "theme" and token.capital and mention.start > 0:
        return False
    if any(c.name == "remaining" and c.start <= mention.start < c.end for c in unit.cues):
        return True  # "Es bleibt ein Workshop übrig" is nothing about finding work and staying there.
    if any(
        c.name == "livestream" and 1 < c.end - c.start < 5 and c.start <= mention.start < c.end
        for c in unit.cues
    ):
        return True  # "Suivre la retransmission vidéo" is no workshop about video.
    return any(c.name in _ACTS and mention.start in (c.start, c.end - 1) for c in unit.cues)


def without_reasons(found: list[Mention], unit: Unit, words: Lexicon) -> list[Mention]:
    """Like "… zum Vorlesen, weil ich auf Deutsch vorlese": a reason behind the choice has no theme."""
    leads = {c.start for c in unit.cues if c.name == "organisation_of"}  # Romanian "pentru" is "for", too.
    why = next(
        (n for n, t in enumerate(unit.tokens) if n not in leads and words.exactly("causal", t.fold)), None
    )
    if why is None or not any(m.start < why for m in found):
        return found
    return [m for m in found if m.start < why or m.grade > 1]


def in_freed_place(unit: Unit, found: Sequence[Mention]) -> frozenset[int]:
    """Numbers of the mentions in a clause like "Mein Platz in der 1 wird damit frei"."""
    clauses = [
        between_marks(unit.tokens, c.start, c.end, STOPS) for c in unit.cues if c.name == "frees_place"
    ]
    return frozenset(
        n for n, m in enumerate(found) if any(left <= m.start < right for left, right in clauses)
    )


def ends_in_title(unit: Unit, mention: Mention, event: Catalogue) -> bool:
    """Like the row "Birte Stüwe | Was kostet ein gutes Brötchen?": the title asks, and nobody else does."""
    asks = any(w.id == mention.workshop and w.title.rstrip().endswith("?") for w in event.event.workshops)
    told = unit.role is not Role.SENTENCE or unit.has("self_register", "first_choice", "behalf")
    return asks and told and mention.sure and all(t.shape is Shape.MARK for t in unit.tokens[mention.end :])
