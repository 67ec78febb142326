"""Whatever an SMTP server says, and wherever: the mail's state, what organisers see, and how many copies.

Each row is the first attempt; the server is in order afterwards, and the clock goes on by an hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import escape
from pathlib import Path

import pytest

from mailbot.config import Security
from mailbot.decision.health import Rule
from mailbot.delivery import Submission
from mailbot.flow import Delivered, approval, deliver
from mailbot.flow.health import health
from tests.desks import Desk
from tests.letters import PEOPLE, registration
from tests.servers.scripted_smtp import CUT, SILENCE, ScriptedSmtp, scripted
from tests.unit.web.visitors import Visitors

Replies = dict[str, list[bytes]]
AUTH = {"EHLO": [b"250-test\n250 AUTH PLAIN"]}


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitors]:
    """An office and its desk, for one reply after the other."""
    visitors = Visitors(tmp_path_factory.mktemp("office"))
    yield visitors
    visitors.desk.office.database.close()


@pytest.fixture
def visitors(tmp_path: Path) -> Iterator[Visitors]:
    """An office with one reply to send, and its desk."""
    visitors = Visitors(tmp_path)
    visitors.desk.receive(registration(PEOPLE[0], "p0@example.org"))
    yield visitors
    visitors.desk.office.database.close()


def submit_to(desk: Desk, server: ScriptedSmtp, **more: str) -> None:
    smtp = replace(desk.office.settings.smtp, host="127.0.0.1", port=server.port, security=Security.NONE)
    desk.with_settings(smtp=replace(smtp, **more))  # type: ignore[arg-type]


def state(desk: Desk, to: str = "p0@example.org") -> str:
    (row,) = [row for row in desk.outbox() if row["to"] == to]
    return str(row["state"])


def shown(visitors: Visitors, group: str) -> str:
    """The desk's list of the replies in this group."""
    page = visitors.signed_in().get(f"/outbox?state={group}").text
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


ROWS: list[tuple[Replies, str, str, str, int]] = [
    # Put off: tried again, and delivered once.
    ({"RCPT": [b"450 4.2.0 greylisted, try again in 300 seconds"]}, "deferred", "underway", "sent", 1),
    ({"RCPT": [b"451 4.7.1 too many mails from you"]}, "deferred", "underway", "sent", 1),
    ({"RCPT": [b"452 4.2.2 the mailbox is full"]}, "deferred", "underway", "sent", 1),
    ({"RCPT": [b"552 5.2.2 the mailbox is full"]}, "deferred", "underway", "sent", 1),
    ({"RCPT": [b"550 5.4.5 daily limit exceeded"]}, "deferred", "underway", "sent", 1),
    ({"MAIL": [b"421 4.7.0 try again later, closing"]}, "deferred", "underway", "sent", 1),
    ({"MAIL": [b"452 4.3.1 no room"]}, "deferred", "underway", "sent", 1),
    ({"DATA": [b"451 4.3.0 not now"]}, "deferred", "underway", "sent", 1),
    ({".": [b"452 4.3.1 no room"]}, "deferred", "underway", "sent", 2),
    ({".": [b"421 4.3.2 going down"]}, "deferred", "underway", "sent", 2),
    # Lost before the data: nothing is in doubt.
    ({"MAIL": [CUT]}, "deferred", "underway", "sent", 1),
    ({"RCPT": [CUT]}, "deferred", "underway", "sent", 1),
    ({"DATA": [CUT]}, "deferred", "underway", "sent", 1),
    # Lost after the data: the server has it, or not. This alone can make a second copy.
    ({".": [CUT]}, "unknown", "failed", "sent", 2),
    ({".": [SILENCE]}, "unknown", "failed", "sent", 2),
    # Refused for good: for a person.
    ({"RCPT": [b"550 5.7.1 we do not like you"]}, "failed", "failed", "failed", 0),
    ({"MAIL": [b"552 5.3.4 the mail is too large"]}, "failed", "failed", "failed", 0),
    ({"DATA": [b"554 5.5.1 no valid recipients"]}, "failed", "failed", "failed", 0),
    ({".": [b"554 5.7.1 this is spam"]}, "failed", "failed", "failed", 1),
]


@pytest.mark.parametrize("row", range(len(ROWS)), ids=[str(row[0]) for row in ROWS])
def test_reply_of_the_server_decides_state_next_attempt_and_copies(lasting: Visitors, row: int) -> None:
    """`taken`: how often the server had the whole mail before it said what it said."""
    replies, first, group, then, taken = ROWS[row]
    desk, to = lasting.desk, f"r{row}@example.org"
    desk.receive(registration(PEOPLE[row % len(PEOPLE)], to))
    with scripted(replies) as server:
        submit_to(desk, server)
        impatient(desk)
        assert state(desk, to) == first
        (line,) = [line for line in shown(lasting, group).split("<tr>") if to in line]
        said = next(iter(replies.values()))[0].decode().strip(".")
        assert escape(said or "connection", quote=False) in line
        desk.now += timedelta(hours=1)
        impatient(desk)
        assert state(desk, to) == then

    assert len(server.stored) == taken
    # Copies of one mail are one mail for whoever gets them: the very same bytes.
    assert len(set(server.stored)) <= 1


def impatient(desk: Desk) -> Delivered:
    """Sends what is due; silence is given up after a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Submission.__init__, "__defaults__", (1.0,))
        return deliver(desk.office)


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ({"GREETING": [b"421 4.3.2 too busy"]}, "too busy"),
        ({"GREETING": [b"554 5.7.1 your address is on a list"]}, "on a list"),
        ({"GREETING": [CUT]}, "cannot be reached"),
        ({"GREETING": [SILENCE]}, "cannot be reached"),
        ({"EHLO": [b"250 nothing to log in with"]}, "AUTH"),
        (AUTH | {"AUTH": [b"454 4.7.0 cannot check it now"]}, "cannot check it now"),
        (AUTH | {"AUTH": [b"535 5.7.8 wrong password"]}, "wrong password"),
        (AUTH | {"AUTH": [b"235 welcome"], "MAIL": [b"553 5.7.1 not your address"]}, "not your address"),
        (AUTH | {"AUTH": [b"235 welcome"], "MAIL": [b"530 5.7.0 log in first"]}, "log in first"),
    ],
    ids=str,
)
def test_refusal_of_ourselves_is_told_and_all_mails_wait_untouched(
    visitors: Visitors, replies: Replies, words: str
) -> None:
    """A wrong setting must not make failures of all replies, one after the other."""
    desk = visitors.desk
    desk.receive(registration(PEOPLE[1], "p1@example.org"))
    usual = AUTH | {"AUTH": [b"235 welcome"]}
    with scripted({verb: said * 3 for verb, said in replies.items()}) as server:
        submit_to(desk, server, username="office", password="geheim")
        for _ in range(3):
            told = str(impatient(desk).problem)
            assert words in told
            assert "geheim" not in told
            desk.now += timedelta(days=12)
        assert [(r["state"], r["attempts"]) for r in desk.outbox()] == [("queued", 0)] * 2
        assert "p0@example.org" in shown(visitors, "underway")
    with scripted(usual) as server:
        submit_to(desk, server, username="office", password="geheim")
        assert impatient(desk).problem is None

    assert len(server.stored) == 2
    assert {r["state"] for r in desk.outbox()} == {"sent"}


def test_one_recipient_that_is_refused_keeps_no_other_waiting(visitors: Visitors) -> None:
    """Each mail has one recipient, so that of a mail some have got and others not, there is none."""
    desk = visitors.desk
    for number in (1, 2, 3):
        desk.receive(registration(PEOPLE[number], f"p{number}@example.org"))
    replies = [b"250 ok", b"550 5.7.1 no", b"451 4.3.0 later", b"250 ok"]
    with scripted({"RCPT": replies}) as server:
        submit_to(desk, server)
        impatient(desk)
        assert [r["state"] for r in desk.outbox()] == ["sent", "failed", "deferred", "sent"]
        assert all(mail.count(b"\r\nTo:") == 1 for mail in server.stored)
        desk.now += timedelta(hours=1)
        impatient(desk)

    assert [r["state"] for r in desk.outbox()] == ["sent", "failed", "sent", "sent"]
    assert len(server.stored) == 3


@pytest.mark.parametrize(
    ("reply", "asked"),
    [
        (b"421 4.7.0 rate limit, slow down", 3),
        (b"432 4.3.2 concurrent connections exceeded", 3),
        (b"550 5.4.5 daily user sending limit exceeded", 3),
        (b"451 4.7.500 server busy, access denied", 10),
        (b"450 4.7.1 too many mails from your address", 10),
    ],
    ids=str,
)
def test_server_that_limits_our_rate_is_left_alone_and_asked_again_at_scattered_times(
    visitors: Visitors, reply: bytes, asked: int
) -> None:
    desk = visitors.desk
    for number in range(1, 15):
        desk.receive(registration(PEOPLE[number], f"p{number}@example.org"))
    with scripted({"RCPT": [reply] * 100}) as server:
        submit_to(desk, server)
        problem = str(impatient(desk).problem)
        assert reply.decode() in problem
        assert sum(c.lower().startswith("rcpt") for c in server.commands) == asked
        rows = desk.outbox()
        put_off = [r for r in rows if r["state"] == "deferred"]
        assert (len(put_off), sum(r["state"] == "queued" for r in rows)) == (asked, 15 - asked)
        assert len({r["next_attempt_at"] for r in put_off}) == asked
        server.replies["RCPT"].clear()
        desk.now += timedelta(hours=1)
        impatient(desk)

    assert {r["state"] for r in desk.outbox()} == {"sent"}
    assert len(server.stored) == 15


def test_starttls_that_disappears_between_two_runs_is_told_and_nothing_is_said_in_the_open(
    visitors: Visitors,
) -> None:
    desk = visitors.desk
    with scripted() as server:
        submit_to(desk, server, username="office", password="geheim")
        desk.with_settings(smtp=replace(desk.office.settings.smtp, security=Security.STARTTLS))
        assert "STARTTLS" in str(impatient(desk).problem)

        assert {c.partition(" ")[0].upper() for c in server.commands} <= {"EHLO", "QUIT"}
    assert (state(desk), server.stored) == ("queued", [])


@pytest.mark.parametrize("able", [True, False])
def test_address_with_umlauts_is_served_or_fails_for_a_person_to_see(visitors: Visitors, able: bool) -> None:
    desk = visitors.desk
    raw = registration(PEOPLE[1], "p1@example.org")
    desk.receive(raw.replace(b"p1@example.org", "jürgen@müller.example".encode()))
    with scripted({"EHLO": [b"250-test\n250 SMTPUTF8"] if able else [b"250 test"]}) as server:
        submit_to(desk, server)
        impatient(desk)

    rows = {r["to"].partition("@")[0]: r["state"] for r in desk.outbox("confirmation")}
    assert rows == {"p0": "sent", "jürgen": "sent" if able else "failed"}
    assert len(server.stored) == 1 + able
    if not able:
        assert "RFC 6531" in shown(visitors, "failed")


def test_thirty_days_without_a_server_lose_nothing(visitors: Visitors) -> None:
    desk = visitors.desk
    with scripted() as server:
        submit_to(desk, server)
    began = desk.now
    while desk.now < began + timedelta(days=30):
        assert "refused" in str(deliver(desk.office).problem)
        desk.now += timedelta(hours=4)
    assert state(desk) == "queued"
    assert Rule.OUTBOX in health(desk.office).failing
    assert "p0@example.org" in shown(visitors, "underway")
    with scripted() as server:
        submit_to(desk, server)
        deliver(desk.office)

    assert (state(desk), len(server.stored)) == ("sent", 1)


def test_thirty_days_of_being_put_off_end_with_a_failure_that_a_person_can_send_again(
    visitors: Visitors,
) -> None:
    desk = visitors.desk
    with scripted({"RCPT": [b"451 4.3.0 try again later"] * 1000}) as server:
        submit_to(desk, server)
        began = desk.now
        while desk.now < began + timedelta(days=30):
            deliver(desk.office)
            desk.now += timedelta(hours=1)
        assert 10 <= sum(c.lower().startswith("rcpt") for c in server.commands) <= 25
        assert state(desk) == "failed"
        assert "451 4.3.0 try again later" in shown(visitors, "failed")
        server.replies["RCPT"].clear()
        approval.retry(desk.office, "Olga", [desk.outbox()[0]["id"]])
        deliver(desk.office)

    assert (state(desk), len(server.stored)) == ("sent", 1)
