"""The mailbox belongs to people: what mailbot does in it, and what it never does."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from mailbot.flow.intake import KEYWORD
from tests.integration.ledger import mails, outbox, places, registrations
from tests.letters import BERLIN, RECEIVED, doubtful, office_mail, registration
from tests.servers.office import TestOffice

RUN = ("run", "--once", "--as-of", "2021-09-03T13:00:00+02:00")
OURS, DOUBTFUL, OTHER = "sabine@ours.test", "peter@doubtful.test", "schulz@papier.test"


def fill(office: TestOffice) -> None:
    """One registration that is carried out, one that is held, and a mail that is none of ours."""
    mails_ = (
        registration("Sabine Richter", OURS),
        doubtful("Peter Vogel", DOUBTFUL),
        office_mail(OTHER),
    )
    office.arrive((raw, RECEIVED + timedelta(minutes=n)) for n, raw in enumerate(mails_))


def set_filing(office: TestOffice, filing: str, **folders: str) -> None:
    lines = [f'filing = "{filing}"', *(f'{name} = "{folder}"' for name, folder in folders.items())]
    office.change("mailbot.toml", 'filing = "none"', "\n".join(lines))


def run(office: TestOffice) -> None:
    done = office.mailbot(*RUN)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def found(office: TestOffice, folder: str = "INBOX") -> dict[str, set[bytes]]:
    """The senders of the mails in a folder, each with the flags of its mail that clients can set."""
    with office.dovecot.client(office.account) as client:
        client.select_folder(folder, readonly=True)
        uids = client.search("ALL")
        rows = client.fetch(uids, ["FLAGS", "ENVELOPE"]) if uids else {}
    return {
        b"@".join((row[b"ENVELOPE"].from_[0].mailbox, row[b"ENVELOPE"].from_[0].host)).decode(): set(
            row[b"FLAGS"]
        )
        - {b"\\Recent"}
        for row in rows.values()
    }


def test_filing_none_leaves_everything_as_it_is(office: TestOffice) -> None:
    fill(office)
    run(office)

    assert found(office) == {OURS: set(), DOUBTFUL: set(), OTHER: set()}
    assert Counter(m["disposition"] for m in mails(office)) == {"accepted": 1, "held": 1, "ignored": 1}


def test_filing_keyword_marks_what_is_handled_and_nothing_else(office: TestOffice) -> None:
    set_filing(office, "keyword")
    fill(office)
    run(office)

    assert found(office) == {OURS: {KEYWORD.encode()}, DOUBTFUL: set(), OTHER: set()}


@pytest.mark.parametrize("folder", ["Anmeldungen", "Fachtag 2021/Bestätigt & erledigt"])
def test_filing_move_takes_what_is_handled_to_a_folder_that_people_see(
    office: TestOffice, folder: str
) -> None:
    set_filing(office, "move", handled_folder=folder)
    fill(office)
    run(office)

    assert found(office) == {DOUBTFUL: set(), OTHER: set()}
    assert found(office, folder) == {OURS: set()}
    with office.dovecot.client(office.account) as client:
        assert folder in [name for _, _, name in client.list_sub_folders()]


def test_filing_move_takes_what_is_held_to_its_own_folder(office: TestOffice) -> None:
    set_filing(office, "move", handled_folder="Fertig", held_folder="Fertig/Zu klären")
    fill(office)
    run(office)

    assert found(office) == {OTHER: set()}
    assert (found(office, "Fertig"), found(office, "Fertig/Zu klären")) == (
        {OURS: set()},
        {DOUBTFUL: set()},
    )


def test_filing_marks_of_people_stay_on_what_is_moved(office: TestOffice) -> None:
    set_filing(office, "move", handled_folder="Fertig")
    fill(office)
    with office.dovecot.client(office.account, "INBOX") as client:
        client.add_flags([1, 3], [b"\\Seen", b"\\Flagged", b"Wichtig"])
    run(office)

    assert found(office, "Fertig") == {OURS: {b"\\Seen", b"\\Flagged", b"Wichtig"}}
    assert found(office)[OTHER] == {b"\\Seen", b"\\Flagged", b"Wichtig"}


def test_filing_that_the_server_refuses_is_told_and_done_by_the_next_run(office: TestOffice) -> None:
    # Dovecot makes no folder with an empty name.
    set_filing(office, "move", handled_folder="Fertig//Oben")
    fill(office)
    done = office.mailbot(*RUN)

    assert done.returncode == 1
    assert "not filed: " in done.stderr
    assert [r["state"] for r in outbox(office)] == ["sent"]
    assert set(found(office)) == {OURS, DOUBTFUL, OTHER}

    office.change("mailbot.toml", "Fertig//Oben", "Fertig/Oben")
    run(office)
    assert found(office, "Fertig/Oben") == {OURS: set()}
    assert len(outbox(office)) == 1


def test_person_moves_deletes_and_reads_between_runs_nothing_is_answered_twice(office: TestOffice) -> None:
    fill(office)
    run(office)
    with office.dovecot.client(office.account, "INBOX") as client:
        client.create_folder("Ablage")
        client.move([1], "Ablage")
        client.add_flags([2], [b"\\Seen"])
        client.delete_messages([3])
        client.expunge()
    run(office)
    with office.dovecot.client(office.account, "Ablage") as client:
        client.move(client.search("ALL"), "INBOX")
    run(office)

    assert Counter(m["disposition"] for m in mails(office)) == {"accepted": 1, "held": 1, "ignored": 1}
    assert [r["state"] for r in outbox(office)] == ["sent"]


@pytest.mark.parametrize("filing", ["none", "move"])
def test_folder_made_anew_with_the_same_mails_nothing_is_answered_twice(
    office: TestOffice, filing: str
) -> None:
    """Another UIDVALIDITY (RFC 9051, 2.3.1.1): every UID is new, the mails are not."""
    set_filing(office, filing, handled_folder="Fertig", held_folder="Zu klären")
    office.change("mailbot.toml", 'folder = "INBOX"', 'folder = "Fachtag"')
    with office.dovecot.client(office.account) as client:
        client.create_folder("Fachtag")
    mails_ = [registration("Sabine Richter", OURS), doubtful("Peter Vogel", DOUBTFUL), office_mail(OTHER)]
    office.dovecot.append_all(office.account, [(raw, RECEIVED) for raw in mails_], "Fachtag")
    run(office)
    with office.dovecot.client(office.account) as client:
        client.delete_folder("Fachtag")
        client.create_folder("Fachtag")
    office.dovecot.append_all(
        office.account,
        [(office_mail("new@papier.test"), RECEIVED), *((r, RECEIVED) for r in mails_)],
        "Fachtag",
    )
    run(office)

    assert Counter(m["disposition"] for m in mails(office)) == {"accepted": 1, "held": 1, "ignored": 2}
    assert (places(office), len(outbox(office))) == (7, 1)
    # What was none of ours stays where it is, what was held goes to where what is held goes.
    left = {OTHER, "new@papier.test"} | ({OURS, DOUBTFUL} if filing == "none" else set())
    assert set(found(office, "Fachtag")) == left
    if filing == "move":
        assert (set(found(office, "Fertig")), set(found(office, "Zu klären"))) == ({OURS}, {DOUBTFUL})


def test_same_mail_delivered_twice_is_one_row_and_one_reply(office: TestOffice) -> None:
    raw = registration("Sabine Richter", OURS)
    office.arrive([(b"Received: from a.test\r\n" + raw, RECEIVED)])
    run(office)
    later = RECEIVED + timedelta(minutes=9)
    office.arrive([(b"Received: from b.test\r\nX-Spam-Status: No\r\n" + raw, later)])
    run(office)

    assert (len(mails(office)), places(office), len(outbox(office))) == (1, 2, 1)
    assert len(registrations(office)) == 1


def test_first_run_on_an_old_mailbox_answers_nothing_by_itself(office: TestOffice) -> None:
    office.change("mailbot.toml", 'catch_up = "send"', 'catch_up = "withhold"')
    times = {
        "before": datetime(2021, 7, 31, 23, 59, 59, tzinfo=BERLIN),
        "opening": datetime(2021, 8, 1, tzinfo=BERLIN),
        "old": datetime(2021, 9, 2, 12, 59, 59, tzinfo=BERLIN),
        "fresh": datetime(2021, 9, 2, 13, 0, 1, tzinfo=BERLIN),
    }
    office.arrive(
        (registration(f"Sabine {local.title()}mann", f"{local}@first.test"), moment)
        for local, moment in times.items()
    )
    run(office)

    assert [(m["disposition"], m["from"]) for m in mails(office)] == [
        ("recorded", None),
        ("accepted", "opening@first.test"),
        ("accepted", "old@first.test"),
        ("accepted", "fresh@first.test"),
    ]
    assert {r["to"]: (r["state"], r["reason"]) for r in outbox(office)} == {
        "opening@first.test": ("withheld", "older-than-first-run"),
        "old@first.test": ("withheld", "older-than-first-run"),
        "fresh@first.test": ("sent", None),
    }


def test_filing_of_what_was_held_follows_the_decision(office: TestOffice) -> None:
    set_filing(office, "move", handled_folder="Fertig", held_folder="Zu klären")
    office.arrive(
        [
            (doubtful("Peter Vogel", DOUBTFUL), RECEIVED),
            (doubtful("Sabine Richter", OURS), RECEIVED),
            (doubtful("Paula Papier", OTHER), RECEIVED),
        ]
    )
    run(office)
    accepted, waits, dismissed = (m["id"] for m in mails(office))
    for words in (("accept", str(accepted)), ("dismiss", str(dismissed))):
        assert office.mailbot(*words).returncode == 0
    run(office)
    run(office)

    assert set(found(office, "Fertig")) == {DOUBTFUL}
    assert set(found(office, "Zu klären")) == {OURS}
    # What is none of ours is back where it came in, and is not taken for a new mail there.
    assert set(found(office)) == {OTHER}
    assert [(m["id"], m["disposition"]) for m in mails(office)] == [
        (accepted, "accepted"),
        (waits, "held"),
        (dismissed, "ignored"),
    ]


def test_filing_of_what_somebody_took_from_the_folder_meanwhile_is_left_to_them(office: TestOffice) -> None:
    set_filing(office, "move", handled_folder="Fertig", held_folder="Zu klären")
    office.arrive([(doubtful("Peter Vogel", DOUBTFUL), RECEIVED)])
    run(office)
    with office.dovecot.client(office.account, "Zu klären") as client:
        client.create_folder("Ablage")
        client.move(client.search("ALL"), "Ablage")
    assert office.mailbot("accept", "1").returncode == 0
    run(office)

    assert set(found(office, "Ablage")) == {DOUBTFUL}


def test_filing_by_keyword_leaves_what_is_held_unmarked(office: TestOffice) -> None:
    set_filing(office, "keyword", held_folder="Zu klären")
    fill(office)
    run(office)

    assert found(office)[DOUBTFUL] == set()
