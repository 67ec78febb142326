"""The main job, end to end: mails in Dovecot become booked seats and replies in people's mailboxes.

Thirty-one clear registrations of single people, dressed as fifteen mail programs send them, are worked
off by `mailbot run --once` over TLS; Postfix takes the replies and delivers them to the senders.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from mailbot.config import load_event
from mailbot.intent.model import Action, Kind
from tests.corpus.build import build
from tests.corpus.case import Case, Person, Truth
from tests.corpus.dress import CLIENTS
from tests.letters import BERLIN
from tests.servers.office import TestOffice

AS_OF = "2021-09-24T12:00:00+02:00"
MAILS = 31
_FORM = """\
Guten Tag,

hiermit melde ich mich an.

Name: {name}
Einrichtung: Diakonie Freiberg
Workshop: 1

Mit freundlichen Grüßen
{name}
"""
_SENTENCE = """\
Sehr geehrte Damen und Herren,

hiermit melde ich mich zum Fachtag am 7. Oktober an. Ich möchte Workshop 2 besuchen.

Mit freundlichen Grüßen
{name}
Caritas Mittweida
"""
_TITLE = """\
Guten Tag,

bitte melden Sie mich zum Fachtag an, für „Mittelsachsen integriert – Zwei Blicke nach vorn!“.

Freundliche Grüße
{name}
"""
_VOICES = (
    ("1", _FORM),
    ("2", _SENTENCE),
    ("3", "Hallo,\n\nich nehme am Fachtag teil, bitte den dritten Workshop.\n\nViele Grüße\n{name}\n"),
    ("1", _TITLE),
    ("1", "Guten Morgen,\n\nich melde mich für Workshop 1 an.\n\nBeste Grüße\n{name}\n"),
)
_GIVEN = ("Anna", "Bernd", "Clara", "Dieter", "Elke", "Frank", "Ayşe", "Omar", "Oksana", "Petra", "Jan")
_FAMILY = ("Albrecht", "Brandt", "Conrad", "Yıldırım", "Köhler", "Weiß", "Kowalski", "Haddad", "Lindner")
SEATS = 6
"""So few in each workshop that some of the people must wait."""


@pytest.fixture(params=["office", "postgres_office"])
def any_office(request: pytest.FixtureRequest) -> TestOffice:
    """The same office, with its ledger in SQLite and in PostgreSQL."""
    office: TestOffice = request.getfixturevalue(request.param)
    return office


def _clear_singles(office: TestOffice) -> list[Case]:
    """Clear registrations of single people, each in another voice and from another mail program."""
    voices, given, family = cycle(_VOICES), cycle(_GIVEN), cycle(_FAMILY)
    mark = office.account.address.partition("@")[0]  # Dovecot keeps the mailboxes of other tests
    clients = cycle(client for client in CLIENTS if client != "scanner")
    cases = []
    for number in range(MAILS):
        name, (workshop, words) = f"{next(given)} {next(family)}", next(voices)
        who = Person((name,), workshop=(workshop,))
        case = Case(
            id=f"clear-{number}",
            event="fachtag",
            truth=Truth(Kind.REGISTRATION, Action.ACT, "de", attention=False, participants=(who,)),
            sender=f"{name} <person{number}.{mark}@people.test>",
            date=datetime(2021, 9, 1 + number % 20, 8 + number % 9, number, tzinfo=BERLIN),
            subject="Anmeldung zum Fachtag",
            client=next(clients),
            body=words.format(name=name),
        )
        cases.append(case)
    return sorted(cases, key=_arrival)


def _arrival(case: Case) -> datetime:
    assert case.date is not None
    return case.date


def _mails(cases: Iterable[Case]) -> list[tuple[bytes, datetime]]:
    return [(build(case), _arrival(case)) for case in cases]


def _list(office: TestOffice, name: str) -> list[dict[str, Any]]:
    done = office.mailbot(name, "--format", "json")
    assert done.returncode == 0, done.stderr
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def _reply(office: TestOffice, address: str) -> EmailMessage:
    answers = office.answers(address)
    assert len(answers) == 1, f"{len(answers)} replies to {address}"
    reply = message_from_bytes(answers[0], policy=policy.SMTP)
    assert isinstance(reply, EmailMessage)
    return reply


def test_main_job_books_and_answers(any_office: TestOffice) -> None:
    office, cases = any_office, _clear_singles(any_office)
    assert len(cases) == MAILS
    _limit_seats(office.folder)
    office.arrive(_mails(cases))

    done = office.mailbot("run", "--once", "--as-of", AS_OF)

    assert (done.returncode, done.stderr) == (0, "")
    assert f"{MAILS} in the mailbox − {MAILS} in the ledger = 0" in done.stdout
    registrations = {row["email"]: row for row in _list(office, "registrations")}
    booked = [case for case in cases if _is_right(case, registrations.get(_address(case)))]
    assert [case.id for case in cases if case not in booked] == []
    statuses = Counter(row["status"] for row in registrations.values())
    assert statuses["confirmed"] == SEATS * 3
    assert statuses["waitlisted"] == MAILS - SEATS * 3
    _check_seats(registrations)
    _check_replies(office, booked, registrations)
    assert {row["state"] for row in _list(office, "outbox")} == {"sent"}


def test_main_job_again_changes_nothing(office: TestOffice) -> None:
    cases = _clear_singles(office)[:5]
    office.arrive(_mails(cases))
    office.mailbot("run", "--once", "--as-of", AS_OF)
    before = {name: _list(office, name) for name in ("registrations", "outbox", "mails")}

    done = office.mailbot("run", "--once", "--as-of", AS_OF)

    assert (done.returncode, done.stderr) == (0, "")
    assert {name: _list(office, name) for name in before} == before
    for case in cases:
        _reply(office, _address(case))


def test_main_job_order_of_receipt_gives_the_seats(office: TestOffice) -> None:
    """The mailbox holds them in reverse: what counts is when the server received them."""
    cases = [case for case in _clear_singles(office) if case.truth.participants[0].workshop == ("1",)][:4]
    _limit_seats(office.folder, 2)
    office.arrive(_mails(reversed(cases)))

    done = office.mailbot("run", "--once", "--as-of", AS_OF)

    assert (done.returncode, done.stderr) == (0, "")
    rows = _list(office, "registrations")
    ours = [row for row in rows if row["email"] in {_address(case) for case in cases}]
    assert [row["status"] for row in ours] == ["confirmed", "confirmed", "waitlisted", "waitlisted"]
    assert [row["position"] for row in ours] == [None, None, 1, 2]


def _limit_seats(folder: Path, seats: int = SEATS) -> None:
    file = folder / "event.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("seats = 40", f"seats = {seats}"), "utf-8")
    assert [w.seats for w in load_event(folder).workshops] == [seats] * 3


def _address(case: Case) -> str:
    return str(case.sender).rpartition("<")[2].rstrip(">").lower()


def _is_right(case: Case, row: dict[str, Any] | None) -> bool:
    """Whether the ledger has what the case says; a name counts in any order."""
    person = case.truth.participants[0]
    if row is None or row["status"] not in ("confirmed", "waitlisted"):
        return False
    names = {tuple(sorted((name or "").casefold().split())) for name in person.name}
    return (
        tuple(sorted(row["name"].casefold().split())) in names
        and row["attendance"] in person.attendance
        and (row["workshop"] in person.workshop or row["waiting_for"] in person.workshop)
    )


def _check_seats(registrations: dict[str, dict[str, Any]]) -> None:
    seated = [r for r in registrations.values() if (r["status"], r["attendance"]) == ("confirmed", "on-site")]
    assert max(Counter(r["workshop"] for r in seated).values()) == SEATS
    for workshop in ("1", "2", "3"):
        line = [r for r in registrations.values() if r["waiting_for"] == workshop]
        assert [r["position"] for r in line] == list(range(1, len(line) + 1))


def _check_replies(office: TestOffice, booked: list[Case], registrations: dict[str, dict[str, Any]]) -> None:
    event = load_event(office.folder)
    for case in booked:
        row = registrations[_address(case)]
        reply = _reply(office, _address(case))
        text = reply.get_body(("plain",))
        assert text is not None
        words = " ".join(text.get_content().split())

        notice = "confirmation" if row["status"] == "confirmed" else "waitlist"
        assert reply["X-Mailbot-Notice"] == notice
        assert reply["X-Mailbot-Reference"] == row["reference"]
        assert reply["Auto-Submitted"] == "auto-replied"
        assert reply["In-Reply-To"] in build(case).decode("latin-1")
        assert row["name"] in words
        workshop = event.workshop(row["workshop"])
        assert workshop is None or " ".join(workshop.title.split()) in words
        assert row["position"] is None or str(row["position"]) in words
