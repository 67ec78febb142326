"""The outbox is worked off: each mail ends as what it is, and nothing is sent that may not be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.config import Security
from mailbot.envelope import OutboxState
from mailbot.flow import deliver, recover
from mailbot.store import DatabaseFailed, claim, story_of_registration
from tests.desks import Desk
from tests.letters import PEOPLE, registration
from tests.servers.scripted_smtp import CUT, ScriptedSmtp, scripted


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An office with one reply to send."""
    desk = Desk(tmp_path)
    desk.receive(registration(PEOPLE[0], "p0@example.org"))
    return desk


def submit_to(desk: Desk, server: ScriptedSmtp) -> None:
    smtp = replace(desk.office.settings.smtp, host="127.0.0.1", port=server.port, security=Security.NONE)
    desk.office = replace(desk.office, settings=replace(desk.office.settings, smtp=smtp))


def states(desk: Desk) -> list[tuple[str, int]]:
    return [(row["state"], row["attempts"]) for row in desk.outbox()]


def test_deliver_sends_once(desk: Desk) -> None:
    with scripted() as server:
        submit_to(desk, server)
        deliver(desk.office)
        deliver(desk.office)

    assert (states(desk), len(server.stored)) == ([("sent", 1)], 1)
    assert desk.outbox()[0]["reply_code"] == 250


def consent(desk: Desk) -> tuple[bool, object]:
    with desk.office.database.reading() as tx:
        reference = str(desk.registrations()[0]["reference"])
        story = story_of_registration(tx, desk.office.event.id, reference)
    assert story is not None
    return story["consent_text"] == desk.office.event.recording, story["consent_sent_at"]


def test_deliver_notes_the_consent_text_once_it_has_left(desk: Desk) -> None:
    assert consent(desk) == (False, None)
    desk.now += timedelta(hours=2)
    with scripted() as server:
        submit_to(desk, server)
        deliver(desk.office)

    assert consent(desk) == (True, desk.now)


def test_deliver_unknown_is_tried_once_more_with_the_same_message_id_then_failed(desk: Desk) -> None:
    with scripted({".": [CUT, CUT]}) as server:
        submit_to(desk, server)
        for expected in (("unknown", 1), ("failed", 2), ("failed", 2)):
            deliver(desk.office)
            assert states(desk) == [expected]
            desk.now += timedelta(days=1)

    assert len(server.stored) == 2
    assert server.stored[0] == server.stored[1]


def test_deliver_unknown_that_is_put_off_stays_unknown(desk: Desk) -> None:
    """Else every lost connection after a "later" would be the first one, and the copies without end."""
    with scripted({".": [CUT, CUT], "RCPT": [b"250 ok", b"451 later"]}) as server:
        submit_to(desk, server)
        for expected in ("unknown", "unknown", "failed"):
            deliver(desk.office)
            assert [state for state, _ in states(desk)] == [expected]
            desk.now += timedelta(days=1)

    assert len(server.stored) == 2


def test_deliver_refused_for_good_is_failed_and_the_rest_goes_on(desk: Desk) -> None:
    desk.receive(registration(PEOPLE[1], "p1@example.org"))
    with scripted({"RCPT": [b"550 5.1.1 no such mailbox"]}) as server:
        submit_to(desk, server)
        deliver(desk.office)

    assert states(desk)[:2] == [("failed", 1), ("sent", 1)]
    assert desk.outbox()[0]["reply_text"] == "5.1.1 no such mailbox"


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (b"550 5.1.1 no such mailbox", "held", 1),
        (b"550 5.1.8 sender rejected", "confirmed", 0),
        (b"550 5.7.1 spam", "confirmed", 0),
        (b"550 5.1.1.1", "confirmed", 0),
        (b"550 no", "confirmed", 0),
    ],
)
def test_deliver_to_an_address_that_does_not_exist_holds_the_registration(
    desk: Desk, words: bytes, status: str, told: int
) -> None:
    with scripted({"RCPT": [words]}) as server:
        submit_to(desk, server)
        deliver(desk.office)

    assert desk.registrations()[0]["status"] == status
    assert [row["state"] for row in desk.outbox("alarm")] == ["sent"] * told


def test_deliver_put_off_is_tried_again_in_time(desk: Desk) -> None:
    with scripted({"RCPT": [b"451 greylisted"]}) as server:
        submit_to(desk, server)
        deliver(desk.office)
        assert states(desk) == [("deferred", 1)]
        deliver(desk.office)
        assert states(desk) == [("deferred", 1)]
        desk.now += timedelta(minutes=10)
        deliver(desk.office)

    assert states(desk) == [("sent", 2)]


def test_deliver_server_out_of_reach_gives_all_back(desk: Desk) -> None:
    desk.receive(registration(PEOPLE[1], "p1@example.org"))
    with scripted() as server:
        submit_to(desk, server)
    delivered = deliver(desk.office)

    assert "refused" in str(delivered.problem)
    assert states(desk) == [("queued", 0)] * 2


def test_deliver_stops_asking_a_server_that_breaks_off_each_time(desk: Desk) -> None:
    for number in range(1, 8):
        desk.receive(registration(PEOPLE[number], f"p{number}@example.org"))
    with scripted({"MAIL": [CUT] * 20}) as server:
        submit_to(desk, server)
        delivered = deliver(desk.office)

    assert "broke off or put us off 3 times" in str(delivered.problem)
    assert states(desk) == [("deferred", 1)] * 3 + [("queued", 0)] * 5
    assert server.connections == 3


def test_deliver_stops_between_two_mails(desk: Desk) -> None:
    desk.receive(registration(PEOPLE[1], "p1@example.org"))
    with scripted() as server:
        submit_to(desk, server)
        deliver(desk.office, stopped=lambda: bool(server.stored))
        assert states(desk) == [("sent", 1), ("queued", 0)]
        deliver(desk.office)

    assert states(desk) == [("sent", 1), ("sent", 1)]


def test_deliver_after_a_crash_in_the_middle_asks_once_more(desk: Desk) -> None:
    with desk.office.database.transaction() as tx:
        claim(tx, desk.now, 10)
    desk.reopen()
    assert recover(desk.office) == 1
    with scripted() as server:
        submit_to(desk, server)
        delivered = deliver(desk.office)

    assert delivered.counts == {OutboxState.SENT: 1}


def test_deliver_mail_that_breaks_the_program_is_failed_and_the_rest_goes_on(desk: Desk) -> None:
    desk.receive(registration(PEOPLE[1], "p1@example.org"))
    with desk.office.database.transaction() as tx:
        tx.exec_driver_sql("UPDATE outbox SET mail_from = 'büro@example.test' WHERE id = 1")
    with scripted() as server:
        submit_to(desk, server)
        deliver(desk.office)

    assert states(desk) == [("failed", 1), ("sent", 1)]
    assert len(server.stored) == 1


def test_deliver_with_a_failing_database_sends_nothing(desk: Desk) -> None:
    with desk.office.database.transaction() as tx:
        tx.exec_driver_sql("ALTER TABLE outbox RENAME COLUMN claimed_until TO gone")
    with scripted() as server:
        submit_to(desk, server)
        with pytest.raises(DatabaseFailed):
            deliver(desk.office)

    assert server.commands == []
