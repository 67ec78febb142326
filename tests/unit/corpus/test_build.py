"""The cases say only what their event has, and every one of them becomes a mail that parses."""

from __future__ import annotations

import email
import email.policy
from collections import Counter
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.intent.model import Action, Kind
from tests.corpus.build import build, case_files, event, invitation, load, question
from tests.corpus.case import Attached, Case, Person, Quote, Truth
from tests.corpus.dress import CLIENTS, flow

FILES = {path.stem: load(path) for path in case_files()}
CASES = [case for cases in FILES.values() for case in cases]
TRUTH = Truth(
    Kind.REGISTRATION, Action.ACT, "de", attention=False, participants=(Person(("Ännchen Beispiel",)),)
)
BERLIN = ZoneInfo("Europe/Berlin")
PLAIN = Case(
    id="x-1",
    event="fachtag",
    truth=TRUTH,
    sender="Ännchen Beispiel <a@b.example>",
    to="integration@landkreis-mittelsachsen.de",
    date=datetime(2021, 9, 3, 10, 12, tzinfo=BERLIN),
    subject="Anmeldung für Ännchen",
    body="Guten Tag,\n\nWorkshop 2 bitte. Grüße\nÄnnchen Beispiel\n",
)
QUOTE = Quote(
    "Büro <buero@b.example>",
    "a@b.example",
    datetime(2021, 9, 2, 9, 15, tzinfo=BERLIN),
    "Einladung",
    "Wir laden ein.",
)


def parsed(case: Case) -> EmailMessage:
    """The case's bytes as the standard library reads them."""
    message = email.message_from_bytes(build(case), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(case: Case, kind: str) -> str:
    """The text of the case's text/plain or text/html part."""
    part = parsed(case).get_body(preferencelist=(kind,))
    assert part is not None
    return str(part.get_content())


def test_ids_are_unique_over_all_files() -> None:
    assert [name for name, times in Counter(case.id for case in CASES).items() if times > 1] == []


@pytest.mark.parametrize("name", FILES)
def test_cases_name_only_what_their_event_has(name: str) -> None:
    for case in FILES[name]:
        known = {workshop.id for workshop in event(case.event).workshops}
        seats = {"on-site", "livestream"} if event(case.event).livestream else {"on-site"}
        for person in case.truth.participants:
            assert set(person.workshop) <= known | {None}, case.id
            assert set(person.alternative) <= known | {None} | (seats - {"on-site"}), case.id
            assert set(person.attendance) <= seats, case.id


@pytest.mark.parametrize("name", FILES)
def test_registrations_to_act_on_say_all_that_is_needed(name: str) -> None:
    for case in FILES[name]:
        if (case.truth.kind, case.truth.action) == (Kind.REGISTRATION, Action.ACT):
            assert case.truth.participants, case.id
            for person in case.truth.participants:
                assert any(person.name), case.id
                assert any(person.workshop) or "livestream" in person.attendance, case.id


@pytest.mark.parametrize("name", FILES)
def test_cases_build_and_parse(name: str) -> None:
    for case in FILES[name]:
        assert b"\n" not in build(case).replace(b"\r\n", b""), case.id
        message = parsed(case)
        assert message["From"], case.id
        if case.raw is None:
            assert message["Subject"] == case.subject, case.id
            assert not message.defects, case.id


@pytest.mark.parametrize("name", FILES)
def test_cases_give_their_reason_and_invent_their_senders(name: str) -> None:
    for case in FILES[name]:
        domain = case.sender.rpartition("@")[2].rstrip(">")
        assert case.truth.why, case.id
        assert case.raw is not None or domain.endswith(".example"), case.id


def test_both_parts_of_the_corpus_hold_every_action() -> None:
    for held_out in (False, True):
        part = [case for case in CASES if case.held_out is held_out]
        assert {case.truth.action for case in part} == set(Action)


@pytest.mark.parametrize("client", sorted(CLIENTS))
def test_build_keeps_the_words_in_every_client(client: str) -> None:
    case = replace(PLAIN, client=client, quote=QUOTE)
    shape = CLIENTS[client].shape
    text = text_of(case, "html" if shape == "html" else "plain")
    assert "Workshop 2 bitte. Grüße" in text
    assert "Wir laden ein." in text
    assert parsed(case)["Subject"] == "Anmeldung für Ännchen"


@pytest.mark.parametrize("client", sorted(CLIENTS))
def test_build_marks_a_forwarded_mail_with_its_sender(client: str) -> None:
    case = replace(PLAIN, client=client, quote=replace(QUOTE, forward=True))
    text = text_of(case, "html" if CLIENTS[client].shape == "html" else "plain")
    assert "> Wir laden ein." not in text
    assert "buero@b.example" in text


def test_build_with_text_outside_the_client_charset_uses_utf8() -> None:
    message = parsed(replace(PLAIN, client="outlook-plain", body="Şükran Đặng"))
    assert message.get_content_charset() == "utf-8"
    assert message.get_content().strip() == "Şükran Đặng"


def test_build_with_a_charset_of_its_own_refuses_text_outside_it() -> None:
    with pytest.raises(UnicodeEncodeError):
        build(replace(PLAIN, charset="us-ascii"))


def test_build_with_attachment_keeps_its_text() -> None:
    spec = Attached("Anna.vcf", "text/x-vcard", text="BEGIN:VCARD\r\nFN:Anna Größe\r\nEND:VCARD\r\n")
    (part,) = parsed(replace(PLAIN, attachments=(spec,))).iter_attachments()
    assert part.get_filename() == "Anna.vcf"
    assert "FN:Anna Größe" in part.get_payload(decode=True).decode()  # type: ignore[union-attr]


def test_flow_breaks_long_lines_with_a_space_before_the_break() -> None:
    line = "wort " * 30 + "ende"
    broken = flow(line).split("\n")
    assert len(broken) > 1
    assert all(part.endswith(" ") for part in broken[:-1])
    assert "".join(broken) == line


def test_flow_leaves_quotes_and_the_signature_delimiter() -> None:
    assert flow("> " + "x " * 60) == "> " + "x " * 60
    assert flow("-- ") == "-- "


def test_invitation_and_question_name_every_workshop() -> None:
    for identifier in sorted(path.stem for path in case_files()[0].parent.glob("events/*.toml")):
        for workshop in event(identifier).workshops:
            assert workshop.title in invitation(identifier)
            assert workshop.title in question(identifier)


def test_load_with_an_unknown_key_names_the_case(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("- {id: x-7, subjekt: Tippfehler, truth: {kind: other, action: ignore}}", "utf-8")
    with pytest.raises(ValueError, match=r"x\.yaml: x-7: .*subjekt"):
        load(path)


def test_load_fills_in_what_a_case_leaves_out(tmp_path: Path) -> None:
    path = tmp_path / "x-test.yaml"
    text = (
        "- {id: x-8, event: kueche, from: a@b.example, date: '2025-04-02 10:00', body: Hallo,"
        " quote: question, truth: {kind: other, action: ignore}}"
    )
    path.write_text(text, "utf-8")
    (case,) = load(path)
    assert case.to == "anmeldung@feuerwache-rodenhagen.example"
    assert case.truth.language == "de"
    assert case.held_out
    assert case.quote is not None
    assert "Uns fehlt noch" in case.quote.body
