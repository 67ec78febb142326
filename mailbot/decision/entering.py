"""Registrations that no mail brought: by telephone, on paper, at the door.

They get the same place in the order as a mail received at that moment, and the same answer if there
is an address: a seat, the waiting list, or the word that it came too late. Who stands at the door
(walk-in) is never too late, but needs a free seat like everybody. The same person of the same
address is registered once, unless the clerk says that somebody else has the same name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mailbot.decision.case import Ending
from mailbot.decision.desk import AlreadyDone, Desk, Refused, Telling, concluded, ensure_choices
from mailbot.decision.model import Decision, Disposition, Queue, Registration
from mailbot.decision.people import same_person
from mailbot.decision.reference import reference
from mailbot.decision.seating import seat
from mailbot.envelope import Attendance, Status
from mailbot.intent.model import Participant


class Origin(StrEnum):
    """How a registration came that no mail brought; the ledger's `source`."""

    TELEPHONE = "telephone"
    PAPER = "paper"
    WALK_IN = "walk-in"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody registered by a clerk. contact: their address, in lower case, or empty. phone: their
    telephone number as they said it, or empty.
    """

    person: Participant
    contact: str = ""
    language: str = ""
    phone: str = ""


def add(
    desk: Desk,
    caller: Caller,
    order: Queue,
    origin: Origin,
    *,
    exception: bool = False,
    namesake: bool = False,
) -> Decision:
    """Registers somebody whom a clerk enters, at their place in the order of receipt.

    order: when the telephone rang or the paper came. exception: also after registration closed.
    namesake: somebody else of that name and address is registered. `desk.snapshot` knows the contact.

    Raises: AlreadyDone, Refused.
    """
    person = caller.person
    ensure_choices(person, desk.event)
    if not person.name:
        raise Refused("no-name", "A registration needs a name.")
    if order.received > desk.now:
        raise Refused("not-yet", "The time of receipt lies in the future.")
    twin = next((r for r in desk.snapshot.known if r.live and same_person(r.name, person.name)), None)
    if twin is not None and not namesake:
        raise AlreadyDone(f"{twin.name} is registered as {twin.reference}.", twin.reference)
    new = Registration(
        reference=reference(hashlib.sha256(desk.cause.encode()).hexdigest()),
        name=person.name,
        title=person.title or "",
        organisation=person.organisation or "",
        contact=caller.contact,
        contact_name=person.name if caller.contact else "",
        status=Status.DECLINED,
        queue=order,
        workshop=person.workshop,
        alternative=person.alternative,
        attendance=person.attendance,
        language=caller.language or desk.event.language,
        phone=" ".join(caller.phone.split()),
    )
    in_time = order.received < desk.event.closes_at or exception or origin is Origin.WALK_IN
    if new.attendance is Attendance.ON_SITE and desk.event.workshops and new.workshop is None:
        raise Refused("no-workshop", f"{person.name} has no workshop; say which.")
    after = seat(new, desk.seats) if in_time else new
    reason, words = (
        ("entered-by-clerk", "A clerk entered it.") if in_time else ("too-late", "It came too late.")
    )
    return concluded(desk, Ending(_ENDINGS[after.status], reason, words), [(None, after)], Telling())


_ENDINGS: Mapping[Status, Disposition] = {
    Status.CONFIRMED: Disposition.ACCEPTED,
    Status.WAITLISTED: Disposition.WAITLISTED,
    Status.DECLINED: Disposition.DECLINED,
}
