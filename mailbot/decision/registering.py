"""Registrations: new ones, the same again, and answers to our question.

A registration received before registration closes is seated in the order of receipt; one received
later is declined and told so. If something is missing that only the sender can give, we ask once:
the participants are pending, and the answer completes them (within `answer_days`, even after the
deadline). A second unclear answer is held for a person.

The same person registered again by the same contact stands as it did, and the reply repeats it. What
the mail itself states otherwise is taken over: an organisation in its text (one in a signature only
where none was known), a title that was lacking. Another workshop is a change: if it has room the person
moves; if not, they keep the old seat and join the new waiting list. Several people may share one
address, so only the name tells who is who.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mailbot.decision.case import Case, Ending, renew, says_attendance, says_name
from mailbot.decision.model import Decision, Disposition, Queue, Registration
from mailbot.decision.people import same_person
from mailbot.decision.seating import WHOLE_EVENT, Seats, seat
from mailbot.envelope import Attendance, Notice, Status
from mailbot.intent.model import Action, Participant, Source

Changes = list[tuple[Registration | None, Registration]]


def register(
    case: Case,
    participants: Sequence[Participant] | None = None,
    renamed: Mapping[str, Participant] | None = None,
) -> Decision:
    """Seats the participants of a mail, completes those that were pending, repeats what stands.

    participants: those of the mail, unless the caller knows better who is meant.
    renamed: by reference, whose name and organisation a registration is to carry from now on.
    """
    renamed = renamed or {}
    seats, changes, told = case.seats, Changes(), list[Registration]()
    for ordinal, participant in enumerate(participants or case.intent.participants, 1):
        old = case.existing(participant)
        if old is not None and old.status is Status.HELD:
            return case.hold("already-held", "An earlier mail about the same person waits for a decision.")
        rename = renamed.get(old.reference) if old else None
        if old is not None and old.status is not Status.PENDING and same_wish(old, participant):
            after = _restated(old, participant) if rename is None else _renamed(old, rename)
            if after == old:
                told.append(old)
            else:
                changes.append((old, after))
            continue
        after = _wished(case, old, participant, ordinal, seats)
        after = _renamed(after, rename) if rename else after
        if not complete(after, case):
            return case.hold("unclear-answer", "The answer to our question does not say all that was asked.")
        seats = (seats.without(old) if old else seats).including(after)
        changes.append((old, after))
    return outcome(case, changes, told)


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
        Ending(
            Disposition.ASKED,
            "asked-" + missing[0],
            "Something is missing that only the sender can give: " + ", ".join(missing) + ".",
        ),
        Notice.QUESTION,
        changes,
        missing=missing,
        answer_until=case.answer_until(case.arrival.received),
    )


def answer(case: Case) -> Decision | None:
    """Completes pending registrations by the answer to our question, or holds both for a person.

    None if the mail is no answer: it refers to no mail of ours and speaks of other people.
    """
    people = _answering(case.pending, case.intent.participants)
    answered = [
        p for p in case.pending if any(same_person(p.name, a.name or "") or not p.name for a in people)
    ]
    if not answered and not case.snapshot.thread:
        return None
    if len(answered) < len(case.pending):
        return case.hold("unclear-answer", "The answer to our question does not say all that was asked.")
    return register(case, people)


def decline(case: Case) -> Decision:
    """Too late: recorded, and told which time counted."""
    participants = case.intent.participants or (Participant(name=None),)
    return _late(case, [(None, case.new(p, n, Status.DECLINED)) for n, p in enumerate(participants, 1)])


def _late(case: Case, changes: Changes) -> Decision:
    return case.conclude(
        Ending(Disposition.DECLINED, "too-late", "Received after registration closed."),
        Notice.LATE,
        changes,
    )


def _wished(
    case: Case, old: Registration | None, participant: Participant, ordinal: int, seats: Seats
) -> Registration:
    """How a participant stands after this mail."""
    if old is None:
        new = case.new(participant, ordinal, Status.DECLINED if case.late else Status.PENDING)
        return new if case.late else seat(new, seats)
    if old.status is not Status.PENDING:
        return moved(case, old, participant, ordinal, seats)
    if not case.in_answer_time(old):
        return replace(renew(old, participant), status=Status.DECLINED)
    return seat(renew(old, participant), seats.without(old))


def _renamed(registration: Registration, participant: Participant) -> Registration:
    """The same place for another person, or for the same one spelt right."""
    same = same_person(registration.name, participant.name or "")
    return replace(
        registration,
        name=participant.name or registration.name,
        title=participant.title or (registration.title if same else ""),
        organisation=participant.organisation or registration.organisation,
    )


def _restated(old: Registration, participant: Participant) -> Registration:
    """Somebody whose wish stands, with what the mail states of them anew."""
    found = participant.evidence.get("organisation")
    in_text = found is None or found.source in (Source.BODY, Source.SUBJECT)
    organisation = participant.organisation or ""
    said = " ".join(organisation.split()).casefold()
    differs = bool(said) and said != " ".join(old.organisation.split()).casefold()
    return replace(
        old,
        title=old.title or participant.title or "",
        organisation=organisation if differs and (in_text or not old.organisation) else old.organisation,
    )


def same_wish(old: Registration, participant: Participant) -> bool:
    """Whether a mail asks for nothing that the registration does not already say."""
    if not says_attendance(participant):
        return participant.alternative in (None, old.alternative)
    if participant.attendance is not old.attendance and old.waiting_for is None:
        return False
    if participant.attendance is Attendance.LIVESTREAM:
        return True
    return participant.workshop in (None, old.workshop) and participant.alternative in (None, old.alternative)


def moved(
    case: Case, old: Registration, participant: Participant, ordinal: int, seats: Seats
) -> Registration:
    """Another wish of somebody who is registered: moved if there is room, else the old seat is
    kept and the person joins the list, where the time and the order of this mail count. Who waits for
    it already keeps the place, and who sits in it already stays.
    """
    wished = replace(renew(old, participant), offered=None, offered_until=None)
    if wished.attendance is Attendance.LIVESTREAM:
        return replace(
            wished, workshop=participant.workshop, status=Status.CONFIRMED, seat=None, waiting_for=None
        )
    others = seats.without(old)
    stays = old.takes_seat and old.seat == wished.workshop
    if stays or others.has_room(wished.workshop):
        return replace(wished, status=Status.CONFIRMED, seat=wished.workshop, waiting_for=None)
    if (wished.workshop or WHOLE_EVENT) != old.waiting_for:
        wished = replace(wished, queue=Queue(case.arrival.received, case.arrival.uid, ordinal))
    if old.status is Status.CONFIRMED:
        return replace(
            wished, attendance=old.attendance, seat=old.seat, waiting_for=wished.workshop or WHOLE_EVENT
        )
    return seat(wished, others)


def _answering(
    pending: Sequence[Registration], participants: Sequence[Participant]
) -> tuple[Participant, ...]:
    """The participants of an answer, with the name of the one whom it must mean.

    "Die zwei bitte", unsigned: one question is open, and this is the one answer to it. The name
    that was given first stands; a display name is no statement about who comes.
    """
    if len(pending) == 1 and len(participants) == 1 and pending[0].name and not says_name(participants[0]):
        return (replace(participants[0], name=pending[0].name),)
    return tuple(participants)


def complete(registration: Registration, case: Case) -> bool:
    """Whether all is known that a seat needs: who comes, and where to."""
    if registration.status is Status.DECLINED:
        return True
    if not registration.name:
        return False
    livestream = registration.attendance is Attendance.LIVESTREAM
    return livestream or not case.event.workshops or registration.workshop is not None


_OUTCOMES = (
    (Status.CONFIRMED, Disposition.ACCEPTED, "confirmed", "A seat was free.", Notice.CONFIRMATION),
    (Status.WAITLISTED, Disposition.WAITLISTED, "workshop-full", "No seat was free.", Notice.WAITLIST),
    (Status.DECLINED, Disposition.DECLINED, "too-late", "Received after registration closed.", Notice.LATE),
)


def outcome(case: Case, changes: Changes, told: list[Registration]) -> Decision:
    """The best that happened to anyone names the mail's disposition and its notice; the lines of
    the reply tell of each.
    """
    if not changes:
        return _repeat(case, told)
    stood = [b for b, _ in changes if b is not None and b.status in (Status.CONFIRMED, Status.WAITLISTED)]
    if stood and len(stood) == len(changes):
        return case.conclude(
            Ending(Disposition.CHANGED, "changed", "The registration stood already and was changed."),
            Notice.CHANGE,
            changes,
            told=told,
        )
    statuses = {after.status for _, after in changes}
    for status, disposition, reason, explanation, notice in _OUTCOMES:
        if status in statuses:
            return case.conclude(Ending(disposition, reason, explanation), notice, changes, told=told)
    raise AssertionError(statuses)


def _repeat(case: Case, told: list[Registration]) -> Decision:
    confirmed = any(r.status is Status.CONFIRMED for r in told)
    return case.conclude(
        Ending(
            Disposition.REPEATED,
            "already-registered",
            "The same was registered before; it stands, and the reply repeats it.",
        ),
        Notice.CONFIRMATION if confirmed else Notice.WAITLIST,
        [],
        told=told,
        repeated=True,
    )


def needs_answer(case: Case) -> bool:
    """Whether the mail can be the answer to a question of ours."""
    return bool(case.pending) and case.intent.action in (Action.ACT, Action.ASK)
