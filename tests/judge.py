"""Compare an intent with the truth of a case, as a careful clerk would."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mailbot.intent import Intent, Participant

_TITLES = re.compile(
    r"\b(herr|herrn|frau|fr|hr|dr|doctor|doktor|prof|professor|professorin|dipl|mag|ing|med|phil|mr|mrs|ms|miss"
    r"|madame|monsieur|pan|pani|bay|bayan|sayin)\b\.?"
)
_FORMS = re.compile(r"\b(e ?v|ev|gmbh|ggmbh|g gmbh|mbh|e g|eg|ag|kg|der|die|das|des|the)\b")


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one reading compares; `second` and `organisation` are None where the people do not match."""

    right: bool
    harm: bool
    automated: bool
    action_ok: bool
    second: bool | None
    organisation: bool | None


def norm(text: str) -> str:
    """Case, accents, umlauts and marks levelled."""
    text = unicodedata.normalize("NFKC", text or "").casefold()
    for a, b in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(a, b)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", " ", text)).strip()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def name_ok(got: str | None, truths: Any) -> bool:
    """Equal without titles, in any order of the words."""
    if not got:
        return None in _list(truths)
    key = sorted(_TITLES.sub(" ", norm(got)).split())
    return any(t is not None and key == sorted(_TITLES.sub(" ", norm(t)).split()) for t in _list(truths))


def organisation_ok(got: str | None, truths: Any) -> bool:
    """Equal without legal forms, nearly equal, or the larger part of one of the truths."""
    if not got:
        return None in _list(truths)
    key = re.sub(r"\s+", " ", _FORMS.sub(" ", norm(got)).strip())
    for truth in _list(truths):
        if truth is None:
            continue
        want = re.sub(r"\s+", " ", _FORMS.sub(" ", norm(truth)).strip())
        if key == want or difflib.SequenceMatcher(None, key, want).ratio() >= 0.88:
            return True
        short, long = sorted((key, want), key=len)
        if short and short in long and len(short) >= 0.6 * len(long):
            return True
    return False


def one_of(got: str | None, truths: Any) -> bool:
    """One of the values, nothing being the same as empty."""
    return str(got or "") in {str(t or "") for t in _list(truths)}


def _person_ok(got: Participant, want: Mapping[str, Any]) -> bool:
    return (
        name_ok(got.name, want.get("name"))
        and one_of(got.workshop, want.get("workshop"))
        and one_of(got.attendance, want.get("attendance") or "on-site")
    )


def match(
    gots: Sequence[Participant],
    wants: Sequence[Mapping[str, Any]],
    ok: Callable[[Participant, Mapping[str, Any]], bool],
) -> dict[int, int] | None:
    """A one-to-one match of all, or None."""
    if len(gots) != len(wants):
        return None
    owner: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j, want in enumerate(wants):
            if j not in seen and ok(gots[i], want):
                seen.add(j)
                if j not in owner or place(owner[j], seen):
                    owner[j] = i
                    return True
        return False

    return {i: j for j, i in owner.items()} if all(place(i, set()) for i in range(len(gots))) else None


def judge(truth: Mapping[str, Any], intent: Intent) -> Judgement:
    """The judgement of one reading."""
    kind, action = str(intent.kind), str(intent.action)
    allowed = {truth["action"], *truth.get("also_fine", [])}
    gots, wants = intent.concerned, truth.get("participants") or []
    kind_ok = (
        kind == truth["kind"]
        or {kind, truth["kind"]} == {"automatic", "bounce"}
        or (kind == "registration" and truth["kind"] == "change")
    )
    people = match(gots, wants, _person_ok)
    if truth["kind"] == "cancellation" and not wants:
        people = {}
    second = organisation = None
    if people is not None:
        second = all(one_of(gots[i].alternative, wants[j].get("alternative")) for i, j in people.items())
    if people:
        organisation = all(
            organisation_ok(gots[i].organisation, wants[j].get("organisation")) for i, j in people.items()
        )
    booked = action == "act" and kind_ok and people is not None
    return Judgement(
        right=action in allowed and (action != "act" or (kind_ok and people is not None)),
        harm=(action == "act" and not (action in allowed and booked))
        or (action == "ask" and not {"ask", "act"} & allowed),
        automated=truth["action"] == "act" and booked,
        action_ok=action in allowed,
        second=second,
        organisation=organisation,
    )
