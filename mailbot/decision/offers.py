"""Offers: for how long a free seat is kept for whoever is next.

Forty-eight hours, and people must be able to see the offer and to answer while they are awake: an
offer never ends at night (between 20 and 8 o'clock) or on a Sunday, in the event's timezone, but at
noon of the next day that is none. It ends no later than promotions do.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from mailbot.event import Event

OFFER_HOURS = 48
_MORNING, _EVENING, _NOON = time(8), time(20), time(12)
_SUNDAY = 6


def offer_ends(now: datetime, event: Event) -> datetime:
    """The instant until which an offer made `now` (aware) stands, in the event's timezone."""
    end = (now + timedelta(hours=OFFER_HOURS)).astimezone(event.zone)
    if _MORNING <= end.time() < _EVENING and end.weekday() != _SUNDAY:
        return end
    day = end.date() + timedelta(days=1 if end.time() >= _EVENING else 0)
    while day.weekday() == _SUNDAY:
        day += timedelta(days=1)
    return datetime.combine(day, _NOON, event.zone)
