"""Plain letters to an office, for tests that are not about reading: any depth of it understands them."""

from __future__ import annotations

from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime
from typing import Any
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
RECEIVED = datetime(2021, 9, 3, 10, 12, tzinfo=BERLIN)
"""While registration for the event that is shipped is open."""
AS_OF = "2021-09-03T12:00:00+02:00"
"""A time for `--as-of` soon after that."""

PEOPLE = (
    "Anna Albrecht", "Bernd Brandt", "Clara Conrad", "Dieter Dietze", "Elke Engel", "Frank Fuhrmann",
    "Gisela Graupner", "Hanna Heinze", "Ingo Illgen", "Jana Jahn", "Karl Krause", "Lena Lindner",
    "Maik Mehnert", "Nora Naumann", "Olaf Otto", "Petra Pohl",
)  # fmt: skip
"""Names that are nothing else."""


def letter(
    sender: str,
    subject: str,
    body: str,
    *,
    to: str = "anmeldung@example.test",
    identifier: str = "",
    received: datetime = RECEIVED,
    **headers: str,
) -> bytes:
    """A mail in plain text with its CRLFs; `identifier`: the left of its Message-ID, else the address."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = format_datetime(received)
    local, _, domain = sender.rpartition("<")[2].strip(">").partition("@")
    mail["Message-ID"] = f"<{identifier or local}@{domain}>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    return mail.as_bytes().replace(b"\n", b"\r\n")


def registration(name: str, address: str, workshop: str = "2", **more: Any) -> bytes:
    """One person for one workshop, as a form that leaves nothing open."""
    body = (
        "Sehr geehrte Damen und Herren,\n\nhiermit melde ich mich zum Fachtag an.\n\n"
        f"Name: {name}\nEinrichtung: Diakonie Freiberg\nWorkshop: {workshop}\n\n"
        f"Mit freundlichen Grüßen\n{name}\n"
    )
    return letter(f"{name} <{address}>", "Anmeldung zum Fachtag", body, **more)


def office_mail(address: str, **more: Any) -> bytes:
    """A mail of the sort that every office gets and that is no registration."""
    body = "Guten Tag,\n\nanbei die Rechnung 4711.\n\nMit freundlichen Grüßen\nPapier Schulz\n"
    return letter(address, "Rechnung 4711", body, **more)


def with_file(mail: bytes, name: str = "Anmeldebogen.txt", text: str = "Wir freuen uns.") -> bytes:
    """The same mail with an attachment."""
    message = BytesParser(EmailMessage, policy=policy.SMTP).parsebytes(mail)
    message.add_attachment(text.encode(), "text", "plain", filename=name)
    return message.as_bytes()


def doubtful(name: str, address: str, **more: Any) -> bytes:
    """A registration that is held: replies are wanted at another domain than the sender's."""
    return registration(name, address, Reply_To=f"{name} <somebody@elsewhere.test>", **more)
