"""Values that strangers wrote, made harmless before they are put into a mail of ours.

Names and organisations come from mails of anybody. In a letter of ours they must stay one line,
must not turn the direction of the text around them (Unicode UAX 9: embeddings, overrides and
isolates), must not become a link that our office seems to recommend, and must not fill the page.
Joiners that Persian and Indic scripts need inside a word are kept.
"""

from __future__ import annotations

import re

LONGEST_VALUE = 160
"""Characters of one value; the longest real names with title and organisation stay below it."""

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


def shortened(text: str, limit: int) -> str:
    """The text, cut at the last word that fits and marked with an ellipsis where it is longer."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:–-") + "…"
