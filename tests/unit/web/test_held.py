"""Held mails at the desk: what is shown of them, files handed out, decisions, and taking them back."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from mailbot.config import Mode
from mailbot.envelope import Role
from mailbot.flow.heldmail import UNDO_FOR, forget_dismissed
from mailbot.store import reports
from mailbot.web import create_app
from mailbot.web.files import clean_name, disposition
from tests.letters import PEOPLE, doubtful, letter, registration
from tests.unit.message.test_attachment import workbook
from tests.unit.web.visitors import Visitors, csrf, send

ANNA = PEOPLE[0]
EMPTY = dict.fromkeys(("person-title", "person-organisation", "person-alternative", "person-email"), "")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Visitors:
    return Visitors(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def olga(office: Visitors) -> TestClient:
    return office.signed_in(Role.ORGANISER)


@pytest.fixture(scope="module")
def otto(office: Visitors) -> TestClient:
    return office.signed_in(Role.ADMIN)


def held(office: Visitors) -> int:
    """The newest mail that waits."""
    with office.desk.office.database.reading() as tx:
        return max(int(row["id"]) for row in reports.mails(tx, "held"))


def arrive(office: Visitors, name: str) -> int:
    office.desk.receive(doubtful(name, f"{name.split(maxsplit=1)[0].lower()}@verein.example"))
    return held(office)


def with_file(name: str, data: bytes, kind: str, body: str = "Anbei unsere Anmeldung zum Fachtag.") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Peter Vogel <peter@verein.example>", "anmeldung@example.test"
    mail["Subject"], mail["Message-ID"] = "Anmeldung Fachtag", f"<{abs(hash(name))}@verein.example>"
    mail.set_content(f"{body}\n\nMit freundlichen Grüßen\nPeter Vogel\n")
    main, _, sub = kind.partition("/")
    mail.add_attachment(data, main, sub, filename=name)
    return mail.as_bytes(policy=policy.SMTP)


def test_attachment_is_listed_handed_out_and_suggested(office: Visitors, olga: TestClient) -> None:
    data = workbook(("Name", "Workshop"), ("Berta Blau", "2"), ("Conrad Rot", "3"))
    office.desk.receive(with_file("Anmeldung Köln.xlsx", data, SHEET))
    number = held(office)
    page = olga.get(f"/mails/{number}").text

    assert "Anmeldung Köln.xlsx" in page
    assert SHEET in page
    assert 'value="Berta Blau"' in page
    assert "Vorschlag aus einem Anhang" in page
    assert re.search(r"<mark[^>]*>Berta Blau</mark>", page)

    answer = olga.get(f"/mails/{number}/files/1")
    assert answer.content == data
    assert unquote(answer.headers["content-disposition"]).startswith("attachment; filename=")
    assert "UTF-8''Anmeldung Köln.xlsx" in unquote(answer.headers["content-disposition"])
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_html_file_of_a_stranger_is_saved_and_never_shown(office: Visitors, olga: TestClient) -> None:
    office.desk.receive(with_file("../../<b>x\u202egpj.html", b"<script>alert(1)</script>", "text/html"))
    number = held(office)
    page = olga.get(f"/mails/{number}").text
    answer = olga.get(f"/mails/{number}/files/1")

    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert answer.headers["content-type"] == "application/octet-stream"
    assert not {"/", "\\", "<", "\u202e"} & set(unquote(answer.headers["content-disposition"]))
    for missing in ("0", "2", "99999999999"):
        assert olga.get(f"/mails/{number}/files/{missing}").status_code == 404


def test_mail_is_saved_as_it_came(office: Visitors, olga: TestClient) -> None:
    raw = doubtful(PEOPLE[1], "bernd@verein.example")
    office.desk.receive(raw)
    answer = olga.get(f"/mails/{held(office)}/mail.eml")

    assert answer.content == raw
    assert answer.headers["content-disposition"].endswith('.eml"')


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Liste.xlsx", "Liste.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\böse.exe", "böse.exe"),
        ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie_ x=1.txt"),
        ("ev\u202efdp.exe", "evfdp.exe"),
        ('a"; filename="b.html', "a__ filename=_b.html"),
        ("CON.txt", "_CON.txt"),
        ("...", "file"),
        ("\u0000\u200b", "file"),
        ("список.docx", "список.docx"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_file_name_loses_what_does_harm(name: str, clean: str) -> None:
    assert clean_name(name, "file") == clean
    header = disposition(clean)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2


def test_reply_that_leaves_is_the_very_preview(office: Visitors, olga: TestClient) -> None:
    number = arrive(office, PEOPLE[2])
    fields = {"person-name": PEOPLE[2], "person-workshop": "3", "contact": "clara@elsewhere.test"} | EMPTY

    _, page = send(olga, f"/mails/{number}", do="accept-preview", **fields)
    shown = re.search(r"<pre>(.*?)</pre>", page, re.DOTALL)
    assert shown is not None
    assert 'value="clara@elsewhere.test"' in page, "what was typed stays"
    send(olga, f"/mails/{number}", do="accept", **fields)

    sent = office.desk.text_of(office.desk.outbox()[-1]["id"])
    assert unescape(shown[1]).split() == sent.split()
    assert message_from_bytes(sent.encode())["To"] == "clara@elsewhere.test"


def test_question_is_shown_before_it_is_asked(office: Visitors, olga: TestClient) -> None:
    number = arrive(office, PEOPLE[3])
    page = olga.get(f"/mails/{number}").text
    assert 'value="ask-preview"' in page
    assert 'value="ask"' not in page

    _, page = send(olga, f"/mails/{number}", do="ask-preview", missing="workshop", contact="d@verein.example")
    assert 'value="ask"' in page
    assert "d@verein.example" in page


def test_people_are_added_and_taken_out_without_a_script(office: Visitors, olga: TestClient) -> None:
    number = arrive(office, PEOPLE[4])
    fields = {"person-name": PEOPLE[4], "person-workshop": "1"} | EMPTY

    _, page = send(olga, f"/mails/{number}", do="add-person", **fields)
    assert page.count('name="person-name"') == 2
    _, page = send(olga, f"/mails/{number}", do="remove-1", **fields)
    assert f'value="{PEOPLE[4]}"' not in page


def test_second_organiser_hears_who_decided_what_and_when(
    office: Visitors, olga: TestClient, otto: TestClient
) -> None:
    number = arrive(office, PEOPLE[5])
    fields = {"person-name": PEOPLE[5], "person-workshop": "1", "contact": "f@verein.example"} | EMPTY
    token = csrf(otto.get(f"/mails/{number}").text)
    send(olga, f"/mails/{number}", do="accept", **fields)
    before = (office.desk.registrations(), office.desk.outbox())

    for what in ("accept", "accept-preview", "dismiss", "ask", "answer"):
        form = {"csrf": token, "do": what, "missing": "workshop", "answer": "Hallo", **fields}
        answer = otto.post(f"/mails/{number}", data=form)
        assert answer.headers["location"] == f"/mails/{number}", what
        assert "organiser war schneller" in otto.get(answer.headers["location"]).text
    assert (office.desk.registrations(), office.desk.outbox()) == before


def test_dismissed_mail_is_taken_up_again_for_a_day(office: Visitors, olga: TestClient) -> None:
    number = arrive(office, PEOPLE[6])
    why = olga.get(f"/mails/{number}").text

    send(olga, f"/mails/{number}", do="dismiss")
    page = olga.get(f"/held/next?after={number}&undo={number}", follow_redirects=True).text
    assert f"Mail {number} wieder aufnehmen" in page
    assert PEOPLE[6] not in {r["name"] for r in office.desk.registrations()}
    assert forget_dismissed(office.desk.office) == 0
    send(olga, f"/mails/{number}", do="retake")

    page = olga.get(f"/mails/{number}").text
    assert re.findall(r'class="why">.*', page) == re.findall(r'class="why">.*', why)
    assert f'value="{PEOPLE[6]}"' in page
    send(olga, f"/mails/{number}", do="dismiss")
    office.desk.now += UNDO_FOR + UNDO_FOR / 24
    assert forget_dismissed(office.desk.office) == 1
    assert forget_dismissed(office.desk.office) == 0
    browser = office.signed_in()
    assert 'value="retake"' not in browser.get(f"/mails/{number}").text
    assert send(browser, f"/mails/{number}", at="/", do="retake")[0] == 303
    assert PEOPLE[6] not in browser.get(f"/mails/{number}").text


def test_second_unclear_answer_is_shown_beside_the_first(tmp_path: Path) -> None:
    office = Visitors(tmp_path)
    office.desk.write("Peter Vogel <peter@verein.example>", "Ich komme gern zum Fachtag.\n\nPeter Vogel\n")
    (question,) = office.desk.outbox("question")
    office.desk.receive(
        letter(
            "Peter Vogel <peter@verein.example>",
            "Re: Anmeldung",
            "Den mit der Musik vielleicht, oder doch nicht?\n\nPeter Vogel\n",
            identifier="second",
            In_Reply_To=question["message_id"],
        )
    )
    page = office.signed_in().get(f"/mails/{held(office)}").text

    assert "Die Mail davor" in page
    assert "Ich komme gern zum Fachtag." in page
    assert "Den mit der Musik vielleicht" in page


def test_dropped_reply_and_cancelled_registration_are_taken_back(tmp_path: Path) -> None:
    office = Visitors(tmp_path, settings="\n[web]\nport = 1\n")
    office.desk.with_settings(mode=Mode.SUPERVISED)
    office.app = create_app(office.desk.office)
    office.desk.receive(registration(ANNA, "anna@verein.example"))
    browser, number = office.signed_in(), office.desk.outbox()[-1]["id"]

    send(browser, "/outbox", do="drop", id=str(number))
    assert office.desk.outbox() == []
    assert "Zurückholen" in browser.get("/outbox").text
    send(browser, "/outbox", do="undrop", id=str(number))
    assert [row["state"] for row in office.desk.outbox()] == ["withheld"]

    path = f"/registrations/{office.desk.registrations()[0]['reference']}"
    send(browser, path, do="cancel")
    _, page = send(browser, path, do="restore", tell="yes")
    assert office.desk.registrations()[0]["status"] == "confirmed"
    assert 'value="restore"' not in page


def test_cancellation_by_a_colleague_leads_to_the_registration_it_is_about(tmp_path: Path) -> None:
    office = Visitors(tmp_path)
    office.desk.receive(registration(ANNA, "anna@verein.example"))
    office.desk.receive(registration(PEOPLE[1], "bernd@verein.example"))
    body = (
        f"Guten Tag,\n\nmeine Kollegin {ANNA} kann leider nicht kommen. Bitte streichen Sie sie.\n\nPaul Pohl"
    )
    office.desk.receive(letter("Paul Pohl <paul@verein.example>", "Absage Fachtag", body))
    number = held(office)
    [anna] = [r["reference"] for r in office.desk.registrations() if r["name"] == ANNA]

    page = office.signed_in(Role.ORGANISER).get(f"/mails/{number}").text

    known = page.partition('id="known-h"')[2].partition("</section>")[0]
    assert re.findall(r'href="/registrations/([^"]+)"', known) == [anna]
    assert "„Annehmen“ würde die Person anmelden" in known
