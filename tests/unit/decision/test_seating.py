"""Who gets a seat: workshop, event, waiting list and second choice together."""

from dataclasses import replace

from mailbot.decision import Queue, Registration, Seats
from mailbot.decision.seating import seat
from mailbot.envelope import Attendance, Status
from tests.ledger import START, event

WISH = Registration("AAAA-AAAA", "Anna Beispiel", "a@example.org", Status.PENDING, Queue(START), workshop="1")


def test_seat_room_in_the_workshop() -> None:
    seated = seat(WISH, Seats(event()))

    assert (seated.status, seated.seat, seated.waiting_for) == (Status.CONFIRMED, "1", None)


def test_seat_full_workshop_waits() -> None:
    seated = seat(WISH, Seats(event(), {"1": 2}, 2))

    assert (seated.status, seated.seat, seated.waiting_for) == (Status.WAITLISTED, None, "1")


def test_seat_second_choice_is_taken_and_the_first_waited_for() -> None:
    seated = seat(replace(WISH, alternative="2"), Seats(event(), {"1": 2}, 2))

    assert (seated.status, seated.seat, seated.waiting_for) == (Status.CONFIRMED, "2", "1")


def test_seat_both_choices_full_waits_for_the_first() -> None:
    seated = seat(replace(WISH, alternative="2"), Seats(event(), {"1": 2, "2": 1}, 3))

    assert (seated.status, seated.seat, seated.waiting_for) == (Status.WAITLISTED, None, "1")


def test_seat_livestream_as_second_choice() -> None:
    seated = seat(replace(WISH, alternative="livestream"), Seats(event(), {"1": 2}, 2))

    assert (seated.status, seated.attendance) == (Status.CONFIRMED, Attendance.LIVESTREAM)
    assert (seated.seat, seated.waiting_for) == (None, "1")


def test_seat_livestream_takes_none() -> None:
    seated = seat(
        replace(WISH, attendance=Attendance.LIVESTREAM, workshop=None), Seats(event(total=0), {}, 0)
    )

    assert (seated.status, seated.seat, seated.takes_seat) == (Status.CONFIRMED, None, False)


def test_seat_full_event_waits_though_the_workshop_has_room() -> None:
    seated = seat(WISH, Seats(event(total=3), {"3": 3}, 3))

    assert (seated.status, seated.waiting_for) == (Status.WAITLISTED, "1")


def test_seat_newcomer_does_not_overtake_the_waiting_list() -> None:
    seated = seat(WISH, Seats(event(), {"1": 1}, 1, {"1": 1}))

    assert (seated.status, seated.waiting_for) == (Status.WAITLISTED, "1")


def test_seat_event_without_workshops_has_one_list() -> None:
    small = event({}, total=1)
    wish = replace(WISH, workshop=None)
    first = seat(wish, Seats(small))
    second = seat(wish, Seats(small).including(first))

    assert (first.status, second.status) == (Status.CONFIRMED, Status.WAITLISTED)
    assert second.waiting_for == ""


def test_free_names_workshops_with_room_in_order() -> None:
    assert Seats(event(), {"2": 1}, 1).free() == ("1", "3")
    assert Seats(event(total=1), {"2": 1}, 1).free() == ()
