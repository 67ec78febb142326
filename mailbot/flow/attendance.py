"""Ticking people off on the day: who is there, since when, and who saw them.

Only who has a seat on site is ticked off; whoever waits, cancelled or watches the livestream needs a seat
first. A second tap on a phone, or a colleague who was quicker, changes nothing and is no error.
"""

from __future__ import annotations

from mailbot.decision import Refused
from mailbot.flow.office import Office
from mailbot.flow.outcome import Unknown
from mailbot.store import Trail, note
from mailbot.store.attendance import Present, one_at_the_door, tick


def tick_off(office: Office, actor: str, reference: str) -> Present:
    """Somebody has come. Gives how they stood before.

    Raises: Unknown; Refused if they have no seat on site.
    """
    return _ticked(office, actor, reference, here=True)


def take_back(office: Office, actor: str, reference: str) -> Present:
    """Somebody was ticked off by mistake. Gives how they stood before.

    Raises: Unknown.
    """
    return _ticked(office, actor, reference, here=False)


def _ticked(office: Office, actor: str, reference: str, *, here: bool) -> Present:
    now = office.clock()
    with office.database.transaction() as tx:
        person = one_at_the_door(tx, office.event.id, reference.strip().upper())
        if person is None:
            raise Unknown(f"there is no registration {reference}")
        if here and not person.expected:
            raise Refused("no-seat-on-site", f"{person.name} has no seat on site; give them one first.")
        if tick(tx, person, now if here else None, actor if here else None):
            done = ("present", "ticked-off") if here else ("not-present", "tick-taken-back")
            before = {"present_at": person.at.isoformat(), "by": person.by} if person.at else {}
            note(tx, Trail(actor, *done, now), before, registration_id=person.id)
    return person
