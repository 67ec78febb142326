"""More mail than anybody expects: limits bite, receiving goes on, and organisers hear of it once a day."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_string
from email.policy import default
from pathlib import Path

import pytest

from mailbot.envelope import OutboxState
from mailbot.flow import turn
from tests.faults import FaultyOffice, address, everyone, faulty_office
from tests.letters import PEOPLE, letter, office_mail, registration
from tests.servers.dovecot import Dovecot

ORGANISER = "organisation@example.test"
NAMES = [f"{a.split()[0]} {b.split()[1]}" for a in PEOPLE for b in PEOPLE]
TURNS = 20


@pytest.fixture
def office(dovecot: Dovecot, tmp_path: Path) -> Iterator[FaultyOffice]:
    with faulty_office(tmp_path, dovecot, "[limits]\nreplies_per_hour = 60\n") as office:
        yield office


def flooding(number: int) -> bytes:
    """Of ten mails six register, two are of one sender, one of a machine, and one is none of ours."""
    name, kind = NAMES[number % len(NAMES)], number % 10
    if kind < 6:
        return registration(name, f"flood{number}@ours.test", str(1 + number % 3))
    if kind < 8:
        return registration(NAMES[0], "again@ours.test", identifier=f"again-{number}", X_Number=str(number))
    if kind == 8:
        body = "Ich bin bis zum 20. September nicht im Büro.\n"
        sender = f"away{number}@ours.test"
        return letter(sender, "Re: Anmeldung", body, Auto_Submitted="auto-replied")
    return office_mail(f"papier{number}@ours.test")


def flood(office: FaultyOffice, mails: int) -> str:
    """So many mails within an hour, a turn every few minutes; gives figures."""
    began = time.monotonic()
    before = 0
    for number in range(TURNS):
        until = mails * (number + 1) // TURNS
        office.arrive(*map(flooding, range(before, until)))
        turn = office.turn(minutes=60 / TURNS)
        assert (turn.problems, turn.intake.missing) == ((), ())
        assert turn.intake.handled == until - before
        before = until
    seconds = time.monotonic() - began
    rows = Counter(m["disposition"] for m in office.mails())
    states = Counter((r["state"], r["reason"]) for r in office.desk.outbox())
    return (
        f"{mails} mails in an hour by the clock, {seconds:.0f} s of work: rows {dict(rows)}, "
        f"replies {dict(states)}"
    )


def ensure_withstood(office: FaultyOffice, mails: int) -> None:
    """Every mail has its row; no more than the limits left; organisers heard of the limit once."""
    people = mails * 6 // 10
    rows = office.desk.registrations()
    assert len(office.mails()) == mails
    assert len([r for r in rows if r["email"].startswith("flood")]) == people
    assert sum(r["email"] == "again@ours.test" for r in rows) == 1
    seated = Counter(r["workshop"] for r in rows if r["status"] == "confirmed")
    assert all(count <= 40 for count in seated.values())

    written = [r for r in office.desk.outbox() if r["to"] != ORGANISER]
    assert Counter(r["to"] for r in written).keys() == {r["email"] for r in rows}
    copies = office.copies()
    copies.pop(ORGANISER)
    # The limit is one of any sixty minutes, and the flood lasts no longer.
    assert copies.total() == 60
    assert copies["again@ours.test"] <= 10
    assert all(count == 1 for to, count in copies.items() if to != "again@ours.test")
    reasons = {"limit-per-hour", "limit-per-address"}
    assert {r["reason"] for r in written if r["state"] == "withheld"} <= reasons
    assert len(written) == people + mails * 2 // 10
    limit = [r for r in office.desk.outbox("alarm") if "Grenze erreicht" in told(office, r["id"])]
    assert len(limit) == 1


def told(office: FaultyOffice, outbox_id: int) -> str:
    """What a mail to organisers says."""
    message = message_from_string(office.desk.text_of(outbox_id), policy=default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def ensure_receiving(office: FaultyOffice) -> None:
    """Once the hour is over, somebody who writes is answered at once."""
    office.desk.now += timedelta(hours=1)
    office.arrive(registration("Petra Pohl", address(15)))
    assert office.turn(minutes=1).problems == ()
    assert {to: n for to, n in office.copies().items() if to == address(15)} == everyone(15)


def test_flood_of_mails_is_received_and_answered_up_to_the_limit(office: FaultyOffice) -> None:
    flood(office, 300)
    ensure_withstood(office, 300)
    ensure_receiving(office)


@pytest.mark.long
def test_ten_thousand_mails_in_an_hour_are_received_and_answered_up_to_the_limit(
    office: FaultyOffice,
) -> None:
    figures = flood(office, 10_000)
    sys.stderr.write(f"{figures}\n")
    ensure_withstood(office, 10_000)
    ensure_receiving(office)


@pytest.mark.parametrize("mails", [100, pytest.param(1000, marks=pytest.mark.long)])
def test_many_mails_of_one_sender_get_ten_replies_and_one_seat(office: FaultyOffice, mails: int) -> None:
    numbers = range(mails)
    many = [registration(NAMES[0], address(0), identifier=f"m{n}", X_Number=str(n)) for n in numbers]
    began = time.monotonic()
    office.arrive(*many)
    turn = office.turn(minutes=mails / 60)
    sys.stderr.write(f"{mails} mails of one sender: {time.monotonic() - began:.0f} s of work\n")

    assert (turn.problems, turn.intake.missing) == ((), ())
    assert len(office.mails()) == mails
    assert [r["name"] for r in office.desk.registrations()] == [NAMES[0]]
    assert office.copies()[address(0)] == 10
    office.arrive(registration(PEOPLE[1], address(1)))
    office.turn(minutes=1)
    assert office.copies()[address(1)] == 1
    assert len(office.desk.outbox("alarm")) == 1


def test_replies_leave_while_mails_are_still_being_read(office: FaultyOffice) -> None:
    office.arrive(*map(flooding, range(30)))
    seen: list[str] = []

    def on_mail(*_: object) -> None:
        seen.append("mail")
        office.desk.now += timedelta(seconds=1)

    done = turn(office.desk.office, on_mail, lambda *_: seen.append("reply"))

    assert (seen.count("mail"), done.problems) == (30, ())
    assert seen.index("reply") < 5
    assert done.delivered.counts == {OutboxState.SENT: seen.count("reply")}
