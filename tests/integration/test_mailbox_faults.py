"""A mailbox that is away, silent, late or changed under our hands: nothing lost, nothing answered twice."""

from __future__ import annotations

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from imapclient import SocketTimeout
from imapclient.exceptions import IMAPClientError

from mailbot.config import Filing
from mailbot.flow import watch
from mailbot.mailbox import ImapMailbox
from mailbot.worker import Worker
from tests.faults import HANDLED, FaultyOffice, address, ensure_done, everyone, faulty_office, people
from tests.letters import BERLIN, PEOPLE, office_mail
from tests.servers.dovecot import Dovecot
from tests.servers.imap_proxy import Fault
from tests.servers.process import PATIENCE_SECONDS
from tests.servers.sessions import end_sessions


@pytest.fixture
def office(dovecot: Dovecot, tmp_path: Path) -> Iterator[FaultyOffice]:
    with faulty_office(tmp_path, dovecot) as office:
        yield office


def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence is noticed after a second, an IDLE is renewed after one."""
    monkeypatch.setattr(ImapMailbox.__init__, "__defaults__", (SocketTimeout(5, 1),))
    monkeypatch.setattr(watch, "RENEW_SECONDS", 1)


def once(command: str, act: Callable[[], object]) -> Callable[[str], None]:
    """Does something just before the server gets the first command like this."""
    left = [act]

    def before(said: str) -> None:
        if re.match(command, said) and left:
            left.pop()()

    return before


def test_server_gone_for_an_hour_nothing_is_lost_and_what_was_received_in_time_counts(
    office: FaultyOffice,
) -> None:
    closes = datetime(2021, 9, 25, tzinfo=BERLIN)
    office.desk.now = closes - timedelta(minutes=30)
    port = office.proxy.target
    office.proxy.target = 9
    for minute in range(60):
        if minute in (10, 20, 40):
            office.arrive(*people(minute // 10))
        turn = office.turn(minutes=1)
        assert len(turn.problems) == 1
    office.proxy.target = port
    office.turn(minutes=1)

    rows = [(r["name"], r["status"]) for r in office.desk.registrations()]
    # Received at 23:41, 23:51 and eleven minutes past midnight.
    assert rows == [(PEOPLE[1], "confirmed"), (PEOPLE[2], "confirmed"), (PEOPLE[4], "declined")]
    replies = [(row["to"], row["notice"]) for row in office.desk.outbox() if row["to"].endswith("@ours.test")]
    assert replies == [(address(1), "confirmation"), (address(2), "confirmation"), (address(4), "late")]
    assert office.copies().total() == len(office.desk.outbox())


def test_replies_leave_while_the_mailbox_is_away(office: FaultyOffice) -> None:
    office.smtp.replies["RCPT"] = [b"451 4.7.1 greylisted"]
    office.arrive(*people(0))
    office.turn()
    assert office.copies() == Counter()
    office.proxy.target = 9
    turn = office.turn(minutes=10)

    assert (len(turn.problems), office.copies()) == (1, everyone(0))


@pytest.mark.parametrize("verb", ["SELECT", "UID SEARCH", "UID FETCH", "UID MOVE"])
def test_server_that_falls_silent_is_left_in_time_and_the_next_turn_does_the_rest(
    office: FaultyOffice, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quickly(monkeypatch)
    office.file_by(Filing.MOVE)
    office.arrive(*people(0, 1))
    office.proxy.arm(fault=Fault.STALL, verb=verb)
    office.turn(minutes=1)
    assert office.proxy.struck
    office.proxy.arm()
    assert office.turn(minutes=1).problems == ()

    ensure_done(office, 0, 1)
    assert office.lying(HANDLED) == everyone(0, 1)


def test_idle_that_hangs_silently_is_replaced_and_polling_goes_on_meanwhile(
    office: FaultyOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    quickly(monkeypatch)
    monkeypatch.setattr("mailbot.worker.RECONNECT_SECONDS", 0.1)
    worker = Worker(office.desk.office)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        await_that(lambda: "IDLE" in office.proxy.commands)
        office.proxy.deafen()
        office.proxy.arm()
        # The silent connection is given up, and a new one tells of mail again.
        await_that(lambda: "IDLE" in office.proxy.commands)
        office.arrive(*people(0))
        await_that(lambda: office.copies() == everyone(0))
    finally:
        worker.stop()
        thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()
    ensure_done(office, 0)


def await_that(happened: Callable[[], object]) -> None:
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < PATIENCE_SECONDS
        time.sleep(0.05)


def test_search_that_shows_a_later_mail_before_an_earlier_one_loses_neither(office: FaultyOffice) -> None:
    office.arrive(*people(0, 1, 2))
    stale = [True]

    def rewrite(command: str, answer: bytes) -> bytes:
        if command.startswith("UID SEARCH") and stale:
            stale.clear()
            return answer.replace(b"SEARCH 1 2 3", b"SEARCH 1 3")
        return answer

    office.proxy.rewrite = rewrite
    turn = office.turn(minutes=1)
    assert (turn.intake.missing, office.copies()) == ((2,), everyone(0, 2))
    turn = office.turn(minutes=1)
    assert (turn.intake.missing, turn.problems) == ((), ())

    assert office.copies() == everyone(0, 1, 2)
    assert len(office.mails()) == 3


def test_search_that_shows_nothing_new_yet_is_made_up_for_by_the_next(office: FaultyOffice) -> None:
    office.arrive(*people(0))
    office.turn()
    office.arrive(*people(1))
    office.proxy.rewrite = lambda said, answer: (
        answer.replace(b"SEARCH 2", b"SEARCH").replace(b"SEARCH 1 2", b"SEARCH 1")
        if said.startswith("UID SEARCH")
        else answer
    )
    office.turn(minutes=1)
    assert office.copies() == everyone(0)
    office.proxy.rewrite = lambda _, answer: answer
    office.turn(minutes=1)

    ensure_done(office, 0, 1)


@pytest.mark.parametrize(
    "instead", [b"", b"* 2 FETCH (UID 2 BODY[] NIL)\r\n", b'* 2 FETCH (UID 2 BODY[] "")\r\n']
)
def test_body_that_is_not_there_yet_is_waited_for(office: FaultyOffice, instead: bytes) -> None:
    """Exchange announces the UID first: no row is made of half a mail, and the later ones do not wait."""
    office.arrive(*people(0, 1, 2))

    def rewrite(command: str, answer: bytes) -> bytes:
        if not command.startswith("UID FETCH") or b"BODY[]" not in answer:
            return answer
        return re.sub(rb"(?s)\* 2 FETCH .*?\)\r\n(?=\* 3 FETCH|\S+ OK)", lambda _: instead, answer)

    office.proxy.rewrite = rewrite
    for _ in range(3):
        turn = office.turn(minutes=1)
        assert (turn.intake.waiting_for_body, turn.intake.missing) == (1, (2,))
    assert office.copies() == everyone(0, 2)
    office.proxy.rewrite = lambda _, answer: answer
    turn = office.turn(minutes=1)

    assert (turn.intake.waiting_for_body, turn.intake.missing) == (0, ())
    assert office.copies() == everyone(0, 1, 2)
    assert len(office.mails()) == 3


@pytest.mark.parametrize("command", ["UID SEARCH", "UID FETCH .*SIZE", "UID FETCH .*BODY", "UID MOVE"])
def test_mail_expunged_while_it_is_read_or_filed_leaves_the_others_alone(
    office: FaultyOffice, command: str
) -> None:
    office.file_by(Filing.MOVE)
    office.arrive(*people(0, 1, 2))

    def expunge() -> None:
        with office.dovecot.client(office.account, "INBOX") as person:
            person.delete_messages([2])
            person.expunge([2])

    office.proxy.before = once(command, expunge)
    office.turn(minutes=1)
    turn = office.turn(minutes=1)

    assert (turn.problems, turn.intake.missing, turn.intake.waiting_for_body) == ((), (), 0)
    # What was read before it was expunged has its reply, the others are as if they had never come.
    read = (0, 1, 2) if command == "UID MOVE" else (0, 2)
    ensure_done(office, *read)
    assert office.lying(HANDLED) == everyone(0, 2)


@pytest.mark.parametrize(
    ("command", "cut"),
    [(f"UID {word}", cut) for word in ("SEARCH", "FETCH .*SIZE", "FETCH .*BODY") for cut in (True, False)]
    # Where the session lives on, Dovecot gives the new folder the old UIDVALIDITY.
    + [("SELECT", False), ("UID MOVE", True)],
)
def test_folder_made_anew_in_the_middle_of_a_turn_nothing_is_lost_or_answered_twice(
    office: FaultyOffice, command: str, cut: bool
) -> None:
    """Another UIDVALIDITY: the UIDs that we know name other mails now, or none."""
    office.file_by(Filing.MOVE)
    folder = watched_folder(office, "Fachtag")
    office.arrive(*people(0, 1), folder=folder)

    def make_anew() -> None:
        with office.dovecot.client(office.account) as person:
            person.delete_folder(folder)
            person.create_folder(folder)
        office.arrive(*people(2, 0, 1), folder=folder)
        if cut:
            end_sessions(office.dovecot, office.account)

    office.proxy.before = once(command, make_anew)
    office.turn(minutes=1)
    office.turn(minutes=1)
    turn = office.turn(minutes=1)

    assert (turn.problems, turn.intake.missing) == ((), ())
    assert office.copies() == everyone(0, 1, 2)
    assert len(office.mails()) == 3
    assert office.lying(folder) == Counter()
    assert set(office.lying(HANDLED)) == set(everyone(0, 1, 2))


def watched_folder(office: FaultyOffice, name: str) -> str:
    with office.dovecot.client(office.account) as person:
        person.create_folder(name)
    office.desk.with_settings(mailbox=replace(office.desk.office.settings.mailbox, folder=name))
    return name


def test_folder_that_is_gone_is_told_and_taken_up_again_when_it_is_back(office: FaultyOffice) -> None:
    folder = watched_folder(office, "Fachtag")
    office.arrive(*people(0), folder=folder)
    office.turn()
    with office.dovecot.client(office.account) as person:
        person.rename_folder(folder, "Verschoben")
    office.arrive(*people(1), folder="Verschoben")
    (problem,) = office.turn(minutes=1).problems
    assert 'no folder "Fachtag"' in str(problem)
    with office.dovecot.client(office.account) as person:
        person.rename_folder("Verschoben", folder)
    assert office.turn(minutes=1).problems == ()

    ensure_done(office, 0, 1)


def test_clients_that_move_and_flag_our_mails_all_the_time(office: FaultyOffice) -> None:
    """Three people at once take mails away, bring them back, mark them and delete some."""
    office.file_by(Filing.MOVE)
    with office.dovecot.client(office.account) as client:
        client.create_folder("Ablage")
    ended = threading.Event()
    clients = [threading.Thread(target=meddle, args=(office, seed, ended)) for seed in range(3)]
    for client_ in clients:
        client_.start()
    numbers = range(8)
    try:
        for number in numbers:
            office.arrive(*people(number), office_mail(f"a{number}@papier.test"))
            office.turn(minutes=1)
    finally:
        ended.set()
        for client_ in clients:
            client_.join(PATIENCE_SECONDS)
    with office.dovecot.client(office.account, "Ablage") as client:
        if uids := client.search("ALL"):
            client.move(uids, "INBOX")
    for _ in range(2):
        turn = office.turn(minutes=1)
        assert (turn.problems, turn.intake.missing) == ((), ())

    assert office.copies() == everyone(*numbers)
    assert Counter(m["disposition"] for m in office.mails()) == {"accepted": 8, "ignored": 8}
    # What was ours lies where handled mail lies, or where somebody took it from there.
    assert set(office.lying()) == {f"a{n}@papier.test" for n in numbers}
    # Two who move the same mail in the same moment may leave two of it (Dovecot's Maildir does).
    assert set(office.lying(HANDLED)) == set(everyone(*numbers))


def meddle(office: FaultyOffice, seed: int, ended: threading.Event) -> None:
    chance = random.Random(seed)
    with office.dovecot.client(office.account) as client:
        while not ended.is_set():
            here, there = chance.choice([("INBOX", "Ablage"), ("Ablage", "INBOX")])
            # Whoever comes too late to a mail is told so.
            with suppress(IMAPClientError):
                client.select_folder(here)
                if uids := client.search("ALL"):
                    some = chance.sample(uids, min(2, len(uids)))
                    client.add_flags(some, [chance.choice([b"\\Seen", b"\\Flagged", b"Wichtig"])])
                    client.move(some, there)
            ended.wait(chance.uniform(0, 0.05))
