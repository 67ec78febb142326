"""Killed anywhere, the worker loses nothing and does nothing twice.

After each kill the next run goes on; when all is done, every mail has one row, every participant one
live registration, every contact its reply. A second copy of a reply may come only where the worker died
between the server's taking it and the writing down of that, and then with the same Message-ID.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from tests.integration.ledger import mails, outbox, registrations
from tests.integration.test_filing import set_filing
from tests.integration.test_worker import postpone, set_mailbox
from tests.letters import BERLIN, PEOPLE, RECEIVED, office_mail, registration
from tests.servers.killing import run_until
from tests.servers.office import TestOffice

AS_OF = datetime(2021, 9, 3, 13, tzinfo=BERLIN)
KILLS, MANY_KILLS = 25, 500
NEVER = 0
NAMES = [f"{first.split()[0]} {last.split()[1]}" for first in PEOPLE for last in PEOPLE]


@pytest.fixture(params=["office", "postgres_office"])
def any_office(request: pytest.FixtureRequest) -> TestOffice:
    """An office on SQLite, and one on PostgreSQL."""
    office: TestOffice = request.getfixturevalue(request.param)
    return office


def address(office: TestOffice, name: str) -> str:
    """An address of this person that no other test writes from."""
    local = name.replace(" ", ".").lower()
    return f"{local}@{office.account.address.partition('@')[0]}.test"


def seen(office: TestOffice, people: tuple[str, ...]) -> Counter[int]:
    """How many replies the contacts got, all told; no two of a contact are different mails."""
    copies: Counter[int] = Counter()
    for name in people:
        came = office.answers(address(office, name))
        identifiers = {message_from_bytes(raw, policy=default)["Message-ID"] for raw in came}
        assert len(identifiers) == 1, f"{name}: {len(came)} mails, {len(identifiers)} of them different"
        copies[len(came)] += 1
    return copies


def ensure_all(office: TestOffice, people: tuple[str, ...], rows: int, held: int) -> None:
    """Every mail has one row, every participant one live registration, every reply has left."""
    live = [r for r in registrations(office) if r["status"] == "confirmed"]
    assert Counter(r["name"] for r in live) == dict.fromkeys(people, 1)
    assert Counter(m["disposition"] for m in mails(office))["held"] == held
    assert len(mails(office)) == rows
    assert Counter(o["state"] for o in outbox(office)) == {"sent": len(people)}


@pytest.mark.timeout(500)
def test_killed_at_every_step_of_its_work(any_office: TestOffice) -> None:
    office = any_office
    set_filing(office, "move", handled_folder="Erledigt")
    office.arrive([(office_mail(address(office, "papier")), RECEIVED)])
    died: list[str] = []
    people: list[str] = []
    while True:
        # A new registration each time, and the run is killed one step later than the last time.
        # All on one day: what is done once a day would come between the steps of some runs and not of others.
        now = AS_OF + len(died) * timedelta(minutes=10)
        people.append(NAMES[len(died)])
        raw = registration(people[-1], address(office, people[-1]), str(1 + len(died) % 3))
        office.arrive([(raw, now - timedelta(minutes=5))] * (1 + len(died) % 2))
        name = run_until(office.folder, now, len(died) + 1)
        if not name:
            break
        died.append(name)
        # What was in doubt when the run died is tried again after a while.
        assert not run_until(office.folder, now + timedelta(minutes=4), NEVER)

    ensure_all(office, tuple(people), rows=len(people) + 1, held=0)
    assert {"before commit", "after commit", "before imap fetch", "after imap move"} <= set(died), died
    assert {"before smtp submit", "after smtp submit"} <= set(died), died
    # From the moment when the server took it to the commit that says so, nobody knows.
    unknown = sum(
        name == "after smtp submit" or (died[n - 1], name) == ("after smtp submit", "before commit")
        for n, name in enumerate(died)
    )
    assert seen(office, tuple(people)) == Counter({1: len(people) - unknown, 2: unknown}), died


def blind(office: TestOffice, kills: int, seed: int) -> None:
    """Kills the running worker at moments of nobody's choosing while mail comes in."""
    chance = random.Random(seed)
    set_mailbox(office, "poll_seconds = 1")
    people = chance.sample(NAMES, len(NAMES))
    expected: list[str] = []
    for kill in range(kills):
        if kill % max(1, kills // 25) == 0:
            name = people[len(expected)]
            expected.append(name)
            raw = registration(name, address(office, name), str(1 + kill % 3))
            office.arrive([(raw, datetime.now(UTC))])
        with office.running() as worker:
            time.sleep(chance.uniform(0.5, 2.5))
            worker.process.kill()
            worker.process.wait()
    done = office.mailbot("run", "--once")
    assert (done.returncode, done.stderr) == (0, "")
    # What was in doubt when a worker died is tried again after a while.
    for _ in range(100):
        if {o["state"] for o in outbox(office)} == {"sent"}:
            break
        time.sleep(1)
        office.mailbot("run", "--once")
    ensure_all(office, tuple(expected), rows=len(expected), held=0)
    copies = seen(office, tuple(expected))
    told = f"{kills} kills, {len(expected)} registrations, replies by number of copies: {dict(copies)}"
    sys.stderr.write(f"{told}\n")


@pytest.mark.timeout(500)
def test_killed_blindly_again_and_again(any_office: TestOffice) -> None:
    blind(postpone(any_office), KILLS, seed=1)


@pytest.mark.long
def test_killed_blindly_many_times(any_office: TestOffice) -> None:
    blind(postpone(any_office), MANY_KILLS, seed=2)
