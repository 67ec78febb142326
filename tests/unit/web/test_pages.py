"""What organisers see and do, page by page, on a ledger that mails came into."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

from mailbot.envelope import MailboxKey, Role
from mailbot.store import Sighting, open_mailbox, prove, record_unread
from tests.servers.office import PROJECT
from tests.unit.web.visitors import Visitors, send

CLEAR = "Ich melde mich zum Fachtag an. Workshop 2.\n\nMit freundlichen Grüßen\nSabine Richter\n"
DOUBTFUL = "Fachtag, vielleicht komme ich, Workshop 3, ich weiß es noch nicht.\n\nPeter Vogel\n"
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


@pytest.fixture
def visitors(tmp_path: Path) -> Visitors:
    office = Visitors(tmp_path)
    office.desk.write("Sabine Richter <sabine@verein.example>", CLEAR)
    office.desk.write("Peter Vogel <peter@verein.example>", DOUBTFUL, subject="Fachtag?")
    return office


def held(visitors: Visitors) -> int:
    with visitors.desk.office.database.reading() as tx:
        return int(tx.exec_driver_sql("select id from mails where disposition = 'held'").scalar_one())


def test_overview_tells_seats_and_what_waits(visitors: Visitors) -> None:
    page = visitors.signed_in().get("/").text

    assert "Darf es etwas mehr als Folklore sein?" in page
    assert "Peter Vogel" in page


@pytest.mark.parametrize(
    ("present", "told"),
    [((), "stehen alle 0 im Buch"), ((1,), "steht die eine im Buch"), ((1, 2), "fehlt 1 im Buch")],
)
def test_overview_tells_the_proof_that_no_mail_is_missing(
    visitors: Visitors, present: tuple[int, ...], told: str
) -> None:
    desk = visitors.desk
    with desk.office.database.transaction() as tx:
        state = open_mailbox(tx, MailboxKey("office@imap.test", "INBOX", 7), desk.now)
        record_unread(tx, state, [Sighting(1, desk.now)], desk.office.event.id, ("old", "Old."), desk.now)
        prove(tx, state, present)
    page = visitors.signed_in().get("/").text

    assert told in page


def test_held_mail_is_previewed_then_accepted_and_the_next_one_comes(visitors: Visitors) -> None:
    browser, number = visitors.signed_in(), held(visitors)
    fields = {"person-name": "Peter Vogel", "person-workshop": "3"} | dict.fromkeys(
        ("person-title", "person-organisation", "person-alternative", "person-email"), ""
    )

    status, preview = send(browser, f"/mails/{number}", do="accept-preview", **fields)
    assert status == 200
    assert "peter@verein.example" in preview
    assert len(visitors.desk.outbox()) == 1

    status, _ = send(browser, f"/mails/{number}", do="accept", **fields)
    assert status == 303
    assert {r["name"]: r["status"] for r in visitors.desk.registrations()}["Peter Vogel"] == "confirmed"
    assert len(visitors.desk.outbox()) == 2


def test_second_organiser_is_told_and_nothing_is_done_twice(visitors: Visitors) -> None:
    first, second, number = visitors.signed_in(), visitors.signed_in(Role.ADMIN), held(visitors)
    form = second.get(f"/mails/{number}").text
    send(first, f"/mails/{number}", do="dismiss")
    token = form.split('name="csrf" value="')[1].split('"')[0]
    answer = second.post(f"/mails/{number}", data={"csrf": token, "do": "dismiss"})

    assert answer.status_code == 303
    assert "organiser" in second.get(answer.headers["location"]).text
    assert len(visitors.desk.outbox()) == 1


def test_refused_answer_keeps_what_was_typed(visitors: Visitors) -> None:
    browser, number = visitors.signed_in(), held(visitors)
    status, page = send(browser, f"/mails/{number}", do="accept", **{"person-name": ""})

    assert status in (303, 409)
    assert "role=" in page


def test_registration_is_moved_cancelled_and_brought_back(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    reference = visitors.desk.registrations()[0]["reference"]
    path = f"/registrations/{reference}"

    send(browser, path, do="move", target="1", tell="yes")
    assert visitors.desk.registrations()[0]["workshop"] == "1"
    send(browser, path, do="cancel")
    assert visitors.desk.registrations()[0]["status"] == "cancelled"
    send(browser, path, do="grant", target="1", tell="yes")
    assert visitors.desk.registrations()[0]["status"] == "confirmed"
    assert "Von Hand abgesagt." in browser.get("/audit?actor=organiser").text


def test_somebody_who_rings_is_entered(visitors: Visitors) -> None:
    browser = visitors.signed_in()
    status, page = send(
        browser, "/registrations/new", name="Erna Telefon", workshop="1", phone="03731 1", origin="telephone"
    )

    assert status == 303
    assert "Erna Telefon" in page
    entered = next(r for r in visitors.desk.registrations() if r["name"] == "Erna Telefon")
    assert (entered["source"], entered["status"]) == ("telephone", "confirmed")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("text=richter", True),
        ("text=RICHTER", True),
        ("text=nobody", False),
        ("text=%25", False),
        ("workshop=2", True),
        ("workshop=1", False),
        ("status=confirmed", True),
        ("source=telephone", False),
        ("sort=-name", True),
        ("sort=drop+table", True),
        ("from=-5", True),
    ],
)
def test_list_is_searched_and_filtered(visitors: Visitors, query: str, found: bool) -> None:
    page = visitors.signed_in(Role.READER).get(f"/registrations?{query}").text

    assert ("Sabine Richter" in page) is found


def test_reader_sees_no_buttons(visitors: Visitors) -> None:
    browser = visitors.signed_in(Role.READER)
    reference = visitors.desk.registrations()[0]["reference"]

    for path in (f"/mails/{held(visitors)}", f"/registrations/{reference}", "/outbox"):
        assert 'name="do"' not in browser.get(path).text


def test_what_strangers_wrote_is_shown_as_text(visitors: Visitors) -> None:
    sender = f'"{HOSTILE[8:20]}" <boese@verein.example>'
    visitors.desk.write(sender, f"{DOUBTFUL}\n{HOSTILE}\nJavascript:alert(1)\n", subject=HOSTILE)
    send(visitors.signed_in(), "/registrations/new", name=HOSTILE, organisation=HOSTILE, workshop="1")
    browser = visitors.signed_in()
    reference = next(r["reference"] for r in visitors.desk.registrations() if r["name"] == HOSTILE)
    paths = ["/", "/held", "/registrations", f"/registrations/{reference}", "/outbox", "/audit", "/mails/3"]

    for path in paths:
        page = browser.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def words_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("words_script", PROJECT / "scripts" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_everything_is_said_in_german() -> None:
    with (PROJECT / "templates" / "web" / "de.po").open("rb") as stream:
        german = read_po(stream, locale="de")
    said = {m.id for m in german if m.id and all(m.string if isinstance(m.string, tuple) else (m.string,))}
    wanted = {m.id for m in words_script().messages() if m.id}

    assert wanted - said == set()
