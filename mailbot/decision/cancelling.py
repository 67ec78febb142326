"""Cancellations: who leaves, and that only those leave who may.

The contact may cancel all whom they registered or some of them by name or reference. Without either
the sender means themselves: the one registration there is, or the one in the sender's own name. Where
our mail that is answered tells of one other person, while the sender is registered too, a person
decides. Nobody else's registration is touched: a cancellation from another address is held.
"""

from __future__ import annotations

from dataclasses import replace

from mailbot.decision.case import Case, Ending
from mailbot.decision.model import Decision, Disposition, Registration
from mailbot.decision.people import same_person
from mailbot.decision.reference import references_in
from mailbot.envelope import Notice, Status


def cancel(case: Case) -> Decision:
    """Cancels those whom the mail takes back; whoever is next gets the seat."""
    live = tuple(r for r in case.mine if r.live)
    if not live:
        if case.snapshot.thread:
            return case.hold("another-address", "The registration was made from another address.")
        return case.hold("unknown-registration", "No registration of this sender is known.")
    leaving = _leaving(case, live)
    if not leaving:
        return case.hold("who-leaves", "It is not clear which of the registered people no longer come.")
    changes = [(r, withdrawn(r)) for r in leaving]
    return case.conclude(
        Ending(
            Disposition.CANCELLED,
            "cancelled-by-sender",
            "The sender no longer comes, or takes back somebody they registered.",
        ),
        Notice.CANCELLATION,
        list(changes),
    )


def withdrawn(registration: Registration) -> Registration:
    """The registration of somebody who no longer comes: it holds no seat, no place and no offer."""
    return replace(
        registration,
        status=Status.CANCELLED,
        seat=None,
        waiting_for=None,
        offered=None,
        offered_until=None,
    )


def _leaving(case: Case, live: tuple[Registration, ...]) -> tuple[Registration, ...]:
    named = [p.name for p in case.intent.participants if p.name]
    if named:
        found = [next((r for r in live if same_person(r.name, n)), None) for n in named]
        return tuple(r for r in found if r is not None) if all(found) else ()
    if case.intent.everyone:
        return live
    called = references_in(f"{case.message.subject}\n{case.message.own}")
    if by_reference := tuple(r for r in live if r.reference in called):
        return by_reference
    if len(live) == 1:
        return () if case.about_a_colleague and case.sender_takes_part else live
    own = tuple(r for r in live if same_person(r.name, case.contact_name))
    return own if len(own) == 1 else ()
