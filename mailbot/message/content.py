"""What of a tree of parts is the mail's text, and what is attached to it.

Of alternatives (RFC 2046, 5.1.4) the plain text is read unless it is a stub that sends the reader
to the HTML; inline text parts of other multiparts follow one another, as mail programs show them.
"""

from __future__ import annotations

import re
from binascii import a2b_qp
from dataclasses import dataclass, field

from mailbot.message.charset import decode
from mailbot.message.flowed import unflow
from mailbot.message.html import render
from mailbot.message.limits import MAX_TEXT
from mailbot.message.mime import Part
from mailbot.message.table import Table

_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\u1427\ufff9-\ufffb]"
)
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_JOINER = re.compile("(?<![\u0600-\u06ff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u06ff])")
_BLANK = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_PGP_HEAD = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Z][\w-]{0,40}: [^\n]{0,200}\n)*\n")
_PGP_TAIL = re.compile(r"\n-----BEGIN PGP SIGNATURE-----\n[^-]*-----END PGP SIGNATURE-----\n?")
_SOFT_BREAK = re.compile(r"=\n")
_QUOTED_OCTET = re.compile(r"=[0-9A-F]{2}")
_LINK = re.compile(r"(?<=\S)<(?:mailto|tel):[^<>\s]{1,200}>")
"""What Outlook puts behind an address or number that was a link in the HTML."""

_STUB_LENGTH = 400
"""Characters; a plain text longer than this says itself what it has to say."""


@dataclass(slots=True)
class Content:
    """The text that a mail shows, the tables of its HTML, and the parts that are no body text."""

    plain: str = ""
    html: str = ""
    tables: tuple[Table, ...] = ()
    attached: list[Part] = field(default_factory=list)


def clean_text(text: str) -> str:
    """Text as a person sees it: lines end with LF, nothing invisible, every blank a plain space.

    Zero-width joiners stay between Arabic letters, where Persian spelling needs them.
    """
    text = _LINE_END.sub("\n", text[:MAX_TEXT])
    text = _DROPPED.sub("", text)
    if "\u200c" in text or "\u200d" in text:
        text = _JOINER.sub("", text)
    return _BLANK.sub(" ", text)


def read_content(root: Part) -> Content:
    """The content of the mail whose root part is `root`; mails within it are attached."""
    content = Content()
    shown: list[str] = []
    for body in _bodies(root, content.attached):
        text, rendered = _text_of(body, content)
        if text.strip():
            shown.append(text.strip("\n"))
        if rendered:
            content.html += ("\n\n" if content.html else "") + rendered
    content.plain = "\n\n".join(shown)[:MAX_TEXT]
    return content


@dataclass(frozen=True, slots=True)
class _Body:
    """One place of the mail's text: its plain version, its HTML version, or both."""

    plain: Part | None
    html: Part | None


def _bodies(root: Part, attached: list[Part]) -> list[_Body]:
    bodies: list[_Body] = []
    todo = [root]
    while todo:
        part = todo.pop()
        if part.content_type == "multipart/alternative":
            plain, html = _alternatives(part, attached)
            if plain or html:
                bodies.append(_Body(plain, html))
        elif part.parts and part.content_type != "message/rfc822":
            todo.extend(reversed(part.parts))
        elif not _is_body(part, first=not bodies):
            attached.append(part)
        elif part.content_type == "text/html":
            bodies.append(_Body(None, part))
        else:
            bodies.append(_Body(part, None))
    return bodies


def _is_body(part: Part, *, first: bool) -> bool:
    if part.content_type not in ("text/plain", "text/html", "text/enriched"):
        return False
    if part.disposition == "attachment":
        return False
    return not part.filename or (
        first and part.disposition != "attachment" and part.content_type == "text/html"
    )


def _alternatives(part: Part, attached: list[Part]) -> tuple[Part | None, Part | None]:
    plain: Part | None = None
    html: Part | None = None
    for leaf in part.walk():
        if leaf.parts and leaf.content_type != "message/rfc822":
            continue
        if leaf.content_type == "text/plain" and plain is None and leaf.disposition != "attachment":
            plain = leaf
        elif leaf.content_type == "text/html" and html is None and leaf.disposition != "attachment":
            html = leaf
        else:
            attached.append(leaf)
    return plain, html


def _text_of(body: _Body, content: Content) -> tuple[str, str]:
    """The text to read of one body, and its HTML as text where that was looked at."""
    text = _plain_text(body.plain) if body.plain else ""
    markup = body.html.text() if body.html else ""
    if not body.html and re.match(r"\s*<(?:!doctype html|html)\b", text, re.IGNORECASE):
        text, markup = "", text
    stub = len(text.strip()) < _STUB_LENGTH
    if not markup.strip() or not (stub or "<table" in markup or "<TABLE" in markup):
        return text, ""
    rendered = render(markup)
    content.tables += rendered.tables
    shown = clean_text(rendered.text)
    if _is_stub(text, shown):
        return shown, shown
    return text, shown if rendered.tables else ""


def _is_stub(text: str, shown: str) -> bool:
    """Whether the plain text only stands in for the HTML: it is far shorter, or says so."""
    said = text.split()
    if not said:
        return True
    if len(said) >= 60 or not shown.strip():
        return False
    hint = "html" in text.lower() or "http" in text.lower()
    wanted = set(shown.split())
    missing = sum(word not in wanted for word in said)
    if missing * 2 < len(said):
        # The same words and many more below them: the plain version was cut off.
        return len(shown.split()) > 3 * len(said) + 10
    return hint or len(shown.split()) > 8 * len(said) + 20


def _plain_text(part: Part) -> str:
    text = _LINE_END.sub("\n", part.text()[:MAX_TEXT])
    if len(_SOFT_BREAK.findall(text)) >= 3 and len(_QUOTED_OCTET.findall(text)) >= 2:
        # A gateway lost the Content-Transfer-Encoding field and left the text encoded.
        text = decode(a2b_qp(text.encode()))
    if "-----BEGIN PGP SIGNED MESSAGE-----" in text:
        text = _PGP_TAIL.sub("\n", _PGP_HEAD.sub("", text))
        text = text.replace("\n- -", "\n-")
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, part.parameters.get("delsp", "").lower() == "yes")
    return _LINK.sub("", clean_text(text))
