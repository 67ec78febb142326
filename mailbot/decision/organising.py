"""What organisers do to registrations: cancel, move, grant, merge, correct.

Every action goes through `settle` like every mail: whoever is next gets a seat that became free, and
is told. The people concerned hear of it by one mail for each contact, below the mail by which they
registered; somebody without an address hears it from the office. What stands so already is said to
be done already, and what cannot be done is refused with the reason and the way out.

- cancel: the person no longer comes. A held registration whose mail still waits is decided with it.
- move: to a workshop or to the livestream. Organisers choose who sits where, also past a waiting
  list (that is how they promote by hand), but past the last seat only if they say so. Somebody who
  has no seat because something was asked back is completed and seated by the usual rule, and so
  waits if nothing is free.
- grant: an exception. A registration that came too late is seated now or joins the list, by the time
  of its receipt, so behind all that came in time. One that was cancelled comes back as if it were
  received now: its place was passed on.
- restore: a cancellation was a slip. The registration stands again as it stood, in its old place, if its
  seat is still free; else grant is the way.
- merge: two registrations of one person become one. The one that stays takes over the earlier place
  on the list of the same workshop, and a seat of the other in the workshop that it waits for; the
  rest of the other becomes free. Nobody is told that a duplicate is gone.
- correct: name, title, organisation, address, telephone. Nothing else changes; a mail goes out only if
  wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.decision.cancelling import withdrawn
from mailbot.decision.case import Ending
from mailbot.decision.desk import AlreadyDone, Desk, Refused, Telling, concluded
from mailbot.decision.model import Decision, Disposition, Queue, Registration
from mailbot.decision.seating import LIVESTREAM, Seats, seat
from mailbot.envelope import Attendance, Notice, Status

ON_SITE = "on-site"
"""Where to move somebody at an event without workshops, if not to the livestream."""
_UNDECIDED = (Status.PENDING, Status.HELD)


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be written otherwise; None: as it stands."""

    name: str | None = None
    title: str | None = None
    organisation: str | None = None
    contact: str | None = None
    phone: str | None = None


def cancel(
    desk: Desk, registrations: Sequence[Registration], *, tell: bool = True, text: str = ""
) -> Decision:
    """Cancels all of `registrations`, or none if one of them cannot be.

    Raises: AlreadyDone, Refused.
    """
    for registration in registrations:
        _decided(desk, registration)
        if not registration.live:
            raise AlreadyDone(_stands(registration), registration.reference)
    ending = Ending(Disposition.CANCELLED, "cancelled-by-organiser", "An organiser cancelled it.")
    changes = [(r, withdrawn(r)) for r in registrations]
    return concluded(desk, ending, changes, Telling(Notice.CANCELLATION, tell, text))


def move(
    desk: Desk,
    registration: Registration,
    target: str,
    *,
    overbook: bool = False,
    tell: bool = True,
    text: str = "",
) -> Decision:
    """Moves somebody to the workshop with the id `target`, to "livestream", or "on-site" at an event
    without workshops.

    Raises: AlreadyDone, Refused; "full" unless `overbook`.
    """
    _decided(desk, registration)
    if not registration.live:
        raise Refused(registration.status.value, f"{_stands(registration)}; grant brings it back.")
    after = _to_livestream(desk, registration) if target == LIVESTREAM else None
    reason = "moved-by-organiser"
    if after is None:
        workshop = _workshop(desk, target)
        after = _to_workshop(desk, registration, workshop, overbook=overbook)
        if overbook and not _room(desk, registration, workshop):
            reason = "overbooked-by-organiser"
    notice: Notice | None = Notice.CHANGE
    if registration.status in _UNDECIDED:
        notice = None
    elif after.takes_seat and registration.waiting_for == (after.seat or ""):
        notice = Notice.PROMOTION
    ending = Ending(Disposition.CHANGED, reason, "An organiser moved it.")
    return concluded(desk, ending, [(registration, after)], Telling(notice, tell, text))


def grant(
    desk: Desk, registrations: Sequence[Registration], workshop: str | None = None, *, tell: bool = True
) -> Decision:
    """Seats people in spite of the deadline, or brings cancelled ones back.

    workshop: what they wish for, where it is not known ("livestream" as well).

    Raises: AlreadyDone, Refused.
    """
    seats, changes = desk.seats, list[tuple[Registration | None, Registration]]()
    for registration in registrations:
        _decided(desk, registration)
        if registration.status in (Status.CONFIRMED, Status.WAITLISTED):
            raise AlreadyDone(_stands(registration), registration.reference)
        wished = _wishing(desk, registration, workshop)
        wished = replace(wished, queue=place_after_grant(registration, desk.now))
        after = seat(wished, seats)
        seats = seats.including(after)
        changes.append((registration, after))
    ending = Ending(Disposition.ACCEPTED, "granted-by-organiser", "An organiser made an exception.")
    return concluded(desk, ending, changes, Telling(None, tell))


def restore(desk: Desk, registration: Registration, stood: Registration, *, tell: bool = True) -> Decision:
    """Undoes a cancellation: the registration stands again as it `stood`, with its old place.

    Raises: AlreadyDone if it is not cancelled; Refused "full" if its seat has been passed on.
    """
    if registration.status is not Status.CANCELLED:
        raise AlreadyDone(_stands(registration), registration.reference)
    if stood.takes_seat and not _room(desk, registration, stood.seat):
        full = f"Workshop {stood.seat}" if stood.seat else "The event"
        raise Refused("full", f"{full} has no seat left; grant puts {registration.reference} on the list.")
    ending = Ending(Disposition.ACCEPTED, "restored-by-organiser", "An organiser took the cancellation back.")
    return concluded(desk, ending, [(registration, stood)], Telling(None, tell))


def place_after_grant(registration: Registration, now: datetime) -> Queue:
    """The place in the order of receipt that an exception gives: for the snapshot that it rests on.

    UID and order in the mail stay: two people who come back at once keep two places.
    """
    came = registration.queue
    return replace(came, received=now) if registration.status is Status.CANCELLED else came


def merge(desk: Desk, keep: Registration, drop: Registration) -> Decision:
    """Makes one registration of two; `keep` stays, `drop` is cancelled without a word.

    Raises: AlreadyDone, Refused.
    """
    if keep.reference == drop.reference:
        raise Refused("same", f"{keep.reference} is one registration; name two.")
    if not drop.live:
        raise AlreadyDone(_stands(drop), drop.reference)
    for registration in (keep, drop):
        _decided(desk, registration)
    if not keep.live:
        raise Refused(keep.status.value, f"{_stands(keep)}; keep the other one.")
    after = keep
    if keep.waiting_for is not None:
        if drop.takes_seat and (drop.seat or "") == keep.waiting_for:
            after = _seated(keep, drop.seat)
        elif drop.waiting_for == keep.waiting_for:
            after = replace(keep, queue=min(keep.queue, drop.queue, key=lambda q: q.key))
    ending = Ending(
        Disposition.CANCELLED, "merged-by-organiser", f"{drop.reference} went into {keep.reference}."
    )
    changes = [(drop, withdrawn(drop)), *([(keep, after)] if after != keep else [])]
    return concluded(desk, ending, changes, Telling(aloud=False))


def correct(
    desk: Desk, registration: Registration, correction: Correction, *, tell: bool = False
) -> Decision:
    """Writes name, title, organisation, address or telephone otherwise.

    Raises: AlreadyDone if it is written so; Refused for an empty name.
    """
    after = replace(
        registration,
        name=_written(correction.name, registration.name),
        title=_written(correction.title, registration.title),
        organisation=_written(correction.organisation, registration.organisation),
        contact=_written(correction.contact, registration.contact).lower(),
        phone=_written(correction.phone, registration.phone),
    )
    if correction.name is not None and not after.name:
        raise Refused("no-name", "A registration needs a name.")
    if after == registration:
        raise AlreadyDone(f"{registration.reference} is written so already.", registration.reference)
    ending = Ending(Disposition.CHANGED, "corrected-by-organiser", "An organiser corrected it.")
    return concluded(desk, ending, [(registration, after)], Telling(Notice.CHANGE, tell))


def _written(wanted: str | None, stands: str) -> str:
    return stands if wanted is None else " ".join(wanted.split())


def _decided(desk: Desk, registration: Registration) -> None:
    mail = desk.waits.get(registration.reference)
    if mail is not None and registration.status is Status.HELD:
        raise Refused(
            "mail-waits",
            f"{registration.reference} belongs to mail {mail}, which waits: accept, ask or dismiss that.",
        )


def _stands(registration: Registration) -> str:
    return f"{registration.reference} ({registration.name}) is {registration.status.value}"


def _workshop(desk: Desk, target: str) -> str | None:
    if not desk.event.workshops and target == ON_SITE:
        return None
    if desk.event.workshop(target) is None:
        known = [w.id for w in desk.event.workshops] or [ON_SITE]
        known += [LIVESTREAM] if desk.event.livestream else []
        raise Refused("unknown-workshop", f'There is no workshop "{target}"; there are {", ".join(known)}.')
    return target


def _to_livestream(desk: Desk, registration: Registration) -> Registration:
    if not desk.event.livestream:
        raise Refused("no-livestream", "The event has no livestream.")
    after = replace(
        registration,
        attendance=Attendance.LIVESTREAM,
        status=Status.CONFIRMED,
        workshop=None,
        seat=None,
        waiting_for=None,
        offered=None,
        offered_until=None,
    )
    if after == registration:
        raise AlreadyDone(f"{registration.reference} watches the livestream already.", registration.reference)
    return after


def _to_workshop(
    desk: Desk, registration: Registration, workshop: str | None, *, overbook: bool
) -> Registration:
    if registration.takes_seat and registration.seat == workshop and registration.waiting_for is None:
        raise AlreadyDone(f"{registration.reference} sits there already.", registration.reference)
    if registration.status in _UNDECIDED and not overbook:
        wished = _wishing(desk, registration, workshop or ON_SITE)
        return seat(wished, desk.seats.without(registration))
    if not overbook and not _room(desk, registration, workshop):
        full = f"Workshop {workshop}" if workshop else "The event"
        raise Refused("full", f"{full} has no seat left; say --overbook to seat them all the same.")
    return _seated(registration, workshop)


def _room(desk: Desk, registration: Registration, workshop: str | None) -> bool:
    others: Seats = desk.seats.without(registration)
    return others.left_in(workshop) and others.left_in_all()


def _seated(registration: Registration, workshop: str | None) -> Registration:
    return replace(
        registration,
        status=Status.CONFIRMED,
        attendance=Attendance.ON_SITE,
        workshop=workshop,
        alternative=None if registration.alternative == workshop else registration.alternative,
        seat=workshop,
        waiting_for=None,
        offered=None,
        offered_until=None,
    )


def _wishing(desk: Desk, registration: Registration, workshop: str | None) -> Registration:
    """The registration with a wish that can be seated; `workshop`: what the organiser says of it."""
    wished = registration
    if workshop == LIVESTREAM:
        wished = replace(_to_livestream(desk, registration), status=registration.status)
    elif workshop is not None:
        wished = replace(registration, workshop=_workshop(desk, workshop), attendance=Attendance.ON_SITE)
    if not wished.name:
        raise Refused("no-name", f"{wished.reference} has no name yet; correct it first.")
    lacks = desk.event.workshops and desk.event.workshop(wished.workshop) is None
    if lacks and wished.attendance is Attendance.ON_SITE:
        raise Refused("no-workshop", f"{wished.reference} has no workshop; say which.")
    return wished
