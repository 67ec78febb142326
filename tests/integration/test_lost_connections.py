"""The connection to the mailbox lost at any command: every mail one row, one reply, and filed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.config import Filing
from mailbot.flow import heldmail
from mailbot.flow.intake import KEYWORD
from tests.faults import ASIDE, HANDLED, FaultyOffice, faulty_office
from tests.letters import PEOPLE, doubtful, office_mail, registration
from tests.servers import dovecot as dovecot_server
from tests.servers.authority import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.imap_proxy import Fault

GIVEN = [name.split()[0] for name in PEOPLE]
FAMILY = [name.split()[1] for name in PEOPLE]
NAMES = [f"{given} {family}" for family in FAMILY for given in GIVEN]


MODEST = "IMAP4rev1 LITERAL+ STARTTLS AUTH=PLAIN NAMESPACE UIDPLUS"
"""What a server says that has no MOVE."""


@pytest.fixture(scope="module")
def modest(authority: Authority) -> Iterator[Dovecot]:
    if reason := dovecot_server.missing():
        pytest.skip(f"left out: {reason}")
    with dovecot_server.running(authority, capability=MODEST) as server:
        yield server


@pytest.fixture
def office(dovecot: Dovecot, tmp_path: Path) -> Iterator[FaultyOffice]:
    with faulty_office(tmp_path, dovecot) as office:
        yield office


def play(office: FaultyOffice, faults: tuple[Fault, ...]) -> list[str]:
    """Once for each command of a turn, the connection is lost at it, in these ways by turns; gives the
    commands.
    """
    struck: list[str] = []
    people: list[str] = []
    held: list[str] = []
    office.arrive(office_mail("schulz@papier.test"))
    while True:
        number = len(struck)
        name, waits = NAMES[2 * number], NAMES[2 * number + 1]
        people.append(f"p{number}@ours.test")
        held.append(f"h{number}@doubtful.test")
        workshop = str(1 + number % 3)
        office.arrive(registration(name, people[-1], workshop), doubtful(waits, held[-1], workshop=workshop))
        office.proxy.arm(number + 1, faults[number % len(faults)])
        office.turn(minutes=7)
        if not office.proxy.struck:
            break
        struck.append(office.proxy.struck.partition(" ")[0])
        office.proxy.arm()
        again = office.turn(minutes=7)
        assert (again.problems, again.intake.missing) == ((), ()), struck
        # What is decided now is filed anew by the next turn, which is the faulty one.
        (waiting,) = [m["id"] for m in office.mails() if m["disposition"] == "held"]
        heldmail.accept(office.desk.office, "Petra", waiting)
    return struck


FAULTS = (Fault.BEFORE, Fault.AFTER, Fault.MIDDLE)


@pytest.mark.parametrize(
    "faults",
    [FAULTS, *(pytest.param((fault,), marks=pytest.mark.long) for fault in FAULTS)],
    ids=["by turns", "before", "after", "middle"],
)
def test_connection_lost_at_each_command_nothing_is_lost_or_done_twice(
    office: FaultyOffice, faults: tuple[Fault, ...]
) -> None:
    office.file_by(Filing.MOVE)
    struck = play(office, faults)

    assert {"LOGIN", "SELECT", "NOOP", "UID", "LIST", "LOGOUT"} <= set(struck), struck
    everyone = Counter([f"p{n}@ours.test" for n in range(len(struck) + 1)])
    decided = Counter([f"h{n}@doubtful.test" for n in range(len(struck))])
    assert office.copies() == everyone + decided
    assert office.lying(HANDLED) == everyone + decided
    assert office.lying(ASIDE) == {f"h{len(struck)}@doubtful.test": 1}
    assert office.lying() == {"schulz@papier.test": 1}
    assert len(office.mails()) == 2 * len(everyone) + 1
    assert {row["status"] for row in office.desk.registrations()} <= {"confirmed", "held"}


@pytest.mark.parametrize("verb", ["UID COPY", "UID STORE", "UID EXPUNGE"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.lower())
def test_connection_lost_while_filing_without_move_files_once(
    modest: Dovecot, tmp_path: Path, fault: Fault, verb: str
) -> None:
    with faulty_office(tmp_path, modest) as office:
        office.file_by(Filing.MOVE)
        office.arrive(*(registration(NAMES[n], f"p{n}@ours.test") for n in range(3)))
        office.proxy.arm(fault=fault, verb=verb)
        assert [str(p) for p in office.turn(minutes=7).problems]
        assert office.proxy.struck
        office.proxy.arm()
        assert office.turn(minutes=7).problems == ()

        everyone = Counter([f"p{n}@ours.test" for n in range(3)])
        assert (office.copies(), office.lying(HANDLED), office.lying()) == (everyone, everyone, Counter())
        with modest.client(office.account, HANDLED) as client:
            assert client.search("DELETED") == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.lower())
def test_connection_lost_while_marking_marks_all(office: FaultyOffice, fault: Fault) -> None:
    office.file_by(Filing.KEYWORD)
    office.arrive(
        *(registration(NAMES[n], f"p{n}@ours.test") for n in range(3)), office_mail("a@papier.test")
    )
    office.proxy.arm(fault=fault, verb="UID STORE")
    assert office.turn(minutes=7).problems
    office.proxy.arm()
    assert office.turn(minutes=7).problems == ()

    assert office.copies() == Counter([f"p{n}@ours.test" for n in range(3)])
    with office.dovecot.client(office.account, "INBOX") as client:
        assert len(client.search(["KEYWORD", KEYWORD])) == 3
