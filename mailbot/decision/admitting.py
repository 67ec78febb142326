"""What organisers do with held mails: accept, ask back, answer, dismiss.

A held mail is decided once, by a person:

- accept: those whom the mail registers are seated as if it had just been understood when it was
  received. The registrations that were held with it become the participants, with the organiser's
  corrections; one who is not wanted after all is dropped; one more is added. Whoever is registered
  already is changed, not doubled. If the mail came too late nobody is seated unless an exception is
  made: who says "accept" must not send a refusal by surprise.
- ask: what is missing is asked back once, in the office's name. Who was asked before is not asked
  again by us, and nobody is asked when the time for an answer is over: write to them instead.
- answer: the organiser's own words go to the sender. What was held with the mail stays held, in its
  order, until the person writes again or an organiser moves, grants or cancels it.
- dismiss: it is no registration; what was held with it is dropped, and nobody hears of it.
- take up: it was one after all; the mail waits again, and with it what was dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from mailbot.decision.cancelling import withdrawn
from mailbot.decision.case import Case, Ending
from mailbot.decision.desk import Refused, ensure_choices
from mailbot.decision.model import Decision, Disposition, Registration
from mailbot.decision.people import same_person
from mailbot.decision.reference import reference
from mailbot.decision.registering import Changes, complete, moved, outcome, same_wish
from mailbot.decision.seating import Seats, seat
from mailbot.envelope import Attendance, Notice, Status
from mailbot.intent.model import Participant

MISSING = ("workshop", "choice", "unknown-workshop", "name", "names")
"""What can be asked for; see Intent.missing."""


def accept(case: Case, held: Sequence[Registration], *, exception: bool = False) -> Decision:
    """Seats the participants of `case.intent`, as an organiser has corrected them.

    held: all registrations that this mail brought so far. exception: also if the mail came too late.

    Raises: Refused.
    """
    people = case.intent.participants
    _checked(case, people)
    rows = [r for r in held if r.status is Status.HELD]
    becomes = _rows_for(case, people, rows)
    taken = {r.reference for r in held}
    free = (n for n in count(1) if reference(case.arrival.digest, n) not in taken)
    seats, changes, told = case.seats, Changes(), list[Registration]()
    for number, person in enumerate(people):
        old = becomes.get(number) or case.existing(person)
        if old is not None and old.status in _STANDS:
            after = _changed(case, old, person, next(free), seats)
        else:
            _in_time(case, old, exception=exception)
            after = _admitted(case, old or case.new(person, next(free), Status.HELD), person, seats)
        if not complete(after, case):
            raise Refused("incomplete", f"{after.name or 'Somebody'} lacks a name or a workshop.")
        if after == old:
            told.append(old)
            continue
        seats = (seats.without(old) if old else seats).including(after)
        changes.append((old, after))
    touched = {after.reference for _, after in changes}
    dropped = [withdrawn(r) for r in rows if r.reference not in touched]
    decision = outcome(case, changes, told)
    return replace(
        decision,
        reason="accepted-by-organiser",
        explanation=f"An organiser accepted it. {decision.explanation}",
        registrations=(*decision.registrations, *dropped),
    )


def ask_back(
    case: Case, held: Sequence[Registration], missing: Sequence[str], *, exception: bool = False
) -> Decision:
    """Asks the sender of a held mail for what is `missing`; those held with it wait for the answer.

    Raises: Refused.
    """
    unknown = [word for word in missing if word not in MISSING]
    if unknown or not missing:
        raise Refused("what-to-ask", f"What is missing? One or more of: {', '.join(MISSING)}.")
    _answerable(case)
    if case.late and not exception:
        raise Refused("too-late", "The mail came after registration closed; nothing is asked then.")
    if case.pending:
        raise Refused(
            "asked-already", f"{case.pending[0].reference} was asked already; write a text instead."
        )
    until = case.answer_until(case.arrival.received)
    if until <= case.now:
        raise Refused("answer-time-over", "The time for an answer has passed; write a text instead.")
    changes: Changes = [
        (r, replace(r, status=Status.PENDING, contact=case.contact)) for r in held if r.status is Status.HELD
    ]
    if not held:
        people = case.intent.participants or (Participant(name=None),)
        stands = next((r for p in people if p.name and (r := case.existing(p))), None)
        if stands is not None:
            raise Refused("stands-already", f"{stands.reference} is known already; write a text instead.")
        changes = [(None, case.new(p, n, Status.PENDING)) for n, p in enumerate(people, 1)]
    if not changes:
        raise Refused("nobody-to-ask", "Nobody of this mail is held; write a text instead.")
    ending = Ending(Disposition.ASKED, "asked-by-organiser", f"An organiser asked for: {', '.join(missing)}.")
    return case.conclude(ending, Notice.QUESTION, changes, missing=tuple(missing), answer_until=until)


def answer_by_hand(case: Case, held: Sequence[Registration], text: str) -> Decision:
    """The organiser's own words to the sender of a held mail.

    Raises: Refused without a text or a sender.
    """
    if not text.strip():
        raise Refused("no-text", "The answer has no text.")
    _answerable(case)
    letter = replace(
        case.reply(Notice.ANNOUNCEMENT, ()),
        key=f"{case.arrival.digest[:24]}.answer",
        reference=held[0].reference if held else "",
        language=case.event.language,
        text=text,
        by_hand=True,
    )
    return Decision(
        Disposition.ANSWERED, "answered-by-organiser", "An organiser answered it.", notifications=(letter,)
    )


def dismiss(held: Sequence[Registration]) -> Decision:
    """The mail is no registration: what was held with it is dropped."""
    dropped = tuple(withdrawn(r) for r in held if r.status is Status.HELD)
    return Decision(
        Disposition.IGNORED, "dismissed-by-organiser", "An organiser found no registration in it.", dropped
    )


def take_up(dropped: Sequence[Registration]) -> Decision:
    """A mail that was dismissed waits again, and with it what was held with it and `dropped`."""
    again = tuple(replace(r, status=Status.HELD) for r in dropped if r.status is Status.CANCELLED)
    return Decision(Disposition.HELD, "taken-up-by-organiser", "An organiser took it up again.", again)


_STANDS = (Status.CONFIRMED, Status.WAITLISTED)


def _checked(case: Case, people: Sequence[Participant]) -> None:
    _answerable(case)
    if not people:
        raise Refused("nobody", "Nobody is named; say who takes part.")
    for number, person in enumerate(people):
        ensure_choices(person, case.event)
        if any(same_person(person.name or "", other.name or "") for other in people[:number]):
            raise Refused("named-twice", f"{person.name} is named twice.")


def _answerable(case: Case) -> None:
    if "@" not in case.contact:
        raise Refused("no-sender", "The mail has no one sender; say to which address replies go.")


def _rows_for(
    case: Case, people: Sequence[Participant], rows: Sequence[Registration]
) -> dict[int, Registration]:
    """Which held registration becomes whom: the one of that name, else the next that is left for
    somebody who is not registered yet.
    """
    found: dict[int, Registration] = {}
    left = list(rows)
    for number, person in enumerate(people):
        same = next((r for r in left if same_person(r.name, person.name or "")), None)
        if same is not None:
            found[number] = same
            left.remove(same)
    for number, person in enumerate(people):
        if number not in found and left and case.existing(person) is None:
            found[number] = left.pop(0)
    return found


def _in_time(case: Case, old: Registration | None, *, exception: bool) -> None:
    answers = old is not None and old.status is Status.PENDING and case.in_answer_time(old)
    if case.late and not answers and not exception:
        raise Refused(
            "too-late",
            "The mail was received after registration closed: grant makes an exception, answer explains it.",
        )


def _admitted(case: Case, old: Registration, person: Participant, seats: Seats) -> Registration:
    """How somebody who was held or is new stands after an organiser's word."""
    written = _written(case, old, person)
    if person.attendance is Attendance.LIVESTREAM:
        written = replace(written, attendance=Attendance.LIVESTREAM, workshop=None, alternative=None)
    elif person.workshop is not None:
        written = replace(
            written,
            attendance=Attendance.ON_SITE,
            workshop=person.workshop,
            alternative=person.alternative,
        )
    return seat(written, seats.without(old))


def _changed(case: Case, old: Registration, person: Participant, ordinal: int, seats: Seats) -> Registration:
    """How somebody who is registered already stands after it."""
    written = _written(case, old, person)
    return written if same_wish(old, person) else moved(case, written, person, ordinal, seats)


def _written(case: Case, old: Registration, person: Participant) -> Registration:
    """The registration as an organiser writes it; silence of theirs changes nothing."""
    return replace(
        old,
        name=old.name if person.name is None else person.name,
        title=old.title if person.title is None else person.title,
        organisation=old.organisation if person.organisation is None else person.organisation,
        contact=case.contact,
        contact_name=case.contact_name or old.contact_name,
    )
