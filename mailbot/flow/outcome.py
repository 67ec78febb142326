"""How an organiser's action ends: what it did, or that there is nothing of that name."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.decision import Registration
from mailbot.errors import Permanent
from mailbot.flow.office import Office
from mailbot.store import Outgoing, Trail


class Unknown(Permanent):
    """There is no mail, registration or mail of ours of that name."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did. mails: those of ours that it wrote. untold: references of people whose
    registration changed and who have no address; somebody must ring them up.
    """

    action: str
    reason: str
    explanation: str
    registrations: tuple[Registration, ...] = ()
    mails: tuple[Outgoing, ...] = ()
    mail_id: int | None = None
    untold: tuple[str, ...] = ()


def told(trail: Trail | None, office: Office) -> str:
    """Who did it and when, for the end of a sentence; empty if nobody is known."""
    if trail is None:
        return ""
    when = trail.at.astimezone(office.event.zone)
    return f" ({trail.reason or trail.action}, {trail.actor}, {when:%Y-%m-%d %H:%M})"
