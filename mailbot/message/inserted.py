"""Words that somebody typed into a quoted mail of ours, rather than above it.

Outlook quotes without marks, so an answer between the lines cannot be told from the quote by looking
at it; it can by comparing with what we sent.
"""

from __future__ import annotations

from mailbot.message.quote import label_of

_PREFIX_WORDS = 3
"""A line that begins with so many words of ours was ours, and somebody wrote on at its end."""

_MOST_LINES = 400


def typed_into(quoted: str, original: str) -> str:
    """The words of `quoted` that `original`, the text that we sent, does not hold.

    Line breaks and marks do not count, since mail programs wrap anew. Header lines of the quote are
    left out. `Workshop: 2` over our `Workshop:` gives the whole line, so that its label stays.
    """
    ours = _squeezed(original)
    found = []
    for line in quoted.split("\n")[:_MOST_LINES]:
        text = " ".join(line.strip("> ").split())
        if text and text.lower() not in ours and not _is_header(text):
            found.append(_remainder(text, ours))
    return "\n".join(line for line in found if any(char.isalnum() for char in line))


def _squeezed(text: str) -> str:
    return " ".join(text.replace(">", " ").split()).lower()


def _is_header(text: str) -> bool:
    """Whether a line is one of the labels above the quote, or the attribution with its address."""
    found = label_of(text)
    return (found is not None and found[0] != "other") or ("@" in text and text.endswith(":"))


def _remainder(text: str, ours: str) -> str:
    words = text.split()
    known = 0
    # Word by word: a long line of a stranger's is given up with the first word that is not ours.
    for count in range(_PREFIX_WORDS, len(words)):
        if " ".join(words[:count]).lower() not in ours:
            break
        known = count
    return " ".join(words[known:])
