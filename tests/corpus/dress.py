"""How sixteen mail clients dress a text: headers, charset, quoting style and HTML skeleton."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parseaddr

from tests.corpus.case import Quote

DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
SHORT_DAYS = ("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So.")
SHORT_MONTHS = (
    "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni",
    "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Client:
    """What a client does to every mail. `shape`: plain, flowed, alt (text and HTML) or html."""

    mailer: tuple[str, str] | None
    charset: str
    cte: str
    shape: str


_OUTLOOK = ("X-Mailer", "Microsoft Outlook 16.0")
_THUNDERBIRD = ("User-Agent", "Mozilla/5.0 (Windows NT 10.0; rv:78.0) Thunderbird/78.13.0")

CLIENTS: dict[str, Client] = {
    "outlook": Client(_OUTLOOK, "utf-8", "quoted-printable", "alt"),
    "outlook-latin1": Client(("X-Mailer", "Microsoft Outlook 14.0"), "iso-8859-1", "quoted-printable", "alt"),
    "outlook-html": Client(_OUTLOOK, "windows-1252", "quoted-printable", "html"),
    "outlook-plain": Client(_OUTLOOK, "windows-1252", "quoted-printable", "plain"),
    "owa": Client(("X-MS-Has-Attach", ""), "utf-8", "base64", "alt"),
    "thunderbird": Client(_THUNDERBIRD, "utf-8", "8bit", "flowed"),
    "gmail": Client(None, "UTF-8", "quoted-printable", "alt"),
    "apple-mail": Client(("X-Mailer", "Apple Mail (2.3654.120.0.1.13)"), "utf-8", "quoted-printable", "alt"),
    "iphone": Client(("X-Mailer", "iPhone Mail (18G82)"), "utf-8", "base64", "plain"),
    "gmx": Client(None, "UTF-8", "quoted-printable", "html"),
    "webde": Client(None, "UTF-8", "quoted-printable", "html"),
    "k9": Client(("User-Agent", "K-9 Mail for Android"), "utf-8", "8bit", "plain"),
    "notes": Client(("X-Mailer", "Lotus Notes Release 9.0.1"), "iso-8859-1", "base64", "alt"),
    "groupwise": Client(
        ("X-Mailer", "Novell GroupWise Internet Agent 18.2.1"), "utf-8", "quoted-printable", "alt"
    ),
    "scanner": Client(("X-Mailer", "KONICA MINOLTA bizhub C258"), "us-ascii", "7bit", "plain"),
    "plain": Client(None, "utf-8", "8bit", "plain"),
}


def quote_text(client: str, quote: Quote | None) -> str:
    """The quoted mail as plain text below the new words; empty where nothing is quoted."""
    if quote is None:
        return ""
    body = quote.body.rstrip()
    if client == "notes":
        name_address = _name_and_address(quote.sender)
        stamp = f"{quote.date:%d.%m.%Y %H:%M}"
        head = f"Von:\t{name_address}\nAn:\t{quote.to}\nDatum:\t{stamp}\nBetreff:\t{quote.subject}"
        return f"\n\n\n{head}\n\n\n{body}\n"
    if _heads_quotes(client) or quote.forward:
        rows = "\n".join(f"{label}: {value}" for label, value in _head_rows(client, quote))
        return f"\n\n{_bar(client, quote)}{rows}\n\n{body}\n"
    marked = "\n".join("> " + line if line else ">" for line in body.splitlines())
    return f"\n\n{_lead(client, quote)}\n\n{marked}\n"


def quote_markup(client: str, quote: Quote | None) -> str:
    """The quoted mail as HTML; empty where nothing is quoted."""
    if quote is None:
        return ""
    body = html.escape(quote.body.rstrip()).replace("\n", "<br>\n")
    if client in ("gmx", "webde"):
        head = "<br/>".join(f"<b>{k}:</b>&nbsp;{html.escape(v)}" for k, v in _head_rows(client, quote))
        return (
            '<div name="quote" style="margin:10px 5px 5px 10px; padding:10px 0 10px 10px; '
            'border-left:2px solid #C3D9E5;">'
            f'<div style="margin:0 0 10px 0;">{head}</div><div name="quoted-content">{body}</div></div>'
        )
    if _heads_quotes(client) or quote.forward:
        head = "<br>".join(f"<b>{k}:</b> {html.escape(v)}" for k, v in _head_rows(client, quote))
        bar = html.escape(_bar(client, quote)).replace("\n", "<br>") if quote.forward else ""
        return (
            f'<div>{bar}<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
            f'<p class="MsoNormal">{head}<o:p></o:p></p></div></div>'
            f'<p class="MsoNormal">{body}<o:p></o:p></p>'
        )
    return (
        f'<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{html.escape(_lead(client, quote))}'
        '<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;'
        f'padding-left:1ex">{body}</blockquote></div>'
    )


def html_document(client: str, body: str, quoted: str) -> str:
    """The HTML part: every line of `body` in the client's own markup, `quoted` markup below it."""
    lines = [html.escape(line) for line in body.rstrip().split("\n")]
    skeleton = _SKELETONS.get("outlook" if client.startswith("outlook") else client, _bare)
    return skeleton(lines, quoted)


def flow(text: str, width: int = 72) -> str:
    """Soft line breaks of format=flowed: a space before the break joins the lines (RFC 3676, 4.2)."""
    lines: list[str] = []
    for line in text.split("\n"):
        rest = line
        while len(rest) > width and not line.startswith(">") and " " in rest[1:width]:
            cut = rest.rindex(" ", 1, width) + 1
            lines.append(rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return "\n".join(lines)


def _heads_quotes(client: str) -> bool:
    """Whether the client puts a block of header lines above a quote rather than marking lines."""
    headed = ("owa", "groupwise", "notes", "scanner", "gmx", "webde")
    return client.startswith("outlook") or client in headed


def _name_and_address(sender: str) -> str:
    name, address = parseaddr(sender)
    return f"{name} <{address}>" if name else address


def _forward_rows(client: str, quote: Quote) -> list[tuple[str, str]]:
    """The header lines of an inline forward, in the order and with the labels of the client."""
    at, sender, german = quote.date, _name_and_address(quote.sender), quote.language == "de"
    if client == "gmail":
        sent = (
            f"{SHORT_DAYS[at.weekday()]}, {at.day}. {SHORT_MONTHS[at.month - 1]} {at.year} um {at:%H:%M} Uhr"
        )
        date = sent if german else f"{at:%a}, {at:%b} {at.day}, {at.year} at {at:%H:%M}"
        return [
            ("Von" if german else "From", sender),
            ("Date", date),
            ("Subject", quote.subject),
            ("To", quote.to),
        ]
    labels = ("Betreff", "Datum", "Von", "An") if german else ("Subject", "Date", "From", "To")
    values = (quote.subject, format_datetime(at), sender, quote.to)
    return list(zip(labels, values, strict=True))


def _head_rows(client: str, quote: Quote) -> list[tuple[str, str]]:
    at = quote.date
    sender = _name_and_address(quote.sender)
    if quote.forward and not _heads_quotes(client):
        return _forward_rows(client, quote)
    if client in ("gmx", "webde"):
        name, address = parseaddr(quote.sender)
        sent = f"{DAYS[at.weekday()]}, {at:%d.} {MONTHS[at.month - 1]} {at.year} um {at:%H:%M} Uhr"
        quoted = f'"{name}" <{address}>'
        return [("Gesendet", sent), ("Von", quoted), ("An", quote.to), ("Betreff", quote.subject)]
    if quote.language == "de":
        sent = f"{DAYS[at.weekday()]}, {at.day}. {MONTHS[at.month - 1]} {at.year} {at:%H:%M}"
        return [("Von", sender), ("Gesendet", sent), ("An", quote.to), ("Betreff", quote.subject)]
    sent = f"{at:%A}, {at.day} {at:%B} {at.year} {at:%H:%M}"
    return [("From", sender), ("Sent", sent), ("To", quote.to), ("Subject", quote.subject)]


def _bar(client: str, quote: Quote) -> str:
    """The line between the new words and the quote's header lines, where the client draws one."""
    german = quote.language == "de"
    if quote.forward and client == "gmail":
        return "---------- Forwarded message ---------\n"
    if quote.forward and client in ("iphone", "apple-mail"):
        return "Anfang der weitergeleiteten Nachricht:\n\n" if german else "Begin forwarded message:\n\n"
    if quote.forward and client in ("thunderbird", "k9", "plain"):
        words = "Weitergeleitete Nachricht" if german else "Forwarded Message"
        return f"-------- {words} --------\n"
    if client == "outlook-plain":
        return "-----Ursprüngliche Nachricht-----\n" if german else "-----Original Message-----\n"
    return "________________________________\n" if client == "owa" else ""


def _lead(client: str, quote: Quote) -> str:
    """The line that introduces a marked quote, `Am … schrieb …:`."""
    at: datetime = quote.date
    name, address = parseaddr(quote.sender)
    german = quote.language == "de"
    if client == "gmail" and german:
        day = f"{SHORT_DAYS[at.weekday()]}, {at.day}. {SHORT_MONTHS[at.month - 1]} {at.year}"
        return f"Am {day} um {at:%H:%M} Uhr schrieb {name} <{address}>:"
    if client == "gmail":
        return f"On {at:%a}, {at:%b} {at.day}, {at.year} at {at:%I:%M %p} {name} <{address}> wrote:"
    if client in ("iphone", "apple-mail") and german:
        return f"Am {at:%d.%m.%Y} um {at:%H:%M} schrieb {name} <{address}>:"
    if client in ("iphone", "apple-mail"):
        return f"On {at.day} {at:%b} {at.year}, at {at:%H:%M}, {name} <{address}> wrote:"
    if german:
        return f"Am {at:%d.%m.%y} um {at:%H:%M} schrieb {name}:"
    return f"On {at:%d.%m.%y} {at:%H:%M}, {name} wrote:"


def _outlook(lines: list[str], quoted: str) -> str:
    tab = '<span style="mso-tab-count:1">&nbsp;&nbsp;&nbsp;&nbsp; </span>'
    shown = (line.replace("\t", tab) or "&nbsp;" for line in lines)
    rows = "".join(f'<p class="MsoNormal">{line}<o:p></o:p></p>\n' for line in shown)
    return (
        '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head>'
        '<meta name="Generator" content="Microsoft Word 15 (filtered medium)"><style><!--\n'
        "@font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}\n"
        'p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;}\n--></style></head>'
        '<body lang="DE" link="#0563C1" vlink="#954F72">'
        f'<div class="WordSection1">{rows}{quoted}</div></body></html>'
    )


def _owa(lines: list[str], quoted: str) -> str:
    style = "font-family: Calibri, Arial, sans-serif; font-size: 12pt; color: rgb(0, 0, 0);"
    rows = "".join(f'<div style="{style}">{line or "<br>"}</div>\n' for line in lines)
    return (
        '<html><head><style type="text/css" style="display:none;">P {margin-top:0;margin-bottom:0;}</style>'
        f'</head><body dir="ltr">{rows}<div id="appendonsend"></div>{quoted}</body></html>'
    )


def _gmail(lines: list[str], quoted: str) -> str:
    rows = "".join(f"<div>{line or '<br>'}</div>" for line in lines)
    return f'<div dir="ltr">{rows}</div>{quoted}'


def _apple(lines: list[str], quoted: str) -> str:
    rows = "".join(f'<div class="">{line or _APPLE_BREAK}</div>' for line in lines)
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>'
        '<body style="word-wrap: break-word; -webkit-nbsp-mode: space;" class="">'
        f"{rows}{quoted}</body></html>"
    )


def _freemail(lines: list[str], quoted: str) -> str:
    rows = "".join(f"<div>{line or '&nbsp;'}</div>\n" for line in lines)
    return (
        '<html><head></head><body><div style="font-family: Verdana;font-size: 12.0px;">'
        f"{rows}{quoted}</div></body></html>"
    )


def _bare(lines: list[str], quoted: str) -> str:
    rows = "<br>\n".join(lines)
    return f'<font size=2 face="sans-serif">{rows}</font>{quoted}'


_APPLE_BREAK = '<br class="">'
_SKELETONS: dict[str, Callable[[list[str], str], str]] = {
    "outlook": _outlook,
    "owa": _owa,
    "gmail": _gmail,
    "apple-mail": _apple,
    "gmx": _freemail,
    "webde": _freemail,
}
