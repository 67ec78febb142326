"""One installation, two mailboxes, three events: each mail to its event, no mailbox waits for the other."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest

from tests.letters import AS_OF, RECEIVED, letter
from tests.servers.installation import DIGITAL, GARDEN, HEALTH, Installation, open_installation
from tests.servers.office import TestOffice
from tests.servers.postfix import Postfix
from tests.servers.process import Server

Row = dict[str, Any]
PATIENCE_SECONDS = 150.0
"""A command, the crew and its workers are started one from another, each a process of its own."""

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def installation(postfix: Postfix, tmp_path: Path) -> Installation:
    return open_installation(tmp_path, postfix)


def rows(office: TestOffice, what: str, event: str) -> list[Row]:
    done = office.mailbot(what, "--event", event, "--format", "json")
    assert done.returncode == 0, done.stderr
    found: list[Row] = json.loads(done.stdout)
    return found


def people(installation: Installation, event: str) -> dict[str, str]:
    return {row["name"]: row["status"] for row in rows(installation.north, "registrations", event)}


def run_once(installation: Installation, *more: str, as_of: str = AS_OF) -> str:
    done = installation.north.mailbot("run", "--once", "--as-of", as_of, *more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def register(office: TestOffice, name: str, address: str, body: str, minute: int = 0, **more: Any) -> bytes:
    text = f"Guten Tag,\n\n{body}\n\nMit freundlichen Grüßen\n{name}\nDiakonie Freiberg\n"
    subject = more.pop("subject", "Anmeldung")
    come = RECEIVED + timedelta(minutes=minute)
    mail = letter(f"{name} <{address}>", subject, text, to=office.account.address, received=come, **more)
    office.arrive([(mail, come)])
    return mail


def test_each_mail_comes_to_its_event(installation: Installation) -> None:
    north, south = installation.north, installation.south
    register(north, "Anna Albrecht", "anna@outside.test", "ich melde mich für Workshop 1 an.")
    register(south, "Bernd Brandt", "bernd@outside.test", "ich melde mich für den Gartentag an, Workshop 2.")
    register(
        south, "Clara Conrad", "clara@outside.test", "hiermit melde ich mich für „Tablets im Unterricht“ an."
    )
    register(south, "Dieter Dietze", "dieter@outside.test", "ich melde mich für Workshop 1 an.")

    run_once(installation)

    assert people(installation, HEALTH) == {"Anna Albrecht": "confirmed"}
    assert people(installation, GARDEN) == {"Bernd Brandt": "confirmed"}
    assert people(installation, DIGITAL) == {"Clara Conrad": "confirmed"}
    for event in (GARDEN, DIGITAL):
        (waits,) = rows(south, "held", event)
        assert (waits["from"], waits["reason"]) == ("dieter@outside.test", "which-event")
    assert rows(north, "held", HEALTH) == []
    assert not south.answers("dieter@outside.test")


def test_reply_comes_from_the_mailbox_that_was_written_to(installation: Installation) -> None:
    north, south = installation.north, installation.south
    register(north, "Anna Albrecht", "anna.two@outside.test", "ich melde mich für Workshop 1 an.")
    register(south, "Bernd Brandt", "bernd.two@outside.test", "ich komme zum Gartentag, Workshop 2.")

    run_once(installation)

    for office, address in ((north, "anna.two@outside.test"), (south, "bernd.two@outside.test")):
        (answer,) = office.answers(address)
        assert office.account.address in str(BytesParser(policy=policy.default).parsebytes(answer)["From"])


def test_answer_and_cancellation_find_their_event(installation: Installation) -> None:
    south = installation.south
    register(
        south, "Bernd Brandt", "bernd.three@outside.test", "ich melde mich für den Gartentag an, Workshop 2."
    )
    register(
        south, "Clara Conrad", "clara.three@outside.test", "ich melde mich für „Tablets im Unterricht“ an."
    )
    run_once(installation)
    (answer,) = south.answers("bernd.three@outside.test")
    identifier = str(BytesParser(policy=policy.default).parsebytes(answer)["Message-ID"])

    register(
        south, "Bernd Brandt", "bernd.three@outside.test", "ich wechsle bitte in Workshop 1.", 30,
        subject="Re: Ihre Anmeldung", identifier="second", In_Reply_To=identifier, References=identifier,
    )  # fmt: skip
    register(
        south, "Clara Conrad", "clara.three@outside.test", "leider muss ich absagen.", 31,
        subject="Absage", identifier="second",
    )  # fmt: skip
    run_once(installation, as_of="2021-09-03T14:00:00+02:00")

    (bernd,) = rows(south, "registrations", GARDEN)
    assert (bernd["workshop"], bernd["status"]) == ("1", "confirmed")
    assert people(installation, DIGITAL) == {"Clara Conrad": "cancelled"}


def test_same_mail_to_both_mailboxes_is_one_of_each(installation: Installation) -> None:
    north, south = installation.north, installation.south
    text = "Guten Tag,\n\nich komme zum Gartentag, Workshop 2.\n\nAnna Albrecht\n"
    mail = letter("Anna Albrecht <anna@outside.test>", "Anmeldung", text)
    for office in (north, south, south):
        office.arrive([(mail, RECEIVED)])

    run_once(installation)

    assert people(installation, GARDEN) == {"Anna Albrecht": "confirmed"}
    assert len(rows(south, "mails", GARDEN)) == 1
    assert len(rows(north, "mails", HEALTH)) == 1


def test_unreachable_mailbox_keeps_the_other_from_nothing(installation: Installation) -> None:
    installation.north.change(
        "mailbot.toml", installation.north.account.address + '"\npassword', 'nobody"\npassword'
    )
    register(installation.south, "Bernd Brandt", "bernd@outside.test", "ich komme zum Gartentag, Workshop 2.")

    done = installation.north.mailbot("run", "--once", "--as-of", AS_OF)

    assert done.returncode == 1
    assert "mailbox north" in done.stderr
    assert "mailbox south" not in done.stderr
    assert people(installation, GARDEN) == {"Bernd Brandt": "confirmed"}
    checked = installation.north.mailbot("check")
    assert checked.returncode == 1
    assert "FAIL mailbox north" in checked.stdout
    assert "ok   mailbox south" in checked.stdout


def test_command_that_needs_an_event_names_those_there_are(installation: Installation) -> None:
    done = installation.north.mailbot("registrations")

    assert done.returncode == 2
    assert "--event" in done.stderr
    assert "gesundheit, digital, garten" in done.stderr


def await_that(worker: Server, condition: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not condition():
        assert worker.process.poll() is None, worker.said()
        assert time.monotonic() - began < PATIENCE_SECONDS, worker.said()
        time.sleep(0.2)


def open_now(installation: Installation) -> None:
    """All three events lie ahead of today."""
    soon = datetime.now().astimezone() + timedelta(days=30)
    for file in (installation.folder / "events").iterdir():
        text = (
            file.read_text("utf-8")
            .replace("2021-08-01", "2020-08-01")
            .replace("2021-09-24", f"{soon:%Y-%m-%d}")
        )
        for day in ("2021-10-07", "2021-10-14", "2021-10-21"):
            text = text.replace(day, f"{soon + timedelta(days=int(day[-2:])):%Y-%m-%d}")
        file.write_text(text, "utf-8")


def write_now(installation: Installation, number: int) -> None:
    for office, words in (
        (installation.north, "Workshop 1"),
        (installation.south, "den Gartentag, Workshop 2"),
    ):
        name = f"{('Anna', 'Bernd', 'Clara', 'Dieter')[number]} Brandt"
        text = f"Guten Tag,\n\nich melde mich für {words} an.\n\n{name}\nDiakonie Freiberg\n"
        mail = letter(f"{name} <p{number}@outside.test>", "Anmeldung", text, to=office.account.address)
        office.arrive([(mail, datetime.now().astimezone())])


def test_worker_that_dies_is_started_anew_and_all_end_together(installation: Installation) -> None:
    open_now(installation)
    with installation.north.running() as crew:
        write_now(installation, 0)
        await_that(crew, lambda: all(len(people(installation, e)) == 1 for e in (HEALTH, GARDEN)))
        workers = children(crew)
        assert len(workers) == 2
        second = installation.north.mailbot("run")
        assert second.returncode == 1
        assert "another mailbot works" in second.stderr
        signal_all(workers[:1], signal.SIGKILL)
        await_that(crew, lambda: len(children(crew)) == 2 and children(crew) != workers)
        write_now(installation, 1)
        await_that(crew, lambda: all(len(people(installation, e)) == 2 for e in (HEALTH, GARDEN)))
        assert '"mailbox": "north"' in crew.said()
        crew.process.send_signal(signal.SIGTERM)
        assert crew.process.wait(PATIENCE_SECONDS) == 0
    assert "Traceback" not in crew.said()
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def test_crew_that_is_killed_takes_its_workers_along_and_another_takes_over(
    postfix: Postfix, postgres_url: str, tmp_path: Path
) -> None:
    installation = open_installation(tmp_path, postfix, postgres_url)
    open_now(installation)
    with installation.north.running() as first:
        await_that(first, lambda: first.said().count('"works on the mailbox"') == 2)
        with installation.north.running() as second:
            await_that(second, lambda: second.said().count('"stands by') == 2)
            write_now(installation, 0)
            await_that(first, lambda: all(len(people(installation, e)) == 1 for e in (HEALTH, GARDEN)))
            workers = children(first)
            first.process.kill()
            first.process.wait()
            write_now(installation, 1)
            await_that(second, lambda: second.said().count('"works on the mailbox"') == 2)
            await_that(second, lambda: all(len(people(installation, e)) == 2 for e in (HEALTH, GARDEN)))
            await_that(second, lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def children(crew: Server) -> list[int]:
    found = Path(f"/proc/{crew.process.pid}/task/{crew.process.pid}/children").read_text().split()
    return sorted(map(int, found))


def signal_all(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        os.kill(pid, number)
