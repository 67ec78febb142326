"""Machines that answer machines: every loop ends after a bounded number of mails, and mostly at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from mailbot.flow import Office, open_office, turn
from tests.faults import FaultyOffice, address, everyone, faulty_office
from tests.integration.ledger import outbox
from tests.letters import AS_OF, PEOPLE, letter, registration
from tests.servers.dovecot import Dovecot
from tests.servers.office import TestOffice
from tests.servers.office import open_office as new_office
from tests.servers.postfix import Postfix

ROUNDS = 40
PER_ADDRESS = 10
"""The limit that is set unless an office sets another."""
_SIGNS = (
    "Auto-Submitted", "X-Auto-Response-Suppress", "X-Mailbot-Notice", "X-Mailbot-Reference",
    "In-Reply-To", "References", "Message-ID", "Return-Path", "Delivered-To", "Received",
)  # fmt: skip


@pytest.fixture
def office(dovecot: Dovecot, tmp_path: Path) -> Iterator[FaultyOffice]:
    with faulty_office(tmp_path, dovecot) as office:
        yield office


class TwoOffices:
    """Two mailbots on one Postfix and one Dovecot; each believes that the other is a person."""

    def __init__(self, folder: Path, postfix: Postfix) -> None:
        self.now = datetime.fromisoformat(AS_OF)
        self.houses: list[TestOffice] = []
        self._offices: list[Office] = []
        for name in ("one", "two"):
            (folder / name).mkdir()
            self.houses.append(new_office(folder / name, postfix))
            self._offices.append(open_office(folder / name, lambda: self.now))

    def close(self) -> None:
        for office in self._offices:
            office.database.close()

    def play(self, gateway: Callable[[bytes], bytes] | None) -> list[int]:
        """Turn by turn; gives how many mails each has sent. `gateway`: what becomes of a mail underway."""
        quiet = 0
        while quiet < 3:
            before = self._sent()
            assert sum(before) < ROUNDS, "there is no end to it"
            for house, office in zip(self.houses, self._offices, strict=True):
                self.now += timedelta(minutes=1)
                assert turn(office).problems == ()
                house.postfix.settle()
                if gateway is not None:
                    self._pass_on(next(h for h in self.houses if h is not house), gateway)
            quiet = quiet + 1 if self._sent() == before else 0
        return self._sent()

    def _sent(self) -> list[int]:
        return [sum(row["state"] == "sent" for row in outbox(house)) for house in self.houses]

    def _pass_on(self, house: TestOffice, gateway: Callable[[bytes], bytes]) -> None:
        """What has just come to this house came through a gateway."""
        with house.dovecot.client(house.account, "INBOX") as client:
            fresh = client.search(["NOT", "KEYWORD", "Passed"])
            found = client.fetch(fresh, ["BODY.PEEK[]"]) if fresh else {}
            for uid in fresh:
                raw = gateway(found[uid][b"BODY[]"])
                client.delete_messages([uid])
                client.uid_expunge([uid])
                client.append("INBOX", raw, [b"Passed"], self.now)


@pytest.fixture
def two(postfix: Postfix, tmp_path: Path) -> Iterator[TwoOffices]:
    two = TwoOffices(tmp_path, postfix)
    yield two
    two.close()


def stripped(raw: bytes) -> bytes:
    """The mail without a sign that a machine wrote it, nor which of ours: as if a person had typed it."""
    message = message_from_bytes(raw, policy=SMTP)
    number = hash(raw) & 0xFFFFFFFF
    for name in _SIGNS:
        del message[name]
    message["Message-ID"] = f"<typed-{number}@gateway.test>"
    return bytes(message)


def begin(two: TwoOffices) -> None:
    one, other = two.houses
    one.arrive([(registration(PEOPLE[0], other.account.address), two.now)])


def test_two_mailbots_end_after_the_first_reply(two: TwoOffices) -> None:
    begin(two)

    assert two.play(gateway=None) == [1, 0]


def echo(of: bytes, sender: str, body: str, **headers: Any) -> bytes:
    """What a responder writes to a mail of ours."""
    ours = message_from_bytes(of, policy=SMTP)
    number = hash(of) & 0xFFFFFFFF
    return letter(sender, f"Re: {ours['Subject']}", body, identifier=f"auto-{number}", **headers)


def text_of(raw: bytes) -> str:
    part = message_from_bytes(raw, policy=SMTP).get_body(("plain",))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


AWAY = "Vielen Dank für Ihre Nachricht. Ich bin bis zum 20. September nicht im Büro.\n"
AGAIN = (
    f"Hiermit melde ich mich zum Fachtag an.\n\nName: {PEOPLE[0]}\nEinrichtung: Diakonie\nWorkshop: 2\n\n"
    f"Mit freundlichen Grüßen\n{PEOPLE[0]}\n"
)


def as_registration(raw: bytes) -> bytes:
    """What a gateway would have to do that makes a loop at any price: it writes a registration anew."""
    message = message_from_bytes(raw, policy=SMTP)
    return echo(raw, str(message["From"]), AGAIN)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("gateway", "most"), [(stripped, 3), (as_registration, PER_ADDRESS)])
def test_two_mailbots_without_a_sign_of_it_end_after_few_mails(
    two: TwoOffices, gateway: Callable[[bytes], bytes], most: int
) -> None:
    """No sign tells that a machine wrote: what is no registration ends it, else the limit per address."""
    begin(two)
    sent = two.play(gateway)

    assert max(sent) <= most
    assert max(sent) == PER_ADDRESS or gateway is stripped


Responder = Callable[[bytes, int], bytes]
RESPONDERS: dict[str, tuple[Responder, int]] = {
    "with a header": (lambda of, _: echo(of, address(0), AWAY, Auto_Submitted="auto-replied"), 1),
    "with a header and a registration": (
        lambda of, _: echo(of, address(0), AGAIN, Auto_Submitted="auto-replied"), 1,
    ),
    "without": (lambda of, _: echo(of, address(0), AWAY), 1),
    "with our own words": (lambda of, _: echo(of, address(0), text_of(of)), 1),
    "with a registration": (lambda of, _: echo(of, address(0), AGAIN), PER_ADDRESS),
    "with a question": (lambda of, _: echo(of, address(0), "Was ist das?\n"), 1),
}  # fmt: skip


def answer_all(office: FaultyOffice, responder: Responder, rounds: int) -> int:
    """Whatever we send is answered, again and again; gives how many mails that made."""
    heard = 0
    for number in range(rounds):
        fresh = office.smtp.stored[heard:]
        heard = len(office.smtp.stored)
        fresh = [raw for raw in fresh if b"organisation@example.test" not in raw.partition(b"\r\n\r\n")[0]]
        office.arrive(*(responder(raw, number) for raw in fresh))
        turn = office.turn(minutes=1)
        assert (turn.problems, turn.intake.missing) == ((), ())
    return sum(count for to, count in office.copies().items() if to != "organisation@example.test")


@pytest.mark.parametrize("kind", RESPONDERS)
def test_responder_is_answered_never_or_up_to_the_limit(office: FaultyOffice, kind: str) -> None:
    responder, most = RESPONDERS[kind]
    office.arrive(registration(PEOPLE[0], address(0)))
    office.turn(minutes=1)

    assert answer_all(office, responder, 15) == most


def test_responder_with_another_address_each_time_ends_at_the_limit_of_the_hour(
    dovecot: Dovecot, tmp_path: Path
) -> None:
    """No limit per address bites here. Receiving goes on, and organisers hear of it once."""
    with faulty_office(tmp_path, dovecot, "[limits]\nreplies_per_hour = 12\n") as office:
        office.arrive(registration(PEOPLE[0], address(0)))
        office.turn(minutes=1)
        sent = answer_all(office, lambda of, n: echo(of, f"auto-{n}@changing.test", AGAIN), ROUNDS)
        alarms = office.desk.outbox("alarm")
        withheld = [row for row in office.desk.outbox() if row["state"] == "withheld"]

    assert sent == 12
    assert [row["reason"] for row in withheld] == ["limit-per-hour"]
    assert len(alarms) == 1


def bounce(of: bytes, **headers: str) -> bytes:
    """A mail server says that something could not be delivered (RFC 3464)."""
    boundary = "b" + "x" * 20
    fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return (
        (
            f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.test\r\nTo: anmeldung@example.test\r\n{fields}"
            f"Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: multipart/report; report-type=delivery-status; boundary={boundary}\r\n\r\n"
            f"--{boundary}\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
            f"--{boundary}\r\nContent-Type: message/delivery-status\r\n\r\n"
            "Reporting-MTA: dns; mx.test\r\n\r\n"
            f"Final-Recipient: rfc822; {address(0)}\r\nAction: failed\r\nStatus: 4.4.7\r\n"
            f"\r\n--{boundary}\r\nContent-Type: message/rfc822\r\n\r\n"
        ).encode()
        + of
        + f"\r\n--{boundary}--\r\n".encode()
    )


def test_bounce_and_bounce_of_a_bounce_are_never_answered(office: FaultyOffice) -> None:
    office.arrive(registration(PEOPLE[0], address(0)))
    office.turn(minutes=1)
    once = bounce(office.smtp.stored[0], Message_ID="<1@mx.test>")
    twice = bounce(once, Message_ID="<2@mx.test>")
    office.arrive(once, twice, bounce(twice, Message_ID="<3@mx.test>"))
    office.turn(minutes=1)

    assert len(office.mails()) == 4
    assert office.copies() == everyone(0)


@pytest.mark.parametrize("own", ["anmeldung@example.test", "ANMELDUNG@Example.Test"])
def test_mail_to_oneself_is_never_answered(office: FaultyOffice, own: str) -> None:
    """What has our own address as its sender, or asks for replies to it, leads to no mail to ourselves."""
    office.arrive(
        registration(PEOPLE[0], own),
        registration(PEOPLE[1], address(1), Reply_To=own),
        registration(PEOPLE[2], office.account.address, identifier="account"),
    )
    office.turn(minutes=1)

    ours = {"anmeldung@example.test", office.account.address}
    assert not {row["to"].lower() for row in office.desk.outbox()} & ours
    assert len(office.mails()) == 3
