"""How many seats there are: what the file of the event says, unless an organiser has said otherwise since.

`event.toml` is the source. At the desk or on the command line an organiser may set another number of
seats for a workshop or for the event as a whole; it counts at once, for everybody, and those who wait
move up in the same step. It stands until somebody says otherwise: by another number, by "as in the
file", or by changing that number in the file, since whoever wrote there last has had the last word.

Fewer seats than people take nobody's seat away: nobody moves up until there is room again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mailbot.decision.desk import AlreadyDone, Refused
from mailbot.decision.seating import WHOLE_EVENT
from mailbot.event import Event


@dataclass(frozen=True, slots=True)
class SeatLimit:
    """Seats as an organiser set them. place: id of a workshop, or WHOLE_EVENT; seats None: no limit.

    instead_of: what the file said then; if it says something else by now, the file counts.
    """

    place: str
    seats: int | None
    instead_of: int | None


def seats_of(event: Event, place: str) -> int | None:
    """The seats of a workshop or of the whole event; None: no limit.

    Raises: Refused if there is no such workshop.
    """
    if place == WHOLE_EVENT:
        return event.seats
    workshop = event.workshop(place)
    if workshop is None:
        known = ", ".join(w.id for w in event.workshops)
        raise Refused("unknown-workshop", f'There is no workshop "{place}"; there are {known}, or all.')
    return workshop.seats


def standing(event: Event, limits: Iterable[SeatLimit]) -> dict[str, SeatLimit]:
    """Those of `limits` that count, by place; `event`: as its file has it."""
    places = {WHOLE_EVENT: event.seats} | {w.id: w.seats for w in event.workshops}
    return {
        limit.place: limit
        for limit in limits
        if limit.place in places and places[limit.place] == limit.instead_of
    }


def with_limits(event: Event, limits: Iterable[SeatLimit]) -> Event:
    """The event of the file with the seats that organisers have set."""
    counting = standing(event, limits)
    if not counting:
        return event
    workshops = tuple(
        replace(w, seats=counting[w.id].seats) if w.id in counting else w for w in event.workshops
    )
    whole = counting[WHOLE_EVENT].seats if WHOLE_EVENT in counting else event.seats
    return replace(event, workshops=workshops, seats=whole)


def set_seats(event: Event, limits: Iterable[SeatLimit], place: str, seats: int | None) -> SeatLimit:
    """What is to be remembered when an organiser sets seats; `event`: as its file has it.

    Raises: Refused, AlreadyDone.
    """
    filed = seats_of(event, place)
    if seats is not None and seats < 0:
        raise Refused("no-number", "Seats are a number from 0 on, or no limit.")
    stands = standing(event, limits).get(place)
    if (stands.seats if stands else filed) == seats:
        raise AlreadyDone(f"{place_name(place)} has {seats_in_words(seats)} already.")
    return SeatLimit(place, seats, filed)


def place_name(place: str) -> str:
    """A place in a sentence for organisers."""
    return "The event" if place == WHOLE_EVENT else f"Workshop {place}"


def seats_in_words(seats: int | None) -> str:
    """A number of seats in a sentence for organisers."""
    return "seats without limit" if seats is None else f"{seats} seat{'s' * (seats != 1)}"
