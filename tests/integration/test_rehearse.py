"""A rehearsal leaves a real mailbox as it was, and tells what the next run then does."""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mailbot.config import load_settings
from mailbot.flow import open_ledger
from mailbot.store import reports
from tests.corpus.build import build
from tests.corpus.load import HERE, load
from tests.letters import AS_OF, RECEIVED, doubtful, letter, office_mail, registration
from tests.servers.office import TestOffice

_CASES = ("de-singles", "de-groups", "de-changes", "de-office", "de-everyday")
BEFORE_OPENING = RECEIVED - timedelta(days=99)


def state(office: TestOffice) -> dict[str, Any]:
    """Everything that a client can see of the mailbox."""
    found: dict[str, Any] = {}
    with office.dovecot.client(office.account) as client:
        for _, _, folder in client.list_folders():
            status = client.folder_status(folder, ["MESSAGES", "RECENT", "UNSEEN", "UIDNEXT", "UIDVALIDITY"])
            client.select_folder(folder, readonly=True)
            uids = client.search("ALL")
            mails = client.fetch(uids, ["FLAGS", "INTERNALDATE", "BODY.PEEK[]"]) if uids else {}
            found[folder] = (status, {uid: sorted(mails[uid].items()) for uid in uids})
    return found


@pytest.fixture
def filled(office: TestOffice) -> TestOffice:
    """A mailbox with mails of every sort, some of them read, flagged or just come."""
    office.change("mailbot.toml", 'mode = "automatic"', 'mode = "supervised"')
    office.change("mailbot.toml", 'filing = "none"', 'filing = "move"\nhandled_folder = "Fertig"')
    office.change("event.toml", "seats = 40", "seats = 2")
    people = ("Anna Albrecht", "Bernd Brandt", "Clara Conrad", "Dieter Dietze")
    mails = [registration(name, f"{name[:4].lower()}@outside.test") for name in people]
    asked = letter(
        "Elke Engel <elke@outside.test>",
        "Fachtag",
        "Guten Tag,\n\nhiermit melde ich mich an.\n\nElke Engel\n",
    )
    mails += [
        asked,
        mails[0],
        office_mail("schulz@outside.test"),
        doubtful("Frank Fuhrmann", "ff@outside.test"),
    ]
    office.arrive([(raw, RECEIVED + timedelta(minutes=n)) for n, raw in enumerate(mails)])
    office.arrive([(registration("Olaf Otto", "olaf@outside.test"), BEFORE_OPENING)])
    with office.dovecot.client(office.account, "INBOX") as client:
        client.add_flags([1, 3], [b"\\Seen"])
        client.add_flags([2], [b"\\Flagged", b"wichtig"])
    office.dovecot.place(office.account, registration("Nora Naumann", "nora@outside.test"), RECEIVED)
    return office


def test_rehearsal_changes_nothing_and_tells_what_the_run_then_does(filled: TestOffice) -> None:
    office = filled
    # Others every time, so that a difference would show in the end; the seed tells which they were.
    seed = "mails" if os.environ.get("CI") else f"{datetime.now(UTC)}"
    cases = [case for name in _CASES for case in load(HERE / f"{name}.yaml") if case.event == "fachtag"]
    chosen = random.Random(seed).sample(cases, 25)
    office.arrive([(build(case), RECEIVED + timedelta(minutes=9 + n)) for n, case in enumerate(chosen)])
    files = {path: path.read_bytes() for path in office.folder.iterdir()}
    before, log = state(office), len(office.postfix.log())
    done = office.mailbot("rehearse", "--mailbox", "--as-of", AS_OF, "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert state(office) == before
    assert {path: path.read_bytes() for path in office.folder.iterdir()} == files
    assert len(office.postfix.log()) == log

    told = json.loads(done.stdout)
    # A mail that came twice has one row.
    once = [mail for mail in told["mails"] if mail["disposition"] != "repeated"]
    letters = [one for mail in told["mails"] for one in mail["letters"]]
    endings = {mail["disposition"] for mail in told["mails"]}
    assert (len(told["mails"]), told["before_opening"]) == (34, 1)
    assert {"accepted", "waitlisted", "asked", "held", "ignored", "repeated"} <= endings
    assert {one["withheld"] for one in letters} == {"supervised"}

    assert office.mailbot("run", "--once", "--as-of", AS_OF).returncode == 0
    database = open_ledger(load_settings(office.folder, {}))
    with database.reading() as tx:
        mails = [mail for mail in reports.mails(tx) if mail["reason"] != "before-opening"]
        ours = list(reports.outbox(tx))
        people = list(reports.registrations(tx, told["event"]))
    database.close()
    same = ("disposition", "reason")
    assert _fields(once, same) == _fields(mails, same), seed
    assert _fields(letters, ("notice", "to", "subject", "withheld")) == _fields(
        ours, ("notice", "to", "subject", "reason")
    ), seed
    person = ("reference", "name", "organisation", "workshop", "status", "position")
    assert _fields(told["registrations"], person) == _fields(people, person), seed


def _fields(rows: list[dict[str, Any]], fields: tuple[str, ...]) -> list[tuple[Any, ...]]:
    return [tuple(row[field] for field in fields) for row in rows]
