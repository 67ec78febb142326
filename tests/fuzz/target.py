"""What must hold for any bytes that a stranger sends."""

from __future__ import annotations

import pickle
from pathlib import Path

from mailbot.event import Event
from mailbot.intent import Intent, read
from mailbot.message import parse
from mailbot.message.model import Message

CORPUS = Path(__file__).parent / "corpus"
OWN = frozenset(("office@example.net",))
_CONTROLS = {chr(code) for code in range(32)} - {"\n", "\t"} | {chr(code) for code in range(0x7F, 0xA0)}
_TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def examine(data: bytes, about: Event) -> tuple[Message, Intent]:
    """Parse and read `data`; whatever it is, both end, and what they give is fit to be kept and shown.

    Raises: AssertionError, or whatever parsing or reading should not have raised.
    """
    message = parse(data, OWN)
    intent = read(message, about, "mx.example.net")
    for line in _lines(message, intent):
        assert not (_CONTROLS | _TURNING | {"\n", "\r"}) & set(line), f"one line of text: {line!r}"
    for text in (message.own, message.signature, message.quoted, message.plain):
        assert not _CONTROLS & set(text), f"a control character: {text!r}"
    # It is written to a database and may be handed from process to process.
    for text in (message.plain, *_lines(message, intent)):
        text.encode()
    assert pickle.loads(pickle.dumps((message, intent))) == (message, intent)  # noqa: S301
    return message, intent


def _lines(message: Message, intent: Intent) -> list[str]:
    """Every text that is put in one line: into a header, a list, a greeting."""
    addresses = (*message.senders, *message.reply_to, *message.to, *message.cc)
    found = [message.subject, message.message_id, message.notice]
    found += [text for address in addresses for text in (address.name, address.email)]
    found += [a.filename for a in message.attachments]
    found += [
        text for p in intent.participants for text in (p.name, p.title, p.email, p.organisation) if text
    ]
    return found
