"""An event, registrations and notifications that the tests of the post have in common."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from mailbot.decision.model import Line, Notification, Queue, Registration
from mailbot.delivery.compose import Composer
from mailbot.delivery.templates import shipped_templates
from mailbot.envelope import Attendance, Notice, OutgoingMessage, Status
from mailbot.event import Event, Organiser, ProgrammeItem, Workshop
from mailbot.message.model import Address

NOW = datetime(2027, 3, 10, 9, 30, tzinfo=UTC)
SENDER = Address("Büro für Bildung, Musterstadt", "bildung@musterstadt.example")

EVENT = Event(
    id="tagung-2027",
    title="Dritte Tagung: Lernen im Alter",
    subtitle="Gemeinsam weiter",
    starts=datetime(2027, 4, 15, 9, 0),
    ends=datetime(2027, 4, 15, 17, 30),
    place="Stadthalle, Am Ring 5, 01234 Musterstadt",
    organiser=Organiser(
        "Stadt Musterstadt", "Büro für Bildung", "Markt 1", "bildung@musterstadt.example", "+49 30 123456"
    ),
    registration_closes=date(2027, 3, 31),
    livestream=True,
    livestream_url="https://stream.musterstadt.example/tagung",
    catering="Mittagessen und Getränke sind frei.",
    recording="Es wird fotografiert. Wer kommt, ist damit einverstanden.",
    funding="Gefördert vom Land.",
    subject_to_change="Änderungen vorbehalten.",
    workshops=(
        Workshop("1", "Singen & Sagen", leaders=("Mai Linh Tran", "Uwe Krug"), room="Saal A"),
        Workshop("2", "Handy ohne Angst", leaders=("Petra Lang",)),
        Workshop("3", "Kochen für viele", leaders=("Ahmet Yıldız",)),
    ),
    programme=(
        ProgrammeItem(time(9, 0), "Begrüßung", time(9, 30)),
        ProgrammeItem(time(13, 15), "Workshops", time(15, 0)),
        ProgrammeItem(time(15, 15), "Auswertung der Workshop-Ergebnisse", time(16, 0)),
    ),
)
BARE = Event(id="treffen", title="Offenes Treffen", starts=datetime(2027, 4, 15, 9, 0))

ANNA = Registration(
    "K7MQ-3XTP",
    "Anna Beispiel",
    "anna@diakonie.example",
    Status.CONFIRMED,
    Queue(NOW),
    title="Dr.",
    organisation="Diakonie Musterstadt",
    workshop="2",
    seat="2",
)
SECOND = replace(ANNA, workshop="2", seat="3", alternative="3", waiting_for="2")
WAITING = replace(ANNA, status=Status.WAITLISTED, seat=None, waiting_for="2")
STREAMING = replace(ANNA, seat=None, workshop=None, attendance=Attendance.LIVESTREAM)
PENDING = replace(ANNA, status=Status.PENDING, seat=None, workshop=None)
CANCELLED = replace(ANNA, status=Status.CANCELLED)
DECLINED = replace(ANNA, status=Status.DECLINED, seat=None)
ALI = replace(ANNA, reference="K7MQ-3XTP-2", name="Ali Muster", title="", organisation="")


SHIPPED = Composer((shipped_templates(),), EVENT, SENDER)


def composer(event: Event = EVENT, *folders: Path) -> Composer:
    """A composer with the shipped templates behind the given folders."""
    if not folders:
        return SHIPPED.about(event)
    return Composer((*folders, shipped_templates()), event, SENDER)


def notification(notice: Notice, *lines: Line, **fields: Any) -> Notification:
    """A notification to Sabine in German, unless the fields say otherwise."""
    values: dict[str, Any] = {
        "key": f"abc123.{notice.value}",
        "notice": notice,
        "to": "sabine@diakonie.example",
        "to_name": "Sabine Müller",
        "language": "de",
        "received": NOW - timedelta(minutes=3),
        "reference": "K7MQ-3XTP",
        "lines": lines,
        "in_reply_to": "<question@diakonie.example>",
        "references": ("<first@diakonie.example>",),
    }
    return Notification(**(values | fields))


def typical(language: str = "de") -> tuple[Notification, ...]:
    """One notification or more for every notice to participants."""
    cases = (
        notification(Notice.CONFIRMATION, Line(ANNA)),
        notification(Notice.CONFIRMATION, Line(SECOND, position=4), free=("1",)),
        notification(Notice.CONFIRMATION, Line(STREAMING)),
        notification(Notice.CONFIRMATION, Line(ANNA), Line(replace(ALI, status=Status.HELD))),
        notification(Notice.WAITLIST, Line(WAITING, position=7), free=("1", "3")),
        notification(Notice.LATE, Line(DECLINED), received=NOW + timedelta(days=30)),
        notification(Notice.QUESTION, Line(PENDING), missing=("workshop",), answer_until=NOW),
        notification(Notice.QUESTION, missing=("names",)),
        notification(Notice.CHANGE, Line(replace(ANNA, seat="3", workshop="3"), before=ANNA)),
        notification(Notice.CANCELLATION, Line(CANCELLED, before=ANNA)),
        notification(Notice.CANCELLATION, Line(CANCELLED, before=ANNA), Line(ALI)),
        notification(Notice.PROMOTION, Line(ANNA, before=SECOND)),
        notification(Notice.REMINDER, Line(ANNA)),
        notification(Notice.ANNOUNCEMENT, text="Der Eingang ist hinten.\n\nBis bald!"),
        notification(Notice.DIGEST, text="Zwei Mails warten."),
        notification(Notice.ALARM, text="Der Mailserver antwortet nicht."),
    )
    return tuple(replace(case, language=language) for case in cases)


def parsed(message: OutgoingMessage) -> EmailMessage:
    """The mail as another program reads it."""
    read = message_from_bytes(message.data, policy=default)
    assert isinstance(read, EmailMessage)
    return read


def text_of(message: OutgoingMessage) -> str:
    """The plain text part, decoded, with line ends as Python has them."""
    part = parsed(message).get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(message: OutgoingMessage) -> str:
    """The HTML part, decoded."""
    part = parsed(message).get_body(("html",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def visible(html: str) -> str:
    """What a person sees of HTML, elements set apart by spaces."""
    body = lxml_html.document_fromstring(html).find("body")
    assert body is not None
    return " ".join(str(piece) for piece in body.itertext() if str(piece).strip())


def select(html: str, xpath: str) -> list[Any]:
    """The elements or strings of an HTML document that an XPath expression finds."""
    found: Any = lxml_html.document_fromstring(html).xpath(xpath)
    return list(found)
