"""Values that strangers wrote, made harmless before they are put into a mail of ours.

Names and organisations come from mails of anybody. In a letter of ours they must stay one line,
must not turn the direction of the text around them (Unicode UAX 9: embeddings, overrides and
isolates), must not become a link that our office seems to recommend, and must not fill the page.
Joiners that Persian and Indic scripts need inside a word are kept.

Our own texts bring two directions into one line: a German title in an Arabic sentence, an Arabic
name in a German one. Such a value is put between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE
(UAX 9, 2.4.1), in text and HTML alike, so that it keeps its own order and disturbs none around it.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_VALUE = 160
"""Characters of one value; the longest real names with title and organisation stay below it."""

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_ISOLATE, _END, _RIGHT_TO_LEFT_MARK = "\u2068", "\u2069", "\u200f"
_ISOLATED = re.compile(f"{_ISOLATE}[^{_END}\n]*{_END}")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LINK = re.compile(r"\b(?:[a-z][a-z0-9+.-]{1,15}://|www\.)", re.IGNORECASE)


def one_line(value: str | None, limit: int = LONGEST_VALUE) -> str:
    """The value as one line of at most `limit` characters, without control and direction marks.

    Links lose what makes mail programs turn them into links. Nothing is escaped here.
    """
    text = _INVISIBLE.sub("", _CONTROL.sub(" ", value or ""))
    return shortened(" ".join(_LINK.sub("", text).split()), limit)


def paragraphs(value: str) -> tuple[str, ...]:
    """A longer text of the office as paragraphs, each one line; links are left alone."""
    text = _INVISIBLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    blocks = (" ".join(_CONTROL.sub(" ", block).split()) for block in re.split(r"\n[ \t]*\n", text))
    return tuple(block for block in blocks if block)


def isolated(value: str, direction: str) -> str:
    """The value for a text of this direction ("ltr" or "rtl"), isolated where the two differ.

    Addresses of mail and web are to be left as they are: programs that make links of them take what
    follows for a part, and they keep their order without help.
    """
    own = {unicodedata.bidirectional(char) for char in value}
    # Telephone numbers hold no letter at all, and would have their groups turned round.
    turned = "L" in own or (not own & _RIGHT_TO_LEFT and not value.isdigit())
    foreign = turned if direction == "rtl" else bool(own & _RIGHT_TO_LEFT)
    return f"{_ISOLATE}{value}{_END}" if value and foreign else value


def natural_direction(text: str) -> str:
    """The direction of the first letter outside isolated values (UAX 9, P2); empty without any."""
    for char in _ISOLATED.sub("", text):
        kind = unicodedata.bidirectional(char)
        if kind == "L" or kind in _RIGHT_TO_LEFT:
            return "ltr" if kind == "L" else "rtl"
    return ""


def directed(text: str, direction: str) -> str:
    """A plain text whose lines all run in its direction, though some hold foreign values alone.

    Mail programs go by the first letter of a line. Lines in another language (the event's own
    sentences) keep their direction.
    """
    if direction != "rtl":
        return text
    marked = (
        f"{_RIGHT_TO_LEFT_MARK}{line}" if line.strip() and not natural_direction(line) else line
        for line in text.splitlines()
    )
    return "\n".join(marked) + "\n"


def subject_line(text: str, limit: int) -> str:
    """A rendered subject as one line of at most about `limit` characters; isolates are kept whole."""
    line = shortened(" ".join(_CONTROL.sub(" ", text).split()), limit)
    return line + _END * (line.count(_ISOLATE) - line.count(_END))


def shortened(text: str, limit: int) -> str:
    """The text, cut at the last word that fits and marked with an ellipsis where it is longer."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:–-") + "…"
