"""For which event of its mailbox a mail is: what it names, what it answers, who is registered where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailbot.clock import in_time
from mailbot.decision import Choice, Claim, choose, references_in
from mailbot.flow.office import Office
from mailbot.flow.understand import answered
from mailbot.intent import named
from mailbot.intent.model import Intent
from mailbot.message.model import Message
from mailbot.store import Connection, events_answered, events_of_contact


def names_in(office: Office, message: Message) -> frozenset[str]:
    """The events that the mail names, where there are several to choose from.

    Raises: TookTooLong.
    """
    if not office.beside:
        return frozenset()
    return in_time(lambda: named(message, [one.event for one in office.offices]))


def choice_of(
    office: Office,
    tx: Connection,
    message: Message,
    intents: Sequence[Intent],
    names: frozenset[str],
    received: datetime,
) -> Choice:
    """For which event the mail is; intents: what it wants of each of the `offices`, in their order."""
    pairs = tuple(zip(office.offices, intents, strict=True))
    if len(pairs) == 1:
        return choose([Claim(office.event, intents[0])], received)
    contact = message.sender.email.lower() if message.sender else ""
    asked_about = references_in(f"{message.subject}\n{message.own}")
    about = events_answered(tx, office.events, answered(message), asked_about)
    registered = events_of_contact(tx, office.events, contact) if contact else frozenset()
    claims = [
        Claim(
            one.event,
            intent,
            named=one.event.id in names,
            answered=one.event.id in about,
            registered=one.event.id in registered,
        )
        for one, intent in pairs
    ]
    return choose(claims, received)
