"""The rule table: what becomes of a mail, decided by the first rule that fits.

In this order, because each rule relies on those above it:

1. Mail received before registration opened is recorded, never answered.
2. A machine gets no answer; a permanent delivery failure is noted at the mail of ours it is about,
   and who cannot be reached at all is held (see `unreachable`).
3. Mail that is none of ours is left alone.
4. A sign of a machine, however weak, lets nothing happen by itself.
5. If it is not plain to whom a reply would go (no From, several, Reply-To at another domain), a
   person decides: nobody who has not written to us gets mail because somebody named their address.
6. After the event nothing is answered by itself.
7. A yes or no to a seat that we offered is carried out.
8. What the reader was not sure of, a person decides. Only whether somebody may cancel for others is
   not for the reader to say: the contact who registered them may.
9. An answer to our question completes what is pending.
10. Then cancellations, changes and registrations are carried out. A mail that names nobody and answers
    one of ours about one colleague means that colleague, unless the sender takes part as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from mailbot.decision.answering import answer_offer
from mailbot.decision.cancelling import cancel
from mailbot.decision.case import Case, says_name
from mailbot.decision.changing import change
from mailbot.decision.model import Arrival, Decision, Disposition, Policy, Snapshot
from mailbot.decision.people import same_person
from mailbot.decision.registering import answer, ask, needs_answer, register
from mailbot.decision.unreachable import returned
from mailbot.event import Event
from mailbot.intent.model import FOR_OTHERS, Action, Answer, Intent, Kind
from mailbot.message.model import Message, Sign

Rule = Callable[[Case], Decision | None]


def decide(
    arrival: Arrival,
    message: Message,
    intent: Intent,
    snapshot: Snapshot,
    event: Event,
    policy: Policy,
    now: datetime,
) -> Decision:
    """What is to be done about one mail that the ledger does not know yet. Pure.

    `snapshot` must hold what the ledger knows of the sender and the seats; `now` is aware.
    """
    case = Case(arrival, message, intent, snapshot, event, policy, now)
    for rule in _RULES:
        decision = rule(case)
        if decision is not None:
            return decision
    return case.hold("no-rule", "No rule covers this mail.")


def _before_opening(case: Case) -> Decision | None:
    opens = case.event.opens_at
    if opens is None or case.arrival.received >= opens:
        return None
    return Decision(Disposition.RECORDED, "before-opening", "Received before registration opened.")


def _machine(case: Case) -> Decision | None:
    if case.message.bounce is not None:
        return returned(case, case.message.bounce)
    if case.message.automatic.sign is Sign.STRONG or case.intent.kind in (Kind.AUTOMATIC, Kind.BOUNCE):
        return Decision(Disposition.IGNORED, "automatic", "Written by a machine.")
    return None


def _none_of_ours(case: Case) -> Decision | None:
    if case.intent.action is not Action.IGNORE or _answers_an_offer(case):
        return None
    return Decision(Disposition.IGNORED, case.intent.reason, case.intent.explanation)


def _weak_machine(case: Case) -> Decision | None:
    if case.message.automatic.sign is not Sign.WEAK:
        return None
    return case.hold("weak-automatic", "It may be written by a machine, so nothing happens by itself.")


def _unclear_return(case: Case) -> Decision | None:
    sender, reply_to = case.message.sender, case.message.reply_to
    if sender is None or "@" not in sender.email:
        return case.hold("no-sender", "The mail has no From address, or more than one.")
    if any(address.domain != sender.domain for address in reply_to):
        return case.hold("reply-to-elsewhere", "Replies are wanted at another domain than the sender's.")
    return None


def _after_event(case: Case) -> Decision | None:
    if max(case.arrival.received, case.now) < case.event.ends_at:
        return None
    return case.hold("after-event", "The event is over.")


def _offer(case: Case) -> Decision | None:
    if case.intent.action is Action.REVIEW and case.intent.answer is Answer.NONE:
        return None
    return answer_offer(case)


def _answers_an_offer(case: Case) -> bool:
    """A bare "Ja, gern" is none of ours to a reader who does not know what we asked."""
    return case.intent.answer is not Answer.NONE and any(r.offered is not None for r in case.mine)


def _not_sure(case: Case) -> Decision | None:
    if case.intent.action is not Action.REVIEW or _cancels_for_theirs(case):
        return None
    return case.hold(case.intent.reason, case.intent.explanation)


def _cancels_for_theirs(case: Case) -> bool:
    """Whether all whom a mail takes back were registered by its sender."""
    if case.intent.kind is not Kind.CANCELLATION or case.intent.reason != FOR_OTHERS:
        return False
    theirs = [r.name for r in case.mine if r.live]
    return all(any(same_person(name, p.name or "") for name in theirs) for p in case.intent.participants)


def _answer(case: Case) -> Decision | None:
    wanted = case.intent.kind in (Kind.REGISTRATION, Kind.CHANGE)
    return answer(case) if wanted and needs_answer(case) else None


def _cancellation(case: Case) -> Decision | None:
    return cancel(case) if case.intent.kind is Kind.CANCELLATION else None


def _change(case: Case) -> Decision | None:
    return change(case) if case.intent.kind is Kind.CHANGE else None


def _registration(case: Case) -> Decision | None:
    if case.intent.kind is not Kind.REGISTRATION:
        return None
    if case.intent.action is Action.ASK:
        return ask(case)
    if (
        any(p.attendance.value == "livestream" for p in case.intent.participants)
        and not case.event.livestream
    ):
        return case.hold("no-livestream", "The event has no livestream.")
    if any(case.elsewhere(p) for p in case.intent.participants):
        # It is a change from another address, whatever the reader calls it.
        return case.hold("another-address", "The registration was made from another address.")
    if not case.intent.participants:
        return ask(case)
    colleague = case.about_a_colleague
    if colleague is None or any(says_name(p) for p in case.intent.participants):
        return register(case)
    if case.sender_takes_part or len(case.intent.participants) > 1:
        return case.hold("who-is-meant", "It is not clear whether the sender or a colleague is meant.")
    return register(case, [replace(case.intent.participants[0], name=colleague.name)])


_RULES: tuple[Rule, ...] = (
    _before_opening,
    _machine,
    _none_of_ours,
    _weak_machine,
    _unclear_return,
    _after_event,
    _offer,
    _not_sure,
    _answer,
    _cancellation,
    _change,
    _registration,
)
