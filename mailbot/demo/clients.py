"""Dresses a scripted mail as the mail program of its sender would have sent it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime
from enum import StrEnum
from html import escape

from mailbot.demo.inbox import ScriptedMail


class Shape(StrEnum):
    """The MIME structure that a program gives to a simple mail."""

    PLAIN = "plain"
    FLOWED = "flowed"
    ALTERNATIVE = "alternative"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Client:
    """A mail program: what it writes into headers, how it encodes, and how it quotes.

    `lead` introduces a quote: {date} and {sender} are filled in; empty stands for the block of
    From, Sent, To and Subject lines that Outlook sets above an unmarked quote.
    """

    shape: Shape = Shape.PLAIN
    encoding: str = "quoted-printable"
    headers: tuple[tuple[str, str], ...] = ()
    prefix: str = "Re: "
    lead: str = "Am {date:%d.%m.%y} um {date:%H:%M} schrieb {sender}:"
    footer: str = ""
    paragraph: str = "<div>{}</div>\n"
    page: str = "<html><body>{}</body></html>"


CLIENTS = {
    "plain": Client(encoding="8bit"),
    "outlook": Client(
        shape=Shape.ALTERNATIVE,
        headers=(("X-Mailer", "Microsoft Outlook 16.0"), ("Content-Language", "de")),
        prefix="AW: ",
        lead="",
        paragraph='<p class="MsoNormal">{}<o:p></o:p></p>\n',
        page='<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--\n'
        'p.MsoNormal {{margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;}}\n--></style></head>'
        '<body lang="DE"><div class="WordSection1">{}</div></body></html>',
    ),
    "gmail": Client(
        shape=Shape.ALTERNATIVE,
        lead="On {date:%a, %b} {date.day}, {date.year} at {date:%I:%M %p} {sender} wrote:",
        page='<div dir="ltr">{}</div>',
    ),
    "thunderbird": Client(
        shape=Shape.FLOWED,
        encoding="8bit",
        headers=(("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:78.0) Thunderbird/78.13.0"),),
    ),
    "iphone": Client(
        encoding="base64",
        headers=(("X-Mailer", "iPhone Mail (18G82)"),),
        prefix="Aw: ",
        lead="> Am {date:%d.%m.%Y} um {date:%H:%M} schrieb {sender}:\n> ",
        footer="\n\nVon meinem iPhone gesendet\n",
    ),
    "gmx": Client(shape=Shape.HTML, prefix="Aw: "),
    "list": Client(
        shape=Shape.ALTERNATIVE,
        headers=(
            ("List-Id", "Aktuell <aktuell.bildungswerk-aktuell.example>"),
            ("List-Unsubscribe", "<https://bildungswerk-aktuell.example/ab>"),
            ("Precedence", "bulk"),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """An earlier mail as it is shown below an answer or a forwarding."""

    sender: str
    to: str
    date: datetime
    subject: str
    text: str
    message_id: str = ""
    references: str = ""

    @classmethod
    def of(cls, data: bytes) -> Quoted:
        """From the bytes of a mail with a text part."""
        message = message_from_bytes(data, policy=default)
        text = message.get_body(("plain",))
        return cls(
            sender=str(message["From"]),
            to=str(message["To"]),
            date=message["Date"].datetime,
            subject=str(message["Subject"]),
            text=text.get_content().replace("\r\n", "\n") if text else "",
            message_id=str(message["Message-ID"]),
            references=str(message.get("References", "")),
        )


def write(mail: ScriptedMail, to: str, at: datetime, answered: Quoted | None = None) -> bytes:
    """The whole mail, CRLF line ends, sent to the address `to` at `at` (aware).

    `answered` is the mail of ours that it answers; it threads to it (RFC 5322, 3.6.4).
    """
    client = CLIENTS[mail.client]
    message = EmailMessage(policy=SMTP)
    message["Date"] = format_datetime(at)
    message["From"] = _address(mail.from_)
    message["To"] = to
    message["Subject"] = mail.subject or (client.prefix + answered.subject if answered else "")
    message["Message-ID"] = mail.message_id
    if answered:
        message["In-Reply-To"] = answered.message_id
        message["References"] = f"{answered.references} {answered.message_id}".strip()
    for name, value in (*client.headers, *mail.headers.items()):
        message[name] = value
    below = answered if mail.quote else None
    if mail.forwards:
        earlier = mail.forwards
        date = earlier.at.replace(tzinfo=at.tzinfo)
        below = Quoted(earlier.from_, earlier.to, date, earlier.subject, earlier.body.strip())
    _fill(message, client, mail.body.strip() + client.footer, below)
    return message.as_bytes()


def _fill(message: EmailMessage, client: Client, own: str, below: Quoted | None) -> None:
    """Put the text into the structure that the client uses."""
    text = own + "\n" + (_quote_text(client, below) if below else "")
    markup = client.page.format(_html(client, own) + (_quote_html(client, below) if below else ""))
    if client.shape is Shape.HTML:
        message.set_content(markup, subtype="html", cte=client.encoding)
        return
    flowed = client.shape is Shape.FLOWED
    message.set_content(_flow(text) if flowed else text, cte=client.encoding)
    if flowed:
        message.set_param("format", "flowed")
    if client.shape is Shape.ALTERNATIVE:
        message.add_alternative(markup, subtype="html", cte=client.encoding)
        # Python would take a random one: the same script then gave other bytes, and other references.
        message.set_boundary(f"=_{message['Message-ID']}".replace("<", "").replace(">", ""))


def _address(text: str) -> Address:
    """An address header; a comma in the display name ("Krüger, Sabine") is part of the name."""
    name, _, rest = text.rpartition("<")
    return Address(display_name=name.strip(), addr_spec=rest.rstrip(">").strip())


def _flow(text: str) -> str:
    """Long lines broken with a blank at the end, which readers join again (RFC 3676, 4.2 and 4.5)."""
    return "\n".join(_flow_line(line) for line in text.split("\n"))


def _flow_line(line: str) -> str:
    mark = "> " if line.startswith(">") else ""
    return " \n".join(textwrap.wrap(line, 72, subsequent_indent=mark)) if len(line) > 72 else line


def _header_lines(quoted: Quoted) -> tuple[tuple[str, str], ...]:
    return (
        ("Von", quoted.sender),
        ("Gesendet", f"{quoted.date:%d.%m.%Y %H:%M}"),
        ("An", quoted.to),
        ("Betreff", quoted.subject),
    )


def _quote_text(client: Client, quoted: Quoted) -> str:
    if not client.lead:
        lines = "\n".join(f"{name}: {value}" for name, value in _header_lines(quoted))
        return f"\n{lines}\n\n{quoted.text}\n"
    lead = client.lead.format(date=quoted.date, sender=quoted.sender)
    marked = "\n".join(f"> {line}".rstrip() for line in quoted.text.rstrip().split("\n"))
    return f"\n{lead}\n{marked}\n"


def _html(client: Client, text: str) -> str:
    return "".join(client.paragraph.format(escape(line) or "&nbsp;") for line in text.split("\n"))


def _quote_html(client: Client, quoted: Quoted) -> str:
    if not client.lead:
        lines = "<br>".join(f"<b>{name}:</b> {escape(value)}" for name, value in _header_lines(quoted))
        return (
            '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
            f'<p class="MsoNormal">{lines}<o:p></o:p></p></div>{_html(client, quoted.text)}'
        )
    lead = escape(client.lead.format(date=quoted.date, sender=quoted.sender))
    return (
        f'<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{lead}<br></div>'
        f'<blockquote class="gmail_quote">{_html(client, quoted.text)}</blockquote></div>'
    )
