"""A rehearsal leaves a real mailbox as it was, and tells what the next run then does."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.letters import AS_OF, RECEIVED, doubtful, letter, office_mail, registration
from tests.servers.office import TestOffice

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
    files = {path: path.read_bytes() for path in office.folder.iterdir()}
    before = state(office)
    queued = len(office.postfix.log())
    done = office.mailbot("rehearse", "--mailbox", "--as-of", AS_OF, "--json")

    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert state(office) == before
    assert {path: path.read_bytes() for path in office.folder.iterdir()} == files
    assert len(office.postfix.log()) == queued

    assert office.mailbot("run", "--once", "--as-of", AS_OF).returncode == 0
    mails = json.loads(office.mailbot("mails", "--format", "json").stdout)
    ours = json.loads(office.mailbot("outbox", "--format", "json").stdout)
    people = json.loads(office.mailbot("registrations", "--format", "json").stdout)
    fresh = [mail for mail in mails if mail["reason"] != "before-opening"]
    # A mail that came twice has one row.
    once = [mail for mail in told["mails"] if mail["disposition"] != "repeated"]

    assert len(told["mails"]) - len(once) == 1
    assert told["before_opening"] == len(mails) - len(fresh) == 1
    assert [(m["disposition"], m["reason"]) for m in once] == [(m["disposition"], m["reason"]) for m in fresh]
    letters = [one for mail in told["mails"] for one in mail["letters"]]
    assert {one["withheld"] for one in letters} == {"supervised"}
    assert [(one["notice"], one["to"], one["subject"], one["withheld"]) for one in letters] == [
        (row["notice"], row["to"], row["subject"], row["reason"]) for row in ours
    ]
    assert {"accepted", "waitlisted", "asked", "held", "ignored"} <= {mail["disposition"] for mail in once}
    assert _told(told["registrations"]) == _told(people)


def _told(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    fields = ("reference", "name", "organisation", "workshop", "status", "position")
    return [tuple(row[field] for field in fields) for row in rows]
