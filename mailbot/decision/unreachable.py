"""A mail of ours that came back for good: who can no longer be reached, and what becomes of the seat.

A mail server that says that there is no such address (RFC 3463, 3.2: status 5.1.x) says that nothing we
write reaches this person: neither the confirmation nor a question or a reminder. So the registration is
held for a person, and the seat passes to whoever is next, who is told; organisers are told whom to look
for. They give a place back with `move` or `grant`, or correct the address. Only whom the mail told of,
at the very address that it went to, is meant.

A mailbox that is full, a mail that was taken for spam, a server that is down for days say nothing about
the address: the registration stands, and the mail of ours is shown as not delivered.
"""

from __future__ import annotations

from dataclasses import replace

from mailbot.decision.cancelling import withdrawn
from mailbot.decision.case import Case
from mailbot.decision.model import Decision, Disposition
from mailbot.decision.settling import settle
from mailbot.envelope import Status
from mailbot.message.model import Bounce

UNREACHABLE = "unreachable"
_NO_SUCH_ADDRESS = "5.1."


def returned(case: Case, bounce: Bounce) -> Decision:
    """What follows from a report about the delivery of a mail of ours, which `case.snapshot.thread` is of."""
    about = bounce.original_message_id if bounce.permanent else ""
    noted = Decision(
        Disposition.RECORDED, "bounce", "A mail server reports on a mail of ours.", bounced=about
    )
    if not about or not bounce.status.startswith(_NO_SUCH_ADDRESS):
        return noted
    failed = {address.lower() for address in bounce.recipients}
    lost = [r for r in case.snapshot.thread if r.live and r.status is not Status.HELD and r.contact in failed]
    if not lost:
        return noted
    changes = [(r, replace(withdrawn(r), status=Status.HELD)) for r in lost]
    settled = settle(case.snapshot, case.event, case.policy, case.now, changes)
    return replace(
        noted,
        reason=UNREACHABLE,
        explanation="There is no such address: the registration is held, and its seat passes on.",
        registrations=tuple(settled.final.values()),
        notifications=settled.promotions(case.arrival.digest, case.now),
    )
