"""Seats set by an organiser: remembered, written into the trail, and given to those who wait, at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailbot.decision import (
    AlreadyDone,
    Decision,
    Disposition,
    Registration,
    SeatLimit,
    place_name,
    seats_in_words,
    seats_of,
    set_seats,
    settle,
    standing,
    with_limits,
)
from mailbot.flow.acting import Action, acting
from mailbot.flow.office import Office
from mailbot.flow.outcome import Done
from mailbot.store import Outgoing, Trail, note, remove_limit, seat_limits, seats_snapshot, write_limit

_REASON = "seats-changed-by-organiser"


@dataclass(frozen=True, slots=True)
class SeatsChanged:
    """Seats before and after (None: no limit). place: see SeatLimit; filed: what `event.toml` says.

    over: how many more are confirmed than there are seats by now.
    """

    place: str
    before: int | None
    after: int | None
    filed: int | None
    over: int
    done: Done


def change_seats(office: Office, actor: str, place: str, seats: int | None) -> SeatsChanged:
    """Sets the seats of a workshop, or of the event as a whole; None: no limit. Whoever waits moves up.

    Raises: Refused, AlreadyDone.
    """
    with acting(office, actor, "seats") as action:
        limits = seat_limits(action.tx, office.event.id)
        limit = set_seats(office.event, limits, place, seats)
        write_limit(action.tx, office.event.id, limit, actor, action.now)
        return _applied(office, action, place)


def seats_as_filed(office: Office, actor: str, place: str) -> SeatsChanged:
    """From now on the file of the event counts again for this place.

    Raises: Refused, AlreadyDone.
    """
    with acting(office, actor, "seats") as action:
        filed = seats_of(office.event, place)
        if place not in standing(office.event, seat_limits(action.tx, office.event.id)):
            raise AlreadyDone(f"{place_name(place)} has {seats_in_words(filed)}, as the file says.")
        remove_limit(action.tx, office.event.id, place)
        return _applied(office, action, place)


def _applied(office: Office, action: Action, place: str) -> SeatsChanged:
    """The seats as they are remembered by now count for the rest of the action."""
    limits: tuple[SeatLimit, ...] = seat_limits(action.tx, office.event.id)
    event = with_limits(office.event, limits)
    before, after = seats_of(action.office.event, place), seats_of(event, place)
    name = place_name(place)
    words = f"{name} has {seats_in_words(after)} now, instead of {seats_in_words(before)}."
    details = {"place": place or "all", "before": {"seats": before}, "after": {"seats": after}}
    note(action.tx, Trail(action.actor, "seats", _REASON, action.now), details | {"event": event.id})
    done = _moved_up(replace(action, office=replace(action.office, event=event)), words)
    return SeatsChanged(
        place, before, after, seats_of(office.event, place), _over(action, place, after), done
    )


def _moved_up(action: Action, words: str) -> Done:
    """Lets everybody move up who can by now; a snapshot shows the first of each list only."""
    event, policy = action.office.event, action.office.policy()
    people, mails = list[Registration](), list[Outgoing]()
    while True:
        settled = settle(seats_snapshot(action.tx, event.id), event, policy, action.now, [])
        decision = Decision(
            Disposition.CHANGED,
            _REASON,
            words,
            tuple(settled.final.values()),
            settled.promotions(action.cause, action.now),
        )
        done = action.record(decision, [])
        people += done.registrations
        mails += done.mails
        if not settled.moves:
            untold = tuple(r.reference for r in people if not r.contact)
            return replace(done, registrations=tuple(people), mails=tuple(mails), untold=untold)


def _over(action: Action, place: str, seats: int | None) -> int:
    ledger = seats_snapshot(action.tx, action.office.event.id)
    taken = ledger.taken.get(place, 0) if place else ledger.total
    return 0 if seats is None else max(0, taken - seats)
