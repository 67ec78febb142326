"""Organiser actions on registrations: each one transaction, with its mails and its audit entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from mailbot.decision import (
    Caller,
    Correction,
    Decision,
    Desk,
    Disposition,
    Origin,
    Queue,
    Refused,
    Registration,
    entering,
    organising,
    place_after_grant,
)
from mailbot.delivery import sent_again
from mailbot.envelope import Attendance, OutboxState, Status
from mailbot.flow.acting import acting
from mailbot.flow.office import Office
from mailbot.flow.outcome import Done
from mailbot.message.model import Address
from mailbot.store import (
    Occasion,
    Outgoing,
    last_notice,
    next_ordinal,
    record,
    stood_before_cancelling,
)
from mailbot.store.attendance import pass_on

_GONE = (OutboxState.SENT, OutboxState.FAILED, OutboxState.BOUNCED, OutboxState.UNKNOWN)


def cancel(
    office: Office, actor: str, references: Sequence[str], *, tell: bool = True, text: str = ""
) -> Done:
    """Cancels registrations, all or none; whoever is next moves up.

    Raises: Unknown, AlreadyDone, Refused.
    """
    with acting(office, actor, "cancel") as action:
        people = action.called(*references)
        decision = organising.cancel(action.desk(people), people, tell=tell, text=text)
        return action.record(decision, references)


def move(
    office: Office,
    actor: str,
    reference: str,
    target: str,
    *,
    overbook: bool = False,
    tell: bool = True,
    text: str = "",
) -> Done:
    """Moves somebody to a workshop, to "livestream", or "on-site" at an event without workshops.

    Raises: Unknown, AlreadyDone, Refused.
    """
    with acting(office, actor, "move") as action:
        (person,) = action.called(reference)
        decision = organising.move(
            action.desk([person]), person, target, overbook=overbook, tell=tell, text=text
        )
        return action.record(decision, [person.reference])


def grant(
    office: Office, actor: str, reference: str, workshop: str | None = None, *, tell: bool = True
) -> Done:
    """Makes an exception for a registration that came too late, or brings a cancelled one back.

    Raises: Unknown, AlreadyDone, Refused.
    """
    with acting(office, actor, "grant") as action:
        (person,) = action.called(reference)
        desk = action.desk([person], place_after_grant(person, action.now))
        decision = organising.grant(desk, [person], workshop, tell=tell)
        return action.record(decision, [person.reference])


def restore(office: Office, actor: str, reference: str, *, tell: bool = True) -> Done:
    """Takes a cancellation back: the registration stands as it stood before, if its seat is still free.

    Raises: Unknown, AlreadyDone, Refused.
    """
    with acting(office, actor, "restore") as action:
        (person,) = action.called(reference)
        stood = stood_before_cancelling(action.tx, office.event.id, person.reference)
        if person.status is Status.CANCELLED and stood is None:
            raise Refused(
                "unknown-before", f"How {person.reference} stood is not known; grant brings it back."
            )
        before = person if stood is None else _as_it_stood(person, stood)
        decision = organising.restore(action.desk([person]), person, before, tell=tell)
        return action.record(decision, [person.reference])


def _as_it_stood(person: Registration, stood: Mapping[str, Any]) -> Registration:
    return replace(
        person,
        status=Status(stood["status"]),
        attendance=Attendance(stood["attendance"]),
        workshop=stood["workshop"],
        seat=stood["seat"],
        waiting_for=stood["waiting_for"],
    )


def merge(office: Office, actor: str, keep: str, drop: str) -> Done:
    """Makes one registration of two; `keep` stays, `drop` goes without a word.

    Raises: Unknown, AlreadyDone, Refused.
    """
    with acting(office, actor, "merge") as action:
        (stays,), (goes,) = action.called(keep), action.called(drop)
        decision = organising.merge(action.desk([stays, goes]), stays, goes)
        details = {"merged": f"{goes.reference} into {stays.reference}"}
        pass_on(action.tx, office.event.id, goes.reference, stays.reference)
        return action.record(decision, [], details=details)


def correct(
    office: Office, actor: str, reference: str, correction: Correction, *, tell: bool = False
) -> Done:
    """Writes name, title, organisation or address otherwise.

    Raises: Unknown, AlreadyDone, Refused.
    """
    with acting(office, actor, "correct") as action:
        (person,) = action.called(reference)
        decision = organising.correct(action.desk([person]), person, correction, tell=tell)
        return action.record(decision, [person.reference])


def add(
    office: Office,
    clerk: str,
    caller: Caller,
    origin: Origin,
    received: datetime | None = None,
    *,
    actor: str = "",
    exception: bool = False,
    namesake: bool = False,
) -> Done:
    """Registers somebody who rang, wrote on paper or stands at the door; `received`: now unless given.

    Raises: AlreadyDone, Refused.
    """
    with acting(office, actor or clerk, "add") as action:
        came = received or action.now
        order = Queue(came, 0, next_ordinal(action.tx, office.event.id, came))
        ledger = action.snapshot(caller.contact, (), order)
        desk = Desk(ledger, action.office.event, office.policy(), action.now, action.cause)
        decision = entering.add(desk, caller, order, origin, exception=exception, namesake=namesake)
        occasion = Occasion(office.event.id, action.actor, origin.value, came, action.now)
        people = [decision.registrations[0].reference]
        return action.record(decision, people, occasion=occasion, details={"clerk": clerk})


def resend(office: Office, actor: str, reference: str) -> Done:
    """Sends the last notice about a registration once more, to the address it has now.

    Raises: Unknown; Refused if there is none, or if it has not left yet.
    """
    with acting(office, actor, "resend") as action:
        (person,) = action.called(reference)
        item = last_notice(action.tx, office.event.id, person.reference)
        if item is None:
            raise Refused("nothing-sent", f"Nothing was written to {person.reference} yet.")
        if item.state not in _GONE:
            raise Refused("on-its-way", f"Mail {item.id} of ours is {item.state.value}; it has not left yet.")
        if not person.contact:
            raise Refused("no-address", f"{person.reference} has no address.")
        if len(item.references) > 1 and person.contact != item.message.rcpt_to:
            raise Refused("other-people", "The last notice tells of others too, and went to another address.")
        key = f"{person.reference}.again.{action.cause}"
        to = Address(person.contact_name, person.contact)
        again = sent_again(item.message, key, to, action.now)
        copy = Outgoing(
            key, item.notice, item.reference, item.references, again, consent_text=item.consent_text
        )
        decision = Decision(Disposition.RECORDED, "resent-by-organiser", "The last notice leaves once more.")
        occasion = Occasion(office.event.id, actor, "mail", action.now, action.now, item.mail_id)
        record(action.tx, occasion, decision, [copy])
        action.note("resent", decision.reason, item, {"key": key})
        return Done("resent", decision.reason, decision.explanation, (person,), (copy,))
