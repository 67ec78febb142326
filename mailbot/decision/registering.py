"""Registrations: new ones, the same again, and answers to our question.

A registration received before registration closes is seated in the order of receipt; one received
later is declined and told so. If something is missing that only the sender can give, we ask once:
the participants are pending, and the answer completes them (within `answer_days`, even after the
deadline). A second unclear answer is held for a person.

The same person registered again by the same contact stands as it did, and the reply repeats it.
Another workshop is a change: if it has room the person moves; if not, they keep the old seat and
join the new waiting list. Several people may share one address, so only the name tells who is who.
"""

from __future__ import annotations

from dataclasses import replace

from mailbot.decision.case import Case, renew
from mailbot.decision.model import Decision, Disposition, Registration
from mailbot.decision.people import same_person
from mailbot.decision.seating import WHOLE_EVENT, Seats, seat
from mailbot.envelope import Attendance, Notice, Status
from mailbot.intent.model import Action, Intent, Participant

Changes = list[tuple[Registration | None, Registration]]


def register(case: Case) -> Decision:
    """Seats the participants of a complete registration, or finds that they stand already."""
    seats, changes, told = case.seats, Changes(), list[Registration]()
    for ordinal, participant in enumerate(case.intent.participants, 1):
        old = case.existing(participant)
        if old is None:
            after = _new(case, participant, ordinal, seats)
        elif old.status is Status.HELD:
            return case.hold("already-held", "An earlier mail about the same person waits for a decision.")
        elif old.status is Status.PENDING:
            after = seat(renew(old, participant), seats.without(old))
        elif _same_wish(old, participant):
            told.append(old)
            continue
        else:
            after = _moved(case, old, participant, seats)
        seats = (seats.without(old) if old else seats).including(after)
        changes.append((old, after))
    return _outcome(case, changes, told)


def ask(case: Case) -> Decision:
    """Asks once for what is missing; participants are pending until the answer comes."""
    participants = case.intent.participants or (Participant(name=None),)
    stands = [r for p in participants if p.name and (r := case.existing(p))]
    if stands or case.pending:
        return case.hold(
            "unclear-again", "The sender is registered or was asked already; this mail is unclear too."
        )
    if case.late:
        return decline(case)
    changes: Changes = [(None, case.new(p, n, Status.PENDING)) for n, p in enumerate(participants, 1)]
    missing = case.intent.missing or ("workshop",)
    return case.conclude(
        Disposition.ASKED,
        "asked-" + missing[0],
        "Something is missing that only the sender can give: " + ", ".join(missing) + ".",
        Notice.QUESTION,
        changes,
        missing=missing,
    )


def answer(case: Case) -> Decision:
    """Completes pending registrations by the answer to our question, or holds both for a person."""
    pending = case.pending
    pairs = _paired(pending, case.intent)
    completed = [renew(old, p) for old, p in pairs]
    if len(pairs) < len(pending) or not all(_complete(r, case) for r in completed):
        return case.hold("unclear-answer", "The answer to our question does not say all that was asked.")
    if not all(case.in_answer_time(r) for r in pending):
        return _late(case, [(r, replace(r, status=Status.DECLINED)) for r in pending])
    seats, changes = case.seats, Changes()
    for (old, _), wished in zip(pairs, completed, strict=True):
        after = seat(wished, seats)
        seats = seats.including(after)
        changes.append((old, after))
    return _outcome(case, changes, [])


def decline(case: Case) -> Decision:
    """Too late: recorded, and told which time counted."""
    participants = case.intent.participants or (Participant(name=None),)
    return _late(case, [(None, case.new(p, n, Status.DECLINED)) for n, p in enumerate(participants, 1)])


def _late(case: Case, changes: Changes) -> Decision:
    return case.conclude(
        Disposition.DECLINED,
        "too-late",
        "Received after registration closed.",
        Notice.LATE,
        changes,
    )


def _new(case: Case, participant: Participant, ordinal: int, seats: Seats) -> Registration:
    if case.late:
        return case.new(participant, ordinal, Status.DECLINED)
    return seat(case.new(participant, ordinal, Status.PENDING), seats)


def _same_wish(old: Registration, participant: Participant) -> bool:
    """Whether a mail asks for nothing that the registration does not already say."""
    if participant.attendance is not old.attendance and old.waiting_for is None:
        return False
    if participant.attendance is Attendance.LIVESTREAM:
        return True
    return participant.workshop in (None, old.workshop) and participant.alternative in (None, old.alternative)


def _moved(case: Case, old: Registration, participant: Participant, seats: Seats) -> Registration:
    """Another wish of somebody who is registered: moved if there is room, else the old seat is
    kept and the person joins the list, where the time of this mail counts."""
    wished = renew(old, participant)
    if wished.attendance is Attendance.LIVESTREAM:
        return replace(
            wished, workshop=participant.workshop, status=Status.CONFIRMED, seat=None, waiting_for=None
        )
    others = seats.without(old)
    if others.has_room(wished.workshop):
        return replace(wished, status=Status.CONFIRMED, seat=wished.workshop, waiting_for=None)
    wished = replace(wished, queue=replace(old.queue, received=case.arrival.received, uid=case.arrival.uid))
    if old.status is Status.CONFIRMED:
        return replace(
            wished, attendance=old.attendance, seat=old.seat, waiting_for=wished.workshop or WHOLE_EVENT
        )
    return seat(wished, others)


def _paired(pending: tuple[Registration, ...], intent: Intent) -> list[tuple[Registration, Participant]]:
    """Which participant of the answer completes which pending registration."""
    rest = list(intent.participants)
    pairs: list[tuple[Registration, Participant]] = []
    for old in pending:
        found = next((p for p in rest if p.name and same_person(old.name, p.name)), None)
        if found is not None:
            rest.remove(found)
            pairs.append((old, found))
    if not pairs and len(pending) == 1 and len(rest) == 1:
        # "Die zwei bitte", signed with nothing, a nickname or the address of the office: there is
        # one question open and one answer to it. The name that was given first stands.
        only = rest[0]
        return [(pending[0], replace(only, name=None) if pending[0].name else only)]
    return pairs


def _complete(registration: Registration, case: Case) -> bool:
    if not registration.name:
        return False
    livestream = registration.attendance is Attendance.LIVESTREAM
    return livestream or not case.event.workshops or registration.workshop is not None


_OUTCOMES = (
    (Status.CONFIRMED, Disposition.ACCEPTED, "confirmed", "A seat was free.", Notice.CONFIRMATION),
    (Status.WAITLISTED, Disposition.WAITLISTED, "workshop-full", "No seat was free.", Notice.WAITLIST),
    (Status.DECLINED, Disposition.DECLINED, "too-late", "Received after registration closed.", Notice.LATE),
)


def _outcome(case: Case, changes: Changes, told: list[Registration]) -> Decision:
    """The best that happened to anyone names the mail's disposition and its notice; the lines of
    the reply tell of each."""
    if not changes:
        return _repeat(case, told)
    moved = [b for b, _ in changes if b is not None and b.status in (Status.CONFIRMED, Status.WAITLISTED)]
    if moved and len(moved) == len(changes):
        return case.conclude(
            Disposition.CHANGED,
            "changed",
            "The registration stood already and was changed.",
            Notice.CHANGE,
            changes,
            told=told,
        )
    statuses = {after.status for _, after in changes}
    for status, disposition, reason, explanation, notice in _OUTCOMES:
        if status in statuses:
            return case.conclude(disposition, reason, explanation, notice, changes, told=told)
    raise AssertionError(statuses)


def _repeat(case: Case, told: list[Registration]) -> Decision:
    confirmed = any(r.status is Status.CONFIRMED for r in told)
    return case.conclude(
        Disposition.REPEATED,
        "already-registered",
        "The same was registered before; it stands, and the reply repeats it.",
        Notice.CONFIRMATION if confirmed else Notice.WAITLIST,
        [],
        told=told,
        repeated=True,
    )


def needs_answer(case: Case) -> bool:
    """Whether the mail can be the answer to a question of ours."""
    return bool(case.pending) and case.intent.action in (Action.ACT, Action.ASK)
