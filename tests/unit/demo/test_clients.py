"""Scripted mails look like the mails of real programs."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from zoneinfo import ZoneInfo

import pytest

from mailbot.demo.clients import CLIENTS, Quoted, write
from mailbot.demo.inbox import Forward, ScriptedMail

AT = datetime(2021, 9, 8, 16, 50, tzinfo=ZoneInfo("Europe/Berlin"))
LONG = "Ich möchte mich gern zum Fachtag anmelden und freue mich schon sehr auf den Austausch mit allen."
REPLY = Quoted(
    sender="Office <office@x.example>",
    to="ada@nord.example",
    date=AT,
    subject="Rückfrage",
    text=f"Welcher Workshop?\n{LONG}\n",
    message_id="<q1@x.example>",
)


def scripted(client: str, body: str = LONG, forwards: Forward | None = None) -> ScriptedMail:
    return ScriptedMail(
        id="a",
        at=AT.replace(tzinfo=None),
        from_="Ölmann, Ada <ada@nord.example>",
        subject="Größe",
        client=client,
        body=body,
        forwards=forwards,
    )


def written(mail: ScriptedMail, answered: Quoted | None = None) -> EmailMessage:
    data = write(mail, "office@x.example", AT, answered)
    assert data.count(b"\n") == data.count(b"\r\n")
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def text(message: EmailMessage, kind: str = "plain") -> str:
    part = message.get_body((kind,))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


@pytest.mark.parametrize("client", CLIENTS)
def test_own_words_arrive_whole_with_every_client(client: str) -> None:
    message = written(scripted(client))
    kind = "html" if client == "gmx" else "plain"
    assert LONG in text(message, kind).replace(" \n", " ")
    assert message["Subject"] == "Größe"
    assert message["Date"].datetime == AT


@pytest.mark.parametrize("client", CLIENTS)
def test_same_script_gives_the_same_bytes(client: str) -> None:
    mail = scripted(client)
    assert write(mail, "office@x.example", AT) == write(mail, "office@x.example", AT)


def test_comma_in_the_display_name_makes_no_second_sender() -> None:
    (sender,) = written(scripted("outlook"))["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Ölmann, Ada", "ada@nord.example")


@pytest.mark.parametrize("client", ["gmail", "thunderbird", "iphone"])
def test_answer_is_threaded_and_marks_every_quoted_line(client: str) -> None:
    message = written(scripted(client, "Zwei bitte."), REPLY)
    assert message["In-Reply-To"] == "<q1@x.example>"
    assert message["References"] == "<q1@x.example>"
    own, mark, quote = text(message).partition("\n>")
    assert own.startswith("Zwei bitte.")
    assert mark
    assert all(line.startswith(">") for line in quote.splitlines()[1:] if line)


def test_outlook_quotes_below_a_block_of_headers() -> None:
    message = written(scripted("outlook", "Zwei bitte."), REPLY)
    for body in (text(message), text(message, "html")):
        assert body.index("Zwei bitte.") < body.index("Von:") < body.index("Welcher Workshop?")


def test_forwarded_mail_stands_below_with_its_own_sender() -> None:
    forward = Forward(
        from_="Ben <ben@west.example>",
        to="Ada",
        at=AT.replace(tzinfo=None),
        subject="Bitte",
        body="Ich komme.",
    )
    body = text(written(scripted("outlook", "Siehe unten.", forward)))
    assert body.index("Siehe unten.") < body.index("Ben <ben@west.example>") < body.index("Ich komme.")


def test_page_of_html_escapes_what_people_write() -> None:
    assert "<b>" not in text(written(scripted("gmail", "a <b> & c")), "html")
