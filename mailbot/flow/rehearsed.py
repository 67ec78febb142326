"""What a rehearsal brought, as values that can be kept in a file, and how two differ, mail by mail."""

from __future__ import annotations

import difflib
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from mailbot.decision import Disposition, Registration
from mailbot.envelope import Status
from mailbot.errors import Permanent
from mailbot.flow.intake import Handled
from mailbot.flow.trial import text_of
from mailbot.store import Outgoing

Values = dict[str, Any]
FORMAT = 1
"""Of the file; another one is refused."""


class NotComparable(Permanent):
    """A file is no result of a rehearsal, or one of another kind."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that would be written. withheld: why it would wait for a person; empty: it would leave."""

    notice: str
    to: str
    subject: str
    withheld: str
    text: str


@dataclass(frozen=True, slots=True)
class Person:
    """A registration as it stands after a mail. place: of the seat, else of the wish: an id or livestream."""

    reference: str
    name: str
    organisation: str
    status: str
    place: str
    waiting_for: str

    @property
    def said(self) -> str:
        """In a few words."""
        where = f" for {self.waiting_for or 'a seat'}" if self.status == Status.WAITLISTED else ""
        seat = f" in {self.place}" if self.place and not where else ""
        return f"{self.name or '?'}: {self.status}{where or seat}"


@dataclass(frozen=True, slots=True)
class Played:
    """One mail and what became of it. key: names its bytes, the same wherever it lies. event: for which of
    several it is.
    """

    key: str
    place: str
    received: datetime
    sender: str
    subject: str
    kind: str
    language: str
    disposition: str
    reason: str
    explanation: str
    people: tuple[Person, ...]
    letters: tuple[Letter, ...]
    event: str = ""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A whole one. as_of: when all was worked on; None: each mail when it came. seats: (taken, waiting,
    seats there are or None) by workshop. over: the event had ended by then, so nothing is answered.
    """

    event: str
    as_of: datetime | None
    mails: tuple[Played, ...]
    before_opening: int
    registrations: tuple[Values, ...]
    seats: Mapping[str, tuple[int, int, int | None]]
    over: bool = False

    @property
    def counts(self) -> Counter[str]:
        """How many mails ended how."""
        return Counter(mail.disposition for mail in self.mails)

    @property
    def letters(self) -> int:
        """How many mails would be written."""
        return sum(len(mail.letters) for mail in self.mails)


@dataclass(frozen=True, slots=True)
class Difference:
    """A mail that ends otherwise than before. lines: what is gone and what is new, as in a diff; only in
    one of the two: `lines` says in which.
    """

    mail: Values
    lines: tuple[str, ...]


def played(place: str, handled: Handled) -> Played:
    """What became of a mail, as values."""
    message, intent, decision = handled.message, handled.intent, handled.decision
    senders = message.senders if message else ()
    return Played(
        key=hashlib.sha256(handled.raw.data).hexdigest()[:16],
        place=place,
        received=handled.raw.received.astimezone(UTC),
        sender=senders[0].email if senders else "",
        subject=message.subject if message else "",
        kind=intent.kind.value if intent else "unreadable",
        language=intent.language if intent else "",
        disposition=decision.disposition.value,
        reason=decision.reason,
        explanation=decision.explanation,
        people=tuple(_person(one) for one in decision.registrations),
        letters=tuple(_letter(one) for one in handled.outgoing),
        event=handled.event,
    )


def values(rehearsal: Rehearsal) -> Values:
    """The whole as JSON takes it; `compared` reads it again."""
    found: Values = _plain(asdict(rehearsal))
    summary = {"mails": len(rehearsal.mails), "letters": rehearsal.letters, **rehearsal.counts}
    return {"mailbot": version("mailbot"), "format": FORMAT, **found, "summary": summary}


def compared(before: Values, after: Values) -> list[Difference]:
    """The mails that end otherwise, in the order of `after`; then those that are only in `before`.

    Raises: NotComparable.
    """
    old, new = _by_key(before), _by_key(after)
    found = []
    for key, mail in new.items():
        if key not in old:
            found.append(Difference(mail, ("+ only here",)))
        elif lines := _changed(_told(old[key]), _told(mail)):
            found.append(Difference(mail, lines))
    return found + [Difference(mail, ("- only there",)) for key, mail in old.items() if key not in new]


def booked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The summary in an office's words: how many mails were booked, asked about and so on."""
    groups = (
        ("booked", (Disposition.ACCEPTED,)),
        ("on the waiting list", (Disposition.WAITLISTED,)),
        ("changed", (Disposition.CHANGED,)),
        ("cancelled", (Disposition.CANCELLED,)),
        ("too late", (Disposition.DECLINED,)),
        ("asked back", (Disposition.ASKED,)),
        ("answered", (Disposition.ANSWERED,)),
        ("held for a person", (Disposition.HELD,)),
        ("sent again", (Disposition.REPEATED,)),
        ("nothing to do", (Disposition.IGNORED, Disposition.RECORDED)),
    )
    return [(words, sum(counts.get(d.value, 0) for d in which)) for words, which in groups]


def _person(one: Registration) -> Person:
    place = one.attendance.value if one.attendance.value == "livestream" else one.seat or one.workshop or ""
    return Person(one.reference, one.name, one.organisation, one.status.value, place, one.waiting_for or "")


def _letter(one: Outgoing) -> Letter:
    message = one.message
    return Letter(
        one.notice.value,
        message.rcpt_to,
        message.subject,
        one.withheld,
        text_of(message.data).replace("\r\n", "\n"),
    )


def _by_key(result: Values) -> dict[tuple[str, int], Values]:
    """Mails by their bytes; the same mail twice counts twice."""
    if result.get("format") != FORMAT or not isinstance(result.get("mails"), list):
        raise NotComparable("this is no result of `mailbot rehearse --json`, or one of another version")
    seen: Counter[str] = Counter()
    found = {}
    for mail in result["mails"]:
        key = str(mail.get("key", ""))
        seen[key] += 1
        found[key, seen[key]] = mail
    return found


def _told(mail: Values) -> list[str]:
    """A mail's end in lines, for people and for comparing."""
    lines = [f"{mail['disposition']} ({mail['reason']})"]
    lines += [f"{Person(**p).said}, {p['organisation'] or 'no organisation'}" for p in mail["people"]]
    for letter in mail["letters"]:
        waits = f" (waits: {letter['withheld']})" if letter["withheld"] else ""
        lines.append(f"{letter['notice']} to {letter['to']}: {letter['subject']}{waits}")
        lines += [f"  {line}" for line in letter["text"].splitlines() if line.strip()]
    return lines


def _changed(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        f"{line[0]} {line[1:]}"
        for line in list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
        if line[0] in "+-"
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
