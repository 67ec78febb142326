"""A mail of ours that came back for good: who can no longer be reached, and what becomes of the seat.

A mail server that says that there is no such address (RFC 3463, 3.2) says that nothing we write reaches
this person: neither the confirmation nor a question or a reminder; whether it says so at once or in a
report makes no difference. So the registration is held for a person, and the seat passes to whoever is
next, who is told; organisers are told whom to look for. They give a place back with `move` or `grant`,
or correct the address. Only whom the mail told of, at the very address that it went to, is meant.

A mailbox that is full, a mail that was taken for spam, a server that is down for days say nothing about
the address: the registration stands, and the mail of ours is shown as not delivered. After the event
nothing changes any more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from mailbot.decision.cancelling import withdrawn
from mailbot.decision.case import Case
from mailbot.decision.model import Decision, Disposition, Policy, Registration, Snapshot
from mailbot.decision.settling import settle
from mailbot.envelope import Status
from mailbot.event import Event
from mailbot.message.model import Bounce

UNREACHABLE = "unreachable"
_NO_SUCH_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"})
"""Bad mailbox, bad system, bad syntax, moved, null MX; the other codes of 5.1 speak of the sender."""


def no_such_address(status: str) -> bool:
    """Whether an enhanced status code says that the address does not exist, now and for ever."""
    return status in _NO_SUCH_ADDRESS


def lost(
    told: Sequence[Registration],
    failed: Collection[str],
    snapshot: Snapshot,
    event: Event,
    policy: Policy,
    cause: str,
    now: datetime,
) -> Decision | None:
    """Holds those of `told` whose address is one of `failed` (lower case); None if there are none.

    cause: makes the keys of our mails unique. now: aware.
    """
    people = [r for r in told if r.live and r.status is not Status.HELD and r.contact in failed]
    if not people or now >= event.ends_at:
        return None
    changes = [(r, replace(withdrawn(r), status=Status.HELD)) for r in people]
    settled = settle(snapshot, event, policy, now, changes)
    return Decision(
        Disposition.RECORDED,
        UNREACHABLE,
        "There is no such address: the registration is held, and its seat passes on.",
        registrations=tuple(settled.final.values()),
        notifications=settled.promotions(cause, now),
    )


def returned(case: Case, bounce: Bounce) -> Decision:
    """What follows from a report about the delivery of a mail of ours, which `case.snapshot.thread` is of."""
    about = bounce.original_message_id if bounce.permanent else ""
    noted = Decision(
        Disposition.RECORDED, "bounce", "A mail server reports on a mail of ours.", bounced=about
    )
    if not about or not no_such_address(bounce.status):
        return noted
    failed = {address.lower() for address in bounce.recipients}
    ledger = case.snapshot
    found = lost(ledger.thread, failed, ledger, case.event, case.policy, case.arrival.digest, case.now)
    return replace(found, bounced=about) if found else noted
