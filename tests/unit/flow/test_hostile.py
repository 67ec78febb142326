"""Mails that want something of the office that no registration wants: what comes of them in the ledger and
in what leaves.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from email import message_from_bytes
from email.header import Header
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import mailbot.flow.understand
from mailbot.clock import in_time
from mailbot.flow.sheet import as_csv, as_xlsx
from mailbot.store import reports
from tests.desks import Desk
from tests.letters import PEOPLE, letter, registration
from tests.property.test_traps import made_of

ANNA, BERND = PEOPLE[0], PEOPLE[1]
WRITER = "anna@verein.example"
UNSEEN = {
    "bidi": "Anna \u202eollaH\u202c Albrecht",
    "isolates": "\u2066Anna\u2069 Albrecht",
    "zero width": "An\u200bna\u2060 Al\ufeffbrecht",
    "marks": "Anna\u200f Albrecht\u200e",
    "soft hyphen": "An\u00adna Albrecht",
    "lines": "Anna\r\nBcc: opfer@elsewhere.example\r\n\r\nAlbrecht",
    "separators": "Anna\u2028Bcc: x\u2029 Albrecht\x0b\x0c\x85",
    "controls": "Anna\x00\x07\x1b[31m Albrecht",
}
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def encoded(text: str) -> str:
    return Header(text, "utf-8", maxlinelen=900).encode()


def everything_shown(desk: Desk) -> str:
    """All that lists and mails of ours hold, with the line ends of the mails taken out."""
    rows = desk.registrations()
    sheets = as_csv(rows, list(rows[0]), desk.office.event.zone).decode() if rows else ""
    letters = ""
    for row in desk.outbox():
        data = desk.text_of(row["id"])
        parsed = message_from_bytes(data.encode(), policy=default)
        body = parsed.get_body(("plain",))
        letters += str(dict(parsed.items())) + (body.get_content() if body else "")
    return re.sub(r"\r?\n", " ", repr(rows) + sheets.replace("\ufeff", "", 1) + letters)


@pytest.mark.parametrize("trick", UNSEEN)
@pytest.mark.parametrize("place", ["From", "Subject", "body", "Reply-To", "Organization", "filename"])
def test_nothing_unseen_goes_from_a_mail_into_lists_or_letters(desk: Desk, trick: str, place: str) -> None:
    said = UNSEEN[trick]
    raw = registration(ANNA, WRITER)
    if place == "body":
        raw = raw.replace(f"Name: {ANNA}".encode(), f"Name: {said}".encode()).replace(b"7bit", b"8bit")
        raw = raw.replace(b'charset="utf-8"', b"charset=utf-8")
    elif place == "filename":
        raw = raw.replace(
            b"MIME-Version", f"Content-Disposition: inline; filename={encoded(said)}\r\nMIME-Version".encode()
        )
    else:
        value = (
            f"{encoded(said)} <{WRITER}>" if place in ("From", "Reply-To") else encoded(f"Anmeldung {said}")
        )
        raw = re.sub(rf"(?m)^{place}: .*\r\n".encode(), b"", raw)
        raw = f"{place}: {value}\r\n".encode() + raw
    desk.receive(raw)

    shown = everything_shown(desk)
    assert not INVISIBLE.search(shown), INVISIBLE.search(shown)
    for row in desk.outbox():
        parsed = message_from_bytes(desk.text_of(row["id"]).encode(), policy=default)
        assert parsed["Bcc"] is None
        assert row["to"] in (WRITER, "organisation@example.test")
        assert len(parsed.get_all("To") or []) == 1


@pytest.mark.parametrize(
    "name", ["{{ 7*191 }}", "{% raw %}", "${7*191}", "#{7*191}", "<%= 7*191 %>", "%(x)s {0}"]
)
def test_name_that_is_a_template_stays_text(desk: Desk, name: str) -> None:
    desk.receive(registration(f"Eva {name}", WRITER))

    assert "1337" not in everything_shown(desk)


FORMULAS = ('=HYPERLINK("x")', "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "=cmd|'/c'!A0")


@pytest.mark.parametrize("formula", FORMULAS)
def test_formula_in_any_field_is_text_in_every_sheet(desk: Desk, formula: str) -> None:
    row = dict.fromkeys(("name", "organisation", "email"), formula)
    zone = desk.office.event.zone

    text = as_csv([row], list(row), zone).decode("utf-8-sig")
    (written,) = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]
    assert all(cell.startswith("'") for cell in written)
    book = load_workbook(io.BytesIO(as_xlsx([row], list(row), zone)))
    assert book.active is not None
    cells = [cell for line in book.active.iter_rows(min_row=2) for cell in line]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_reply_goes_to_the_writer_and_never_where_a_mail_points(desk: Desk) -> None:
    """No reflection: whoever is named in Reply-To, Cc, To or the text has not written to us."""
    pointed = {"Reply_To": "opfer@elsewhere.example", "Cc": "viele@elsewhere.example"}
    desk.receive(registration(ANNA, WRITER, identifier="1", **pointed))
    desk.receive(registration(BERND, "bernd@verein.example", identifier="2", Cc="viele@elsewhere.example"))
    headers = {
        "Disposition_Notification_To": "opfer@elsewhere.example",
        "Return_Receipt_To": "opfer@elsewhere.example",
    }
    desk.receive(
        registration(
            PEOPLE[2], "clara@verein.example", identifier="3", Sender="opfer@elsewhere.example", **headers
        )
    )

    assert not any("elsewhere" in row["to"] for row in desk.outbox())
    assert [row["status"] for row in desk.registrations()].count("confirmed") >= 1


def cancelled_by(desk: Desk, sender: str, **headers: str) -> str:
    """What becomes of Anna's seat when somebody cancels in her name."""
    desk.receive(registration(ANNA, WRITER))
    confirmation = desk.outbox("confirmation")[0]
    reference = desk.registrations()[0]["reference"]
    more: dict[str, Any] = {name: text.format(**confirmation) for name, text in headers.items()}
    body = f"Hiermit sage ich meine Teilnahme ab ({reference}).\n\nMit freundlichen Grüßen\n{ANNA}\n"
    desk.receive(letter(sender, f"Absage {reference}", body, identifier="cancel", **more))
    return str(desk.registrations()[0]["status"])


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        (f"{ANNA} <anna@verein.example.evil.example>", {}),
        ('"anna@verein.example" <mallory@evil.example>', {}),
        (f"{ANNA} <mallory@evil.example>", {"In_Reply_To": "{message_id}", "References": "{message_id}"}),
        (f"{ANNA} <аnna@verein.example>", {}),
        (f"{ANNA} <{WRITER}>, mallory@evil.example", {}),
    ],
)
def test_cancellation_by_another_takes_no_seat(desk: Desk, sender: str, headers: dict[str, str]) -> None:
    assert cancelled_by(desk, sender, **headers) == "confirmed"


def test_cancellation_by_the_writer_does(desk: Desk) -> None:
    assert cancelled_by(desk, f"{ANNA} <{WRITER}>") == "cancelled"


@pytest.mark.parametrize(
    ("results", "status"),
    [
        (("mx.example.test; dmarc=fail header.from=verein.example",), "confirmed"),
        (("mx.example.test; dmarc=fail", "mx.example.test; dmarc=pass"), "confirmed"),
        (("evil.example; dmarc=fail",), "confirmed"),
        (("evil.example; dmarc=pass",), "cancelled"),
        (("mx.example.test; dmarc=pass",), "cancelled"),
    ],
)
def test_spoofed_cancellation_is_told_by_our_own_server_alone(
    tmp_path: Path, results: tuple[str, ...], status: str
) -> None:
    """A pass counts from our own server alone (RFC 8601, 5); a failure counts whoever tells of it."""
    desk = Desk(tmp_path)
    file = tmp_path / "mailbot.toml"
    file.write_text(
        file.read_text("utf-8").replace("[mailbox]", '[mailbox]\ntrusted_authserv = "mx.example.test"'),
        "utf-8",
    )
    desk.reopen()
    desk.receive(registration(ANNA, WRITER))
    raw = letter(
        f"{ANNA} <{WRITER}>", "Absage", f"Hiermit sage ich meine Teilnahme ab.\n\n{ANNA}\n", identifier="c"
    )
    desk.receive("".join(f"Authentication-Results: {r}\r\n" for r in results).encode() + raw)

    assert desk.registrations()[0]["status"] == status


@pytest.mark.parametrize("name", ["Anmeldung", "Аnmeldung", "anmeldung@example.test", "Anmeldung (Büro)"])
def test_display_name_of_the_office_opens_no_door(desk: Desk, name: str) -> None:
    """A name that looks like ours is a name: who writes is told by the address."""
    desk.receive(registration(ANNA, WRITER))
    body = f"Bitte die Anmeldung von {ANNA} stornieren.\n\nIhr Büro\n"
    desk.receive(letter(f"{encoded(name)} <mallory@evil.example>", "Stornierung", body, identifier="m"))

    assert desk.registrations()[0]["status"] == "confirmed"
    assert desk.outbox("cancellation") == []


@pytest.mark.usefixtures("untraced")
def test_mail_that_takes_too_long_is_held_and_the_next_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a limit that this mail cannot keep: the real one is beyond what any mail is known to take."""
    monkeypatch.setattr(mailbot.flow.understand, "in_time", lambda work: in_time(work, 0.25))
    slow = desk.receive(made_of("Workshop 2\n", "body", 15_000))
    following = desk.receive(registration(BERND, "bernd@verein.example"))

    assert (slow.decision.disposition.value, slow.decision.reason) == ("held", "error")
    assert following.decision.disposition.value == "accepted"
    with desk.office.database.reading() as tx:
        assert any("TookTooLong" in str(row) for row in reports.mails(tx))


def bomb(kind: str) -> bytes:
    """A document that unpacks to far more than it is, or defines words by words by words."""
    inner = b"<w:t>" + b"0" * 60_000_000 + b"</w:t>" if kind == "zeros" else b""
    if kind == "laughs":
        lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        inner = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{lines}]><w><t>&l9;</t></w>'.encode()
    if kind == "file":
        inner = (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><w><t>&f;</t></w>'
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("word/document.xml", inner)
        packed.writestr("xl/sharedStrings.xml", inner)
        packed.writestr("xl/worksheets/sheet1.xml", inner)
    return out.getvalue()


@pytest.mark.parametrize("name", ["Liste.docx", "Liste.xlsx"])
@pytest.mark.parametrize("kind", ["zeros", "laughs", "file"])
def test_document_that_is_a_bomb_is_passed_over(desk: Desk, kind: str, name: str) -> None:
    message = message_from_bytes(registration(ANNA, WRITER), policy=default)
    message.add_attachment(bomb(kind), "application", "octet-stream", filename=name)
    handled = desk.receive(message.as_bytes())

    assert handled.message is not None
    assert "root:" not in handled.message.attachments[0].text
    assert len(handled.message.attachments[0].text) < 200_000
    assert desk.registrations()[0]["name"] == ANNA
