"""For which of several events of one mailbox a mail is, or that a person must say it.

Policy, the first that speaks:

1. A mailbox with one event: that event.
2. The conversation: a mail that answers one of ours, or has a reference of ours, is about the event of that
   one; unless it names another, which is for a person.
3. What it names: the one event that it names; two: a person.
4. Who is registered for one alone of the events and does not register with this mail means that one: a
   cancellation, a change, a question, a yes.
5. The one event whose reading takes the mail for its own, where every other one takes it for none of ours.
6. The one event that was open for registration when the mail was received; where none was, the one that is
   not over.
7. Mail that is none of ours by every reading is nobody's. All else a person must say: to book somebody for
   the wrong event is worse than to let them wait.

The order of the events does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.event import Event
from mailbot.intent.model import Action, Intent, Kind


@dataclass(frozen=True, slots=True)
class Claim:
    """What speaks for one event. answered: the mail answers one of ours about it, or has a reference of it;
    named: the mail names it; registered: the sender is registered for it.
    """

    event: Event
    intent: Intent
    named: bool = False
    answered: bool = False
    registered: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The claim that counts, or None with the reason, and whether the mail is none of ours."""

    claim: Claim | None
    reason: str = ""
    explanation: str = ""
    nobodys: bool = False


def choose(claims: Sequence[Claim], received: datetime) -> Choice:
    """For which of these events a mail is that was received then (aware). Pure; there is one at least."""
    if len(claims) == 1:
        return Choice(claims[0])
    answered, named = [c for c in claims if c.answered], [c for c in claims if c.named]
    if len(answered) == 1 and (not named or named == answered):
        return Choice(answered[0])
    if answered and named and any(c not in answered for c in named):
        return _ask("It answers a mail about one event and names another.")
    if len(named) == 1:
        return Choice(named[0])
    if len(named) > 1 or len(answered) > 1:
        return _ask("It fits more than one of the events of this mailbox.")
    registered = [c for c in claims if c.registered]
    if len(registered) == 1 and all(c.intent.kind is not Kind.REGISTRATION for c in claims):
        return Choice(registered[0])
    if all(c.intent.action is Action.IGNORE for c in claims):
        first = min(claims, key=lambda c: c.event.id).intent
        return Choice(None, first.reason, first.explanation, nobodys=True)
    ours = [c for c in claims if c.intent.action is not Action.IGNORE]
    if len(ours) == 1:
        return Choice(ours[0])
    for fitting in (
        [c for c in claims if _open(c, received)],
        [c for c in claims if received < c.event.ends_at],
    ):
        if len(fitting) == 1:
            return Choice(fitting[0])
        if fitting:
            break
    return _ask("It does not say for which of the events of this mailbox it is.")


def _open(claim: Claim, received: datetime) -> bool:
    opens = claim.event.opens_at
    return (opens is None or opens <= received) and received < claim.event.closes_at


def _ask(explanation: str) -> Choice:
    return Choice(None, WHICH_EVENT, explanation)


WHICH_EVENT = "which-event"
"""Why a mail waits of which nobody has said yet for which event it is."""
