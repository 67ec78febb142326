"""An organiser's desk: what their actions rest on, how they end, and how they are refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.decision.bulk import by_contact
from mailbot.decision.case import Ending
from mailbot.decision.model import Decision, Line, Notification, Policy, Snapshot
from mailbot.decision.seating import LIVESTREAM, Seats
from mailbot.decision.settling import Change, Settled, settle
from mailbot.decision.waitlist import promotion_notices
from mailbot.envelope import Attendance, Notice, Status
from mailbot.errors import Permanent
from mailbot.event import Event
from mailbot.intent.model import Participant


class Refused(Permanent):
    """What an organiser wants cannot be done so; `reason` is a stable code, the text says what can."""

    def __init__(self, reason: str, explanation: str) -> None:
        self.reason = reason
        super().__init__(explanation)


class AlreadyDone(Permanent):
    """Somebody was quicker, or it stands so already; `reference` names the registration it is about."""

    def __init__(self, explanation: str, reference: str = "") -> None:
        self.reference = reference
        super().__init__(explanation)


@dataclass(frozen=True, slots=True)
class Thread:
    """The mail by which somebody was registered, so that ours are shown below it: its Message-ID
    and subject.
    """

    message_id: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What an action on registrations rests on.

    now: aware. cause: unique for this action; the keys of its mails are made from it. waits: by
    reference of a held registration, the id of the mail that is still to be decided. threads: by
    reference.
    """

    snapshot: Snapshot
    event: Event
    policy: Policy
    now: datetime
    cause: str
    waits: Mapping[str, int] = field(default_factory=dict)
    threads: Mapping[str, Thread] = field(default_factory=dict)

    @property
    def seats(self) -> Seats:
        """The seats as the ledger has them."""
        return Seats.of(self.snapshot, self.event)


@dataclass(frozen=True, slots=True)
class Telling:
    """What those concerned hear of an action. notice: None: as it turned out for each contact.

    aloud: False: nothing. text: an organiser's own words, above ours.
    """

    notice: Notice | None = None
    aloud: bool = True
    text: str = ""


def concluded(desk: Desk, ending: Ending, changes: Sequence[Change], telling: Telling) -> Decision:
    """The decision of an action: its changes, whoever moves up because of them, and who hears what.

    Those concerned get one mail for each contact. Whoever else moves up is told of that.
    """
    settled = settle(desk.snapshot, desk.event, desk.policy, desk.now, changes)
    letters = _letters(desk, settled, telling) if telling.aloud else ()
    told = {line.registration.reference for letter in letters for line in letter.lines}
    others = [move for move in settled.moves if move[1].reference not in told]
    return Decision(
        ending.disposition,
        ending.reason,
        ending.explanation,
        tuple(settled.final.values()),
        (*letters, *promotion_notices(others, desk.cause, desk.now)),
    )


_BY_OUTCOME = (
    (Status.CONFIRMED, Notice.CONFIRMATION),
    (Status.WAITLISTED, Notice.WAITLIST),
    (Status.DECLINED, Notice.LATE),
)


def _letters(desk: Desk, settled: Settled, telling: Telling) -> tuple[Notification, ...]:
    lines = {line.registration.reference: line for line in settled.lines}
    groups = by_contact(line.registration for line in settled.lines)
    return tuple(
        _letter(desk, [lines[p.reference] for p in people], settled.seats, telling)
        for contact, people in groups.items()
        if contact
    )


def _letter(desk: Desk, lines: Sequence[Line], seats: Seats, telling: Telling) -> Notification:
    first = lines[0].registration
    statuses = {line.registration.status for line in lines}
    outcome = next((n for status, n in _BY_OUTCOME if status in statuses), Notice.CHANGE)
    notice = telling.notice or outcome
    thread = desk.threads.get(first.reference, Thread())
    return Notification(
        key=f"{first.reference}.{notice.value}.{desk.cause}",
        notice=notice,
        to=first.contact,
        to_name=first.contact_name,
        language=first.language,
        received=first.queue.received,
        reference=first.reference,
        lines=tuple(lines),
        free=seats.free(),
        in_reply_to=thread.message_id,
        references=(thread.message_id,) if thread.message_id else (),
        subject=thread.subject,
        text=telling.text,
        by_hand=True,
    )


def ensure_choices(person: Participant, event: Event) -> None:
    """Whether what an organiser says somebody wishes for exists.

    Raises: Refused.
    """
    for choice in (person.workshop, person.alternative):
        if choice and choice != LIVESTREAM and event.workshop(choice) is None:
            known = ", ".join(w.id for w in event.workshops)
            raise Refused("unknown-workshop", f'There is no workshop "{choice}"; there are {known}.')
    if (person.attendance is Attendance.LIVESTREAM or person.alternative == LIVESTREAM) and (
        not event.livestream
    ):
        raise Refused("no-livestream", "The event has no livestream.")
