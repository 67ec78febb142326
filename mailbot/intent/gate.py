"""What must not be acted upon by itself, whatever the words say: machines, doubtful senders, tricks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from mailbot.intent.model import Action, Intent, Kind
from mailbot.message.model import AutomaticKind, Message, Sign

_MARKUP = re.compile(
    r"\{\{|\}\}|\{%|\$\{|<\s*/?\s*(?:script|img|iframe|svg|a)\b|javascript:|^\s*[=+@-]\s*\w+\(|=\w+\(",
    re.IGNORECASE,
)


def machine(message: Message) -> Intent | None:
    """The intent of a mail that a machine wrote (RFC 3834, 2; RFC 3464), or None for a person's."""
    if message.bounce is not None or message.automatic.kind is AutomaticKind.BOUNCE:
        return Intent(
            Kind.BOUNCE, Action.IGNORE, "delivery-report", "It reports that a mail was not delivered."
        )
    if message.automatic.sign is Sign.STRONG:
        kind = message.automatic.kind.value if message.automatic.kind else "machine"
        return Intent(
            Kind.AUTOMATIC, Action.IGNORE, kind, "A machine sent it: " + "; ".join(message.automatic.signs)
        )
    return None


def authentication(message: Message, trusted: str) -> str:
    """Like "pass", "fail" or "" from the topmost Authentication-Results (RFC 8601, 2.2).

    A dmarc=fail counts whoever says it; a pass only where the trusted authserv-id says it.
    """
    if not message.authentication_results:
        return ""
    top = message.authentication_results[0].lower()
    if re.search(r"\bdmarc\s*=\s*(?:fail|permerror)", top):
        return "fail"
    server = top.split(";", 1)[0].strip().split(" ")[0]
    if trusted and server == trusted.lower() and re.search(r"\bdmarc\s*=\s*pass", top):
        return "pass"
    return ""


def unanswerable(message: Message) -> str:
    """Why no reply may be sent by itself; empty where one may."""
    if len(message.senders) != 1:
        return "several-senders" if message.senders else "no-sender"
    sender = message.senders[0]
    if not sender.email or "@" not in sender.email:
        return "no-sender"
    if any(r.domain and r.domain != sender.domain for r in message.reply_to):
        return "reply-to-elsewhere"
    return ""


def is_code(text: str) -> bool:
    """True where a text holds template, markup or formula code."""
    return bool(_MARKUP.search(text))


def tricks(texts: Iterable[str | None]) -> bool:
    """True where a field holds code instead of words, or begins as a formula does in a table."""
    return any(text and (is_code(text) or text.lstrip()[:1] in "=+@") for text in texts)


_LONG, _SIGNS, _BLANKS = 200, 0.1, 0.06
"""Letters of a text that can be judged; the share of signs it has at most, and of blanks at least."""


def is_garbled(text: str) -> bool:
    """True for bytes that are no text in any character set: many signs (category S), hardly a blank."""
    if len(text) < _LONG:
        return False
    signs = sum(unicodedata.category(c)[0] == "S" for c in text)
    return signs > _SIGNS * len(text) and sum(c.isspace() for c in text) < _BLANKS * len(text)
